import { expect, test } from 'vitest';
import { countOf, lastOf } from './history.ts';

test('a list in order is cut where a test stops holding, and looked at in few places', () => {
  const ordered = Array.from({ length: 1000 }, (_, index) => 2 * index);
  for (const limit of [-1, 0, 1, 999, 1998, 5000]) {
    let looks = 0;
    const below = (value: number) => {
      looks += 1;
      return value < limit;
    };
    expect(countOf(ordered, below)).toBe(ordered.filter((value) => value < limit).length);
    expect(looks).toBeLessThanOrEqual(11);
    expect(lastOf(ordered, below)).toBe(ordered.findLast((value) => value < limit));
  }
  expect(lastOf([], () => true)).toBeUndefined();
});
