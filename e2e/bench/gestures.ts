/** What a hand does on the timeline, the same for everybody who is measured: zooms in at several places, pans there, zooms out. */
import { createTimeScale, panBy, type TimeWindow, wheelGesture, zoomAt } from '../../src/timeline/index.ts';

/** A turn of the wheel. */
export interface Turn {
  deltaX: number;
  deltaY: number;
  ctrlKey: boolean;
  /** Where the pointer is: part of the chart's width. */
  atShare: number;
}

const zoom = (deltaY: number, atShare: number): Turn => ({ deltaX: 0, deltaY, ctrlKey: true, atShare });
const pan = (deltaX: number): Turn => ({ deltaX, deltaY: 0, ctrlKey: false, atShare: 0.5 });
const times = (count: number, turn: Turn): Turn[] => Array.from({ length: count }, () => turn);

/** 300 turns, one a frame. A step of 12 zooms by 9 %: everything to a millionth and back. */
export const TURNS: readonly Turn[] = [
  ...times(8, zoom(-12, 0.3)),
  ...times(40, pan(40)),
  ...times(30, zoom(-12, 0.6)),
  ...times(50, pan(-25)),
  ...times(60, zoom(-12, 0.4)),
  ...times(30, pan(30)),
  ...times(72, zoom(16, 0.5)),
  ...times(10, pan(-60)),
];

/** The window after each turn, for a timeline that is not ours. */
export function windowsOf(turns: readonly Turn[], whole: TimeWindow, widthPx: number): TimeWindow[] {
  let window = whole;
  return turns.map((turn) => {
    const scale = createTimeScale(window, widthPx);
    const gesture = wheelGesture({ ...turn, deltaMode: 0, metaKey: false, shiftKey: false });
    if (gesture.kind === 'zoom') window = zoomAt(window, whole, scale.timeMs(turn.atShare * widthPx), gesture.factor);
    else if (gesture.kind === 'pan') window = panBy(window, whole, gesture.deltaPx / scale.pxPerMs);
    return window;
  });
}

export function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Does one step a frame and returns the time from each frame to the next in ms. Gives up, with what it has, after `budgetMs`. */
export async function frameIntervals<Step>(steps: readonly Step[], act: (step: Step) => void, budgetMs = Number.POSITIVE_INFINITY): Promise<number[]> {
  const intervals: number[] = [];
  const beganMs = performance.now();
  let before = await nextFrame();
  for (const step of steps) {
    act(step);
    const now = await nextFrame();
    intervals.push(now - before);
    before = now;
    if (performance.now() - beganMs > budgetMs) break;
  }
  return intervals;
}
