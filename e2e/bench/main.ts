/** What scripts/bench-timeline.mjs calls in the page. Times are milliseconds. */
import { createAppStore } from '../../src/store/app-store.ts';
import { layoutOf, timelineModel, transitionTimes, wholeWindow } from '../../src/store/selectors.ts';
import { fitWindow, hitTest, laneRects, layoutTrace, createTimeScale, type TimelineModel } from '../../src/timeline/index.ts';
import type { Trace } from '../../src/model/trace.ts';
import { crowdedTrace } from '../../src/testing/crowded-trace.ts';
import { randomStream } from '../../src/base/random.ts';
import { frameIntervals, nextFrame, type Turn, TURNS, windowsOf } from './gestures.ts';
import { mountPanel, type Panel } from './panel.tsx';
import { svgTimeline, visTimeline } from './peers.ts';
import { NO_FACTS, NO_STORY } from './replies.ts';
import { aimAt, showLongRun, timeToPath } from './why.ts';

const host = document.getElementById('root') as HTMLElement;
let panel: Panel | undefined;
/** What is laid out and not shown yet. */
let laidOut: Trace | undefined;
/** The page that waits for it. */
let empty: Panel | undefined;
let exits: number[] = [];
let pathTime = Promise.resolve(Number.NaN);

function thePanel(): Panel {
  if (!panel) throw new Error('Nothing is shown yet');
  return panel;
}

function marksOf(model: TimelineModel): number {
  return model.lanes.reduce((sum, lane) => lane.tracks.reduce((marks, { length }) => marks + length, sum), 0);
}

/** The page as it waits for a run: it is on screen, and nothing is left to do. */
async function mounted(): Promise<Panel> {
  const { store, frames } = mountPanel(host);
  while (host.childElementCount === 0) await nextFrame();
  // React connects the components to the store after this frame
  await nextFrame();
  await nextFrame();
  while (frames.pending) await nextFrame();
  return { store, frames, chart: host };
}

/** The canvases are there once there is a run. */
function withChart({ store, frames }: Panel): Panel {
  const overlay = host.querySelector('[data-testid=timeline-canvas]');
  if (!overlay?.parentElement) throw new Error('The timeline has no canvas');
  return { store, frames, chart: overlay.parentElement };
}

const bench = {
  /** Lays a crowded trace out. */
  layOut(marks: number): { marks: number; records: number; layoutMs: number; lanes: number } {
    laidOut = crowdedTrace({ marks });
    const { density } = createAppStore().getState();
    const beganMs = performance.now();
    const model = layoutOf(laidOut, density, NO_STORY.disagreements);
    const layoutMs = performance.now() - beganMs;
    return { marks: marksOf(model), records: laidOut.records.length, layoutMs, lanes: model.lanes.length };
  },

  /** The page's own panel, which has waited so long for a run. */
  async wait(waitsMs: number): Promise<void> {
    empty = await mounted();
    await new Promise((resolve) => setTimeout(resolve, waitsMs));
  },

  /** Shows what was laid out in the panel that waits. In ms: from the reply, which comes in a task of its own as a worker's does, to the painted chart. */
  async show(): Promise<number> {
    if (!laidOut || !empty) throw new Error('Nothing is laid out, or nothing waits for it');
    const [{ store }, trace] = [empty, laidOut];
    const beganMs = await new Promise<number>((resolve) =>
      setTimeout(() => {
        resolve(performance.now());
        store.actions.receive({ kind: 'run', id: 1, diagnostics: [], trace, facts: NO_FACTS, story: NO_STORY });
      }),
    );
    laidOut = undefined;
    while (performance.getEntriesByName('podloupe:painted').length === 0) await nextFrame();
    const paintedMs = performance.getEntriesByName('podloupe:painted')[0]?.startTime ?? Number.NaN;
    await nextFrame();
    panel = withChart(empty);
    return paintedMs - beganMs;
  },

  /** Pans and zooms with the wheel. */
  async turn(): Promise<number[]> {
    const { chart, store } = thePanel();
    store.actions.setWindow(undefined);
    await nextFrame();
    await nextFrame();
    const { left, width } = chart.getBoundingClientRect();
    return frameIntervals(TURNS, ({ deltaX, deltaY, ctrlKey, atShare }: Turn) => {
      const at = { clientX: left + width * atShare, clientY: 200 };
      chart.dispatchEvent(new WheelEvent('wheel', { deltaX, deltaY, ctrlKey, bubbles: true, cancelable: true, ...at }));
    });
  },

  /** Looks for the mark at a thousand places, at ten zooms. */
  hits(): number[] {
    const { chart, store } = thePanel();
    const model = timelineModel(store.getState());
    if (!model) throw new Error('There is no run');
    const { clientWidth, clientHeight } = chart;
    const lanes = laneRects(model, { heightPx: clientHeight });
    const random = randomStream(1, 'places');
    const whole = wholeWindow(store.getState());
    return Array.from({ length: 1000 }, (_, index) => {
      const spanMs = whole.toMs / 4 ** (index % 10);
      const fromMs = random.next() * (whole.toMs - spanMs);
      const view = { scale: createTimeScale({ fromMs, toMs: fromMs + spanMs }, clientWidth), lanes };
      const [x, y] = [random.next() * clientWidth, random.next() * lanes.totalPx];
      const beganMs = performance.now();
      hitTest(model, view, x, y);
      return performance.now() - beganMs;
    });
  },

  /** Leaves of the trace nothing but its layout: what is in memory then is the timeline's. */
  dropTrace(): void {
    const state = thePanel().store.getState();
    // What the pointer snaps to is worked out when it first moves
    transitionTimes(state);
    if (state.run) state.run.trace.records.length = 0;
  },

  /** Shows as many marks on another timeline and moves it through the same windows; stops after the budget. */
  async peer(name: 'visTimeline' | 'svg', marks: number, budgetMs: number): Promise<{ marks: number; setupMs: number; intervals: number[]; turns: number }> {
    const trace = crowdedTrace({ marks });
    const model = layoutTrace(trace, { density: 'normal' });
    const beganMs = performance.now();
    const peer = name === 'svg' ? svgTimeline(host, model, innerWidth) : visTimeline(host, model, innerHeight);
    await nextFrame();
    await nextFrame();
    const setupMs = performance.now() - beganMs;
    const windows = windowsOf(TURNS, fitWindow(model.endMs), innerWidth);
    const intervals = await frameIntervals(windows, (window) => peer.show(window), budgetMs);
    return { marks: marksOf(model), setupMs, intervals, turns: windows.length };
  },

  async showLongRun(): Promise<{ records: number; exits: number }> {
    const { store, frames } = await mounted();
    const shown = await showLongRun({ store, frames, chart: host });
    panel = withChart({ store, frames, chart: host });
    exits = shown.exits;
    return { records: shown.records, exits: exits.length };
  },

  /** Where to click for the `index`th exit, counted from the last. */
  aim: (index: number) => aimAt(thePanel(), exits.at(-1 - index) ?? -1),
  /** To be called before the click; `pathTime` waits for what it begins to measure. */
  awaitClick(): void {
    pathTime = timeToPath(thePanel());
  },
  pathTime: () => pathTime,
};

export type Bench = typeof bench;
Object.assign(globalThis, { bench });
