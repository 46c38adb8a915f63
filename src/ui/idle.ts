import type { AppState, AppStore } from '../store/app-store.ts';
import type { FrameLoop } from './frame-loop.ts';

/**
 * Says on the root element when the page is idle: the text's run is answered, what is selected is explained, what it is compared with is there, its claims are judged, what was asked of the kubelet is known, its story is there if it is presented, and the frames it asked for are painted.
 * Tests wait for that instead of for time to pass.
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
    // Even a change that draws nothing gets one frame, so that React has rendered it when the page says it is idle.
    frames.request('canvas', NOTHING);
    tell();
  });
  frames.onSettled(tell);
  tell();
}

/** The presentation waits for its story. */
export function isPreparing({ present, presentation, run }: AppState): boolean {
  return present !== undefined && present.away === undefined && presentation?.runId !== run?.id;
}

const NOTHING = () => {};
