import { expect, test } from 'vitest';
import { NotLoadedError } from '../../base/not-loaded.ts';
import type { World } from '../world.ts';
import type { ApiServer } from './api-server.ts';
import { Budgets } from './budgets-later.ts';

/** An API server with these objects; returns what tells of another one. */
function server(...kinds: string[]): { api: ApiServer; appears: (kind: string) => void } {
  const watchers: ((kind: string) => void)[] = [];
  const api = {
    objects: kinds.map((kind) => ({ kind, metadata: {} })),
    watchObjects: (watcher: (kind: string) => void) => watchers.push(watcher),
    watchPod: () => undefined,
  };
  return { api: api as unknown as ApiServer, appears: (kind) => watchers.forEach((watcher) => watcher(kind)) };
}

test('the page loads the rules of budgets with the first budget, whether it stands in the text or comes later', async () => {
  const world = {} as World;
  const { api, appears } = server('ConfigMap');
  const budgets = new Budgets(world, api);
  expect(budgets.refusal({ status: { phase: 'Pending' }, metadata: {}, spec: {} } as never, 0)).toBeUndefined();
  expect(() => appears('Secret')).not.toThrow();
  expect(() => appears('PodDisruptionBudget')).toThrow(NotLoadedError);
  const withBudget = () => new Budgets(world, server('PodDisruptionBudget').api);
  expect(withBudget).toThrow(NotLoadedError);
  try {
    withBudget();
  } catch (error) {
    await (error as NotLoadedError).load();
  }
  expect(() => new Budgets(world, server().api)).not.toThrow();
});
