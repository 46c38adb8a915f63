/** What is selected is explained, without being asked: the worker tells why it happened. */
import type { SimulationClient } from '../worker/client.ts';
import type { AppStore } from './app-store.ts';

/** Asks why whenever another record is selected, or the run is another one. Returns what stops it. */
export function startTeller(store: AppStore, client: Pick<SimulationClient, 'tell'>): () => void {
  let question = '';
  const ask = async (runId: number, record: number) => {
    const asked = question;
    store.actions.markTelling(true);
    // A worker that was stopped has no answer: then nothing is told.
    const explanation = await client.tell(runId, record).catch(() => undefined);
    // Only the newest question counts.
    if (asked !== question) return;
    if (explanation) store.actions.tell(runId, explanation);
    else store.actions.markTelling(false);
  };
  return store.subscribe(({ run, selected, telling }) => {
    const next = run && selected ? `${run.id} ${selected.record}` : '';
    if (next === question) return;
    question = next;
    if (run && selected) void ask(run.id, selected.record);
    else if (telling) store.actions.markTelling(false);
  });
}
