import type { ContainerStatus, Pod, PodPhase, PodStatus } from '../../../model/kubernetes.ts';
import { isSidecar, restartsOnExit } from '../containers.ts';

/** The reason in the status of a container that RestartAllContainers has removed; such a container counts as restarting. */
const RESTARTING_ALL = 'RestartingAllContainers';

/**
 * The Pod's phase from its container statuses (`pkg/kubelet/kubelet_pods.go: getPhase`).
 *
 * `podIsTerminal`: everything was killed for good. `podHasInitialized`: some main container belongs to the sandbox that
 * is ready now.
 */
export function phaseOf(
  pod: Pod,
  statuses: Pick<PodStatus, 'initContainerStatuses' | 'containerStatuses'>,
  options: { podIsTerminal: boolean; podHasInitialized: boolean; isStatic: boolean },
): PodPhase {
  let pendingInit = 0;
  let pendingSidecar = 0;
  let failedFinal = 0;
  let unknown = 0;
  let running = 0;
  let waiting = 0;
  let stopped = 0;
  let succeeded = 0;
  let final = 0;

  for (const container of pod.spec.initContainers ?? []) {
    const status = find(statuses.initContainerStatuses, container.name);
    if (isSidecar(container)) {
      if (status === undefined) unknown += 1;
      else if (status.state.running !== undefined) {
        running += 1;
        if (status.started !== true) pendingSidecar += 1;
      } else if (status.state.waiting !== undefined && status.lastState.terminated === undefined) {
        pendingSidecar += 1;
        waiting += 1;
      }
      continue;
    }
    const ended = status?.state.terminated ?? (status?.state.waiting === undefined ? undefined : status.lastState.terminated);
    if (ended === undefined) pendingInit += 1;
    else if (ended.exitCode !== 0 && ended.reason !== RESTARTING_ALL && !restartsOnExit(pod, container, 'init', ended.exitCode)) failedFinal += 1;
  }

  for (const container of pod.spec.containers) {
    const status = find(statuses.containerStatuses, container.name);
    const restarts = (exitCode: number, reason?: string) => reason === RESTARTING_ALL || restartsOnExit(pod, container, 'main', exitCode);
    if (status === undefined) unknown += 1;
    else if (status.state.running !== undefined) running += 1;
    else if (status.state.terminated !== undefined) {
      const { exitCode, reason } = status.state.terminated;
      stopped += 1;
      if (exitCode === 0) succeeded += 1;
      if (!restarts(exitCode, reason)) final += 1;
    } else if (status.lastState.terminated !== undefined) {
      stopped += 1;
      if (!restarts(status.lastState.terminated.exitCode, status.lastState.terminated.reason)) final += 1;
    } else waiting += 1;
  }

  if (failedFinal > 0) return 'Failed';
  if (pendingInit > 0 || (pendingSidecar > 0 && !options.podHasInitialized)) return 'Pending';
  if (waiting > 0) return 'Pending';
  if (running > 0 && unknown === 0) return 'Running';
  if (running === 0 && stopped > 0 && unknown === 0) {
    if (options.podIsTerminal && !options.isStatic) return succeeded === stopped ? 'Succeeded' : 'Failed';
    if (stopped !== final) return 'Running';
    return succeeded === stopped ? 'Succeeded' : 'Failed';
  }
  return 'Pending';
}

function find(statuses: ContainerStatus[] | undefined, name: string): ContainerStatus | undefined {
  return statuses?.find((status) => status.name === name);
}
