/** Starts and ends of main processes. */
import type { ProcessRecord, ServingRecord } from '../../model/trace.ts';
import { actionBetween, bootOf, containerOf, type History, hookOf, isServing, type Run, runOf } from '../history.ts';
import { signalOf } from '../messages.ts';
import type { ExitFacts, StartFacts } from './facts.ts';
import type { Said, TellWords } from './said.ts';

export function sayProcess(words: TellWords, history: History, record: ProcessRecord): Said {
  switch (record.what) {
    case 'start':
      return sayStart(words, history, record);
    case 'exit':
      return sayExit(words, history, record);
    case 'removed':
      return words.processRemoved(record.t, record.container, record.instance);
  }
}

function sayStart(words: TellWords, history: History, record: ProcessRecord): Said {
  const { container, instance } = record;
  const run = runOf(history, record);
  const boot = run && bootOf(run);
  const [port] = run?.serving.find(({ what }) => what === 'serving')?.ports ?? declaredPorts(history, container);
  const restart = restartOf(history, run);
  return words.start({
    atMs: record.t,
    container,
    instance,
    ...(boot && { bootMs: boot.ms }),
    ...(boot && port !== undefined && { opens: { port, atMs: boot.untilMs } }),
    ...(restart && { restart }),
  });
}

function declaredPorts(history: History, container: string): number[] {
  return containerOf(history, container)?.spec?.ports?.map(({ containerPort }) => containerPort) ?? [];
}

/** Whether the kubelet waited before a restart, and why (not). */
function restartOf(history: History, run: Run | undefined): StartFacts['restart'] {
  if (!run || run.instance === 1) return undefined;
  const container = containerOf(history, run.container);
  const previous = container?.runs.findLast(({ start }) => start.id < run.start.id);
  if (!previous?.exit) return undefined;
  const wait = container?.backOffs.findLast(({ id }) => id > (previous.exit?.id ?? 0) && id < run.start.id);
  const isAfterKill = previous.kill !== undefined && previous.kill.decision.reason !== 'pod' && previous.kill.decision.reason !== 'postStart';
  return { waitedMs: run.start.t - previous.exit.t, isAfterKill, ...(wait && { backOffMs: wait.decision.delayMs }) };
}

function sayExit(words: TellWords, history: History, record: ProcessRecord): Said {
  const run = runOf(history, record);
  const code = codeOf(record);
  const who = whoEnded(history, record, run);
  const serving = servingAtEnd(history, run, record);
  return words.exit({
    atMs: record.t,
    container: record.container,
    exitCode: record.exitCode ?? 0,
    ...(code && { code }),
    ...(who && { who }),
    ...(serving && { serving }),
  });
}

/** `128 + 9`, and what the number does not say. */
function codeOf(record: ProcessRecord): ExitFacts['code'] {
  const code = record.exitCode ?? 0;
  if (record.reason === 'OOMKilled') return { what: 'oom' };
  const signal = signalOf(code);
  if (record.signal !== undefined && signal) return { what: 'signal', number: signal.number, name: record.signal };
  if (signal) return { what: 'looks like a signal', ...signal };
  if (code === 0) return { what: 'completed' };
  if (code === 127) return { what: 'not found' };
  return code === 126 ? { what: 'not runnable' } : undefined;
}

function whoEnded(history: History, record: ProcessRecord, run: Run | undefined): ExitFacts['who'] {
  if (!run) return undefined;
  const stop = run.signals.findLast(({ id, signal }) => id < record.id && signal !== 'SIGKILL');
  const forced = run.signals.find(({ id, signal }) => id < record.id && signal === 'SIGKILL');
  if (forced) return undefined;
  if (stop) {
    const { signal, graceSeconds } = stop;
    return { what: 'signal', signal, afterMs: record.t - stop.t, ...(graceSeconds !== undefined && { graceSeconds }) };
  }
  if (hookOf(run, 'preStop', 'start')) return { what: 'preStop' };
  const action = actionBetween(history, record.container, record.t - 100, record.t);
  if (action) return { what: 'action', atMs: action.t };
  return record.reason === 'OOMKilled' ? { what: 'oom' } : { what: 'itself', afterMs: record.t - run.start.t };
}

function servingAtEnd(history: History, run: Run | undefined, record: ProcessRecord): ExitFacts['serving'] {
  if (!run || run.signals.length === 0) return undefined;
  const boot = bootOf(run);
  if (boot && boot.untilMs > record.t) return 'booting';
  return isServing(run, record.t - 1, history.trace.endMs) && boot && run.kill && run.kill.t < boot.untilMs ? 'serving' : undefined;
}

export function sayServing(words: TellWords, history: History, record: ServingRecord): Said {
  const { container, ports } = record;
  switch (record.what) {
    case 'booting':
      return words.boots(record.t, container, record.untilMs);
    case 'serving': {
      const run = runOf(history, record);
      return words.serves(record.t, container, ports, run && record.t > run.start.t ? record.t - run.start.t : undefined);
    }
    case 'draining':
      return words.drains(record.t, container, ports.length > 0);
  }
}
