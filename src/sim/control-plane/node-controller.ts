import { hashHex } from '../../base/random.ts';
import type { EventObject, Pod, PodCondition } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { Cancel } from '../engine/queue.ts';
import type { World } from '../world.ts';
import { type ApiServer, uidOf } from './api-server.ts';

/** A node that has not renewed its lease for this long is unknown (`pkg/controller/nodelifecycle`); looked at every 5 s. */
const GRACE_MS = 50_000;
const MONITOR_MS = 5000;
/** How often the kubelet renews its lease: the last renewal may be that long ago. */
const RENEW_MS = 10_000;
const UNREACHABLE = 'node.kubernetes.io/unreachable';

interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

/**
 * What the control plane does when it no longer hears from the node: it marks the Pod not ready, and deletes it when its
 * toleration is over (`pkg/controller/nodelifecycle`, `pkg/controller/tainteviction`). Nothing on the node changes.
 */
export class NodeController {
  readonly #world: World;
  readonly #api: ApiServer;
  #planned: Cancel[] = [];
  #evicting = false;

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
  }

  /** The node's last sign of life was just now. */
  lost(cause: RecordId): void {
    this.#cancel();
    const silentMs = GRACE_MS - this.#world.random('lease').betweenMs(0, RENEW_MS) + this.#world.random('node-monitor').betweenMs(0, MONITOR_MS);
    this.#plan(silentMs, () => this.#notReady(cause));
  }

  /** The node reports again. */
  back(cause: RecordId): void {
    const wasEvicting = this.#evicting;
    this.#cancel();
    const pod = this.#api.pod;
    if (!wasEvicting || pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    this.#emit(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${nameOf(pod)}`, 'taint-eviction-controller', cause);
  }

  #notReady(cause: RecordId): void {
    const pod = this.#api.pod;
    if (pod === undefined) return;
    const isReady = (condition: PodCondition) => condition.type === 'Ready' && condition.status === 'True';
    let record = cause;
    if (pod.status.conditions?.some(isReady) === true) {
      record = this.#api.patchStatus(
        (current) => ({
          ...current.status,
          conditions: (current.status.conditions ?? []).map((condition) =>
            isReady(condition) ? { ...condition, status: 'False' as const, lastTransitionTime: this.#world.timestamp() } : condition,
          ),
        }),
        cause,
        'node.lost',
      );
      this.#emit(pod, 'Warning', 'NodeNotReady', 'Node is not ready', 'node-controller', record);
    }
    // Every Pod has some: the admission plugin DefaultTolerationSeconds adds them
    const tolerations = (pod.spec['tolerations'] as Toleration[]).filter(toleratesUnreachable);
    const seconds = tolerations.length === 0 ? 0 : Math.min(...tolerations.map((toleration) => toleration.tolerationSeconds ?? Number.POSITIVE_INFINITY));
    if (seconds === Number.POSITIVE_INFINITY) return;
    this.#evicting = true;
    this.#plan(seconds * 1000, () => this.#evict(record));
  }

  #evict(cause: RecordId): void {
    const pod = this.#api.pod;
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    this.#evicting = false;
    this.#emit(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${nameOf(pod)}`, 'taint-eviction-controller', cause);
    const record = this.#api.patchStatus(
      (current) => withDisruption(current, 'DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint', this.#world.timestamp()),
      cause,
      'node.lost',
    );
    this.#api.deletePod({}, record, 'node.lost');
  }

  #plan(afterMs: number, run: () => void): void {
    this.#planned.push(this.#world.queue.at(this.#world.nowMs + afterMs, run));
  }

  #cancel(): void {
    for (const cancel of this.#planned) cancel();
    this.#planned = [];
    this.#evicting = false;
  }

  #emit(pod: Pod, type: EventObject['type'], reason: string, message: string, component: string, cause: RecordId): void {
    const id = `event/${component}/${reason}/${this.#world.nowMs}`;
    const namespace = pod.metadata.namespace ?? '';
    const name = pod.metadata.name ?? '';
    const now = this.#world.timestamp();
    this.#world.trace.add({
      kind: 'Event',
      type: 'ADDED',
      cause,
      rule: 'node.lost',
      object: {
        kind: 'Event',
        apiVersion: 'v1',
        metadata: { name: `${name}.${hashHex(id, 16)}`, namespace, uid: uidOf(id), resourceVersion: this.#api.nextResourceVersion(), creationTimestamp: now },
        involvedObject: { kind: 'Pod', namespace, name, ...(pod.metadata.uid !== undefined && { uid: pod.metadata.uid }), apiVersion: 'v1' },
        reason,
        message,
        source: { component },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
        type,
        eventTime: null,
        reportingComponent: component,
        reportingInstance: '',
      },
    });
  }
}

/** Whether a toleration matches the taint of an unreachable node, which has no value (`component-helpers/scheduling/corev1/toleration.go: ToleratesTaint`). */
function toleratesUnreachable({ key = '', operator, value = '', effect = '' }: Toleration): boolean {
  if (effect !== '' && effect !== 'NoExecute') return false;
  if (key !== '' && key !== UNREACHABLE) return false;
  return operator === 'Exists' || (key === UNREACHABLE && value === '');
}

function nameOf(pod: Pod): string {
  return `${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`;
}

/** The status with DisruptionTarget True. */
export function withDisruption(pod: Pod, reason: string, message: string, now: string): Pod['status'] {
  const others = (pod.status.conditions ?? []).filter((condition) => condition.type !== 'DisruptionTarget');
  return {
    ...pod.status,
    conditions: [
      ...others,
      {
        type: 'DisruptionTarget',
        observedGeneration: pod.metadata.generation ?? 1,
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: now,
        reason,
        message,
      },
    ],
  };
}
