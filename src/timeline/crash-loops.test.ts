import { describe, expect, it } from 'vitest';
import { type CrashingPod, crashLoopTrace } from '../testing/crash-loop-trace.ts';
import { crashLoops, foldedAxis, loopForms, loopsToldBy } from './crash-loops.ts';

const MINUTE_MS = 60_000;

const loopsIn = (pod: CrashingPod) => crashLoops(crashLoopTrace(pod));

describe('crash loops that are alike', () => {
  it('are those at the cap of the back-off, but for the first of them', () => {
    const trace = crashLoopTrace({ duration: '3h', containers: { app: 'crashes' } });
    const starts = trace.records.flatMap((record) => (record.kind === 'Process' && record.what === 'start' ? record.t : []));
    const [series, ...others] = crashLoops(trace);
    expect(others).toEqual([]);
    expect(series).toMatchObject({ key: 'app.1', container: 'app', periodMs: 303_000, isEven: true });
    // 10, 20, 40, 80 and 160 s, and the first 300 s
    const folded = starts.filter((startMs) => series && startMs >= series.fromMs && startMs < series.toMs);
    expect(folded[0]).toBe(starts[8]);
    expect(folded).toHaveLength(series?.count ?? 0);
    // The loop that the run's end cuts short is not one of them
    expect(starts.length - starts.indexOf(folded.at(-1) as number)).toBe(2);
  });

  it('are found with every seed, though their waits differ', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const loops = loopsIn({ duration: '3h', containers: { app: 'crashes' }, seed });
      expect(loops.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(20);
      expect(loops.length).toBeLessThan(3);
    }
  });

  it('are two series when the exit code changes half way, each with its first loop in full', () => {
    const [first, second, ...others] = loopsIn({ duration: '3h', containers: { app: 'crashesOtherwise' } });
    expect(others).toEqual([]);
    expect([first?.key, second?.key]).toEqual(['app.1', 'app.2']);
    expect((second?.fromMs ?? 0) - (first?.toMs ?? 0)).toBeCloseTo(303_000, -4);
  });

  it('are not there in a run of ten minutes, nor in one that is healthy for a day', () => {
    expect(loopsIn({ duration: '10m', containers: { app: 'crashes' } })).toEqual([]);
    expect(loopsIn({ duration: '24h', containers: { app: 'serves' } })).toEqual([]);
  });

  it('are not there while the back-off grows', () => {
    expect(loopsIn({ duration: '12m', containers: { app: 'crashes' } })).toEqual([]);
  });

  it('are folded beside a container that runs', () => {
    expect(loopsIn({ duration: '2h', containers: { app: 'crashes', proxy: 'serves' } })).toMatchObject([{ container: 'app' }]);
  });

  it('of two containers are folded together: those of one happen in each loop of the other', () => {
    const loops = loopsIn({ duration: '3h', containers: { app: 'crashes', other: 'crashesLater' } });
    expect(loops.length).toBeGreaterThan(0);
    expect(new Set(loops.map(({ container }) => container)).size).toBe(1);
    expect(loops.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)).toBeGreaterThan(2 * 60 * MINUTE_MS);
  });

  it('of two containers are folded though both happen to run at once in some of them', () => {
    const loops = loopsIn({ duration: '12h', containers: { app: 'crashes', other: 'crashesLater' }, seed: 7 });
    expect(loops.length).toBeLessThanOrEqual(3);
    expect(loops.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)).toBeGreaterThan(10 * 60 * MINUTE_MS);
  });

  it('end where somebody does something', () => {
    const [series] = loopsIn({ duration: '3h', containers: { app: 'crashes' }, actions: ['{at: 90m, do: delete}'] });
    expect(series?.toMs).toBeLessThanOrEqual(90 * MINUTE_MS);
    expect(series?.toMs).toBeGreaterThan(80 * MINUTE_MS);
  });
});

describe('the axis of a crash loop', () => {
  const trace = crashLoopTrace({ duration: '3h', containers: { app: 'crashes' } });
  const loops = crashLoops(trace);

  it('gives a fold as much room as one of its loops', () => {
    expect(foldedAxis(loops, trace.endMs).folds).toMatchObject([{ key: 'app.1', roomMs: 303_000 }]);
  });

  it('leaves a fold room for its name, and folds nothing that would be hardly narrower', () => {
    const [fold] = foldedAxis([{ ...(loops[0] as (typeof loops)[0]), periodMs: 10_000 }], trace.endMs).folds;
    expect(fold?.roomMs).toBeGreaterThan(60_000);
    expect(foldedAxis([{ ...(loops[0] as (typeof loops)[0]), fromMs: 0, toMs: 100_000 }], 24 * 60 * MINUTE_MS).folds).toEqual([]);
  });

  it('is plain where nothing is folded', () => {
    expect(foldedAxis([], trace.endMs).folds).toEqual([]);
  });
});

describe('what stands in the place of folded loops', () => {
  const series = { key: 'app.1', container: 'app', fromMs: 0, toMs: 1, count: 14 };
  const formsOf = (periodMs: number, isEven = true) => loopForms({ ...series, periodMs, isEven });

  it('says how many they are and how often they come, as one says it', () => {
    expect(formsOf(303_000)).toEqual(['×14, every 5 min', '×14']);
    expect(formsOf(330_400)[0]).toBe('×14, every 5 min 30 s');
    expect(formsOf(45_000)[0]).toBe('×14, every 45 s');
  });

  it('says when they come only about as often', () => {
    expect(formsOf(340_000, false)[0]).toBe('×14, about every 6 min');
    expect(formsOf(95_000, false)[0]).toBe('×14, about every 95 s');
  });
});

describe('what a picture of a moment folds', () => {
  const series = loopsIn({ duration: '3h', containers: { app: 'crashes' } });
  const [{ fromMs, toMs } = { fromMs: 0, toMs: 0 }] = series;
  const whole = { fromMs: 0, toMs: 180 * MINUTE_MS };

  it('is over by then', () => {
    expect(loopsToldBy(series, whole, toMs)).toEqual(series);
    expect(loopsToldBy(series, whole, toMs - 1)).toEqual([]);
  });

  it('lies in its stretch of time as a whole', () => {
    expect(loopsToldBy(series, { fromMs: fromMs + 1, toMs: whole.toMs }, whole.toMs)).toEqual([]);
    expect(loopsToldBy(series, { fromMs, toMs: toMs - 1 }, whole.toMs)).toEqual([]);
  });

  it('holds nothing that the picture points at', () => {
    expect(loopsToldBy(series, whole, whole.toMs, [0, fromMs, toMs])).toEqual(series);
    expect(loopsToldBy(series, whole, whole.toMs, [(fromMs + toMs) / 2])).toEqual([]);
  });
});
