/** The container restart back-off: the delay and how it came about. */
import type { DecisionRecord } from '../../model/trace.ts';
import { countedFrom } from '../causes.ts';
import { type BackOff, containerOf, type History } from '../history.ts';
import { at, joined, nth, span } from '../texts/en/words.ts';
import type { Said } from './said.ts';

export function sayBackOff(history: History, record: DecisionRecord): Said {
  if (record.decision.what !== 'back-off') throw new Error('not a back-off decision');
  const { delayMs, remainingMs, untilMs } = record.decision;
  const exit = countedFrom(history, record as DecisionRecord & { decision: BackOff });
  const from = exit ? `counted from the exit at ${at(exit.t)}, so until ${at(untilMs)}` : `until ${at(untilMs)}`;
  const isFirst = Math.abs(remainingMs - delayMs) <= 1500;
  return {
    question: `Why does ${record.container} wait in back-off at ${at(record.t)}?`,
    title: `Back-off of ${span(delayMs)}`,
    detail: joined(from, isFirst ? undefined : `${span(remainingMs)} of it left`, seriesWords(history, record, delayMs)),
  };
}

/** `10 s doubled twice`: the place of a delay in the series 10, 20, 40 … up to the limit. */
function seriesWords(history: History, record: DecisionRecord, delayMs: number): string | undefined {
  const delays = new Set((containerOf(history, record.container)?.backOffs ?? []).filter(({ id }) => id <= record.id).map(({ decision }) => decision.untilMs))
    .size;
  if (delays === 1) return 'the first restart did not wait; from the second on the delay doubles each time';
  const doublings = Math.log2(delayMs / 10_000);
  if (Number.isInteger(doublings) && doublings > 0)
    return `10 s doubled ${doublings === 1 ? 'once' : doublings === 2 ? 'twice' : `${doublings} times`}, the ${nth(delays)} wait`;
  return doublings > 0 ? `the longest delay there is` : `the ${nth(delays)} wait`;
}

export function sayStartDecision(history: History, record: DecisionRecord): Said {
  if (record.decision.what !== 'start') throw new Error('not a start decision');
  const { restart } = record.decision;
  const wait = containerOf(history, record.container)?.backOffs.findLast(({ id }) => id < record.id);
  const over = wait && wait.decision.untilMs <= record.t && record.t - wait.decision.untilMs < 60_000;
  return {
    question: `Why is ${record.container} started at ${at(record.t)}?`,
    title: `kubelet decides to ${restart ? 'restart' : 'start'} ${record.container}`,
    detail: restart ? (over ? `its back-off of ${span(wait.decision.delayMs)} ended at ${at(wait.decision.untilMs)}` : 'no back-off is due') : '',
  };
}

export function sayNoRestart(record: DecisionRecord, why: string): Said {
  return { question: `Why is ${record.container} not restarted at ${at(record.t)}?`, title: `${record.container} stays down`, detail: why };
}
