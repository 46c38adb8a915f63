/** Reading Pod objects as the API shows them, and what changed between two of them. */
import type { ConditionStatus, Container, ContainerState, ContainerStatus, Pod, PodCondition } from '../model/kubernetes.ts';

export type Role = 'init' | 'sidecar' | 'app' | 'ephemeral';

export function roleOf(pod: Pod, name: string): Role {
  const init = pod.spec.initContainers?.find((container) => container.name === name);
  if (init) return init.restartPolicy === 'Always' ? 'sidecar' : 'init';
  return pod.spec.ephemeralContainers?.some((container) => container.name === name) ? 'ephemeral' : 'app';
}

export function containerIn(pod: Pod, name: string): Container | undefined {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers, ...(pod.spec.ephemeralContainers ?? [])].find((container) => container.name === name);
}

export function statusesOf(pod: Pod): ContainerStatus[] {
  return [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? []), ...(pod.status.ephemeralContainerStatuses ?? [])];
}

export function statusOf(pod: Pod, container: string): ContainerStatus | undefined {
  return statusesOf(pod).find(({ name }) => name === container);
}

export function conditionOf(pod: Pod, type: string): PodCondition | undefined {
  return pod.status.conditions?.find((condition) => condition.type === type);
}

export function isReady(pod: Pod): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** `running`, or the reason of a waiting or terminated state. */
export function stateWord(state: ContainerState): string {
  if (state.running) return 'running';
  if (state.terminated) return state.terminated.reason ?? `exit code ${state.terminated.exitCode}`;
  return state.waiting?.reason ?? 'waiting';
}

export type PodChange =
  | { what: 'deletion'; graceSeconds: number }
  | { what: 'node'; node: string }
  | { what: 'state'; container: string; from: ContainerState | undefined; to: ContainerState }
  | { what: 'restarts'; container: string; count: number }
  | { what: 'started'; container: string; value: boolean }
  | { what: 'condition'; type: string; from: ConditionStatus | undefined; to: ConditionStatus; reason?: string; message?: string }
  | { what: 'phase'; from: string; to: string }
  | { what: 'reason'; reason: string };

/** What is different, most telling first. Without `before` everything that is set counts. */
export function changesOf(before: Pod | undefined, now: Pod): PodChange[] {
  const changes: PodChange[] = [];
  if (now.metadata.deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined) {
    changes.push({ what: 'deletion', graceSeconds: now.metadata.deletionGracePeriodSeconds ?? 0 });
  }
  if (now.spec.nodeName !== undefined && before?.spec.nodeName === undefined) changes.push({ what: 'node', node: now.spec.nodeName });
  for (const status of statusesOf(now)) {
    const old = before && statusOf(before, status.name);
    if (!old || stateWord(old.state) !== stateWord(status.state) || old.containerID !== status.containerID) {
      if (old || !status.state.waiting) changes.push({ what: 'state', container: status.name, from: old?.state, to: status.state });
    }
    if (old && old.restartCount !== status.restartCount) changes.push({ what: 'restarts', container: status.name, count: status.restartCount });
    if (old && old.started !== status.started && status.state.running)
      changes.push({ what: 'started', container: status.name, value: status.started === true });
  }
  for (const condition of byWeight(now.status.conditions ?? [])) {
    const old = before && conditionOf(before, condition.type);
    if (old?.status === condition.status && old.reason === condition.reason) continue;
    if (!old && condition.status !== 'True') continue;
    const { type, status: to, reason, message } = condition;
    changes.push({ what: 'condition', type, from: old?.status, to, ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) });
  }
  if (before && before.status.phase !== now.status.phase) changes.push({ what: 'phase', from: before.status.phase, to: now.status.phase });
  if (now.status.reason !== undefined && before?.status.reason !== now.status.reason) changes.push({ what: 'reason', reason: now.status.reason });
  return changes;
}

const WEIGHTS = ['Ready', 'ContainersReady', 'Initialized', 'PodReadyToStartContainers', 'PodScheduled'];

function byWeight(conditions: readonly PodCondition[]): PodCondition[] {
  const weight = ({ type }: PodCondition) => (WEIGHTS.includes(type) ? WEIGHTS.indexOf(type) : -1);
  return [...conditions].sort((a, b) => weight(a) - weight(b));
}
