/** The story of a scenario about its run: the written one, else one that the run tells of itself, with every point looked up. */
import { parseDurationMs } from '../../base/duration.ts';
import { generatedStory, type ToldStep } from '../../explain/story/generated.ts';
import { staleFigures, wordsOf } from '../../explain/story/figures.ts';
import { causesOf } from '../../explain/index.ts';
import type { Translation } from '../../explain/texts/translation.ts';
import type { Scenario, StoryStep } from '../../model/scenario.ts';
import type { ProbeType } from '../../model/kubernetes.ts';
import type { RecordId, RecordKind, Trace, TraceRecord } from '../../model/trace.ts';
import { recordingOf } from '../../recording/from-trace.ts';
import { type ContainerMoment, parsePoint } from '../../recording/points.ts';
import { resolvePoint } from '../../recording/resolve.ts';
import { Run } from '../../recording/run.ts';
import { readScenario } from '../../scenario/index.ts';
import type { KeptRun } from './answer.ts';
import type { Beat, Presentation, StaleWords } from '../protocol.ts';
import { lookup } from '../../recording/values.ts';
import { storyTexts } from '../../explain/texts/en/story.ts';
import { type Defaults, yamlExcerpt } from './yaml-excerpt.ts';

/** @param text what the run was made of: the lines that a beat shows are its. */
export function presentationOf({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>, text: string, translation?: Translation): Presentation {
  const own = once(() => generatedStory(trace, scenario, translation));
  const isGenerated = scenario.story.length === 0;
  const steps: ToldStep[] = isGenerated ? own() : scenario.story.map((step) => ({ step }));
  const { locate } = readScenario(text);
  const clock = clockOf({ trace, scenario });
  const defaults = defaultsOf(trace, translation);
  const beats: Beat[] = [];
  for (const { step, record } of steps) {
    const before = beats.at(-1);
    const { timeMs, missing } = clock(step.at);
    const atMs = timeMs ?? before?.atMs ?? 0;
    const lanes = step.show ?? before?.lanes ?? own()[0]?.step.show ?? [];
    const told = record ?? recordAt(trace, momentOf(step.at, atMs), lanes, new Set(beats.map((beat) => beat.record)));
    const previous = before?.record;
    beats.push({
      title: step.title ?? '',
      text: step.text ?? '',
      notes: step.notes ?? '',
      atMs,
      lanes,
      window: windowOf(step, atMs, clock) ?? (before && holds(before.window, atMs) ? before.window : { fromMs: 0, toMs: trace.endMs }),
      yaml: yamlExcerpt(text, step.yaml ?? [], locate, defaults),
      ...(step.ask !== undefined && step.ask !== false && { ask: step.ask }),
      ...(told !== undefined && { record: told }),
      follows: told !== undefined && previous !== undefined && causesOf(trace, told).some(({ id }) => id === previous),
      ...(missing !== undefined && { missing }),
      step,
    });
  }
  const ownWords = once(() => own().flatMap(({ step }) => wordsOf(step)));
  if (!isGenerated) beats.forEach((_, index) => findStale({ trace, scenario, beats, index, own: ownWords }, clock));
  return { beats, isGenerated, ...(!isGenerated && scenario.translations && { translations: scenario.translations }) };
}

/** Notes at a beat of a written story what it says that is not so in this run. */
function findStale(moment: { trace: Trace; scenario: Scenario; beats: readonly Beat[]; index: number; own: () => string[] }, clock: Clock): void {
  const { trace, beats, index } = moment;
  const beat = beats[index];
  if (!beat) return;
  const { at, zoom = [] } = beat.step;
  const figures = SAID.flatMap((field) => {
    const words = beat.step[field];
    return typeof words === 'string' ? staleFigures(words, moment).map(({ text, counts }) => ({ field, figure: text, ...(counts && { counts }) })) : [];
  });
  const stale: StaleWords[] = [
    ...figures.map((figure) => ({ what: 'figure' as const, ...figure })),
    ...(at !== undefined && (parseDurationMs(at) ?? 0) > trace.endMs ? [{ what: 'end' as const, at }] : []),
    ...zoom.flatMap((point) => {
      const { missing: why } = clock(point);
      return why === undefined ? [] : [{ what: 'zoom' as const, point, why }];
    }),
  ];
  if (stale.length > 0) beat.stale = stale;
}

/** A question may offer figures that are wrong. */
const SAID = ['title', 'text'] as const;

function defaultsOf({ records }: Trace, translation: Translation | undefined): Defaults {
  const stored = records.find((record) => record.kind === 'Pod')?.object;
  return { at: (path) => lookup(stored, path), word: (translation?.story ?? storyTexts).byDefault };
}

/** Makes a value when it is first needed: an audience waits for the first beat, and a written story seldom needs more than the run. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

type Clock = (point: string | undefined) => { timeMs?: number; missing?: string };

/** When a point is, within the run. */
function clockOf({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>): Clock {
  const run = once(() => new Run(recordingOf(trace), { facts: scenario, complete: trace.cut === undefined }));
  return (point) => {
    if (point === undefined) return {};
    const sinceCreationMs = parseDurationMs(point);
    if (sinceCreationMs !== undefined) return { timeMs: Math.min(Math.max(0, sinceCreationMs), trace.endMs) };
    const found = resolvePoint(run(), point);
    return 'missing' in found ? { missing: found.why } : { timeMs: Math.min(Math.max(0, found.t), trace.endMs) };
  };
}

/** The stretch that a step asks for, if it makes sense and the step is in it. */
function windowOf({ zoom }: StoryStep, atMs: number, clock: Clock): Beat['window'] | undefined {
  const [fromMs, toMs] = zoom?.map((point) => clock(point).timeMs) ?? [];
  return fromMs !== undefined && toMs !== undefined && fromMs < toMs && holds({ fromMs, toMs }, atMs) ? { fromMs, toMs } : undefined;
}

function holds({ fromMs, toMs }: Beat['window'], atMs: number): boolean {
  return fromMs <= atMs && atMs <= toMs;
}

const TELLING: ReadonlySet<RecordKind> = new Set(['Process', 'Signal', 'Hook', 'Decision', 'Probe', 'Image', 'Action', 'Event']);
/** Times are shown to a tenth of a second, and people type them as they are shown. */
const ROUNDING_MS = 50;

const DECIDING_PROBE: Partial<Record<ContainerMoment, ProbeType>> = { started: 'startup', ready: 'readiness' };

interface Moment {
  /** When what the step is about happens; undefined if it is about nothing that happens. */
  eventMs: number | undefined;
  /** Whether somebody read the time off the screen. */
  isTyped: boolean;
  /** The probe that decides of it. */
  probe?: ProbeType;
}

function momentOf(at: string | undefined, atMs: number): Moment {
  if (at === undefined || parseDurationMs(at) !== undefined) return { eventMs: atMs, isTyped: true };
  const point = parsePoint(at);
  const offsetMs = point?.offsetMs ?? 0;
  const probe = point?.kind === 'container' ? DECIDING_PROBE[point.what] : undefined;
  return { eventMs: offsetMs < 0 || offsetMs > MOST_AFTERWARDS_MS ? undefined : atMs - offsetMs, isTyped: false, ...(probe && { probe }) };
}

/** A step a little after something is about that: it lets the audience see it. */
const MOST_AFTERWARDS_MS = 2000;

/**
 * What a written step is about: what happens at its time in one of its lanes and is not told yet; undefined if nothing is. Of what
 * happens at once it is what the container or the outside did, not the attempt or the Event that goes with it.
 */
function recordAt(trace: Trace, { eventMs, isTyped, probe }: Moment, lanes: readonly string[], told: ReadonlySet<RecordId | undefined>): RecordId | undefined {
  if (eventMs === undefined) return undefined;
  const near = trace.records.filter(
    (record) => Math.abs(timeOf(record) - eventMs) <= ROUNDING_MS && !told.has(record.id) && TELLING.has(record.kind) && isShown(record, lanes),
  );
  // What the API says of something comes after it
  const isLater = (record: TraceRecord) => (!isTyped && timeOf(record) > eventMs ? 1 : 0);
  const distanceMs = (record: TraceRecord) => Math.abs(timeOf(record) - eventMs);
  const weight = (record: TraceRecord) => (record.kind === 'Probe' || record.kind === 'Event' ? 1 : 0);
  const isOther = (record: TraceRecord) => (record.kind === 'Probe' && probe !== undefined && record.probe !== probe ? 1 : 0);
  return near.sort((a, b) => isLater(a) - isLater(b) || isOther(a) - isOther(b) || distanceMs(a) - distanceMs(b) || weight(a) - weight(b) || a.id - b.id)[0]
    ?.id;
}

function isShown(record: TraceRecord, lanes: readonly string[]): boolean {
  if (record.kind === 'Event') return lanes.includes('pod.events');
  if (!('container' in record)) return lanes.includes('actions');
  const { container } = record;
  const part = record.kind === 'Probe' ? record.probe : 'process';
  return lanes.includes(container) || lanes.includes(`${container}.${part}`);
}

/** When a record is known: a probe attempt when it is over. */
function timeOf(record: TraceRecord): number {
  return record.kind === 'Probe' ? record.t + record.takesMs : record.t;
}
