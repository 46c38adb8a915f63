/** The outcome of a run in one word and a few numbers, by which runs of a sweep are told apart. */
import type { Trace } from '../model/trace.ts';
import { historyOf } from './history.ts';
import { measuresOf, readySpans, stopRequestedMs } from './verdict/measures.ts';

export type OutcomeKind =
  /** The API server did not take the Pod. */
  | 'refused'
  /** Its condition Ready never was True. */
  | 'neverReady'
  /** A liveness or startup probe had a container killed. */
  | 'killed'
  /** A container ended by itself, before anybody asked it to, and not with exit code 0. */
  | 'crashes'
  /** None of these. */
  | 'survives';

export interface Outcome {
  kind: OutcomeKind;
  restarts: number;
  /** How often a probe had a container killed. */
  kills: number;
  /** From the Pod's creation; absent: never. */
  readyAfterMs?: number;
  /** How long it did not serve after its first answer. */
  outageMs: number;
  endMs: number;
  /** When it was Ready, and when it was killed: a picture of the run in a few numbers. */
  ready: { fromMs: number; toMs: number }[];
  killsMs: number[];
}

/** Tells what became of a run. */
export function outcomeOf(trace: Trace): Outcome {
  const history = historyOf(trace);
  const measures = measuresOf(trace);
  const stopMs = stopRequestedMs(history);
  const killsMs = trace.records.flatMap((record) =>
    record.kind === 'Decision' && record.decision.what === 'kill' && (record.decision.reason === 'liveness' || record.decision.reason === 'startup')
      ? [record.t]
      : [],
  );
  const crashed = trace.records.some((record) => record.kind === 'Process' && record.what === 'exit' && record.t < stopMs && (record.exitCode ?? 0) !== 0);
  const kind = (): OutcomeKind => {
    if (history.pods.length === 0) return 'refused';
    if (measures.timeToReadyMs === undefined) return 'neverReady';
    if (killsMs.length > 0) return 'killed';
    return crashed ? 'crashes' : 'survives';
  };
  return {
    kind: kind(),
    restarts: measures.restarts,
    kills: killsMs.length,
    ...(measures.timeToReadyMs !== undefined && { readyAfterMs: measures.timeToReadyMs }),
    outageMs: measures.outageMs ?? 0,
    endMs: trace.endMs,
    ready: readySpans(history),
    killsMs,
  };
}
