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
  /** The controller knows the Pod by its name alone: the Event has no uid, and `kubectl describe pod`, which asks for the uid, does not show it. */
  byNameAlone?: true;
}

/** Adds the Event of a controller to the trace (`client-go/tools/record/event.go: makeEvent`). */
export function emitControllerEvent(
  world: World,
  api: ApiServer,
  pod: Pod,
  { type, reason, message, component, rule, byNameAlone }: ControllerEvent,
  cause: RecordId,
): void {
  const id = `event/${component}/${reason}/${world.nowMs}`;
  const { namespace = '', name = '', uid, resourceVersion } = pod.metadata;
  const version = { ...(uid !== undefined && { uid }), apiVersion: 'v1', ...(resourceVersion !== undefined && { resourceVersion }) };
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
      involvedObject: { kind: 'Pod', namespace, name, ...(byNameAlone ? { apiVersion: 'v1' } : version) },
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
