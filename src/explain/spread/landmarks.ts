/** The moments of a run that can be found again in another run of the same text. */
import type { RecordId, Trace, TraceRecord } from '../../model/trace.ts';

/** A moment, named so that the same moment of a run with another seed has the same name. */
export interface Landmark {
  /** `app#2 starts`, `Ready True, 1`, `phase Running`: unique in a run. */
  name: string;
  record: RecordId;
  timeMs: number;
}

/**
 * What a reader would point at: starts, exits, hooks and signals of each container, first results of probes that met their
 * threshold, phases and changes of Ready. Each name is counted, so that the second of a kind is compared with the second.
 */
export function landmarksOf(trace: Trace): Landmark[] {
  const counts = new Map<string, number>();
  const landmarks: Landmark[] = [];
  const reported = new Map<string, string>();
  const add = (record: TraceRecord, kind: string, timeMs = record.t) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    landmarks.push({ name: count === 1 ? kind : `${kind}, ${count}`, record: record.id, timeMs });
  };
  for (const record of trace.records) {
    if (record.kind === 'Pod') {
      for (const [what, value] of reportedBy(record)) {
        if (reported.get(what) === value) continue;
        reported.set(what, value);
        add(record, `${what} ${value}`);
      }
      continue;
    }
    const kind = kindOf(record);
    if (kind !== undefined) add(record, kind);
  }
  return landmarks;
}

function reportedBy(record: Extract<TraceRecord, { kind: 'Pod' }>): [what: string, value: string][] {
  if (record.type === 'DELETED') return [['Pod', 'gone']];
  const { phase, conditions = [] } = record.object.status;
  const ready = conditions.find(({ type }) => type === 'Ready');
  return [['phase', phase], ...(ready === undefined ? [] : [['Ready', ready.status] as [string, string]])];
}

function kindOf(record: TraceRecord): string | undefined {
  switch (record.kind) {
    case 'Process':
      if (record.what === 'removed') return undefined;
      return `${record.container}#${record.instance} ${record.what === 'start' ? 'starts' : `exits ${record.exitCode ?? ''}`}`;
    case 'Serving':
      return record.what === 'serving' ? `${record.container}#${record.instance} serves` : undefined;
    case 'Hook':
      return `${record.hook} of ${record.container}#${record.instance} ${record.what}s`;
    case 'Signal':
      return `${record.signal} to ${record.container}#${record.instance}`;
    case 'Probe':
      return record.met ? `${record.probe} of ${record.container}#${record.instance} ${record.result}` : undefined;
    default:
      return undefined;
  }
}
