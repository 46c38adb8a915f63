/** The state as a link, and a link as the state: what the fragment of the address says. */
import type { LinkView } from '../link/view.ts';
import type { RunChoices } from '../worker/protocol.ts';
import { timeOfMark } from '../timeline/marks.ts';
import type { AppState, OpenedView, Theme } from './app-store.ts';
import { selectedMark, timelineModel } from './selectors.ts';

/** What a link says beside the text. */
export function viewOf(state: AppState): LinkView {
  const { choices, window, theme } = state;
  const model = timelineModel(state);
  const mark = selectedMark(state);
  const lane = mark && model?.lanes[mark.lane]?.id;
  return {
    playheadMs: Math.round(state.playheadMs),
    ...(window && { zoomMs: { from: Math.round(window.fromMs), to: Math.round(window.toMs) } }),
    ...(model && mark && lane !== undefined && { selected: { lane, ms: Math.round(timeOfMark(model, mark)) } }),
    ...choices,
    ...(theme !== 'system' && { theme }),
  };
}

export function openedFrom({ playheadMs, zoomMs, selected, seed, at, theme }: LinkView): { view: OpenedView; choices: RunChoices; theme: Theme | undefined } {
  return {
    view: {
      ...(playheadMs !== undefined && { playheadMs }),
      ...(zoomMs && { window: { fromMs: zoomMs.from, toMs: zoomMs.to } }),
      ...(selected && { mark: `${selected.lane}@${selected.ms / 1000}s` }),
    },
    choices: { ...(seed !== undefined && { seed }), ...(at !== undefined && { at }) },
    theme,
  };
}
