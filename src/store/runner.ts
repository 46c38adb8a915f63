/** Every change of the text is simulated again, without being asked and at once; of those that come meanwhile only the newest is. */
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
