/** The object's end: deletion timestamp, removal, and what is left on the node. */
import type { PodRecord } from '../../model/trace.ts';
import { type History, podBefore } from '../history.ts';
import { at, joined, listed } from '../texts/en/words.ts';
import type { Said } from './said.ts';

export function sayDeletionMark(record: PodRecord): Said {
  const grace = record.object.metadata.deletionGracePeriodSeconds ?? 0;
  return {
    question: `Why is the Pod Terminating from ${at(record.t)} on?`,
    title: 'The API marks the Pod for deletion',
    detail: `deletionGracePeriodSeconds ${grace}; the countdown begins when the kubelet stops the containers, and preStop counts into it`,
  };
}

export function sayRemoval(history: History, record: PodRecord): Said {
  const alive = history.containers
    .filter(({ runs }) => runs.some(({ start, exit }) => start.t <= record.t && (exit === undefined || exit.t > record.t)))
    .map(({ name }) => name);
  const isFinal = ['Succeeded', 'Failed'].includes(record.object.status.phase);
  const marked = podBefore(history, record.id)?.object.metadata.deletionTimestamp !== undefined;
  return {
    question: `Why is the Pod gone from the API at ${at(record.t)}?`,
    title: 'The Pod is gone from the API',
    detail: joined(
      alive.length > 0
        ? `the object goes at once; ${listed(alive)} ${alive.length === 1 ? 'still runs' : 'still run'} on the node`
        : isFinal
          ? 'all containers are down, so the kubelet lets it go'
          : marked
            ? 'it never ran on a node, so nothing had to be stopped'
            : undefined,
    ),
  };
}
