/** Asks for the verdicts on the claims of the text whenever there is a new run. */
import type { AppStore } from './app-store.ts';
import type { Services } from './services.ts';

/** Returns what stops it. */
export function startJudge(store: AppStore, { claims: ask }: Pick<Services, 'claims'>): () => void {
  let asked: number | undefined;
  const judge = async (runId: number) => {
    store.actions.set({ judging: true });
    const claims = await ask(runId);
    // Only the newest run counts; one that was not answered is followed by another.
    if (asked !== runId) return;
    store.actions.set({ judging: false, ...(claims && { claims: { runId, claims } }) });
  };
  const follow = () => {
    const { run, claims, judging, dragging } = store.getState();
    if (run === undefined || run.id === asked || dragging) return;
    asked = run.id;
    if (run.facts.claims !== undefined) void judge(run.id);
    else if (claims !== undefined || judging) store.actions.set({ claims: undefined, claim: undefined, judging: false });
  };
  follow();
  return store.subscribe(follow);
}
