import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cartStory } from '../testing/cart-story.ts';
import { crowdedTrace } from '../testing/crowded-trace.ts';
import { layoutTrace } from './layout.ts';
import { FLAG, MARK, MARK_KINDS } from './model.ts';
import { bitOf, bitsOf, MET_BIT, Summary } from './summary.ts';

/** Marks one after the other, without gaps; as few kinds and limits as it takes to be told apart. */
const columns = fc
  .array(fc.record({ kind: fc.constantFrom('probeOk', 'probeFailed', 'probeTimeout'), lengthMs: fc.nat(50), met: fc.boolean(), limit: fc.nat(3) } as const), {
    maxLength: 900,
  })
  .map((marks) => {
    let timeMs = 0;
    const startMs = marks.map(({ lengthMs }) => (timeMs += lengthMs) - lengthMs);
    return {
      length: marks.length,
      kind: Uint8Array.from(marks, ({ kind }) => MARK[kind]),
      startMs: Float64Array.from(startMs),
      endMs: Float64Array.from(marks, ({ lengthMs }, i) => (startMs[i] as number) + lengthMs),
      flags: Uint8Array.from(marks, ({ met }) => (met ? FLAG.met : 0)),
      limit: Float64Array.from(marks, ({ limit }) => limit),
    };
  });

/** A stretch of the marks, mostly a long one. */
const stretched = columns
  .chain((made) => fc.tuple(fc.constant(made), fc.nat(made.length), fc.nat(made.length)))
  .map(([made, a, b]) => ({
    made,
    from: Math.min(a, b),
    to: Math.max(a, b),
  }));
const someBits = fc.constantFrom(bitsOf('probeOk'), bitsOf('probeFailed'), bitsOf('probeFailed', 'probeTimeout'), MET_BIT);

type Made = ReturnType<typeof columns.generate>['value'];
const bitsAt = ({ kind, flags }: Made, mark: number) => bitOf(kind[mark] as number) | (flags[mark] === 0 || kind[mark] === MARK.probeOk ? 0 : MET_BIT);
const marksOf = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('a summary says what looking at every mark would', () => {
  it('the next and the last mark of some kinds', () => {
    fc.assert(
      fc.property(stretched, someBits, ({ made, from, to }, bits) => {
        const found = marksOf(from, to).filter((mark) => (bitsAt(made, mark) & bits) !== 0);
        const before = marksOf(0, to).filter((mark) => (bitsAt(made, mark) & bits) !== 0);
        const summary = new Summary(made);
        expect(summary.next(bits, from, to)).toBe(found[0] ?? to);
        expect(summary.previous(bits, to)).toBe(before.at(-1) ?? -1);
      }),
    );
  });

  it('the kinds and the limits of a stretch', () => {
    fc.assert(
      fc.property(stretched, ({ made, from, to }) => {
        const marks = marksOf(from, to);
        const limits = marks.map((mark) => made.limit[mark] as number);
        const summary = new Summary(made);
        expect(summary.kinds(from, to)).toBe(marks.reduce((bits, mark) => bits | bitsAt(made, mark), 0));
        expect(summary.limits(from, to)).toEqual({ lowest: Math.min(...limits), highest: Math.max(...limits) });
      }),
    );
  });

  it('a walk comes by every mark once, in order, alone or in a block that holds no longer one', () => {
    fc.assert(
      fc.property(stretched, fc.nat(50), ({ made, from, to }, mostMs) => {
        const passed: number[] = [];
        const lengthOf = (mark: number) => (made.endMs[mark] as number) - (made.startMs[mark] as number);
        new Summary(made).walk(
          from,
          to,
          (first, end, kinds, longestMs) => {
            expect(longestMs).toBe(Math.max(...marksOf(first, end).map(lengthOf)));
            expect(kinds).toBe(marksOf(first, end).reduce((bits, mark) => bits | bitsAt(made, mark), 0));
            if (longestMs > mostMs) return false;
            passed.push(...marksOf(first, end));
            return true;
          },
          (mark) => passed.push(mark),
        );
        expect(passed).toEqual(marksOf(from, to));
      }),
    );
  });
});

describe('the bits of kinds', () => {
  it('tell the kinds of a track apart', () => {
    for (const trace of [cartStory(), crowdedTrace({ marks: 2000 })]) {
      for (const { tracks } of layoutTrace(trace, { density: 'normal' }).lanes) {
        for (const { kind } of tracks) {
          const kinds = [...new Set(kind)];
          expect(new Set(kinds.map(bitOf)).size, kinds.map((code) => MARK_KINDS[code]).join()).toBe(kinds.length);
        }
      }
    }
  });

  it('leave the bit of a met threshold free among attempts', () => {
    expect(bitsOf('probeOk', 'probeFailed', 'probeTimeout', 'probeError') & MET_BIT).toBe(0);
  });
});
