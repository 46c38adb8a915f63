import type { Disagreement } from '../model/disagreement.ts';
import type { Trace } from '../model/trace.ts';
import type { AppState } from './app-store.ts';
import { layOutAhead } from './selectors.ts';

/** How long one task may work on it. */
const STEP_MS = 40;

/** Lays a run out, in tasks that leave the page room, as long as it is wanted. */
export async function laidOut(state: AppState, trace: Trace, disagreements: readonly Disagreement[], isWanted: () => boolean): Promise<void> {
  await nextTask();
  let beganMs = performance.now();
  for (const _ of layOutAhead(state, trace, disagreements)) {
    if (performance.now() - beganMs < STEP_MS) continue;
    await nextTask();
    if (!isWanted()) return;
    beganMs = performance.now();
  }
  await nextTask();
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
