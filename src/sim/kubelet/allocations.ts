import { sameJson } from '../../base/json.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';
import { isSidecar, newest } from './containers.ts';

type Resources = NonNullable<Container['resources']>;

/**
 * CPU and memory of containers as the kubelet has granted them (*allocated*) and as the runtime has been told last
 * (*actuated*). Both lie in files on the node, so they outlive a kubelet process
 * (`pkg/kubelet/allocation/allocation_manager.go`, `pkg/kubelet/kuberuntime/kuberuntime_manager.go: actuatedState`).
 */
export class Allocations {
  readonly #allocated = new Map<string, Resources>();
  readonly #actuated = new Map<string, { resources: Resources; by: RecordId }>();
  /** The latest Pod that was asked for, and what it is with its allocation: nearly always the same one is asked for again. */
  #asked: { pod: Pod; allocated: Pod } | undefined;

  /** Grants a Pod what its spec says (`SetAllocatedResources`). */
  allocate(pod: Pod): void {
    this.#asked = undefined;
    for (const container of resizable(pod)) this.#allocated.set(keyOf(pod, container), container.resources ?? {});
  }

  /** The Pod with what it has been granted in place of what its spec says; itself if that is the same (`UpdatePodFromAllocation`). */
  allocated(pod: Pod): Pod {
    if (this.#asked?.pod !== pod) this.#asked = { pod, allocated: this.#withAllocation(pod) };
    return this.#asked.allocated;
  }

  /** The container is being created with these, or has been resized to them; `by` is the record of that. */
  actuate(pod: Pod, container: Container, by: RecordId): void {
    this.#actuated.set(keyOf(pod, container), { resources: container.resources ?? {}, by });
  }

  /** The record that gave a container of the Pod its resources last. */
  actuatedBy(pod: Pod): RecordId {
    return Math.max(...resizable(pod).map((container) => this.#actuated.get(keyOf(pod, container))?.by ?? NO_CAUSE));
  }

  /** Whether a running container does not have yet what it has been granted; `pod` as {@link allocated} gives it (`IsPodResizeInProgress`). */
  isResizing(pod: Pod, status: RuntimePodStatus): boolean {
    return resizable(pod).some((container) => newest(status, container.name)?.state === 'running' && this.changes(pod, container).length > 0);
  }

  /** Which of `cpu` and `memory` a container has been granted another amount of than it has. */
  changes(pod: Pod, container: Container): ComputeResource[] {
    const actuated = this.#actuated.get(keyOf(pod, container))?.resources;
    const allocated = container.resources ?? {};
    if (actuated === allocated) return [];
    return COMPUTE.filter((name) => allocated.requests?.[name] !== actuated?.requests?.[name] || allocated.limits?.[name] !== actuated?.limits?.[name]);
  }

  #withAllocation(pod: Pod): Pod {
    const granted = (container: Container): Container => {
      const resources = this.#allocated.get(keyOf(pod, container));
      return resources === undefined || sameJson(resources, container.resources ?? {}) ? container : { ...container, resources };
    };
    const containers = pod.spec.containers.map(granted);
    const init = (pod.spec.initContainers ?? []).map(granted);
    const isSame = [...containers, ...init].every(
      (container) => pod.spec.containers.includes(container) || pod.spec.initContainers?.includes(container) === true,
    );
    return isSame ? pod : { ...pod, spec: { ...pod.spec, containers, ...(pod.spec.initContainers !== undefined && { initContainers: init }) } };
  }
}

export type ComputeResource = 'cpu' | 'memory';
const COMPUTE: readonly ComputeResource[] = ['cpu', 'memory'];

/** Main containers and sidecars (`IsResizableContainer`). */
function resizable(pod: Pod): Container[] {
  return [...pod.spec.containers, ...(pod.spec.initContainers ?? []).filter(isSidecar)];
}

/** Whether an update changes CPU or memory of a container that can be resized (`pkg/kubelet/kubelet.go: recordResizeOperations`). */
export function wantsResize(before: Pod, after: Pod): boolean {
  if (before.spec === after.spec) return false;
  const old = new Map(resizable(before).map((container) => [container.name, container.resources]));
  return resizable(after).some(({ name, resources }) => old.has(name) && !sameJson(old.get(name) ?? {}, resources ?? {}));
}

function keyOf(pod: Pod, container: Container): string {
  return `${pod.metadata.uid}/${container.name}`;
}
