import { compareQuantities } from '../../api/index.ts';
import { quantity } from '../../base/quantity.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { ClusterSettings } from '../../model/scenario.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';
import { podTotal } from '../control-plane/fit.ts';
import { newest } from './containers.ts';
import { ownOf } from './resources.ts';

/** How often the eviction manager looks (`pkg/kubelet/kubelet.go: evictionMonitoringPeriod`). */
export const EVICTION_LOOP_MS = 10_000;

/** What an eviction says, and how long a grace period it gives. */
export interface Eviction {
  message: string;
  /** Undefined: the Pod's own. */
  graceSeconds: number | undefined;
  /** What DisruptionTarget says. Local storage limits leave it out. */
  disruption: string | undefined;
  reason: 'Evicted' | 'Preempting';
}

/** What makes room for a critical Pod (`pkg/kubelet/preemption/preemption.go: evictPodsToFreeRequests`). */
export const PREEMPTION: Eviction = {
  message: 'Preempted in order to admit critical pod',
  graceSeconds: undefined,
  disruption: 'Pod was preempted by Kubelet to accommodate a critical pod.',
  reason: 'Preempting',
};

/** `pkg/kubelet/eviction/eviction_manager.go: immediateEvictionGracePeriodSeconds`. */
const HARD_GRACE_SECONDS = 1;
/** `pkg/apis/scheduling/types.go: SystemCriticalPriority`. */
const SYSTEM_CRITICAL_PRIORITY = 2_000_000_000;

/** Static Pods and those of the system's priority classes are never evicted (`pkg/kubelet/types/pod_update.go: IsCriticalPod`). */
export function isCritical(pod: Pod, isStatic: boolean): boolean {
  return isStatic || Number(pod.spec['priority'] ?? 0) >= SYSTEM_CRITICAL_PRIORITY;
}

/**
 * The grace period with which a shutdown of the node kills a Pod: its own, or what the kubelet has for its priority if that is less
 * (`pkg/kubelet/nodeshutdown/nodeshutdown_manager.go: killPods, migrateConfig`; recorded in node-shutdown-cut).
 */
export function shutdownGraceSeconds(pod: Pod, settings: ClusterSettings['kubelet']): number | undefined {
  const { shutdownGracePeriodMs: allMs, shutdownGracePeriodCriticalPodsMs: criticalMs = 0 } = settings;
  const own = pod.spec.terminationGracePeriodSeconds;
  if (allMs === undefined || allMs === 0) return own;
  const givenMs = isCritical(pod, false) ? criticalMs : allMs - criticalMs;
  const given = Math.floor(givenMs / 1000);
  return own !== undefined && own <= given ? own : given;
}

/**
 * What the node is short of, by what a scenario calls it. The thresholds are the hard ones by default, of a file system with 100Gi and
 * 6,553,600 inodes; there is none for pids, so 10 % of 32768 are assumed. A share is told as the amount that it comes to
 * (`pkg/kubelet/eviction/api/types.go: GetThresholdQuantity`; recorded in evict-node-disk).
 */
const PRESSURE: Record<string, { threshold: string; available: string }> = {
  memory: { threshold: '100Mi', available: '61396Ki' },
  'ephemeral-storage': { threshold: '10737418400', available: '8384500Ki' },
  inodes: { threshold: '320Ki', available: '262144' },
  pids: { threshold: '3276', available: '2621' },
};

/** How much each container is assumed to use when the node runs short, in Ki. (For inodes and pids the message names no container.) */
const ASSUMED_USE_KI: Record<string, number> = { memory: 131_100, 'ephemeral-storage': 1_048_600 };

/** The node is short of something: a hard threshold, so a grace of 1 s (`pkg/kubelet/eviction/helpers.go: evictionMessage`). */
export function pressureEviction(pod: Pod, status: RuntimePodStatus, resource: string): Eviction {
  const { threshold, available } = PRESSURE[resource] as (typeof PRESSURE)[string];
  const usedKi = ASSUMED_USE_KI[resource];
  const running = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].filter(({ name }) => newest(status, name)?.state === 'running');
  const own = resource === 'memory' ? ownOf(pod)?.requests?.memory : undefined;
  const users =
    usedKi === undefined
      ? []
      : running
          .map(({ name, resources }) => ({ who: `Container ${name}`, use: `${usedKi}Ki`, request: resources?.requests?.[resource] ?? '0' }))
          .filter(({ use, request }) => compareQuantities(use, request) > 0);
  // A Pod that asks for memory itself is named whether it uses more than that or not
  if (usedKi !== undefined && own !== undefined) users.unshift({ who: `Pod ${pod.metadata.name ?? ''}`, use: `${usedKi * running.length}Ki`, request: own });
  const named = users.map(({ who, use, request }) => `${who} was using ${use}, request is ${request}, has larger consumption of ${resource}. `);
  const message = `The node was low on resource: ${resource}. Threshold quantity: ${threshold}, available: ${available}. ${named.join('')}`;
  return { message, graceSeconds: HARD_GRACE_SECONDS, disruption: message, reason: 'Evicted' };
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
  return message === undefined ? undefined : { message, graceSeconds: HARD_GRACE_SECONDS, disruption: undefined, reason: 'Evicted' };
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
