/** The claims of a scenario (`expect`), judged by its run as `podloupe check` does. */
import { claimFaults } from '../../recording/check.ts';
import { decidedMs } from '../../recording/decided.ts';
import { recordingOf } from '../../recording/from-trace.ts';
import { type Claim, claimOf } from '../../recording/grammar.ts';
import { claimText } from '../../recording/judge.ts';
import { Run } from '../../recording/run.ts';
import { verdictOn } from '../../recording/verdicts.ts';
import type { KeptRun } from './answer.ts';
import type { ClaimOnRun } from '../protocol.ts';

/** The claims of a text, judged. A claim that cannot be evaluated is left out: it is a diagnostic of the text. */
export function claimsOn({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>): ClaimOnRun[] {
  return judgedOn(judgedRun({ trace, scenario }), scenario.expect);
}

/** The run as claims are judged by it. */
export function judgedRun({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>): Run {
  return new Run(recordingOf(trace), { facts: scenario, complete: trace.cut === undefined });
}

/** Verdicts on any claims about a run. */
export function judgedOn(run: Run, claims: readonly unknown[]): ClaimOnRun[] {
  return claims.flatMap((entry, index) => {
    if (claimFaults(entry, ['expect', index]).length > 0) return [];
    const claim = claimOf(entry);
    const verdict = verdictOn(run, claim);
    const atMs = decidedMs(run, claim, verdict);
    const lane = laneOf(claim);
    return {
      index: index + 1,
      text: claimText(claim),
      claim,
      verdict: verdict.verdict,
      seen: verdict.seen,
      ...(atMs !== undefined && { atMs }),
      ...(lane !== undefined && { lane }),
    };
  });
}

/** The lane of the timeline that shows what a claim is about; undefined for one about several, or about the run as a whole. */
function laneOf(claim: Claim): string | undefined {
  switch (claim.kind) {
    case 'phase':
    case 'podReason':
    case 'kubectlStatus':
    case 'podDeleted':
    case 'uidChanged':
    case 'field':
      return 'pod.phase';
    case 'condition':
      return 'pod.conditions';
    case 'event':
      return 'pod.events';
    case 'containerState':
    case 'lastState':
    case 'restartCount':
    case 'restartCountDecreases':
    case 'containerFlag':
    case 'containerImage':
      return `${claim.args.container}.status`;
    case 'starts':
    case 'restartDelay':
    case 'hookRuns':
    case 'log':
    case 'env':
      return `${claim.args.container}.process`;
    case 'probeRuns':
      return `${claim.args.container}.${claim.args.probe}`;
    case 'apiError':
    case 'execResult':
      return 'actions';
    case 'never':
    case 'always':
    case 'sticky':
      return laneOf(claimOf(claim.args.what));
    case 'order':
    case 'duration':
      return undefined;
  }
}
