import { expect, test } from 'vitest';
import type { ClaimOnRun } from '../../store/services.ts';
import { claimTexts } from '../texts/en-claims.ts';
import { decidedBy, tally } from './told-claims.ts';

const claim = (index: number, verdict: ClaimOnRun['verdict'], atMs?: number): ClaimOnRun => ({
  index,
  text: '',
  claim: { kind: 'podDeleted', args: {} },
  seen: '',
  verdict,
  ...(atMs !== undefined && { atMs }),
});
const CLAIMS = [claim(1, 'pass', 3000), claim(2, 'pass'), claim(3, 'fail', 9000), claim(4, 'undecidable')];

test('while the future is hidden only what is decided by now may be told', () => {
  expect(decidedBy(CLAIMS, 3000).map(({ index }) => index)).toEqual([1]);
  expect(decidedBy(CLAIMS, 2999)).toEqual([]);
});

test('the summary counts each verdict, and leaves out what there is none of', () => {
  expect(claimTexts.summary(tally(CLAIMS))).toBe('2 of 4 claims under expect hold, 1 fails, 1 cannot be told.');
  expect(claimTexts.summary(tally([claim(1, 'pass')]))).toBe('1 of 1 claim under expect holds.');
});
