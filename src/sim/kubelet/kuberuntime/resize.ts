import type { Container } from '../../../model/kubernetes.ts';
import type { ContainerSnapshot } from '../../node/container-record.ts';
import type { ComputeResource } from '../resources.ts';
import type { PodActions } from './actions.ts';

/**
 * Plans how a running container gets what it has been granted. Returns false if its resizePolicy wants it to be killed and
 * started again, whatever its restart policy says (`computePodResizeAction`).
 */
export function planResize(container: Container, record: ContainerSnapshot, changes: readonly ComputeResource[], actions: PodActions): boolean {
  if (changes.length === 0) return true;
  const policies = (container['resizePolicy'] ?? []) as { resourceName: string; restartPolicy: string }[];
  const restarts = changes.some((name) => policies.find(({ resourceName }) => resourceName === name)?.restartPolicy === 'RestartContainer');
  if (restarts) actions.toKill.push({ container, record, message: `Container ${container.name} resize requires restart`, reason: 'resize', cause: -1 });
  else actions.toResize.push(container);
  return !restarts;
}
