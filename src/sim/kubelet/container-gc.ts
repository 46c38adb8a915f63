import type { RecordId } from '../../model/trace.ts';
import { Beat } from '../engine/beat.ts';
import { PRIORITY } from '../engine/queue.ts';
import type { Runtime } from '../node/runtime.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';

/** `pkg/kubelet/kubelet.go: ContainerGCPeriod`. */
export const GC_PERIOD_MS = 60_000;

export interface ContainerGcOptions {
  /** One of its turns. */
  firstMs: number;
  /** Whether the Pod is neither in the API nor in a manifest file. */
  isGone: (podUid: string) => boolean;
  /** Whether the kubelet still works on the Pod. */
  isEnding: (podUid: string) => boolean;
}

/**
 * Removes once a minute the dead containers of Pods that the kubelet no longer knows: of orphans, and of static Pods whose manifest is
 * gone (`pkg/kubelet/kuberuntime/kuberuntime_gc.go: evictContainers`).
 */
export class ContainerGc {
  readonly #world: World;
  readonly #runtime: Runtime;
  readonly #options: ContainerGcOptions;
  readonly #beat: Beat;
  /** What left something behind, for the record. */
  #cause: RecordId = NO_CAUSE;

  constructor(world: World, runtime: Runtime, options: ContainerGcOptions) {
    this.#world = world;
    this.#runtime = runtime;
    this.#options = options;
    this.#beat = new Beat(world.queue, {
      firstMs: options.firstMs,
      periodMs: GC_PERIOD_MS,
      priority: PRIORITY.housekeeping,
      skipIdle: world.skipIdle,
      run: () => this.#collect(),
    });
  }

  /** A container has ended or a Pod is gone: if something is left of it, the next turn removes it. `fromMs`: the earliest such turn. */
  consider(cause: RecordId, fromMs = this.#world.nowMs + 1): void {
    if (this.#leftovers().length === 0) return;
    this.#cause = cause;
    this.#beat.arm(fromMs);
  }

  stop(): void {
    this.#beat.stop();
  }

  #leftovers() {
    return this.#runtime.status().containers.filter(({ state, podUid }) => state === 'exited' && this.#options.isGone(podUid));
  }

  #collect(): void {
    for (const { id, podUid } of this.#leftovers()) if (!this.#options.isEnding(podUid)) this.#runtime.removeContainer(id, this.#cause);
    this.consider(this.#cause);
  }
}
