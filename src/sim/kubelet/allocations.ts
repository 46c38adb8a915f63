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
  /** By uid. */
  readonly #allocated = new Map<string, Granted>();
  /** By uid and container. */
  readonly #actuated = new Map<string, Map<string, { resources: Resources; by: RecordId }>>();
  /** By uid: the Pod that its cgroup was made for last. */
  readonly #cgroups = new Map<string, Pod>();
  /** The last question to {@link allocated} and its answer: nearly always the same Pod is asked for again. */
  #asked: { pod: Pod; allocated: Pod } | undefined;
  /** A spec that says what has been granted: a Pod that only has another status since need not be looked at. */
  #asSpecified: Pod['spec'] | undefined;

  /** Grants a Pod what its spec says (`SetAllocatedResources`). */
  allocate(pod: Pod): void {
    this.#asked = undefined;
    this.#asSpecified = undefined;
    const granted: Granted = this.#allocated.get(uidOf(pod)) ?? { own: undefined, containers: new Map() };
    granted.own = ownOf(pod);
    for (const container of resizable(pod)) granted.containers.set(container.name, container.resources ?? {});
    this.#allocated.set(uidOf(pod), granted);
    if (!this.#cgroups.has(uidOf(pod))) this.#cgroups.set(uidOf(pod), pod);
  }

  /** The Pod with what it has been granted in place of what its spec says; itself if that is the same (`UpdatePodFromAllocation`). */
  allocated(pod: Pod): Pod {
    if (this.#asked?.pod !== pod) this.#asked = { pod, allocated: this.#withAllocation(pod) };
    return this.#asked.allocated;
  }

  /** Notes that the container was created with these resources, or resized to them; `by` is the record of that. */
  actuate(pod: Pod, container: Container, by: RecordId): void {
    const actuated = this.#actuated.get(uidOf(pod)) ?? new Map<string, { resources: Resources; by: RecordId }>();
    actuated.set(container.name, { resources: effectiveResources(pod, container), by });
    this.#actuated.set(uidOf(pod), actuated);
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
    const by = resizable(pod).flatMap((container) => this.#actuated.get(uidOf(pod))?.get(container.name)?.by ?? []);
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
    return computeChanges(effectiveResources(pod, container), this.#actuated.get(uidOf(pod))?.get(container.name)?.resources);
  }

  #withAllocation(pod: Pod): Pod {
    const known = this.#allocated.get(uidOf(pod));
    if (known === undefined || pod.spec === this.#asSpecified) return pod;
    const granted = (container: Container): Container => {
      const resources = known.containers.get(container.name);
      return resources === undefined ? container : { ...container, resources };
    };
    const { containers, initContainers } = pod.spec;
    const spec = {
      ...pod.spec,
      resources: known.own,
      containers: containers.map(granted),
      ...(initContainers !== undefined && { initContainers: initContainers.map(granted) }),
    };
    const allocated = { ...pod, spec };
    if (wantsResize(pod, allocated)) return allocated;
    this.#asSpecified = pod.spec;
    return pod;
  }
}

/** What a Pod has been granted for itself, and for its containers by name. */
interface Granted {
  own: Resources | undefined;
  containers: Map<string, Resources>;
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

const uidOf = (pod: Pod): string => pod.metadata.uid ?? '';
