import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampWindow,
  createTimeScale,
  fitWindow,
  MIN_SPAN_MS,
  panBy,
  pinchWindow,
  revealTime,
  tickLabel,
  timeTicks,
  wallTickLabel,
  wheelGesture,
  zoomAt,
} from './scale.ts';

const BOUNDS = { fromMs: 0, toMs: 600_000 };
const wheel = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false };

const windows = fc
  .record({ fromMs: fc.integer({ min: 0, max: 599_000 }), spanMs: fc.integer({ min: MIN_SPAN_MS, max: 600_000 }) })
  .map(({ fromMs, spanMs }) => clampWindow({ fromMs, toMs: fromMs + spanMs }, BOUNDS));

describe('time scale', () => {
  it('puts the window between its paddings', () => {
    const scale = createTimeScale({ fromMs: 0, toMs: 100_000 }, 1018);
    expect(scale.xPx(0)).toBe(8);
    expect(scale.xPx(100_000)).toBe(1008);
    expect(scale.pxPerMs).toBe(0.01);
  });

  it('timeMs undoes xPx', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 200, max: 4000 }), fc.integer({ min: 0, max: 600_000 }), (window, widthPx, timeMs) => {
        const scale = createTimeScale(window, widthPx);
        expect(scale.timeMs(scale.xPx(timeMs))).toBeCloseTo(timeMs, 3);
      }),
    );
  });
});

describe('zoom and pan', () => {
  it('keeps the time under the pointer where it is', () => {
    const before = { fromMs: 100_000, toMs: 200_000 };
    const after = zoomAt(before, BOUNDS, 125_000, 2);
    expect(after).toEqual({ fromMs: 112_500, toMs: 162_500 });
  });

  it('never leaves the run and never gets shorter than the least span', () => {
    fc.assert(
      fc.property(windows, fc.double({ min: 0.01, max: 100, noNaN: true }), fc.integer({ min: -700_000, max: 700_000 }), (window, factor, deltaMs) => {
        const zoomed = zoomAt(window, BOUNDS, (window.fromMs + window.toMs) / 2, factor);
        const moved = panBy(zoomed, BOUNDS, deltaMs);
        for (const { fromMs, toMs } of [zoomed, moved]) {
          expect(fromMs).toBeGreaterThanOrEqual(-1e-6);
          expect(toMs).toBeLessThanOrEqual(600_000 + 1e-6);
          expect(toMs - fromMs).toBeGreaterThanOrEqual(MIN_SPAN_MS - 1e-6);
        }
        expect(moved.toMs - moved.fromMs).toBeCloseTo(zoomed.toMs - zoomed.fromMs, 6);
      }),
    );
  });

  it('moves just enough to show a time', () => {
    const window = { fromMs: 100_000, toMs: 200_000 };
    expect(revealTime(window, BOUNDS, 150_000)).toBe(window);
    expect(revealTime(window, BOUNDS, 250_000)).toEqual({ fromMs: 160_000, toMs: 260_000 });
    expect(revealTime(window, BOUNDS, 50_000)).toEqual({ fromMs: 40_000, toMs: 140_000 });
  });

  it('fits the run with a little air behind it', () => {
    expect(fitWindow(100_000)).toEqual({ fromMs: 0, toMs: 102_000 });
    expect(fitWindow(0).toMs).toBe(MIN_SPAN_MS);
  });
});

describe('wheel and pinch', () => {
  it('zooms with Ctrl or Cmd, pans sideways or with Shift, and leaves the rest to scrolling', () => {
    expect(wheelGesture({ ...wheel, deltaY: -500, ctrlKey: true })).toEqual({ kind: 'zoom', factor: 2 });
    expect(wheelGesture({ ...wheel, deltaY: 100, metaKey: true })).toMatchObject({ kind: 'zoom' });
    expect(wheelGesture({ ...wheel, deltaY: 30, shiftKey: true })).toEqual({ kind: 'pan', deltaPx: 30 });
    expect(wheelGesture({ ...wheel, deltaX: 30, deltaY: 5 })).toEqual({ kind: 'pan', deltaPx: 30 });
    expect(wheelGesture({ ...wheel, deltaY: 30 })).toEqual({ kind: 'scroll' });
  });

  it('counts lines and pages in pixels', () => {
    expect(wheelGesture({ ...wheel, deltaX: 2, deltaMode: 1 })).toEqual({ kind: 'pan', deltaPx: 32 });
    expect(wheelGesture({ ...wheel, deltaX: 1, deltaMode: 2 })).toEqual({ kind: 'pan', deltaPx: 400 });
  });

  it('takes a trackpad pinch, which comes as small steps with ctrlKey, five times as seriously', () => {
    expect(wheelGesture({ ...wheel, deltaY: -10, ctrlKey: true })).toEqual({ kind: 'zoom', factor: 2 ** 0.1 });
  });

  it('keeps the times under two fingers', () => {
    const scale = createTimeScale({ fromMs: 0, toMs: 100_000 }, 1018);
    const touched = { aMs: scale.timeMs(308), bMs: scale.timeMs(508) };
    const pinched = createTimeScale(pinchWindow(scale, BOUNDS, touched, 208, 608), 1018);
    expect(pinched.xPx(touched.aMs)).toBeCloseTo(208, 6);
    expect(pinched.xPx(touched.bMs)).toBeCloseTo(608, 6);
    expect(pinchWindow(scale, BOUNDS, touched, 300, 300)).toEqual({ fromMs: 0, toMs: 100_000 });
  });
});

describe('ticks', () => {
  const at = (spanMs: number, widthPx: number) => timeTicks(createTimeScale({ fromMs: 0, toMs: spanMs }, widthPx));

  it.each([
    [100_000, 838, 10_000],
    [600_000, 838, 50_000],
    [10_000, 838, 1000],
    [200, 838, 20],
    [3_600_000, 838, 300_000],
  ])('for %i ms on %i px are %i ms apart', (spanMs, widthPx, stepMs) => {
    expect(at(spanMs, widthPx).stepMs).toBe(stepMs);
  });

  it('keep their distance at every zoom, minor ones at least 5 px', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 3_600_000 }), fc.integer({ min: 300, max: 3000 }), (spanMs, widthPx) => {
        const scale = createTimeScale({ fromMs: 0, toMs: spanMs }, widthPx);
        const { stepMs, minor, major } = timeTicks(scale);
        expect(stepMs * scale.pxPerMs).toBeGreaterThanOrEqual(63);
        expect(stepMs * scale.pxPerMs).toBeLessThanOrEqual(240);
        const all = [...major, ...minor.map(({ timeMs }) => timeMs)].sort((a, b) => a - b);
        for (let i = 1; i < all.length; i += 1) expect(((all[i] as number) - (all[i - 1] as number)) * scale.pxPerMs).toBeGreaterThanOrEqual(4.99);
      }),
    );
  });

  it('are labelled in seconds, in minutes only if a step is a minute', () => {
    expect([0, 10_000, 120_000].map((timeMs) => tickLabel(timeMs, 10_000))).toEqual(['0 s', '10', '120']);
    expect([0, 500, 1500].map((timeMs) => tickLabel(timeMs, 500))).toEqual(['0 s', '0.5', '1.5']);
    expect([0, 60_000, 600_000].map((timeMs) => tickLabel(timeMs, 60_000))).toEqual(['0 min', '1', '10']);
    expect([0, 50, 60, 90].map((minute) => tickLabel(minute * 60_000, 600_000))).toEqual(['0 min', '50', '1:00', '1:30']);
    expect([0, 2, 24].map((hour) => tickLabel(hour * 3_600_000, 7_200_000))).toEqual(['0 h', '2', '24']);
    expect([590_000, 600_000, 5_250_000].map((timeMs) => tickLabel(timeMs, 10_000))).toEqual(['590', '10:00', '1:27:30']);
    expect([tickLabel(605_250, 10), tickLabel(600_000, 10_000, true), tickLabel(5_400_000, 60_000, true)]).toEqual(['10:05.25', '10:00 min', '1:30 h']);
    expect([tickLabel(0, 10_000, false), tickLabel(10_000, 10_000, true), tickLabel(120_000, 60_000, true)]).toEqual(['0', '10 s', '2 min']);
  });

  it('by the wall clock stand at round times of day, whenever the Pod was created', () => {
    const createdAtMs = Date.UTC(2026, 0, 1, 10, 5, 17, 250);
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 3_600_000 }), fc.integer({ min: 300, max: 3000 }), (spanMs, widthPx) => {
        const { stepMs, major } = timeTicks({ ...createTimeScale({ fromMs: 0, toMs: spanMs }, widthPx), wallStartMs: createdAtMs });
        expect(major.filter((timeMs) => (createdAtMs + timeMs) % stepMs !== 0)).toEqual([]);
        expect(stepMs < 1000 || 60_000 % stepMs === 0 || stepMs % 60_000 === 0).toBe(true);
      }),
    );
    const { stepMs, major } = timeTicks({ ...createTimeScale({ fromMs: 0, toMs: 60_000 }, 838), wallStartMs: createdAtMs });
    expect(major.slice(0, 3).map((timeMs) => wallTickLabel(createdAtMs + timeMs, stepMs))).toEqual(['10:05:20', '10:05:30', '10:05:40']);
    expect(wallTickLabel(createdAtMs, 100)).toBe('10:05:17.3');
    expect(wallTickLabel(createdAtMs, 60_000)).toBe('10:05');
  });
});
