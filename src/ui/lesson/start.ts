import type { AppStore } from '../../store/app-store.ts';

/** Hides the run and asks about it: the playhead goes back to the beginning, and nothing is selected. */
export function startPrediction({ actions }: AppStore): void {
  actions.setWindow(undefined);
  actions.select(undefined);
  actions.seek(0);
  actions.set({ lesson: 'predict', hideFuture: true, playing: false });
}
