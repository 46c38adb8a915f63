/** The Pod as the API reports it: its phase, and that it is being deleted, which is no phase. */
import type { PodPhase } from '../../model/kubernetes.ts';
import type { Source } from '../source.ts';
import { History, type Machine } from './machine.ts';

export type PodState =
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'unknown'
  /** `metadata.deletionTimestamp` is set; kubectl says Terminating. */
  | 'terminating'
  /** The object has left the API. */
  | 'gone';

const STATE: Readonly<Record<PodPhase, PodState>> = { Pending: 'pending', Running: 'running', Succeeded: 'succeeded', Failed: 'failed', Unknown: 'unknown' };

export function podMachine({ pods }: Source): Machine<PodState> {
  const history = new History<PodState>();
  for (const record of pods) {
    const { metadata, status } = record.object;
    if (record.type === 'DELETED') history.enter('gone', record);
    else history.enter(metadata.deletionTimestamp === undefined ? STATE[status.phase] : 'terminating', record);
  }
  return { visits: history.visits };
}

/** The phase in the API at a moment: it goes on changing while the Pod is Terminating. */
export function phaseAt({ pods }: Source, timeMs: number): PodPhase | undefined {
  return pods.findLast(({ t }) => t <= timeMs)?.object.status.phase;
}
