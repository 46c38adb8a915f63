/** The object's end: deletion timestamp, removal, and what is left on the node. */
import type { PodRecord } from '../../model/trace.ts';
import { type History, podBefore } from '../history.ts';
import type { Said, TellWords } from './said.ts';

export function sayDeletionMark(words: TellWords, record: PodRecord): Said {
  return words.marked(record.t, record.object.metadata.deletionGracePeriodSeconds ?? 0, record.rule === 'node.taint');
}

export function sayRemoval(words: TellWords, history: History, record: PodRecord): Said {
  const alive = history.containers
    .filter(({ runs }) => runs.some(({ start, exit }) => start.t <= record.t && (exit === undefined || exit.t > record.t)))
    .map(({ name }) => name);
  const isFinal = ['Succeeded', 'Failed'].includes(record.object.status.phase);
  const marked = podBefore(history, record.id)?.object.metadata.deletionTimestamp !== undefined;
  return words.removed(record.t, alive, isFinal ? 'all down' : marked ? 'never ran' : undefined);
}
