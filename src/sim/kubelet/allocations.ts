import { sameJson } from '../../base/json.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';
import { isSidecar, newest } from './containers.ts';
import { COMPUTE, type ComputeResource, effectiveResources, ownOf, type Resources } from './resources.ts';

/**
 * CPU and memory of containers as the kubelet has granted them (*allocated*) and as the runtime has been told last
 * (*actuated*). Both lie in files on the node, so they outlive a kubelet process
 * (`pkg/kubelet/allocation/allocation_manager.go`, `pkg/kubelet/kuberuntime/kuberuntime_manager.go: actuatedState`).
 */
export class Allocations {
  /** By uid and container; by uid alone: what the Pod itself has been granted. */
  readonly #allocated = new Map<string, Resources | undefined>();
  readonly #actuated = new Map<string, { resources: Resources; by: RecordId }>();
  /** By uid: the Pod that its cgroup was made for last. */
  readonly #cgroups = new Map<string, Pod>();
  /** The last question to {@link allocated} and its answer: nearly always the same Pod is asked for again. */
  #asked: { pod: Pod; allocated: Pod } | undefined;

  /** Grants a Pod what its spec says (`SetAllocatedResources`). */
  allocate(pod: Pod): void {
    this.#asked = undefined;
    this.#allocated.set(uidOf(pod), ownOf(pod));
    for (const container of resizable(pod)) this.#allocated.set(keyOf(pod, container), container.resources ?? {});
    if (!this.#cgroups.has(uidOf(pod))) this.#cgroups.set(uidOf(pod), pod);
  }

  /** The Pod with what it has been granted in place of what its spec says; itself if that is the same (`UpdatePodFromAllocation`). */
  allocated(pod: Pod): Pod {
    if (this.#asked?.pod !== pod) this.#asked = { pod, allocated: this.#withAllocation(pod) };
    return this.#asked.allocated;
  }

  /** Notes that the container was created with these resources, or resized to them; `by` is the record of that. */
  actuate(pod: Pod, container: Container, by: RecordId): void {
    this.#actuated.set(keyOf(pod, container), { resources: effectiveResources(pod, container), by });
  }

  /** Notes that the cgroup of the Pod was set to this Pod's resources (`doPodResizeAction`). */
  actuatePod(pod: Pod): void {
    this.#cgroups.set(uidOf(pod), pod);
  }

  /** The Pod whose resources its cgroup has. */
  cgroupOf(pod: Pod): Pod {
    return this.#cgroups.get(uidOf(pod)) ?? pod;
  }

  /** Whether the resources of the Pod itself have been granted but are not in its cgroup yet (`computePodLevelResourcesResizeAction`). */
  changesPod(pod: Pod): boolean {
    return computeChanges(ownOf(pod), ownOf(this.cgroupOf(pod))).length > 0;
  }

  /** The record that gave a container of the Pod its resources last; undefined if none has been made yet. */
  actuatedBy(pod: Pod): RecordId | undefined {
    const by = resizable(pod).flatMap((container) => this.#actuated.get(keyOf(pod, container))?.by ?? []);
    return by.length > 0 ? Math.max(...by) : undefined;
  }

  /** Whether a running container does not have yet what it has been granted; `pod` as {@link allocated} gives it (`IsPodResizeInProgress`). */
  isResizing(pod: Pod, status: RuntimePodStatus): boolean {
    return (
      this.changesPod(pod) ||
      longRunning(pod).some((container) => newest(status, container.name)?.state === 'running' && this.changes(pod, container).length > 0)
    );
  }

  /** Those of `cpu` and `memory` of which a container has been granted another amount than it has now. */
  changes(pod: Pod, container: Container): ComputeResource[] {
    return computeChanges(effectiveResources(pod, container), this.#actuated.get(keyOf(pod, container))?.resources);
  }

  #withAllocation(pod: Pod): Pod {
    if (!this.#allocated.has(uidOf(pod))) return pod;
    const granted = (container: Container): Container => {
      const resources = this.#allocated.get(keyOf(pod, container));
      return resources === undefined ? container : { ...container, resources };
    };
    const { containers, initContainers } = pod.spec;
    const spec = {
      ...pod.spec,
      resources: this.#allocated.get(uidOf(pod)),
      containers: containers.map(granted),
      ...(initContainers !== undefined && { initContainers: initContainers.map(granted) }),
    };
    const allocated = { ...pod, spec };
    return wantsResize(pod, allocated) ? allocated : pod;
  }
}

/** Every container but the ephemeral ones (`pkg/kubelet/allocation/allocation_manager.go: IsResizableContainer`). */
function resizable({ spec }: Pod): Container[] {
  return [...spec.containers, ...(spec.initContainers ?? [])];
}

/** Main containers and sidecars: for a resize of another init container nobody waits (`pkg/kubelet/kuberuntime/kuberuntime_manager.go: isResizableContainer`). */
function longRunning({ spec }: Pod): Container[] {
  return [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
}

/** Whether an update changes CPU or memory of a container that can be resized, or of the Pod (`pkg/kubelet/kubelet.go: recordResizeOperations`). */
export function wantsResize(before: Pod, after: Pod): boolean {
  const asked = (pod: Pod) => [ownOf(pod) ?? {}, ...resizable(pod).map(({ resources }) => resources ?? {})];
  return before.spec !== after.spec && !sameJson(asked(before), asked(after));
}

function computeChanges(now: Resources = {}, was: Resources = {}): ComputeResource[] {
  return COMPUTE.filter((name) => now.requests?.[name] !== was.requests?.[name] || now.limits?.[name] !== was.limits?.[name]);
}

function keyOf(pod: Pod, container: Container): string {
  return `${uidOf(pod)}/${container.name}`;
}

const uidOf = (pod: Pod): string => pod.metadata.uid ?? '';
