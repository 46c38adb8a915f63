import type { Pod } from '../../model/kubernetes.ts';
import type { RecordId, SyncRecord } from '../../model/trace.ts';
import { type Routine, Signal } from '../engine/task.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import { isTerminal } from './status/generate.ts';
import type { SyncContext } from './volume-manager.ts';
import { noteTexts } from './texts/en.ts';

/** Why a sync is wanted (`pkg/kubelet/types: SyncPodType`). */
export interface PodUpdate {
  type: 'create' | 'update' | 'sync' | 'kill';
  pod: Pod;
  /** The mirror of a static Pod, as it was known when the update was made. */
  mirror?: Pod | undefined;
  cause: RecordId;
  /** Set if the node kills the Pod: the grace period that it imposes, and what the status then says. */
  kill?: KillRequest;
  /** Whether this is the resync of a Pod that has nothing to do: it gets no record. */
  quiet?: boolean;
}

/** A kill that comes from the node itself: the grace period it imposes, and what the status then says. */
export interface KillRequest {
  graceSeconds?: number;
  reason?: string;
  message?: string;
  /** What the condition DisruptionTarget (`TerminationByKubelet`) says; without it there is none. */
  disruption?: string | undefined;
  /** Whether it is an eviction: then nothing of the Pod is kept on the node. */
  evicts?: boolean;
}

/** How a sync ended. */
export interface SyncOutcome {
  error?: string;
  /** Containers wait in back-off until then. */
  backOffUntilMs?: number;
  /** SyncPod found the Pod in a terminal phase. */
  terminal?: boolean;
  /** Another sync is needed at once. */
  again?: boolean;
  /** Nothing was done and nothing is left to wait for. */
  idle?: boolean;
}

export interface PodSyncer {
  syncPod(pod: Pod, mirror: Pod | undefined, status: RuntimePodStatus, context: SyncContext, cause: RecordId): Routine<SyncOutcome>;
  syncTerminatingPod(pod: Pod, status: RuntimePodStatus, graceSeconds: number | undefined, kill: PodUpdate['kill'], cause: RecordId): Routine<SyncOutcome>;
  syncTerminatedPod(pod: Pod, status: RuntimePodStatus, cause: RecordId): Routine<SyncOutcome>;
}

export interface PodWorkerOptions {
  world: World;
  syncer: PodSyncer;
  /** Whether the cache shows nothing of the Pod alive. */
  nothingRuns: () => boolean;
  /** Waits for a status newer than the end of the sync before. */
  newStatus: (afterMs: number) => Routine<RuntimePodStatus>;
  /** Asks for the next sync (`completeWork`), in place of what was asked for before. */
  enqueue: (delay: Requeue) => void;
}

/** When the next sync is due; `idle`: the resync of a Pod that has nothing to do. */
export type Requeue = { kind: 'now' } | { kind: 'resync'; idle: boolean } | { kind: 'back-off'; untilMs: number } | { kind: 'error' };

/**
 * The worker of one Pod: one sync at a time, a single pending update, and a life in one direction, SyncPod → TerminatingPod
 * → TerminatedPod → finished (`pkg/kubelet/pod_workers.go`).
 */
export class PodWorker {
  readonly #options: PodWorkerOptions;
  readonly #wake = new Signal();
  #pending: PodUpdate | undefined;
  #active: PodUpdate | undefined;
  #context: SyncContext = { cancelled: false, changed: new Signal() };
  #lastSyncMs = Number.NEGATIVE_INFINITY;
  #known = false;
  #working = false;
  #terminating = false;
  #terminated = false;
  #finished = false;
  #graceSeconds = 0;
  #kill: PodUpdate['kill'];
  #killCause: RecordId | undefined;

  constructor(options: PodWorkerOptions) {
    this.#options = options;
  }

  /** Whether the API may still withhold a terminal phase (`CouldHaveRunningContainers`). */
  get couldHaveRunningContainers(): boolean {
    return !this.#terminated;
  }

  get isTerminating(): boolean {
    return this.#terminating;
  }

  get isEvicted(): boolean {
    return this.#kill?.evicts === true;
  }

  get isFinished(): boolean {
    return this.#finished;
  }

  /** Whether the worker neither works nor has an update to work on. */
  get isResting(): boolean {
    return !this.#working && this.#pending === undefined;
  }

  /** The skipped resync of an idle Pod: as if it had been carried out just now. */
  skippedSync(): void {
    this.#lastSyncMs = this.#options.world.nowMs;
  }

  /** `UpdatePod`. */
  update(update: PodUpdate): void {
    if (this.#finished) return;
    const { pod } = update;
    if (!this.#known) {
      this.#known = true;
      // A Pod that had ended before this kubelet began only needs the last step.
      if (isTerminal(pod.status.phase) && this.#options.nothingRuns()) {
        this.#terminating = true;
        this.#terminated = true;
      }
    }
    const becomesTerminating = !this.#terminating && (pod.metadata.deletionTimestamp !== undefined || isTerminal(pod.status.phase) || update.type === 'kill');
    if (becomesTerminating) {
      this.#terminating = true;
      this.#killCause = update.cause === NO_CAUSE ? undefined : update.cause;
    }
    if (update.kill !== undefined) this.#kill = update.kill;
    let shortened = false;
    if (this.#terminating) {
      const grace = effectiveGrace(this.#graceSeconds, pod, update.kill?.graceSeconds);
      shortened = this.#graceSeconds !== 0 && grace < this.#graceSeconds;
      this.#graceSeconds = grace;
    }
    this.#pending = update;
    this.#wake.fire();
    if (becomesTerminating || shortened) this.#cancel();
  }

  *run(): Routine {
    for (;;) {
      while (this.#pending === undefined) yield { signals: [this.#wake] };
      const update = this.#pending;
      this.#pending = undefined;
      this.#active = update;
      this.#working = true;
      if (!this.#terminating) this.#context = { cancelled: false, changed: new Signal() };
      // The kind of sync, like the object that it works with, is settled before the wait
      const type = this.#nextType();
      const wantedMs = this.#options.world.nowMs;
      const status = yield* this.#options.newStatus(this.#lastSyncMs);
      this.#noteWait(wantedMs, type, update);
      const outcome = yield* this.#sync(type, update, status);
      this.#lastSyncMs = this.#options.world.nowMs;
      this.#working = false;
      if (this.#finished) return;
      this.#complete(outcome);
    }
  }

  #noteWait(fromMs: number, type: SyncRecord['type'], { cause }: PodUpdate): void {
    const toMs = this.#options.world.nowMs;
    if (toMs === fromMs) return;
    const { waits, waitsDetail } = noteTexts.worker;
    this.#options.world.notes?.push({
      part: 'worker',
      what: 'wait',
      fromMs,
      toMs,
      text: waits,
      detail: waitsDetail(type),
      cause,
      rule: 'worker.cache-gate',
    });
  }

  #nextType(): SyncRecord['type'] {
    return this.#terminated ? 'SyncTerminatedPod' : this.#terminating ? 'SyncTerminatingPod' : 'SyncPod';
  }

  *#sync(type: SyncRecord['type'], update: PodUpdate, status: RuntimePodStatus): Routine<SyncOutcome> {
    const { world, syncer } = this.#options;
    const { pod } = update;
    const start = update.quiet === true ? undefined : world.trace.add({ kind: 'Sync', cause: update.cause, rule: 'worker.sync', what: 'start', type });
    // If nothing but a timer asked for the sync, the sync itself is the cause of what it does
    const cause = update.cause === NO_CAUSE ? (start?.id ?? NO_CAUSE) : update.cause;
    let outcome: SyncOutcome;
    if (type === 'SyncPod') {
      outcome = yield* syncer.syncPod(pod, update.mirror, status, this.#context, cause);
      if (outcome.terminal === true) {
        this.#terminating = true;
        this.#killCause = cause;
      }
    } else if (type === 'SyncTerminatingPod') {
      this.#killCause ??= cause;
      // A Pod that ends by itself has no override: each container gets the grace period of its spec
      outcome = yield* syncer.syncTerminatingPod(pod, status, this.#graceSeconds > 0 ? this.#graceSeconds : undefined, this.#kill, this.#killCause);
      if (outcome.error === undefined) this.#terminated = true;
    } else {
      outcome = yield* syncer.syncTerminatedPod(pod, status, cause);
      if (outcome.error === undefined) this.#finished = true;
    }
    if (start !== undefined)
      world.trace.add({ kind: 'Sync', cause: start.id, rule: 'worker.sync', what: 'end', type, ...(outcome.error !== undefined && { error: outcome.error }) });
    this.#transition = type === 'SyncPod' ? outcome.terminal === true || outcome.again === true : outcome.error === undefined;
    return outcome;
  }

  #transition = false;

  /** `completeWork`: when to come back. A change of phase comes back at once. */
  #complete(outcome: SyncOutcome): void {
    if (this.#transition) {
      this.#transition = false;
      this.#pending ??= this.#active;
      this.#options.enqueue({ kind: 'now' });
    } else if (outcome.error === undefined) this.#options.enqueue({ kind: 'resync', idle: outcome.idle === true });
    else if (outcome.backOffUntilMs !== undefined) this.#options.enqueue({ kind: 'back-off', untilMs: outcome.backOffUntilMs });
    else this.#options.enqueue({ kind: 'error' });
  }

  /** Only the volume wait reacts to it. */
  #cancel(): void {
    this.#context.cancelled = true;
    this.#context.changed.fire();
  }
}

/** The grace period of a termination: updates only ever shorten it, never below 1 s (`calculateEffectiveGracePeriod`). */
function effectiveGrace(before: number, pod: Pod, override: number | undefined): number {
  let grace = before;
  let overridden = false;
  const deletion = pod.metadata.deletionGracePeriodSeconds;
  if (deletion !== undefined) {
    if (grace === 0 || deletion < grace) grace = deletion;
    overridden = true;
  }
  if (override !== undefined) {
    if (grace === 0 || override < grace) grace = override;
    overridden = true;
  }
  if (!overridden && grace === 0) grace = pod.spec.terminationGracePeriodSeconds ?? 30;
  return Math.max(grace, 1);
}
