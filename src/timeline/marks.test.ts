import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cartStory } from '../testing/cart-story.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { layoutTrace } from './layout.ts';
import { findMark, kindOf, markAt, markFrom, markName, marksOfRecord, nextMark, previousMark, recordsOf, runStarts, timeOfMark, transitions } from './marks.ts';
import type { MarkRef } from './model.ts';

const trace = cartStory();
const cart = layoutTrace(trace, { density: 'normal' });

/** All marks of a lane by stepping through it. */
function walk(laneId: string, step: typeof nextMark): MarkRef[] {
  const seen: MarkRef[] = [];
  for (let ref = step(cart, laneId); ref !== undefined && seen.length < 1000; ref = step(cart, laneId, ref)) seen.push(ref);
  return seen;
}

describe('stepping through a lane', () => {
  it('visits every attempt of a train, and every row in order of time', () => {
    expect(walk('app.liveness', nextMark).map((ref) => markName(cart, ref))).toEqual(
      [9.2, 12.2, 15.2, 51.2, 54.2, 57.2, 81.2, 84.2, 87.2, 90.2, 93.2].map((at) => `app.liveness@${at}s`),
    );
    expect(walk('proxy.readiness', nextMark)).toHaveLength(20);
  });

  it('visits the same marks backwards', () => {
    for (const { id } of cart.lanes) expect(walk(id, previousMark), id).toEqual(walk(id, nextMark).reverse());
  });

  it('may begin at any time, forth or back', () => {
    const name = (timeMs: number, direction: 1 | -1) => {
      const ref = markFrom(cart, 'app.liveness', timeMs, direction);
      return ref && markName(cart, ref);
    };
    const all = walk('app.liveness', nextMark);
    for (const [index, ref] of all.entries()) {
      const timeMs = timeOfMark(cart, ref);
      expect(name(timeMs, 1)).toBe(markName(cart, ref));
      expect(name(timeMs, -1)).toBe(markName(cart, ref));
      expect(name(timeMs + 1, 1)).toBe(all[index + 1] && markName(cart, all[index + 1] as MarkRef));
    }
    expect(name(-1, -1)).toBeUndefined();
  });

  it('reaches every mark that is drawn', () => {
    for (const { id, tracks } of cart.lanes) {
      const marks = tracks
        .filter(({ name }) => name !== 'baseline')
        .reduce((sum, track) => sum + track.repeat.reduce((attempts, count) => attempts + count, 0), 0);
      expect(walk(id, nextMark), id).toHaveLength(marks);
    }
  });

  it('goes on from marks of the same moment', () => {
    const crowded = traceOf('web').pod(0, {}, 'ADDED');
    for (const reason of ['A', 'B', 'C', 'D']) crowded.warning(5, reason);
    const model = layoutTrace(crowded.build(10), { density: 'normal' });
    const seen: number[] = [];
    for (let ref = nextMark(model, 'pod.events'); ref !== undefined && seen.length < 10; ref = nextMark(model, 'pod.events', ref)) seen.push(ref.mark);
    expect(seen).toEqual([0, 1, 2, 3]);
  });
});

describe('names of marks', () => {
  it('are a lane and a time, and find the mark again', () => {
    for (const { id } of cart.lanes) {
      for (const ref of walk(id, nextMark)) {
        const found = findMark(cart, markName(cart, ref));
        expect(found && timeOfMark(cart, found), markName(cart, ref)).toBe(timeOfMark(cart, ref));
        expect(found?.lane).toBe(ref.lane);
      }
    }
  });

  it('that nothing answers to find nothing', () => {
    expect(['app.liveness@33s', 'nobody.liveness@9.2s', 'app.liveness', '@9s', 'app.liveness@x'].map((name) => findMark(cart, name))).toEqual(
      Array(5).fill(undefined),
    );
  });
});

describe('marks and records', () => {
  const idOf = (kind: string, t: number) => trace.records.find((record) => record.kind === kind && record.t === t)?.id ?? -1;

  it('know each other', () => {
    for (const { index, tracks } of cart.lanes) {
      tracks.forEach((track, trackIndex) => {
        for (let mark = 0; mark < track.length; mark += 1) {
          const ref = { lane: index, track: trackIndex, mark, attempt: 0 };
          for (const record of recordsOf(cart, ref)) expect(marksOfRecord(cart, record)).toContainEqual(ref);
        }
      });
    }
  });

  it('give the mark that a record opens before the one it closes', () => {
    const [first] = marksOfRecord(cart, idOf('Serving', 31_100));
    expect(first && kindOf(cart, first)).toBe('serving');
    expect(marksOfRecord(cart, idOf('Decision', 15_300)).map((ref) => kindOf(cart, ref))).toEqual(['graceUsedUp']);
    expect(marksOfRecord(cart, 99_999)).toEqual([]);
  });

  it('markAt prefers the span that covers the time', () => {
    const serving = markAt(cart, 'app.process', 40_000);
    expect(serving && kindOf(cart, serving)).toBe('serving');
    const attempt = markAt(cart, 'app.liveness', 92_000);
    expect(attempt && timeOfMark(cart, attempt)).toBe(90_200);
    expect(markAt(cart, 'app.liveness', 1000)).toBeUndefined();
  });
});

describe('transitions', () => {
  it('are sorted, distinct, and leave out what a train repeats', () => {
    const times = transitions(cart);
    expect([...times]).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times).toContain(15_200);
    expect(times).toContain(87_200);
    expect(times).not.toContain(90_200);
    expect([...runStarts(cart)]).toEqual([2800, 6100, 46_300, 63_400, 76_300]);
  });
});

describe('layout of any trace', () => {
  it('keeps tracks sorted, inside the run, and reach growing', () => {
    const moments = fc.array(fc.record({ at: fc.integer({ min: 0, max: 100 }), what: fc.constantFrom('start', 'exit', 'probe', 'kill', 'event', 'hook') }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(moments, (story) => {
        const builder = traceOf('any', [{ name: 'app', livenessProbe: {} }]).pod(0, {}, 'ADDED');
        let instance = 0;
        for (const { at, what } of [...story].sort((a, b) => a.at - b.at)) {
          if (what === 'start') builder.process('app', at, 'start', { instance: (instance += 1) });
          else if (what === 'exit') builder.process('app', at, 'exit', { instance, exitCode: 1 });
          else if (what === 'probe') builder.probe('app', 'liveness', at, 'failure');
          else if (what === 'kill') builder.kill('app', at, 'liveness');
          else if (what === 'event') builder.warning(at, 'Unhealthy');
          else builder.hook('app', 'preStop', at, at + 2, { instance });
        }
        for (const lane of layoutTrace(builder.build(120), { density: 'detail' }).lanes) {
          for (const track of lane.tracks) {
            for (let mark = 0; mark < track.length; mark += 1) {
              expect(track.endMs[mark]).toBeGreaterThanOrEqual(track.startMs[mark] as number);
              expect(track.endMs[mark]).toBeLessThanOrEqual(120_000);
              if (mark > 0) expect(track.startMs[mark]).toBeGreaterThanOrEqual(track.startMs[mark - 1] as number);
              if (mark > 0) expect(track.reachMs[mark]).toBeGreaterThanOrEqual(track.reachMs[mark - 1] as number);
            }
          }
        }
      }),
    );
  });
});
