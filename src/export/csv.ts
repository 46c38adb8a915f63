import { rfc3339Micro } from '../base/timestamp.ts';
import type { Disagreement } from '../model/disagreement.ts';
import type { Trace } from '../model/trace.ts';
import { marksOf } from './marks.ts';

const COLUMNS = ['start_s', 'end_s', 'of', 'lane', 'what', 'count', 'why'] as const;

/** Columns that a table by the wall clock has, too. */
const MOMENTS = ['start', 'end'] as const;

/** Every mark as a row (RFC 4180, LF): times in seconds since the creation of the Pod; by the wall clock as moments (RFC 3339, UTC), too. */
export function marksCsv(trace: Trace, disagreements: readonly Disagreement[] = [], { wallClock = false }: { wallClock?: boolean } = {}): string {
  const moment = (ms: number) => rfc3339Micro(trace.meta.createdAtMs + Math.round(ms));
  const rows = marksOf(trace, disagreements).map(({ lane, startMs, endMs, what, count, why }) => [
    seconds(startMs),
    seconds(endMs),
    lane.container ?? 'Pod',
    lane.label,
    what,
    String(count),
    why,
    ...(wallClock ? [moment(startMs), moment(endMs)] : []),
  ]);
  return [[...COLUMNS, ...(wallClock ? MOMENTS : [])], ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
