/** The figures that somebody may state about a moment of a run: what a headline says in numbers has to be one of them. */
import type { StoryStep } from '../model/scenario.ts';
import type { RecordKind, Trace, TraceRecord } from '../model/trace.ts';

/** A moment that a story tells of, and the lines that it shows with it. */
interface Beat {
  atMs: number;
  yaml: readonly { text: string }[];
}

/** What people count time from. */
const LANDMARKS: ReadonlySet<RecordKind> = new Set(['Action', 'Process', 'Serving', 'Signal', 'Hook', 'Decision', 'Image', 'Probe', 'Event']);

interface Figure {
  text: string;
  value: number;
  /** Half a unit of the last digit that is written. */
  tolerance: number;
  unit: 'ms' | 's' | 'min' | '';
}

/** The figures in some words that are no fact of the run at a beat, as they are written. */
export function figuresNotIn(words: string, { trace, beats, index }: { trace: Trace; beats: readonly Beat[]; index: number }): string[] {
  const beat = beats[index];
  if (!beat) return [];
  const written = numbersIn(beats.slice(0, index + 1).flatMap(({ yaml }) => yaml.map(({ text }) => text)));
  const counts = countsAt(trace, beat);
  const spansMs = spansTo(trace, beats.slice(0, index + 1));
  const momentsMs = trace.records.filter(({ kind, t }) => LANDMARKS.has(kind) && t <= beat.atMs).map(({ t }) => t);
  return figuresIn(words)
    .filter(({ value, tolerance, unit }) => {
      if (unit === '') return !counts.has(value) && !written.has(value);
      const ms = value * UNIT_MS[unit];
      const slackMs = tolerance * UNIT_MS[unit];
      return !written.has(ms / 1000) && !(isRough(slackMs) ? spansMs : [...spansMs, ...momentsMs]).some((eachMs) => Math.abs(eachMs - ms) <= slackMs);
    })
    .map(({ text }) => text);
}

/** In whole seconds: something happens in almost each of them. */
const isRough = (slackMs: number) => slackMs >= 500;

const UNIT_MS = { ms: 1, s: 1000, min: 60_000 };
const UNITS: Readonly<Record<string, Figure['unit']>> = { ms: 'ms', 毫秒: 'ms', s: 's', 秒: 's', minutes: 'min', minute: 'min', 分钟: 'min' };

/** The numbers of a text with their units. Versions, and numbers inside words, are names. */
export function figuresIn(words: string): Figure[] {
  const plain = words
    .replace(/\bv\d+(?:\.\d+)+/g, '')
    .replace(/(\d+)m(\d+)s/g, (_, minutes: string, seconds: string) => `${Number(minutes) * 60 + Number(seconds)} s`);
  return [...plain.matchAll(/(?<![\w.])(\d+(?:\.\d+)?)(?: ?(ms|s|minutes?|毫秒|秒|分钟)(?![a-z]))?(?![\w])/g)].map(([text, number = '', unit]) => ({
    text,
    value: Number(number),
    tolerance: 0.5 * 10 ** -(number.split('.')[1]?.length ?? 0),
    unit: unit === undefined ? sharedUnit(plain, text) : (UNITS[unit] ?? ''),
  }));
}

/** "20 of the 30 s", "10, 20 and 40 s": a number has the unit of the one that it is listed with. */
function sharedUnit(words: string, text: string): Figure['unit'] {
  const after = words.slice(words.indexOf(text) + text.length);
  const [, unit] = /^(?:(?:,| and| of(?: the| its)?| to| ?\+| ?[、和])* ?\d+(?:\.\d+)?)+ ?(ms|s|毫秒|秒)(?![a-z])/.exec(after) ?? [];
  return unit === undefined ? '' : (UNITS[unit] ?? '');
}

/** Durations in the lines count in seconds, as people say them. */
function numbersIn(lines: readonly string[]): Set<number> {
  const found = new Set<number>();
  for (const line of lines) {
    for (const [, number = '', unit] of line.matchAll(/(?<![\w.])(\d+(?:\.\d+)?)(ms|s|m|Mi)?(?!\w)/g)) {
      found.add(unit === 'ms' ? Number(number) / 1000 : unit === 'm' ? Number(number) * 60 : Number(number));
    }
  }
  return found;
}

/** How long ago everything was at the moment of a beat, and how long things that are over took. */
function spansTo(trace: Trace, beats: readonly Beat[]): number[] {
  const atMs = beats.at(-1)?.atMs ?? 0;
  const past = trace.records.filter(({ kind, t }) => LANDMARKS.has(kind) && t <= atMs);
  const sinceMs = past.map(({ t }) => atMs - t);
  const tookMs = past.flatMap((record) => (record.kind === 'Probe' ? [record.takesMs] : decidedMs(record)));
  const earlier = beats.slice(0, -1).map((beat) => atMs - beat.atMs);
  // The moments of the story itself, and what lies between a cause and its effect
  const pairs = past.flatMap((record) => {
    const cause = trace.records[record.cause];
    return cause ? [record.t - cause.t] : [];
  });
  return [atMs, ...sinceMs, ...tookMs, ...earlier, ...pairs, ...beats.map((beat) => beat.atMs)];
}

/** The waits that the kubelet decided on. */
function decidedMs(record: TraceRecord): number[] {
  if (record.kind !== 'Decision') return [];
  const { decision } = record;
  if (decision.what === 'back-off') return [decision.delayMs];
  return decision.what === 'grace-left' ? [decision.usedSeconds * 1000, decision.leftSeconds * 1000] : [];
}

/** Exit codes so far and their signals, restarts, and how many of the containers are ready. */
function countsAt({ records }: Trace, { atMs }: Beat): Set<number> {
  const counts = new Set<number>();
  const past = records.filter(({ t }) => t <= atMs);
  for (const record of past) {
    const code = record.kind === 'Process' && record.what === 'exit' ? record.exitCode : record.kind === 'Action' ? record.exitCode : undefined;
    if (code === undefined) continue;
    counts.add(code);
    if (code > 128) counts.add(128).add(code - 128);
  }
  const pod = past.findLast((record) => record.kind === 'Pod');
  const statuses = pod?.kind === 'Pod' ? (pod.object.status?.containerStatuses ?? []) : [];
  counts.add(statuses.length).add(statuses.filter(({ ready }) => ready).length);
  for (const { restartCount } of statuses) counts.add(restartCount);
  return counts;
}

/** What a step says to the audience. */
export function wordsOf({ ask, title, text }: StoryStep): string[] {
  return [ask, title, text].filter((words) => typeof words === 'string');
}
