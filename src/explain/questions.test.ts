/**
 * The questions that people ask of a Pod's life, and the sentences that answer them: those of the verdict and of one
 * finding about a run of the library. Which scenario belongs to which question stands in its label.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import { ANSWERS } from '../testing/answered-questions.ts';
import { edited } from '../testing/edited.ts';
import { simulated } from '../testing/simulated.ts';
import { findingsOf } from './findings/findings.ts';
import type { FindingKind } from './types.ts';
import { verdictOf } from './verdict/verdict.ts';

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const LABEL = 'podloupe.dev/question';

const textOf = (scenario: string) => readFileSync(`${FOLDER}${scenario}.yaml`, 'utf8');

/** The finding of a kind in a run of the text. */
function found(text: string, kind: FindingKind) {
  const { trace, scenario } = simulated(text);
  return findingsOf(trace, scenario).find((finding) => finding.kind === kind);
}

test.each(ANSWERS)('$question, shown by $scenario', ({ scenario: name, verdict, kind, finding, because = [], change }) => {
  const text = textOf(name);
  const { trace, scenario } = simulated(text);
  expect(verdictOf(trace, scenario).headline).toBe(verdict);
  if (kind === undefined) return;
  const told = found(text, kind);
  expect(told?.title).toBe(finding);
  for (const part of because) expect(told?.detail).toContain(part);
  const offered = told?.change ?? told?.alternatives[0];
  expect(offered?.title).toBe(change);
  if (offered) expect(found(edited(text, offered.edits), kind)?.title).toBeUndefined();
});

describe('the library', () => {
  const asked = readdirSync(FOLDER).flatMap((file) => {
    const { scenario } = simulated(readFileSync(FOLDER + file, 'utf8'), { durationMs: 0 });
    const question = scenario.labels[LABEL];
    return question === undefined ? [] : [{ question, scenario }];
  });

  it('has a scenario for each of the 25 questions, and an answer here for each of them', () => {
    expect(new Set(asked.map(({ question }) => question)).size).toBe(25);
    const pairs = ({ question, scenario }: { question: string; scenario: string }) => `${question}: ${scenario}`;
    expect(asked.map(({ question, scenario }) => pairs({ question, scenario: scenario.name })).sort()).toEqual(ANSWERS.map(pairs).sort());
  });

  it.each(asked.map(({ scenario }) => [scenario.name, scenario] as const))('asks and answers shortly: %s', (_name, { title, summary }: Scenario) => {
    expect(title).toMatch(/\?$/);
    const [first = ''] = (summary ?? '').split('\n\n');
    const sentences = first.trim().split(/(?<=[.?])\s+(?=[A-Z`*])/);
    expect(sentences).toHaveLength(2);
    for (const sentence of sentences) expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(25);
  });
});
