/** Before the kubelet: pkg/scheduler; and its own refusal: pkg/kubelet/lifecycle/predicate.go, pkg/kubelet/kubelet.go: rejectPod. */
import { expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

const pod = (spec: string, settings: string) =>
  run(
    sketch(
      `
  ${spec}
  containers:
  - {name: app, image: busybox:1.36, command: [sleep, "3600"], resources: {requests: {cpu: "3"}}}
`,
      settings,
    ),
  );

test('a Pod that fits nowhere waits, and says why', () => {
  const why = (spec: string, node: string) => podAt(pod(spec, `{duration: 4s, cluster: {node: ${node}}}`))?.status.conditions?.[0]?.message;
  expect(why('restartPolicy: Always', '{allocatable: {cpu: "2"}}')).toBe(
    '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
  );
  expect(why('nodeSelector: {disk: ssd}', '{}')).toBe(
    "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
  );
});

test('an unschedulable Pod has an Event, a condition and no more', () => {
  expect(picture(pod('nodeSelector: {disk: ssd}', 'duration: 4s'), { only: ['Event', 'Pod', 'Conditions', 'Process'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 PodScheduled=False Unschedulable "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    0.0 Warning FailedScheduling: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
  `);
});

test('bound without the scheduler, a Pod that does not fit is refused by the kubelet', () => {
  const trace = pod('nodeSelector: {disk: ssd}', '{duration: 6s, actions: [{at: 2s, do: bind, node: node-1}]}');
  expect(picture(trace, { only: ['Action', 'Event', 'Phase', 'Conditions', 'Process'], from: 1 })).toBe(lines`
    2.0 bind
    2.0 PodScheduled=True
    2.0 Warning NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector
    2.0 phase Failed NodeAffinity
  `);
  expect(podAt(trace)?.status).toMatchObject({
    phase: 'Failed',
    reason: 'NodeAffinity',
    message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  });
});

test('what else the kubelet refuses', () => {
  // recorded: OutOfcpu, PodOSNotSupported, SysctlForbidden
  const refused = (spec: string, node = '{}') => {
    const { reason, message } = podAt(pod(`${spec}\n  nodeName: node-1`, `{duration: 3s, cluster: {node: ${node}}}`))?.status ?? {};
    return `${reason}: ${message}`;
  };
  expect(refused('restartPolicy: Always', '{allocatable: {cpu: "2"}}')).toBe(
    "OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2000",
  );
  expect(refused('os: {name: windows}')).toBe("PodOSNotSupported: Pod was rejected: Failed to admit pod as the OS field doesn't match node OS");
  expect(refused('securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}')).toBe(
    'SysctlForbidden: Pod was rejected: forbidden sysctl: "kernel.msgmax" not allowlisted',
  );
});

test('sidecars and the largest init container count', () => {
  // component-helpers/resource/helpers.go: PodRequests
  const fits = (init: string) => {
    const trace = run(
      sketch(
        `
      initContainers: ${init}
      containers:
      - {name: app, image: busybox:1.36, command: [sleep, "60"], resources: {requests: {cpu: 500m}}}
    `,
        '{duration: 3s, cluster: {node: {allocatable: {cpu: "1"}}}}',
      ),
    );
    return podAt(trace)?.spec.nodeName !== undefined;
  };
  const init = (name: string, cpu: string, more = '') =>
    `{name: ${name}, image: "busybox:1.36", command: ["true"], resources: {requests: {cpu: ${cpu}}}${more}}`;
  expect(fits(`[${init('a', '900m')}, ${init('b', '900m')}]`)).toBe(true);
  expect(fits(`[${init('a', '600m', ', restartPolicy: Always')}]`)).toBe(false);
  expect(fits(`[${init('a', '300m', ', restartPolicy: Always')}, ${init('b', '800m')}]`)).toBe(false);
});
