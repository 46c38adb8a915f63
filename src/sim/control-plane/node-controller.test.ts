/** A node that is not heard of: pkg/controller/nodelifecycle, pkg/controller/tainteviction. On the node itself nothing changes. */
import { describe, expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../../testing/sim.ts';

const onNode = (actions: string, spec = 'restartPolicy: Always') =>
  run(
    sketch(
      `
  ${spec}
  containers:
  - {name: app, image: busybox:1.36, command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]}
`,
      `{duration: 8m, actions: [${actions}]}`,
    ),
  );

test('after 50 s without a lease the Pod is not ready, after 300 s more it is marked for deletion; its process runs on', () => {
  // node_lifecycle_controller.go: nodeMonitorGracePeriod, looked at every 5 s; the last lease is up to 10 s old.
  // DefaultTolerationSeconds: 300 s for node.kubernetes.io/unreachable
  const trace = onNode('{at: 10s, do: node-lost}');
  expect(picture(trace, { only: ['Action', 'Event', 'Process', 'Signal', 'Phase', 'Conditions'], from: 5 })).toBe(lines`
    10.0 node-lost
    57.5 PodReadyToStartContainers=True, Initialized=True, Ready=False, ContainersReady=True, PodScheduled=True
    57.5 Warning NodeNotReady: Node is not ready
    357.5 Normal TaintManagerEviction: Marking for deletion Pod default/web
    357.5 PodReadyToStartContainers=True, Initialized=True, Ready=False, ContainersReady=True, PodScheduled=True, DisruptionTarget=True DeletionByTaintManager "Taint manager: deleting due to NoExecute taint"
    357.5 phase Running deleting(30)
  `);
  const marked = trace.records.find((record) => record.kind === 'Event' && record.object.reason === 'TaintManagerEviction');
  // Without a uid (taint_eviction.go: emitPodDeletionEvent), so that `kubectl describe pod` does not list it
  expect(marked?.kind === 'Event' && marked.object.involvedObject).toEqual({ kind: 'Pod', apiVersion: 'v1', namespace: 'default', name: 'web' });
  expect(marked).toMatchObject({
    rule: 'node.taint',
    object: {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { namespace: 'default' },
      source: { component: 'taint-eviction-controller' },
      reportingComponent: 'taint-eviction-controller',
      count: 1,
    },
  });
});

test('a node that is back after that carries the deletion out', () => {
  expect(
    picture(onNode('{at: 10s, do: node-lost}, {at: 400s, do: node-back}'), { only: ['Action', 'Event', 'Process', 'Signal', 'Phase'], from: 360 }),
  ).toBe(lines`
    400.0 node-back
    400.0 app gets SIGTERM
    400.0 Normal Killing (app): Stopping container app
    400.0 app exits 0 Completed
    400.1 phase Succeeded deleting(30)
    400.5 app is forgotten
    400.5 phase Succeeded deleting(0)
    400.5 gone
  `);
});

test('back before the Pod is marked for deletion, it is spared, and the kubelet puts Ready right again', () => {
  expect(
    picture(onNode('{at: 10s, do: node-lost}, {at: 100s, do: node-back}'), { only: ['Action', 'Event', 'Process', 'Signal', 'Phase', 'Conditions'], from: 60 }),
  ).toBe(lines`
    100.0 node-back
    100.0 Normal TaintManagerEviction: Cancelling deletion of Pod default/web
    105.0 PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True
  `);
});

test('back before anybody noticed, nothing was', () => {
  expect(picture(onNode('{at: 10s, do: node-lost}, {at: 50s, do: node-back}'), { only: ['Action', 'Event', 'Phase', 'Conditions'], from: 5 })).toBe(lines`
    10.0 node-lost
    50.0 node-back
  `);
});

test('a Pod that is not Ready has nothing to lose: no Event, no patch', () => {
  const trace = run(
    sketch(
      'containers: [{name: app, image: busybox:1.36, command: [sleep, "60"], readinessProbe: {exec: {command: ["false"]}}}]',
      '{duration: 58s, actions: [{at: 10s, do: node-lost}]}',
    ),
  );
  expect(picture(trace, { only: ['Event', 'Conditions'], from: 15 })).toBe('');
});

test('a DisruptionTarget is made anew, not added', () => {
  const before = '{at: 5s, do: patch-status, type: strategic, patch: {status: {conditions: [{type: DisruptionTarget, status: "True", reason: Before}]}}}';
  const conditions = podAt(onNode(`${before}, {at: 10s, do: node-lost}`))?.status.conditions ?? [];
  expect(conditions.filter(({ type }) => type === 'DisruptionTarget').map(({ reason }) => reason)).toEqual(['DeletionByTaintManager']);
});

test('of a Pod that is being deleted already, nothing more is said', () => {
  const trace = onNode('{at: 10s, do: node-lost}, {at: 20s, do: delete}, {at: 380s, do: node-back}');
  expect(picture(trace, { only: ['Event'], from: 5, to: 379 })).toBe(lines`
    57.5 Warning NodeNotReady: Node is not ready
  `);
});

describe('how long a Pod stays on a node that is unreachable, by its tolerations (GetMatchingTolerations, getMinTolerationTime)', () => {
  const unreachable = 'key: node.kubernetes.io/unreachable, operator: Exists';
  test.each([
    ['its seconds', `{${unreachable}, effect: NoExecute, tolerationSeconds: 30}`, 30],
    ['no effect is any effect', `{${unreachable}}`, undefined],
    [
      'the first of those that match',
      `{${unreachable}, effect: NoExecute, tolerationSeconds: 30}, {operator: Exists, effect: NoExecute, tolerationSeconds: 20}`,
      30,
    ],
    [
      'for another taint or effect there is the default still',
      '{key: other, operator: Exists}, {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoSchedule}',
      300,
    ],
    ['without seconds for ever', `{${unreachable}, effect: NoExecute}`, undefined],
    ['who tolerates everything stays for ever', '{operator: Exists}', undefined],
    ['the taint has no value: equal to that is none', '{key: node.kubernetes.io/unreachable, effect: NoExecute, tolerationSeconds: 30}', 30],
    ['who tolerates another value alone goes at once', '{key: node.kubernetes.io/unreachable, operator: Equal, value: other, effect: NoExecute}', 0],
  ])('%s', (_, tolerations, seconds) => {
    const text = picture(onNode('{at: 10s, do: node-lost}', `tolerations: [${tolerations}]`), { only: ['Event'], from: 57 })
      .split('\n')
      .filter((line) => line.includes('TaintManagerEviction'))
      .join('\n');
    expect(text).toBe(seconds === undefined ? '' : `${(57.5 + seconds).toFixed(1)} Normal TaintManagerEviction: Marking for deletion Pod default/web`);
  });
});

test('a Pod that has no conditions yet gets its first from the taint manager', () => {
  const trace = run(
    sketch(
      'nodeName: node-1\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "600"]}]',
      '{duration: 6m, actions: [{at: before-create, do: kubelet-stop}, {at: 1s, do: node-lost}]}',
    ),
  );
  expect(picture(trace, { only: ['Event', 'Phase', 'Conditions'] })).toBe(lines`
    0.0 phase Pending
    347.5 Normal TaintManagerEviction: Marking for deletion Pod default/web
    347.5 DisruptionTarget=True DeletionByTaintManager "Taint manager: deleting due to NoExecute taint"
    347.5 phase Pending deleting(30)
  `);
});

test('a Pod that is gone when its node is found to be unreachable: nothing is said of it', () => {
  const trace = onNode('{at: 10s, do: node-lost}, {at: 20s, do: force-delete}');
  expect(picture(trace, { only: ['Event', 'Phase'], from: 15 })).toBe(lines`
    20.0 phase Running deleting(0)
    20.0 gone
  `);
});
