/** What is computed from the state. Each remembers its last answer, so that components get the same object for the same state. */
import type { RecordId, RecordKind, Trace, TraceRecord } from '../model/trace.ts';
import {
  clampWindow,
  type Density,
  findMark,
  fitWindow,
  layoutTrace,
  type MarkRef,
  marksOfRecord,
  recordsOf,
  runStarts,
  type TimelineModel,
  type TimeWindow,
  transitions,
} from '../timeline/index.ts';
import type { Disagreement, Explanation } from '../worker/protocol.ts';
import type { AppState, Selection } from './app-store.ts';

function memo<Args extends readonly unknown[], Result>(compute: (...args: Args) => Result): (...args: Args) => Result {
  let last: { args: Args; result: Result } | undefined;
  return (...args) => {
    if (!last || args.some((arg, index) => arg !== last?.args[index])) last = { args, result: compute(...args) };
    return last.result;
  };
}

/** The lanes and marks of a trace. */
export const layoutOf = memo((trace: Trace, density: Density) => layoutTrace(trace, { density }));
const transitionsOf = memo(transitions);
const runStartsOf = memo(runStarts);
const fit = memo((endMs: number) => fitWindow(endMs));
const clamp = memo(clampWindow);
/** The stretch of time on screen before there is a run. */
const NO_RUN_MS = 60_000;
const path = memo(pathOf);

/** The lanes and marks of the run on screen. */
export function timelineModel({ run, density }: AppState): TimelineModel | undefined {
  return run && layoutOf(run.trace, density);
}

/** The stretch of time on screen. */
export function visibleWindow({ run, window }: AppState): TimeWindow {
  const whole = fit(run?.trace.endMs ?? NO_RUN_MS);
  return window ? clamp(window, whole) : whole;
}

/** What the zoom may show at most. */
export function wholeWindow({ run }: AppState): TimeWindow {
  return fit(run?.trace.endMs ?? NO_RUN_MS);
}

const markOf = memo((model: TimelineModel, trace: Trace, { record, attempt }: Selection): MarkRef | undefined => {
  const marks = marksOfRecord(model, record);
  const about = trace.records[record];
  // A record may open marks in several lanes: that a process ends also changes the traffic. Its own container's come first.
  const own = about && 'container' in about ? marks.filter((mark) => model.lanes[mark.lane]?.container === about.container) : [];
  const track = ({ lane, track: index }: MarkRef) => model.lanes[lane]?.tracks[index]?.name;
  const mark =
    own.find((each) => about?.kind === 'Process' && track(each) === 'main') ??
    own.find(({ lane }) => model.lanes[lane]?.kind !== 'group') ??
    own[0] ??
    marks[0];
  return mark && { ...mark, attempt };
});

/** The mark of the selected record, if it is drawn at all. */
export function selectedMark(state: AppState): MarkRef | undefined {
  const model = timelineModel(state);
  return model && state.run && state.selected && markOf(model, state.run.trace, state.selected);
}

/**
 * The selection that a mark's name in a link (`app.process@20.4s`) stands for: what happened in that lane at that time, an end
 * before a signal before the rest; else the mark that begins there.
 */
export function selectionNamed(state: AppState, name: string): Selection | undefined {
  const model = timelineModel(state);
  const record = model && state.run && recordNamed(model, state.run.trace, name);
  if (record !== undefined) return { record, attempt: 0 };
  const mark = model && findMark(model, name);
  const first = mark && recordsOf(model, mark)[0];
  return first === undefined || mark === undefined ? undefined : { record: first, attempt: mark.attempt };
}

const TELLING_FIRST: readonly RecordKind[] = ['Process', 'Signal', 'Hook', 'Probe', 'Event', 'Decision'];

function recordNamed(model: TimelineModel, trace: Trace, name: string): RecordId | undefined {
  const [, lane, seconds] = /^(.+)@(\d+(?:\.\d+)?)s$/.exec(name) ?? [];
  const timeMs = Math.round(Number(seconds) * 1000);
  const here = trace.records.filter((record) => record.t === timeMs && marksOfRecord(model, record.id).some((mark) => model.lanes[mark.lane]?.id === lane));
  const rank = ({ kind }: TraceRecord) => (TELLING_FIRST.includes(kind) ? TELLING_FIRST.indexOf(kind) : TELLING_FIRST.length);
  return here.sort((a, b) => rank(a) - rank(b))[0]?.id;
}

/** Why the selected record is there; undefined until that is told. */
export function selectedExplanation({ run, selected, told }: AppState): Explanation | undefined {
  return run && told?.runId === run.id && told.explanation.record === selected?.record ? told.explanation : undefined;
}

/** The causal path that the timeline draws, by the numbers of the steps. A step that is not drawn keeps its number. */
export function selectedPath(state: AppState): RecordId[] | undefined {
  const explanation = selectedExplanation(state);
  return state.run && explanation && path(state.run.trace, explanation);
}

const NOT_DRAWN: RecordId = -1;

/** Creation and scheduling are crowded together at the left edge, and known: the drawing begins with what came of them. */
function pathOf(trace: Trace, { steps }: Explanation): RecordId[] {
  const ids = steps.map((step) => shownRecord(trace, step));
  const first = steps.findIndex(({ role }, index) => role === 'subject' || !isPreamble(trace.records[ids[index] ?? NOT_DRAWN]));
  return ids.map((id, index) => (index < first ? NOT_DRAWN : id));
}

function isPreamble(record: TraceRecord | undefined): boolean {
  return record?.kind === 'Pod' || (record?.kind === 'Action' && record.index === 0);
}

/** The record of a step that stands at the step's time: what a click selects, and what the timeline numbers. */
export function shownRecord(trace: Trace, { records, t }: Explanation['steps'][number]): RecordId {
  return records.find((id) => trace.records[id]?.t === t) ?? records.at(-1) ?? NOT_DRAWN;
}

/** The next (+1) or previous (-1) stretch in which node, API and Events disagree, seen from the playhead. */
export function nextDisagreement({ run, playheadMs, hideFuture }: AppState, direction: -1 | 1): Disagreement | undefined {
  const all = run?.story.disagreements ?? [];
  const found = direction > 0 ? all.find(({ fromMs }) => fromMs > playheadMs) : all.findLast(({ fromMs }) => fromMs < playheadMs);
  return hideFuture && direction > 0 ? undefined : found;
}

export function transitionTimes(state: AppState): Float64Array {
  const model = timelineModel(state);
  return model ? transitionsOf(model) : NO_TIMES;
}

export function runStartTimes(state: AppState): Float64Array {
  const model = timelineModel(state);
  return model ? runStartsOf(model) : NO_TIMES;
}

const NO_TIMES = new Float64Array();
