/** What did not happen in a run, asked and answered. */
import type { Translation } from '../../explain/texts/translation.ts';
import { openQuestions, whyNot } from '../../explain/why-not.ts';
import type { KeptRun } from './answer.ts';
import type { AnsweredAbsence } from '../protocol.ts';

/** The questions of somebody who looks at the run at a moment, most asked first. */
export function absencesIn({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>, atMs: number, translation?: Translation): AnsweredAbsence[] {
  return openQuestions(trace, scenario, atMs).map((about) => ({ about, absence: whyNot(trace, scenario, about, translation) }));
}
