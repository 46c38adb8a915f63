/** What a claim on the timeline says: in words, whether it holds, and what was seen instead. Loaded when somebody points at the first one. */
import type { ClaimOnRun } from '../../store/services.ts';
import type { ClaimMark } from '../../timeline/index.ts';
import { claimWords as words } from '../texts/en-claim-words.ts';

/** More would cover the chart. */
const MOST = 4;

/** The lines of the tip: the first is its heading. */
export function claimTip(marks: readonly ClaimMark[], claims: readonly ClaimOnRun[]): string[] {
  const told = marks.flatMap(({ index }) => claims.find((claim) => claim.index === index) ?? []);
  const lines = told
    .slice(0, MOST)
    .map(({ claim, verdict, seen }) => `${words.verdicts[verdict]}: ${words.tell(claim)}${verdict === 'pass' || seen === '' ? '' : ` (${seen})`}`);
  return told.length > MOST ? [...lines, words.more(told.length - MOST)] : lines;
}
