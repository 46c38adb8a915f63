/** Moments of a run that the page goes to, and the chain of causes that led to one. Pure. */
import type { RecordId, Trace, TraceRecord } from '../model/trace.ts';

/** The nearest of the ascending `timesMs` that lies truly before (-1) or after (+1) a moment. */
export function neighbour(timesMs: Float64Array, fromMs: number, direction: -1 | 1): number | undefined {
  return direction > 0 ? timesMs.find((timeMs) => timeMs > fromMs) : timesMs.findLast((timeMs) => timeMs < fromMs);
}

/**
 * Where a reader's eyes should land first: the first main process that ended badly, else the first hook or image pull that
 * failed, else the first Warning, else the first refused action. Undefined if all went well.
 */
export function firstTrouble({ records }: Trace): RecordId | undefined {
  const found =
    records.find((record) => record.kind === 'Process' && record.what === 'exit' && record.exitCode !== 0) ??
    records.find((record) => record.kind === 'Hook' && (record.result === 'failed' || record.result === 'cut')) ??
    records.find((record) => record.kind === 'Image' && record.result === 'failed') ??
    records.find((record) => record.kind === 'Event' && record.object.type === 'Warning') ??
    records.find((record) => record.kind === 'Action' && record.error !== undefined);
  return found?.id;
}

/** A record and the chain of what led to it, the earliest cause first. */
export function causeChain(trace: Trace, id: RecordId): TraceRecord[] {
  const chain: TraceRecord[] = [];
  let record = trace.records[id];
  while (record) {
    chain.unshift(record);
    // A cause lies before its effect; anything else would be a loop.
    record = record.cause >= 0 && record.cause < record.id ? trace.records[record.cause] : undefined;
  }
  return chain;
}
