import type { ContainerStatus, Pod, PodCondition, PodPhase, PodStatus } from '../../../model/kubernetes.ts';
import { isSidecar } from '../containers.ts';
import { RESIZE_CONDITIONS } from './resize-conditions.ts';

/** A condition before the status manager stamps its times. */
export type NewCondition = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

/** Types that the kubelet owns; all others are kept as the API has them (`pkg/kubelet/types/pod_status.go`). */
export const KUBELET_CONDITIONS: readonly string[] = [
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'AllContainersRestarting',
  ...RESIZE_CONDITIONS,
];

type Statuses = Pick<PodStatus, 'initContainerStatuses' | 'containerStatuses'>;

/** `pkg/kubelet/status/generate.go: GenerateContainersReadyCondition`. Sidecars first, then containers. */
export function containersReady(pod: Pod, statuses: Statuses, phase: PodPhase): NewCondition {
  const type = 'ContainersReady';
  if (statuses.containerStatuses === undefined) return { type, status: 'False', reason: 'UnknownContainerStatuses' };
  const unknown: string[] = [];
  const unready: string[] = [];
  const look = (name: string, list: ContainerStatus[] | undefined) => {
    const status = list?.find((candidate) => candidate.name === name);
    if (status === undefined) unknown.push(name);
    else if (!status.ready) unready.push(name);
  };
  for (const container of pod.spec.initContainers ?? []) if (isSidecar(container)) look(container.name, statuses.initContainerStatuses);
  for (const container of pod.spec.containers) look(container.name, statuses.containerStatuses);
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const message = listing('unready', unknown, unready);
  return message === '' ? { type, status: 'True' } : { type, status: 'False', reason: 'ContainersNotReady', message };
}

/** `pkg/kubelet/status/generate.go: GeneratePodReadyCondition`: readiness gates on top of ContainersReady. */
export function podReady(pod: Pod, containers: NewCondition, conditions: readonly PodCondition[]): NewCondition {
  if (containers.status !== 'True') return { ...containers, type: 'Ready' };
  const open = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = conditions.find((condition) => condition.type === conditionType);
    if (gate === undefined) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    return gate.status === 'True' ? [] : [`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`];
  });
  return open.length === 0 ? { type: 'Ready', status: 'True' } : { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: open.join(', ') };
}

/** `pkg/kubelet/status/generate.go: GeneratePodInitializedCondition`. Once True it never reverts. */
export function podInitialized(pod: Pod, statuses: Statuses, phase: PodPhase, wasTrue: boolean): NewCondition {
  const type = 'Initialized';
  const containers = pod.spec.initContainers ?? [];
  if (statuses.initContainerStatuses === undefined && containers.length > 0) return { type, status: 'False', reason: 'UnknownContainerStatuses' };
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of containers) {
    const status = statuses.initContainerStatuses?.find((candidate) => candidate.name === container.name);
    if (status === undefined) unknown.push(container.name);
    else if (isSidecar(container) ? status.started !== true : !status.ready) incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'True', reason: 'PodCompleted' };
  if (statuses.containerStatuses?.some((status) => status.state.running !== undefined || status.state.terminated !== undefined) === true)
    return { type, status: 'True' };
  const message = listing('incomplete', unknown, incomplete);
  return message === '' || wasTrue ? { type, status: 'True' } : { type, status: 'False', reason: 'ContainersNotInitialized', message };
}

/** `containers with unknown status: [a]`, `containers with unready status: [b c]`, joined. */
function listing(what: 'unready' | 'incomplete', unknown: string[], others: string[]): string {
  const parts: string[] = [];
  if (unknown.length > 0) parts.push(`containers with unknown status: [${unknown.join(' ')}]`);
  if (others.length > 0) parts.push(`containers with ${what} status: [${others.join(' ')}]`);
  return parts.join(', ');
}
