/** Probe attempts and probe workers in words. */
import type { Probe, ProbeType } from '../../model/kubernetes.ts';
import type { ProbeRecord, ProbeStateRecord } from '../../model/trace.ts';
import { attemptsOf, bootOf, containerOf, type History, passed, rowOf, runAt } from '../history.ts';
import { errorText, firstLine } from '../messages.ts';
import { at, capital, joined, moments, nth, span } from '../texts/en/words.ts';
import type { Said } from './said.ts';

export function sayProbe(history: History, record: ProbeRecord): Said {
  const { container, probe } = record;
  const spec = probeSpec(history, container, probe);
  const handler = spec ? handlerWords(spec) : 'the probe';
  const question = `Why did the ${probe} probe of ${container} ${verb(record)} at ${at(record.t)}?`;
  if (record.unfinished) return { question, title: `${capital(probe)} attempt under way`, detail: `${handler} had no result yet when the run ended` };
  switch (record.result) {
    case 'error':
      return {
        question,
        title: `${capital(probe)} probe errored`,
        detail: joined(errorText(record.message), `an error counts neither as failure nor as success, so ${probe} stays as it was`),
      };
    case 'failure':
      return { question, ...sayFailure(history, record, handler, spec) };
    default:
      return { question, ...saySuccess(record, handler, spec) };
  }
}

function verb(record: ProbeRecord): string {
  if (record.result === 'error') return 'error';
  return passed(record) ? 'succeed' : 'fail';
}

function sayFailure(history: History, record: ProbeRecord, handler: string, spec: Probe | undefined): Omit<Said, 'question'> {
  const { probe, run, threshold } = record;
  const row = rowOf(history, record);
  const why = failureWords(record, spec);
  const isTrain = record.count > 1;
  const all = isTrain ? attemptsOf(record) : row.flatMap(attemptsOf);
  const tells = run > 1 || isTrain ? `${handler} ${why} ${moments(all)}` : `${handler} ${why}`;
  if (record.met && run >= threshold) {
    const title = threshold === 1 ? `${capital(probe)} failure` : `${capital(nth(run))} ${probe} failure in a row`;
    return { title, detail: joined(tells, `failureThreshold ${threshold} is reached`, bootWords(history, record)) };
  }
  const title = isTrain
    ? `${record.count} ${probe} failures`
    : run > threshold
      ? `${capital(nth(run))} ${probe} failure in a row`
      : `${capital(probe)} failure ${run} of ${threshold}`;
  const missing = threshold - run;
  return {
    title,
    detail: joined(tells, run < threshold && !isTrain && `${missing} more in a row would reach failureThreshold ${threshold}`, bootWords(history, record)),
  };
}

function bootWords(history: History, record: ProbeRecord): string | undefined {
  const container = containerOf(history, record.container);
  const run = container && runAt(container, record.id);
  const boot = run && bootOf(run);
  return boot && record.t < boot.untilMs ? `${record.container} would serve from ${at(boot.untilMs)} on` : undefined;
}

function saySuccess(record: ProbeRecord, handler: string, spec: Probe | undefined): Omit<Said, 'question'> {
  const { probe, threshold, run } = record;
  const warning = record.result === 'warning' ? 'a redirect to another host counts as success, with a ProbeWarning' : undefined;
  const manual = record.trigger === 'manual' ? 'run at once because the container is not ready, beside its period' : undefined;
  if (record.count > 1) return { title: `${record.count} ${probe} successes`, detail: `${handler}, every ${span(record.periodMs)} from ${at(record.t)}` };
  if (record.met)
    return {
      title: `${capital(probe)} succeeds`,
      detail: joined(`${handler} in ${span(record.takesMs)}`, `successThreshold ${threshold} is reached`, manual, warning),
    };
  const counts = probe === 'readiness' && run < (spec?.successThreshold ?? 1) ? `success ${run} of ${threshold}` : undefined;
  return { title: `${capital(probe)} succeeds`, detail: joined(`${handler} in ${span(record.takesMs)}`, counts, manual, warning) };
}

export function sayProbeState(history: History, record: ProbeStateRecord): Said {
  const { container, probe } = record;
  const spec = probeSpec(history, container, probe);
  const delay = spec?.initialDelaySeconds ?? 0;
  const hasStartup = probe !== 'startup' && probeSpec(history, container, 'startup') !== undefined;
  const details: Record<ProbeStateRecord['state'], string> = {
    none: `there is no container for it`,
    waiting:
      joined(hasStartup && 'the startup probe has not succeeded yet', delay > 0 && `initialDelaySeconds ${delay} counts from the start of the container`) ||
      'its time has not come',
    probing: `${spec ? handlerWords(spec) : 'the handler'} every ${spec?.periodSeconds ?? 10} s`,
    'on-hold': probe === 'startup' ? 'it has decided and waits for a new container' : 'it has reached failureThreshold and waits for a new container',
  };
  const titles: Record<ProbeStateRecord['state'], string> = {
    none: `No ${probe} probe runs`,
    waiting: `${capital(probe)} probe waits`,
    probing: `${capital(probe)} probe begins`,
    'on-hold': `${capital(probe)} probe is on hold`,
  };
  return { question: `What does the ${probe} probe of ${container} do at ${at(record.t)}?`, title: titles[record.state], detail: details[record.state] };
}

export function probeSpec(history: History, container: string, probe: ProbeType): Probe | undefined {
  const spec = containerOf(history, container)?.spec;
  return probe === 'startup' ? spec?.startupProbe : probe === 'liveness' ? spec?.livenessProbe : spec?.readinessProbe;
}

/** `GET /healthz`, `exec cat /tmp/healthy`, `TCP :5432`, `gRPC :2379`. */
export function handlerWords(handler: Omit<Probe, 'grpc'> & { grpc?: { port: number }; sleep?: { seconds: number } }): string {
  if (handler.httpGet) return `GET ${handler.httpGet.path ?? '/'}`;
  if (handler.exec) return firstLine(`exec ${(handler.exec.command ?? []).join(' ')}`, 60);
  if (handler.tcpSocket) return `TCP :${handler.tcpSocket.port}`;
  if (handler.grpc) return `gRPC :${handler.grpc.port}`;
  return handler.sleep ? `sleep ${handler.sleep.seconds}` : 'no handler';
}

/** What went wrong in an attempt, as a predicate of its handler: `refused`, `answered 500`. */
export function failureWords(record: ProbeRecord, spec: Probe | undefined): string {
  const { message } = record;
  if (record.timedOut) return `had no answer within timeoutSeconds ${spec?.timeoutSeconds ?? 1}`;
  if (/connection refused/.test(message)) return 'refused';
  const status = /statuscode: (\d+)/.exec(message)?.[1];
  if (status !== undefined) return `answered ${status}`;
  const health = /responded with "(\w+)"/.exec(message)?.[1];
  if (health !== undefined) return `answered ${health}`;
  const text = firstLine(message);
  return text === '' ? 'failed' : spec?.exec ? `failed (${text})` : `failed: ${text}`;
}
