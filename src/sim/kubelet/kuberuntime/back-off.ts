import { remembered } from '../../../base/remembered.ts';
import type { Container, Pod } from '../../../model/kubernetes.ts';

const INITIAL_MS = 10_000;
const FORGET_MS = 600_000;
/** Gate ReduceDefaultCrashLoopBackOffDecay. */
const REDUCED = { initialMs: 1000, maxMs: 60_000 };

/** A start that has to wait, and until when. */
export interface InBackOff {
  delayMs: number;
  untilMs: number;
}

/**
 * CrashLoopBackOff (`pkg/kubelet/kubelet.go: newCrashLoopBackOff`, `client-go/util/flowcontrol/backoff.go`): 10 s, doubling
 * with each start to 300 s. Kept in memory, by container and what it is made of.
 */
export class RestartBackOff {
  readonly #initialMs: number;
  readonly #maxMs: number;
  readonly #entries = new Map<string, { delayMs: number; advancedMs: number }>();

  constructor(options: { maxMs: number; reduced: boolean }) {
    const maxMs = options.reduced ? Math.min(options.maxMs, REDUCED.maxMs) : options.maxMs;
    this.#initialMs = Math.min(options.reduced ? REDUCED.initialMs : INITIAL_MS, maxMs);
    this.#maxMs = maxMs;
  }

  /**
   * Asks for a start. `finishedMs` is the end of the newest exited instance in the kubelet's cache; without one the container
   * may start at once, and no entry is made for it.
   */
  start(key: string, finishedMs: number | undefined, nowMs: number): InBackOff | undefined {
    if (finishedMs === undefined) return undefined;
    const entry = this.#current(key, nowMs);
    if (entry === undefined || finishedMs - entry.advancedMs > FORGET_MS) {
      this.#entries.set(key, { delayMs: this.#initialMs, advancedMs: nowMs });
      return undefined;
    }
    if (nowMs - finishedMs < entry.delayMs) return { delayMs: entry.delayMs, untilMs: finishedMs + entry.delayMs };
    this.#entries.set(key, { delayMs: Math.min(entry.delayMs * 2, this.#maxMs), advancedMs: nowMs });
    return undefined;
  }

  /** Housekeeping, every 2 s, deletes entries that have not advanced for 600 s. */
  #current(key: string, nowMs: number): { delayMs: number; advancedMs: number } | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || nowMs - entry.advancedMs <= FORGET_MS) return entry;
    this.#entries.delete(key);
    return undefined;
  }
}

/** Another image or other resources make a fresh entry (`pkg/kubelet/kuberuntime/helpers.go: GetBackoffKey`). */
export function backOffKey(pod: Pod, container: Container): string {
  return `${pod.metadata.uid}/${madeOf(container)}`;
}

const madeOf = remembered(({ name, image, resources }: Container): string => JSON.stringify([name, image, resources]));
