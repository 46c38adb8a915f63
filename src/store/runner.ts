/** Has every change of the text simulated at once. Of the changes that come while a run is under way, only the newest is simulated. */
import type { SimulationClient } from '../worker/client.ts';
import type { AppStore } from './app-store.ts';

/** Runs the simulation whenever the text or the choices change. Returns what stops it. */
export function startRunner(store: AppStore, client: SimulationClient): () => void {
  return store.subscribe((state, before) => {
    if (state.text === before.text && state.choices === before.choices && state.textEpoch === before.textEpoch) return;
    client.run(state.text, state.choices);
    if (!state.running) store.actions.markRunning();
  });
}
