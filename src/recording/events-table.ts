/** The Events of a run as a table in the manner of `kubectl get events`, with times since the Pod was created. */
import type { Trace } from '../model/trace.ts';
import { tellingOf } from './from-trace.ts';
import type { EventLine, RecordingLine } from './lines.ts';
import { briefDuration } from './words.ts';

const HEADINGS = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'COUNT', 'MESSAGE'];
const GAP = 3;

/** One row for each Event, the one that came last at the end; `No events.` if there are none. */
export function eventsTable(run: Trace | readonly RecordingLine[]): string {
  const latest = new Map<unknown, EventLine>();
  for (const line of 'records' in run ? tellingOf(run) : run) {
    if (line.kind !== 'Event') continue;
    const key = line.object.metadata?.uid ?? line.object.metadata?.name ?? line;
    latest.delete(key);
    if (line.type !== 'DELETED') latest.set(key, line);
  }
  if (latest.size === 0) return 'No events.\n';
  return table([HEADINGS, ...[...latest.values()].map(rowOf)]);
}

function rowOf({ t, object }: EventLine): string[] {
  const { type, reason, count = 1, message, note, involvedObject } = object;
  const subject = involvedObject ? `${involvedObject.kind.toLowerCase()}/${involvedObject.name}` : '';
  return [briefDuration(t), type ?? '', reason ?? '', subject, String(count), (message ?? note ?? '').trim().replaceAll('\n', '\\n')];
}

function table(rows: readonly string[][]): string {
  const widths = HEADINGS.map((_, column) => rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd((widths[column] ?? 0) + GAP))
          .join('')
          .trimEnd()}\n`,
    )
    .join('');
}
