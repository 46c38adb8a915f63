/** Who goes to a moment that is folded away finds it unfolded: by a step, a search, a list, or a link to a mark. Who drags passes over it. */
import { foldAt } from '../timeline/index.ts';
import type { AppState, AppStore } from './app-store.ts';
import { timeAxis } from './selectors.ts';

/** Returns what stops it. */
export function startUnfolding(store: AppStore): () => void {
  return store.subscribe((state, before) => {
    const timeMs = wantedMs(state, before);
    const fold = timeMs === undefined ? undefined : foldAt(timeAxis(state), timeMs);
    if (fold) store.actions.unfoldLoops(fold.key);
  });
}

function wantedMs({ run, selected, playheadMs, playheadGlides }: AppState, before: AppState): number | undefined {
  if (playheadGlides && playheadMs !== before.playheadMs) return playheadMs;
  const record = selected === undefined || selected === before.selected ? undefined : run?.trace.records[selected.record];
  if (record === undefined) return undefined;
  return record.kind === 'Probe' ? record.t + (selected?.attempt ?? 0) * record.periodMs : record.t;
}
