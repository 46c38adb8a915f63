import type { Pod, PodStatus } from '../../model/kubernetes.ts';
import type { World } from '../world.ts';

/** `activeDeadlineSeconds`, counted from a startTime in whole seconds (`pkg/kubelet/active_deadline.go`). */
export class Deadline {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** When the Pod has been active for too long; Infinity without a deadline or before it has a start time. */
  dueMs(pod: Pod, status: PodStatus): number {
    const seconds = pod.spec.activeDeadlineSeconds;
    if (seconds === undefined || status.startTime === undefined) return Number.POSITIVE_INFINITY;
    return this.#world.timeOf(status.startTime) + seconds * 1000;
  }

  exceeded(pod: Pod, status: PodStatus): boolean {
    return this.#world.nowMs >= this.dueMs(pod, status);
  }
}
