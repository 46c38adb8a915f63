/** What a container gets from the kubelet: pkg/kubelet/kubelet_pods.go: makeEnvironmentVariables; kubelet_pods_test.go. */
import { expect, test } from 'vitest';
import { quantity } from '../../base/quantity.ts';
import { run, sketch } from '../../testing/sim.ts';
import { fullReference } from '../node/images.ts';
import { envFileValue } from './env-file.ts';
import { containerResource } from './resources.ts';

const OBJECTS = `
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: settings}
  data: {A: from settings, B: from settings, WEB_PORT: mine}
  ---
  apiVersion: v1
  kind: Secret
  metadata: {name: keys}
  data: {B: ZnJvbSBrZXlz}
  ---
  apiVersion: v1
  kind: Service
  metadata: {name: web}
  spec: {clusterIP: 10.0.0.9, ports: [{port: 80}]}
`;

/** The variables of the only container that have these names. */
function env(container: string, names: readonly string[]): Record<string, string | undefined> {
  const { records } = run(sketch(`containers: [{name: app, image: "busybox:1.36", command: [sleep, "60"], ${container}}]`, 'duration: 2s', OBJECTS));
  const start = records.find((record) => record.kind === 'Process');
  const all = start?.kind === 'Process' ? (start.env ?? {}) : {};
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

test('env goes before envFrom, the later source before the earlier one, all before Services', () => {
  expect(
    env('envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: keys}}], env: [{name: A, value: mine}]', ['A', 'B', 'WEB_PORT', 'WEB_SERVICE_HOST']),
  ).toEqual({ A: 'mine', B: 'from keys', WEB_PORT: 'mine', WEB_SERVICE_HOST: '10.0.0.9' });
  expect(env('envFrom: [{prefix: X_, secretRef: {name: keys}}]', ['X_B', 'B'])).toEqual({ X_B: 'from keys', B: undefined });
});

test('$(VAR) means what stands before it, a Service, or itself', () => {
  expect(
    env('env: [{name: A, value: a}, {name: B, value: $(A)-$(C)-$$(A)}, {name: C, value: c}, {name: D, value: $(WEB_SERVICE_PORT)}, {name: E, value: ""}]', [
      'B',
      'D',
      'E',
    ]),
  ).toEqual({ B: 'a-$(C)-$(A)', D: '80', E: '' });
});

test('fields of the Pod', () => {
  const field = (path: string) => env(`env: [{name: F, valueFrom: {fieldRef: {fieldPath: "${path}"}}}]`, ['F'])['F'];
  expect(
    ['metadata.name', 'metadata.namespace', "metadata.labels['app']", 'spec.nodeName', 'spec.serviceAccountName', 'status.podIP', 'status.hostIP'].map(field),
  ).toEqual(['web', 'default', 'web', 'node-1', 'default', '10.244.1.2', '192.168.77.1']);
});

test('a key that an env file lacks is named with the path of the file on the node', () => {
  // Recorded: conformance/env/31-file-variables-missing-key
  const { records } = run(
    sketch(
      `
      volumes: [{name: config, emptyDir: {}}]
      initContainers: [{name: setup, image: "busybox:1.36", command: [sh, -c, "echo \\"A='a'\\" > /data/config.env"], volumeMounts: [{name: config, mountPath: /data}]}]
      containers: [{name: app, image: "busybox:1.36", env: [{name: B, valueFrom: {fileKeyRef: {volumeName: config, path: config.env, key: B}}}]}]
      `,
      '{duration: 5s, cluster: {featureGates: {EnvFiles: true}}}',
    ),
  );
  const failed = records.find((record) => record.kind === 'Event' && record.object.reason === 'Failed');
  expect(failed?.kind === 'Event' && failed.object.message.replace(/pods\/[0-9a-f-]+/, 'pods/UID')).toBe(
    'Error: environment variable key "B" not found in file "/var/lib/kubelet/pods/UID/volumes/kubernetes.io~empty-dir/config/config.env"',
  );
});

test('env files: single quotes, over lines, with comments; what stands behind the key does not matter', () => {
  // pkg/kubelet/util/env/env_util_test.go
  const value = (text: string) => envFileValue(text, 'KEY');
  expect(["KEY='a'", " KEY='a b' # why", "KEY='a\nb'", "# KEY='no'\n\nA='1'\nKEY='a'\nKEY='b'", "KEY='a'\nbroken"].map(value)).toEqual([
    'a',
    'a b',
    'a\nb',
    'a',
    'a',
  ]);
  expect(["KEY= 'a'", "KEY=''", "A='1'", ''].map(value)).toEqual(['', '', '', '']);
  expect(['KEY=a', "KEY ='a'", "='a'", 'broken', "KEY='a", "KEY='a'b", "A=1\nKEY='a'"].map(value)).toEqual(Array(7).fill(undefined));
});

test('resources, divided and rounded up; without a limit the allocatable of the node', () => {
  // pkg/api/v1/resource/helpers.go: ExtractContainerResourceValue
  const container = { name: 'app', resources: { limits: { cpu: '1500m', memory: '64Mi' }, requests: { cpu: '250m' } } };
  const node = { cpu: '4', memory: '8Gi' };
  const value = (resource: string, divisor?: string) => containerResource(container, resource, divisor, node);
  expect([
    value('limits.cpu'),
    value('limits.cpu', '1m'),
    value('requests.cpu'),
    value('requests.cpu', '1m'),
    value('limits.memory', '1Mi'),
    value('limits.memory', '1M'),
    value('requests.memory'),
  ]).toEqual(['2', '1500', '1', '250', '64', '68', '0']);
  expect(containerResource({ name: 'app' }, 'limits.cpu', undefined, node)).toBe('4');
});

test('quantities', () => {
  expect(['1', '250m', '1.5', '1k', '1Ki', '2Mi', '3Gi', '1e3', '1E', '0'].map(quantity)).toEqual([
    1, 0.25, 1.5, 1000, 1024, 2_097_152, 3_221_225_472, 1000, 1e18, 0,
  ]);
});

test('image references in full', () => {
  // github.com/distribution/reference: ParseDockerRef
  expect(['busybox', 'shop/app:1', 'localhost/app', 'registry.example.com/a/b:2', 'a:5000/b', 'busybox@sha256:0'].map(fullReference)).toEqual([
    'docker.io/library/busybox:latest',
    'docker.io/shop/app:1',
    'localhost/app:latest',
    'registry.example.com/a/b:2',
    'a:5000/b:latest',
    'docker.io/library/busybox@sha256:0',
  ]);
});
