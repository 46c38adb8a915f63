import { expect, test } from 'vitest';
import { conformanceCases, readFixture, readRecording, recordings } from '../testing/fixtures.ts';
import { judgedScenario } from '../testing/judged-scenario.ts';
import { OBSERVED } from '../testing/variants.ts';
import { checkClaims, checkTrigger } from './check.ts';
import { judge } from './judge.ts';
import { parseRecording } from './text.ts';

/** What an independent judge says of a recording of a conformance case. */
interface JudgedRecording {
  scenario: string;
  recording: string;
  /** How much of the run the observer saw. */
  variant: keyof typeof OBSERVED;
  complete: boolean;
  claims: [verdict: string, seen: string, t?: number][];
}

const JUDGED = JSON.parse(readFixture('judge/verdicts.json')) as JudgedRecording[];

test('gives the verdicts of an independent judge on the conformance cases, however much of the run was seen', { timeout: 60_000 }, () => {
  const scenarios = new Map([...conformanceCases(), ...recordings()].map(({ name, text }) => [name, judgedScenario(text)]));
  let claims = 0;
  for (const { scenario, recording, variant, complete, claims: wanted } of JUDGED) {
    const judged = scenarios.get(scenario);
    if (!judged) throw new Error(`no scenario ${scenario}`);
    const results = judge(judged, OBSERVED[variant](parseRecording(readRecording(recording))), { complete });
    const found = results.map(({ verdict, seen, t }) => [verdict, seen, ...(t === undefined ? [] : [t])]);
    expect(found, `${recording} (${variant}${complete ? ', complete' : ''})`).toEqual(wanted);
    claims += results.length;
  }
  expect(claims).toBe(4300);
});

test('all claims and triggers of the conformance cases are well formed', () => {
  for (const { name, text } of conformanceCases()) {
    const { expect: claims, actions, containers } = judgedScenario(text);
    const context = { containers, actionCount: actions.length };
    const faults = [...checkClaims(claims, context), ...actions.flatMap(({ at }, index) => checkTrigger(at, context, ['actions', index, 'at']))];
    expect(faults, name).toEqual([]);
  }
});
