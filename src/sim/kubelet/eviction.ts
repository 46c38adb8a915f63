import type { Pod } from '../../model/kubernetes.ts';
import { quantity } from '../../base/quantity.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';

/** The eviction manager looks this often (`pkg/kubelet/kubelet.go: evictionMonitoringPeriod`). */
export const EVICTION_LOOP_MS = 10_000;

/** What an eviction says and how long it gives. */
export interface Eviction {
  message: string;
  graceSeconds: number;
  /** Local storage limits leave DisruptionTarget out. */
  disruption: boolean;
}

/** Signal names of node pressure by what a scenario calls them, with the default hard thresholds. */
const PRESSURE: Record<string, { resource: string; threshold: string; available: string }> = {
  memory: { resource: 'memory', threshold: '100Mi', available: '61440Ki' },
  nodefs: { resource: 'ephemeral-storage', threshold: '10%', available: '8%' },
  'ephemeral-storage': { resource: 'ephemeral-storage', threshold: '10%', available: '8%' },
  imagefs: { resource: 'ephemeral-storage', threshold: '15%', available: '12%' },
  inodes: { resource: 'inodes', threshold: '5%', available: '4%' },
  pids: { resource: 'pids', threshold: '10%', available: '8%' },
};

/** The node is short of something: a hard threshold, so a grace of 1 s (`pkg/kubelet/eviction/helpers.go: evictionMessage`). */
export function pressureEviction(pod: Pod, reason: string): Eviction {
  const { resource, threshold, available } = PRESSURE[reason] ?? { resource: reason, threshold: '10%', available: '8%' };
  const containers = pod.spec.containers
    .map((container) => {
      const request = container.resources?.requests?.[resource] ?? '0';
      return `Container ${container.name} was using ${resource === 'memory' ? '131072Ki' : '1Gi'}, request is ${request}, has larger consumption of ${resource}. `;
    })
    .join('');
  const measured = resource === 'memory' || resource === 'ephemeral-storage' ? containers : '';
  return {
    message: `The node was low on resource: ${resource}. Threshold quantity: ${threshold}, available: ${available}. ${measured}`,
    graceSeconds: 1,
    disruption: true,
  };
}

/** A container, or all of them, over their limit of local storage (`eviction_manager.go: localStorageEviction`). */
export function storageEviction(pod: Pod, status: RuntimePodStatus, usedBytes: (containerId: string) => number): Eviction | undefined {
  let total = 0;
  let limit = 0;
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) {
    const own = container.resources?.limits?.['ephemeral-storage'];
    const used = status.containers
      .filter((record) => record.name === container.name && record.state === 'running')
      .reduce((sum, record) => sum + usedBytes(record.id), 0);
    total += used;
    if (own === undefined) continue;
    limit += quantity(own);
    if (used > quantity(own))
      return { message: `Container ${container.name} exceeded its local ephemeral storage limit "${own}". `, graceSeconds: 1, disruption: false };
  }
  const allLimited = pod.spec.containers.every((container) => container.resources?.limits?.['ephemeral-storage'] !== undefined);
  if (allLimited && limit > 0 && total > limit)
    return { message: `Pod ephemeral local storage usage exceeds the total limit of containers ${limit}. `, graceSeconds: 1, disruption: false };
  return undefined;
}
