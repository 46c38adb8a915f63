import type { RandomStream } from '../../base/random.ts';
import type { Scope } from '../engine/task.ts';
import type { World } from '../world.ts';

/** `volumeStatsAggPeriod` of KubeletConfiguration. */
const PERIOD_MS = 60_000;

/**
 * The sizes of a Pod's volumes as the kubelet knows them. They are measured when a loop of a minute first finds the Pod, then every one to
 * two minutes (`pkg/kubelet/server/stats/fs_resource_analyzer.go: updateCachedPodVolumeStats`, `volume_stat_calculator.go: StartOnce`).
 */
export class VolumeStats {
  readonly #world: World;
  readonly #scope: Scope;
  readonly #random: RandomStream;
  readonly #measure: () => Map<string, number>;
  readonly #measured: () => void;
  /** A turn of the loop that looks for new Pods. */
  readonly #turnMs: number;
  #nextMs = 0;
  #isAwaited = false;
  #bytes: ReadonlyMap<string, number> = new Map();

  /** `measured` is told each time, but only if something was written before. */
  constructor(parts: { world: World; scope: Scope; process: number; measure: () => Map<string, number>; measured: () => void }) {
    this.#world = parts.world;
    this.#scope = parts.scope;
    this.#measure = parts.measure;
    this.#measured = parts.measured;
    this.#random = parts.world.random(`volume-stats/${parts.process}`);
    this.#turnMs = this.#random.betweenMs(0, PERIOD_MS) - PERIOD_MS;
  }

  usedBytes(volume: string): number {
    return this.#bytes.get(volume) ?? 0;
  }

  /** The kubelet has taken a Pod on. */
  podAdded(): void {
    this.#nextMs = this.#turnMs + Math.ceil((this.#world.nowMs - this.#turnMs) / PERIOD_MS) * PERIOD_MS;
    if (this.#measure().size > 0) this.written();
  }

  /** Some volume has another size. */
  written(): void {
    if (this.#isAwaited) return;
    while (this.#nextMs < this.#world.nowMs) this.#nextMs += this.#random.betweenMs(PERIOD_MS, 2 * PERIOD_MS);
    this.#isAwaited = true;
    this.#scope.at(this.#nextMs, () => {
      this.#isAwaited = false;
      this.#nextMs += this.#random.betweenMs(PERIOD_MS, 2 * PERIOD_MS);
      this.#bytes = this.#measure();
      this.#measured();
    });
  }
}
