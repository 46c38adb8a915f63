/** While the page shows what is chance, each run is made with other seeds too: a few at first, then more. */
import type { AppStore } from './app-store.ts';
import type { Services } from './services.ts';

/** How many seeds each question covers. In steps, so that the run of an edit does not have to wait for all of them. */
const STEPS = [4, 8, 12, 16, 20, 24] as const;

/** Returns what stops it. */
export function startSpreader(store: AppStore, services: Pick<Services, 'spread'>): () => void {
  // A view that comes back to the same run finds its seeds made, or being made
  let asked = store.getState().spread?.runId;
  const ask = async (runId: number) => {
    asked = runId;
    store.actions.set({ spreading: true });
    for (const seeds of STEPS) {
      const spread = await services.spread(runId, seeds);
      if (asked !== runId) return;
      // A worker that was stopped has no answer; the next run asks again
      if (spread === undefined) break;
      store.actions.set({ spread: { runId, spread } });
    }
    store.actions.set({ spreading: false });
  };
  const follow = () => {
    const { chanceShown, run, running, status, compare, spreading } = store.getState();
    if (!chanceShown || compare !== undefined) {
      asked = undefined;
      if (spreading) store.actions.set({ spreading: false });
      return;
    }
    if (run === undefined || running || status.kind !== 'current' || asked === run.id) return;
    void ask(run.id);
  };
  follow();
  return store.subscribe(follow);
}
