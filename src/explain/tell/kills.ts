/** The kubelet's decisions to end a container, and the signals that follow. */
import type { DecisionRecord, SignalRecord } from '../../model/trace.ts';
import { bootOf, cameTooSoon, containerOf, type History, isServing, type Run, runAt, runOf } from '../history.ts';
import type { Said, TellWords } from './said.ts';

export function sayKill(words: TellWords, history: History, record: DecisionRecord): Said {
  if (record.decision.what !== 'kill') throw new Error('not a kill decision');
  const { reason, graceSeconds } = record.decision;
  const container = containerOf(history, record.container);
  const own = reason === 'liveness' || reason === 'startup' ? probeGrace(history, record.container, reason) : undefined;
  const run = container && runAt(container, record.id);
  const isBooting =
    run !== undefined &&
    !isServing(run, record.t, history.trace.endMs) &&
    run.serving.some(({ what, untilMs }) => what === 'booting' && (untilMs ?? 0) > record.t);
  return words.kill(record.t, record.container, reason, { graceSeconds, isOfProbe: own === graceSeconds, wasBooting: isBooting && reason !== 'pod' });
}

function probeGrace(history: History, container: string, probe: 'liveness' | 'startup'): number | undefined {
  const spec = containerOf(history, container)?.spec;
  return (probe === 'liveness' ? spec?.livenessProbe : spec?.startupProbe)?.terminationGracePeriodSeconds;
}

export function saySignal(words: TellWords, history: History, record: SignalRecord): Said {
  const run = runOf(history, record);
  return { question: words.signalQuestion(record.t, record.container, record.signal), ...signalSaid(words, run, record) };
}

function signalSaid(words: TellWords, run: Run | undefined, record: SignalRecord): Omit<Said, 'question'> {
  const { container, signal, graceSeconds } = record;
  if (signal === 'SIGKILL') {
    const stop = run?.signals.findLast(({ id }) => id < record.id);
    const before = stop && { signal: stop.signal, ms: record.t - stop.t };
    return record.rule === 'orphan.cgroup' ? words.cgroupDestroyed(before) : words.sigkill(before);
  }
  if (!record.handled) {
    const boot = run && bootOf(run);
    if (boot && boot.untilMs > record.t) return words.signalLost(signal, { what: 'boots', untilMs: boot.untilMs }, graceSeconds);
    const isTooSoon = run && cameTooSoon(run, record);
    return words.signalLost(signal, isTooSoon ? { what: 'too soon', ranMs: record.t - run.start.t } : { what: 'no handler' }, graceSeconds);
  }
  if (run?.exit && run.exit.t <= record.t) return words.signalTooLate(signal, container, run.exit.t);
  const draining = run?.serving.find(({ what, id }) => what === 'draining' && id > record.id);
  return words.signal(signal, container, draining && (draining.ports.length > 0 ? 'serves on' : 'closes'), graceSeconds);
}
