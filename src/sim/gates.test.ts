/** Feature gates as switches: what a Pod does otherwise when one is not at its default (pkg/features/kube_features.go). */
import { expect, test } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

const sh = (name: string, script: string, more = '') => `- {name: ${name}, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], ${more}}`;
const withGate = (spec: string, gate: string, more = '') => run(sketch(spec, `duration: 20s\ncluster: {featureGates: {${gate}}}\n${more}`));

test('ContainerRestartRules off: the policy of a container is dropped, that of the Pod counts', () => {
  const spec = `restartPolicy: Never\ncontainers:\n${sh('app', 'sleep 2; exit 3', 'restartPolicy: Always')}`;
  const off = withGate(spec, 'ContainerRestartRules: false');
  expect(podAt(off, 20)?.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ restartCount: 0 }] });
  expect(podAt(withGate(spec, 'ContainerRestartRules: true'), 20)?.status).toMatchObject({ phase: 'Running' });
});

test('RestartAllContainersOnContainerExits off: the action is refused, and Initialized goes back to False', () => {
  const rule = 'restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [3]}}]';
  const refused = withGate(`restartPolicy: Never\ncontainers:\n${sh('app', 'exit 3', rule)}`, 'RestartAllContainersOnContainerExits: false');
  expect(refused.records.find((record) => record.kind === 'Action')).toMatchObject({ error: { reason: 'Invalid' } });

  // Only while no main container runs or has ended: here it waits in CrashLoopBackOff.
  const sandbox = `initContainers:\n${sh('init', 'sleep 3')}\ncontainers:\n${sh('app', 'exit 1')}`;
  const initializedAt = (gate: string) =>
    podAt(withGate(sandbox, gate, 'actions: [{at: 8s, do: sandbox-stop}]'), 11)?.status.conditions?.find(({ type }) => type === 'Initialized')?.status;
  expect(initializedAt('RestartAllContainersOnContainerExits: false')).toBe('False');
  expect(initializedAt('RestartAllContainersOnContainerExits: true')).toBe('True');
});

test('EventedPLEG: an exit is known at once, not at the next relist', () => {
  const trace = withGate(`containers:\n${sh('app', 'sleep 3; exit 1')}`, 'EventedPLEG: true');
  expect(picture(trace, { only: ['Process'], from: 3, to: 4 })).toBe(lines`
    3.5 app exits 1 Error
    3.6 app#2 starts
  `);
});

test('GracefulNodeShutdown off: what runs on the node is gone with it', () => {
  const trace = withGate(`containers:\n${sh('app', 'sleep 60')}`, 'GracefulNodeShutdown: false', 'actions: [{at: 5s, do: node-shutdown}]');
  expect(picture(trace, { only: ['Signal', 'Process', 'Phase'], from: 5 })).toBe('5.0 app exits 137 SIGKILL Error');
});

test('ContainerStopSignals: the status tells the signal that stops a container', () => {
  const spec = `os: {name: linux}\ncontainers:\n${sh('app', "trap 'exit 4' USR1; sleep 60 & wait", 'lifecycle: {stopSignal: SIGUSR1}')}\n${sh('other', 'sleep 60')}`;
  const trace = withGate(spec, 'ContainerStopSignals: true');
  expect(podAt(trace, 5)?.status.containerStatuses).toMatchObject([{ stopSignal: 'SIGUSR1' }, { stopSignal: 'SIGTERM' }]);
  expect(podAt(withGate(spec, 'ContainerStopSignals: false'), 5)?.status.containerStatuses?.[0]).not.toHaveProperty('stopSignal');
});

test('ImageVolumeWithDigest: the status tells which image a volume shows (kubelet_pods.go: convertContainerStatus)', () => {
  const spec = `volumes: [{name: data, image: {reference: "shop/data:1"}}, {name: more, emptyDir: {}}]\ncontainers:\n${sh('app', 'sleep 60', 'volumeMounts: [{name: data, mountPath: /data}, {name: more, mountPath: /more}]')}`;
  const imagesAt = (gate: string, second: number) => {
    const [app] = podAt(withGate(spec, gate), second)?.status.containerStatuses ?? [];
    const mounts = (app?.['volumeMounts'] ?? []) as { name: string; volumeStatus?: object }[];
    return ['data', 'more'].map((name) => mounts.find((mount) => mount.name === name)?.volumeStatus);
  };
  expect(imagesAt('ImageVolumeWithDigest: true', 10)).toEqual([{ image: { imageRef: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) } }, undefined]);
  expect(imagesAt('ImageVolumeWithDigest: true', 0.1)).toEqual([undefined, undefined]);
  expect(imagesAt('ImageVolumeWithDigest: false', 10)).toEqual([undefined, undefined]);
});

const RESIZED = 'requests: {cpu: 200m}';
const resizeOf = (where: string) => `actions: [{at: 5s, do: patch, subresource: resize, patch: {spec: ${where}}}]`;
const answerOf = (trace: Trace) => trace.records.filter((record) => record.kind === 'Action')[1]?.error?.message;

test('InPlacePodVerticalScalingInitContainers: a running init container gets other resources; off: they are immutable', () => {
  const spec = `initContainers:\n${sh('init', 'sleep 15', 'resources: {requests: {cpu: 100m}}')}\ncontainers:\n${sh('app', 'sleep 60')}`;
  const action = resizeOf(`{initContainers: [{name: init, resources: {${RESIZED}}}]}`);
  const on = withGate(spec, 'InPlacePodVerticalScalingInitContainers: true', action);
  expect(answerOf(on)).toBeUndefined();
  expect(podAt(on, 8)?.status.initContainerStatuses?.[0]?.resources).toEqual({ requests: { cpu: '200m' } });
  const off = withGate(spec, 'InPlacePodVerticalScalingInitContainers: false', action);
  expect(answerOf(off)).toBe('Pod "web" is invalid: spec: Forbidden: resources for non-sidecar init containers are immutable');
  expect(podAt(off, 8)?.status.initContainerStatuses?.[0]?.resources).toEqual({ requests: { cpu: '100m' } });
});

test('InPlacePodLevelResourcesVerticalScaling off: a Pod with resources of its own cannot be resized', () => {
  const spec = `resources: {requests: {cpu: 500m}}\ncontainers:\n${sh('app', 'sleep 60', 'resources: {requests: {cpu: 100m}}')}`;
  const action = resizeOf(`{containers: [{name: app, resources: {${RESIZED}}}]}`);
  expect(answerOf(withGate(spec, 'InPlacePodLevelResourcesVerticalScaling: true', action))).toBeUndefined();
  expect(answerOf(withGate(spec, 'InPlacePodLevelResourcesVerticalScaling: false', action))).toMatch(
    /resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled$/,
  );
});

test('PodTopologyLabelsAdmission: with the binding a Pod gets its node’s labels for zone and region, and its variables can show them', () => {
  const spec = `containers:\n${sh('app', 'echo $ZONE; sleep 60', 'env: [{name: ZONE, valueFrom: {fieldRef: {fieldPath: "metadata.labels[\'topology.kubernetes.io/zone\']"}}}]')}`;
  const node = 'node: {labels: {topology.kubernetes.io/zone: zone-b, topology.kubernetes.io/region: eu, disk: ssd}}';
  const labels = (gate: string) => podAt(run(sketch(spec, `duration: 10s\ncluster: {featureGates: {${gate}}, ${node}}`)), 5)?.metadata.labels;
  const zone = { 'topology.kubernetes.io/zone': 'zone-b', 'topology.kubernetes.io/region': 'eu' };
  expect(labels('PodTopologyLabelsAdmission: true')).toEqual({ app: 'web', ...zone });
  expect(labels('PodTopologyLabelsAdmission: false')).toEqual({ app: 'web' });
});

test('MatchLabelKeysInPodTopologySpreadSelectorMerge off: the API server leaves the selector as it was written', () => {
  const spec = `topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {tier: front}}, matchLabelKeys: [app]}]\ncontainers:\n${sh('app', 'sleep 60')}`;
  const constraint = (gate: string) => {
    const text = sketch(spec, `duration: 3s\ncluster: {featureGates: {${gate}}}`);
    const constraints = podAt(run(text), 2)?.spec['topologySpreadConstraints'] as { labelSelector: object; matchLabelKeys?: string[] }[] | undefined;
    return constraints?.[0];
  };
  const merged = { matchLabels: { tier: 'front' }, matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] };
  expect(constraint('MatchLabelKeysInPodTopologySpreadSelectorMerge: true')).toMatchObject({ labelSelector: merged, matchLabelKeys: ['app'] });
  expect(constraint('MatchLabelKeysInPodTopologySpreadSelectorMerge: false')?.labelSelector).toEqual({ matchLabels: { tier: 'front' } });
  expect(constraint('MatchLabelKeysInPodTopologySpread: false, MatchLabelKeysInPodTopologySpreadSelectorMerge: false')).not.toHaveProperty('matchLabelKeys');
});
