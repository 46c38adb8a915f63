/** Parts of the state that change together: functions from a state to what becomes of it. The actions of the store are made of them. */
import type { LaneFilter, LaneId } from '../timeline/index.ts';
import type { OpenedView } from './app-actions.ts';
import type { AppState, Run } from './app-state.ts';
import { type Counterpart, type Side, shownEndMs } from './comparison.ts';
import { splitHalves } from './halves.ts';
import { firstTrouble } from './moments.ts';
import { sameRecord } from './record-key.ts';

export const ALL_LANES: LaneFilter = { hide: new Set() };

/** The filter of lanes when another text is opened. Hidden kinds of lanes stay hidden; a choice of lanes by name ends with the link that made it. */
export function openedFilter(before: LaneFilter, lanes: readonly LaneId[] | undefined): LaneFilter {
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

/** Replaces the text by one edit of the tabs, and brings the tab to the front that it changes. */
export function withText(state: AppState, text: string): Partial<AppState> {
  const halves = splitHalves(text);
  const half = halves[state.half] === state.halves[state.half] ? (state.half === 'pod' ? 'scenario' : 'pod') : state.half;
  return { text, halves, half, edited: true, editsEpoch: state.editsEpoch + 1 };
}

/** The view when the first run of an opened text arrives: what the link says, or where something goes wrong. */
export function viewOnArrival(state: AppState, run: Run, view: OpenedView): Partial<AppState> {
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
export function viewCarriedOver(state: AppState, run: Run): Partial<AppState> {
  const { run: before, selected, compared } = state;
  const same = before && selected && sameRecord(before.trace, selected.record, run.trace);
  return {
    playheadMs: Math.min(state.playheadMs, shownEndMs({ run, compared })),
    selected: same === undefined || selected === undefined ? undefined : { record: same, attempt: selected.attempt },
    listed: undefined,
  };
}
