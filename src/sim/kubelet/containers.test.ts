/** Who a container is, and whether it is started again: pkg/api/v1/pod/util.go, pkg/kubelet/container/helpers.go. */
import { describe, expect, test } from 'vitest';
import type { Container, ContainerRestartRule } from '../../model/kubernetes.ts';
import { podOf, runtimeOf } from '../../testing/sim-parts.ts';
import { containerOf, fieldPathOf, hasRestartAllRule, restartAllTriggers, restartsAfterKill, restartsOnExit, shouldBeRestarted } from './containers.ts';

const rule = (operator: 'In' | 'NotIn', values: number[], action: ContainerRestartRule['action'] = 'Restart'): ContainerRestartRule => ({
  action,
  exitCodes: { operator, values },
});

test('kinds by the list a container stands in, and the path that Events point at', () => {
  const pod = podOf(['app'], ['init', 'side*'], { ephemeralContainers: [{ name: 'debug', image: 'busybox' }] });
  const about = (name: string) => `${containerOf(pod, name)?.kind} ${fieldPathOf(pod, name)}`;
  expect(['app', 'init', 'side', 'debug'].map(about)).toEqual([
    'main spec.containers{app}',
    'init spec.initContainers{init}',
    'sidecar spec.initContainers{side}',
    'ephemeral spec.ephemeralContainers{debug}',
  ]);
  expect(containerOf(pod, 'other')).toBeUndefined();
  expect(containerOf(podOf(['app']), 'debug')).toBeUndefined();
});

describe('whether an exit code alone starts it again (ContainerShouldRestart)', () => {
  const restarts = (policy: 'Always' | 'OnFailure' | 'Never', own: Partial<Container> = {}) => {
    const pod = podOf(['app'], [], { restartPolicy: policy });
    return [0, 1, 42].filter((code) => restartsOnExit(pod, { name: 'app', ...own }, 'main', code));
  };

  test("the Pod's policy, and the container's own before it", () => {
    expect(restarts('Always')).toEqual([0, 1, 42]);
    expect(restarts('OnFailure')).toEqual([1, 42]);
    expect(restarts('Never')).toEqual([]);
    expect(restarts('Never', { restartPolicy: 'OnFailure' })).toEqual([1, 42]);
    expect(restarts('Always', { restartPolicy: 'Never' })).toEqual([]);
  });

  test('rules before the policy, the first that matches; without a policy of its own a container has none', () => {
    expect(restarts('Always', { restartPolicy: 'Never', restartPolicyRules: [rule('In', [42])] })).toEqual([42]);
    expect(restarts('Always', { restartPolicy: 'Never', restartPolicyRules: [rule('NotIn', [42])] })).toEqual([0, 1]);
    expect(restarts('Always', { restartPolicy: 'OnFailure', restartPolicyRules: [rule('In', [0])] })).toEqual([0, 1, 42]);
    expect(restarts('Never', { restartPolicyRules: [rule('In', [42])] })).toEqual([]);
  });

  test('a sidecar always, an ephemeral container never', () => {
    const pod = podOf(['app'], [], { restartPolicy: 'Never' });
    expect(restartsOnExit(pod, { name: 'app' }, 'sidecar', 0)).toBe(true);
    expect(restartsOnExit(podOf(['app']), { name: 'app' }, 'ephemeral', 1)).toBe(false);
  });
});

test('by what the runtime has of it (ShouldContainerBeRestarted)', () => {
  const pod = podOf(['app'], [], { restartPolicy: 'OnFailure' });
  const again = (seen: Record<string, string>, of = pod) => shouldBeRestarted(of, of.spec.containers[0]!, 'main', runtimeOf(of, seen));
  expect(again({})).toBe(true);
  expect(again({ app: 'created' })).toBe(true);
  expect(again({ app: 'unknown' })).toBe(true);
  expect(again({ app: 'running' })).toBe(false);
  expect(again({ app: 'exit 1' })).toBe(true);
  expect(again({ app: 'exit 0' })).toBe(false);
  const deleted = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
  expect(again({ app: 'exit 1' }, deleted)).toBe(false);
  expect(again({}, deleted)).toBe(false);
});

test('condemned by a probe, only Never keeps it down: there is no exit code yet', () => {
  const kept = (policy: 'Always' | 'OnFailure' | 'Never', own: Partial<Container> = {}) =>
    restartsAfterKill(podOf(['app'], [], { restartPolicy: policy }), { name: 'app', ...own });
  expect([kept('Always'), kept('OnFailure'), kept('Never')]).toEqual([true, true, false]);
  expect(kept('Never', { restartPolicy: 'Always' })).toBe(true);
});

test('who asks for all containers to be restarted: by rule, and by how it really ended', () => {
  const all = { name: 'app', restartPolicy: 'Never' as const, restartPolicyRules: [rule('In', [42], 'RestartAllContainers')] };
  const pod = podOf([all, 'other'], [{ ...all, name: 'init' }]);
  expect(hasRestartAllRule(pod)).toBe(true);
  expect(hasRestartAllRule(podOf(['app'], [all]))).toBe(true);
  expect(hasRestartAllRule(podOf([{ ...all, restartPolicyRules: [rule('In', [1]), rule('In', [42], 'RestartAllContainers')] }]))).toBe(true);
  expect(hasRestartAllRule(podOf([{ ...all, restartPolicyRules: [rule('In', [42])] }, 'other'], ['init']))).toBe(false);
  expect(restartAllTriggers(pod, runtimeOf(pod, { app: 'exit 42', other: 'exit 42', init: 'exit 0' }))).toEqual(['app']);
  expect(restartAllTriggers(pod, runtimeOf(pod, { app: 'exit 42', init: 'exit 42' }))).toEqual(['app', 'init']);
  expect(restartAllTriggers(pod, runtimeOf(pod, { app: 'running', other: 'running' }))).toEqual([]);
});
