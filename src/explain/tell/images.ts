/** Image pulls. */
import type { ImageRecord } from '../../model/trace.ts';
import { containerOf, type History } from '../history.ts';
import { pullFaultOf } from '../messages.ts';
import type { Said, TellWords } from './said.ts';

/** A pull from start to end is one thing: told by either record. */
export function sayImage(words: TellWords, history: History, record: ImageRecord): Said {
  const { container, image } = record;
  const all = containerOf(history, container)?.images ?? [];
  const start = record.what === 'pullStart' ? record : all.findLast(({ id, what }) => id < record.id && what === 'pullStart');
  const end = record.what === 'pullEnd' ? record : all.find(({ id, what }) => id > record.id && what === 'pullEnd');
  const attempt = all.filter(({ id, what }) => what === 'pullStart' && id <= record.id).length;
  if (record.what === 'pullEnd' && record.result === 'failed') return words.pullFailed(record.t, image, attempt, pullFaultOf(record.message));
  const isAlways = containerOf(history, container)?.spec?.imagePullPolicy === 'Always';
  const why = isAlways ? 'Always' : attempt > 1 ? undefined : 'was not there';
  return words.pulled(record.t, image, record.what === 'pullStart', start && end && end.t - start.t, why);
}
