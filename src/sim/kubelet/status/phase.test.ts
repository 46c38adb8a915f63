/** pkg/kubelet/kubelet_pods.go: getPhase; pkg/kubelet/kubelet_pods_test.go: TestPodPhaseWithRestart*. */
import { expect, test } from 'vitest';
import type { Pod } from '../../../model/kubernetes.ts';
import { podOf, statusesOf } from '../../../testing/sim-parts.ts';
import { phaseOf } from './phase.ts';

/** The phase of a Pod with main containers `a` and `b`; `over`: everything was killed for good. */
function phase(
  shorts: Record<string, string>,
  {
    inits = [],
    policy = 'Always',
    over = false,
    initialized = false,
    isStatic = false,
    pod,
  }: { inits?: string[]; policy?: 'Always' | 'OnFailure' | 'Never'; over?: boolean; initialized?: boolean; isStatic?: boolean; pod?: Pod } = {},
): string {
  const of =
    pod ??
    podOf(
      Object.keys(shorts).filter((name) => !inits.some((init) => init.replace('*', '') === name)),
      inits,
      { restartPolicy: policy },
    );
  return phaseOf(of, statusesOf(of, shorts), { podIsTerminal: over, podHasInitialized: initialized, isStatic });
}

test.each<[string, string, 'Always' | 'OnFailure' | 'Never', string]>([
  ['waiting', 'waiting', 'Always', 'Pending'],
  ['ready', 'waiting', 'Always', 'Pending'],
  ['ready', 'ready', 'Always', 'Running'],
  ['ready', 'exit 1', 'Always', 'Running'],
  ['ready', 'exit 1', 'Never', 'Running'],
  ['ready', 'waiting after 1', 'Always', 'Running'],
  ['exit 1', 'exit 0', 'Always', 'Running'],
  ['exit 0', 'exit 0', 'Always', 'Running'],
  ['exit 0', 'exit 0', 'OnFailure', 'Succeeded'],
  ['exit 1', 'exit 0', 'OnFailure', 'Running'],
  ['exit 1', 'exit 0', 'Never', 'Failed'],
  ['exit 0', 'exit 0', 'Never', 'Succeeded'],
  ['waiting after 1', 'exit 0', 'Never', 'Failed'],
  ['waiting after 0', 'exit 0', 'OnFailure', 'Failed'],
])('%s and %s under %s: %s', (a, b, policy, wanted) => {
  expect(phase({ a, b }, { policy })).toBe(wanted);
});

test('once everything is killed for good, exit codes decide, not the restartPolicy', () => {
  expect(phase({ a: 'exit 0', b: 'exit 0' }, { over: true })).toBe('Succeeded');
  expect(phase({ a: 'exit 0', b: 'exit 143' }, { over: true })).toBe('Failed');
  expect(phase({ a: 'exit 0', b: 'waiting after 0' }, { over: true })).toBe('Failed');
  expect(phase({ a: 'exit 0', b: 'exit 143' }, { over: true, isStatic: true })).toBe('Running');
  expect(phase({ a: 'waiting', b: 'exit 0' }, { over: true })).toBe('Pending');
});

test('an init container that has not succeeded keeps the Pod pending; one that fails for good fails it', () => {
  const inits = ['i'];
  expect(phase({ i: 'running', a: 'waiting' }, { inits })).toBe('Pending');
  expect(phase({ i: 'waiting', a: 'waiting' }, { inits })).toBe('Pending');
  expect(phase({ i: 'exit 1', a: 'waiting' }, { inits })).toBe('Pending');
  expect(phase({ i: 'exit 1', a: 'waiting' }, { inits, policy: 'Never' })).toBe('Failed');
  expect(phase({ i: 'waiting after 1', a: 'waiting' }, { inits, policy: 'Never' })).toBe('Failed');
  expect(phase({ i: 'exit 0', a: 'ready' }, { inits })).toBe('Running');
  // Init containers run again in a new sandbox while the old main container shows its end
  expect(phase({ i: 'running', a: 'exit 137' }, { inits })).toBe('Pending');
});

test('a sidecar counts while it is not started, and keeps a finished Pod running', () => {
  const inits = ['s*'];
  expect(phase({ s: 'running', a: 'waiting' }, { inits })).toBe('Pending');
  expect(phase({ s: 'running', a: 'ready' }, { inits, initialized: true })).toBe('Running');
  expect(phase({ s: 'running', a: 'ready' }, { inits })).toBe('Pending');
  expect(phase({ s: 'started', a: 'exit 0' }, { inits, policy: 'Never' })).toBe('Running');
  expect(phase({ s: 'exit 1', a: 'exit 0' }, { inits, policy: 'Never' })).toBe('Succeeded');
  expect(phase({ s: 'exit 1', a: 'ready' }, { inits })).toBe('Running');
});

test('a container without a status is unknown: Pending', () => {
  expect(phase({ a: 'ready' }, { pod: podOf(['a', 'b']) })).toBe('Pending');
});
