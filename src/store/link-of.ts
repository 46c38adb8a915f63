/** The state as a link. Loaded when a link is first made: it needs the packer and the timeline. */
import { encodeLink } from '../link/encode.ts';
import type { LinkView } from '../link/view.ts';
import type { AppState } from './app-store.ts';
import { selectedMark, timelineModel } from './selectors.ts';

/** The fragment of a link that reproduces the state, without `#`. */
export function linkOf(state: AppState): string {
  return encodeLink(state.text, viewOf(state));
}

/** What a link says beside the text. */
function viewOf(state: AppState): LinkView {
  const { choices, window, theme } = state;
  const mark = selectedMark(state);
  const lane = mark && timelineModel(state)?.lanes[mark.lane]?.id;
  return {
    playheadMs: Math.round(state.playheadMs),
    ...(window && { zoomMs: { from: Math.round(window.fromMs), to: Math.round(window.toMs) } }),
    ...(lane !== undefined && { selected: { lane, ms: Math.round(selectedMs(state)) } }),
    ...choices,
    ...(theme !== 'system' && { theme }),
  };
}

/** When the selected record happened: a mark that it ends begins earlier. In a train of probe attempts, the selected one's time. */
function selectedMs({ run, selected }: AppState): number {
  const record = selected && run?.trace.records[selected.record];
  if (!record) return 0;
  return record.kind === 'Probe' ? record.t + selected.attempt * record.periodMs : record.t;
}
