import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { type CrashingPod, crashLoopTrace } from '../testing/crash-loop-trace.ts';
import { crashLoops, foldedAxis, loopForms } from './crash-loops.ts';
import { pairedLoops } from './paired-loops.ts';

const MINUTE_MS = 60_000;
const PODS = {
  crashes: { duration: '3h', containers: { app: 'crashes' } },
  serves: { duration: '3h', containers: { app: 'serves' } },
} satisfies Record<string, CrashingPod>;

const crashes = crashLoopTrace(PODS.crashes);
const serves = crashLoopTrace(PODS.serves);

function isRunning({ records }: Trace, timeMs: number): boolean {
  const last = records.findLast(({ kind, t }) => kind === 'Process' && t <= timeMs);
  return last?.kind === 'Process' && last.what === 'start';
}

describe('crash loops of two runs', () => {
  it('are folded beside a run in which nothing happens meanwhile, as they are alone', () => {
    const [alone] = crashLoops(crashes);
    const [series, ...others] = pairedLoops(crashes, serves, 'a');
    expect(others).toEqual([]);
    expect(series).toMatchObject({ key: 'app.1', fromMs: alone?.fromMs, toMs: alone?.toMs, count: alone?.count, pair: { side: 'a', others: 0 } });
  });

  it('are folded if they are those of the other run: the key says so', () => {
    expect(pairedLoops(serves, crashes, 'a')).toMatchObject([{ key: 'other/app.1', pair: { side: 'b', others: 0 } }]);
    expect(pairedLoops(serves, crashes, 'b')).toMatchObject([{ key: 'other/app.1', pair: { side: 'a', others: 0 } }]);
  });

  it('are one fold where both runs crash alike', () => {
    const [series, ...others] = pairedLoops(crashes, crashes, 'b');
    expect(others).toEqual([]);
    expect(series).toMatchObject({ key: 'app.1', count: crashLoops(crashes)[0]?.count, pair: { side: 'b', others: crashLoops(crashes)[0]?.count } });
  });

  it('are cut where no process runs in either, though they do not keep step', () => {
    for (const seed of [2, 3, 4, 5]) {
      const other = crashLoopTrace({ duration: '3h', containers: { app: 'crashesLater' }, seed });
      const loops = pairedLoops(crashes, other, 'a');
      expect(loops.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(15);
      for (const { fromMs, toMs } of loops)
        for (const edge of [fromMs, toMs]) expect([isRunning(crashes, edge), isRunning(other, edge)]).toEqual([false, false]);
    }
  });

  it('end where something is done in the other run', () => {
    const other = crashLoopTrace({ ...PODS.serves, actions: ['{at: 90m, do: delete}'] });
    const loops = pairedLoops(crashes, other, 'a');
    expect(loops.length).toBe(2);
    expect(loops.every(({ fromMs, toMs }) => toMs <= 90 * MINUTE_MS || fromMs >= 90 * MINUTE_MS)).toBe(true);
    expect(loops.map(({ key }) => key)).toEqual(['app.1', 'app.1.2']);
  });

  it('leave in sight where the other run ends', () => {
    const loops = pairedLoops(crashes, crashLoopTrace({ ...PODS.serves, duration: '1h' }), 'a');
    expect(loops.length).toBeGreaterThan(0);
    expect(loops.every(({ fromMs, toMs }) => toMs <= 60 * MINUTE_MS || fromMs >= 60 * MINUTE_MS)).toBe(true);
  });

  it('leave in sight where both runs part', () => {
    const partMs = 100 * MINUTE_MS;
    const loops = pairedLoops(crashes, serves, 'a', partMs);
    expect(loops).toHaveLength(2);
    expect(loops.every(({ fromMs, toMs }) => partMs < fromMs || partMs > toMs)).toBe(true);
  });

  it('have an axis with a fold', () => {
    expect(foldedAxis(pairedLoops(crashes, serves, 'a'), crashes.endMs).folds).toMatchObject([{ key: 'app.1' }]);
  });
});

describe('what stands in the place of folded loops of two runs', () => {
  const formsOf = (side: 'a' | 'b', others: number) => loopForms({ count: 14, periodMs: 303_000, isEven: true, pair: { side, others } });

  it('says which run they are of', () => {
    expect(formsOf('b', 0)).toEqual(['B ×14, every 5 min', 'B ×14', '×14']);
    expect(formsOf('a', 14)).toEqual(['both ×14, every 5 min', 'both ×14', '×14']);
    expect(formsOf('a', 13)).toEqual(['A ×14, B ×13']);
    expect(formsOf('b', 13)).toEqual(['A ×13, B ×14']);
  });
});
