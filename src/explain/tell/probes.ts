/** Probe attempts and probe workers. */
import type { Probe, ProbeType } from '../../model/kubernetes.ts';
import type { ProbeRecord, ProbeStateRecord } from '../../model/trace.ts';
import { attemptsOf, bootOf, containerOf, type History, passed, rowOf, runAt } from '../history.ts';
import { errorText, firstLine } from '../messages.ts';
import type { AttemptFailure } from './facts.ts';
import type { Said, TellWords } from './said.ts';

export function sayProbe(words: TellWords, history: History, record: ProbeRecord): Said {
  const { container, probe } = record;
  const result = record.result === 'error' ? 'error' : passed(record) ? 'success' : 'failure';
  return { question: words.probeQuestion(record.t, container, probe, result), ...attemptSaid(words, history, record) };
}

function attemptSaid(words: TellWords, history: History, record: ProbeRecord): Omit<Said, 'question'> {
  const { container, probe } = record;
  const spec = probeSpec(history, container, probe);
  const handler = spec && handlerWords(spec);
  if (record.unfinished) return words.probeUnfinished(probe, handler);
  if (record.result === 'error') return words.probeError(probe, errorText(record.message));
  return record.result === 'failure' ? sayFailure(words, history, record, spec) : saySuccess(words, record, spec);
}

function sayFailure(words: TellWords, history: History, record: ProbeRecord, spec: Probe | undefined): Omit<Said, 'question'> {
  const { probe, container, run, threshold, count } = record;
  const atMs = count > 1 ? attemptsOf(record) : run > 1 ? rowOf(history, record).flatMap(attemptsOf) : [];
  const servesMs = servesFrom(history, record);
  return words.probeFailure({
    probe,
    container,
    ...(spec && { handler: handlerWords(spec) }),
    failure: failureOf(record, spec),
    atMs,
    count,
    run,
    threshold,
    isMet: record.met && run >= threshold,
    ...(servesMs !== undefined && { servesMs }),
  });
}

/** When a program that still boots would serve. */
function servesFrom(history: History, record: ProbeRecord): number | undefined {
  const container = containerOf(history, record.container);
  const run = container && runAt(container, record.id);
  const boot = run && bootOf(run);
  return boot && record.t < boot.untilMs ? boot.untilMs : undefined;
}

function saySuccess(words: TellWords, record: ProbeRecord, spec: Probe | undefined): Omit<Said, 'question'> {
  const { probe, threshold, run, count, periodMs, takesMs } = record;
  const handler = spec && handlerWords(spec);
  if (count > 1) return words.probeTrain(probe, handler, count, periodMs, record.t);
  return words.probeSuccess({
    probe,
    ...(handler !== undefined && { handler }),
    takesMs,
    threshold,
    isMet: record.met,
    ...(probe === 'readiness' && run < (spec?.successThreshold ?? 1) && { run }),
    isManual: record.trigger === 'manual',
    isWarning: record.result === 'warning',
  });
}

export function sayProbeState(words: TellWords, history: History, record: ProbeStateRecord): Said {
  const { container, probe } = record;
  const spec = probeSpec(history, container, probe);
  return words.probeState(record.t, container, probe, record.state, {
    ...(spec && { handler: handlerWords(spec) }),
    periodSeconds: spec?.periodSeconds ?? 10,
    delaySeconds: spec?.initialDelaySeconds ?? 0,
    waitsForStartup: probe !== 'startup' && probeSpec(history, container, 'startup') !== undefined,
  });
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

/** What came of an attempt that failed. */
export function failureOf(record: ProbeRecord, spec: Probe | undefined): AttemptFailure {
  const { message } = record;
  if (record.timedOut) return { what: 'timeout', seconds: spec?.timeoutSeconds ?? 1 };
  if (/connection refused/.test(message)) return { what: 'refused' };
  const status = /statuscode: (\d+)/.exec(message)?.[1] ?? /responded with "(\w+)"/.exec(message)?.[1];
  if (status !== undefined) return { what: 'answered', status };
  const text = firstLine(message);
  if (text === '') return { what: 'failed' };
  return spec?.exec ? { what: 'command', output: text } : { what: 'other', message: text };
}
