/** Taints of the node: pkg/scheduler/framework/plugins/tainttoleration, pkg/controller/tainteviction, pkg/kubelet/lifecycle/predicate.go: generalFilter. */
import { expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../../testing/sim.ts';

const tainted = (settings: string, spec = 'restartPolicy: Always') =>
  run(
    sketch(
      `
  ${spec}
  containers:
  - {name: app, image: busybox:1.36, command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]}
`,
      settings,
    ),
  );
const NODE = 'cluster: {node: {taints: [{key: dedicated, value: gpu, effect: NoSchedule}]}}';
test('a Pod that does not tolerate the taint waits until it is off the node', () => {
  const trace = tainted(`{duration: 20s, ${NODE}, actions: [{at: 10s, do: node-taint-remove, key: dedicated}]}`);
  expect(picture(trace, { only: ['Action', 'Event', 'Process'], to: 11 })).toBe(lines`
    0.0 Warning FailedScheduling: 0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
    10.0 taint dedicated-
    10.0 Normal Scheduled: Successfully assigned default/web to node-1
    10.4 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    10.4 Normal Created (app): Container created
    10.5 app starts
    10.5 Normal Started (app): Container started
  `);
});

test.each([
  ['the same value', '{key: dedicated, operator: Equal, value: gpu, effect: NoSchedule}', true],
  ['another value', '{key: dedicated, value: cpu, effect: NoSchedule}', false],
  ['any value', '{key: dedicated, operator: Exists}', true],
  ['another effect', '{key: dedicated, operator: Exists, effect: NoExecute}', false],
  ['everything', '{operator: Exists}', true],
])('who tolerates %s', (_, toleration, isScheduled) => {
  const pod = podAt(tainted(`{duration: 3s, ${NODE}}`, `tolerations: [${toleration}]`));
  expect(pod?.spec.nodeName).toBe(isScheduled ? 'node-1' : undefined);
});

test('the only node is taken even if Pods are better elsewhere (PreferNoSchedule), and NoSchedule lets run what runs', () => {
  const node = 'cluster: {node: {taints: [{key: old, effect: PreferNoSchedule}]}}';
  const actions = 'actions: [{at: 5s, do: node-taint, taint: {key: dedicated, value: gpu, effect: NoSchedule}}]';
  expect(podAt(tainted(`{duration: 20s, ${node}, ${actions}}`))).toMatchObject({ status: { phase: 'Running' } });
});

test('a taint with the effect NoExecute drives the Pod away at once', () => {
  const trace = tainted('{duration: 20s, actions: [{at: 10s, do: node-taint, taint: {key: maintenance, effect: NoExecute}}]}');
  expect(picture(trace, { only: ['Action', 'Event', 'Process', 'Signal', 'Phase', 'Conditions'], from: 9, to: 10.05 })).toBe(lines`
    10.0 taint maintenance:NoExecute
    10.0 Normal TaintManagerEviction: Marking for deletion Pod default/web
    10.0 PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True, DisruptionTarget=True DeletionByTaintManager "Taint manager: deleting due to NoExecute taint"
    10.0 phase Running deleting(30)
    10.0 app gets SIGTERM
    10.0 Normal Killing (app): Stopping container app
    10.0 DisruptionTarget=True DeletionByTaintManager "Taint manager: deleting due to NoExecute taint", PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True
    10.0 app exits 0 Completed
  `);
});

const TOLERATED = 'tolerations: [{key: maintenance, operator: Exists, effect: NoExecute, tolerationSeconds: 30}]';
const TAINT = '{at: 10s, do: node-taint, taint: {key: maintenance, effect: NoExecute}}';
const evictions = (actions: string, spec = TOLERATED) =>
  picture(tainted(`{duration: 2m, actions: [${actions}]}`, spec), { only: ['Action', 'Event'], from: 9 });

test('tolerated for a while, it goes when the time is over, and stays if the taint is off before', () => {
  expect(evictions(TAINT)).toBe(lines`
    10.0 taint maintenance:NoExecute
    40.0 Normal TaintManagerEviction: Marking for deletion Pod default/web
    40.0 Normal Killing (app): Stopping container app
  `);
  expect(evictions(`${TAINT}, {at: 20s, do: node-taint-remove, key: maintenance}`)).toBe(lines`
    10.0 taint maintenance:NoExecute
    20.0 taint maintenance-
    20.0 Normal TaintManagerEviction: Cancelling deletion of Pod default/web
  `);
});

test('a second taint does not put off what is planned; one that is not tolerated ends the waiting', () => {
  const second = '{at: 20s, do: node-taint, taint: {key: maintenance, value: again, effect: NoExecute}}';
  expect(evictions(`${TAINT}, ${second}`)).toContain('40.0 Normal TaintManagerEviction: Marking for deletion');
  expect(evictions(`${TAINT}, {at: 20s, do: node-taint, taint: {key: broken, effect: NoExecute}}`)).toBe(lines`
    10.0 taint maintenance:NoExecute
    20.0 taint broken:NoExecute
    20.0 Normal TaintManagerEviction: Cancelling deletion of Pod default/web
    20.0 Normal TaintManagerEviction: Marking for deletion Pod default/web
    20.0 Normal Killing (app): Stopping container app
  `);
});

test('what is planned stands, whatever the Pod tolerates afterwards', () => {
  const longer =
    '{at: 20s, do: patch, type: merge, patch: {spec: {tolerations: [{key: maintenance, operator: Exists, effect: NoExecute, tolerationSeconds: 60}]}}}';
  expect(evictions(`${TAINT}, ${longer}`)).toContain('40.0 Normal TaintManagerEviction: Marking for deletion Pod default/web');
});

test('the kubelet refuses a Pod that came past the scheduler; that the node is for others only (NoSchedule) does not concern it', () => {
  const bound = (effect: string) =>
    podAt(tainted(`{duration: 5s, cluster: {node: {taints: [{key: dedicated, effect: ${effect}}]}}}`, 'nodeName: node-1'))?.status.reason;
  expect(bound('NoExecute')).toBe('TaintToleration');
  expect(bound('NoSchedule')).toBeUndefined();
});

test('tolerations that compare numbers say how long a Pod stays, where the gate is on (toleration.go: ToleratesTaint)', () => {
  const settings = (value: string) =>
    `{duration: 2m, cluster: {featureGates: {TaintTolerationComparisonOperators: true}}, actions: [{at: 10s, do: node-taint, taint: {key: sla, value: "${value}", effect: NoExecute}}]}`;
  const marked = (value: string) =>
    picture(tainted(settings(value), 'tolerations: [{key: sla, operator: Gt, value: "950", effect: NoExecute, tolerationSeconds: 30}]'), {
      only: ['Event'],
      from: 9,
    }).split('\n')[0];
  expect([marked('999'), marked('900')]).toEqual([
    '40.0 Normal TaintManagerEviction: Marking for deletion Pod default/web',
    '10.0 Normal TaintManagerEviction: Marking for deletion Pod default/web',
  ]);
});
