/** Traces made by hand for tests. */
import { DEFAULT_CREATED_AT_MS } from '../base/timestamp.ts';
import type { ProbeRecord, Trace, TraceRecord } from '../model/trace.ts';

/** A record without what a trace fills in. */
export type BareRecord = TraceRecord extends infer One ? (One extends TraceRecord ? Omit<One, 'id' | 'cause' | 'rule'> : never) : never;

/** A trace of these records; each is the cause of the next. */
export function handMadeTrace(records: readonly BareRecord[], endMs: number, more: Partial<Trace> = {}): Trace {
  return {
    meta: { version: 'v1.36.2', podName: 'web', namespace: 'default', scenarioName: 'web', createdAtMs: DEFAULT_CREATED_AT_MS, seed: 'typical' },
    endMs,
    records: records.map((record, id) => ({ ...record, id, cause: id - 1, rule: 'worker.sync' })),
    draws: [],
    assumptions: [],
    pendingActions: [],
    ...more,
  };
}

/** A train of probes of the container `app`; a single attempt unless `count` says otherwise. */
export function probeTrain(t: number, facts: Partial<ProbeRecord> = {}): BareRecord {
  return {
    kind: 'Probe',
    t,
    container: 'app',
    instance: 1,
    probe: 'liveness',
    result: 'success',
    message: '',
    takesMs: 10,
    count: 1,
    periodMs: 0,
    run: 1,
    threshold: 1,
    met: false,
    timedOut: false,
    trigger: 'tick',
    ...facts,
  };
}
