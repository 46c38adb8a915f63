import type { PodCondition } from '../../../model/kubernetes.ts';
import type { World } from '../../world.ts';

const PENDING = 'PodResizePending';
const IN_PROGRESS = 'PodResizeInProgress';

/** Conditions that the resize makes, with times and a generation of their own; the status manager takes them as they are. */
export const RESIZE_CONDITIONS: readonly string[] = [PENDING, IN_PROGRESS];

/** The conditions that tell how far a resize is (`pkg/kubelet/status/status_manager.go: podResizeConditions`). */
export class ResizeConditions {
  readonly #world: World;
  #pending: PodCondition | undefined;
  #inProgress: PodCondition | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  get list(): PodCondition[] {
    return [this.#pending, this.#inProgress].filter((condition) => condition !== undefined);
  }

  /** A new kubelet process continues from the conditions that the last one left (`BackfillPodResizeConditions`). */
  takeOver(conditions: readonly PodCondition[]): void {
    this.#pending = conditions.find(({ type }) => type === PENDING);
    this.#inProgress = conditions.find(({ type }) => type === IN_PROGRESS);
  }

  /** Notes that the node cannot grant the resize now. Returns whether that is new (`SetPodResizePendingCondition`). */
  setPending(message: string, generation: number): boolean {
    const before = this.#pending;
    this.#pending = this.#condition(PENDING, before, generation, { reason: 'Deferred', message });
    return before?.['observedGeneration'] !== generation;
  }

  clearPending(): void {
    this.#pending = undefined;
  }

  /**
   * Notes that a resize is being carried out, or why that fails. Until it is cleared the condition keeps naming the first generation, and a
   * failure if nothing else is said. Returns whether it says something new (`SetPodResizeInProgressCondition`).
   */
  setInProgress(generation: number, failure?: { reason: string; message: string }): boolean {
    const before = this.#inProgress;
    const { reason, message } = failure ?? before ?? {};
    const why = reason === undefined ? {} : { reason, message: message ?? '' };
    this.#inProgress = this.#condition(IN_PROGRESS, before, this.generationInProgress ?? generation, why);
    return before === undefined || before.reason !== reason || before.message !== message;
  }

  /** The generation of the spec that is being carried out. */
  get generationInProgress(): number | undefined {
    return this.#inProgress?.['observedGeneration'] as number | undefined;
  }

  clearInProgress(): void {
    this.#inProgress = undefined;
  }

  /** Clears the conditions: a Pod that has ended is not resized any more. */
  clear(): void {
    this.clearPending();
    this.clearInProgress();
  }

  #condition(type: string, before: PodCondition | undefined, observedGeneration: number, why: { reason?: string; message?: string }): PodCondition {
    const now = this.#world.timestamp();
    const lastTransitionTime = before !== undefined && before.reason === why.reason ? before.lastTransitionTime : now;
    return { type, observedGeneration, status: 'True', lastProbeTime: now, lastTransitionTime: lastTransitionTime ?? now, ...why };
  }
}
