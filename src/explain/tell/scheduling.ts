/** From creation to a node. */
import type { EventRecord, PodRecord } from '../../model/trace.ts';
import { unfitText } from '../messages.ts';
import type { Said, TellWords } from './said.ts';

export function sayBinding(words: TellWords, record: PodRecord): Said {
  const node = record.object.spec.nodeName;
  if (node !== undefined) return words.bound(record.t, node);
  return words.unfit(record.t, unfitText(record.object.status.conditions?.find(({ type }) => type === 'PodScheduled')?.message ?? ''));
}

export function sayFailedScheduling(words: TellWords, record: EventRecord): Said {
  return words.unfit(record.t, unfitText(record.object.message));
}
