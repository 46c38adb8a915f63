import { expect, test } from 'vitest';
import { Survey, SURVEY_TIMEOUT_MS } from './survey.ts';

test('what is broken is told with the smallest scenario that breaks it, and the rest holds', { timeout: SURVEY_TIMEOUT_MS }, async () => {
  const survey = new Survey(
    {
      'no process ever starts': function* ({ trace }) {
        for (const record of trace.records) if (record.kind === 'Process') yield `${record.container} starts`;
      },
      'the run can be made': function* ({ trace }) {
        if (trace.records.length === 0) yield 'no records';
        throw new Error('an exception is a violation, too');
      },
    },
    { numRuns: 30, seed: 1 },
  );
  await survey.run();
  expect(() => survey.assertHeld('no process ever starts')).toThrow(
    /^app-1 starts\n\nscenario \d+ of FC_SEED=\d+, made smaller \d+ times[^]*kind: Pod[^]*app-1\.process/,
  );
  expect(() => survey.assertHeld('the run can be made')).toThrow('an exception is a violation, too');
  expect(() => survey.assertHeld('nobody has heard of this')).toThrow('nobody has asked');
});

test('an invariant that holds is silent', { timeout: SURVEY_TIMEOUT_MS }, async () => {
  const survey = new Survey({ 'there are records': ({ trace }) => (trace.records.length > 0 ? [] : ['none']) }, { numRuns: 5, seed: 1 });
  await survey.run();
  expect(() => survey.assertHeld('there are records')).not.toThrow();
});
