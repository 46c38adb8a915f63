/** One run and a moment of it: what `kubectl`, `explain` and the like look at. */
import { type Call, UsageError } from './arguments.ts';
import { type Input, type InputContent, InputError, inputsOf } from './input.ts';
import { momentMsOf } from './option-values.ts';
import { type Choices, choicesOf, readSource, type Run, runsOf, withView } from './runs.ts';
import type { Terminal } from './terminal.ts';

export interface Moment {
  run: Run;
  /** The text of the scenario. */
  text: string;
  /** Since the Pod's creation; without `--at` the end of the run. */
  atMs: number;
}

/** The one input of a call. @throws {UsageError} if there are more, or none. */
export function onlyInput(call: Call, terminal: Terminal): Input {
  const [operand, ...more] = call.operands;
  if (operand === undefined || more.length > 0) throw new UsageError(`${call.command ?? ''} takes one FILE: a scenario, a share link or - for standard input`);
  const [input, ...others] = inputsOf([operand], terminal);
  if (input === undefined || others.length > 0)
    throw new UsageError(`${call.command ?? ''} takes one FILE; ${operand} holds ${others.length > 0 ? others.length + 1 : 'none'}`);
  return input;
}

/** How long a command waits at most for something that has not happened by the end of a run. */
const MAX_WAIT_MS = 3_600_000;

/**
 * Runs an input as far as `--at`; of a sweep its first value. Undefined if the text has errors, which are reported.
 * With `waitsMs` the run goes on for so long behind the moment, which without `--at` is when the Pod shows first.
 *
 * @throws {InputError} for a moment behind an end that the call itself has set.
 */
export async function momentOfInput(input: Input, call: Call, terminal: Terminal, waitsMs?: number): Promise<Moment | undefined> {
  const wantedMs = momentMsOf(call);
  const content = await input.read();
  const choices = choicesAt(call, content, wantedMs);
  const first = firstRun(input, content, choices, terminal);
  if (first === undefined) return undefined;
  const { endMs, cut } = first.run.trace;
  if (waitsMs !== undefined) {
    const fromMs = wantedMs ?? first.run.trace.records.find(({ kind }) => kind === 'Pod')?.t ?? 0;
    const untilMs = fromMs + Math.min(waitsMs, MAX_WAIT_MS);
    const isEnough = untilMs <= endMs || cut !== undefined || choices.durationMs !== undefined;
    const longer = isEnough ? first : firstRun(input, content, { ...choices, durationMs: untilMs }, { ...terminal, err: () => undefined });
    return longer && { ...longer, atMs: fromMs };
  }
  if (wantedMs === undefined || wantedMs <= endMs || cut !== undefined) return { ...first, atMs: Math.min(wantedMs ?? endMs, endMs) };
  // The run ended before: nothing more would happen, or its scenario is shorter
  const longer = firstRun(input, content, { ...choices, durationMs: wantedMs }, { ...terminal, err: () => undefined });
  return longer && { ...longer, atMs: wantedMs };
}

function choicesAt(call: Call, content: InputContent, wantedMs: number | undefined): Choices {
  const { durationMs, seed, pod } = choicesOf(call);
  if (durationMs !== undefined && wantedMs !== undefined && wantedMs > durationMs)
    throw new InputError(`--at ${call.options.at ?? ''} lies behind the end of the run, --duration ${call.options.duration ?? ''}`);
  return withView({ seed, durationMs, at: undefined, pod }, content);
}

function firstRun(input: Input, content: InputContent, choices: Choices, terminal: Terminal): Omit<Moment, 'atMs'> | undefined {
  const source = readSource(input.label, content.text, choices, terminal);
  if (source === undefined) return undefined;
  for (const run of runsOf(input.name, source, choices.at)) return { run, text: content.text };
  return undefined;
}
