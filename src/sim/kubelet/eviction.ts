import { compareQuantities } from '../../api/index.ts';
import { quantity } from '../../base/quantity.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';
import { podTotal } from '../control-plane/fit.ts';
import { newest } from './containers.ts';

/** How often the eviction manager looks (`pkg/kubelet/kubelet.go: evictionMonitoringPeriod`). */
export const EVICTION_LOOP_MS = 10_000;

/** What an eviction says, and how long a grace period it gives. */
export interface Eviction {
  message: string;
  graceSeconds: number;
  /** Local storage limits leave DisruptionTarget out. */
  disruption: boolean;
}

/** `pkg/kubelet/eviction/eviction_manager.go: immediateEvictionGracePeriodSeconds`. */
const HARD_GRACE_SECONDS = 1;
/** `pkg/apis/scheduling/types.go: SystemCriticalPriority`. */
const SYSTEM_CRITICAL_PRIORITY = 2_000_000_000;

/** Static Pods and those of the system's priority classes are never evicted (`pkg/kubelet/types/pod_update.go: IsCriticalPod`). */
export function isCritical(pod: Pod, isStatic: boolean): boolean {
  return isStatic || Number(pod.spec['priority'] ?? 0) >= SYSTEM_CRITICAL_PRIORITY;
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

/** How much each container is assumed to use when the node runs short. (For inodes and pids the message names no container.) */
const ASSUMED_USE: Record<string, string> = { memory: '131072Ki', 'ephemeral-storage': '1Gi' };

/** The node is short of something: a hard threshold, so a grace of 1 s (`pkg/kubelet/eviction/helpers.go: evictionMessage`). */
export function pressureEviction(pod: Pod, status: RuntimePodStatus, reason: string): Eviction {
  const { resource, threshold, available } = PRESSURE[reason] ?? { resource: reason, threshold: '10%', available: '8%' };
  const used = ASSUMED_USE[resource];
  const offenders = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]
    .filter(({ name }) => newest(status, name)?.state === 'running')
    .map(({ name, resources }) => ({ name, request: resources?.requests?.[resource] ?? '0' }))
    .filter(({ request }) => used !== undefined && compareQuantities(used, request) > 0)
    .map(({ name, request }) => `Container ${name} was using ${used}, request is ${request}, has larger consumption of ${resource}. `);
  return {
    message: `The node was low on resource: ${resource}. Threshold quantity: ${threshold}, available: ${available}. ${offenders.join('')}`,
    graceSeconds: HARD_GRACE_SECONDS,
    disruption: true,
  };
}

/** Local storage in use. */
export interface StorageUse {
  containerBytes(containerId: string): number;
  volumeBytes(name: string): number;
}

/**
 * Who is over a limit of local storage: an emptyDir over its own, the Pod over the sum of its containers', or a container
 * over its own. The first that applies counts, so that a Pod with one container never reaches the last
 * (`pkg/kubelet/eviction/eviction_manager.go: localStorageEviction`).
 */
export function storageEviction(pod: Pod, status: RuntimePodStatus, use: StorageUse): Eviction | undefined {
  const message = emptyDirExcess(pod, use) ?? podExcess(pod, status, use) ?? containerExcess(pod, status, use);
  return message === undefined ? undefined : { message, graceSeconds: HARD_GRACE_SECONDS, disruption: false };
}

/** `emptyDirLimitEviction`. */
function emptyDirExcess(pod: Pod, use: StorageUse): string | undefined {
  for (const { name, size } of emptyDirs(pod)) {
    if (size !== undefined && quantity(size) > 0 && use.volumeBytes(name) > quantity(size))
      return `Usage of EmptyDir volume "${name}" exceeds the limit "${size}". `;
  }
  return undefined;
}

/** `podEphemeralStorageLimitEviction`: what containers without a limit use counts, too, but they add nothing to the Pod's limit. */
function podExcess(pod: Pod, status: RuntimePodStatus, use: StorageUse): string | undefined {
  const limit = podTotal(pod, 'limits')['ephemeral-storage'];
  if (limit === undefined) return undefined;
  const ofContainers = status.containers.filter(({ state }) => state === 'running').reduce((sum, { id }) => sum + use.containerBytes(id), 0);
  const ofVolumes = emptyDirs(pod).reduce((sum, { name, inMemory }) => sum + (inMemory ? 0 : use.volumeBytes(name)), 0);
  return ofContainers + ofVolumes > quantity(limit) ? `Pod ephemeral local storage usage exceeds the total limit of containers ${limit}. ` : undefined;
}

/** `containerEphemeralStorageLimitEviction`: main containers only. */
function containerExcess(pod: Pod, status: RuntimePodStatus, use: StorageUse): string | undefined {
  for (const container of pod.spec.containers) {
    const limit = storageLimit(container);
    const record = newest(status, container.name);
    if (limit === undefined || quantity(limit) === 0 || record?.state !== 'running') continue;
    if (use.containerBytes(record.id) > quantity(limit)) return `Container ${container.name} exceeded its local ephemeral storage limit "${limit}". `;
  }
  return undefined;
}

function emptyDirs(pod: Pod): { name: string; size: string | undefined; inMemory: boolean }[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    const source = volume['emptyDir'] as { sizeLimit?: string; medium?: string } | undefined;
    return source === undefined ? [] : [{ name: volume.name, size: source.sizeLimit, inMemory: source.medium === 'Memory' }];
  });
}

function storageLimit(container: Container): string | undefined {
  return container.resources?.limits?.['ephemeral-storage'];
}
