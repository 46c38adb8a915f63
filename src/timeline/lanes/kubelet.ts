/** What the kubelet's parts did: relists, syncs and what they wait for, versions of the status, Events. Shown only on demand. */
import type { RecordId, SyncRecord, TraceRecord } from '../../model/trace.ts';
import type { KubeletNote, KubeletPart } from '../../model/xray.ts';
import type { MarkKind } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import type { MarkInput } from '../tracks.ts';

const KINDS: Readonly<Record<KubeletNote['what'], MarkKind>> = {
  idle: 'kubeletIdle',
  wait: 'kubeletWait',
  done: 'kubeletDone',
  queued: 'kubeletQueued',
  nothing: 'kubeletNothing',
  lost: 'kubeletLost',
};

/** The notes of one part. A note that a timer brought about has no record. */
export function noteMarks(notes: readonly KubeletNote[], part: KubeletPart): MarkInput[] {
  return notes.flatMap((note, position): MarkInput[] => {
    if (note.part !== part) return [];
    const { what, fromMs, toMs, periodMs, text, detail, cause } = note;
    return [
      {
        kind: KINDS[what],
        startMs: fromMs,
        endMs: toMs,
        value: position,
        ...(periodMs !== undefined && { limit: periodMs }),
        text,
        note: detail,
        record: cause,
      },
    ];
  });
}

/** The syncs of the Pod's worker. */
export function syncMarks(records: readonly TraceRecord[], endMs: number): MarkInput[] {
  const ends = new Map<RecordId, SyncRecord>();
  const syncs = records.filter((record): record is SyncRecord => record.kind === 'Sync');
  for (const sync of syncs) if (sync.what === 'end') ends.set(sync.cause, sync);
  return syncs
    .filter(({ what }) => what === 'start')
    .map(({ id, t, type }): MarkInput => {
      const end = ends.get(id);
      const failed = end?.error !== undefined;
      return {
        kind: failed ? 'syncFailed' : 'sync',
        startMs: t,
        endMs: end?.t ?? endMs,
        text: type,
        ...(failed && { note: end.error as string }),
        record: id,
        ...(end && { endRecord: end.id }),
      };
    });
}

/** What a sync waits for while it lasts: an image, a postStart hook, a container that is being stopped. */
export function waitMarks(records: readonly TraceRecord[], endMs: number): MarkInput[] {
  const marks: MarkInput[] = [];
  const open = new Map<string, MarkInput>();
  const begin = (key: string, text: string, { id, t }: TraceRecord) => {
    if (open.has(key)) return;
    const mark: MarkInput = { kind: 'syncWait', startMs: t, endMs, text, record: id };
    open.set(key, mark);
    marks.push(mark);
  };
  const end = (key: string, { id, t }: TraceRecord) => {
    const mark = open.get(key);
    if (mark) Object.assign(mark, { endMs: t, endRecord: id });
    open.delete(key);
  };
  for (const record of records) {
    if (record.kind === 'Image')
      (record.what === 'pullStart' ? begin : endOf(end))(`image/${record.container}`, timelineTexts.waits.image(record.container), record);
    else if (record.kind === 'Hook' && record.hook === 'postStart')
      (record.what === 'start' ? begin : endOf(end))(`hook/${record.container}`, timelineTexts.waits.postStart(record.container), record);
    else if (record.kind === 'Decision' && record.decision.what === 'kill')
      begin(`kill/${record.container}`, timelineTexts.waits.stop(record.container), record);
    else if (record.kind === 'Process' && record.what === 'exit') end(`kill/${record.container}`, record);
  }
  return marks;
}

function endOf(end: (key: string, record: TraceRecord) => void): (key: string, text: string, record: TraceRecord) => void {
  return (key, _text, record) => end(key, record);
}
