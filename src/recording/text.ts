/** Recordings as text: JSON lines. */
import { MEMBERS, type RecordingLine, type TimedKind } from './lines.ts';

/** The text is not a recording. The message names the line and what to do about it. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** What every line of a kind must have, or nothing can be said about it. */
const REQUIRED: { readonly [Kind in TimedKind]?: readonly string[] } = {
  Pod: ['object'],
  Event: ['object'],
  Object: ['object'],
  Process: ['container', 'what'],
  Signal: ['container', 'signal'],
  Hook: ['container', 'hook', 'what'],
  Probe: ['container', 'probe', 'what'],
  Log: ['container', 'line'],
  Action: ['index'],
};

/**
 * A recording from its text: `Meta` first if there is one, then the known kinds ordered by `t`; what has the same `t` stays in
 * the order of the text. Unknown kinds are left out.
 *
 * @throws {RecordingError} for a line that is not JSON, has no time, or lacks a member that its kind must have.
 */
export function parseRecording(text: string): RecordingLine[] {
  const found: RecordingLine[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const parsed = readLine(line, index + 1);
    if (parsed) found.push(parsed);
  });
  return inOrder(found);
}

/** `Meta` first, then by time; a stable order, so that lines of the same time keep theirs. */
export function inOrder(lines: readonly RecordingLine[]): RecordingLine[] {
  const time = (line: RecordingLine) => (line.kind === 'Meta' ? -1 : line.t);
  const isOrdered = lines.every((line, index) => index === 0 || time(lines[index - 1] as RecordingLine) <= time(line));
  return isOrdered ? [...lines] : [...lines].sort((a, b) => time(a) - time(b));
}

function readLine(text: string, number: number): RecordingLine | undefined {
  const value = parseJson(text, number);
  const refuse = (what: string) => new RecordingError(`line ${number} of the recording ${what}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse('is not an object');
  const line = value as Record<string, unknown>;
  if (typeof line.kind !== 'string') {
    throw refuse('has no kind; each line of a recording is a JSON object like {"kind":"Pod","t":0,"type":"ADDED","object":{…}}');
  }
  if (!Object.hasOwn(MEMBERS, line.kind)) return undefined;
  if (line.kind === 'Meta') return value as RecordingLine;
  if (typeof line.t !== 'number' || !Number.isFinite(line.t)) throw refuse(`(${line.kind}) has no t: a number of milliseconds since the Pod was created`);
  const lacking = REQUIRED[line.kind as TimedKind]?.find((member) => line[member] === undefined || line[member] === null);
  if (lacking !== undefined) throw refuse(`(${line.kind}) has no ${lacking}`);
  return value as RecordingLine;
}

function parseJson(text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecordingError(`line ${number} of the recording is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** One line, its members always in the same order, without a line break. */
export function formatLine(line: RecordingLine): string {
  const members: Record<string, unknown> = { ...line };
  const ordered: Record<string, unknown> = { kind: line.kind };
  if (line.kind !== 'Meta') ordered.t = line.t;
  for (const name of MEMBERS[line.kind]) {
    if (members[name] !== undefined) ordered[name] = members[name];
  }
  return JSON.stringify(ordered);
}

/** The text of a recording: one line each, the last one ended too. */
export function formatRecording(lines: Iterable<RecordingLine>): string {
  let text = '';
  for (const line of lines) text += `${formatLine(line)}\n`;
  return text;
}
