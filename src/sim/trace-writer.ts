import type { RecordId, TraceRecord } from '../model/trace.ts';
import type { EventQueue } from './engine/queue.ts';

type WithoutPlace<R> = R extends TraceRecord ? Omit<R, 'id' | 't'> : never;

/** A record without what its place in the trace gives it: id and time. */
export type NewRecord = WithoutPlace<TraceRecord>;

/** Thrown when a run grows beyond its limit; `simulate` turns it into `trace.cut`. */
export class RecordLimitError extends Error {
  override readonly name = 'RecordLimitError';
}

/** Collects the records of a run in the order in which things happen, and tells listeners of each. */
export class TraceWriter {
  readonly records: TraceRecord[] = [];
  readonly #queue: EventQueue;
  readonly #limit: number;
  readonly #listeners: ((record: TraceRecord) => void)[] = [];

  constructor(queue: EventQueue, limit: number) {
    this.#queue = queue;
    this.#limit = limit;
  }

  /** Adds a record at the present moment and returns it. The caller may still fill in fields that are known only later. */
  add<R extends NewRecord>(record: R): Extract<TraceRecord, { kind: R['kind'] }> {
    if (this.records.length >= this.#limit) throw new RecordLimitError(`stopped at ${this.#limit} records`);
    const placed = { id: this.records.length, t: this.#queue.nowMs, ...record } as TraceRecord as Extract<TraceRecord, { kind: R['kind'] }>;
    this.records.push(placed);
    for (const listener of this.#listeners) listener(placed);
    return placed;
  }

  /** Calls back with each record when it is added, and again when it is {@link completed}: the triggers of actions listen. */
  onRecord(listener: (record: TraceRecord) => void): void {
    this.#listeners.push(listener);
  }

  /** Tells listeners of a record that was added earlier and whose outcome is known only now (the end of a probe). */
  completed(record: TraceRecord): void {
    for (const listener of this.#listeners) listener(record);
  }
}

/** The cause of records that no other record led to: the user or the beginning of the run did. */
export const NO_CAUSE: RecordId = -1;
