/** What the API says, and why it says it now. */
import type { ContainerState } from '../../model/kubernetes.ts';
import type { PodRecord } from '../../model/trace.ts';
import { causeOfChange } from '../status-causes.ts';
import { type History, podBefore } from '../history.ts';
import { changesOf, type PodChange, stateWord } from '../pods.ts';
import { firstLine, withoutUid } from '../messages.ts';
import { at, joined, listed, span } from '../texts/en/words.ts';
import { sayDeletionMark, sayRemoval } from './deletion.ts';
import type { Said } from './said.ts';
import { sayBinding } from './scheduling.ts';

export function sayPod(history: History, record: PodRecord): Said {
  if (record.type === 'ADDED')
    return {
      question: `Why does the Pod exist from ${at(record.t)} on?`,
      title: 'The API server accepts the Pod',
      detail: `phase ${record.object.status.phase}`,
    };
  if (record.type === 'DELETED') return sayRemoval(history, record);
  if (record.rule === 'scheduler.bind') return sayBinding(record);
  const before = podBefore(history, record.id)?.object;
  const changes = changesOf(before, record.object);
  const [first] = changes;
  if (!first)
    return { question: `Why was the status written at ${at(record.t)}?`, title: 'The status is written', detail: 'nothing that is told here has changed' };
  if (first.what === 'deletion' && record.rule === 'api.delete') return sayDeletionMark(record);
  const told = changes.map(changeWords).filter((words, index, all) => all.indexOf(words) === index);
  const cause = causeOfChange(history, record, first);
  const lag =
    cause && record.t - cause.t >= 500 ? `${span(record.t - cause.t)} after ${cause.kind === 'Process' ? 'it happened on the node' : 'that'}` : undefined;
  return {
    question: questionOf(record, first),
    title: `The API says: ${listed(told.slice(0, 3))}`,
    detail: joined(reasonWords(first), lag, told.length > 3 && `and ${told.length - 3} more`),
  };
}

function questionOf(record: PodRecord, change: PodChange): string {
  const when = at(record.t);
  switch (change.what) {
    case 'state':
      return `Why does the API say ${stateWord(change.to)} for ${change.container} at ${when}?`;
    case 'condition':
      return `Why is ${change.type} ${change.to} from ${when} on?`;
    case 'phase':
      return `Why is the phase ${change.to} from ${when} on?`;
    default:
      return `Why did the status change at ${when}?`;
  }
}

export function changeWords(change: PodChange): string {
  switch (change.what) {
    case 'deletion':
      return 'Terminating';
    case 'node':
      return `on ${change.node}`;
    case 'state':
      return `${change.container} ${stateWord(change.to)}`;
    case 'restarts':
      return `${change.container} restartCount ${change.count}`;
    case 'started':
      return `${change.container} started ${change.value}`;
    case 'condition':
      return `${change.type} ${change.to}`;
    case 'phase':
      return `phase ${change.to}`;
    case 'reason':
      return `reason ${change.reason}`;
  }
}

function reasonWords(change: PodChange): string | undefined {
  if (change.what === 'state') return stateDetail(change.to);
  if (change.what === 'condition' && change.to !== 'True') return change.message;
  return undefined;
}

function stateDetail(state: ContainerState): string | undefined {
  if (state.terminated) return `exit code ${state.terminated.exitCode}`;
  const message = state.waiting?.message;
  return message === undefined ? undefined : firstLine(withoutUid(message));
}
