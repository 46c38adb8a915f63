/** What the API says, and why it says it now. */
import type { PodRecord } from '../../model/trace.ts';
import { type History, podBefore } from '../history.ts';
import { firstLine, withoutUid } from '../messages.ts';
import { changesOf, type PodChange } from '../pods.ts';
import { causeOfChange } from '../status-causes.ts';
import { sayDeletionMark, sayRemoval } from './deletion.ts';
import type { Said, TellWords } from './said.ts';
import { sayBinding } from './scheduling.ts';

/** What comes sooner after its cause is the usual latency. */
const LAG_MS = 500;

export function sayPod(words: TellWords, history: History, record: PodRecord): Said {
  if (record.type === 'ADDED') return words.created(record.t, record.object.status.phase);
  if (record.type === 'DELETED') return sayRemoval(words, history, record);
  if (record.rule === 'scheduler.bind') return sayBinding(words, record);
  const before = podBefore(history, record.id)?.object;
  const changes = changesOf(before, record.object);
  const [first] = changes;
  if (!first) return words.rewritten(record.t);
  if (first.what === 'deletion' && (record.rule === 'api.delete' || record.rule === 'node.taint')) return sayDeletionMark(words, record);
  const cause = causeOfChange(history, record, first);
  const lag = cause && record.t - cause.t >= LAG_MS ? { ms: record.t - cause.t, isOfProcess: cause.kind === 'Process' } : undefined;
  return words.status(record.t, first, changes, lag, messageOf(first));
}

/** What the API says of a change. */
function messageOf(change: PodChange): string | undefined {
  if (change.what === 'condition' && change.to !== 'True') return change.message;
  const message = change.what === 'state' ? change.to.waiting?.message : undefined;
  return message === undefined ? undefined : firstLine(withoutUid(message));
}
