import type { Pod } from '../../../model/kubernetes.ts';
import type { World } from '../../world.ts';
import { type Routine, Signal } from '../../engine/task.ts';
import { isSidecar, sidecars } from '../containers.ts';

/**
 * The order in which a Pod with sidecars goes down: a sidecar waits for all main containers and for the next sidecar
 * after it (`pkg/kubelet/kuberuntime/kuberuntime_termination_order.go`). Only containers that run when the kill begins count.
 */
export class TerminationOrder {
  readonly #world: World;
  readonly #prerequisites = new Map<string, string[]>();
  readonly #stopped = new Set<string>();
  readonly #changed = new Signal();

  private constructor(world: World) {
    this.#world = world;
  }

  /** Undefined for a Pod without sidecars: there is no order then. */
  static of(world: World, pod: Pod, running: readonly string[]): TerminationOrder | undefined {
    if (sidecars(pod).length === 0) return undefined;
    const order = new TerminationOrder(world);
    const before = pod.spec.containers.map((container) => container.name).filter((name) => running.includes(name));
    for (const container of [...(pod.spec.initContainers ?? [])].reverse()) {
      if (!isSidecar(container) || !running.includes(container.name)) continue;
      order.#prerequisites.set(container.name, [...before]);
      before.push(container.name);
    }
    return order;
  }

  /** Waits until it is this container's turn or its grace is used up; returns the whole seconds that were waited. */
  *waitForTurn(name: string, graceSeconds: number): Routine<number> {
    const wanted = this.#prerequisites.get(name) ?? [];
    const startMs = this.#world.nowMs;
    const deadlineMs = startMs + graceSeconds * 1000;
    while (wanted.some((other) => !this.#stopped.has(other)) && this.#world.nowMs < deadlineMs) {
      yield { untilMs: deadlineMs, signals: [this.#changed] };
    }
    return Math.floor((this.#world.nowMs - startMs) / 1000);
  }

  containerStopped(name: string): void {
    this.#stopped.add(name);
    this.#changed.fire();
  }
}
