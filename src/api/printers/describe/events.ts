import { type Fields, fields, text } from '../../schema/fields.ts';
import { byLastTimestamp, eventInterval } from '../events.ts';
import type { DescribeWriter } from './writer.ts';

/** The block at the end of a description, aligned on its own (describe.go: DescribeEvents). */
export function describeEvents(w: DescribeWriter, events: Fields[], nowMs: number): void {
  if (events.length === 0) {
    w.line(0, 'Events:\t<none>');
    return;
  }
  w.flush();
  w.write(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n');
  w.line(1, '----\t------\t----\t----\t-------');
  for (const event of [...events].sort(byLastTimestamp)) {
    const path = text(fields(event, 'involvedObject'), 'fieldPath');
    const source = text(fields(event, 'source'), 'component') || text(event, 'reportingComponent');
    w.line(
      1,
      `${text(event, 'type')}\t${text(event, 'reason')}\t${eventInterval(event, nowMs)}\t${source}\t${path === '' ? '' : `${path}: `}${text(event, 'message').trim()}`,
    );
  }
}
