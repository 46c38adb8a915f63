import { expect, test } from 'vitest';
import { NotLoadedError } from '../../base/not-loaded.ts';
import type { Process } from '../process.ts';
import * as now from './agnhost-programs.ts';
import * as later from './agnhost-later.ts';

test('the page loads agnhost with the first use of one of its programs, and then has all of them', async () => {
  expect(Object.keys(later).sort()).toEqual(Object.keys(now).sort());
  const first = () => later.agnhost({} as Process);
  expect(first).toThrow(NotLoadedError);
  try {
    first();
  } catch (error) {
    await (error as NotLoadedError).load();
  }
  for (const program of Object.values(later)) expect(() => program({} as Process)).not.toThrow();
});
