import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordingCanvas } from '../../testing/recording-canvas.ts';
import { layoutTrace } from '../../timeline/index.ts';
import { rehearse } from './rehearsal.ts';
import { rehearsedTrace } from './rehearsed-trace.ts';

describe('the run that is rehearsed with', () => {
  const { lanes } = layoutTrace(rehearsedTrace(40), { density: 'normal' });

  it('has every lane of a Pod, and something in each of their rows', () => {
    expect(new Set(lanes.map(({ kind }) => kind))).toEqual(
      new Set(['actions', 'group', 'phase', 'conditions', 'traffic', 'events', 'process', 'probe', 'status']),
    );
    expect(lanes.flatMap(({ tracks }) => tracks).filter(({ length }) => length === 0)).toEqual([]);
  });

  it('is no long one', () => {
    const marks = lanes.flatMap(({ tracks }) => tracks).reduce((sum, { length }) => sum + length, 0);
    expect(marks).toBeGreaterThan(1000);
    expect(marks).toBeLessThan(4000);
  });
});

describe('the rehearsal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('paints step by step, with and without room for words, and leaves nothing to do behind', async () => {
    const { canvas, lines, texts } = recordingCanvas(100, 100);
    const rehearsal = rehearse(new AbortController().signal, canvas);
    await vi.advanceTimersByTimeAsync(100);
    const begun = lines().length;
    await vi.advanceTimersByTimeAsync(60_000);
    await rehearsal;
    expect(lines().length).toBeGreaterThan(10 * begun);
    expect(texts().map(({ text }) => text)).toContain('preStop');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends at once when the run is here', async () => {
    const { canvas, lines } = recordingCanvas(100, 100);
    const run = new AbortController();
    const rehearsal = rehearse(run.signal, canvas);
    await vi.advanceTimersByTimeAsync(1000);
    const painted = lines().length;
    run.abort();
    await vi.advanceTimersByTimeAsync(60_000);
    await rehearsal;
    expect(painted).toBeGreaterThan(0);
    expect(lines()).toHaveLength(painted);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is nobody’s loss where there is no canvas to paint on', async () => {
    await expect(rehearse(new AbortController().signal, { width: 0, height: 0, getContext: () => null })).resolves.toBeUndefined();
  });
});
