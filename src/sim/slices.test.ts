/** The EndpointSlice itself: staging/src/k8s.io/endpointslice/utils.go: podToEndpoint, getEndpointPorts. */
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { podAt, run, sketch } from '../testing/sim.ts';

const POD = `
  initContainers:
  - {name: proxy, image: busybox:1.36, command: [sleep, "3600"], restartPolicy: Always, ports: [{name: admin, containerPort: 9000}]}
  containers:
  - {name: app, image: nginx:1.27, ports: [{name: dns, containerPort: 5353, protocol: UDP}, {name: web, containerPort: 80}]}
  - {name: other, image: busybox:1.36, command: [sleep, "3600"], ports: [{name: dns, containerPort: 54}]}
`;

function slices(ports: string, more = ''): { type: string; object: KubernetesObject }[] {
  const service = `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {selector: {app: web}, ports: ${ports}${more}}}`;
  return run(sketch(POD, '{duration: 15s, actions: [{at: 5s, do: delete, gracePeriodSeconds: 1}]}', service)).records.flatMap((record) =>
    record.kind === 'Object' ? [record] : [],
  );
}

const portsOf = (ports: string) => slices(ports)[0]?.object['ports'];

test('one object, kept up to date', () => {
  const all = slices('[{name: http, port: 8080, targetPort: web}]');
  const [first] = all;
  const trace = run(sketch(POD, 'duration: 1s'));
  expect(first).toMatchObject({
    type: 'ADDED',
    rule: 'endpoints.sync',
    object: {
      kind: 'EndpointSlice',
      apiVersion: 'discovery.k8s.io/v1',
      metadata: {
        generateName: 'web-',
        namespace: 'default',
        labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': 'web' },
      },
      addressType: 'IPv4',
      ports: [{ name: 'http', protocol: 'TCP', port: 80 }],
      endpoints: [
        { addresses: ['10.244.1.2'], targetRef: { kind: 'Pod', namespace: 'default', name: 'web', uid: podAt(trace)?.metadata.uid }, nodeName: 'node-1' },
      ],
    },
  });
  expect(all.slice(1).map(({ type }) => type)).toEqual(all.slice(1).map(() => 'MODIFIED'));
  const names = new Set(all.map(({ object }) => `${object.metadata.name} ${object.metadata.uid} ${object.metadata.creationTimestamp}`));
  expect(names.size).toBe(1);
  expect([...names][0]).toMatch(/^web-[0-9a-f]{5} /);
  const generations = all.map(({ object }) => object.metadata.generation ?? 0);
  expect(generations.slice(1)).toEqual(generations.slice(0, -1).map((generation) => generation + 1));
  expect(all.at(-1)?.object).toMatchObject({ endpoints: [], ports: null });
});

test('ports by number, by the name in a container of the same protocol, or none', () => {
  expect(portsOf('[{port: 8080}]')).toEqual([{ name: '', protocol: 'TCP', port: 8080 }]);
  expect(portsOf('[{name: a, port: 53, targetPort: dns, protocol: UDP}, {name: b, port: 53, targetPort: dns}]')).toEqual([
    { name: 'a', protocol: 'UDP', port: 5353 },
    { name: 'b', protocol: 'TCP', port: 54 },
  ]);
  expect(portsOf('[{name: a, port: 1, targetPort: admin}, {name: b, port: 2, targetPort: none}]')).toEqual([{ name: 'a', protocol: 'TCP', port: 9000 }]);
  expect(portsOf('[{port: 80, appProtocol: h2c}]')).toEqual([{ name: '', protocol: 'TCP', port: 80, appProtocol: 'h2c' }]);
});
