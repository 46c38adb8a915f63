/** From creation to a node. */
import type { EventRecord, PodRecord } from '../../model/trace.ts';
import { firstLine } from '../messages.ts';
import { at } from '../texts/en/words.ts';
import type { Said } from './said.ts';

export function sayBinding(record: PodRecord): Said {
  const node = record.object.spec.nodeName;
  if (node !== undefined)
    return {
      question: `Why is the Pod on ${node} from ${at(record.t)} on?`,
      title: `The scheduler chooses ${node}`,
      detail: 'from now on it is the kubelet of that node that acts',
    };
  return {
    question: `Why is the Pod not scheduled at ${at(record.t)}?`,
    title: 'No node fits',
    detail: unfitWords(record.object.status.conditions?.find(({ type }) => type === 'PodScheduled')?.message ?? ''),
  };
}

export function sayFailedScheduling(record: EventRecord): Said {
  return { question: `Why is the Pod not scheduled at ${at(record.t)}?`, title: 'No node fits', detail: unfitWords(record.object.message) };
}

/** The scheduler's message without its second half about preemption. */
export function unfitWords(message: string): string {
  return firstLine(message.split(/\. (?:no new claims|preemption)/)[0] ?? message, 160).replace(/\.$/, '');
}
