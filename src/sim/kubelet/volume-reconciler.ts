import type { Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { Routine, Scope } from '../engine/task.ts';
import type { World } from '../world.ts';
import type { EventRecorder } from './events/recorder.ts';

/** From the Pod's first sync to the first attempt: two loops of 100 ms each, populator and reconciler. */
const FIRST_ATTEMPT_MS = 130;
/** Back-off of a mount that fails (`pkg/util/goroutinemap/exponentialbackoff`). */
const RETRY_INITIAL_MS = 500;
const RETRY_MAX_MS = 122_000;

/** A volume that cannot be mounted, and why. */
export interface MissingVolume {
  volume: string;
  error: string;
}

/**
 * The loops that mount the volumes that Pods need (`pkg/kubelet/volumemanager/populator`, `…/reconciler`). They run by themselves: a sync
 * only waits for them, and they go on when it is cancelled.
 */
export class VolumeReconciler {
  readonly #world: World;
  readonly #scope: Scope;
  readonly #events: EventRecorder;
  readonly #missing: (pod: Pod) => MissingVolume[];
  /** Pods by uid, as the populator knows them; `attempted` once they are in the desired state of the world. */
  readonly #desired = new Map<string, { attempted: boolean }>();

  constructor(world: World, scope: Scope, events: EventRecorder, missing: (pod: Pod) => MissingVolume[]) {
    this.#world = world;
    this.#scope = scope;
    this.#events = events;
    this.#missing = missing;
  }

  wants(uid: string): boolean {
    return this.#desired.has(uid);
  }

  /** Whether the volumes of a Pod are wanted, and no attempt was made to mount them. */
  isYetToTry(uid: string): boolean {
    return this.#desired.get(uid)?.attempted === false;
  }

  /** Begins to mount the volumes of a Pod, unless that is under way. */
  want(pod: Pod, cause: RecordId, onMounted: () => void, missing = this.#missing): void {
    const uid = pod.metadata.uid ?? '';
    if (this.#desired.has(uid)) return;
    const desired = { attempted: false };
    this.#desired.set(uid, desired);
    this.#scope.spawn(this.#reconcile(pod, uid, desired, cause, onMounted, missing));
  }

  /** The worker has begun to terminate the Pod: volumes that are not in the desired state yet will not get there (`findAndAddNewPods`). */
  terminationStarted(uid: string): void {
    if (this.isYetToTry(uid)) this.#desired.delete(uid);
  }

  /** The Pod is gone. Until now, a mount that fails was attempted again even if the Pod had ended (`findAndRemoveDeletedPods`). */
  podRemoved(uid: string): void {
    this.#desired.delete(uid);
  }

  *#reconcile(
    pod: Pod,
    uid: string,
    desired: { attempted: boolean },
    cause: RecordId,
    onMounted: () => void,
    missingOf: (pod: Pod) => MissingVolume[],
  ): Routine {
    yield { untilMs: this.#world.nowMs + FIRST_ATTEMPT_MS };
    for (let retryMs = RETRY_INITIAL_MS; this.#desired.get(uid) === desired; retryMs = Math.min(retryMs * 2, RETRY_MAX_MS)) {
      desired.attempted = true;
      const missing = missingOf(pod);
      if (missing.length === 0) {
        this.#desired.delete(uid);
        onMounted();
        return;
      }
      for (const { volume, error } of missing)
        this.#events.pod(pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${volume}" : ${error}`, cause);
      yield { untilMs: this.#world.nowMs + retryMs };
    }
  }
}
