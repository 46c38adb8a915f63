/** The kubelet's own life, its syncs, and lines of log. */
import type { KubeletRecord, LogRecord, SyncRecord } from '../../model/trace.ts';
import { firstLine } from '../messages.ts';
import type { Said, TellWords } from './said.ts';

export function sayKubelet(words: TellWords, record: KubeletRecord): Said {
  return words.kubelet(record.t, record.what);
}

export function saySync(words: TellWords, { t, type, what, error }: SyncRecord): Said {
  return words.sync(t, type, what === 'start', error === undefined ? undefined : firstLine(error));
}

export function sayLog(words: TellWords, { t, container, stream, line }: LogRecord): Said {
  return words.log(t, container, stream, firstLine(line));
}
