/** Events in tables (pkg/printers/internalversion/printers.go: printEvent; kubectl's events command and describe). */
import { parseRfc3339 } from '../../base/timestamp.ts';
import { type Fields, fields, num, text } from '../schema/fields.ts';
import { since } from './duration.ts';
import type { Column } from './table.ts';

export const EVENT_COLUMNS: readonly Column[] = [
  { name: 'Last Seen' },
  { name: 'Type' },
  { name: 'Reason' },
  { name: 'Object' },
  { name: 'Subobject', wide: true },
  { name: 'Source', wide: true },
  { name: 'Message' },
  { name: 'First Seen', wide: true },
  { name: 'Count', wide: true },
  { name: 'Name', wide: true },
];

const isSet = (time: unknown) => typeof time === 'string' && time !== '' && !time.startsWith('0001-');

/** A row of `kubectl get events`. */
export function eventCells(event: Fields, nowMs: number): string[] {
  const series = fields(event, 'series');
  const first = isSet(event['firstTimestamp']) ? since(event['firstTimestamp'], nowMs) : since(event['eventTime'], nowMs);
  const last = series !== undefined ? since(series['lastObservedTime'], nowMs) : isSet(event['lastTimestamp']) ? since(event['lastTimestamp'], nowMs) : first;
  const involved = fields(event, 'involvedObject');
  const source = fields(event, 'source');
  const [component, host] = [text(source, 'component') || text(event, 'reportingComponent'), text(source, 'host') || text(event, 'reportingInstance')];
  return [
    last,
    text(event, 'type'),
    text(event, 'reason'),
    `${text(involved, 'kind').toLowerCase()}${text(involved, 'name') === '' ? '' : `/${text(involved, 'name')}`}`,
    text(involved, 'fieldPath'),
    host === '' ? component : `${component}, ${host}`,
    text(event, 'message').trim(),
    first,
    String((series === undefined ? num(event, 'count') : num(series, 'count')) || 1),
    text(fields(event, 'metadata'), 'name'),
  ];
}

/** `2s (x4 over 58s)`: how often and since when, as describe and `kubectl events` show it. */
export function eventInterval(event: Fields, nowMs: number): string {
  const first = isSet(event['eventTime']) ? since(event['eventTime'], nowMs) : since(event['firstTimestamp'], nowMs);
  const series = fields(event, 'series');
  if (series !== undefined) return `${since(series['lastObservedTime'], nowMs)} (x${num(series, 'count') ?? 0} over ${first})`;
  const count = num(event, 'count') ?? 0;
  return count > 1 ? `${since(event['lastTimestamp'], nowMs)} (x${count} over ${first})` : first;
}

const time = (value: unknown): number => (isSet(value) ? parseRfc3339(value as string) : Number.NEGATIVE_INFINITY);

/** The order of describe: by last timestamp, those without one (the scheduler's) first. */
export const byLastTimestamp = (a: Fields, b: Fields): number => time(a['lastTimestamp']) - time(b['lastTimestamp']) || 0;

/** The order of `kubectl events`: also the newer kinds of times count. */
export function byLastSeen(a: Fields, b: Fields): number {
  const seen = (event: Fields) => {
    const series = fields(event, 'series');
    if (series !== undefined && isSet(series['lastObservedTime'])) return time(series['lastObservedTime']);
    return isSet(event['lastTimestamp']) ? time(event['lastTimestamp']) : time(event['eventTime']);
  };
  return seen(a) - seen(b) || 0;
}
