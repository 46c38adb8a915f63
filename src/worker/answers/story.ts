import { disagreementsOf } from '../../explain/disagreements/disagreements.ts';
import { findingsOf } from '../../explain/findings/findings.ts';
import type { Translation } from '../../explain/texts/translation.ts';
// Not from the room's index: that would load everything that explains records with the first run
import { verdictOf } from '../../explain/verdict/verdict.ts';
import type { SimulationReply, Story } from '../protocol.ts';
import type { KeptRun } from './answer.ts';

/** What came of a run, what explains it, and where the three truths disagree. @param translation absent: English. */
export function storyOf({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>, translation?: Translation): Story {
  return {
    verdict: verdictOf(trace, scenario, translation),
    findings: findingsOf(trace, scenario, translation),
    disagreements: disagreementsOf(trace, translation),
  };
}

/** A run that is shown comes with its story. */
export function withStory(reply: SimulationReply, run: KeptRun | undefined, translation?: Translation): SimulationReply {
  return reply.kind === 'run' && reply.trace && run ? { ...reply, story: storyOf(run, translation) } : reply;
}
