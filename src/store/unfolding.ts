/**
 * Unfolds crash loops when the reader goes there: to a moment by a step, a search, a list or a link to a mark, or to a stretch of time that lies
 * in a fold, by a link or the wheel. Dragging the playhead passes over a fold without unfolding it.
 */
import { foldAt, type FoldedStretch } from '../timeline/index.ts';
import type { AppState, AppStore } from './app-store.ts';
import { selectedOnScreen, timeAxis, visibleWindow } from './selectors.ts';

/** Returns what stops it. */
export function startUnfolding(store: AppStore): () => void {
  return store.subscribe((state, before) => {
    const timeMs = wantedMs(state, before);
    const fold = (timeMs === undefined ? undefined : foldAt(timeAxis(state), timeMs)) ?? foldAroundWindow(state, before);
    if (fold) store.actions.unfoldLoops(fold.key);
  });
}

/** The fold that fills the screen after the window or the run has changed. */
function foldAroundWindow(state: AppState, before: AppState): FoldedStretch | undefined {
  if (state.window === undefined || (state.window === before.window && state.run === before.run)) return undefined;
  const { fromMs, toMs } = visibleWindow(state);
  return timeAxis(state).folds.find((fold) => fold.fromMs <= fromMs && toMs <= fold.toMs);
}

function wantedMs(state: AppState, before: AppState): number | undefined {
  const { selected, playheadMs, playheadGlides } = state;
  if (playheadGlides && playheadMs !== before.playheadMs) return playheadMs;
  const about = selected === before.selected ? undefined : selectedOnScreen(state);
  const record = about?.trace.records[about.record];
  if (record === undefined) return undefined;
  return record.kind === 'Probe' ? record.t + (selected?.attempt ?? 0) * record.periodMs : record.t;
}
