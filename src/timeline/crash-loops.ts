/**
 * Crash loops that are alike. A container that keeps crashing does the same every few minutes for hours once its back-off has reached the cap. A
 * loop goes from shortly before one start of its process to shortly before the next:
 *
 *     | start  exit   back-off      | start  exit   back-off      | start …
 *     |-------- first, in full -----|---------- folded -----------|
 *
 * Only what is the same in every lane is folded: whatever else happens in the Pod meanwhile has to happen in each loop as well.
 */
import type { Pod } from '../model/kubernetes.ts';
import type { RecordId, Trace, TraceRecord } from '../model/trace.ts';
import type { Side } from './model.ts';
import type { TimeWindow } from './scale.ts';
import { createTimeAxis, type FoldedStretch, PLAIN_AXIS, type TimeAxis } from './time-axis.ts';

/** A series of crash loops like the one before it. */
export interface LoopSeries {
  /** `app.1`: the container, and which of its series. */
  readonly key: string;
  readonly container: string;
  /** From the first of the loops that are like the one before `fromMs`, to the end of the last. */
  readonly fromMs: number;
  readonly toMs: number;
  /** How many loops it holds. */
  readonly count: number;
  /** From one start to the next, on average. */
  readonly periodMs: number;
  /** Whether all of them took the same time, to a twentieth. */
  readonly isEven: boolean;
  /** The loops, from left to right. */
  readonly loops: readonly LoopTimes[];
  /** Of two runs on one axis: whose loops these are, and how many loops the other has meanwhile; 0 if nothing happens there. */
  readonly pair?: { readonly side: Side; readonly others: number };
}

/** Where a loop begins, and when its process runs. */
export interface LoopTimes {
  readonly fromMs: number;
  readonly startMs: number;
  readonly exitMs: number;
}

/** A shorter run has room for each of its loops. */
const FROM_MS = 600_000;
/** Traces with more records are not searched for loops: that would take longer than drawing them all. The simulation stops long before. */
const MOST_RECORDS = 200_000;
/** Fewer loops than this are not worth a fold. */
export const LEAST_LOOPS = 3;
/** How much longer one loop may be than another of the same series. The kubelet looks at a waiting container only at its syncs, so that a wait may take up to half as long again; a back-off that still grows doubles. */
const JITTER = 1.5;
const EVEN = 1.05;
/** The part of a period before a start that belongs to the loop of this start: there is what leads to it (`Pulled`, `Created`). If something runs then, less. */
const LEAD = 0.1;
/** The part of a period before and behind a loop in which other containers' doings count as within it, so that nothing falls between two loops. */
const SLACK = 0.1;
/** The least part of the axis that a fold gets, so that its name has room. */
const LEAST_ROOM = 0.08;

/** Finds the series of a run, from left to right; no two of them overlap. Empty for runs of up to ten minutes, and for traces that are too long to search. */
export function crashLoops(trace: Trace): LoopSeries[] {
  if (trace.endMs <= FROM_MS || trace.records.length > MOST_RECORDS) return [];
  const found: LoopSeries[] = [];
  const told = { records: trace.records, news: newsIn(trace.records), said: new WeakMap<object, Happening>() };
  for (const [container, runs] of runsByContainer(trace.records)) {
    const alike = stretchesOf(runs, (a, b) => a.ending === b.ending && isNear(a.periodMs, b.periodMs));
    const series = alike.flatMap((stretch) => (stretch.length > LEAST_LOOPS ? seriesIn(told, container, stretch) : []));
    found.push(...series.map((each, index) => ({ ...each, key: `${container}.${index + 1}` })));
  }
  return withoutOverlaps(found);
}

/** Where loops overlap, those of two containers or of two runs, the longer series is folded. */
export function withoutOverlaps(found: LoopSeries[]): LoopSeries[] {
  const kept: LoopSeries[] = [];
  for (const each of found.sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs)))
    if (kept.every(({ fromMs, toMs }) => toMs < each.fromMs || fromMs > each.toMs)) kept.push(each);
  return kept.sort((a, b) => a.fromMs - b.fromMs);
}

/** The name that stands in the place of folded loops, the longest form first. */
export function loopForms(series: Pick<LoopSeries, 'count' | 'periodMs' | 'isEven' | 'pair'>): string[] {
  const { count, isEven, pair } = series;
  if (pair && pair.others > 0 && pair.others !== count) return [countsOfBoth(count, pair).join(', ')];
  const { minutes, seconds } = roundPeriod(series);
  const period = [minutes > 0 ? `${minutes} min` : '', seconds > 0 ? `${seconds} s` : ''].filter((part) => part !== '').join(' ');
  const counted = pair ? `${pair.others > 0 ? 'both' : pair.side.toUpperCase()} ×${count}` : `×${count}`;
  return [`${counted}, ${isEven ? '' : 'about '}every ${period}`, counted, ...(pair ? [`×${count}`] : [])];
}

/** `A ×20` and `B ×19`. */
export function countsOfBoth(count: number, { side, others }: NonNullable<LoopSeries['pair']>): [string, string] {
  const [a, b] = side === 'a' ? [count, others] : [others, count];
  return [`A ×${a}`, `B ×${b}`];
}

/** A period as people say it: 303 s are 5 min, 330 s are 5 min 30 s. Whole minutes where they are exact to a fiftieth, and where the period varies anyway. */
export function roundPeriod({ periodMs, isEven }: Pick<LoopSeries, 'periodMs' | 'isEven'>): { minutes: number; seconds: number } {
  const wholeS = Math.round(periodMs / 1000);
  const minutes = Math.round(wholeS / 60);
  if (minutes > 0 && (Math.abs(wholeS - minutes * 60) <= wholeS / 50 || (!isEven && minutes > 2))) return { minutes, seconds: 0 };
  return wholeS < 120 ? { minutes: 0, seconds: wholeS } : { minutes: Math.floor(wholeS / 60), seconds: wholeS % 60 };
}

/** The axis of a run with these series folded: each fold is as wide as one of its loops, or wide enough for its name. */
export function foldedAxis(series: readonly LoopSeries[], endMs: number, formsOf: (series: LoopSeries) => string[] = loopForms): TimeAxis {
  const savedMs = series.reduce((sum, { fromMs, toMs, periodMs }) => sum + toMs - fromMs - periodMs, 0);
  const leastRoomMs = LEAST_ROOM * (endMs - savedMs);
  const folds = series.map((each): FoldedStretch => {
    const { key, fromMs, toMs, periodMs } = each;
    return { key, fromMs, toMs, roomMs: Math.max(periodMs, leastRoomMs), forms: formsOf(each) };
  });
  const worthIt = folds.filter(({ fromMs, toMs, roomMs }) => toMs - fromMs >= 2 * roomMs);
  return worthIt.length === 0 ? PLAIN_AXIS : createTimeAxis(worthIt);
}

/**
 * The series that a picture of a moment may fold: they lie in its stretch of time, are over by the moment, so that a fold reveals nothing of
 * what is still to come, and contain none of the times that the picture points at.
 */
export function loopsToldBy(series: readonly LoopSeries[], window: TimeWindow, untilMs: number, pointedAtMs: readonly number[] = []): LoopSeries[] {
  return series.filter(
    ({ fromMs, toMs }) => fromMs >= window.fromMs && toMs <= Math.min(window.toMs, untilMs) && !pointedAtMs.some((timeMs) => timeMs > fromMs && timeMs < toMs),
  );
}

/** A run of a container's process that was followed by another one. */
interface Loop {
  readonly startMs: number;
  readonly exitMs: number;
  /** How the process ended: `1 Error`. */
  readonly ending: string;
  /** From its start to the start of the next run. */
  readonly periodMs: number;
}

function runsByContainer(records: readonly TraceRecord[]): Map<string, Loop[]> {
  const loops = new Map<string, Loop[]>();
  const open = new Map<string, { startMs: number; exitMs: number; ending: string }>();
  for (const record of records) {
    if (record.kind !== 'Process') continue;
    const { container, what, t } = record;
    const current = open.get(container);
    if (what === 'exit' && current) {
      current.exitMs = t;
      current.ending = endingOf(record);
    }
    if (what !== 'start') continue;
    const known = loops.get(container) ?? [];
    if (current) known.push({ ...current, periodMs: t - current.startMs });
    loops.set(container, known);
    open.set(container, { startMs: t, exitMs: Number.NaN, ending: '' });
  }
  return loops;
}

function endingOf({ exitCode, signal, reason }: TraceRecord & { kind: 'Process' }): string {
  return [exitCode, signal, reason].join(' ');
}

function isNear(aMs: number, bMs: number): boolean {
  return aMs <= bMs * JITTER && bMs <= aMs * JITTER;
}

/** Cuts a list wherever two neighbours are not alike. */
function stretchesOf<Each>(list: readonly Each[], areAlike: (first: Each, next: Each) => boolean): Each[][] {
  const stretches: Each[][] = [];
  for (const each of list) {
    const last = stretches.at(-1);
    if (last && areAlike(last[0] as Each, each)) last.push(each);
    else stretches.push([each]);
  }
  return stretches;
}

/** Among loops that end alike and take equally long, the stretches in which nothing else differs. */
function seriesIn(trace: Told, container: string, loops: readonly Loop[]): Omit<LoopSeries, 'key'>[] {
  const periodMs = average(loops);
  const leadMs = Math.min(LEAD * periodMs, ...loops.map(({ startMs, exitMs, periodMs: ownMs }) => (startMs + ownMs - exitMs) / 2));
  const edges = loops.map(({ startMs }) => startMs - leadMs);
  const happenings = happeningsIn(trace, container, [...edges, (edges.at(-1) as number) + (loops.at(-1) as Loop).periodMs], SLACK * periodMs);
  const told = loops.map((loop, index) => ({ loop, fromMs: edges[index] as number, what: happenings[index] as string }));
  return stretchesOf(told, (a, b) => a.what === b.what).flatMap(([first, ...folded]) => {
    const last = folded.at(-1);
    if (first === undefined || last === undefined || folded.length < LEAST_LOOPS) return [];
    const own = folded.map(({ loop }) => loop);
    const periods = own.map((loop) => loop.periodMs);
    return [
      {
        container,
        fromMs: (folded[0] as typeof last).fromMs,
        toMs: last.fromMs + last.loop.periodMs,
        count: own.length,
        periodMs: average(own),
        isEven: Math.max(...periods) <= Math.min(...periods) * EVEN,
        loops: folded.map(({ fromMs, loop: { startMs, exitMs } }) => ({ fromMs, startMs, exitMs })),
      },
    ];
  });
}

/** When something happens that the lanes show, from left to right: not the Pod told again as it was, nor an old Event that only counts on. */
export function happeningTimes({ records }: Trace): number[] {
  const told = { records, news: newsIn(records), said: new WeakMap<object, Happening>() };
  let pod = '';
  return records.flatMap((record) => {
    const happenings = happeningsOf(record, told);
    if (record.kind !== 'Pod') return happenings.length > 0 ? [record.t] : [];
    const before = pod;
    pod = happenings.map(({ subject, what }) => `${subject} ${what}`).join('\n');
    return pod === before ? [] : [record.t];
  });
}

function average(loops: readonly Loop[]): number {
  return loops.reduce((sum, { periodMs }) => sum + periodMs, 0) / loops.length;
}

/** The records of a run, and which of its Events are new. */
interface Told {
  readonly records: readonly TraceRecord[];
  readonly news: ReadonlySet<RecordId>;
  /** Texts of parts of the Pod's status, by the object: most parts are the same object from one version of the Pod to the next. */
  readonly said: WeakMap<object, Happening>;
}

/**
 * Events of which there was none before. A rising count of an old one does not matter: how often that is reported depends on the
 * recorder's spam filter.
 */
function newsIn(records: readonly TraceRecord[]): Set<RecordId> {
  const known = new Set<string>();
  const news = new Set<RecordId>();
  for (const record of records) {
    if (record.kind !== 'Event' || record.type === 'MODIFIED') continue;
    const { involvedObject, reason, message } = record.object;
    const what = `${involvedObject.fieldPath} ${reason} ${withoutTimes(message)}`;
    if (known.has(what)) continue;
    known.add(what);
    news.add(record.id);
  }
  return news;
}

/** The message of an Event without durations: `Successfully pulled image "app:1" in 1.2s` means the same whatever it took. */
function withoutTimes(message: string): string {
  return message.replace(/\b[\d.]+(ms|s|m|h)([\d.]+(ms|s|m|h))*\b/g, '…');
}

/** For each stretch between two edges, a text that is equal where the same happens. Other containers' doings count from `slackMs` before to `slackMs` after. */
function happeningsIn(told: Told, container: string, edges: readonly number[], slackMs: number): string[] {
  const loops = edges.slice(1).map(() => new Set<string>());
  const [firstMs, lastMs] = [edges[0] as number, edges.at(-1) as number];
  const { records } = told;
  let current = 0;
  for (let id = firstFrom(records, firstMs - slackMs); id < records.length; id += 1) {
    const record = records[id] as TraceRecord;
    const { t } = record;
    if (t >= lastMs + slackMs) break;
    for (const { subject, what } of happeningsOf(record, told)) {
      while (current < loops.length && t >= (edges[current + 1] as number)) current += 1;
      const isOwn = subject === container;
      if (t >= firstMs && !(isOwn && t >= lastMs)) loops[current]?.add(`${subject} ${what}`);
      if (isOwn) continue;
      if (t >= (edges[current + 1] ?? Infinity) - slackMs || t < firstMs) loops[t < firstMs ? 0 : current + 1]?.add(`${subject} ${what}`);
      if (current > 0 && t < (edges[current] as number) + slackMs) loops[current - 1]?.add(`${subject} ${what}`);
    }
  }
  return loops.map((set) => [...set].sort().join('\n'));
}

/** The first record from a time on. */
function firstFrom(records: readonly TraceRecord[], timeMs: number): RecordId {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle] as TraceRecord).t < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Happening {
  /** The container; empty: the Pod. */
  readonly subject: string;
  readonly what: string;
}

/** What the timeline shows of a record, as a text. */
function happeningsOf(record: TraceRecord, { news, said }: Told): Happening[] {
  switch (record.kind) {
    case 'Action':
      return [{ subject: '', what: `action ${record.index} ${record.id}` }];
    case 'Pod':
      return podHappenings(record.object, said);
    case 'Event': {
      const { reason, message, involvedObject } = record.object;
      const subject = /\{(.+)\}/.exec(involvedObject.fieldPath ?? '')?.[1] ?? '';
      return news.has(record.id) ? [{ subject, what: `event ${reason} ${message}` }] : [];
    }
    case 'Object':
      // The endpoints of a Service do so, too, and nothing is shown of a budget's counts
      return record.type === 'MODIFIED' ? [] : [{ subject: '', what: `${record.object.kind} ${record.type}` }];
    case 'Process':
      return record.what === 'removed' ? [] : [{ subject: record.container, what: `${record.what} ${endingOf(record)}` }];
    case 'Serving':
      return [{ subject: record.container, what: record.what }];
    case 'Signal':
      return [{ subject: record.container, what: `${record.signal} ${record.handled}` }];
    case 'Hook':
      return [{ subject: record.container, what: `${record.hook} ${record.what} ${record.result}` }];
    case 'Probe': {
      const { container, probe, result, met, timedOut } = record;
      // Further successes of a probe change nothing, and one record stands for many attempts
      return result === 'success' && !met ? [] : [{ subject: container, what: `${probe} ${result} ${met} ${timedOut}` }];
    }
    case 'Image':
      return [{ subject: record.container, what: `${record.what} ${record.result}` }];
    case 'Decision': {
      const { decision } = record;
      return [{ subject: record.container, what: decision.what === 'back-off' ? `back-off ${decision.delayMs}` : decision.what }];
    }
    case 'Kubelet':
      return [{ subject: '', what: `kubelet ${record.what}` }];
    case 'ProbeState':
    case 'Log':
    case 'Sync':
      return [];
  }
}

/**
 * Conditions that follow from what the containers do, which is compared for each container already. For a Pod with two crashing containers they
 * would only tell in which loops both happened to run at once.
 */
const FOLLOWING = new Set(['Ready', 'ContainersReady']);

function podHappenings({ metadata, status }: Pod, said: Told['said']): Happening[] {
  const states = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? []), ...(status?.ephemeralContainerStatuses ?? [])];
  const once = <Part extends object>(part: Part, say: (part: Part) => Happening): Happening => {
    const happening = said.get(part) ?? say(part);
    said.set(part, happening);
    return happening;
  };
  return [
    { subject: '', what: `${status?.phase} ${status?.reason} ${metadata.deletionTimestamp !== undefined}` },
    ...states.map((each) =>
      once(each, ({ name, state }) => ({
        subject: name,
        what: `status ${Object.keys(state ?? {}).join()} ${state?.waiting?.reason} ${state?.terminated?.exitCode} ${state?.terminated?.reason}`,
      })),
    ),
    ...(status?.conditions ?? [])
      .filter(({ type }) => !FOLLOWING.has(type))
      .map((each) => once(each, ({ type, status: value, reason }) => ({ subject: '', what: `${type} ${value} ${reason}` }))),
  ];
}
