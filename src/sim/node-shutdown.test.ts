/** The node goes down gracefully, or is drained: pkg/kubelet/nodeshutdown; kubectl drain. */
import { expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

const SPEC = `
  terminationGracePeriodSeconds: 4
  containers:
  - {name: app, image: busybox:1.36, command: [sleep, "3600"], lifecycle: {preStop: {sleep: {seconds: 1}}}}
`;

test('a shutdown ends the Pod with its own grace period, and says why', () => {
  const trace = run(sketch(SPEC, '{duration: 20s, actions: [{at: 5s, do: node-shutdown}]}'));
  expect(picture(trace, { only: ['Action', 'Signal', 'Hook', 'Process', 'Phase'], from: 5 })).toBe(lines`
    5.0 node-shutdown
    5.0 preStop of app starts
    6.0 preStop of app ends
    6.0 app gets SIGTERM, ignores it
    9.0 app gets SIGKILL
    9.0 app exits 137 SIGKILL Error
    9.1 phase Failed Terminated
  `);
  expect(podAt(trace)?.status).toMatchObject({
    reason: 'Terminated',
    message: 'Pod was terminated in response to imminent node shutdown.',
    conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet' }, {}, {}, {}, {}, {}],
  });
});

test('the kubelet grants no more than its own settings do, of which a part is kept for critical Pods', () => {
  // Recording node-shutdown-cut; nodeshutdown_manager.go: killPods, migrateConfig
  const killedAt = (settings: string, pod = SPEC) => {
    const trace = run(sketch(pod, `{duration: 40s, cluster: {kubelet: ${settings}}, actions: [{at: 5s, do: node-shutdown}]}`));
    return picture(trace, { only: ['Process'], from: 5 }).split(' ')[0];
  };
  const long = SPEC.replace('Seconds: 4', 'Seconds: 30');
  expect(killedAt('{}', long)).toBe('35.0');
  expect(killedAt('{shutdownGracePeriod: 20s, shutdownGracePeriodCriticalPods: 5s}', long)).toBe('20.0');
  expect(killedAt('{shutdownGracePeriod: 20s}', long)).toBe('25.0');
  expect(killedAt('{shutdownGracePeriod: 20s, shutdownGracePeriodCriticalPods: 5s}')).toBe('9.0');
  const critical = `\n  priorityClassName: system-node-critical${long}`;
  expect(killedAt('{shutdownGracePeriod: 20s, shutdownGracePeriodCriticalPods: 8s}', critical)).toBe('13.0');
});

test('while it shuts down, a node takes no Pod: the scheduler sees its taint (doNoScheduleTaintingPass), and the kubelet refuses (nodeshutdown_manager_linux.go: Admit)', () => {
  const late = (actions: string) =>
    podAt(run(sketch(`\n  schedulingGates: [{name: example.com/quota}]${SPEC}`, `{duration: 10s, actions: [{at: 2s, do: node-shutdown}, ${actions}]}`)))
      ?.status;
  const opened = '{at: 4s, do: patch, type: merge, patch: {spec: {schedulingGates: []}}}';
  expect(late(opened)?.conditions?.[0]?.message).toMatch(/^0\/1 nodes are available: 1 node\(s\) had untolerated taint\(s\)\. /);
  expect(late(`${opened}, {at: 6s, do: bind, node: node-1}`)).toMatchObject({
    phase: 'Failed',
    reason: 'NodeShutdown',
    message: 'Pod was rejected: Pod was rejected as the node is shutting down.',
  });
});

test('a node that stays down loses its Pods after 300 s, ended or not (nodelifecycle: processTaintBaseEviction; tainteviction asks for no phase)', () => {
  const script = (more: string) => `{duration: 6m, actions: [{at: 5s, do: node-shutdown}${more}]}`;
  expect(picture(run(sketch(SPEC, script(''))), { only: ['Action', 'Event', 'Phase'], from: 10 })).toBe(lines`
    307.5 Normal TaintManagerEviction: Marking for deletion Pod default/web
    307.5 phase Failed Terminated deleting(0)
    307.5 gone
  `);
  expect(picture(run(sketch(SPEC, script(', {at: 60s, do: kubelet-restart}'))), { only: ['Action', 'Event', 'Phase'], from: 10 })).toBe(lines`
    60.0 kubelet-restart
    61.6 Normal TaintManagerEviction: Cancelling deletion of Pod default/web
  `);
});

test('a drain evicts by the API: DisruptionTarget, then a deletion', () => {
  const trace = run(sketch(SPEC, '{duration: 20s, actions: [{at: 5s, do: node-drain}]}'));
  expect(picture(trace, { only: ['Action', 'Signal', 'Hook', 'Process', 'Phase', 'Conditions'], from: 5, to: 7 })).toBe(lines`
    5.0 node-drain
    5.0 PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True, DisruptionTarget=True EvictionByEvictionAPI "Eviction API: evicting"
    5.0 phase Running deleting(4)
    5.0 preStop of app starts
    5.0 DisruptionTarget=True EvictionByEvictionAPI "Eviction API: evicting", PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True
    6.0 preStop of app ends
    6.0 app gets SIGTERM, ignores it
  `);
});

const OPENED = '{duration: 10s, actions: [{at: 2s, do: node-drain}, {at: 4s, do: patch, type: merge, patch: {spec: {schedulingGates: []}}}]}';

test('a drain leaves a Pod alone that has no node yet, and keeps it from coming: the node is cordoned first (kubectl/pkg/drain: RunCordonOrUncordon)', () => {
  const trace = run(sketch(`\n  schedulingGates: [{name: example.com/quota}]${SPEC}`, OPENED));
  expect(picture(trace, { only: ['Action', 'Event', 'Phase'], from: 1 })).toBe(lines`
    2.0 node-drain
    4.0 patch
    4.0 Warning FailedScheduling: 0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
  `);
});

test('a drain leaves static Pods and those of DaemonSets (kubectl/pkg/drain/filters.go: mirrorPodFilter, daemonSetFilter)', () => {
  const killed = (text: string) => picture(run(text), { only: ['Signal', 'Phase'], from: 5 });
  expect(killed(sketch(SPEC, '{duration: 20s, staticPod: true, actions: [{at: 5s, do: node-drain}]}'))).toBe('');
  const daemon = (script: string) => `apiVersion: podloupe.dev/v1
kind: Scenario
spec: {duration: 20s, actions: [{at: 5s, do: node-drain}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: app, image: busybox:1.36, command: [sh, -c, "${script}"]}]}
`;
  expect(killed(daemon('sleep 60'))).toBe('');
});
