/**
 * Three truths lie side by side: what happens on the node, what the API says, and which Events exist. Where they differ
 * for long enough to be noticed, that is what somebody who looks with kubectl gets wrong.
 */
import type { Trace } from '../../model/trace.ts';
import { type History, historyOf } from '../history.ts';
import { disagreementTexts } from '../texts/en/disagreements.ts';
import type { Translation } from '../texts/translation.ts';
import type { Disagreement } from '../types.ts';
import { eventDisagreements } from './events.ts';
import { podDisagreements } from './pod.ts';
import { containerDisagreements } from './status.ts';

const LOOKS: readonly ((words: Translation['disagreements'], history: History) => Disagreement[])[] = [
  containerDisagreements,
  podDisagreements,
  eventDisagreements,
];

/**
 * In the order in which they begin. Shorter than half a second is the usual latency, and left out.
 *
 * @param translation absent: English.
 */
export function disagreementsOf(trace: Trace, translation?: Translation): Disagreement[] {
  const words = translation?.disagreements ?? disagreementTexts;
  const history = historyOf(trace);
  return LOOKS.flatMap((look) => look(words, history)).sort((a, b) => a.fromMs - b.fromMs || a.record - b.record);
}
