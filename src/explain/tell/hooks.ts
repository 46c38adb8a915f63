/** Lifecycle hooks. */
import type { DecisionRecord, HookRecord } from '../../model/trace.ts';
import { containerOf, type History, type Run, runAt, runOf } from '../history.ts';
import { firstLine } from '../messages.ts';
import type { HookFacts, PreStopEnd } from './facts.ts';
import type { Said, TellWords } from './said.ts';

/** A hook from start to end is one thing: told by either record. */
export function sayHook(words: TellWords, history: History, record: HookRecord): Said {
  const run = runOf(history, record);
  // A kubelet that was restarted runs a hook again: each end belongs to the start before it
  const own = run?.hooks.filter(({ hook }) => hook === record.hook) ?? [];
  const start = record.what === 'start' ? record : own.findLast(({ what, id }) => what === 'start' && id < record.id);
  const end = record.what === 'end' ? record : own.find(({ what, id }) => what === 'end' && id > record.id);
  const result = record.what === 'start' ? 'start' : record.result === 'ok' || record.result === 'cut' ? record.result : 'failed';
  const facts: HookFacts = {
    handler: handlerOf(record),
    takesMs: start && end ? end.t - start.t : 0,
    ...(end && { result: end.result === 'failed' || end.result === 'cut' ? end.result : 'ok' }),
    ...(end?.result === 'failed' && { failure: failureOf(end) }),
  };
  const said =
    record.hook === 'postStart'
      ? words.postStart(facts)
      : words.preStop({ ...facts, ...(end && isCutWithKubelet(history, end) ? { withKubelet: true } : graceAfter(run)) });
  return { question: words.hookQuestion(record.t, record.container, record.hook, result), ...said };
}

function isCutWithKubelet({ trace }: History, { result, cause }: HookRecord): boolean {
  return result === 'cut' && trace.records[cause]?.kind === 'Kubelet';
}

function graceAfter(run: Run | undefined): PreStopEnd {
  if (run?.graceLeft?.decision.what !== 'grace-left') return {};
  const { leftSeconds, usedSeconds } = run.graceLeft.decision;
  return { leftSeconds, isLeast: leftSeconds === LEAST_GRACE_SECONDS && usedSeconds > 0 };
}

/** `pkg/kubelet/kuberuntime/kuberuntime_container.go: minimumGracePeriodInSeconds`. */
const LEAST_GRACE_SECONDS = 2;

export function sayGraceLeft(words: TellWords, history: History, record: DecisionRecord): Said {
  if (record.decision.what !== 'grace-left') throw new Error('not a grace-left decision');
  const { usedSeconds, leftSeconds } = record.decision;
  const container = containerOf(history, record.container);
  const total = (container && runAt(container, record.id))?.kill?.decision.graceSeconds;
  return words.graceLeft(record.t, record.container, total, usedSeconds, leftSeconds);
}

export function sayPreStopSkipped(words: TellWords, record: DecisionRecord): Said {
  if (record.decision.what !== 'preStop-skipped') throw new Error('not a preStop-skipped decision');
  return words.preStopSkipped(record.t, record.container, record.decision.why);
}

/** `exec sleep 5`, cut to a readable length, without the word for the kind of handler if a command follows. */
export function handlerOf({ handler }: HookRecord): string {
  const command = firstLine(handler.replace(/^exec /, ''), 60);
  return command.includes(';') ? `"${command}"` : command;
}

function failureOf(end: HookRecord): HookFacts['failure'] & object {
  const message = end.message ?? '';
  if (/invalid handler/.test(message)) return { what: 'tcpSocket' };
  if (/connection refused/.test(message)) return { what: 'refused' };
  const { exitCode, output } = hookOutput(end);
  if (exitCode !== undefined) return { what: 'exit', exitCode, ...(output !== undefined && { output }) };
  return { what: 'other', message: firstLine(message) };
}

/** What the message of a failed exec hook tells of its command (`pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer`). */
export function hookOutput({ message = '' }: Pick<HookRecord, 'message'> = {}): { exitCode?: number; output?: string } {
  const exit = /exited with (\d+)/.exec(message)?.[1];
  const text = (/message: "((?:\\.|[^"\\])*)/.exec(message)?.[1] ?? '').replaceAll('\\n', '\n').replaceAll('\\"', '"');
  // What went wrong stands at the end
  const output = firstLine(text.split('\n').findLast((line) => line.trim() !== '') ?? '');
  return { ...(exit !== undefined && { exitCode: Number(exit) }), ...(output !== '' && { output }) };
}
