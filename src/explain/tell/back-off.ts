/** The container restart back-off: the delay and how it came about. */
import type { DecisionRecord } from '../../model/trace.ts';
import { countedFrom } from '../causes.ts';
import { type BackOff, containerOf, type History } from '../history.ts';
import type { Doubling, NotRestarted } from './facts.ts';
import type { Said, TellWords } from './said.ts';

export function sayBackOff(words: TellWords, history: History, record: DecisionRecord): Said {
  if (record.decision.what !== 'back-off') throw new Error('not a back-off decision');
  const { delayMs, remainingMs, untilMs } = record.decision;
  const exit = countedFrom(history, record as DecisionRecord & { decision: BackOff });
  const isFirst = Math.abs(remainingMs - delayMs) <= 1500;
  return words.backOff(
    { container: record.container, atMs: record.t, delayMs, untilMs },
    exit?.t,
    isFirst ? undefined : remainingMs,
    doublingOf(history, record, delayMs),
  );
}

/** The place of a delay in the series 10, 20, 40 … up to the limit. */
function doublingOf(history: History, record: DecisionRecord, delayMs: number): Doubling {
  const wait = new Set((containerOf(history, record.container)?.backOffs ?? []).filter(({ id }) => id <= record.id).map(({ decision }) => decision.untilMs))
    .size;
  if (wait === 1) return { what: 'first' };
  const times = Math.log2(delayMs / 10_000);
  if (Number.isInteger(times) && times > 0) return { what: 'doubled', times, wait };
  return times > 0 ? { what: 'longest' } : { what: 'other', wait };
}

export function sayStartDecision(words: TellWords, history: History, record: DecisionRecord): Said {
  if (record.decision.what !== 'start') throw new Error('not a start decision');
  const wait = containerOf(history, record.container)?.backOffs.findLast(({ id }) => id < record.id)?.decision;
  const isOver = wait && wait.untilMs <= record.t && record.t - wait.untilMs < 60_000;
  return words.startDecision(record.container, record.t, record.decision.restart, isOver ? wait : undefined);
}

export function sayNoRestart(words: TellWords, record: DecisionRecord): Said {
  if (record.decision.what !== 'no-restart') throw new Error('not a no-restart decision');
  return words.notRestarted(record.container, record.t, reasonOf(record.decision.why));
}

function reasonOf(why: string): NotRestarted {
  const [, of, policy = '', exitCode] = /^the (Pod|container)'s restartPolicy is (\w+)(?: and the exit code (\d+))?$/.exec(why) ?? [];
  if (of === undefined) return { because: /ephemeral/.test(why) ? 'ephemeral' : 'deletion' };
  return { because: 'policy', of: of === 'Pod' ? 'Pod' : 'container', policy, ...(exitCode !== undefined && { exitCode: Number(exitCode) }) };
}
