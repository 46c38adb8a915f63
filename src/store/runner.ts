/** Every change of the text is simulated again, without being asked: soon after the last key, and only the newest text. */
import type { SimulationClient } from '../worker/client.ts';
import type { AppStore } from './app-store.ts';

/** Long enough to take a burst of changes as one, too short to be felt. */
const DEBOUNCE_MS = 20;

/** Runs the simulation whenever the text or the choices change. Returns what stops it. */
export function startRunner(store: AppStore, client: SimulationClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    timer = undefined;
    const { text, choices } = store.getState();
    client.run(text, choices);
  };
  return store.subscribe((state, before) => {
    if (state.text === before.text && state.choices === before.choices && state.textEpoch === before.textEpoch) return;
    clearTimeout(timer);
    // What is opened or moved by hand is not typed: nothing to wait for.
    if (state.textEpoch !== before.textEpoch || state.editsEpoch !== before.editsEpoch) run();
    else timer = setTimeout(run, DEBOUNCE_MS);
    if (!state.running) store.actions.markRunning();
  });
}
