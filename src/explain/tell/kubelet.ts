/** The kubelet's own life, its syncs, and lines of log. */
import type { KubeletRecord, LogRecord, SyncRecord } from '../../model/trace.ts';
import { firstLine } from '../messages.ts';
import { at } from '../texts/en/words.ts';
import type { Said } from './said.ts';

const STATES: Record<KubeletRecord['what'], [title: string, detail: string]> = {
  stopped: ['The kubelet stops', 'containers go on running; probes, hooks and restarts do not happen'],
  started: ['The kubelet starts', 'it has forgotten back-offs, probe counters and running hooks'],
  healthy: ['The kubelet is up', ''],
};

export function sayKubelet(record: KubeletRecord): Said {
  const [title, detail] = STATES[record.what];
  return { question: `What did the kubelet do at ${at(record.t)}?`, title, detail };
}

const SYNCS: Record<SyncRecord['type'], string> = {
  SyncPod: 'start and restart containers, report status',
  SyncTerminatingPod: 'stop all containers',
  SyncTerminatedPod: 'clean up after the last container',
};

export function saySync(record: SyncRecord): Said {
  const busy = record.what === 'start' ? 'one sync at a time: until it ends, nothing else happens to this Pod' : undefined;
  return {
    question: `Why was the Pod worker ${record.what === 'start' ? 'woken' : 'done'} at ${at(record.t)}?`,
    title: `${record.type} ${record.what === 'start' ? 'begins' : 'ends'}`,
    detail:
      record.error === undefined ? [SYNCS[record.type], busy].filter(Boolean).join('; ') : `with an error, so it is tried again: ${firstLine(record.error)}`,
  };
}

export function sayLog(record: LogRecord): Said {
  return {
    question: `Why did ${record.container} print this at ${at(record.t)}?`,
    title: `${record.container} prints to ${record.stream}`,
    detail: firstLine(record.line),
  };
}
