/** Moments of a run that the page goes to. Pure. */
import type { RecordId, Trace, TraceRecord } from '../model/trace.ts';

/** The nearest of the ascending `timesMs` that lies strictly before (-1) or after (+1) a moment. */
export function neighbour(timesMs: Float64Array, fromMs: number, direction: -1 | 1): number | undefined {
  return direction > 0 ? timesMs.find((timeMs) => timeMs > fromMs) : timesMs.findLast((timeMs) => timeMs < fromMs);
}

/**
 * The record that a reader should see first: the first thing that went wrong (an exit rather than the decision that led to it),
 * else the first Warning, else the first refused action. Undefined if all went well.
 */
export function firstTrouble({ records }: Trace): RecordId | undefined {
  const trouble = records.find(isTrouble);
  if (trouble?.kind === 'Decision') {
    const exit = records.find(
      (record) => record.id > trouble.id && record.kind === 'Process' && record.what === 'exit' && record.container === trouble.container,
    );
    return (exit ?? trouble).id;
  }
  const lesser =
    records.find((record) => record.kind === 'Event' && record.object.type === 'Warning') ??
    records.find((record) => record.kind === 'Action' && record.error !== undefined);
  return (trouble ?? lesser)?.id;
}

function isTrouble(record: TraceRecord): boolean {
  switch (record.kind) {
    case 'Process':
      return record.what === 'exit' && record.exitCode !== 0;
    case 'Decision':
      return record.decision.what === 'kill' && ['liveness', 'startup', 'postStart'].includes(record.decision.reason);
    case 'Hook':
      return record.result === 'failed' || record.result === 'cut';
    case 'Image':
      return record.result === 'failed';
    default:
      return false;
  }
}
