/** Turning a sequence of observations into spans: a span lasts as long as its key does. */
import type { RecordId } from '../../model/trace.ts';
import type { MarkInput } from '../tracks.ts';

/**
 * Collects spans. `observe` with the same key goes on with the open span, another key closes it and opens the next,
 * `undefined` closes it. `finish` closes what is still open at the end of the run, without a closing record.
 */
export class SpanCollector {
  readonly marks: MarkInput[] = [];
  #open: { key: string; mark: MarkInput } | undefined;

  observe(timeMs: number, record: RecordId, key: string | undefined, make: () => Omit<MarkInput, 'startMs' | 'endMs' | 'record'>): void {
    if (this.#open !== undefined && this.#open.key === key) return;
    this.#close(timeMs, record);
    if (key !== undefined) this.#open = { key, mark: { ...make(), startMs: timeMs, record } };
  }

  finish(endMs: number): MarkInput[] {
    this.#close(endMs, undefined);
    return this.marks;
  }

  #close(timeMs: number, record: RecordId | undefined): void {
    if (this.#open === undefined) return;
    const { mark } = this.#open;
    this.#open = undefined;
    // A state that lasted no time was never visible
    if (timeMs <= mark.startMs) return;
    this.marks.push({ ...mark, endMs: timeMs, ...(record !== undefined && { endRecord: record }) });
  }
}
