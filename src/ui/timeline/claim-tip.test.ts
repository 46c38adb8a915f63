import { expect, test } from 'vitest';
import type { ClaimOnRun } from '../../store/services.ts';
import { claimTip } from './claim-tip.ts';

const claim = (index: number, verdict: ClaimOnRun['verdict'], seen: string): ClaimOnRun => ({
  index,
  text: '',
  claim: { kind: 'phase', args: { value: 'Running', within: `${index}s` } },
  verdict,
  seen,
  atMs: 1000,
});
const mark = (index: number) => ({ index, timeMs: 1000, verdict: 'pass' as const });

test('the tip says each claim in words, whether it holds, and what was seen where it does not', () => {
  expect(claimTip([mark(1), mark(2)], [claim(2, 'fail', 'Pending until 3s'), claim(1, 'pass', 'Running')])).toEqual([
    'Holds: Within 1 s, the phase is Running.',
    'Fails: Within 2 s, the phase is Running. (Pending until 3s)',
  ]);
});

test('many claims at one place are cut, and counted', () => {
  const many = [1, 2, 3, 4, 5, 6].map((index) => claim(index, 'pass', ''));
  const lines = claimTip(
    many.map(({ index }) => mark(index)),
    many,
  );
  expect(lines).toHaveLength(5);
  expect(lines.at(-1)).toBe('and 2 more');
});
