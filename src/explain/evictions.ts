import type { ActionRecord } from '../model/trace.ts';
import { conditionOf } from './pods.ts';
import type { History } from './history.ts';

const EVICTING: ReadonlySet<string> = new Set(['evict', 'node-drain', 'drain-retry']);

/** The refused evictions of a Pod that was never evicted by the API after all. */
export function refusalsOf({ actions, pods }: History): ActionRecord[] {
  const refused = actions.filter(({ what, error }) => EVICTING.has(what) && (error?.code === 429 || error?.code === 500));
  const isEvicted = refused.length > 0 && pods.some(({ object }) => conditionOf(object, 'DisruptionTarget')?.reason === 'EvictionByEvictionAPI');
  return isEvicted ? [] : refused;
}

/** Whether it is a drain that was refused and tries again, for ever: it gives up only where the answer is an error of the server. */
export function isEndlessDrain({ what, error }: ActionRecord): boolean {
  return what !== 'evict' && error?.code === 429;
}
