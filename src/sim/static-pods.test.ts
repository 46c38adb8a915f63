/** Static Pods and their mirrors: pkg/kubelet/config/file.go, pkg/kubelet/pod/mirror_client.go; recorded on a real v1.36.2. */
import { expect, test } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { lines, picture, podAt, run, sketch, times } from '../testing/sim.ts';

const SPEC = `
  terminationGracePeriodSeconds: 3
  containers:
  - {name: app, image: busybox:1.36, command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]}
`;
const manifest = (image: string) =>
  `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {terminationGracePeriodSeconds: 3, containers: [{name: app, image: "${image}", command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]}]}}`;
const SHOWN = ['Action', 'Process', 'Signal', 'Pod', 'Event'] as const;

test('a file makes a Pod without a scheduler; the API shows its mirror', () => {
  const trace = run(sketch(SPEC, '{duration: 4s, staticPod: true}'));
  expect(picture(trace, { only: SHOWN })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: app waiting ContainerCreating
    0.1 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    0.1 Normal Created (app): Container created
    0.2 app starts
    0.2 Normal Started (app): Container started
    0.2 Pod Running: app running ready started
  `);
  const mirror = podAt(trace);
  expect([mirror?.metadata.name, mirror?.status.observedGeneration, (mirror?.metadata.ownerReferences as { kind: string }[] | undefined)?.[0]?.kind]).toEqual([
    'web-node-1',
    undefined,
    'Node',
  ]);
  // pkg/kubelet/config/common.go: applyDefaults; pkg/kubelet/pod/mirror_client.go: CreateMirrorPod
  const hash = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(mirror?.metadata.annotations).toEqual({
    'kubernetes.io/config.hash': hash,
    'kubernetes.io/config.mirror': hash,
    'kubernetes.io/config.seen': '2026-01-01T00:00:00Z',
    'kubernetes.io/config.source': 'file',
  });
});

test('the file goes: the Pod ends, its phase stays Running, housekeeping takes the mirror', () => {
  expect(picture(run(sketch(SPEC, '{duration: 14s, staticPod: true, actions: [{at: 5s, do: static-remove}]}')), { only: SHOWN, from: 5 })).toBe(lines`
    5.0 static-remove
    5.0 app gets SIGTERM
    5.0 Normal Killing (app): Stopping container app
    5.0 app exits 0 Completed
    5.1 Pod Running: app terminated Completed:0
    6.0 Pod Running deleting(0): app terminated Completed:0
    6.0 Pod is gone
  `);
});

test('a file that goes right after the start: the syncs that the mirror asked for come first, so that the kill waits for two relists', () => {
  // Recorded: conformance/termination/29, 30 and 31, misc/20: 1.5 to 2.0 s
  const delays = Array.from({ length: 20 }, (_, seed) => {
    const trace = run(sketch(SPEC, '{duration: 6s, staticPod: true, actions: [{at: {phase: {value: Running}}, do: static-remove}]}'), { seed });
    return (times(trace, /SIGTERM/)[0] ?? 0) - (times(trace, /static-remove/)[0] ?? 0);
  });
  expect(Math.min(...delays)).toBeGreaterThan(0.9);
  expect(Math.max(...delays)).toBeLessThan(2.1);
});

test('the file is edited: the old Pod ends at once, the new one waits 10 to 15 s for its turn', () => {
  // pod_workers.go: allowPodStart
  expect(
    picture(run(sketch(SPEC, `{duration: 30s, staticPod: true, actions: [{at: 5s, do: static-update, manifest: ${manifest('busybox:1.37')}}]}`)), {
      only: SHOWN,
      from: 5,
    }),
  ).toBe(lines`
    5.0 static-update
    5.0 app gets SIGTERM
    5.0 Normal Killing (app): Stopping container app
    5.0 app exits 0 Completed
    17.5 Pod Running deleting(0): app running ready started
    17.5 Pod is gone
    17.5 Pod Pending: -
    17.5 Pod Pending: app waiting ContainerCreating
    17.6 Normal Pulled (app): Container image "busybox:1.37" already present on machine and can be accessed by the pod
    17.6 Normal Created (app): Container created
    17.7 app#2 starts
    17.7 Normal Started (app): Container started
    17.7 Pod Running: app running ready started
    30.0 app is forgotten
  `);
});

test('what is left of a Pod whose file is gone goes with the relist that sees its end, if housekeeping has missed the Pod by then', () => {
  const trace = run(
    sketch(
      SPEC.replace('exit 0', 'sleep 3; exit 0').replace('Seconds: 3', 'Seconds: 9'),
      '{duration: 14s, staticPod: true, actions: [{at: 5s, do: static-remove}]}',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Pod'], from: 5 })).toBe(lines`
    8.0 app exits 0 Completed
    8.5 app is forgotten
    10.0 Pod Running deleting(0): app running ready started
    10.0 Pod is gone
  `);
});

test('a mirror deleted with a grace period comes back with the next sync, the containers live on', () => {
  expect(picture(run(sketch(SPEC, '{duration: 20s, staticPod: true, actions: [{at: 5s, do: delete}]}')), { only: SHOWN, from: 5 })).toBe(lines`
    5.0 delete
    5.0 Pod Running deleting(3): app running ready started
    5.0 Pod Running deleting(0): app running ready started
    5.0 Pod is gone
    5.0 Pod Pending: -
    5.0 Pod Running: app running ready started
  `);
});

test('a mirror deleted by force is missing until the periodic sync', () => {
  expect(picture(run(sketch(SPEC, '{duration: 3m, staticPod: true, actions: [{at: 5s, do: force-delete}]}')), { only: SHOWN, from: 5 })).toBe(lines`
    5.0 delete --force
    5.0 Pod Running deleting(0): app running ready started
    5.0 Pod is gone
    81.5 Pod Pending: -
    81.5 Pod Running: app running ready started
  `);
});

const createOf = (trace: Trace) => trace.records.find((record) => record.kind === 'Action');

test('a manifest that makes no valid Pod is ignored, and the run says why', () => {
  const trace = run(sketch(SPEC.replace('name: app', 'name: Not_Valid'), '{duration: 4s, staticPod: true}'));
  expect(createOf(trace)).toMatchObject({
    error: { reason: 'Invalid', message: expect.stringMatching(/^Pod "web-node-1" is invalid: spec.containers\[0\].name: Invalid value: "Not_Valid"/) },
  });
  expect(trace.records.filter(({ kind }) => kind === 'Pod')).toEqual([]);
});

test.each([
  ['volumes: [{name: a, configMap: {name: cm}}]', 'configmaps', 'spec.volumes[0].configMap'],
  ['volumes: [{name: a, emptyDir: {}}, {name: b, projected: {sources: [{secret: {name: s}}]}}]', 'secrets', 'spec.volumes[1].projected.sources[0].secret'],
  ['volumes: [{name: a, persistentVolumeClaim: {claimName: c}}]', 'persistentvolumeclaims', 'spec.volumes[0].persistentVolumeClaim'],
  ['serviceAccountName: builder', 'serviceaccounts', 'spec.serviceAccountName'],
  ['imagePullSecrets: [{name: s}]', 'secrets', 'spec.imagePullSecrets'],
])('a static Pod may not refer to what only the API has: %s', (more, what, field) => {
  const spec = `\n  ${more}${SPEC}`;
  expect(createOf(run(sketch(spec, '{duration: 4s, staticPod: true}')))).toMatchObject({
    error: { message: `static pods may not reference ${what}`, causes: [{ field }] },
  });
});

test('nor take a variable from a Secret; without the gate it waits for what it needs', () => {
  const spec = SPEC.replace('image:', 'env: [{name: A, value: x}, {name: B, valueFrom: {secretKeyRef: {name: s, key: k}}}], image:');
  expect(createOf(run(sketch(spec, '{duration: 4s, staticPod: true}')))).toMatchObject({
    error: { causes: [{ field: 'spec.containers[0].env[1].valueFrom.secretKeyRef' }] },
  });
  const free = run(sketch(spec, '{duration: 4s, staticPod: true, cluster: {featureGates: {PreventStaticPodAPIReferences: false}}}'));
  expect(podAt(free, 4)?.status.containerStatuses).toMatchObject([{ state: { waiting: { reason: 'CreateContainerConfigError' } } }]);
});

test('a file that is replaced by one that makes no Pod: the kubelet takes it for gone when it reads its folder again, within 20 s', () => {
  const bad = manifest('busybox:1.36').replace('name: app', 'name: Not_Valid');
  const trace = run(sketch(SPEC, `{duration: 40s, staticPod: true, actions: [{at: 5s, do: static-update, manifest: ${bad}}]}`));
  expect(picture(trace, { only: ['Signal', 'Process'], from: 5 })).toBe(lines`
    15.0 app gets SIGTERM
    15.0 app exits 0 Completed
    30.0 app is forgotten
  `);
});

test('a kubelet that begins takes no container for a leftover before it has read its manifests', () => {
  // kubelet.go: StartGarbageCollection runs at once, container_gc.go: GarbageCollect asks whether all sources are ready
  const spec = `${SPEC}  initContainers: [{name: init, image: busybox:1.36, command: ['true']}]\n`;
  const text = sketch(spec, '{duration: 20s, staticPod: true, actions: [{at: 1s, do: kubelet-restart}]}');
  for (const skipIdle of [true, false]) {
    const starts = run(text, { skipIdle }).records.filter((record) => record.kind === 'Process' && record.container === 'init' && record.what !== 'exit');
    expect(starts.map((record) => record.kind === 'Process' && record.what)).toEqual(['start']);
  }
});

test('what is left of a Pod whose manifest was replaced or taken away goes at the next collection', () => {
  const spec = 'restartPolicy: Never\ncontainers: [{name: app, image: busybox:1.36, command: ["false"]}]';
  const replaced = `{at: 5s, do: static-update, manifest: ${manifest('busybox:1.36')}}`;
  for (const change of [replaced, '{at: 5s, do: static-remove}', '{at: 28s, do: static-remove}']) {
    const { records } = run(sketch(spec, `{duration: 70s, staticPod: true, actions: [${change}]}`));
    const removed = records.filter((record) => record.kind === 'Process' && record.what === 'removed');
    expect(removed.map(({ t, cause }) => [t, records[cause]?.kind === 'Action'])).toEqual([[30_000, true]]);
  }
});

test('a mirror that was forced away is made anew at a later turn, and says why', () => {
  const { records } = run(sketch(SPEC.replace('Seconds: 3', 'Seconds: 0'), '{duration: 100s, staticPod: true, actions: [{at: 1s, do: delete}]}'));
  const made = records.filter((record) => record.kind === 'Pod' && record.type === 'ADDED');
  expect(made.map(({ t, cause }) => [t > 60_000, records[cause]?.rule])).toEqual([
    [false, 'user.action'],
    [true, 'api.remove'],
  ]);
});

test('what the node controller wrote into the mirror is put right at the status manager’s next beat', () => {
  // status_manager.go: syncBatch, needsReconcile: for a static Pod by its mirror
  const { records } = run(sketch(SPEC, '{duration: 60s, staticPod: true, actions: [{at: 1s, do: node-lost}, {at: 49s, do: node-back}]}'));
  const ready = records.flatMap((record) => {
    const condition = record.kind === 'Pod' ? record.object.status.conditions?.find(({ type }) => type === 'Ready') : undefined;
    return condition === undefined ? [] : [`${(record.t / 1000).toFixed(0)} ${condition.status}`];
  });
  expect(ready.slice(-3)).toEqual(['0 True', '49 False', '55 True']);
});
