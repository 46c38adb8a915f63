import { hashHex } from '../../base/random.ts';
import { rfc3339Micro } from '../../base/timestamp.ts';
import type { EventObject, Pod } from '../../model/kubernetes.ts';
import type { World } from '../world.ts';
import type { ApiServer } from './api-server.ts';

/**
 * The scheduler, as far as one node with room for the Pod needs one: binds the Pod and says so
 * (`pkg/scheduler/schedule_one.go: bind`).
 */
export class Scheduler {
  readonly #world: World;
  readonly #api: ApiServer;

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
    api.watchPod(({ type, pod, cause }) => {
      if (type !== 'ADDED' || pod.spec.nodeName !== undefined) return;
      const delayMs = world.latency.scheduleMs - world.latency.createMs;
      world.queue.at(world.nowMs + delayMs, () => this.#bind(cause));
    });
  }

  #bind(cause: number): void {
    const pod = this.#api.pod;
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined || pod.spec.nodeName !== undefined) return;
    const nodeName = this.#world.scenario.cluster.node.name;
    const bound: Pod = {
      ...pod,
      spec: { ...pod.spec, nodeName },
      status: {
        ...pod.status,
        conditions: [{ type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: this.#world.timestamp() }],
      },
    };
    const record = this.#api.updatePod(bound, cause, 'scheduler.bind');
    const decidedMs = this.#world.nowMs;
    this.#world.queue.at(decidedMs + 8, () => {
      this.#world.trace.add({ kind: 'Event', type: 'ADDED', cause: record, rule: 'scheduler.bind', object: this.#scheduledEvent(bound, nodeName, decidedMs) });
    });
  }

  /** Of the newer kind of Events: `eventTime` in microseconds, no count, no first and last timestamp. */
  #scheduledEvent(pod: Pod, nodeName: string, decidedMs: number): EventObject {
    const namespace = pod.metadata.namespace ?? '';
    const name = pod.metadata.name ?? '';
    return {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: `${name}.${hashHex(`event/scheduled/${pod.metadata.uid}`, 16)}`, namespace, creationTimestamp: this.#world.timestamp() },
      involvedObject: { kind: 'Pod', namespace, name, ...(pod.metadata.uid !== undefined && { uid: pod.metadata.uid }), apiVersion: 'v1' },
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      type: 'Normal',
      eventTime: rfc3339Micro(this.#world.createdAtMs + decidedMs),
      action: 'Binding',
      reportingComponent: 'default-scheduler',
      reportingInstance: 'default-scheduler-node-1',
    };
  }
}
