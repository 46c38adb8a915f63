import { expect, it } from 'vitest';
import { LIBRARY } from '../../scenario/library.ts';
import { SUGGESTED_SCENARIOS } from './suggested.ts';

it('whoever has nothing to show is offered scenarios that the library has', () => {
  expect(SUGGESTED_SCENARIOS.filter((name) => !LIBRARY.some((entry) => entry.name === name))).toEqual([]);
});
