import type { EventObject, Pod } from '../../../model/kubernetes.ts';
import type { RecordId } from '../../../model/trace.ts';
import { type ApiServer, uidOf, eventName } from '../../control-plane/api-server.ts';
import type { Routine, Scope } from '../../engine/task.ts';
import type { Link } from '../../node/link.ts';
import type { World } from '../../world.ts';
import { fieldPathOf } from '../containers.ts';
import { type Correlated, EventCorrelator } from './correlator.ts';
import { noteTexts } from '../texts/en.ts';

const words = noteTexts.recorder;

/**
 * The kubelet's event recorder (`staging/src/k8s.io/client-go/tools/record/event.go`): it correlates an Event at once and delivers it a
 * little later, in order. Events outlive the Pod.
 */
export class EventRecorder {
  readonly #world: World;
  /** Events that are still on their way when the process dies are lost. */
  readonly #scope: Scope;
  readonly #api: ApiServer;
  readonly #link: Link;
  /** By uid: an edited static Pod is another object. */
  readonly #correlators = new Map<string, EventCorrelator>();
  /** Number of the kubelet process, so that its Events are other objects than those of the next one. */
  readonly #process: number;

  constructor(world: World, scope: Scope, api: ApiServer, link: Link, process: number) {
    this.#world = world;
    this.#scope = scope;
    this.#api = api;
    this.#link = link;
    this.#process = process;
  }

  /** Emits an Event about a container of the Pod. */
  container(pod: Pod, container: string, type: EventObject['type'], reason: string, message: string, cause: RecordId): void {
    this.#record(pod, type, reason, message, cause, fieldPathOf(pod, container));
  }

  /** Emits an Event about the Pod itself. */
  pod(pod: Pod, type: EventObject['type'], reason: string, message: string, cause: RecordId): void {
    this.#record(pod, type, reason, message, cause, undefined);
  }

  #correlatorOf(uid: string): EventCorrelator {
    const known = this.#correlators.get(uid);
    if (known !== undefined) return known;
    const made = new EventCorrelator(this.#world.random('events'));
    this.#correlators.set(uid, made);
    return made;
  }

  #note(event: Correlated | undefined, type: EventObject['type'], reason: string, cause: RecordId): void {
    const world = this.#world;
    if (world.notes === undefined) return;
    if (event === undefined) {
      world.note('recorder', 'lost', words.dropped(reason), words.droppedDetail(reason, type === 'Warning'), cause, 'events.record');
    } else if (event.isCombined) world.note('recorder', 'done', words.combined(reason), words.combinedDetail(reason), cause, 'events.record');
    else if (event.isNew) world.note('recorder', 'done', reason, words.fresh(reason), cause, 'events.record');
    else world.note('recorder', 'done', words.counted(reason, event.count), words.countedDetail(event.count), cause, 'events.record');
  }

  #record(pod: Pod, type: EventObject['type'], reason: string, message: string, cause: RecordId, fieldPath: string | undefined): void {
    const event = this.#correlatorOf(pod.metadata.uid ?? '').correlate({ type, reason, message, fieldPath }, this.#world.nowMs);
    this.#note(event, type, reason, cause);
    if (event === undefined) return;
    const emittedMs = this.#world.nowMs;
    const namespace = pod.metadata.namespace ?? '';
    const name = pod.metadata.name ?? '';
    const id = `event/${this.#process}/${pod.metadata.uid}/${event.key}/${event.firstMs}`;
    const node = this.#world.scenario.cluster.node.name;
    const deliver = () => {
      this.#world.trace.add({
        kind: 'Event',
        type: event.isNew ? 'ADDED' : 'MODIFIED',
        cause,
        rule: 'events.record',
        object: {
          kind: 'Event',
          apiVersion: 'v1',
          metadata: {
            name: eventName(pod, this.#world.createdAtMs + event.firstMs, id),
            namespace,
            uid: uidOf(id),
            resourceVersion: this.#api.nextResourceVersion(),
            creationTimestamp: this.#world.timestamp(event.isNew ? undefined : event.firstMs),
          },
          involvedObject: {
            kind: 'Pod',
            namespace,
            name,
            ...(pod.metadata.uid !== undefined && { uid: pod.metadata.uid }),
            apiVersion: 'v1',
            ...(pod.metadata.resourceVersion !== undefined && { resourceVersion: pod.metadata.resourceVersion }),
            ...(fieldPath !== undefined && { fieldPath }),
          },
          reason,
          message: event.message,
          source: { component: 'kubelet', host: node },
          firstTimestamp: this.#world.timestamp(event.firstMs),
          lastTimestamp: this.#world.timestamp(emittedMs),
          count: event.count,
          type,
          eventTime: null,
          // An aggregate does not copy it (`EventAggregator.EventAggregate`)
          reportingComponent: event.isCombined ? '' : 'kubelet',
          reportingInstance: event.isCombined ? '' : node,
        },
      });
    };
    this.#scope.at(emittedMs + this.#world.latency.eventMs, () => {
      if (this.#link.isUp) deliver();
      else this.#scope.spawn(this.#later(deliver));
    });
  }

  /** Delivers an Event while the API server cannot be reached: tries again until it can. */
  *#later(deliver: () => void): Routine {
    while (!this.#link.isUp) yield { signals: [this.#link.changed] };
    deliver();
  }
}
