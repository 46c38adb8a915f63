import type { AppState, AppStore } from '../store/app-store.ts';
import type { FrameLoop } from './frame-loop.ts';

/**
 * Says on the root element when the page is idle: all answers about the text and its run are here (the run itself, the explanation of what is
 * selected, the other run of a comparison, verdicts on claims, notes of the kubelet, other seeds, the story if it is presented), and the frames
 * that were asked for are painted. Tests wait for that instead of for time to pass.
 */
export function signalIdle(store: AppStore, frames: FrameLoop): void {
  const root = document.documentElement;
  const tell = () => {
    const state = store.getState();
    const { running, telling, comparing, spreading, judging, noting, textEpoch } = state;
    root.dataset['idle'] = String(
      textEpoch > 0 && !running && !telling && !comparing && !spreading && !judging && !noting && !isPreparing(state) && !frames.pending,
    );
  };
  store.subscribe(() => {
    // Even a change that draws nothing gets one frame, so that React has rendered it when the page says that it is idle
    frames.request('canvas', NOTHING);
    tell();
  });
  frames.onSettled(tell);
  tell();
}

/** Whether the presentation still waits for its story. */
export function isPreparing({ present, presentation, run }: AppState): boolean {
  return present !== undefined && present.away === undefined && presentation?.runId !== run?.id;
}

const NOTHING = () => {};
