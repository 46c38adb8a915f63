/**
 * One probe of a container: a worker that climbs a step with each failure in a row, up to the threshold
 * (pkg/kubelet/prober/worker.go: doProbe).
 */
import type { Probe, ProbeType } from '../../model/kubernetes.ts';
import type { ProbeRecord, ProbeStateRecord } from '../../model/trace.ts';
import type { ContainerSource } from '../source.ts';
import { History, type Machine } from './machine.ts';

/** `step0` … `step<threshold>`: failures in a row. */
export type ProbeStep = `step${number}`;

export type ProbeMachineState =
  /** No worker, or no container for it. */
  | 'off'
  /** Initial delay, or held back by the startup probe. */
  | 'waiting'
  | ProbeStep
  /** A startup probe that has succeeded: it rests until there is a new container. */
  | 'passed';

/** Kubernetes' default of `failureThreshold`. */
const DEFAULT_THRESHOLD = 3;

export function failureThreshold(probe: Probe): number {
  return probe.failureThreshold ?? DEFAULT_THRESHOLD;
}

export function step(failures: number): ProbeStep {
  return `step${failures}`;
}

/** What happens to the worker, in order of when it is known. */
type Change = { t: number; id: number; failures: number; hasPassed: boolean } | { t: number; id: number; record: ProbeStateRecord };

export function probeMachine(records: ContainerSource, type: ProbeType, probe: Probe, createdAt: { t: number; id: number }): Machine<ProbeMachineState> {
  const threshold = failureThreshold(probe);
  const attempts = records.probes.filter((record) => record.probe === type && record.unfinished !== true);
  const states = records.probeStates.filter((record) => record.probe === type);
  const changes: Change[] = [
    ...attempts.flatMap((record) => steps(record, threshold)),
    ...states.map((record): Change => ({ t: record.t, id: record.id, record })),
  ];
  // A result is known when the attempt is over; what the worker then decides has a later id.
  changes.sort((a, b) => a.t - b.t || a.id - b.id);
  const history = new History<ProbeMachineState>();
  history.enter('off', createdAt);
  for (const change of changes) {
    if ('failures' in change) {
      if (change.hasPassed) history.enter('passed', change);
      else history.enter(step(change.failures), change, { failures: change.failures });
      continue;
    }
    const { record } = change;
    if (record.state === 'none') history.enter('off', record);
    else if (record.state === 'waiting') history.enter('waiting', record);
    else if (record.state === 'probing') {
      const failures = failuresBefore(attempts, record);
      history.enter(step(failures), record, { failures });
    } else if (type === 'startup' && history.state !== step(threshold)) history.enter('passed', record);
  }
  return { visits: history.visits };
}

/** The steps that a train of attempts takes. An attempt that could not be run counts for nothing. */
function steps({ t, id, probe, result, takesMs, count, periodMs, run }: ProbeRecord, threshold: number): Change[] {
  if (result === 'error') return [];
  // One success is all that a startup probe needs.
  if (result !== 'failure') return [{ t: t + takesMs, id, failures: 0, hasPassed: probe === 'startup' }];
  return Array.from({ length: Math.min(count, Math.max(1, threshold - run + 1)) }, (_, attempt) => ({
    t: t + takesMs + attempt * periodMs,
    id,
    failures: Math.min(threshold, run + attempt),
    hasPassed: false,
  }));
}

/** The worker keeps its count when a container is replaced while it was not on hold: the next attempt tells what it was. */
function failuresBefore(attempts: readonly ProbeRecord[], { id }: ProbeStateRecord): number {
  const next = attempts.find((attempt) => attempt.id > id);
  return next?.result === 'failure' ? Math.max(0, next.run - 1) : 0;
}
