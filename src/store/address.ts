import type { LinkView } from '../link/view.ts';
import type { RunChoices } from '../worker/protocol.ts';
import type { OpenedView, Theme } from './app-store.ts';

/** What a link's settings mean here. */
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
      // Somebody's guess is a challenge: the own one comes first.
      ...(guesses && { guesses, lesson: 'predict' as const }),
      ...(selected && { mark: `${selected.lane}@${selected.ms / 1000}s` }),
    },
    choices: { ...(seed !== undefined && { seed }), ...(at !== undefined && { at }) },
    theme,
  };
}
