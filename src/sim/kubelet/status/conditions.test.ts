/** pkg/kubelet/status/generate.go; generate_test.go: TestGenerateContainersReadyCondition and others. */
import { expect, test } from 'vitest';
import { podOf, statusesOf } from '../../../testing/sim-parts.ts';
import { containersReady, type NewCondition, podInitialized, podReady } from './conditions.ts';

const text = ({ status, reason, message }: NewCondition) => [status, reason, message].filter((word) => word !== undefined).join(' ');

test('ContainersReady names those that are not, sidecars first; regular init containers do not count', () => {
  const pod = podOf(['a', 'b'], ['i', 's*']);
  const condition = (shorts: Record<string, string>, phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' = 'Running') =>
    text(containersReady(pod, statusesOf(pod, shorts), phase));
  expect(condition({ i: 'exit 0', s: 'ready', a: 'ready', b: 'ready' })).toBe('True');
  expect(condition({ i: 'exit 0', s: 'started', a: 'ready', b: 'running' })).toBe('False ContainersNotReady containers with unready status: [s b]');
  expect(condition({ i: 'running', s: 'ready', b: 'waiting' })).toBe(
    'False ContainersNotReady containers with unknown status: [a], containers with unready status: [b]',
  );
  expect(condition({ i: 'exit 0', s: 'exit 0', a: 'exit 0', b: 'exit 0' }, 'Succeeded')).toBe('False PodCompleted');
  expect(condition({ i: 'exit 0', s: 'exit 0', a: 'exit 1', b: 'exit 0' }, 'Failed')).toBe('False PodFailed');
  expect(text(containersReady(pod, {}, 'Running'))).toBe('False UnknownContainerStatuses');
});

test('Ready adds the readiness gates', () => {
  const pod = podOf(['a'], [], { readinessGates: [{ conditionType: 'example.com/one' }, { conditionType: 'example.com/two' }] });
  const gate = (type: string, status: 'True' | 'False') => ({ type, status });
  const ready = (conditions: { type: string; status: 'True' | 'False' }[]) => text(podReady(pod, { type: 'ContainersReady', status: 'True' }, conditions));
  expect(ready([gate('example.com/one', 'True'), gate('example.com/two', 'True')])).toBe('True');
  expect(ready([gate('example.com/one', 'False')])).toBe(
    'False ReadinessGatesNotReady the status of pod readiness gate "example.com/one" is not "True", but False, corresponding condition of pod readiness gate "example.com/two" does not exist.',
  );
  expect(text(podReady(pod, { type: 'ContainersReady', status: 'False', reason: 'ContainersNotReady', message: 'm' }, []))).toBe('False ContainersNotReady m');
});

test('Initialized: regular init containers have to succeed, sidecars to start; once True it stays so', () => {
  const pod = podOf(['a'], ['i', 's*']);
  const initialized = (shorts: Record<string, string>, { was = false, phase = 'Pending' as 'Pending' | 'Succeeded' } = {}) =>
    text(podInitialized(pod, statusesOf(pod, shorts), phase, was));
  expect(initialized({ i: 'running', s: 'waiting', a: 'waiting' })).toBe('False ContainersNotInitialized containers with incomplete status: [i s]');
  expect(initialized({ i: 'exit 0', s: 'running', a: 'waiting' })).toBe('False ContainersNotInitialized containers with incomplete status: [s]');
  expect(initialized({ i: 'exit 0', s: 'started', a: 'waiting' })).toBe('True');
  expect(initialized({ i: 'running', s: 'waiting', a: 'exit 137' })).toBe('True');
  expect(initialized({ i: 'running', s: 'waiting', a: 'waiting' }, { was: true })).toBe('True');
  expect(initialized({ i: 'exit 0', s: 'exit 0', a: 'exit 0' }, { phase: 'Succeeded' })).toBe('True PodCompleted');
  expect(initialized({ a: 'waiting' })).toBe('False ContainersNotInitialized containers with unknown status: [i s]');
  expect(initialized({ s: 'waiting' })).toBe('False ContainersNotInitialized containers with unknown status: [i], containers with incomplete status: [s]');
  expect(text(podInitialized(pod, {}, 'Pending', false))).toBe('False UnknownContainerStatuses');
  expect(text(podInitialized(podOf(['a']), statusesOf(podOf(['a']), { a: 'waiting' }), 'Pending', false))).toBe('True');
});
