/** Events: what each reason means, and how the recorder counts. */
import type { EventRecord } from '../../model/trace.ts';
import { containerOfEvent, type History } from '../history.ts';
import { firstLine, withoutUid } from '../messages.ts';
import { EVENT_REASONS, type EventMeaning } from './facts.ts';
import type { Said, TellWords } from './said.ts';
import { sayFailedScheduling } from './scheduling.ts';

export function sayEvent(words: TellWords, history: History, record: EventRecord): Said {
  const { reason, message, count = 1 } = record.object;
  if (reason === 'FailedScheduling') return sayFailedScheduling(words, record);
  return words.event(record.t, reason, containerOfEvent(record), firstLine(withoutUid(message), 140), count, meaningOf(history, record));
}

function meaningOf(history: History, record: EventRecord): EventMeaning | undefined {
  const { reason, message } = record.object;
  if (reason === 'BackOff') return message.startsWith('Back-off pulling') ? 'BackOff of a pull' : 'BackOff of a container';
  if (reason === 'Unhealthy' && message.includes('errored')) return 'Unhealthy by an error';
  if (reason === 'Failed' && message.startsWith('Error: ')) return 'Failed to start';
  if (reason === 'Pulled' && message.includes('already present')) return 'Pulled without a pull';
  if (reason === 'TaintManagerEviction' && message.startsWith('Cancelling')) return 'Eviction called off';
  if (reason === 'Killing' && history.pods.some(({ object, t }) => t <= record.t && object.metadata.deletionTimestamp !== undefined))
    return 'Killing on deletion';
  return EVENT_REASONS.find((known) => known === reason);
}
