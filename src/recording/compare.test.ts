import { expect, test } from 'vitest';
import { readFixture, readRecording } from '../testing/fixtures.ts';
import { DISTORTED } from '../testing/variants.ts';
import { compare } from './compare.ts';
import { parseRecording } from './text.ts';

/** What an independent comparison says of a pair of recordings. */
interface ScoredPair {
  real: string;
  simulated: string;
  /** How the second recording was distorted before. */
  variant: 'whole' | keyof typeof DISTORTED;
  score: number | null;
  matched: number;
  total: number;
  /** [matched, total], or why the aspect was left out. */
  aspects: Record<string, [number, number] | string>;
  divergences: number;
  first: [aspect: string, subject: string, t: number, text: string][];
}

const PAIRS = JSON.parse(readFixture('judge/scores.json')) as ScoredPair[];

function linesOf(name: string, variant: ScoredPair['variant'] = 'whole') {
  const lines = parseRecording(readRecording(name));
  return variant === 'whole' ? lines : DISTORTED[variant](lines);
}

test('scores 619 pairs of recordings as an independent comparison does', { timeout: 60_000 }, () => {
  for (const { real, simulated, variant, ...wanted } of PAIRS) {
    const { score, matched, total, byAspect, divergences } = compare(linesOf(real), linesOf(simulated, variant));
    const found = {
      score: score ?? null,
      matched,
      total,
      aspects: Object.fromEntries(Object.entries(byAspect).map(([name, aspect]) => [name, aspect.skipped ?? [aspect.matched, aspect.total]])),
      divergences: divergences.length,
      first: divergences.slice(0, 3).map(({ aspect, subject, t, text }) => [aspect, subject, t, text]),
    };
    expect(found, `${real} against ${simulated} (${variant})`).toEqual(wanted);
  }
  expect(PAIRS).toHaveLength(619);
});
