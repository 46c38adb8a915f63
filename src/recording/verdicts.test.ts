import { describe, expect, test } from 'vitest';
import { expectVerdicts } from '../testing/claims.ts';
import { action, added, deleted, end, pod, start, handMade } from '../testing/hand-made.ts';
import { judge } from './judge.ts';

const running = { state: 'running', ready: true, started: true } as const;
const up = { phase: 'Running', conditions: { Ready: 'True' }, containers: { app: running } } as const;

/** Pending at 0 s, Running and Ready at 2 s, observed for a minute. */
const simple = [added(0), start(1.5, 'app'), pod(2, up), end(60)];

describe('timing', () => {
  test('within counts from the point and allows a second', () => {
    expectVerdicts(simple, {
      pass: ['phase: {value: Running, within: 2s}', 'phase: {value: Running, within: 1s}', 'phase: {value: Running, within: 1s, after: app.start}'],
      fail: ['phase: {value: Running, within: 500ms}', 'phase: {value: Failed, within: 30s}', 'phase: {value: Pending, within: 10s, after: cond.Ready.True}'],
    });
  });

  test('at looks at the moment itself, give or take a second', () => {
    expectVerdicts(simple, {
      pass: ['phase: {value: Pending, at: create}', 'phase: {value: Running, at: create+10s}', 'phase: {value: Running, at: app.start}'],
      fail: ['phase: {value: Running, at: create}', 'phase: {value: Pending, at: 10s}', 'phase: {value: Running, at: app#2.start}'],
    });
  });

  test('during must hold all the time', () => {
    expectVerdicts(simple, {
      pass: ['phase: {value: Running, during: {from: phase.Running, for: 30s}}', 'phase: {value: Running, during: {from: create+1500ms, for: 30s}}'],
      fail: ['phase: {value: Running, during: {from: create, for: 30s}}', 'phase: {value: Pending, during: {from: create, to: phase.Running+5s}}'],
    });
  });

  test('without a time the end of the run counts, or the last that was seen of the Pod', () => {
    const gone = [added(0), pod(2, up), deleted(9, { ...up, phase: 'Succeeded' }), end(10)];
    expectVerdicts(simple, { pass: ['phase: {value: Running}'], fail: ['phase: {value: Pending}'] });
    expectVerdicts(gone, { pass: ['phase: {value: Succeeded}'], fail: ['phase: {value: Running}'] });
  });

  test('a recording that ends too early decides only what it can', () => {
    const short = [added(0), start(1, 'app'), pod(2, up), end(5)];
    expectVerdicts(short, {
      pass: ['phase: {value: Running, within: 30s}', 'starts: {container: app, op: ">=", value: 1}'],
      fail: ['starts: {container: app, op: "==", value: 0}', 'never: {what: {phase: {value: Running}}, during: {from: create, for: 30s}}'],
      undecidable: [
        'phase: {value: Failed, within: 30s}',
        'phase: {value: Running, at: 30s}',
        'phase: {value: Running}',
        'starts: {container: app, op: "==", value: 1}',
        'podDeleted: {within: 20s, after: delete}',
        'never: {what: {phase: {value: Failed}}, during: {from: create, for: 30s}}',
      ],
    });
  });

  test('a point that never comes fails the claim', () => {
    expectVerdicts(simple, { fail: ['phase: {value: Running, at: pod.terminal}', 'order: [app.start < app.exit]'] });
  });

  test('a recording without a Pod proves nothing', () => {
    expectVerdicts([end(60)], {
      fail: ['starts: {container: app, op: "==", value: 0}', 'never: {what: {phase: {value: Failed}}, during: {from: create, for: 30s}}'],
    });
  });

  test('the states of one instant all count for `at`', () => {
    const generation = (value: number) => pod(2, { ...up, metadata: { generation: value } });
    const lines = [added(0), generation(1), action(2, 1, 'patch'), generation(2), end(60)];
    const field = (value: number) => `field: {path: metadata.generation, op: "==", value: ${value}, at: cond.Ready.True}`;
    expectVerdicts(lines, { pass: [field(1), field(2)], fail: [field(3), 'phase: {value: Pending, at: cond.Ready.True}'] });
  });

  test('the end of the recording can be declared the end of the run', () => {
    const scenario = { durationMs: 60_000, staticPod: false, actions: [], expect: [{ phase: { value: 'Running' } }] };
    const lines = handMade([added(0), pod(2, up), end(5)]);
    expect(judge(scenario, lines)[0]?.verdict).toBe('undecidable');
    expect(judge(scenario, lines, { complete: true })[0]?.verdict).toBe('pass');
  });
});
