import { describe, expect, it } from 'vitest';
import { insist, isNotLoaded } from './insist.ts';

/** A network that is away for the first attempts. */
function flaky(failures: number) {
  let attempts = 0;
  return async () => {
    attempts += 1;
    if (attempts <= failures) throw new Error(`attempt ${attempts} failed`);
    return attempts;
  };
}

describe('insist', () => {
  it('tries again until the part is there', async () => {
    await expect(insist(flaky(0), [0, 0])).resolves.toBe(1);
    await expect(insist(flaky(2), [0, 0])).resolves.toBe(3);
  });

  it('gives up with the last error', async () => {
    await expect(insist(flaky(3), [0, 0])).rejects.toThrow('attempt 3 failed');
  });
});

it.each([
  ['Failed to fetch dynamically imported module: https://podloupe.example/assets/a.js', true],
  ['error loading dynamically imported module: https://podloupe.example/assets/a.js', true],
  ['Importing a module script failed.', true],
  ['Unable to preload CSS for /assets/a.css', true],
  ['undefined is not a function', false],
])('"%s": a part that did not come', (message, notLoaded) => {
  expect(isNotLoaded(new TypeError(message))).toBe(notLoaded);
});
