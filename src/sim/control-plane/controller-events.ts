import type { EventObject, Pod } from '../../model/kubernetes.ts';
import type { RuleId } from '../../model/rules.ts';
import type { RecordId } from '../../model/trace.ts';
import type { World } from '../world.ts';
import { type ApiServer, eventName, uidOf } from './api-server.ts';

/** What a controller says of the Pod. */
export interface ControllerEvent {
  type: EventObject['type'];
  reason: string;
  message: string;
  /** The controller. */
  component: string;
  rule: RuleId;
}

/** Adds the Event of a controller to the trace (`client-go/tools/record/event.go: makeEvent`). */
export function emitControllerEvent(
  world: World,
  api: ApiServer,
  pod: Pod,
  { type, reason, message, component, rule }: ControllerEvent,
  cause: RecordId,
): void {
  const id = `event/${component}/${reason}/${world.nowMs}`;
  const { namespace = '', name = '', uid } = pod.metadata;
  const now = world.timestamp();
  world.trace.add({
    kind: 'Event',
    type: 'ADDED',
    cause,
    rule,
    object: {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: {
        name: eventName(pod, world.createdAtMs + world.nowMs, id),
        namespace,
        uid: uidOf(id),
        resourceVersion: api.nextResourceVersion(),
        creationTimestamp: now,
      },
      involvedObject: { kind: 'Pod', namespace, name, ...(uid !== undefined && { uid }), apiVersion: 'v1' },
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
