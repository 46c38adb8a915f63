/** Parts of the state that change together: functions from a state to what becomes of it. The actions of the store are made of them. */
import type { LaneFilter, LaneId } from '../timeline/index.ts';
import type { OpenedView } from './app-actions.ts';
import type { AppState, Origin, Run } from './app-state.ts';
import { type Counterpart, type Side, shownEndMs } from './comparison.ts';
import { splitHalves } from './halves.ts';
import { firstTrouble } from './moments.ts';
import { sameRecord } from './record-key.ts';
import type { RunChoices, SimulationReply } from '../worker/protocol.ts';
import type { Edit, SetAside } from './replacement.ts';

export const ALL_LANES: LaneFilter = { hide: new Set() };

/** The filter of lanes when another text is opened. Hidden kinds of lanes stay hidden; a choice of lanes by name ends with the link that made it. */
function openedFilter(before: LaneFilter, lanes: readonly LaneId[] | undefined): LaneFilter {
  if (lanes) return { only: new Set(lanes) };
  return 'hide' in before ? before : ALL_LANES;
}

export const NOTHING_SELECTED = { selected: undefined, listed: undefined } as const;
/** What ends when something is selected. */
export const SELECTING = { pendingMark: undefined, difference: undefined, listed: undefined, absencesShown: false } as const;

export const NOT_COMPARED = { compare: undefined, compared: undefined, comparing: false, difference: undefined, onlyOther: false } as const;

/** A comparison begins: the other run is still to come. If it follows another comparison, leaving it leads back to before that one. */
export function comparisonBegun(state: AppState, counterpart: Counterpart, presentIs: Side): Partial<AppState> {
  const { playheadMs, window, selected, folded, inspectorTab, view } = state;
  return {
    compare: { counterpart, presentIs, goesToFork: true, left: state.compare?.left ?? { playheadMs, window, selected, folded, inspectorTab, view } },
    compared: undefined,
    difference: undefined,
    view: 'timeline',
    inspectorTab: 'compare',
    window: undefined,
    ...NOTHING_SELECTED,
    playing: false,
  };
}

/** Another text is opened, to be seen as `view` says once its run is there. */
export function textOpened(state: AppState, text: string, origin: Origin, choices: RunChoices, view: OpenedView): Partial<AppState> {
  return {
    text,
    halves: splitHalves(text),
    textEpoch: state.textEpoch + 1,
    tabsEpoch: state.tabsEpoch + 1,
    setAside: undefined,
    choices,
    origin,
    edited: false,
    window: view.window,
    ...NOTHING_SELECTED,
    selectedLane: undefined,
    playing: false,
    folded: new Set(),
    unfoldedLoops: new Set(view.unfoldedLoops),
    laneFilter: openedFilter(state.laneFilter, view.lanes),
    ...(state.compare && { inspectorTab: state.compare.left.inspectorTab }),
    ...NOT_COMPARED,
    present: view.beat === undefined ? undefined : { beat: view.beat, asking: false },
    lastChange: undefined,
    lesson: view.lesson,
    guesses: view.guesses,
    // To predict, one must not see the run first, nor read its story; afterwards the future is shown again
    ...(view.lesson === 'predict' && { inspectorTab: 'why' as const }),
    hideFuture: view.lesson === 'predict' || (state.hideFuture && state.lesson !== 'predict'),
  };
}

/** One edit that was made in a tab. */
export function halfEdited(state: AppState, { halves, text, setAside, resplit, isOther }: Edit): Partial<AppState> {
  if (text === state.text) return { halves };
  const takenOut = setAside !== undefined && setAside !== state.setAside;
  return {
    halves,
    text,
    setAside,
    edited: true,
    ...(state.notice?.kind === 'applied' && { notice: undefined }),
    ...(resplit && { tabsEpoch: state.tabsEpoch + 1 }),
    // The lesson was that of the text before
    ...(isOther && { lesson: undefined, guesses: undefined, hideFuture: state.hideFuture && state.lesson !== 'predict' }),
    ...(takenOut && { notice: { kind: 'scenario-set-aside' }, choices: {} }),
    ...(isPutBack(state, setAside) && state.notice?.kind === 'scenario-set-aside' && { notice: undefined }),
  };
}

/** Whether an edit brings the Scenario document back that was set aside. */
function isPutBack(state: AppState, setAside: SetAside | undefined): boolean {
  return setAside === undefined && state.setAside !== undefined;
}

/** A change by a button or a drag. All changes of one gesture count as one, to be taken back together. */
export function changeApplied(state: AppState, title: string, text: string, gesture: number | undefined): Partial<AppState> {
  const { lastChange } = state;
  const textBefore = gesture !== undefined && lastChange?.gesture === gesture ? lastChange.textBefore : state.text;
  return {
    ...withText(state, text),
    // Of a text with errors the page shows the run of an earlier one, which says nothing about this change
    notice:
      gesture === undefined
        ? { kind: 'applied', title, before: state.status.kind === 'current' ? (state.run?.story.verdict.headline ?? '') : '', textBefore }
        : undefined,
    lastChange: { title, textBefore, ...(gesture !== undefined && { gesture }) },
  };
}

/** The worker's answer to a text; `opening` if it is the first one after the text was opened. */
export function runArrived(state: AppState, reply: Extract<SimulationReply, { kind: 'run' }>, opening: OpenedView | undefined): Partial<AppState> {
  const { id, trace, facts, story, diagnostics } = reply;
  if (!trace || !facts || !story) return { running: false, diagnostics, status: { kind: 'invalid' } };
  const run: Run = { id, trace, facts, story };
  const view = opening ? viewOnArrival(state, run, opening) : viewCarriedOver(state, run);
  return { run, running: false, diagnostics, status: { kind: 'current' }, ...view };
}

/** Replaces the text by one edit of the tabs, and brings the tab to the front that it changes. */
export function withText(state: AppState, text: string): Partial<AppState> {
  const halves = splitHalves(text);
  const half = halves[state.half] === state.halves[state.half] ? (state.half === 'pod' ? 'scenario' : 'pod') : state.half;
  return { text, halves, half, edited: true, editsEpoch: state.editsEpoch + 1 };
}

/** The view when the first run of an opened text arrives: what the link says, or where something goes wrong. */
function viewOnArrival(state: AppState, run: Run, view: OpenedView): Partial<AppState> {
  const seen = firstLook(run, view);
  if (!view.compare) return seen;
  const { compare, ...others } = comparisonBegun({ ...state, ...seen, run }, view.compare.counterpart, view.compare.presentIs);
  if (!compare) return seen;
  const isPlaced = view.mark !== undefined || view.playheadMs !== undefined;
  return { ...seen, ...others, compare: { ...compare, goesToFork: !isPlaced }, ...(view.window && { window: view.window }) };
}

function firstLook({ trace }: Run, view: OpenedView): Partial<AppState> {
  const within = (timeMs: number) => Math.min(Math.max(0, timeMs), trace.endMs);
  const named = { window: view.window, pendingMark: view.mark, ...NOTHING_SELECTED };
  if (view.mark !== undefined || view.playheadMs !== undefined) return { ...named, playheadMs: within(view.playheadMs ?? trace.endMs) };
  if (view.lesson === 'predict') return { ...named, playheadMs: 0 };
  const trouble = firstTrouble(trace);
  if (trouble === undefined) return { ...named, playheadMs: trace.endMs };
  return { ...named, playheadMs: within(trace.records[trouble]?.t ?? 0), selected: { record: trouble, attempt: 0 } };
}

/** The view when the run of an edited text arrives: playhead and selected mark stay, as far as they still exist. */
function viewCarriedOver(state: AppState, run: Run): Partial<AppState> {
  const { run: before, selected, compared } = state;
  const same = before && selected && sameRecord(before.trace, selected.record, run.trace);
  return {
    playheadMs: Math.min(state.playheadMs, shownEndMs({ run, compared })),
    selected: same === undefined || selected === undefined ? undefined : { record: same, attempt: selected.attempt },
    listed: undefined,
  };
}
