import type { RecordId, TraceRecord } from '../model/trace.ts';
import type { EventQueue } from './engine/queue.ts';

type WithoutPlace<R> = R extends TraceRecord ? Omit<R, 'id' | 't'> : never;

/** A record before it has its place in the trace. */
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

  /** Adds a record at the present moment and returns it; fields that are known only later may still be filled in. */
  add<R extends NewRecord>(record: R): Extract<TraceRecord, { kind: R['kind'] }> {
    if (this.records.length >= this.#limit) throw new RecordLimitError(`stopped at ${this.#limit} records`);
    const placed = { id: this.records.length, t: this.#queue.nowMs, ...record } as unknown as Extract<TraceRecord, { kind: R['kind'] }>;
    this.records.push(placed);
    for (const listener of this.#listeners) listener(placed);
    return placed;
  }

  /** For the triggers of actions. A listener sees a record at the moment it is added (or completed, see `completed`). */
  onRecord(listener: (record: TraceRecord) => void): void {
    this.#listeners.push(listener);
  }

  /** Tells listeners of a record that was added earlier and whose outcome is known only now (the end of a probe). */
  completed(record: TraceRecord): void {
    for (const listener of this.#listeners) listener(record);
  }
}

/** The cause of what the user or the beginning of the run brought about. */
export const NO_CAUSE: RecordId = -1;
