/** Lifecycle hooks in words. */
import type { DecisionRecord, HookRecord } from '../../model/trace.ts';
import { containerOf, type History, hookOf, type Run, runAt, runOf } from '../history.ts';
import { firstLine } from '../messages.ts';
import { at, capital, joined, plural, span } from '../texts/en/words.ts';
import type { Said } from './said.ts';

/** A hook from start to end is one thing: told by either record. */
export function sayHook(history: History, record: HookRecord): Said {
  const run = runOf(history, record);
  const start = record.what === 'start' ? record : run && hookOf(run, record.hook, 'start');
  const end = record.what === 'end' ? record : run && hookOf(run, record.hook, 'end');
  const question =
    record.what === 'start'
      ? `Why does ${record.hook} of ${record.container} run at ${at(record.t)}?`
      : `Why did ${record.hook} of ${record.container} ${ending(record)} at ${at(record.t)}?`;
  const takes = start && end ? end.t - start.t : undefined;
  const said = record.hook === 'postStart' ? sayPostStart(record, end, takes) : sayPreStop(run, record, end, takes);
  return { question, ...said };
}

function ending(record: HookRecord): string {
  return record.result === 'ok' ? 'end' : record.result === 'cut' ? 'get cut' : 'fail';
}

function sayPostStart(record: HookRecord, end: HookRecord | undefined, takes: number | undefined): Omit<Said, 'question'> {
  const blocks = `until it ends, status stays as it is, no probe runs and the next container does not start`;
  if (!end) return { title: `postStart runs ${handlerOf(record)}`, detail: `it never ends in this run; ${blocks}` };
  if (end.result === 'failed')
    return { title: `postStart fails after ${span(takes ?? 0)}`, detail: joined(handlerOf(record), failureOf(end), 'so the kubelet kills the container') };
  if (end.result === 'cut') return { title: 'postStart is cut', detail: `${handlerOf(record)} ran for ${span(takes ?? 0)}; it is not run again` };
  return { title: `postStart runs ${handlerOf(record)}`, detail: `${span(takes ?? 0)}, beside the entrypoint; ${blocks}` };
}

function sayPreStop(run: Run | undefined, record: HookRecord, end: HookRecord | undefined, takes: number | undefined): Omit<Said, 'question'> {
  const title = `preStop runs ${handlerOf(record)}`;
  const left = graceWords(run?.graceLeft);
  if (!end) return { title, detail: 'SIGTERM has to wait for it; the grace period is running' };
  if (end.result === 'cut')
    return { title: `preStop is cut after ${span(takes ?? 0)}`, detail: joined(handlerOf(record), 'the grace period is used up, and no Event says so', left) };
  if (end.result === 'failed')
    return {
      title: `preStop fails after ${span(takes ?? 0)}`,
      detail: joined(handlerOf(record), failureOf(end), `the termination goes on all the same`, left),
    };
  return { title, detail: joined(`${span(takes ?? 0)}: the hook spends grace too`, left) };
}

function graceWords(record: DecisionRecord | undefined): string | undefined {
  if (record?.decision.what !== 'grace-left') return undefined;
  const { leftSeconds, usedSeconds } = record.decision;
  return leftSeconds === 2 && usedSeconds > 0 ? `2 s left, the least the kubelet gives` : `${leftSeconds} s left`;
}

export function sayGraceLeft(history: History, record: DecisionRecord): Said {
  if (record.decision.what !== 'grace-left') throw new Error('not a grace-left decision');
  const { usedSeconds, leftSeconds } = record.decision;
  const container = containerOf(history, record.container);
  const total = (container && runAt(container, record.id))?.kill?.decision.graceSeconds;
  const sum = total === undefined ? '' : `${total} − ${usedSeconds} = ${total - usedSeconds}; `;
  return {
    question: `Why are ${leftSeconds} s of grace left for ${record.container} at ${at(record.t)}?`,
    title: `${plural(leftSeconds, 'second')} of grace left`,
    detail:
      total !== undefined && total - usedSeconds < leftSeconds
        ? `${sum}2 s is the least the kubelet gives between SIGTERM and SIGKILL`
        : `${sum}preStop counts in whole seconds`,
  };
}

export function sayPreStopSkipped(record: DecisionRecord): Said {
  if (record.decision.what !== 'preStop-skipped') throw new Error('not a preStop-skipped decision');
  return { question: `Why did preStop of ${record.container} not run at ${at(record.t)}?`, title: 'preStop is skipped', detail: record.decision.why };
}

/** `exec sleep 5`, cut to a readable length, without the word for the kind of handler if a command follows. */
export function handlerOf({ handler }: HookRecord): string {
  const command = firstLine(handler.replace(/^exec /, ''), 60);
  return command.includes(';') ? `"${command}"` : command;
}

function failureOf(end: HookRecord): string {
  const message = end.message ?? '';
  if (/invalid handler/.test(message)) return 'the kubelet has no tcpSocket handler for hooks';
  if (/connection refused/.test(message)) return 'refused';
  const { exitCode, output } = hookOutput(end);
  if (exitCode !== undefined) return joined(`exit code ${exitCode}`, output && `it said: ${output}`);
  return firstLine(message) || capital('it failed');
}

/** What the message of a failed exec hook tells of its command (`pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer`). */
export function hookOutput({ message = '' }: Pick<HookRecord, 'message'> = {}): { exitCode?: number; output?: string } {
  const exit = /exited with (\d+)/.exec(message)?.[1];
  const output = firstLine((/message: "([^"]*)/.exec(message)?.[1] ?? '').replaceAll('\\n', '\n'));
  return { ...(exit !== undefined && { exitCode: Number(exit) }), ...(output !== '' && { output }) };
}
