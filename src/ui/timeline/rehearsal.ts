/**
 * A rehearsal of the first picture. Code that has not run yet is slow, which is most of what a long run's first picture takes; and before a long run comes
 * the page has seconds with nothing to do. So the painters of the lanes paint a made-up run meanwhile, on a canvas that is never shown.
 */
import { type CanvasLike, createCanvasRenderer, createTimeScale, laneRects, layoutTrace, PALETTES, type TimelineModel } from '../../timeline/index.ts';
import { rehearsedTrace } from './rehearsed-trace.ts';

const WIDTH_PX = 1200;
const OVERVIEW_PX = 40;
/** How many times the container is started: few, so that the first step is a short one although all of it is new; then as many as it takes. */
const LIVES = [2, 40];
/** How much of time is on screen, in lengths of the run: from where all is crowded to where everything has its name. */
const SPANS = [8, 2, 1, 0.2, 0.05];

/** Paints as long as the page has nothing else to do and `signal` does not end it. Leaves nothing behind; what goes wrong is nobody's loss. */
export async function rehearse(signal: AbortSignal, canvas: CanvasLike = document.createElement('canvas')): Promise<void> {
  try {
    for (const _ of steps(canvas)) {
      await idle();
      if (signal.aborted) return;
    }
  } catch {
    // The real picture will say what is wrong
  }
}

/** Each step takes some milliseconds, also where its code runs for the first time. */
function* steps(canvas: CanvasLike): Generator<void> {
  const renderer = createCanvasRenderer(canvas);
  const palette = PALETTES.light;
  for (const lives of LIVES) {
    const whole = layoutTrace(rehearsedTrace(lives), { density: 'normal' });
    yield;
    for (const span of SPANS) {
      const window = { fromMs: 0, toMs: whole.endMs * span };
      const scale = createTimeScale(window, WIDTH_PX);
      const state = { playheadMs: whole.endMs / 2, window };
      for (const lane of whole.lanes) {
        const model: TimelineModel = { ...whole, lanes: [lane] };
        const view = { scale, lanes: laneRects(model, { heightPx: 0 }) };
        renderer.resize(WIDTH_PX, view.lanes.totalPx, 1);
        renderer.drawLanes(model, view, palette);
        yield;
        renderer.drawOverlay(model, view, palette, state);
        renderer.drawAxis(model, view, palette, state);
      }
      renderer.resize(WIDTH_PX, OVERVIEW_PX, 1);
      renderer.drawOverview(whole, palette, state);
      yield;
    }
  }
}

/** Resolves when the page has nothing else to do. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari cannot say
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 50);
  });
}
