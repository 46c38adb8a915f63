/** What the user, or the world, did. */
import { type ActionRecord, refusalText } from '../../model/trace.ts';
import { firstLine } from '../messages.ts';
import type { Said, TellWords } from './said.ts';

export function sayAction(words: TellWords, record: ActionRecord): Said {
  const { t, what, label, told, error, exitCode } = record;
  const isDeletion = what === 'delete' || what === 'force-delete';
  const title = record.index === 0 && what === 'create' ? 'kubectl apply' : isDeletion ? `kubectl ${label}` : label;
  const refusal = error && { reason: error.reason, message: firstLine(refusalText(record), 300) };
  return words.action(t, title, what, refusal, exitCode === 0 ? undefined : exitCode, told);
}
