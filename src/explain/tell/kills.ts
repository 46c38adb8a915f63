/** The kubelet's decisions to end a container, and the signals that follow. */
import type { DecisionRecord, SignalRecord } from '../../model/trace.ts';
import { bootOf, cameTooSoon, containerOf, type History, isServing, type Kill, runAt, runOf } from '../history.ts';
import { at, capital, joined, span } from '../texts/en/words.ts';
import type { Said } from './said.ts';

const REASONS: Record<Kill['reason'], string> = {
  liveness: 'its liveness probe reached failureThreshold',
  startup: 'its startup probe reached failureThreshold',
  definition: 'its definition in the Pod has changed',
  resize: 'its resizePolicy wants a restart for what has changed',
  postStart: 'its postStart hook failed',
  pod: 'the Pod is to stop',
  other: 'it has to stop',
};

export function sayKill(history: History, record: DecisionRecord): Said {
  if (record.decision.what !== 'kill') throw new Error('not a kill decision');
  const { reason, graceSeconds } = record.decision;
  const container = containerOf(history, record.container);
  const own = reason === 'liveness' || reason === 'startup' ? probeGrace(history, record.container, reason) : undefined;
  const run = container && runAt(container, record.id);
  const stillBooting =
    run && !isServing(run, record.t, history.trace.endMs) && run.serving.some(({ what, untilMs }) => what === 'booting' && (untilMs ?? 0) > record.t);
  return {
    question: `Why is ${record.container} killed at ${at(record.t)}?`,
    title: `kubelet decides to ${reason === 'pod' ? 'stop' : 'kill'} ${record.container}`,
    detail: joined(REASONS[reason], graceWords(graceSeconds, own), stillBooting && reason !== 'pod' && 'it was still booting'),
  };
}

function graceWords(seconds: number, own: number | undefined): string {
  return `${seconds} s of grace begin${own === seconds ? ', as the probe says' : ''}`;
}

function probeGrace(history: History, container: string, probe: 'liveness' | 'startup'): number | undefined {
  const spec = containerOf(history, container)?.spec;
  return (probe === 'liveness' ? spec?.livenessProbe : spec?.startupProbe)?.terminationGracePeriodSeconds;
}

export function saySignal(history: History, record: SignalRecord): Said {
  const { container, signal } = record;
  const question = `Why does ${container} get ${signal} at ${at(record.t)}?`;
  const run = runOf(history, record);
  if (signal === 'SIGKILL') {
    const stop = run?.signals.findLast(({ id }) => id < record.id);
    return {
      question,
      title: 'Grace is used up: SIGKILL',
      detail: joined(stop && `${span(record.t - stop.t)} after ${stop.signal}`, 'no process can handle or ignore SIGKILL'),
    };
  }
  const boot = run && bootOf(run);
  const grace = record.graceSeconds === undefined ? undefined : `${record.graceSeconds} s until SIGKILL`;
  if (!record.handled)
    return {
      question,
      title: `${signal} is lost`,
      detail: joined(
        boot && boot.untilMs > record.t
          ? `PID 1 has no handler yet: it boots until ${at(boot.untilMs)}`
          : run && cameTooSoon(run, record)
            ? `PID 1 has no handler yet: it has run for ${span(record.t - run.start.t)}`
            : 'PID 1 has no handler for it, so the kernel drops it',
        grace,
      ),
    };
  if (run?.exit && run.exit.t <= record.t) return { question, title: `${signal} finds nobody`, detail: `${container} had already left at ${at(run.exit.t)}` };
  const draining = run?.serving.find(({ what, id }) => what === 'draining' && id > record.id);
  return {
    question,
    title: `${capital(signal)} to ${container}`,
    detail: joined(draining && (draining.ports.length > 0 ? 'it goes on serving while it drains' : 'it closes its ports and drains'), grace),
  };
}
