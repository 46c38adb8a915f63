import { describe, expect, it } from 'vitest';
import { rangeAround } from './range.ts';

describe('rangeAround', () => {
  it.each([
    [3, '1..10/1'],
    [0, '1..10/1'],
    [30, '10..100/10'],
    ['25s', '5s..50s/5s'],
    ['500ms', '100ms..1000ms/100ms'],
    ['1m30s', '1..10/1'],
  ])('%s → %s', (value, range) => {
    expect(rangeAround(value)).toBe(range);
  });
});
