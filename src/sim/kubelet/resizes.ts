import type { Container, Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { Scope } from '../engine/task.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';
import type { World } from '../world.ts';
import { rejectionOf } from './admission.ts';
import { type Allocations, wantsResize } from './allocations.ts';
import type { EventRecorder } from './events/recorder.ts';
import { isCritical } from './eviction.ts';
import { ResizeConditions } from './status/resize-conditions.ts';

/** How long after a resize could not be granted the kubelet tries again (`pkg/kubelet/allocation/allocation_manager.go: retryDelay`). */
const RETRY_MS = 180_000;
/**
 * A kubelet that starts takes its Pods on before it counts the API as read, so that what was left open has to wait for the next try
 * (`initialRetryDelay`; recorded in resize-kubelet-down).
 */
const FIRST_RETRY_MS = 30_000;

/**
 * In-place resizes of one Pod: whether the node grants what the spec asks for, and how far the containers have got with it
 * (`pkg/kubelet/allocation/allocation_manager.go`): CPU and memory of containers, and of the Pod itself.
 */
export class PodResizes {
  readonly conditions: ResizeConditions;
  readonly #world: World;
  readonly #scope: Scope;
  readonly #events: EventRecorder;
  readonly #allocations: Allocations;
  readonly #pod: () => Pod;
  readonly #sync: (cause: RecordId) => void;
  #looks = 0;

  constructor(parts: { world: World; scope: Scope; events: EventRecorder; allocations: Allocations; pod: () => Pod; sync: (cause: RecordId) => void }) {
    this.#world = parts.world;
    this.#scope = parts.scope;
    this.#events = parts.events;
    this.#allocations = parts.allocations;
    this.#pod = parts.pod;
    this.#sync = parts.sync;
    this.conditions = new ResizeConditions(parts.world);
  }

  /** The Pod is taken on. What an earlier kubelet process granted still holds; what it left open is tried later (`HandlePodAdditions`). */
  admitted(cause: RecordId): void {
    const pod = this.#pod();
    this.#allocations.allocate(this.#allocations.allocated(pod));
    this.conditions.takeOver(pod.status.conditions ?? []);
    if (this.#allocations.allocated(pod) !== pod) this.#lookAgainLater(cause, FIRST_RETRY_MS);
  }

  /** Another version of the Pod has come (`HandlePodUpdates`). */
  changed(before: Pod, cause: RecordId): void {
    const pod = this.#pod();
    if (!wantsResize(before, pod)) return;
    if (this.#allocations.allocated(pod) !== pod) this.#look(cause);
    else this.conditions.clearPending();
  }

  /** What each sync begins with (`pkg/kubelet/kubelet.go: SyncPod`); `pod` with its allocation. */
  noteProgress(pod: Pod, status: RuntimePodStatus, cause: RecordId): void {
    const generation = this.conditions.generationInProgress;
    if (this.#allocations.isResizing(pod, status)) this.conditions.setInProgress(pod.metadata.generation ?? 1);
    else if (generation !== undefined) {
      this.conditions.clearInProgress();
      this.#events.pod(pod, 'Normal', 'ResizeCompleted', `Pod resize completed: ${summary(pod, generation)}`, this.#allocations.actuatedBy(pod) ?? cause);
    }
  }

  /** What was granted cannot be carried out now; it is tried again with the next sync (the end of `SyncPod`). */
  failed(pod: Pod, message: string, cause: RecordId): void {
    if (!this.conditions.setInProgress(pod.metadata.generation ?? 1, { reason: 'Error', message })) return;
    const generation = this.conditions.generationInProgress ?? 1;
    this.#events.pod(pod, 'Warning', 'ResizeError', `Pod resize error: ${summary(pod, generation, message)}`, cause);
  }

  /** Can the node grant it? (`handlePodResourcesResize`) */
  #look(cause: RecordId): void {
    const pod = this.#pod();
    const generation = pod.metadata.generation ?? 1;
    this.#looks += 1;
    const rejection = rejectionOf(pod, this.#world.scenario.cluster, isCritical(pod, false));
    if (rejection === undefined) {
      this.#allocations.allocate(pod);
      this.conditions.clearPending();
      this.conditions.clearInProgress();
      this.conditions.setInProgress(generation);
      this.#events.pod(pod, 'Normal', 'ResizeStarted', `Pod resize started: ${summary(pod, generation)}`, cause);
      this.#sync(cause);
      return;
    }
    if (this.conditions.setPending(rejection.message, generation)) {
      const message = `Pod resize ${rejection.reason}: ${summary(pod, generation, rejection.message)}`;
      this.#events.pod(pod, 'Warning', 'ResizeDeferred', message, cause);
    }
    this.#sync(cause);
    this.#lookAgainLater(cause, RETRY_MS);
  }

  #lookAgainLater(cause: RecordId, delayMs: number): void {
    const look = this.#looks;
    this.#scope.at(this.#world.nowMs + delayMs, () => {
      const pod = this.#pod();
      if (look !== this.#looks || this.#allocations.allocated(pod) === pod) return;
      // A Pod that has ended has no conditions of a resize any more
      if (delayMs === FIRST_RETRY_MS || this.conditions.list.length > 0) this.#look(cause);
    });
  }
}

/** What the Events of a resize say: the containers' resources as JSON (`pkg/kubelet/events/resize.go: podResizeMessage`). */
function summary(pod: Pod, generation: number, error?: string): string {
  const listed = (containers: readonly Container[]) => containers.map(({ name, resources }) => ({ name, resources: ordered(resources) }));
  const init = listed(pod.spec.initContainers ?? []);
  return JSON.stringify({
    ...(init.length > 0 && { initContainers: init }),
    containers: listed(pod.spec.containers),
    generation,
    ...(error !== undefined && { error }),
  });
}

/** Resources as Go writes them: limits before requests, names in alphabetical order. */
function ordered(resources: Container['resources']): object {
  const sorted = (amounts: Record<string, unknown> | undefined) =>
    amounts === undefined ? undefined : Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { limits: sorted(resources?.limits), requests: sorted(resources?.requests) };
}
