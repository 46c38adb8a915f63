import { expect, test } from 'vitest';
import { NotLoadedError } from '../../base/not-loaded.ts';
import type { Process } from '../process.ts';
import { RARE_TOOLS as LATER } from './rare-later.ts';
import { RARE_TOOLS } from './rare-tools.ts';
import type { ToolCall } from './tool.ts';

const call = (name: string): ToolCall => ({ process: {} as Process, name, flavour: 'busybox', args: [] });

test('the page knows the names of the rare tools, loads them with the first use of one, and then has all of them', async () => {
  expect(Object.keys(LATER).sort()).toEqual(Object.keys(RARE_TOOLS).sort());
  const first = () => LATER['awk']?.(call('awk'));
  expect(first).toThrow(NotLoadedError);
  try {
    first();
  } catch (error) {
    await (error as NotLoadedError).load();
  }
  for (const name of Object.keys(RARE_TOOLS)) expect(() => LATER[name]?.(call(name)), name).not.toThrow();
});
