/** What a recording says about a claim. */
import type { MissingPoint } from './resolve.ts';
import { seenTexts } from './texts/en.ts';
import type { Run } from './run.ts';
import { briefDuration } from './words.ts';

/**
 * `pass`, `fail`: the recording shows that it holds, or that it does not. `undecidable`: it does not tell, because it
 * lacks a kind of lines, ends too early, or knows only whole seconds where the order within one matters.
 */
export interface Verdict {
  verdict: 'pass' | 'fail' | 'undecidable';
  /** What was seen, in words. */
  seen: string;
  /** When: milliseconds since the Pod was created; absent where no single moment decides. */
  t: number | undefined;
}

/** Allowed on every bound: a kubelet acts in steps of a second, and a status has whole seconds. */
export const SLACK_MS = 1000;

export const pass = (seen: string, t?: number): Verdict => ({ verdict: 'pass', seen, t });
export const fail = (seen: string, t?: number): Verdict => ({ verdict: 'fail', seen, t });
export const undecidable = (seen: string, t?: number): Verdict => ({ verdict: 'undecidable', seen, t });

export const decided = (holds: boolean): typeof pass => (holds ? pass : fail);

/** The verdict on a claim that depends on a point which did not come, or of which the recording does not tell. */
export function withoutPoint({ missing, why }: MissingPoint): Verdict {
  return missing === 'never' ? fail(why) : undecidable(why);
}

export function cutAt(run: Run): string {
  return seenTexts.endsAt(briefDuration(run.endMs));
}
