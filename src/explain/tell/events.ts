/** Events in words: what each reason means, and how the recorder counts. */
import type { EventRecord } from '../../model/trace.ts';
import { containerOfEvent, type History } from '../history.ts';
import { firstLine, withoutUid } from '../messages.ts';
import { at, joined } from '../texts/en/words.ts';
import type { Said } from './said.ts';
import { sayFailedScheduling } from './scheduling.ts';

const MEANINGS: Record<string, string> = {
  Scheduled: 'the scheduler has bound the Pod to a node',
  Created: 'the container exists; its process does not run yet',
  Started: 'the process runs; a postStart hook may still be under way',
  Killing: 'the decision, not the end: preStop, SIGTERM and grace follow',
  Unhealthy: 'each failed attempt counts; one success starts the count again',
  ProbeWarning: 'the attempt counts as success',
  FailedPostStartHook: 'the reason is in state.waiting.message, not in the Event',
  FailedPreStopHook: 'the termination goes on all the same',
  ResizeStarted: 'the node grants it; the containers get it in the sync that follows',
  ResizeCompleted: 'every running container has what the spec asks for',
  ResizeDeferred: 'the node does not grant it now and looks again every 3 min',
  SandboxChanged: 'the Pod gets a new sandbox, and its containers start again',
  DeadlineExceeded: 'activeDeadlineSeconds counts from startTime; the Pod fails',
};

export function sayEvent(history: History, record: EventRecord): Said {
  const { object } = record;
  if (object.reason === 'FailedScheduling') return sayFailedScheduling(record);
  const container = containerOfEvent(record);
  const about = container === undefined ? '' : ` for ${container}`;
  return {
    question: `Why is there an Event ${object.reason}${about} at ${at(record.t)}?`,
    title: `Event ${object.reason}${about}`,
    detail: joined(firstLine(withoutUid(object.message), 140), countWords(object.count), meaningOf(history, record)),
  };
}

function countWords(count: number | undefined): string | undefined {
  return count !== undefined && count > 1 ? `the recorder counts it: ×${count}` : undefined;
}

function meaningOf(history: History, record: EventRecord): string | undefined {
  const { reason, message } = record.object;
  if (reason === 'BackOff')
    return message.startsWith('Back-off pulling') ? 'Normal, although the image is missing' : 'said at each sync that finds the container waiting';
  if (reason === 'Unhealthy' && message.includes('errored')) return 'an error is neither failure nor success: nothing is done about it';
  if (reason === 'Failed' && message.startsWith('Error: ')) return 'the container could not be created or started; the kubelet tries again';
  if (reason === 'Pulled' && message.includes('already present')) return 'no pull was needed';
  if (reason === 'Killing' && history.pods.some(({ object, t }) => t <= record.t && object.metadata.deletionTimestamp !== undefined))
    return 'the Pod is Terminating';
  return MEANINGS[reason];
}
