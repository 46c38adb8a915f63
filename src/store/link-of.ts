/** The state as a link. Loaded when a link is first made: it needs the packer and the timeline. */
import { encodeLink } from '../link/encode.ts';
import type { LinkView } from '../link/view.ts';
import { timeOfMark } from '../timeline/marks.ts';
import type { AppState } from './app-store.ts';
import { selectedMark, timelineModel } from './selectors.ts';

/** The fragment of a link that reproduces the state, without `#`. */
export function linkOf(state: AppState): string {
  return encodeLink(state.text, viewOf(state));
}

/** What a link says beside the text. */
function viewOf(state: AppState): LinkView {
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
