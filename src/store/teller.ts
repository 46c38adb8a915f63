/** Asks the worker to explain whatever is selected: why it happened. */
import type { SimulationClient } from '../worker/client.ts';
import type { AppState, AppStore } from './app-store.ts';

/** Asks why whenever another record is selected or there is another run. Returns what stops it. */
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
      // While something is dragged, the last explanation stays
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

/** The selected record and its run. While two runs are compared, ids of the other run's records follow those of the present run. Recorded runs have no causes to tell. */
function askedAbout({ run, compared, selected, present }: AppState): { runId: number; record: number } | undefined {
  // On the stage the story tells why
  const staged = present !== undefined && !present.away;
  if (!run || !selected || staged) return undefined;
  const counted = run.trace.records.length;
  if (selected.record < counted) return { runId: run.id, record: selected.record };
  return compared?.source === 'simulated' ? { runId: compared.id, record: selected.record - counted } : undefined;
}
