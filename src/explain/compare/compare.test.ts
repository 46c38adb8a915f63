import { describe, expect, test } from 'vitest';
import type { Aspect, Happening } from '../../model/comparison.ts';
import type { Measures } from '../types.ts';
import { readFileSync } from 'node:fs';
import { simulated } from '../../testing/simulated.ts';
import { comparedWords, rowsOf, sentenceOf } from './compare.ts';
import { differencesOf, forkForms } from './differences.ts';

const run = (measures: Partial<Measures>): Measures => ({ restarts: 0, readyMs: 0, ...measures });
const KILLED = run({ restarts: 3, timeToReadyMs: 6_000, outageMs: 24_100, detectionMs: 9_000, graceUsedMs: 30_000, graceMs: 30_000 });
const FIXED = run({ timeToReadyMs: 18_000, outageMs: 0, detectionMs: 4_000, graceUsedMs: 1_200, graceMs: 30_000 });

describe('what changed, in one sentence', () => {
  test.each<[string, Partial<Measures>, Partial<Measures>]>([
    [
      'B is Ready 12 s later, restarts 0 times instead of 3, is down for 0 s instead of 24.1 s, notices a fault 5 s sooner, and leaves within its grace: 1.2 of 30 s.',
      KILLED,
      FIXED,
    ],
    ['B is Ready 2.4 s earlier.', { timeToReadyMs: 8_400 }, { timeToReadyMs: 6_000 }],
    ['B is Ready after 31.5 s where A never is and restarts once instead of 4.', { restarts: 4 }, { restarts: 1, timeToReadyMs: 31_500 }],
    ['B is never Ready.', { timeToReadyMs: 8_400 }, {}],
    ['B uses up its grace of 30 s.', { graceUsedMs: 1_000, graceMs: 30_000 }, { graceUsedMs: 30_000, graceMs: 30_000 }],
    ['B takes 9 of 30 s grace instead of 1 of 30 s.', { graceUsedMs: 1_000, graceMs: 30_000 }, { graceUsedMs: 9_000, graceMs: 30_000 }],
  ])('%s', (sentence, a, b) => {
    expect(sentenceOf(run(a), run(b), [], 100)).toBe(sentence);
  });

  test('jitter is no difference', () => {
    const later = run({ ...KILLED, timeToReadyMs: 6_050, outageMs: 24_500 });
    expect(sentenceOf(KILLED, later, [], 100)).toBe('No difference: both runs do the same, within 0.1 s.');
    const measured = run({ ...KILLED, timeToReadyMs: 7_000, outageMs: 25_000 });
    expect(sentenceOf(KILLED, measured, [], 1500)).toBe('No difference: both runs do the same, within 1.5 s.');
  });

  test('where the numbers are the same, where the runs part', () => {
    const differences = differencesOf([parting('probes', 'app liveness', [{ label: 'failure', t: 12_000 }], [])]);
    expect(sentenceOf(KILLED, KILLED, differences, 100)).toBe('The same in all that is measured; 1 difference in detail, from app liveness at 12.0 s on.');
  });
});

describe('what changed, in numbers', () => {
  const table = (a: Measures, b: Measures) => rowsOf(a, b, 100).map(({ name, a: ofA, b: ofB, difference }) => [name, ofA, ofB, difference].join(' | '));

  test('A, B and how far apart they are', () => {
    expect(table(KILLED, FIXED)).toEqual([
      'Ready after | 6 s | 18 s | +12 s',
      'restarts | 3 | 0 | −3',
      'outage | 24.1 s | 0 s | −24.1 s',
      'fault noticed after | 9 s | 4 s | −5 s',
      'grace used | 30 of 30 s | 1.2 of 30 s | −28.8 s',
    ]);
  });

  test('what a run does not tell has no difference, what none tells no row', () => {
    expect(table(run({}), run({ timeToReadyMs: 3_000, graceUsedMs: 500, graceMs: 10_000 }))).toEqual([
      'Ready after | never | 3 s | ',
      'restarts | 0 | 0 | =',
      'grace used | – | 0.5 of 10 s | ',
    ]);
    expect(table(run({}), run({}))).toEqual(['Ready after | never | never | =', 'restarts | 0 | 0 | =']);
  });
});

test('of a run that ends early nobody says what it would have done', () => {
  const text = readFileSync(new URL('../../../scenarios/readiness-gate.yaml', import.meta.url), 'utf8');
  const [whole, cut] = [simulated(text).trace, simulated(text.replace('duration: 1m', 'duration: 40s')).trace];
  expect(cut.endMs).toBe(40_000);
  const { sentence, rows } = comparedWords(whole, cut, [], 100);
  expect(sentence).toBe('No difference: both runs do the same, within 0.1 s.');
  expect(rows[0]).toMatchObject({ measure: 'ready', a: '–', b: '–' });
  // Both as long as each other: what did not come, did not come
  expect(comparedWords(cut, cut, [], 100).rows[0]).toMatchObject({ a: 'never', b: 'never' });
});

describe('each difference', () => {
  test.each<[Aspect, string, Happening, string]>([
    ['processes', 'app', { label: 'exit 137', t: 15_300 }, 'app process: exits with 137 at 15.3 s'],
    ['processes', 'app', { label: 'start', t: 1_000 }, 'app process: starts at 1.0 s'],
    ['processes', 'app', { label: 'preStop start', t: 1_000 }, 'app process: preStop begins at 1.0 s'],
    ['processes', 'app', { label: 'preStop end cut', t: 1_000 }, 'app process: preStop is cut at 1.0 s'],
    ['processes', 'app', { label: 'SIGTERM', t: 1_000 }, 'app process: SIGTERM at 1.0 s'],
    ['probes', 'app liveness', { label: 'failure', t: 6_000, count: 3 }, 'app liveness: fails three times at 6.0 s'],
    ['events', 'app', { label: 'Warning Unhealthy "Liveness probe failed: HTTP"', t: 6_000, count: 2 }, 'Events of app: Unhealthy ×2 at 6.0 s'],
    ['events', 'Pod', { label: 'Normal Scheduled "assigned"', t: 10 }, 'Events of the Pod: Scheduled at 0.0 s'],
    ['states', 'app', { label: 'waiting CrashLoopBackOff #2', t: 9_000 }, 'app API status: CrashLoopBackOff, ↻2 at 9.0 s'],
    ['states', 'app', { label: 'terminated Error 137 #0', t: 9_000 }, 'app API status: Error (exit code 137) at 9.0 s'],
    ['states', 'app', { label: 'running #1', t: 9_000 }, 'app API status: Running, ↻1 at 9.0 s'],
    [
      'conditions',
      'Ready',
      { label: 'False ContainersNotReady containers with unready status: [app]', t: 9_000 },
      'condition Ready: False (ContainersNotReady) at 9.0 s',
    ],
    ['conditions', 'phase', { label: 'Failed', t: 9_000 }, 'phase: Failed at 9.0 s'],
    ['kubectl', 'STATUS', { label: 'CrashLoopBackOff', t: 9_000 }, 'kubectl STATUS: CrashLoopBackOff at 9.0 s'],
    ['actions', 'actions', { label: '1 delete', t: 9_000 }, 'actions: delete at 9.0 s'],
  ])('%s of %s: %j', (aspect, subject, happening, wanted) => {
    const [difference] = differencesOf([parting(aspect, subject, [], [happening])]);
    expect(`${difference?.where}: ${difference?.b?.words}`).toBe(wanted);
    expect(difference?.b?.first).toEqual(happening);
    expect(difference).not.toHaveProperty('a');
  });

  test.each<[Happening[], Happening[], string]>([
    [[{ label: 'exit 1', t: 9_000 }], [{ label: 'exit 1', t: 30_000 }], 'app process: A exits with 1 at 9.0 s, B exits with 1 at 30.0 s'],
    [[{ label: 'exit 1', t: 9_000 }], [], 'app process: only A, exits with 1 at 9.0 s'],
    [[], [{ label: 'start', t: 9_000 }], 'app process: only B, starts at 9.0 s'],
  ])('in as many words as a flag has room for: %j, %j', (a, b, longest) => {
    const [difference] = differencesOf([parting('processes', 'app', a, b)]);
    expect(difference && forkForms(difference)).toEqual([longest, 'app process differs', 'app process']);
  });

  test('another time and another count of the same thing are one', () => {
    const [a, b] = [[{ label: 'failure', t: 6_000, count: 8 }], [{ label: 'failure', t: 60_000, count: 1 }]];
    const twice = [parting('probes', 'app liveness', a, b), parting('probes', 'app liveness', a, b), parting('probes', 'app readiness', a, b)];
    expect(differencesOf(twice).map(({ where, a: told }) => `${where} ${told?.words}`)).toEqual([
      'app liveness fails eight times at 6.0 s',
      'app readiness fails eight times at 6.0 s',
    ]);
  });

  test('of many happenings the first two are told', () => {
    const labels = ['start', 'exit 1', 'start', 'exit 1'];
    const [difference] = differencesOf([
      parting(
        'processes',
        'app',
        labels.map((label, index) => ({ label, t: index * 1000 })),
        [],
      ),
    ]);
    expect(difference?.a?.words).toBe('starts at 0.0 s, exits with 1 at 1.0 s, 2 more');
  });

  test('the earliest is first, and of those at one time what happened before what was told of it', () => {
    const at = (aspect: Aspect, t: number) => parting(aspect, 'app', [{ label: 'start', t }], []);
    const order = differencesOf([at('kubectl', 5), at('states', 5), at('events', 9), at('processes', 5), at('probes', 5)]);
    expect(order.map(({ aspect, t }) => `${aspect} ${t}`)).toEqual(['probes 5', 'processes 5', 'states 5', 'kubectl 5', 'events 9']);
  });
});

function parting(aspect: Aspect, subject: string, a: Happening[], b: Happening[]) {
  return { aspect, subject, t: Math.min(...[...a, ...b].map(({ t }) => t)), a, b };
}
