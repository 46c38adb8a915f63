import { expect, test } from 'vitest';
import { dragStepMs, placeNear } from './handle-steps.ts';

test('a drag goes from place to place by the finest step that is a pixel or more', () => {
  expect(dragStepMs(0.1)).toBe(10);
  expect(dragStepMs(0.099)).toBe(50);
  expect(dragStepMs(0.005)).toBe(500);
});

test('where even a second is less than a pixel, a drag goes by seconds', () => {
  expect(dragStepMs(0.0001)).toBe(1000);
});

const range = { fromMs: 1230, toMs: 60_000 };

test('a handle comes to stand at the nearest place', () => {
  expect([placeNear(4449, 100, range), placeNear(4450, 100, range)]).toEqual([4400, 4500]);
});

test('it stays between the first and the last time it can have, though these are no places', () => {
  expect([placeNear(-500, 100, range), placeNear(1201, 100, range), placeNear(99_000, 100, range)]).toEqual([1230, 1230, 60_000]);
});
