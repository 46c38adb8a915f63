/** `podloupe compare A B`: how far two runs agree, and where they part. */
import {
  briefDuration,
  type Comparison,
  compare as compareRecordings,
  type Divergence,
  isCapture,
  isRecording,
  readRecording,
  RecordingError,
  type RecordingLine,
  recordingOf,
  type Score,
} from '../recording/index.ts';
import { type Call, UsageError } from './arguments.ts';
import type { Status } from './commands.ts';
import { type Input, InputError, inputsOf } from './input.ts';
import { formatOf } from './option-values.ts';
import { settle } from './report.ts';
import { type Choices, choicesOf, readSource, runsOf, withView } from './runs.ts';
import type { Terminal } from './terminal.ts';

const FORMATS = ['text', 'json'] as const;

export async function compare(call: Call, terminal: Terminal): Promise<Status> {
  const format = formatOf(call, FORMATS);
  const chosen = choicesOf(call);
  const [a, b, ...more] = inputsOf(call.operands, terminal);
  if (a === undefined || b === undefined || more.length > 0)
    throw new UsageError('compare needs two files: scenarios, or a scenario and a recording (.jsonl) or what kubectl printed');
  const sides: RecordingLine[][] = [];
  for (const input of [a, b]) {
    const status = await settle(input.label, terminal, async () => {
      const lines = await linesOf(input, chosen, terminal);
      if (lines === undefined) return 2;
      sides.push(lines);
      return 0;
    });
    if (status > 0) return status;
  }
  const [first, second] = sides;
  const comparison = compareRecordings(first ?? [], second ?? []);
  terminal.out(format === 'json' ? `${JSON.stringify({ a: a.label, b: b.label, ...comparison }, null, 2)}\n` : textOf(comparison, a.label, b.label));
  return 0;
}

/** A recording or a capture as it is, a scenario run; undefined if the scenario has errors, which are reported. */
async function linesOf(input: Input, chosen: Choices, terminal: Terminal): Promise<RecordingLine[] | undefined> {
  const content = await input.read();
  if (isRecorded(input, content.text)) return recordingIn(content.text);
  const choices = withView(chosen, content);
  const source = readSource(input.label, content.text, choices, terminal);
  if (source === undefined) return undefined;
  const [run, another] = runsOf(input.name, source, choices.at);
  if (another !== undefined) throw new InputError('has a sweep; choose one of its values with --at');
  return run && recordingOf(run.trace);
}

/** Not a text to simulate: a recording, or what kubectl printed of a real Pod. */
function isRecorded({ label }: Input, text: string): boolean {
  return label.endsWith('.jsonl') || isRecording(text) || isCapture(text);
}

function recordingIn(text: string): RecordingLine[] {
  try {
    return readRecording(text);
  } catch (error) {
    throw error instanceof RecordingError ? new InputError(error.message) : error;
  }
}

function textOf({ byAspect, divergences, ...overall }: Comparison, a: string, b: string): string {
  const scores = [scoreLine('overall', overall), ...Object.entries(byAspect).map(([name, score]) => scoreLine(name, score))];
  const parting =
    divergences.length === 0
      ? ['no divergence']
      : [`${divergences.length} divergences, earliest first (really: ${a}; simulated: ${b})`, ...divergences.map(divergenceLine)];
  return [...scores, '', ...parting, ''].join('\n');
}

function scoreLine(name: string, { score, matched, total, skipped }: Score): string {
  const percent = score === undefined ? '    –  ' : `${(score * 100).toFixed(1).padStart(5)} %`;
  return `${name.padEnd(11)} ${skipped ?? `${percent}  ${matched} of ${total}`}`;
}

function divergenceLine({ aspect, subject, t, text }: Divergence): string {
  return `${briefDuration(t).padStart(8)}  ${aspect} ${subject}: ${text}`;
}
