import type { RuntimePodStatus } from '../node/container-record.ts';
import { type Routine, Signal } from '../engine/task.ts';
import type { World } from '../world.ts';

/** The part of a status that belongs to one Pod. */
export function ofPod(status: RuntimePodStatus, uid: string): RuntimePodStatus {
  return {
    sandboxes: status.sandboxes.filter((sandbox) => sandbox.podUid === uid),
    containers: status.containers.filter((container) => container.podUid === uid),
    cause: status.cause,
  };
}

/**
 * What the kubelet believes about the runtime: the last status that a relist wrote (`pkg/kubelet/container/cache.go`). Its times are
 * those at which the relist *began*, because these are compared.
 */
export class PodCache {
  readonly #world: World;
  readonly #written = new Signal();
  #status: RuntimePodStatus = { sandboxes: [], containers: [], cause: -1 };
  #modifiedMs = Number.NEGATIVE_INFINITY;
  /** By Pod: the address of its newest ready sandbox, or of the last one. A new process knows none (`pkg/kubelet/pleg/generic.go: getPodIPs`). */
  readonly #addresses = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  get status(): RuntimePodStatus {
    return this.#status;
  }

  address(podUid: string): string | undefined {
    return this.#addresses.get(podUid);
  }

  /** A relist that began at `listedMs` saw this. */
  write(status: RuntimePodStatus, listedMs: number): void {
    for (const { ready, podUid, ip } of [...status.sandboxes].reverse()) if (ready) this.#addresses.set(podUid, ip);
    this.#status = status;
    this.#modifiedMs = listedMs;
    this.#written.fire();
  }

  /**
   * Waits for a status newer than `afterMs`: written by a relist that began later, or confirmed by a later global relist
   * that found nothing new. `nextGlobalMs(t)` tells when the first global relist that begins after t is over.
   */
  *newerThan(afterMs: number, nextGlobalMs: (afterMs: number) => number): Routine<RuntimePodStatus> {
    const confirmedMs = nextGlobalMs(afterMs);
    while (this.#modifiedMs <= afterMs && this.#world.nowMs < confirmedMs) {
      yield { untilMs: confirmedMs, signals: [this.#written] };
    }
    // Wait for what the confirming relist writes in this same millisecond
    yield { untilMs: this.#world.nowMs };
    return this.#status;
  }
}
