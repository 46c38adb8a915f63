import type { LinkView } from '../link/view.ts';
import type { RunChoices } from '../worker/protocol.ts';
import type { OpenedView, Theme } from './app-store.ts';

/** The view and choices that a link's settings ask for. */
export function openedFrom(
  { playheadMs, zoomMs, lanes, unfoldedLoops, selected, seed, at, theme, beat, guesses }: LinkView,
  compare?: OpenedView['compare'],
): { view: OpenedView; choices: RunChoices; theme: Theme | undefined } {
  return {
    view: {
      ...(compare && { compare }),
      ...(playheadMs !== undefined && { playheadMs }),
      ...(zoomMs && { window: { fromMs: zoomMs.from, toMs: zoomMs.to } }),
      ...(lanes && { lanes }),
      ...(unfoldedLoops && { unfoldedLoops }),
      ...(beat !== undefined && { beat: beat - 1 }),
      // Somebody else's guess is a challenge: the reader makes their own guess first
      ...(guesses && { guesses, lesson: 'predict' as const }),
      ...(selected && { mark: `${selected.lane}@${selected.ms / 1000}s` }),
    },
    choices: { ...(seed !== undefined && { seed }), ...(at !== undefined && { at }) },
    theme,
  };
}
