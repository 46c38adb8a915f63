import { describe, expect, it } from 'vitest';
import { cartStory } from '../../testing/cart-story.ts';
import { NAMED_PALETTE, recordingCanvas } from '../../testing/recording-canvas.ts';
import { laneRects } from '../lanes.ts';
import { layoutTrace } from '../layout.ts';
import { createTimeScale } from '../scale.ts';
import { claimsAt } from './claims.ts';
import type { ClaimMark, View } from './scene.ts';

const AXIS_PX = 28;
const model = layoutTrace(cartStory(), { density: 'normal' });
const lanes = laneRects(model, { heightPx: 0 });
const scale = createTimeScale({ fromMs: 0, toMs: 100_000 }, 1018);
// The playhead is far from what is looked at
const playheadMs = 99_000;

function painted(layer: 'drawOverlay' | 'drawAxis', claims: ClaimMark[], view: Partial<View> = {}): string[] {
  const draw = (marks: ClaimMark[] | undefined) => {
    const canvas = recordingCanvas(1018, layer === 'drawAxis' ? AXIS_PX : lanes.totalPx);
    canvas.renderer[layer](model, { scale, lanes, ...view }, NAMED_PALETTE, { playheadMs, ...(marks && { claims: marks }) });
    return canvas.lines();
  };
  const before = new Set(draw(undefined));
  return draw(claims).filter((line) => !before.has(line));
}
/** The y of all numbers that are pairs in the lines of a recording canvas. */
const yPositions = (lines: string[]) => lines.flatMap((line) => Array.from(line.matchAll(/(-?[\d.]+),(-?[\d.]+)/g), ([, , y]) => Number(y)));
const shapes = (lines: string[]) => lines.filter((line) => !/ canvas /.test(line));

describe('claims', () => {
  it('have a line in the lane that they are about, from its top to its bottom', () => {
    const rect = lanes.rects.find(({ lane }) => lane.id === 'app.status');
    const lines = shapes(painted('drawOverlay', [{ timeMs: 30_000, verdict: 'fail', lane: 'app.status' }]));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^stroke failLine w1.5/);
    expect(lines[0]).toContain(`,${(rect?.yPx ?? 0) + 1} `);
    expect(shapes(painted('drawOverlay', [{ timeMs: 30_000, verdict: 'pass' }]))).toEqual([]);
  });

  it('differ by shape: a tick in a circle, a cross in a block, a hollow diamond', () => {
    const shapeOf = (verdict: ClaimMark['verdict']) => shapes(painted('drawAxis', [{ timeMs: 30_000, verdict }])).join('\n');
    expect(new Set([shapeOf('pass'), shapeOf('fail'), shapeOf('undecidable')]).size).toBe(3);
    expect(shapeOf('fail')).toMatch(/^fill failFill/);
    expect(shapeOf('fail')).toContain('onFail');
    expect(shapeOf('pass')).not.toContain('fill');
  });

  it('that share a place have one badge: the strongest, with their number', () => {
    const crowd: ClaimMark[] = [
      { timeMs: 30_000, verdict: 'pass' },
      { timeMs: 30_200, verdict: 'fail' },
      { timeMs: 30_400, verdict: 'undecidable' },
    ];
    const lines = painted('drawAxis', crowd);
    expect(lines.filter((line) => line.includes('failFill'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('text'))).toEqual([expect.stringContaining('"3"')]);
    expect(painted('drawAxis', [...crowd, { timeMs: 31_400, verdict: 'pass' }]).filter((line) => line.startsWith('text'))).toEqual([]);
  });

  it('shrink under the flag of the playhead, below its lower edge', () => {
    const lowest = (timeMs: number) => Math.min(...yPositions(shapes(painted('drawAxis', [{ timeMs, verdict: 'fail' }]))));
    expect(lowest(playheadMs)).toBeGreaterThanOrEqual(3 + 18);
    expect(lowest(30_000)).toBeLessThan(3 + 18);
  });

  it('are found where their line or their badge is, and only as far as the future is shown', () => {
    const claims: ClaimMark[] = [
      { index: 1, timeMs: 30_000, verdict: 'fail', lane: 'app.status' },
      { index: 2, timeMs: 30_100, verdict: 'pass' },
    ];
    const rect = lanes.rects.find(({ lane }) => lane.id === 'app.status');
    const xPx = scale.xPx(30_000);
    const found = (yPx?: number, view: Partial<View> = {}) => claimsAt({ scale, lanes, ...view }, claims, xPx + 3, yPx).map(({ index }) => index);
    expect(found((rect?.yPx ?? 0) + 2)).toEqual([1]);
    expect(found((rect?.yPx ?? 0) - 2)).toEqual([]);
    expect(found((rect?.yPx ?? 0) + 2 - 40, { scrollTopPx: 40 })).toEqual([1]);
    expect(found()).toEqual([1, 2]);
    expect(found(undefined, { hiddenFromMs: 30_050 })).toEqual([1]);
    expect(claimsAt({ scale, lanes }, claims, xPx + 20)).toEqual([]);
  });

  it('decided right of a hidden future are not drawn', () => {
    const later: ClaimMark[] = [{ timeMs: 30_000, verdict: 'fail', lane: 'app.status' }];
    expect(painted('drawAxis', later, { hiddenFromMs: 29_000 })).toEqual([]);
    expect(painted('drawOverlay', later, { hiddenFromMs: 29_000 })).toEqual([]);
  });
});
