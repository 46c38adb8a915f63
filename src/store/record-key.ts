/**
 * Names for records that survive an edit of the scenario: `Probe app liveness failure` the third time. A record's id is
 * its place in one trace and means nothing in the next.
 */
import type { RecordId, Trace, TraceRecord } from '../model/trace.ts';

function subjectOf(record: TraceRecord): string {
  switch (record.kind) {
    case 'Action':
      return record.what;
    case 'Pod':
    case 'Object':
      return `${record.type} ${record.object.kind} ${record.object.metadata.name ?? ''}`;
    case 'Event':
      return `${record.object.reason} ${record.object.involvedObject.fieldPath ?? ''}`;
    case 'Process':
    case 'Serving':
      return `${record.container} ${record.what}`;
    case 'Signal':
      return `${record.container} ${record.signal}`;
    case 'Hook':
      return `${record.container} ${record.hook} ${record.what}`;
    case 'Probe':
      return `${record.container} ${record.probe} ${record.result}`;
    case 'ProbeState':
      return `${record.container} ${record.probe} ${record.state}`;
    case 'Image':
      return `${record.container} ${record.what}`;
    case 'Log':
      return `${record.container} ${record.stream}`;
    case 'Decision':
      return `${record.container} ${record.decision.what}`;
    case 'Sync':
      return `${record.type} ${record.what}`;
    case 'Kubelet':
      return record.what;
  }
}

const keyOf = (record: TraceRecord): string => `${record.kind} ${subjectOf(record)}`;

/** The record of `now` that corresponds to record `id` of `before`: the nth of the same kind and subject. */
export function sameRecord(before: Trace, id: RecordId, now: Trace): RecordId | undefined {
  const record = before.records[id];
  if (!record) return undefined;
  const key = keyOf(record);
  let nth = 0;
  for (let i = 0; i < id; i += 1) if (keyOf(before.records[i] as TraceRecord) === key) nth += 1;
  for (const candidate of now.records) {
    if (keyOf(candidate) !== key) continue;
    if (nth === 0) return candidate.id;
    nth -= 1;
  }
  return undefined;
}
