/** Every scenario that was recorded on a real kubelet, simulated and drawn: whatever comes, the picture holds together. */
import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { createWatcher } from '../recording/watcher.ts';
import { readScenario } from '../scenario/index.ts';
import { simulate } from '../sim/simulate.ts';
import { recordings } from '../testing/fixtures.ts';
import { NAMED_PALETTE, recordingCanvas } from '../testing/recording-canvas.ts';
import { laneRects } from './lanes.ts';
import { layoutTrace } from './layout.ts';
import { markName, nextMark, transitions } from './marks.ts';
import type { Density } from './model.ts';
import { createTimeScale, fitWindow } from './scale.ts';
import { describeMark, markSentence, valueAt } from './words.ts';

/** Undefined if the engine does not take the scenario: whether it should is a matter for its own tests. */
function run(text: string): Trace | undefined {
  const { scenario } = readScenario(text);
  if (scenario === undefined) return undefined;
  try {
    return simulate(scenario, { watchTrigger: createWatcher });
  } catch {
    return undefined;
  }
}

const traces = recordings().flatMap(({ name, text }) => {
  const trace = run(text);
  return trace === undefined ? [] : [{ name, trace }];
});

it('most recorded scenarios are there to be drawn', () => {
  expect(traces.length).toBeGreaterThan(40);
});

describe.each(traces)('$name', ({ trace }) => {
  const model = layoutTrace(trace, { density: 'normal' });

  it('has a name, a sentence and a tooltip for every mark', () => {
    for (const { id } of model.lanes) {
      for (let ref = nextMark(model, id); ref !== undefined; ref = nextMark(model, id, ref)) {
        const { what, when } = describeMark(model, ref);
        for (const text of [markName(model, ref), markSentence(model, ref), what, when]) expect(text).not.toMatch(/undefined|NaN|Infinity|^$/);
      }
    }
  });

  it('has a value for every lane at every transition', () => {
    for (const timeMs of transitions(model)) {
      for (const { id } of model.lanes) expect(valueAt(model, id, timeMs), `${id} at ${timeMs}`).not.toMatch(/undefined|NaN|Infinity/);
    }
  });

  it.each<[Density, number]>([
    ['overview', 600],
    ['normal', 300],
    ['normal', 1000],
    ['detail', 1600],
  ])('paints the %s, %i px wide, with nothing out of place', (density, widthPx) => {
    const shown = layoutTrace(trace, { density });
    const lanes = laneRects(shown, { heightPx: 500 });
    const canvas = recordingCanvas(widthPx, lanes.totalPx);
    const view = { lanes, scale: createTimeScale(fitWindow(shown.endMs), widthPx) };
    canvas.renderer.drawLanes(shown, view, NAMED_PALETTE);
    canvas.renderer.drawOverlay(shown, view, NAMED_PALETTE, { playheadMs: 0, path: trace.records.slice(-20).map(({ id }) => id) });
    canvas.renderer.drawOverview(shown, NAMED_PALETTE, { playheadMs: 0, window: { fromMs: 0, toMs: shown.endMs } });
    const wrong = canvas.lines().filter((line) => /NaN|undefined|Infinity|#|\d-\d+(\.\d+)?x|x-\d/.test(line.replace(/^text .*"/, '')));
    expect(wrong).toEqual([]);
    for (const { text, y } of canvas.texts()) expect(y, text).toBeLessThan(lanes.totalPx + 1);
  });

  it('says at the playhead what was known by then: the future changes no value', () => {
    const cutMs = trace.endMs / 3;
    const soFar = layoutTrace({ ...trace, endMs: cutMs, records: trace.records.filter(({ t }) => t <= cutMs) }, { density: 'normal' });
    for (const { id } of soFar.lanes) {
      if (id === 'actions' || id === 'pod.conditions') continue;
      for (const timeMs of transitions(soFar)) if (timeMs < cutMs) expect(valueAt(model, id, timeMs), `${id} at ${timeMs}`).toBe(valueAt(soFar, id, timeMs));
    }
  });
});
