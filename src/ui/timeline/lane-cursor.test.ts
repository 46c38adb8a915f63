import { describe, expect, it } from 'vitest';
import { cartStory } from '../../testing/cart-story.ts';
import { layoutTrace, markAt, type MarkRef, nextMark, previousMark } from '../../timeline/index.ts';
import { markName } from '../../timeline/marks.ts';
import { inLane, markBeside } from './lane-cursor.ts';

const cart = layoutTrace(cartStory(), { density: 'normal' });
const LIVENESS = 'app.liveness';
const first = nextMark(cart, LIVENESS);
const last = previousMark(cart, LIVENESS);
const named = (mark: MarkRef | undefined) => mark && markName(cart, mark);

describe('the mark beside the cursor', () => {
  const here = { fold: undefined, playheadMs: 54_200 };

  it('from a label is the mark at the playhead, or the first one if the playhead stands before all', () => {
    const label = { lane: LIVENESS, mark: undefined };
    expect(named(markBeside(cart, label, 1, here))).toBe('app.liveness@54.2s');
    expect(named(markBeside(cart, label, 1, { ...here, playheadMs: 0 }))).toBe('app.liveness@9.2s');
    expect(markBeside(cart, label, -1, here)).toBeUndefined();
  });

  it('from a mark is the next or the last one, and left of the first one the label', () => {
    expect(named(markBeside(cart, { lane: LIVENESS, mark: first }, 1, here))).toBe('app.liveness@12.2s');
    expect(markBeside(cart, { lane: LIVENESS, mark: first }, -1, here)).toBeUndefined();
    expect(markBeside(cart, { lane: LIVENESS, mark: last }, 1, here)).toBeUndefined();
  });

  it('from marks that are folded away is the first one beyond all of them', () => {
    const fold = { key: 'app 1', fromMs: 12_000, toMs: 80_000, roomMs: 1000, forms: [] };
    const cursor = { lane: LIVENESS, mark: markAt(cart, LIVENESS, 54_200) };
    expect(named(markBeside(cart, cursor, 1, { ...here, fold }))).toBe('app.liveness@81.2s');
    expect(named(markBeside(cart, cursor, -1, { ...here, fold }))).toBe('app.liveness@9.2s');
  });
});

describe('another lane', () => {
  it('is entered at its label from a label', () => {
    expect(inLane(cart, LIVENESS, { lane: 'actions', mark: undefined })).toEqual({ lane: LIVENESS, mark: undefined });
  });

  it('is entered from a mark at the same time, or at its first mark if it has none as early', () => {
    const entered = (lane: string, mark: MarkRef | undefined) => named(inLane(cart, lane, { lane: '', mark }).mark);
    expect(entered('proxy.readiness', markAt(cart, LIVENESS, 54_200))).toBe('proxy.readiness@50.2s');
    expect(entered(LIVENESS, nextMark(cart, 'proxy.readiness'))).toBe('app.liveness@9.2s');
  });
});
