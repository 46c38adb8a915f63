import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameJson, sharing } from './json.ts';

const json = () => fc.jsonValue({ maxDepth: 4 });

describe('sameJson', () => {
  test('the order of members does not count, that of elements does', () => {
    expect(sameJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(sameJson({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  });

  test('a member more, on either side, is a difference', () => {
    expect(sameJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameJson({ a: 1, b: 2 }, { a: 1 })).toBe(false);
    expect(sameJson([1], [1, 2])).toBe(false);
  });

  test('lists, objects, null and texts are different things', () => {
    for (const [a, b] of [
      [[], {}],
      [{}, []],
      [null, {}],
      [{}, null],
      ['1', 1],
    ])
      expect(sameJson(a, b)).toBe(false);
  });
});

describe('sharing', () => {
  test('what did not change is the very same object', () => {
    const before = { spec: { containers: [{ name: 'app' }] }, status: { conditions: [{ type: 'Ready' }, { type: 'Initialized' }] } };
    const after = sharing(
      { spec: { containers: [{ name: 'app' }] }, status: { conditions: [{ type: 'Ready', status: 'True' }, { type: 'Initialized' }] } },
      before,
    );
    expect(after.spec).toBe(before.spec);
    expect(after.status.conditions[1]).toBe(before.status.conditions[1]);
    expect(after.status.conditions[0]).toEqual({ type: 'Ready', status: 'True' });
  });

  test('nothing changed: the version before itself', () => {
    const before = { a: [1, { b: 'text' }] };
    expect(sharing({ a: [1, { b: 'text' }] }, before)).toBe(before);
  });

  test('a member or an element less is a change', () => {
    expect(sharing({ a: 1 }, { a: 1, b: 2 })).toEqual({ a: 1 });
    expect(sharing([1], [1, 2])).toEqual([1]);
  });

  test('equals what was given, and changes neither', () => {
    fc.assert(
      fc.property(json(), json(), (next, before) => {
        const texts = [JSON.stringify(next), JSON.stringify(before)];
        expect(sharing(next, before)).toEqual(next);
        expect(sharing(structuredClone(before), before)).toBe(before);
        expect([JSON.stringify(next), JSON.stringify(before)]).toEqual(texts);
      }),
      { seed: 1 },
    );
  });
});
