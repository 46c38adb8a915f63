import { remembered } from '../../base/remembered.ts';
import type { Container, ContainerRestartRule, Pod } from '../../model/kubernetes.ts';
import type { ContainerSnapshot, RuntimePodStatus } from '../node/container-record.ts';

/** Which list of the Pod a container stands in; a sidecar is a restartable init container. */
export type ContainerKind = 'main' | 'init' | 'sidecar' | 'ephemeral';

/** `pkg/api/v1/pod/util.go: IsRestartableInitContainer`. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

export function sidecars(pod: Pod): Container[] {
  return (pod.spec.initContainers ?? []).filter(isSidecar);
}

/** A container of the Pod by name, whatever its kind. */
export function containerOf(pod: Pod, name: string): { container: Container; kind: ContainerKind } | undefined {
  const main = pod.spec.containers.find((candidate) => candidate.name === name);
  if (main !== undefined) return { container: main, kind: 'main' };
  const init = pod.spec.initContainers?.find((candidate) => candidate.name === name);
  if (init !== undefined) return { container: init, kind: isSidecar(init) ? 'sidecar' : 'init' };
  const ephemeral = pod.spec.ephemeralContainers?.find((candidate) => candidate.name === name);
  return ephemeral === undefined ? undefined : { container: ephemeral, kind: 'ephemeral' };
}

/** What an Event points at: `spec.containers{app}` (`pkg/kubelet/container/ref.go: fieldPath`). */
export function fieldPathOf(pod: Pod, name: string): string {
  const kind = containerOf(pod, name)?.kind;
  const list = kind === 'init' || kind === 'sidecar' ? 'initContainers' : kind === 'ephemeral' ? 'ephemeralContainers' : 'containers';
  return `spec.${list}{${name}}`;
}

/** The newest instance of a container that the runtime still knows. */
export function newest(status: RuntimePodStatus, name: string): ContainerSnapshot | undefined {
  return status.containers.find((container) => container.name === name);
}

/** A hash that changes with the container's definition; since 1.31 only name and image count (`pkg/kubelet/container/helpers.go: HashContainer`). */
export const definitionHash = remembered((container: Container): string => JSON.stringify([container.name, container.image ?? '']));

/** The Pod in messages: `NAME_NAMESPACE(UID)` (`pkg/kubelet/util/format: Pod`). */
export function podText(pod: Pod): string {
  return `${pod.metadata.name ?? ''}_${pod.metadata.namespace ?? ''}(${pod.metadata.uid ?? ''})`;
}

/**
 * Whether its exit code alone makes an exited container start again: its restart rules decide first, then its own policy, then the
 * Pod's (`pkg/api/v1/pod/util.go: ContainerShouldRestart`).
 */
export function restartsOnExit(pod: Pod, container: Container, kind: ContainerKind, exitCode: number): boolean {
  if (kind === 'sidecar') return true;
  if (kind === 'ephemeral') return false;
  if (container.restartPolicy !== undefined && matchingRule(container, exitCode) !== undefined) return true;
  switch (container.restartPolicy ?? pod.spec.restartPolicy ?? 'Always') {
    case 'Always':
      return true;
    case 'OnFailure':
      return exitCode !== 0;
    case 'Never':
      return false;
  }
}

/** The first of a container's rules that an exit code matches. */
function matchingRule(container: Container, exitCode: number): ContainerRestartRule | undefined {
  return container.restartPolicyRules?.find((rule) => {
    const values = rule.exitCodes?.values ?? [];
    return rule.exitCodes?.operator === 'NotIn' ? !values.includes(exitCode) : values.includes(exitCode);
  });
}

/** Whether some container of the Pod may ask for all of them to be restarted. */
export const hasRestartAllRule = ({ spec }: Pod): boolean => mayRestartAll(spec);

const mayRestartAll = remembered((spec: Pod['spec']): boolean =>
  [...spec.containers, ...(spec.initContainers ?? [])].some(
    (container) => container.restartPolicyRules?.some((rule) => rule.action === 'RestartAllContainers') === true,
  ),
);

/** Containers whose latest exit asks for all containers to be restarted (`pkg/api/v1/pod/util.go: AllContainersCouldRestart` and the sync). */
export function restartAllTriggers(pod: Pod, status: RuntimePodStatus): string[] {
  if (!hasRestartAllRule(pod)) return [];
  return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].flatMap((container) => {
    const record = newest(status, container.name);
    return record?.state === 'exited' && matchingRule(container, record.exitCode)?.action === 'RestartAllContainers' ? [container.name] : [];
  });
}

/** `pkg/kubelet/container/helpers.go: ShouldContainerBeRestarted`. */
export function shouldBeRestarted(pod: Pod, container: Container, kind: ContainerKind, status: RuntimePodStatus): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const record = newest(status, container.name);
  if (record === undefined) return true;
  if (record.state === 'running') return false;
  if (record.state !== 'exited') return true;
  return restartsOnExit(pod, container, kind, record.exitCode);
}

/** The restart policy for a container that is to be killed for its probe: it has no exit code yet (`computePodActions`). */
export function restartsAfterKill(pod: Pod, container: Container): boolean {
  return (container.restartPolicy ?? pod.spec.restartPolicy) !== 'Never';
}
