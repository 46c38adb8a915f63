import type { PodCondition } from '../../model/kubernetes.ts';
import { NOT_READY, NOT_READY_TAINTS, UNREACHABLE, UNREACHABLE_TAINTS, UNSCHEDULABLE_TAINT, withoutTaint, withTaint } from '../../model/taints.ts';
import type { Taint } from '../../model/scenario.ts';
import type { RecordId } from '../../model/trace.ts';
import type { Cancel } from '../engine/queue.ts';
import type { World } from '../world.ts';
import type { ApiServer } from './api-server.ts';
import { emitControllerEvent } from './controller-events.ts';

/** A node that has not renewed its lease for this long is unknown (`pkg/controller/nodelifecycle`); looked at every 5 s. */
const GRACE_MS = 50_000;
const MONITOR_MS = 5000;
/** How often the kubelet renews its lease: the last renewal may be that long ago. */
const RENEW_MS = 10_000;
/** The node is cordoned, or says that it is not ready → it has the taint; longer than the scheduler takes to look at a Pod again. */
const TAINT_MS = 5;

/**
 * What the control plane does when it no longer hears from the node: it marks the Pod not ready and taints the node
 * (`pkg/controller/nodelifecycle`). Nothing on the node changes. A node that is cordoned gets a taint as well.
 */
export class NodeController {
  readonly #world: World;
  readonly #api: ApiServer;
  /** The node is going to be unknown. */
  #planned: Cancel | undefined;
  /** The Pods of a node that is not ready are going to be evicted. */
  #evicting: Cancel | undefined;

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
    api.watchNode((cause) => void world.queue.at(world.nowMs + TAINT_MS, () => this.#taintCordoned(cause)));
  }

  /** The taint follows `spec.unschedulable` (`doNoScheduleTaintingPass`). */
  #taintCordoned(cause: RecordId): void {
    const { key, effect } = UNSCHEDULABLE_TAINT;
    const { taints, unschedulable = false } = this.#api.node;
    if (taints.some((taint) => taint.key === key && taint.effect === effect) === unschedulable) return;
    this.#api.taintNode((others) => (unschedulable ? withTaint(others, UNSCHEDULABLE_TAINT) : withoutTaint(others, key, effect)), cause);
  }

  /** The node's last sign of life was just now, unless it has been silent before. */
  lost(cause: RecordId): void {
    if (this.#planned || this.#isTainted) return;
    const silentMs = GRACE_MS - this.#world.random('lease').betweenMs(0, RENEW_MS) + this.#world.random('node-monitor').betweenMs(0, MONITOR_MS);
    this.#planned = this.#world.queue.at(this.#world.nowMs + silentMs, () => this.#notReady(cause));
  }

  /**
   * The kubelet says that the node is not ready: so it does while it shuts down (`nodeshutdown_manager_linux.go: start`). Pods are not marked then. The
   * taint that keeps Pods away comes with the news of the node, the one that evicts when nodes are next looked at (`processTaintBaseEviction`).
   */
  notReady(cause: RecordId): void {
    const { queue, nowMs, latency } = this.#world;
    const taint = (added: Taint) => this.#api.taintNode((taints) => withTaint(taints, added), cause);
    const heardMs = nowMs + latency.statusMs;
    const seenMs = heardMs + this.#world.random('node-monitor').betweenMs(0, MONITOR_MS);
    queue.at(heardMs + TAINT_MS, () => taint(NOT_READY_TAINTS.scheduling));
    this.#evicting?.();
    this.#evicting = queue.at(seenMs + TAINT_MS, () => taint(NOT_READY_TAINTS.eviction));
  }

  /** The node reports again. */
  back(cause: RecordId): void {
    this.#planned?.();
    this.#evicting?.();
    [this.#planned, this.#evicting] = [undefined, undefined];
    if (this.#api.node.taints.some(({ key }) => key === UNREACHABLE || key === NOT_READY))
      this.#api.taintNode((taints) => withoutTaint(withoutTaint(taints, UNREACHABLE), NOT_READY), cause);
  }

  get #isTainted(): boolean {
    return this.#api.node.taints.some(({ key }) => key === UNREACHABLE);
  }

  #notReady(cause: RecordId): void {
    this.#evicting?.();
    [this.#planned, this.#evicting] = [undefined, undefined];
    const record = this.#markPod(cause);
    // The two kinds of taints are never there together (`doNoExecuteTaintingPass`)
    this.#api.taintNode((taints) => UNREACHABLE_TAINTS.reduce(withTaint, withoutTaint(taints, NOT_READY)), record);
  }

  /** `pkg/controller/util/node/controller_utils.go: MarkPodsNotReady` */
  #markPod(cause: RecordId): RecordId {
    const pod = this.#api.pod;
    const isReady = (condition: PodCondition) => condition.type === 'Ready' && condition.status === 'True';
    if (pod?.status.conditions?.some(isReady) !== true) return cause;
    const record = this.#api.patchStatus(
      (current) => ({
        ...current.status,
        conditions: (current.status.conditions ?? []).map((condition) =>
          isReady(condition) ? { ...condition, status: 'False' as const, lastTransitionTime: this.#world.timestamp() } : condition,
        ),
      }),
      cause,
      'node.lost',
    );
    const event = { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready', component: 'node-controller', rule: 'node.lost' } as const;
    emitControllerEvent(this.#world, this.#api, pod, event, record);
    return record;
  }
}
