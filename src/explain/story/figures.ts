/** The figures that somebody may state about a moment of a run: what a headline says in numbers has to be one of them. */
import type { Scenario, StoryStep } from '../../model/scenario.ts';
import type { RecordKind, Trace, TraceRecord } from '../../model/trace.ts';

/** A moment that a story tells of, and the lines that it shows with it. */
interface Beat {
  atMs: number;
  yaml: readonly { text: string }[];
}

interface Moment {
  trace: Trace;
  beats: readonly Beat[];
  index: number;
}

/** What people count time from. */
const LANDMARKS: ReadonlySet<RecordKind> = new Set(['Action', 'Process', 'Serving', 'Signal', 'Hook', 'Decision', 'Image', 'Probe', 'Event']);
/** Those that are rare: a time in whole seconds says something about them. */
const RARE_LANDMARKS: ReadonlySet<RecordKind> = new Set(['Action', 'Process', 'Serving', 'Signal', 'Hook', 'Image']);

export interface Figure {
  text: string;
  value: number;
  /** Half a unit of the last digit that is written. */
  tolerance: number;
  unit: 'ms' | 's' | 'min' | '';
  /** What a figure without a unit counts, if the words beside it say so. */
  counts?: 'exit code' | 'restarts';
}

/** The figures in some words that are no fact of the run at a beat. Strict: for words that are written for this very run. */
export function figuresNotIn(words: string, { trace, beats, index }: Moment): string[] {
  const beat = beats[index];
  if (!beat) return [];
  const written = numbersIn(linesSoFar(beats, index));
  const { exitCodes, others } = countsAt(trace, beat.atMs);
  const counts = new Set([...exitCodes, ...others]);
  const spansMs = spansTo(trace, beats.slice(0, index + 1));
  // What the API says has its moments, too
  const momentsMs = timesOf(trace, ({ kind, t }) => (LANDMARKS.has(kind) || kind === 'Pod') && t <= beat.atMs);
  return figuresIn(words)
    .filter((figure) => {
      if (figure.unit === '') return !counts.has(figure.value) && !written.has(figure.value);
      return !written.has(inMs(figure) / 1000) && !isNear(figure, isRough(figure) ? spansMs : [...spansMs, ...momentsMs]);
    })
    .map(({ text }) => text);
}

/**
 * The figures in some words that were true of another run, most likely of one before the text was changed. Nobody is to be bothered for
 * nothing: what the manifest or an Event says is true, and so is what is still to come; a number that does not say what it counts is left alone.
 *
 * @param own what the run says of itself.
 */
export function staleFigures(words: string, { trace, scenario, beats, index, own }: Moment & { scenario: Scenario; own: () => readonly string[] }): Figure[] {
  const figures = figuresIn(words).filter(({ unit, counts }) => unit !== '' || counts !== undefined);
  const beat = beats[index];
  if (!beat || figures.length === 0) return [];
  const messages = trace.records.flatMap((record) => (record.kind === 'Event' ? [record.object.message ?? ''] : []));
  const written = new Set([...numbersIn([...linesSoFar(beats, index), ...messages]), ...numbersOf(scenario)]);
  const { exitCodes, restarts } = countsAt(trace, trace.endMs);
  const told = [...spansTo(trace, beats.slice(0, index + 1)), ...spansOfInstances(trace)];
  const landmarksMs = timesOf(trace, ({ kind }) => LANDMARKS.has(kind) || kind === 'Pod');
  const ahead = landmarksMs.filter((t) => t > beat.atMs).map((t) => t - beat.atMs);
  const rareMs = timesOf(trace, ({ kind }) => RARE_LANDMARKS.has(kind));
  const isFact = (figure: Figure) => {
    if (figure.counts === 'exit code') return exitCodes.has(figure.value) || written.has(figure.value);
    if (figure.counts === 'restarts') return restarts.has(figure.value);
    return written.has(inMs(figure) / 1000) || isNear(figure, isRough(figure) ? [...told, ...rareMs] : [...told, ...landmarksMs, ...ahead]);
  };
  const unknown = figures.filter((figure) => !isFact(figure));
  if (unknown.length === 0) return [];
  const ownFigures = own().flatMap(figuresIn);
  return unknown.filter((figure) => !ownFigures.some((each) => each.value === figure.value && each.unit === figure.unit));
}

/** How long it took within one run of a container from one of its landmarks to another, and from its end to the next one. */
function spansOfInstances({ records }: Trace): number[] {
  const timesMs = new Map<string, Map<number, number[]>>();
  for (const record of records) {
    if (!('instance' in record) || record.instance === undefined || !RARE_LANDMARKS.has(record.kind)) continue;
    const instances = timesMs.get(record.container) ?? new Map<number, number[]>();
    timesMs.set(record.container, instances);
    instances.set(record.instance, [...(instances.get(record.instance) ?? []), record.t]);
  }
  return [...timesMs.values()].flatMap((instances) =>
    [...instances].flatMap(([instance, times]) => {
      const downMs = (instances.get(instance + 1)?.[0] ?? Number.NaN) - (times.at(-1) ?? Number.NaN);
      return [...times.flatMap((from, place) => times.slice(place + 1).map((to) => to - from)), downMs];
    }),
  );
}

const UNIT_MS = { ms: 1, s: 1000, min: 60_000, '': 0 };
const UNITS: Readonly<Record<string, Figure['unit']>> = { ms: 'ms', 毫秒: 'ms', s: 's', 秒: 's', minutes: 'min', minute: 'min', 分钟: 'min' };

const inMs = ({ value, unit }: Figure) => value * UNIT_MS[unit];
const slackMs = ({ tolerance, unit }: Figure) => tolerance * UNIT_MS[unit];
/** In whole seconds: something happens in almost each of them. */
const isRough = (figure: Figure) => slackMs(figure) >= 500;

function isNear(figure: Figure, timesMs: readonly number[]): boolean {
  return timesMs.some((eachMs) => Math.abs(eachMs - inMs(figure)) <= slackMs(figure));
}

function linesSoFar(beats: readonly Beat[], index: number): string[] {
  return beats.slice(0, index + 1).flatMap(({ yaml }) => yaml.map(({ text }) => text));
}

function timesOf({ records }: Trace, isMeant: (record: TraceRecord) => boolean): number[] {
  return records.filter(isMeant).map(({ t }) => t);
}

/** The numbers of a text with their units. Versions, and numbers inside words, are names. */
export function figuresIn(words: string): Figure[] {
  const plain = words
    .replace(/\bv\d+(?:\.\d+)+/g, '')
    .replace(/(\d+)(?:m| 分 )(\d+)(?:s| 秒)/g, (_, minutes: string, seconds: string) => `${Number(minutes) * 60 + Number(seconds)} s`);
  return [...plain.matchAll(/(?<![\w.])(\d+(?:\.\d+)?)(?: ?(ms|s|minutes?|毫秒|秒|分钟)(?![a-z]))?(?![\w])/g)].map((match) => {
    const [text, number = '', unit] = match;
    const counts = countedBy(plain.slice(0, match.index), plain.slice(match.index + text.length));
    return {
      text,
      value: Number(number),
      tolerance: 0.5 * 10 ** -(number.split('.')[1]?.length ?? 0),
      unit: unit === undefined ? sharedUnit(plain, text) : (UNITS[unit] ?? ''),
      ...(counts && { counts }),
    };
  });
}

/** "exit code 137", "exits with 0", "3 restarts". */
function countedBy(before: string, after: string): Figure['counts'] {
  if (/(?:\bexit(?:s|ed)?(?: with)?(?: code)?|\bexit ?code:?|退出码(?:为|是)?) ?$/i.test(before)) return 'exit code';
  return /^ restarts?\b|^ ?次重启/.test(after) || (/重启 ?$/.test(before) && /^ ?次/.test(after)) ? 'restarts' : undefined;
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

/** Exit codes and restarts so far; among the others the signals behind the codes, and how many of the containers are ready. */
function countsAt({ records }: Trace, atMs: number): Record<'exitCodes' | 'restarts' | 'others', Set<number>> {
  const exitCodes = new Set<number>();
  const restarts = new Set<number>();
  const past = records.filter(({ t }) => t <= atMs);
  for (const record of past) {
    const code = record.kind === 'Process' && record.what === 'exit' ? record.exitCode : record.kind === 'Action' ? record.exitCode : undefined;
    if (code !== undefined) exitCodes.add(code);
    if (record.kind === 'Pod') for (const { restartCount } of record.object.status?.containerStatuses ?? []) restarts.add(restartCount);
  }
  const signals = [...exitCodes].flatMap((code) => (code > 128 ? [128, code - 128] : []));
  const pod = past.findLast((record) => record.kind === 'Pod');
  const statuses = pod?.kind === 'Pod' ? (pod.object.status?.containerStatuses ?? []) : [];
  const now = [statuses.length, statuses.filter(({ ready }) => ready).length, ...statuses.map(({ restartCount }) => restartCount)];
  return { exitCodes, restarts, others: new Set([...signals, ...now]) };
}

/** The numbers in what the run is made of; lengths of time in seconds. */
function numbersOf({ pod, objects, workloads, images, actions, cluster, durationMs }: Scenario): Set<number> {
  const found = new Set<number>();
  const collect = (value: unknown, name: string): void => {
    if (typeof value === 'number') found.add(/Ms$|^ms$/.test(name) ? value / 1000 : value);
    else if (typeof value === 'string') for (const number of numbersIn([value])) found.add(number);
    else if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) collect(each, Array.isArray(value) ? name : key);
  };
  collect({ pod, objects, workloads, images, actions, cluster, durationMs }, '');
  return found;
}

/** What a step says to the audience. */
export function wordsOf({ ask, title, text }: StoryStep): string[] {
  return [ask, title, text].filter((words) => typeof words === 'string');
}
