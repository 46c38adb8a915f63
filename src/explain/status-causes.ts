/** Which record of the node a change of the Pod's status reports. */
import type { PodRecord, TraceRecord } from '../model/trace.ts';
import { containerOf, containerOfEvent, type History, lastBefore } from './history.ts';
import type { PodChange } from './pods.ts';

/** The record of the node that a change of the Pod's status reports; undefined if none is known for that kind of change. */
export function causeOfChange(history: History, record: PodRecord, change: PodChange): TraceRecord | undefined {
  const latest = (test: (each: TraceRecord) => boolean) => lastBefore(history, record, test);
  switch (change.what) {
    case 'deletion':
      return latest((each) => each.kind === 'Action' && /delete|evict|drain/.test(each.what));
    case 'node':
      return history.pods[0];
    case 'state':
      return causeOfState(history, record, change);
    case 'restarts':
      return latest((each) => each.kind === 'Process' && each.container === change.container && each.what === 'start');
    case 'started':
      return latest(
        (each) =>
          (each.kind === 'Probe' && each.container === change.container && each.probe === 'startup' && each.met) ||
          (each.kind === 'Process' && each.container === change.container && each.what === 'start'),
      );
    case 'condition':
      if (change.type === 'Ready' || change.type === 'ContainersReady')
        return latest(
          (each) =>
            (each.kind === 'Probe' && each.probe !== 'liveness' && each.met) ||
            (each.kind === 'Process' && each.what !== 'removed') ||
            (each.kind === 'Hook' && each.what === 'end' && each.hook === 'postStart'),
        );
      if (change.type === 'Initialized')
        return latest((each) => each.kind === 'Process' && each.what === 'exit' && containerOf(history, each.container)?.role === 'init');
      return undefined;
    case 'phase':
      return latest((each) => each.kind === 'Process' && each.what !== 'removed');
    case 'reason':
      return latest((each) => each.kind === 'Event' && each.object.reason === change.reason);
  }
}

function causeOfState(history: History, record: PodRecord, change: Extract<PodChange, { what: 'state' }>): TraceRecord | undefined {
  const { container, to } = change;
  const latest = (test: (each: TraceRecord) => boolean) => lastBefore(history, record, test);
  if (to.terminated) return latest((each) => each.kind === 'Process' && each.container === container && each.what === 'exit');
  if (to.running)
    return latest(
      (each) =>
        (each.kind === 'Process' && each.container === container && each.what === 'start') ||
        (each.kind === 'Hook' && each.container === container && each.hook === 'postStart' && each.what === 'end'),
    );
  switch (to.waiting?.reason) {
    case 'CrashLoopBackOff':
      return containerOf(history, container)?.backOffs.findLast(({ id }) => id < record.id);
    case 'ErrImagePull':
    case 'ImagePullBackOff':
      return latest((each) => each.kind === 'Image' && each.container === container && each.what === 'pullEnd');
    case 'PostStartHookError':
      return latest((each) => each.kind === 'Hook' && each.container === container && each.hook === 'postStart' && each.what === 'end');
    case 'PodInitializing':
    case 'ContainerCreating':
      return undefined;
    default:
      return latest((each) => each.kind === 'Event' && containerOfEvent(each) === container && each.object.type === 'Warning');
  }
}
