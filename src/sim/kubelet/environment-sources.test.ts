/** Where variables come from, source by source: pkg/kubelet/kubelet_pods.go: makeEnvironmentVariables; pkg/kubelet/envvars; pkg/fieldpath. */
import { describe, expect, test } from 'vitest';
import type { Container, KubernetesObject, Pod } from '../../model/kubernetes.ts';
import { podOf } from '../../testing/sim-parts.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import { dataOf, environmentOf, fieldValue, type ReadVolume, serviceAddress } from './environment.ts';

const CONFIG = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'settings' }, data: { A: 'a', B: 'b' } };
const SECRET = { kind: 'Secret', apiVersion: 'v1', metadata: { name: 'keys' }, data: { S: 'c2VjcmV0' }, stringData: { P: 'plain' } };
const SERVICE = {
  kind: 'Service',
  apiVersion: 'v1',
  metadata: { name: 'my-db' },
  spec: {
    clusterIP: '10.0.0.9',
    ports: [
      { name: 'sql-x', port: 5432 },
      { port: 53, protocol: 'UDP' },
    ],
  },
};

function apiWith(...objects: KubernetesObject[]): ApiServer {
  return { objects, object: (kind: string, name: string) => objects.find((each) => each.kind === kind && each.metadata.name === name) } as ApiServer;
}

const NODE = { name: 'node-1', allocatable: { cpu: '4', memory: '8Gi' } };
const NO_FILES: ReadVolume = () => undefined;

function environment(container: Partial<Container>, { more = {}, read = NO_FILES }: { more?: Partial<Pod['spec']>; read?: ReadVolume } = {}) {
  const app = { name: 'app', ...container };
  const result = environmentOf(
    podOf([app, { name: 'other', resources: { limits: { cpu: '3' } } }], [], { enableServiceLinks: false, ...more }),
    app,
    apiWith(CONFIG, SECRET, SERVICE),
    '10.0.0.2',
    NODE,
    read,
  );
  if ('error' in result) return result.error;
  return Object.fromEntries(Object.entries(result.env).filter(([name]) => !name.startsWith('KUBERNETES_')));
}

describe('whole objects (envFrom)', () => {
  test('all keys of a ConfigMap or a Secret, with a prefix', () => {
    expect(environment({ envFrom: [{ prefix: 'X_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }] })).toEqual({
      X_A: 'a',
      X_B: 'b',
      S: 'secret',
      P: 'plain',
    });
  });

  test('one that is missing is an error, unless it is optional', () => {
    expect(environment({ envFrom: [{ configMapRef: { name: 'none' } }] })).toBe('configmap "none" not found');
    expect(environment({ envFrom: [{ secretRef: { name: 'none' } }] })).toBe('secret "none" not found');
    expect(environment({ envFrom: [{ configMapRef: { name: 'none', optional: true } }, {}] })).toEqual({});
    expect(environment({ envFrom: [{ configMapRef: { name: 'none', optional: false } }] })).toBe('configmap "none" not found');
  });
});

describe('single values (valueFrom)', () => {
  const from = (valueFrom: object, options = {}) => {
    const result = environment({ env: [{ name: 'V', valueFrom }] }, options);
    return typeof result === 'string' ? result : result['V'];
  };

  test('a key, and what is said if there is none', () => {
    expect(from({ configMapKeyRef: { name: 'settings', key: 'A' } })).toBe('a');
    expect(from({ secretKeyRef: { name: 'keys', key: 'S' } })).toBe('secret');
    expect(from({ configMapKeyRef: { name: 'none', key: 'A' } })).toBe('configmap "none" not found');
    expect(from({ secretKeyRef: { name: 'none', key: 'A' } })).toBe('secret "none" not found');
    expect(from({ configMapKeyRef: { name: 'settings', key: 'C' } })).toBe("couldn't find key C in ConfigMap default/settings");
    expect(from({ configMapKeyRef: { name: 'none', key: 'A', optional: true } })).toBeUndefined();
    expect(from({ secretKeyRef: { name: 'keys', key: 'C', optional: true } })).toBeUndefined();
  });

  test('resources of this container, or of another', () => {
    expect(from({ resourceFieldRef: { resource: 'limits.cpu' } })).toBe('4');
    expect(from({ resourceFieldRef: { resource: 'limits.cpu', containerName: 'other' } })).toBe('3');
    expect(from({ resourceFieldRef: { resource: 'limits.cpu', containerName: 'nobody' } })).toBe('container nobody not found');
    expect(from({ resourceFieldRef: { resource: 'limits.cpu' } }, { more: { resources: { limits: { cpu: '2' } } } })).toBe('2');
  });

  test('a key of a file: the key may be optional, the file may not', () => {
    const read = (text: string | undefined): { read: ReadVolume } => ({
      read: (volume) => (volume === 'config' ? { hostPath: '/pods/config/env', text } : undefined),
    });
    const key = (optional?: boolean) => ({ fileKeyRef: { volumeName: 'config', path: 'env', key: 'K', ...(optional !== undefined && { optional }) } });
    expect(from(key(), read("K='v'"))).toBe('v');
    expect(from(key(), read("L='v'"))).toBe('environment variable key "K" not found in file "/pods/config/env"');
    expect(from(key(true), read("L='v'"))).toBeUndefined();
    expect(from(key(true), read('broken'))).toBe("couldn't parse env file");
    expect(from(key(true), read(undefined))).toBe("couldn't parse env file");
    expect(from(key())).toBe('cannot find the volume "config" referenced by FileKeyRef');
  });

  test('nothing is the empty text', () => {
    expect(environment({ env: [{ name: 'V' }, { name: 'W', value: '' }] })).toEqual({ V: '', W: '' });
  });
});

describe('fields of the Pod', () => {
  const pod = podOf(['app'], [], { nodeName: 'node-1', serviceAccountName: 'robot' });
  pod.metadata.labels = { app: 'web', tier: 'front' };
  pod.metadata.annotations = { note: 'a "b"' };
  pod.metadata.creationTimestamp = '2026-01-01T00:00:00Z';

  test.each([
    ['metadata.name', 'web'],
    ['metadata.namespace', 'default'],
    ['metadata.uid', 'u1'],
    ['metadata.labels', 'app="web"\ntier="front"'],
    // What the kubelet itself notes is among them; recorded on a v1.36.2 node
    ['metadata.annotations', 'kubernetes.io/config.seen="2026-01-01T00:00:00.012Z"\nkubernetes.io/config.source="api"\nnote="a \\"b\\""'],
    ["metadata.annotations['kubernetes.io/config.source']", 'api'],
    ["metadata.labels['tier']", 'front'],
    ["metadata.annotations['note']", 'a "b"'],
    ["metadata.labels['note']", ''],
    ['spec.nodeName', 'node-1'],
    ['spec.serviceAccountName', 'robot'],
    ['status.hostIP', '192.168.77.1'],
    ['status.hostIPs', '192.168.77.1'],
    ['status.podIP', '10.0.0.2'],
    ['status.podIPs', '10.0.0.2'],
    ['status.phase', ''],
  ])('%s', (path, value) => {
    expect(fieldValue(pod, path, '10.0.0.2')).toBe(value);
  });

  test('of what is not there, the empty text', () => {
    expect(
      ['metadata.labels', "metadata.annotations['none']", 'spec.nodeName', 'spec.serviceAccountName'].map((path) => fieldValue(podOf(['app']), path, '')),
    ).toEqual(['', '', '', '']);
  });
});

test('the data of a Secret is decoded, what stands there plainly goes before it', () => {
  expect(dataOf(SECRET)).toEqual({ S: 'secret', P: 'plain' });
  expect(dataOf({ ...SECRET, data: { P: 'c2VjcmV0', U: 'w6TDtsO8', E: '' } })).toEqual({ P: 'plain', U: 'äöü', E: '' });
  expect(dataOf({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'none' } })).toEqual({});
});

describe('Services', () => {
  test('seven variables for each, and more for each port', () => {
    const links = environment({}, { more: { enableServiceLinks: true } });
    expect(links).toEqual({
      MY_DB_SERVICE_HOST: '10.0.0.9',
      MY_DB_SERVICE_PORT: '5432',
      MY_DB_SERVICE_PORT_SQL_X: '5432',
      MY_DB_PORT: 'tcp://10.0.0.9:5432',
      MY_DB_PORT_5432_TCP: 'tcp://10.0.0.9:5432',
      MY_DB_PORT_5432_TCP_PROTO: 'tcp',
      MY_DB_PORT_5432_TCP_PORT: '5432',
      MY_DB_PORT_5432_TCP_ADDR: '10.0.0.9',
      MY_DB_PORT_53_UDP: 'udp://10.0.0.9:53',
      MY_DB_PORT_53_UDP_PROTO: 'udp',
      MY_DB_PORT_53_UDP_PORT: '53',
      MY_DB_PORT_53_UDP_ADDR: '10.0.0.9',
    });
    expect(environment({})).toEqual({});
  });

  test('the API server always', () => {
    const result = environmentOf(podOf(['app'], [], { enableServiceLinks: false }), { name: 'app' }, apiWith(), '', NODE, NO_FILES);
    expect(result).toMatchObject({
      env: { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT_HTTPS: '443', KUBERNETES_PORT: 'tcp://10.96.0.1:443' },
    });
  });

  test('cluster DNS knows them by short and by full names, and the API server in its own namespace only by a short one', () => {
    const pod = podOf(['app']);
    const address = (name: string, of = pod) => serviceAddress(name, of, apiWith(SERVICE), 'cluster.local');
    expect(['my-db', 'my-db.default', 'my-db.default.svc', 'my-db.default.svc.cluster.local'].map((name) => address(name))).toEqual(Array(4).fill('10.0.0.9'));
    expect(['db', 'my-db.other', 'my-db.default.svc.other.domain'].map((name) => address(name))).toEqual([undefined, undefined, undefined]);
    expect(['kubernetes', 'kubernetes.default.svc.cluster.local'].map((name) => address(name))).toEqual(['10.96.0.1', '10.96.0.1']);
    const elsewhere = { ...pod, metadata: { ...pod.metadata, namespace: 'shop' } };
    expect(['kubernetes', 'kubernetes.default', 'my-db.shop'].map((name) => address(name, elsewhere))).toEqual([undefined, '10.96.0.1', '10.0.0.9']);
  });
});
