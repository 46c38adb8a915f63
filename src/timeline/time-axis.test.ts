import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampWindow, createTimeScale, MIN_SPAN_MS, panBy, partsOf, pinchWindow, revealTime, timeTicks, zoomAt } from './scale.ts';
import { axisBetween, createTimeAxis, foldAt, PLAIN_AXIS } from './time-axis.ts';

const HOUR_MS = 3_600_000;
/** Of two hours, the second half of the first and most of the second are folded. */
const AXIS = createTimeAxis([
  { key: 'app.1', fromMs: 1_800_000, toMs: 3_600_000, roomMs: 300_000, forms: [] },
  { key: 'app.2', fromMs: 4_000_000, toMs: 7_000_000, roomMs: 300_000, forms: [] },
]);
const BOUNDS = { fromMs: 0, toMs: 2 * HOUR_MS };

const times = fc.integer({ min: 0, max: 2 * HOUR_MS });
const windows = fc
  .record({ fromMs: times, spanMs: fc.integer({ min: 60_000, max: 2 * HOUR_MS }) })
  .map(({ fromMs, spanMs }) => clampWindow({ fromMs, toMs: fromMs + spanMs }, BOUNDS));

describe('an axis with folds', () => {
  it('gives a folded stretch its room, and all else as much as it lasted', () => {
    expect(AXIS.placeMs(1_800_000)).toBe(1_800_000);
    expect(AXIS.placeMs(3_600_000)).toBe(2_100_000);
    expect(AXIS.placeMs(4_000_000)).toBe(2_500_000);
    expect(AXIS.placeMs(7_000_000)).toBe(2_800_000);
    expect(AXIS.placeMs(7_200_000)).toBe(3_000_000);
  });

  it('gives every time one place, and the later one the later place', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        expect(AXIS.timeMs(AXIS.placeMs(a))).toBeCloseTo(a, 3);
        if (a < b) expect(AXIS.placeMs(a)).toBeLessThan(AXIS.placeMs(b));
      }),
    );
  });

  it('knows in which fold a time lies; where the fold begins and ends is beside it', () => {
    expect(foldAt(AXIS, 1_800_000)).toBeUndefined();
    expect(foldAt(AXIS, 1_800_001)?.key).toBe('app.1');
    expect(foldAt(AXIS, 3_600_000)).toBeUndefined();
  });

  it('unfolds step by step', () => {
    const halfWay = axisBetween(AXIS, createTimeAxis(AXIS.folds.slice(1)), 0.5);
    expect(halfWay.folds.map(({ key, roomMs }) => [key, roomMs])).toEqual([
      ['app.1', (300_000 + 1_800_000) / 2],
      ['app.2', 300_000],
    ]);
    expect(axisBetween(PLAIN_AXIS, AXIS, 0).placeMs(2 * HOUR_MS)).toBe(2 * HOUR_MS);
    expect(axisBetween(PLAIN_AXIS, AXIS, 1).placeMs(2 * HOUR_MS)).toBe(AXIS.placeMs(2 * HOUR_MS));
  });
});

describe('a scale that is broken by folds', () => {
  const scale = createTimeScale(BOUNDS, 3018, AXIS);

  it('is equally fine on both sides of a fold, which is as wide as its room', () => {
    expect(scale.pxPerMs).toBe(0.001);
    expect(scale.xPx(600_000) - scale.xPx(0)).toBeCloseTo(600, 6);
    expect(scale.xPx(7_200_000) - scale.xPx(7_000_000)).toBeCloseTo(200, 6);
    expect(scale.breaks.map(({ leftPx, rightPx }) => [leftPx, rightPx])).toEqual([
      [1808, 2108],
      [2508, 2808],
    ]);
  });

  it('timeMs undoes xPx', () => {
    fc.assert(
      fc.property(windows, times, (window, timeMs) => {
        const zoomed = createTimeScale(window, 1000, AXIS);
        expect(zoomed.timeMs(zoomed.xPx(timeMs))).toBeCloseTo(timeMs, 2);
      }),
    );
  });

  it('falls into parts without folds, in which every time stands where it stands on the whole', () => {
    const parts = partsOf(scale);
    expect(parts.map(({ leftPx, scale: { widthPx } }) => [leftPx, widthPx])).toEqual([
      [0, 1808],
      [2108, 400],
      [2808, 210],
    ]);
    fc.assert(
      fc.property(windows, (window) => {
        for (const { scale: part, leftPx } of partsOf(createTimeScale(window, 1000, AXIS))) {
          // A part begins at a whole pixel, which the end of the fold may share
          const middleMs = part.widthPx > 2 ? (part.fromMs + part.toMs) / 2 : part.toMs;
          expect(leftPx + part.xPx(middleMs)).toBeCloseTo(createTimeScale(window, 1000, AXIS).xPx(middleMs), 6);
        }
      }),
    );
  });

  it('has no ticks in a fold, and the same ones on both sides', () => {
    const { stepMs, major } = timeTicks(scale);
    expect(stepMs).toBe(120_000);
    expect(major.filter((timeMs) => timeMs > 1_801_000 && timeMs < 3_599_000)).toEqual([]);
    expect(major.filter((timeMs) => timeMs >= 3_600_000 && timeMs < 7_000_000)).toEqual([3_600_000, 3_720_000, 3_840_000, 3_960_000]);
  });
});

describe('gestures on a broken axis', () => {
  it('keep what is under the pointer, and move by what is on screen', () => {
    fc.assert(
      fc.property(windows, fc.double({ min: 0.2, max: 5, noNaN: true }), fc.integer({ min: -500, max: 500 }), (window, factor, deltaPx) => {
        const before = createTimeScale(window, 1000, AXIS);
        const anchorMs = before.timeMs(400);
        const zoomed = zoomAt(window, BOUNDS, anchorMs, factor, AXIS);
        expect(zoomed.fromMs).toBeGreaterThanOrEqual(-1e-3);
        expect(zoomed.toMs).toBeLessThanOrEqual(2 * HOUR_MS + 1e-3);
        const touchesEnd = zoomed.fromMs < 1 || zoomed.toMs > 2 * HOUR_MS - 1;
        if (!touchesEnd) expect(createTimeScale(zoomed, 1000, AXIS).xPx(anchorMs)).toBeCloseTo(400, 3);
        const moved = panBy(window, BOUNDS, deltaPx / before.pxPerMs, AXIS);
        expect(createTimeScale(moved, 1000, AXIS).pxPerMs).toBeCloseTo(before.pxPerMs, 9);
        expect(AXIS.placeMs(moved.toMs) - AXIS.placeMs(moved.fromMs)).toBeGreaterThanOrEqual(MIN_SPAN_MS);
      }),
    );
  });

  it('bring a time on screen that lies behind a fold', () => {
    const window = { fromMs: 600_000, toMs: 1_800_000 };
    const revealed = revealTime(window, BOUNDS, 3_700_000, AXIS);
    expect(AXIS.placeMs(revealed.toMs) - AXIS.placeMs(revealed.fromMs)).toBe(1_200_000);
    expect(revealed.toMs).toBe(3_820_000);
    expect(revealTime(window, BOUNDS, 700_000, AXIS)).toBe(window);
  });

  it('keep two times under two fingers, though there is a fold between them', () => {
    const window = { fromMs: 600_000, toMs: 5_000_000 };
    const scale = createTimeScale(window, 1000, AXIS);
    const touched = { aMs: scale.timeMs(300), bMs: scale.timeMs(700) };
    const pinched = createTimeScale(pinchWindow(scale, BOUNDS, touched, 280, 740), 1000, AXIS);
    expect(pinched.xPx(touched.aMs)).toBeCloseTo(280, 3);
    expect(pinched.xPx(touched.bMs)).toBeCloseTo(740, 3);
  });
});
