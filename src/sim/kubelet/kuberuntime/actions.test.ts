/** pkg/kubelet/kuberuntime/kuberuntime_manager.go: computePodActions; kuberuntime_manager_test.go: TestComputePodActions*. */
import { expect, test } from 'vitest';
import type { Container, Pod } from '../../../model/kubernetes.ts';
import type { SandboxSnapshot } from '../../node/container-record.ts';
import { podOf, runtimeOf } from '../../../testing/sim-parts.ts';
import type { WorkerResult } from '../prober/results.ts';
import { computePodActions } from './actions.ts';
import { sandboxChange } from './sandbox.ts';

interface Seen {
  liveness?: Record<string, WorkerResult>;
  startup?: Record<string, WorkerResult>;
  sandbox?: 'ready' | 'gone' | 'none';
  /** Who has another amount of CPU than it has been granted. */
  resized?: readonly string[];
}

/** What is done about a Pod: `kill the Pod, new sandbox, kill a (…), start i, start b`. */
function actions(pod: Pod, shorts: Record<string, string>, { liveness = {}, startup = {}, sandbox = 'ready', resized = [] }: Seen = {}): string {
  const probes = { liveness: (id: string) => liveness[id.replace('-1', '')], startup: (id: string) => startup[id.replace('-1', '')], causeOf: () => -1 };
  const found = computePodActions(pod, runtimeOf(pod, shorts, sandbox), probes, ({ name }) => (resized.includes(name) ? ['cpu'] : []));
  return (
    [
      found.killPod && 'kill the Pod',
      found.createSandbox && `sandbox ${found.attempt}${found.announceSandbox ? ', announced' : ''}`,
      ...found.toKill.map(({ message }) => message),
      ...found.toResize.map(({ name }) => `resize ${name}`),
      ...found.toReset.map(({ name }) => `reset ${name}`),
      ...found.initToStart.map(({ name }) => `start ${name}`),
      ...found.toStart.map(({ name }) => `start ${name}`),
    ]
      .filter(Boolean)
      .join('; ') || 'nothing'
  );
}

const withPolicy = (restartPolicy: 'Always' | 'OnFailure' | 'Never') => ({ restartPolicy });
const probed = (name: string): Container => ({ name, startupProbe: {}, restartPolicy: 'Always' });

test('a new Pod: sandbox, then the first init container, or all main containers', () => {
  expect(actions(podOf(['a', 'b']), {}, { sandbox: 'none' })).toBe('kill the Pod; sandbox 0; start a; start b');
  expect(actions(podOf(['a'], ['i', 'j']), {}, { sandbox: 'none' })).toBe('kill the Pod; sandbox 0; start i');
});

test('a sandbox that is gone: everything again, OnFailure leaves out what succeeded', () => {
  expect(actions(podOf(['a', 'b'], ['i']), { i: 'exit 0', a: 'exit 137', b: 'exit 137' }, { sandbox: 'gone' })).toBe(
    'kill the Pod; sandbox 1, announced; start i',
  );
  expect(actions(podOf(['a', 'b'], [], withPolicy('OnFailure')), { a: 'exit 0', b: 'exit 137' }, { sandbox: 'gone' })).toBe(
    'kill the Pod; sandbox 1, announced; start b',
  );
  expect(actions(podOf(['a', 'b'], [], withPolicy('OnFailure')), { a: 'exit 0', b: 'exit 0' }, { sandbox: 'gone' })).toBe('kill the Pod');
  const never = podOf(['a'], [], withPolicy('Never'));
  expect(actions(never, { a: 'exit 137' }, { sandbox: 'gone' })).toBe('kill the Pod');
  // A container's own policy goes before the Pod's
  const own = (policy: 'Always' | 'OnFailure' | 'Never') => ({ name: 'a', restartPolicy: policy });
  const done = { a: 'exit 0', b: 'exit 0' };
  expect(actions(podOf([own('OnFailure'), 'b']), done, { sandbox: 'gone' })).toBe('kill the Pod; sandbox 1, announced; start b');
  expect(actions(podOf([own('Always'), 'b'], [], withPolicy('OnFailure')), done, { sandbox: 'gone' })).toBe('kill the Pod; sandbox 1, announced; start a');
  expect(actions(podOf([own('Never')]), { a: 'exit 0' }, { sandbox: 'gone' })).toBe('kill the Pod; sandbox 1, announced; start a');
  // Only of a sandbox that there has been is it known that it will not come again
  expect(actions(never, { a: 'exit 137' }, { sandbox: 'none' })).toBe('kill the Pod; sandbox 0; start a');
});

test('the sandbox: two that are ready are one too many, and one on another network is the wrong one (util.go: PodSandboxChanged)', () => {
  const pod = podOf(['a']);
  const seen = runtimeOf(pod, { a: 'running' });
  const change = (...more: { attempt: number; ready: boolean; hostNetwork?: boolean }[]) =>
    sandboxChange(pod, { ...seen, sandboxes: more.map((sandbox) => ({ ...seen.sandboxes[0], hostNetwork: false, ...sandbox }) as SandboxSnapshot) });
  expect(change({ attempt: 1, ready: true })).toEqual({ needed: false, attempt: 1, announced: false });
  expect(change({ attempt: 1, ready: true }, { attempt: 0, ready: false })).toEqual({ needed: false, attempt: 1, announced: false });
  expect(change({ attempt: 1, ready: true }, { attempt: 0, ready: true })).toEqual({ needed: true, attempt: 2, announced: true });
  expect(change({ attempt: 1, ready: false })).toEqual({ needed: true, attempt: 2, announced: true });
  expect(change({ attempt: 1, ready: true, hostNetwork: true })).toEqual({ needed: true, attempt: 2, announced: false });
  expect(change()).toEqual({ needed: true, attempt: 0, announced: false });
});

test('main containers: started, started again by exit code and policy, or left', () => {
  expect(actions(podOf(['a', 'b']), { a: 'running', b: 'running' })).toBe('nothing');
  expect(actions(podOf(['a', 'b']), { a: 'running' })).toBe('start b');
  expect(actions(podOf(['a', 'b']), { a: 'running', b: 'exit 0' })).toBe('start b');
  expect(actions(podOf(['a', 'b'], [], withPolicy('OnFailure')), { a: 'running', b: 'exit 0' })).toBe('nothing');
  expect(actions(podOf(['a', 'b'], [], withPolicy('Never')), { a: 'running', b: 'exit 1' })).toBe('nothing');
  expect(actions(podOf(['a', 'b'], [], withPolicy('Never')), { a: 'exit 0', b: 'exit 1' })).toBe('kill the Pod');
  expect(actions(podOf(['a']), { a: 'unknown' })).toBe('Container is in "unknown" state, try killing it before restart; start a');
});

test('probes and definitions: which reason comes first, and whether the container is started again', () => {
  const pod = podOf(['a', 'b']);
  const both = { a: 'running', b: 'running' };
  expect(actions(pod, both, { liveness: { a: 'failure' } })).toBe('Container a failed liveness probe, will be restarted; start a');
  expect(actions(pod, both, { startup: { a: 'failure' } })).toBe('Container a failed startup probe, will be restarted; start a');
  expect(actions(pod, both, { startup: { a: 'failure' }, liveness: { a: 'failure' } })).toBe('Container a failed liveness probe, will be restarted; start a');
  const never = podOf(['a', 'b'], [], withPolicy('Never'));
  expect(actions(never, both, { liveness: { a: 'failure' } })).toBe('Container a failed liveness probe');
  expect(actions(never, { a: 'running', b: 'exit 0' }, { liveness: { a: 'failure' } })).toMatch(/^kill the Pod/);
  const changed = runtimeOf(never, both);
  const image = podOf([{ name: 'a', image: 'app:2' }, 'b'], [], withPolicy('Never'));
  const found = computePodActions(image, changed, { liveness: () => 'failure', startup: () => undefined, causeOf: () => -1 });
  expect(found.toKill.map(({ message }) => message)).toEqual(['Container a definition changed, will be restarted', 'Container b failed liveness probe']);
});

test('regular init containers: one at a time, in order', () => {
  const pod = podOf(['a'], ['i', 'j']);
  expect(actions(pod, {})).toBe('start i');
  expect(actions(pod, { i: 'running' })).toBe('nothing');
  expect(actions(pod, { i: 'exit 0' })).toBe('start j');
  expect(actions(pod, { i: 'exit 0', j: 'exit 0' })).toBe('start a');
  expect(actions(pod, { i: 'exit 1' })).toBe('start i');
  expect(actions(pod, { i: 'OOMKilled 0' })).toBe('start i');
  // It has failed, but a policy only knows its exit code
  expect(actions(podOf(['a'], ['i'], withPolicy('OnFailure')), { i: 'OOMKilled 0' })).toBe('kill the Pod');
  expect(actions(pod, { i: 'exit 0', j: 'created' })).toBe('start j');
  expect(actions(pod, { i: 'exit 0', j: 'exit 1', a: 'running' })).toBe('nothing');
  expect(actions(podOf(['a'], ['i', 'j'], withPolicy('Never')), { i: 'exit 1' })).toBe('kill the Pod');
});

test('sidecars: the next step needs one that runs and has passed its startup probe', () => {
  const pod = podOf(['a'], [probed('s'), 'j']);
  expect(actions(pod, { s: 'running' })).toBe('nothing');
  expect(actions(pod, { s: 'running' }, { startup: { s: 'unknown' } })).toBe('nothing');
  expect(actions(pod, { s: 'running' }, { startup: { s: 'success' } })).toBe('start j');
  expect(actions(pod, { s: 'running' }, { startup: { s: 'failure' } })).toBe('Init container s failed startup probe; start s');
  expect(actions(pod, { s: 'running', j: 'exit 0' }, { startup: { s: 'success' } })).toBe('start a');
  expect(actions(pod, { s: 'running' }, { startup: { s: 'success' }, liveness: { s: 'failure' } })).toBe(
    'Init container s failed liveness probe; start s; start j',
  );
});

test('a sidecar that has ended is started again, whatever the policy; without any main container alive it holds them up', () => {
  const pod = podOf(['a'], ['s*'], withPolicy('Never'));
  expect(actions(pod, { s: 'exit 0' })).toBe('start s');
  expect(actions(pod, { s: 'exit 0', a: 'running' })).toBe('start s');
  const always = podOf(['a'], ['s*']);
  expect(actions(always, { s: 'exit 1', a: 'exit 1' })).toBe('start s');
  expect(actions(always, { s: 'running', a: 'exit 1' })).toBe('start a');
  // The Pod is done: its sidecars go down with it
  expect(actions(pod, { s: 'running', a: 'exit 0' })).toBe('kill the Pod');
});

test('a rule that restarts all containers: the one that asked comes last', () => {
  const asking: Container = {
    name: 'a',
    restartPolicy: 'Never',
    restartPolicyRules: [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [42] } }],
  };
  const pod = podOf([asking, 'b'], ['i']);
  expect(actions(pod, { i: 'exit 0', a: 'exit 42', b: 'running' })).toBe('reset b; reset i; reset a');
  expect(actions(pod, { i: 'exit 0', a: 'exit 1', b: 'running' })).toBe('nothing');
  expect(actions(podOf([asking, 'b']), { a: 'exit 42', b: 'running' })).toBe('reset b; reset a');
});

test('a Pod that is being deleted starts nothing', () => {
  const pod = podOf(['a', 'b']);
  pod.metadata.deletionTimestamp = '2026-01-01T00:00:30Z';
  expect(actions(pod, { a: 'running', b: 'exit 1' })).toBe('nothing');
});

test('an init container whose state nobody knows is killed first, and started again unless the policy is Never', () => {
  const killed = 'Init container is in "unknown" state, try killing it before restart';
  expect(actions(podOf(['a'], ['i']), { i: 'unknown' })).toBe(`${killed}; start i`);
  expect(actions(podOf(['a'], ['i'], withPolicy('OnFailure')), { i: 'unknown' })).toBe(`${killed}; start i`);
  const never = podOf(['a'], ['i'], withPolicy('Never'));
  expect(actions(never, { i: 'unknown' })).toBe(killed);
  const kills = computePodActions(never, runtimeOf(never, { i: 'unknown' }), { liveness: () => undefined, startup: () => undefined, causeOf: () => -1 }).toKill;
  expect(kills.map(({ reason }) => reason)).toEqual(['other']);
});

test('who has another amount than it was granted is resized, but not in a Pod that goes down as a whole', () => {
  const pod = podOf(['a', 'b'], ['s*'], withPolicy('Never'));
  const resized = ['s', 'a'];
  expect(actions(pod, { s: 'running', a: 'running', b: 'running' }, { resized })).toBe('resize s; resize a');
  expect(actions(pod, { s: 'running', a: 'exit 0', b: 'running' }, { resized })).toBe('resize s');
  expect(actions(pod, { s: 'running', a: 'exit 0', b: 'exit 0' }, { resized })).toBe('kill the Pod');
  // A regular init container that fails for good takes the Pod with it, too
  const failing = podOf(['a'], ['s*', 'i'], withPolicy('Never'));
  expect(actions(failing, { s: 'running', i: 'exit 1' }, { resized })).toBe('kill the Pod');
});
