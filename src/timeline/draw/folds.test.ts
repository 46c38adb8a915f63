import { describe, expect, it } from 'vitest';
import { crashLoopTrace } from '../../testing/crash-loop-trace.ts';
import { NAMED_PALETTE, recordingCanvas } from '../../testing/recording-canvas.ts';
import { crashLoops, foldedAxis } from '../crash-loops.ts';
import { hitTest } from '../hit.ts';
import { laneRects } from '../lanes.ts';
import { layoutTrace } from '../layout.ts';
import { markName } from '../marks.ts';
import { createTimeScale, fitWindow } from '../scale.ts';
import { PLAIN_AXIS, type TimeAxis } from '../time-axis.ts';
import { timelineSvg } from './svg.ts';

const WIDTH_PX = 1200;
const trace = crashLoopTrace({ duration: '3h', containers: { app: 'crashes' } });
const model = layoutTrace(trace, { density: 'normal' });
const lanes = laneRects(model, { heightPx: 0 });
const axis = foldedAxis(crashLoops(trace), trace.endMs);
const viewOf = (on: TimeAxis) => ({ lanes, scale: createTimeScale(fitWindow(trace.endMs, on), WIDTH_PX, on) });

function paint(on: TimeAxis) {
  const canvas = recordingCanvas(WIDTH_PX, lanes.totalPx);
  canvas.renderer.drawLanes(model, viewOf(on), NAMED_PALETTE);
  return { lines: canvas.lines(), texts: canvas.texts() };
}

describe('folded crash loops', () => {
  const folded = paint(axis);
  const { breaks } = viewOf(axis).scale;
  const [{ leftPx, rightPx } = { leftPx: 0, rightPx: 0 }] = breaks;

  it('are one calm band that says how many they are', () => {
    expect(breaks).toHaveLength(1);
    const inBand = folded.texts.filter(({ x }) => x > leftPx && x < rightPx).map(({ text }) => text);
    expect(inBand).toEqual([expect.stringMatching(/^×\d\d, every 5 min$/)]);
  });

  it('leave room to what is not folded: labels that were not there come back', () => {
    const labels = (texts: readonly { text: string }[]) => texts.filter(({ text }) => text.startsWith('back-off 300 s')).length;
    expect(labels(paint(PLAIN_AXIS).texts)).toBe(0);
    expect(labels(folded.texts)).toBeGreaterThanOrEqual(1);
  });

  it.each(['before', 'behind'] as const)('that are off screen leave the lanes %s them as they are', (side) => {
    const [{ fromMs, toMs } = { fromMs: 0, toMs: 0 }] = axis.folds;
    const window = side === 'before' ? { fromMs: 0, toMs: fromMs - 60_000 } : { fromMs: toMs + 60_000, toMs: trace.endMs };
    const linesOn = (on: TimeAxis) => {
      const canvas = recordingCanvas(WIDTH_PX, lanes.totalPx);
      canvas.renderer.drawLanes(model, { lanes, scale: createTimeScale(window, WIDTH_PX, on) }, NAMED_PALETTE);
      return canvas.lines();
    };
    expect(createTimeScale(window, WIDTH_PX, axis).breaks).toEqual([]);
    expect(linesOn(axis)).toEqual(linesOn(PLAIN_AXIS));
  });

  it('do not cost what they hold', () => {
    const perLoop = crashLoopTrace({ duration: '24h', containers: { app: 'crashes' } });
    const axisOfDay = foldedAxis(crashLoops(perLoop), perLoop.endMs);
    const day = layoutTrace(perLoop, { density: 'normal' });
    const canvas = recordingCanvas(WIDTH_PX, lanes.totalPx);
    const scale = createTimeScale(fitWindow(perLoop.endMs, axisOfDay), WIDTH_PX, axisOfDay);
    canvas.renderer.drawLanes(day, { lanes: laneRects(day, { heightPx: 0 }), scale }, NAMED_PALETTE);
    expect(canvas.lines().length).toBeLessThan(folded.lines.length * 1.2);
  });

  it('are told in an exported picture too, on the axis and in the lanes', () => {
    const svg = timelineSvg(model, viewOf(axis), NAMED_PALETTE);
    expect(svg.match(/×\d\d, every 5 min/g)).toHaveLength(2);
  });
});

describe('what the pointer is on', () => {
  const view = viewOf(axis);
  const process = lanes.rects.find(({ lane }) => lane.id === 'app.process');
  const at = (xPx: number) => hitTest(model, view, xPx, (process?.yPx ?? 0) + (process?.heightPx ?? 0) / 2);
  const [{ fold, leftPx, rightPx } = { fold: undefined, leftPx: 0, rightPx: 0 }] = view.scale.breaks;

  it('is the fold wherever it is in the band, and no mark of those that it holds', () => {
    for (const xPx of [leftPx + 1, (leftPx + rightPx) / 2, rightPx - 1]) {
      expect(at(xPx)).toMatchObject({ fold });
      expect(at(xPx)?.mark).toBeUndefined();
    }
  });

  it('are the marks beside it where they stand on the screen', () => {
    for (const xPx of [leftPx - 20, rightPx + 40]) {
      const hit = at(xPx);
      expect(hit?.fold).toBeUndefined();
      expect(hit?.timeMs).toBeCloseTo(view.scale.timeMs(xPx), 6);
      expect(hit?.mark && markName(model, hit.mark)).toMatch(/^app\.process@/);
    }
  });
});
