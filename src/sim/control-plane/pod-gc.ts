import type { Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import { PRIORITY } from '../engine/queue.ts';
import type { World } from '../world.ts';
import type { ApiServer } from './api-server.ts';
import { withDisruption } from './disruption.ts';

/** How often the garbage collector of Pods looks (`gcCheckPeriod`). */
const CHECK_MS = 20_000;
/** How long a node has to be missing until its Pods are looked after (`quarantineTime`). */
const QUARANTINE_MS = 40_000;

/**
 * The garbage collector of Pods in the controller manager (`pkg/controller/podgc/gc_controller.go`). One that is being deleted and has no node fails,
 * for nobody else would say that it is over; only a finalizer keeps such a Pod until then (`gcUnscheduledTerminating`). One whose node
 * does not exist fails and is deleted (`gcOrphaned`).
 */
export class PodGc {
  readonly #world: World;
  readonly #api: ApiServer;
  /** Drawn when it matters: a draw is listed as a place where another seed leads to another run. */
  #drawnMs: number | undefined;
  #quarantined: string | undefined;

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
    api.watchPod(({ pod, cause }) => {
      if (pod.status.phase === 'Failed') return;
      if (this.#isOrphaned(pod)) this.#quarantine(pod, cause);
      else if (pod.metadata.deletionTimestamp !== undefined && pod.spec.nodeName === undefined) this.#atCheck(0, () => this.#fail(pod, cause));
    });
  }

  #isOrphaned({ spec: { nodeName } }: Pod): boolean {
    return nodeName !== undefined && nodeName !== this.#world.scenario.cluster.node.name;
  }

  /** The first check finds the node missing, and the first one behind the quarantine takes its Pods away. */
  #quarantine(pod: Pod, cause: RecordId): void {
    const { uid } = pod.metadata;
    if (this.#quarantined === uid) return;
    this.#quarantined = uid;
    this.#atCheck(QUARANTINE_MS, () => this.#collect(pod, cause));
  }

  /** Calls back with the next check, or with one that much later, if the Pod is still there. */
  #atCheck(laterMs: number, run: () => void): void {
    const { nowMs, queue } = this.#world;
    const phaseMs = (this.#drawnMs ??= this.#world.random('pod-gc').betweenMs(0, CHECK_MS));
    const checkMs = phaseMs + Math.ceil((nowMs - phaseMs) / CHECK_MS) * CHECK_MS;
    queue.at(checkMs + laterMs, run, PRIORITY.action);
  }

  #fail({ metadata: { uid } }: Pod, cause: RecordId): void {
    if (this.#api.pod?.metadata.uid !== uid) return;
    this.#api.patchStatus(
      ({ status, metadata: { generation } }) => ({ ...(generation !== undefined && { observedGeneration: generation }), ...status, phase: 'Failed' }),
      cause,
      'pod.gc',
    );
  }

  #collect({ metadata: { uid } }: Pod, cause: RecordId): void {
    const { pod } = this.#api;
    if (pod === undefined || pod.metadata.uid !== uid || !this.#isOrphaned(pod)) return;
    const record = this.#api.patchStatus(
      (current) => ({
        ...withDisruption(current, 'DeletionByPodGC', 'PodGC: node no longer exists', this.#world.timestamp(), { observed: true }),
        phase: 'Failed',
      }),
      cause,
      'pod.orphaned',
    );
    this.#api.deletePod({ gracePeriodSeconds: 0 }, record, 'pod.orphaned');
  }
}
