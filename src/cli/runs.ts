/** From an input to its runs: one, or one for each value of a sweep. */
import type { Seed } from '../base/random.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Trace } from '../model/trace.ts';
import { createWatcher } from '../recording/index.ts';
import { readScenario, type ReadResult } from '../scenario/index.ts';
import type { Wants } from '../scenario/edit.ts';
import { workloadDiagnostics } from '../scenario/workload.ts';
import { simulate } from '../sim/simulate.ts';
import { type Call, UsageError } from './arguments.ts';
import { type InputContent, InputError, inputsOf } from './input.ts';
import { durationMsOf, seedOf } from './option-values.ts';
import { reportDiagnostics, settle } from './report.ts';
import type { Status } from './commands.ts';
import { Progress, type Terminal } from './terminal.ts';

export interface Run {
  /** How messages name its input. */
  label: string;
  /** Name of the input, with the value of the sweep: `slow-start--at-500ms`. */
  name: string;
  scenario: Scenario;
  trace: Trace;
  locate: ReadResult['locate'];
}

/** A scenario that was read without errors, and where its parts stand in the text. */
export interface Source {
  /** How messages name it. */
  label: string;
  scenario: Scenario;
  locate: ReadResult['locate'];
}

/** What a call says over what the text says. */
export interface Choices {
  seed: Seed | undefined;
  durationMs: number | undefined;
  at: string | undefined;
  /** Of a text with several Pods the one that is meant, `NAME` or `KIND/NAME`. */
  pod?: string | undefined;
}

/** @throws {UsageError} for a value that makes no sense. */
export function choicesOf(call: Call): Choices {
  return { seed: seedOf(call), durationMs: durationMsOf(call), at: call.options.at, pod: call.options.pod };
}

/** What a share link says counts where the call says nothing. */
export function withView(choices: Choices, { view = {} }: InputContent): Choices {
  return { ...choices, seed: choices.seed ?? view.seed, at: choices.at ?? view.at };
}

/**
 * The scenario of a text with the call's choices in it; undefined if it has errors, which are reported.
 * @throws {InputError} if it has no Pod of the name that was chosen.
 */
export function readSource(label: string, text: string, choices: Choices, terminal: Terminal): Source | undefined {
  const read = readChosen(text, choices.pod);
  const { scenario, diagnostics, locate } = read;
  const refused = scenario === undefined ? [] : workloadDiagnostics(read);
  reportDiagnostics(label, [...diagnostics, ...refused], terminal);
  const choice = choiceOf(read);
  if (choice !== undefined) terminal.err(`${label}: ${choice}\n`);
  if (scenario === undefined || refused.length > 0) return undefined;
  const chosen = {
    ...scenario,
    ...(choices.seed !== undefined && { seed: choices.seed }),
    ...(choices.durationMs !== undefined && { durationMs: choices.durationMs }),
  };
  return { label, scenario: chosen, locate };
}

/** Reads a text of which only the Pod is meant that has this name, or is made by an object that has it: `web`, or `deployment/web`. */
export function readChosen(text: string, chosen: string | undefined): ReadResult {
  if (chosen === undefined) return readScenario(text);
  const wants = podNamed(chosen);
  const others: string[] = [];
  let isThere = false;
  const read = readScenario(text, (object) => {
    const isMeant = wants(object);
    if (isMeant) isThere = true;
    else others.push(`${object.kind.toLowerCase()}/${object.metadata.name ?? ''}`);
    return isMeant;
  });
  if (!isThere && others.length > 0) throw new InputError(`has no Pod ${chosen}; it has ${others.join(', ')}`);
  return read;
}

/** Whether an object has the name, or kind and name, that a call chose. */
export function podNamed(chosen: string): Wants {
  const [name = '', kind] = chosen.split('/').reverse();
  return (object) => object.metadata?.name === name && (kind === undefined || object.kind.toLowerCase() === kind.toLowerCase());
}

/** What to say to a text with several Pods of which none was chosen; undefined if it has one. */
export function choiceOf({ diagnostics }: ReadResult): string | undefined {
  const [first] = diagnostics.flatMap(({ pods = [] }) => pods);
  return first && `--pod chooses one of them, as in --pod ${first.kind.toLowerCase()}/${first.name}`;
}

/** The values of a scenario's sweep, as written; undefined without one. */
export function sweepOf(scenario: Scenario): string[] | undefined {
  return scenario.actions.find(({ sweep }) => sweep !== undefined)?.sweep?.map(({ text }) => text);
}

/** Runs a scenario once, or once for each value of its sweep unless `at` chooses one. */
export function* runsOf(name: string, { label, scenario, locate }: Source, at: string | undefined): Generator<Run> {
  const values = sweepOf(scenario);
  if (at !== undefined && !values?.includes(at))
    throw new InputError(values === undefined ? `has no sweep, so --at ${at} chooses nothing` : `--at ${at} is not in its sweep: ${values.join(', ')}`);
  if (values === undefined) yield { label, name, scenario, locate, trace: simulate(scenario, { watchTrigger: createWatcher }) };
  else
    for (const value of at === undefined ? values : [at])
      yield { label, name: `${name}--at-${value}`, scenario, locate, trace: simulate(scenario, { at: value, watchTrigger: createWatcher }) };
}

export interface RunHandler {
  /** Looks at the scenario before it runs; any other status than 0 ends the work on it. */
  before?(source: Source): Status;
  each(run: Run): Status;
}

/**
 * Runs every input and hands each run to `each`. Inputs are independent: one that fails is reported, the others go on,
 * and the status is the highest.
 */
export async function forEachRun(call: Call, terminal: Terminal, { before, each }: RunHandler): Promise<Status> {
  if (call.operands.length === 0) throw new UsageError(`${call.command ?? ''} needs a FILE: a scenario, a folder, a share link or - for standard input`);
  const chosen = choicesOf(call);
  const inputs = inputsOf(call.operands, terminal);
  const progress = new Progress(terminal);
  const messages = progress.messages();
  let worst: Status = inputs.length === 0 ? 2 : 0;
  if (inputs.length === 0) terminal.err(`podloupe: no .yaml with a Pod in ${call.operands.join(', ')}\n`);
  for (const [index, input] of inputs.entries()) {
    progress.show(index, inputs.length, input.name);
    const status = await settle(input.label, messages, async () => {
      const content = await input.read();
      const choices = withView(chosen, content);
      const source = readSource(input.label, content.text, choices, messages);
      if (source === undefined) return 2;
      let highest = before?.(source) ?? 0;
      if (highest > 0) return highest;
      for (const run of runsOf(input.name, source, choices.at)) {
        progress.clear();
        highest = higher(highest, each(run));
      }
      return highest;
    });
    worst = higher(worst, status);
  }
  progress.clear();
  return worst;
}

function higher(a: Status, b: Status): Status {
  return a > b ? a : b;
}

/** What a run has to say beside its result: a limit that cut it, actions that never came due. */
export function reportRemarks({ label, trace }: Run, terminal: Terminal): void {
  const say = (text: string) => terminal.err(`${label}: ${text}\n`);
  if (trace.cut) say(`the run was cut at ${trace.cut.atMs} ms: ${trace.cut.message}`);
  for (const { index, what, waitingFor } of trace.pendingActions) say(`action ${index} (${what}) never came due; it waits for ${waitingFor}`);
}
