/** Moments that come from outside a container: the scenario's actions, and Events. */
import { hash } from '../../base/random.ts';
import { refusalText } from '../../model/trace.ts';
import type { Source } from '../source.ts';
import type { MarkInput } from '../tracks.ts';
import { actionText } from '../words.ts';

/** What a user does with kubectl; everything else is the world happening to the Pod. */
const KUBECTL = new Set([
  'create',
  'apply',
  'delete',
  'force-delete',
  'remove',
  'patch',
  'patch-status',
  'patch-repeat',
  'exec',
  'add-ephemeral',
  'remove-finalizer',
  'evict',
]);

export function actionMarks(source: Source): MarkInput[] {
  return source.actions.map((action) => ({
    kind: action.error !== undefined ? 'actionRefused' : KUBECTL.has(action.what) ? 'actionKubectl' : 'actionWorld',
    startMs: action.t,
    value: action.index,
    text: actionText(action),
    note: refusalText(action),
    record: action.id,
  }));
}

/** Warnings above, Normal below; a repeat of an Event (MODIFIED) is a mark of its own, because it happened again. */
export function* eventMarks(source: Source, row: 'warnings' | 'normal'): Generator<MarkInput> {
  const subjectOf = subjects();
  for (const { id, t, object } of source.events) {
    if ((object.type === 'Warning') !== (row === 'warnings')) continue;
    yield {
      kind: row === 'warnings' ? 'eventWarning' : object.reason === 'Killing' ? 'eventKilling' : 'eventNormal',
      startMs: t,
      value: object.count ?? object.series?.count ?? 1,
      limit: subjectOf(object.involvedObject.fieldPath ?? '', object.reason),
      text: object.reason,
      note: object.message,
      record: id,
    };
  }
}

/** A number for what an Event is about. Each is computed once: the same few come back all the time. */
function subjects(): (fieldPath: string, reason: string) => number {
  const known = new Map<string, Map<string, number>>();
  return (fieldPath, reason) => {
    const byReason = known.get(fieldPath) ?? new Map<string, number>();
    known.set(fieldPath, byReason);
    const subject = byReason.get(reason) ?? hash(`${fieldPath}/${reason}`);
    byReason.set(reason, subject);
    return subject;
  };
}
