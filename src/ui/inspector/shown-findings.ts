import type { Finding } from '../../explain/types.ts';
import type { AppState } from '../../store/app-store.ts';

const NONE: readonly Finding[] = [];

/** The findings of the run on screen, as far as they may be told. */
export function shownFindings({ run, hideFuture }: AppState): readonly Finding[] {
  return hideFuture ? NONE : (run?.story.findings ?? NONE);
}
