/** What is computed from the state. Each selector remembers its last answer, so that components get the same object for the same state. */
import type { RecordId, RecordKind, Trace, TraceRecord } from '../model/trace.ts';
import {
  type ChanceBand,
  type ClaimMark,
  clampWindow,
  crashLoops,
  type Density,
  findMark,
  fitWindow,
  foldedAxis,
  laneOfSubject,
  layoutSteps,
  layoutTrace,
  type LoopSeries,
  markOfListed,
  markOfHappening,
  type MarkRef,
  marksOfRecord,
  OTHER,
  pairedLoops,
  pairModels,
  recordsOf,
  runStarts,
  type TimeAxis,
  type TimelineModel,
  type TimeWindow,
  transitions,
} from '../timeline/index.ts';
import type { ClaimOnRun, Difference, Disagreement, Explanation, KubeletNote, Spread } from '../worker/protocol.ts';
import type { AppState, Selection } from './app-store.ts';
import { type ComparedRun, shownEndMs } from './comparison.ts';
import { sameRecord } from './record-key.ts';

type Memo<Args extends readonly unknown[], Result> = ((...args: Args) => Result) & {
  /** Takes over what was computed elsewhere. */
  remember(result: Result, ...args: Args): void;
};

function memo<Args extends readonly unknown[], Result>(compute: (...args: Args) => Result): Memo<Args, Result> {
  let last: { args: Args; result: Result } | undefined;
  const remembering = (...args: Args) => {
    if (!last || args.some((arg, index) => arg !== last?.args[index])) last = { args, result: compute(...args) };
    return last.result;
  };
  return Object.assign(remembering, { remember: (result: Result, ...args: Args) => void (last = { args, result }) });
}

/** The lanes and marks of a trace. */
export const layoutOf = memo((trace: Trace, density: Density, disagreements: readonly Disagreement[], notes?: readonly KubeletNote[]) =>
  layoutTrace(trace, { density, disagreements, ...(notes && { notes }) }),
);

/** Lays a run out in steps before it is in the state: `timelineModel` finds it ready then. */
export function* layOutAhead({ density }: AppState, trace: Trace, disagreements: readonly Disagreement[]): Generator<undefined> {
  const model = yield* layoutSteps(trace, { density, disagreements });
  layoutOf.remember(model, trace, density, disagreements);
}
const transitionsOf = memo(transitions);
const runStartsOf = memo(runStarts);
const fit = memo(fitWindow);
const clamp = memo(clampWindow);
/** The stretch of time on screen before there is a run. */
const NO_RUN_MS = 60_000;
const path = memo(pathOf);

const otherLayoutOf = memo((trace: Trace, density: Density, disagreements: readonly Disagreement[]) => layoutTrace(trace, { density, disagreements }));
const pairOf = memo((present: TimelineModel, other: TimelineModel, records: number, { presentIs, source }: ComparedRun) =>
  pairModels(present, other, { records, presentIs, ...(source === 'real' && { details: { present: 'simulated', other: 'real' } }) }),
);

/** The lanes and marks of the run on screen; while two are compared, of both. */
export function timelineModel(state: AppState): TimelineModel | undefined {
  const { run, compared, density } = state;
  const present = run && layoutOf(run.trace, density, run.story.disagreements, kubeletNotes(state));
  if (!run || !present || !compared) return present;
  return pairOf(present, otherLayoutOf(compared.trace, density, compared.disagreements), run.trace.records.length, compared);
}

/** What the kubelet's parts did in the run on screen; undefined if that is not asked for, or not here yet. */
function kubeletNotes({ kubeletShown, notes, run }: AppState): readonly KubeletNote[] | undefined {
  return kubeletShown && notes?.runId === run?.id ? notes?.notes : undefined;
}

/** The note of the kubelet's that is looked at. */
export function chosenNote(state: AppState): KubeletNote | undefined {
  return state.listed?.of === 'notes' ? kubeletNotes(state)?.[state.listed.position] : undefined;
}

/** The stretch of time on screen. */
export function visibleWindow(state: AppState): TimeWindow {
  const whole = wholeWindow(state);
  return state.window ? clamp(state.window, whole) : whole;
}

/** The stretch of time on screen, for a strip that shows the run without folds: that has more room behind the end of the run. */
export function visibleOnStrip(state: AppState): TimeWindow {
  const window = visibleWindow(state);
  const showsEnd = window.toMs >= wholeWindow(state).toMs && state.run !== undefined;
  return showsEnd ? stretched(window, shownEndMs(state)) : window;
}

const stretched = memo(({ fromMs }: TimeWindow, endMs: number): TimeWindow => ({ fromMs, toMs: fitWindow(endMs).toMs }));

/** What the zoom may show at most. */
export function wholeWindow(state: AppState): TimeWindow {
  return fit(state.run ? shownEndMs(state) : NO_RUN_MS, timeAxis(state));
}

const loopsOf = memo(crashLoops);
const axisOf = memo((loops: readonly LoopSeries[], unfoldedLoops: ReadonlySet<string>, endMs: number) =>
  foldedAxis(
    loops.filter(({ key }) => !unfoldedLoops.has(key)),
    endMs,
  ),
);
const NO_LOOPS: readonly LoopSeries[] = [];

const loopsOfPair = memo(pairedLoops);

/**
 * The crash loops that are folded unless the reader unfolds them; while two runs are compared, those in a stretch where nothing is lost of either.
 * None while the future is hidden: a fold would reveal it, and if only what is past were folded, the scale would change while the playhead moves.
 */
export function foldableLoops({ run, hideFuture, compared }: AppState): readonly LoopSeries[] {
  if (!run || hideFuture) return NO_LOOPS;
  return compared ? loopsOfPair(run.trace, compared.trace, compared.presentIs, compared.words.fork?.timeMs) : loopsOf(run.trace);
}

/** How time is laid out along the axis: evenly, except for what is folded. */
export function timeAxis(state: AppState): TimeAxis {
  return axisOf(foldableLoops(state), state.unfoldedLoops, shownEndMs(state));
}

/** A record of one of the runs on screen. */
export interface RecordOnScreen {
  runId: number;
  trace: Trace;
  /** Its id in that trace. */
  record: RecordId;
  /** What has to be added to the record's id where both runs are laid out together. */
  shift: number;
  /** Undefined in the present run. */
  source: ComparedRun['source'] | undefined;
}

const onScreen = memo((run: AppState['run'], compared: AppState['compared'], selected: Selection | undefined): RecordOnScreen | undefined => {
  if (!run || !selected) return undefined;
  const shift = run.trace.records.length;
  if (selected.record < shift) return { runId: run.id, trace: run.trace, record: selected.record, shift: 0, source: undefined };
  return compared && { runId: compared.id, trace: compared.trace, record: selected.record - shift, shift, source: compared.source };
});

/** The selected record, and the run that it belongs to. */
export function selectedOnScreen({ run, compared, selected }: AppState): RecordOnScreen | undefined {
  return onScreen(run, compared, selected);
}

const markOf = memo(markOfRecord);

function markOfRecord(model: TimelineModel, { trace, record, shift }: RecordOnScreen, attempt: number): MarkRef | undefined {
  const marks = marksOfRecord(model, record + shift);
  const about = trace.records[record];
  // A record may begin marks in several lanes: the end of a process also changes the traffic. Marks of its own container come first
  const own = about && 'container' in about ? marks.filter((mark) => model.lanes[mark.lane]?.container === about.container) : [];
  const track = ({ lane, track: index }: MarkRef) => model.lanes[lane]?.tracks[index]?.name;
  const mark =
    own.find((each) => about?.kind === 'Process' && track(each) === 'main') ??
    own.find(({ lane }) => model.lanes[lane]?.kind !== 'group') ??
    own[0] ??
    marks[0];
  return mark && { ...mark, attempt };
}

const listedMark = memo(markOfListed);

/** The mark of what is selected (a disagreement, a note or a record), if it is drawn at all. */
export function selectedMark(state: AppState): MarkRef | undefined {
  const model = timelineModel(state);
  const about = selectedOnScreen(state);
  const listed = model && state.listed && listedMark(model, state.listed);
  if (listed) return listed;
  return model && about && state.selected && markOf(model, about, state.selected.attempt);
}

const counterpartOf = memo((model: TimelineModel, run: NonNullable<AppState['run']>, other: ComparedRun, about: RecordOnScreen): MarkRef | undefined => {
  const isPresent = about.shift === 0;
  const shift = isPresent ? run.trace.records.length : 0;
  const trace = isPresent ? other.trace : run.trace;
  const record = sameRecord(about.trace, about.record, trace);
  return record === undefined ? undefined : markOfRecord(model, { ...about, trace, record, shift }, 0);
});

/** The mark of the other run that corresponds to the selected one. */
export function counterpartMark(state: AppState): MarkRef | undefined {
  const model = timelineModel(state);
  const about = selectedOnScreen(state);
  return model && state.run && state.compared && about && counterpartOf(model, state.run, state.compared, about);
}

const marksOf = memo((model: TimelineModel, { aspect, subject, a, b }: Difference, presentIs: 'a' | 'b') => {
  const lane = laneOfSubject(aspect, subject);
  const mark = (side: 'a' | 'b', told: Difference['a']) => told && markOfHappening(model, side === presentIs ? lane : OTHER + lane, subject, told.first);
  return { a: mark('a', a), b: mark('b', b) };
});

/** The difference that is looked at. */
export function chosenDifference({ compared, difference }: AppState): Difference | undefined {
  return difference === undefined ? undefined : compared?.words.differences[difference];
}

/** The marks of the difference that is looked at, one for each run that has one. */
export function differenceMarks(state: AppState): { a: MarkRef | undefined; b: MarkRef | undefined } | undefined {
  const model = timelineModel(state);
  const chosen = chosenDifference(state);
  return model && state.compared && chosen && marksOf(model, chosen, state.compared.presentIs);
}

/** The next (+1) or previous (-1) difference from the one that is looked at, else from the playhead. */
export function nextDifference({ compared, difference, playheadMs, hideFuture }: AppState, direction: -1 | 1): number | undefined {
  const all = compared?.words.differences ?? [];
  const next =
    difference !== undefined ? difference + direction : direction > 0 ? all.findIndex(({ t }) => t > playheadMs) : all.findLastIndex(({ t }) => t < playheadMs);
  const found = all[next];
  return found && !(hideFuture && found.t > playheadMs) ? next : undefined;
}

/**
 * The selection that a mark's name in a link (`app.process@20.4s`) stands for: what happened in that lane at that time (the start or end of a
 * process counts first, then a signal, then the rest), else the mark that begins there.
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
export function selectedExplanation(state: AppState): Explanation | undefined {
  const about = selectedOnScreen(state);
  const { told } = state;
  return about && told?.runId === about.runId && told.explanation.record === about.record ? told.explanation : undefined;
}

/** The records of the causal path that the timeline draws, step by step. A step that is not drawn keeps its number. */
export function selectedPath(state: AppState): RecordId[] | undefined {
  const about = selectedOnScreen(state);
  const explanation = selectedExplanation(state);
  return about && explanation && path(about.trace, explanation, about.shift);
}

const NOT_DRAWN: RecordId = -1;

/** The path without its first steps up to scheduling: these are crowded together at the left edge, and everybody knows them. */
function pathOf(trace: Trace, { steps }: Explanation, shift: number): RecordId[] {
  const ids = steps.map((step) => shownRecord(trace, step));
  const first = steps.findIndex(({ role }, index) => role === 'subject' || !isPreamble(trace.records[ids[index] ?? NOT_DRAWN]));
  return ids.map((id, index) => (index < first || id === NOT_DRAWN ? NOT_DRAWN : id + shift));
}

function isPreamble(record: TraceRecord | undefined): boolean {
  return record?.kind === 'Pod' || (record?.kind === 'Action' && record.index === 0);
}

/** The record of a step that has the step's time: a click selects it, and the timeline puts the step's number there. */
export function shownRecord(trace: Trace, { records, t }: Explanation['steps'][number]): RecordId {
  return records.find((id) => trace.records[id]?.t === t) ?? records.at(-1) ?? NOT_DRAWN;
}

/** The next (+1) or previous (-1) disagreement of node, API and Events from the one that is looked at, else from the playhead. */
export function nextDisagreement({ run, listed, playheadMs, hideFuture }: AppState, direction: -1 | 1): number | undefined {
  const all = run?.story.disagreements ?? [];
  const isThere = listed?.of === 'disagreements' && all[listed.position]?.fromMs === playheadMs;
  const next = isThere
    ? listed.position + direction
    : direction > 0
      ? all.findIndex(({ fromMs }) => fromMs > playheadMs)
      : all.findLastIndex(({ fromMs }) => fromMs < playheadMs);
  const found = all[next];
  return found && !(hideFuture && found.fromMs > playheadMs) ? next : undefined;
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

const bandsOf = memo((spread: Spread): ChanceBand[] =>
  spread.bands.filter(({ seen }) => seen > 0).map(({ record, earliestMs, latestMs }) => ({ record, fromMs: earliestMs, toMs: latestMs })),
);

/** When the moments on screen come with other seeds; undefined unless the page shows chance. */
export function chanceBands({ chanceShown, spread, run, compare }: AppState): ChanceBand[] | undefined {
  return chanceShown && spread !== undefined && spread.runId === run?.id && compare === undefined ? bandsOf(spread.spread) : undefined;
}

/** The claims about the run on screen; empty until they are judged. */
export function claimsOnScreen({ claims, run }: AppState): readonly ClaimOnRun[] {
  return claims !== undefined && claims.runId === run?.id ? claims.claims : NO_CLAIMS;
}

const NO_CLAIMS: readonly ClaimOnRun[] = [];

const marksOfClaims = memo((claims: readonly ClaimOnRun[], areLookedAt: boolean): ClaimMark[] =>
  claims.flatMap(({ index, verdict, atMs, lane }) => {
    if (atMs === undefined) return [];
    // A claim that holds is not drawn in its lane until the reader looks at the claims
    const isInLane = lane !== undefined && (areLookedAt || verdict === 'fail');
    return { index, timeMs: atMs, verdict, ...(isInLane && { lane }) };
  }),
);

/** The moments at which claims were decided. */
export function claimMarks(state: AppState): ClaimMark[] {
  return marksOfClaims(claimsOnScreen(state), state.inspectorTab === 'claims');
}
