import type { EventObject, KubernetesObject, Pod } from '../../model/kubernetes.ts';
import type { RuleId } from '../../model/rules.ts';
import type { RecordId } from '../../model/trace.ts';
import type { World } from '../world.ts';
import { type ApiServer, eventName, uidOf } from './api-server.ts';

/** What a controller says of an object. */
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

/** Adds the Event of a controller to the trace. */
export function emitControllerEvent(world: World, api: ApiServer, pod: Pod, event: ControllerEvent, cause: RecordId): void {
  const { component, reason, rule } = event;
  const object = controllerEvent(world, api, pod, event, `event/${component}/${reason}/${event.message}/${world.nowMs}`);
  world.trace.add({ kind: 'Event', type: 'ADDED', cause, rule, object });
}

/** The Event of a controller about an object (`client-go/tools/record/event.go: makeEvent`). `id` tells it from others. */
export function controllerEvent(
  world: World,
  api: ApiServer,
  { apiVersion, kind, metadata }: Pick<KubernetesObject, 'apiVersion' | 'kind' | 'metadata'>,
  { type, reason, message, component, byNameAlone }: Omit<ControllerEvent, 'rule'>,
  id: string,
): EventObject {
  const { namespace = '', name = '', uid, resourceVersion } = metadata;
  const version = { ...(uid !== undefined && { uid }), apiVersion, ...(resourceVersion !== undefined && { resourceVersion }) };
  const now = world.timestamp();
  return {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: {
      name: eventName({ metadata }, world.createdAtMs + world.nowMs, id),
      namespace,
      uid: uidOf(id),
      resourceVersion: api.nextResourceVersion(),
      creationTimestamp: now,
    },
    involvedObject: { kind, namespace, name, ...(byNameAlone ? { apiVersion } : version) },
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
  };
}
