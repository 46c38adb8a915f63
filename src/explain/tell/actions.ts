/** What the user, or the world, did. */
import type { ActionRecord } from '../../model/trace.ts';
import { firstLine } from '../messages.ts';
import { at, joined } from '../texts/en/words.ts';
import type { Said } from './said.ts';

const MEANINGS: Record<string, string> = {
  'force-delete': 'the API removes the object without waiting for the kubelet',
  workload: 'its program behaves differently from now on',
  oom: 'memory over the limit',
  'sandbox-stop': 'sandbox and containers are gone behind the kubelet’s back',
  'kubelet-restart': 'containers go on running',
  'kubelet-stop': 'containers go on running, nobody looks at them',
};

export function sayAction(record: ActionRecord): Said {
  const title =
    record.index === 0 && record.what === 'create'
      ? 'kubectl apply'
      : record.what === 'delete' || record.what === 'force-delete'
        ? `kubectl ${record.label}`
        : record.label;
  return {
    question: `What happened at ${at(record.t)}?`,
    title,
    detail: joined(
      record.error && `refused (${record.error.reason}): ${firstLine(record.error.message, 200)}`,
      record.exitCode !== undefined && record.exitCode !== 0 && `exit code ${record.exitCode}`,
      MEANINGS[record.what],
    ),
  };
}
