/** What is selected is explained, without being asked: the worker tells why it happened. */
import type { SimulationClient } from '../worker/client.ts';
import type { AppState, AppStore } from './app-store.ts';

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
  return store.subscribe((state) => {
    const about = askedAbout(state);
    if (about && state.dragging) {
      // What was last told stays until the hand rests
      question = '';
      if (!state.telling) store.actions.markTelling(true);
      return;
    }
    const next = about ? `${about.runId} ${about.record}` : '';
    if (next === question) return;
    question = next;
    if (about) void ask(about.runId, about.record);
    else if (state.telling) store.actions.markTelling(false);
  });
}

/** The selected record by its run's own number; of two runs the other's records are counted on. What was measured has no why. */
function askedAbout({ run, compared, selected, present }: AppState): { runId: number; record: number } | undefined {
  // On the stage the story says why
  const staged = present !== undefined && !present.away;
  if (!run || !selected || staged) return undefined;
  const counted = run.trace.records.length;
  if (selected.record < counted) return { runId: run.id, record: selected.record };
  return compared?.source === 'simulated' ? { runId: compared.id, record: selected.record - counted } : undefined;
}
