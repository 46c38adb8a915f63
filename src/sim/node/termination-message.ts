import { lastBytes } from '../../base/utf8.ts';
import type { ExitStatus } from '../../shell/types.ts';
import type { ContainerRecord } from './container-record.ts';

/** `pkg/kubelet/container/runtime.go: MaxContainerTerminationMessageLength, …LogLines, …LogLength`. */
const MESSAGE_FILE_BYTES = 4096;
const MESSAGE_LOG_LINES = 80;
const MESSAGE_LOG_BYTES = 2048;

/** The termination message: the text of the message file, or with FallbackToLogsOnError the end of the log (`getTerminationMessage`). */
export function terminationMessage(record: ContainerRecord, status: ExitStatus): string {
  const file = lastBytes(record.machine?.readFile(record.terminationMessagePath) ?? '', MESSAGE_FILE_BYTES);
  if (file !== '' || status.code === 0 || !record.fallbackToLogs) return file;
  return lastBytes(record.logLines.slice(-MESSAGE_LOG_LINES).join(''), MESSAGE_LOG_BYTES);
}
