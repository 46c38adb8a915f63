import { sameJson } from '../../base/json.ts';
import type { Pod } from '../../model/kubernetes.ts';
import type { ClusterSettings, Taint } from '../../model/scenario.ts';
import { tolerationOf } from '../../model/taints.ts';
import type { RecordId } from '../../model/trace.ts';
import type { Cancel } from '../engine/queue.ts';
import type { World } from '../world.ts';
import type { ApiServer } from './api-server.ts';
import { emitControllerEvent } from './controller-events.ts';
import { withDisruption } from './disruption.ts';

/** A deletion that is planned. */
interface Work {
  plannedMs: number;
  cancel: Cancel;
}

/**
 * The taint eviction controller: deletes a Pod of the node whose taints of the effect NoExecute it does not tolerate, at once or when the time is over
 * for which it does (`pkg/controller/tainteviction/taint_eviction.go`).
 */
export class TaintEviction {
  readonly #world: World;
  readonly #api: ApiServer;
  #work: Work | undefined;

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
    let before: Pod | undefined;
    api.watchNode((cause) => this.#process(cause));
    api.watchPod(({ type, pod, cause }) => {
      const isNews = pod.spec.nodeName !== before?.spec.nodeName || !sameJson(pod.spec['tolerations'], before?.spec['tolerations']);
      before = pod;
      if (type === 'DELETED') this.#cancel();
      else if (isNews && this.#taints().length > 0) this.#process(cause);
    });
  }

  get #gates() {
    return this.#world.scenario.cluster.featureGates;
  }

  #taints() {
    return this.#api.node.taints.filter(({ effect }) => effect === 'NoExecute');
  }

  /** `processPodOnNode` */
  #process(cause: RecordId): void {
    const { nowMs, queue } = this.#world;
    const pod = this.#api.pod;
    if (pod === undefined || (pod.spec.nodeName ?? '') === '' || pod.metadata.deletionTimestamp !== undefined) return;
    const taints = this.#taints();
    const forMs = taints.length === 0 ? Number.POSITIVE_INFINITY : tolerationMs(taints, pod, this.#gates);
    if (forMs === Number.POSITIVE_INFINITY) {
      this.#spare(pod, cause);
      return;
    }
    // What is planned is not put off
    if (this.#work && this.#work.plannedMs < nowMs && taints.every((taint) => tolerationOf(taint, pod.spec, this.#gates))) return;
    this.#spare(pod, cause);
    this.#work = { plannedMs: nowMs, cancel: queue.at(nowMs + forMs, () => this.#evict(cause)) };
  }

  #evict(cause: RecordId): void {
    this.#work = undefined;
    const pod = this.#api.pod;
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    this.#say(pod, `Marking for deletion Pod ${nameOf(pod)}`, cause);
    const record = this.#api.patchStatus(
      (current) =>
        withDisruption(current, 'DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint', this.#world.timestamp(), { observed: true }),
      cause,
      'node.taint',
    );
    this.#api.deletePod({}, record, 'node.taint');
  }

  /** `cancelWorkWithEvent` */
  #spare(pod: Pod, cause: RecordId): void {
    if (this.#cancel()) this.#say(pod, `Cancelling deletion of Pod ${nameOf(pod)}`, cause);
  }

  #cancel(): boolean {
    const work = this.#work;
    work?.cancel();
    this.#work = undefined;
    return work !== undefined;
  }

  #say(pod: Pod, message: string, cause: RecordId): void {
    const component = 'taint-eviction-controller';
    const event = { type: 'Normal', reason: 'TaintManagerEviction', message, component, rule: 'node.taint', byNameAlone: true } as const;
    emitControllerEvent(this.#world, this.#api, pod, event, cause);
  }
}

/**
 * How long the Pod may stay: as long as the shortest of the tolerations in use says, for ever if none says how long
 * (`processPodOnNode`, `getMinTolerationTime`).
 */
function tolerationMs(taints: readonly Taint[], { spec }: Pod, gates: ClusterSettings['featureGates']): number {
  const seconds = taints.map((taint) => {
    const used = tolerationOf(taint, spec, gates);
    return used === undefined ? 0 : (used.tolerationSeconds ?? Number.POSITIVE_INFINITY);
  });
  return Math.max(0, Math.min(...seconds)) * 1000;
}

function nameOf({ metadata: { namespace = '', name = '' } }: Pod): string {
  return `${namespace}/${name}`;
}
