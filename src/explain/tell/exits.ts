/** Starts and ends of main processes. */
import type { ProcessRecord, ServingRecord } from '../../model/trace.ts';
import { actionBetween, bootOf, containerOf, type History, hookOf, isServing, type Run, runOf } from '../history.ts';
import { signalOf } from '../messages.ts';
import { at, joined, listed, nth, span } from '../texts/en/words.ts';
import type { Said } from './said.ts';

export function sayProcess(history: History, record: ProcessRecord): Said {
  switch (record.what) {
    case 'start':
      return sayStart(history, record);
    case 'exit':
      return sayExit(history, record);
    case 'removed':
      return {
        question: `Why is instance ${record.instance} of ${record.container} gone at ${at(record.t)}?`,
        title: `Instance ${record.instance} of ${record.container} is removed`,
        detail: 'the kubelet keeps one dead instance of a container; its logs go with it',
      };
  }
}

function sayStart(history: History, record: ProcessRecord): Said {
  const { container, instance } = record;
  const run = runOf(history, record);
  const boot = run && bootOf(run);
  const question = instance === 1 ? `Why did ${container} start at ${at(record.t)}?` : `Why was ${container} restarted at ${at(record.t)}?`;
  const title = boot
    ? `${container} starts and needs ${span(boot.ms)} to boot`
    : instance === 1
      ? `${container} starts`
      : `${container} starts for the ${nth(instance)} time`;
  const ports = run?.serving.find(({ what }) => what === 'serving')?.ports ?? declaredPorts(history, container);
  const opens = boot && ports.length > 0 ? `:${ports[0]} opens at ${at(boot.untilMs)}` : undefined;
  return { question, title, detail: joined(instance > 1 && boot ? `${nth(instance)} start` : undefined, opens, restartWords(history, run)) };
}

function declaredPorts(history: History, container: string): number[] {
  return containerOf(history, container)?.spec?.ports?.map(({ containerPort }) => containerPort) ?? [];
}

/** Whether the kubelet waited before a restart, and why (not). */
function restartWords(history: History, run: Run | undefined): string | undefined {
  if (!run || run.instance === 1) return undefined;
  const container = containerOf(history, run.container);
  const previous = container?.runs.findLast(({ start }) => start.id < run.start.id);
  if (!previous?.exit) return undefined;
  const waitedMs = run.start.t - previous.exit.t;
  const wait = container?.backOffs.findLast(({ id }) => id > (previous.exit?.id ?? 0) && id < run.start.id);
  if (wait) return `${span(waitedMs)} after the exit: a back-off of ${span(wait.decision.delayMs)}, then the next sync of the Pod`;
  if (previous.kill && previous.kill.decision.reason !== 'pod' && previous.kill.decision.reason !== 'postStart')
    return 'the sync that killed it also starts it: no back-off';
  return `${span(waitedMs)} after the exit: no back-off was due`;
}

function sayExit(history: History, record: ProcessRecord): Said {
  const code = record.exitCode ?? 0;
  const run = runOf(history, record);
  const question = `Why did ${record.container} exit with ${code} at ${at(record.t)}?`;
  const title = `${record.container} exits with ${code}`;
  return { question, title, detail: joined(codeWords(record), whoWords(history, record, run), servingWords(history, run, record)) };
}

/** `128 + 9`, and what the number does not say. */
function codeWords(record: ProcessRecord): string | undefined {
  const code = record.exitCode ?? 0;
  if (record.reason === 'OOMKilled') return `128 + 9: the kernel killed it because its memory was over the limit`;
  const signal = signalOf(code);
  if (record.signal !== undefined && signal) return `128 + ${signal.number}: ended by ${record.signal}`;
  if (signal) return `its own exit code, though it looks like 128 + ${signal.number} (${signal.name})`;
  if (code === 0) return 'Completed';
  if (code === 127) return '127: a shell did not find the command';
  if (code === 126) return '126: a shell could not run the command';
  return undefined;
}

function whoWords(history: History, record: ProcessRecord, run: Run | undefined): string | undefined {
  if (!run) return undefined;
  const stop = run.signals.findLast(({ id, signal }) => id < record.id && signal !== 'SIGKILL');
  const forced = run.signals.find(({ id, signal }) => id < record.id && signal === 'SIGKILL');
  if (forced) return undefined;
  if (stop) return `${span(record.t - stop.t)} after ${stop.signal}${stop.graceSeconds === undefined ? '' : `, within its ${stop.graceSeconds} s`}`;
  if (hookOf(run, 'preStop', 'start')) return 'during preStop, before any signal';
  const action = actionBetween(history, record.container, record.t - 100, record.t);
  if (action) return `the work of the action at ${at(action.t)}, not of the kubelet`;
  return record.reason === 'OOMKilled' ? 'no Event tells of it' : `by itself after ${span(record.t - run.start.t)}; no Event tells of it`;
}

function servingWords(history: History, run: Run | undefined, record: ProcessRecord): string | undefined {
  if (!run || run.signals.length === 0) return undefined;
  const boot = bootOf(run);
  if (boot && boot.untilMs > record.t) return `it was still booting`;
  return isServing(run, record.t - 1, history.trace.endMs) && boot && run.kill && run.kill.t < boot.untilMs
    ? `${record.container} was serving by then`
    : undefined;
}

export function sayServing(history: History, record: ServingRecord): Said {
  const { container, ports } = record;
  const where = ports.length > 0 ? `${listed(ports.map((port) => `:${port}`))} ${ports.length === 1 ? 'is' : 'are'} open` : '';
  switch (record.what) {
    case 'booting':
      return {
        question: `Why does ${container} not serve yet at ${at(record.t)}?`,
        title: `${container} boots`,
        detail: record.untilMs === undefined ? '' : `${span(record.untilMs - record.t)}, until ${at(record.untilMs)}`,
      };
    case 'serving': {
      const run = runOf(history, record);
      return {
        question: `Why does ${container} serve from ${at(record.t)} on?`,
        title: `${container} serves`,
        detail: joined(where, run && record.t > run.start.t && `${span(record.t - run.start.t)} after its start`),
      };
    }
    case 'draining':
      return {
        question: `Why does ${container} drain at ${at(record.t)}?`,
        title: `${container} drains`,
        detail: ports.length > 0 ? 'it goes on serving until it exits' : 'its ports are closed',
      };
  }
}
