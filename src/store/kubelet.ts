/** While the lanes of the kubelet's own parts are shown, asks of each run what these did. */
import type { AppStore } from './app-store.ts';
import type { Services } from './services.ts';

/** Returns what stops it. */
export function startKubelet(store: AppStore, services: Pick<Services, 'list'>): () => void {
  let asked: number | undefined;
  const look = async (runId: number) => {
    store.actions.set({ noting: true });
    const notes = await services.list('notes', runId);
    // Only the newest run counts; one that was not answered is followed by another.
    if (asked !== runId) return;
    store.actions.set({ noting: false, ...(notes && { notes: { runId, notes } }) });
  };
  const follow = () => {
    const { kubeletShown, run, notes, noting } = store.getState();
    if (!kubeletShown || run === undefined) {
      asked = undefined;
      if (noting) store.actions.set({ noting: false });
      return;
    }
    if (run.id === asked || notes?.runId === run.id) return;
    asked = run.id;
    void look(run.id);
  };
  follow();
  return store.subscribe(follow);
}
