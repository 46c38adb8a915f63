/** While runs are compared, asks for the other run whenever the present run, or what it is compared with, changes. */
import type { SimulationClient } from '../worker/client.ts';
import type { AppStore } from './app-store.ts';
import { type Comparison, otherRunOf } from './comparison.ts';

/** Returns what stops it. */
export function startComparer(store: AppStore, client: Pick<SimulationClient, 'compare'>): () => void {
  let asked: { runId: number; counterpart: Comparison['counterpart']; presentIs: Comparison['presentIs'] } | undefined;
  const ask = async (runId: number, { counterpart, presentIs }: Comparison) => {
    const question = { runId, counterpart, presentIs };
    asked = question;
    store.actions.markComparing(true);
    // A worker that was stopped for the sake of a newer run has no answer: that run asks again.
    const answer = await client
      .compare(runId, otherRunOf(store.getState(), counterpart), presentIs)
      .catch((error: Error) => (store.getState().running ? undefined : { reason: error.message }));
    // Only the newest question counts.
    if (asked !== question) return;
    store.actions.markComparing(false);
    if (!answer) return;
    if ('reason' in answer) store.actions.failComparison(answer.reason);
    else store.actions.receiveCompared({ ...answer, counterpart, presentIs });
  };
  return store.subscribe(({ compare, run, running, status, comparing }) => {
    if (!compare) {
      asked = undefined;
      if (comparing) store.actions.markComparing(false);
      return;
    }
    // While the text has errors the last comparison stays on screen, as the last run does
    if (!run || running || status.kind !== 'current') return;
    if (asked?.runId === run.id && asked.counterpart === compare.counterpart && asked.presentIs === compare.presentIs) return;
    void ask(run.id, compare);
  });
}
