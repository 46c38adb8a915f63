/** The moment at which it was clear whether a claim holds. */
import { parseDurationMs } from '../base/duration.ts';
import type { Claim, ClaimTiming } from './grammar.ts';
import { resolvePoint } from './resolve.ts';
import type { Run } from './run.ts';
import type { Verdict } from './verdict.ts';

/**
 * The moment of the verdict. Something that did not come in time was decided when the time was over; something that never came, at the end of
 * the run. Undefined where nothing was decided, or no single moment decided it.
 */
export function decidedMs(run: Run, { args }: Claim, { verdict, t }: Verdict): number | undefined {
  if (t !== undefined || verdict !== 'fail') return t;
  const { within, after = 'create' } = args as ClaimTiming;
  const waitedMs = within === undefined ? undefined : parseDurationMs(within);
  const from = resolvePoint(run, after);
  return waitedMs === undefined || 'missing' in from ? run.endMs : Math.min(from.t + waitedMs, run.endMs);
}
