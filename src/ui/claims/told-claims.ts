/** Which claims may be told, and how many of each verdict there are. Pure. */
import type { ClaimOnRun } from '../../store/services.ts';

/** The claims that were decided by a moment. */
export function decidedBy(claims: readonly ClaimOnRun[], timeMs: number): ClaimOnRun[] {
  return claims.filter(({ atMs }) => atMs !== undefined && atMs <= timeMs);
}

export function tally(claims: readonly Pick<ClaimOnRun, 'verdict'>[]): Record<ClaimOnRun['verdict'], number> {
  const count = { pass: 0, fail: 0, undecidable: 0 };
  for (const { verdict } of claims) count[verdict] += 1;
  return count;
}
