/** While the page shows what is chance, the run is made with other seeds: a few at first, then more. */
import type { SimulationClient } from '../worker/client.ts';
import type { AppStore } from './app-store.ts';

/** So many seeds are asked for one after the other, so that an edit meanwhile does not wait for all of them. */
const STEPS = [4, 8, 12, 16, 20, 24] as const;

/** Returns what stops it. */
export function startSpreader(store: AppStore, client: Pick<SimulationClient, 'spread'>): () => void {
  let asked: number | undefined;
  const ask = async (runId: number) => {
    asked = runId;
    store.actions.set({ spreading: true });
    for (const seeds of STEPS) {
      // A worker that was stopped has no answer; the next run asks again.
      const spread = await client.spread(runId, seeds).catch(() => undefined);
      if (asked !== runId) return;
      if (spread === undefined) break;
      store.actions.set({ spread: { runId, spread } });
    }
    store.actions.set({ spreading: false });
  };
  return store.subscribe(({ chanceShown, run, running, status, compare, spreading }) => {
    if (!chanceShown || compare !== undefined) {
      asked = undefined;
      if (spreading) store.actions.set({ spreading: false });
      return;
    }
    if (run === undefined || running || status.kind !== 'current' || asked === run.id) return;
    void ask(run.id);
  });
}
