/** What a v1.36.2 server made of Services and other objects without a Pod template, and what it said against them. */
import { describe, expect, it } from 'vitest';
import { createCluster } from '../kubectl/index.ts';

const send = (kind: string, rest: string, name = 's', version = 'v1') =>
  createCluster().kubectl(['create', '-f', 'F', '--dry-run=server', '-o', 'json'], {
    files: { F: `{apiVersion: ${version}, kind: ${kind}, metadata: {name: ${name}}, ${rest}}` },
  });
const service = (spec: string) => send('Service', `spec: ${spec}`);
const specOf = (answer: { stdout: string }) => (JSON.parse(answer.stdout) as { spec: object }).spec;

describe('a Service', () => {
  const USUAL = { internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', sessionAffinity: 'None', type: 'ClusterIP' };
  const ADDRESS = { clusterIP: '10.96.0.0', clusterIPs: ['10.96.0.0'] };
  const port = (more: object = {}) => ({ port: 80, protocol: 'TCP', targetPort: 80, ...more });

  it.each([
    ['{ports: [{port: 80}]}', { ...USUAL, ...ADDRESS, ports: [port()] }],
    ['{ports: [{port: 80, targetPort: http}]}', { ...USUAL, ...ADDRESS, ports: [port({ targetPort: 'http' })] }],
    ['{clusterIP: None, selector: {a: b}}', { ...USUAL, clusterIP: 'None', clusterIPs: ['None'], selector: { a: 'b' } }],
    [
      '{clusterIP: None, ports: [{port: 80}]}',
      { ...USUAL, clusterIP: 'None', clusterIPs: ['None'], ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack', ports: [port()] },
    ],
    ['{type: ExternalName, externalName: foo.bar}', { externalName: 'foo.bar', sessionAffinity: 'None', type: 'ExternalName' }],
    [
      '{type: LoadBalancer, ports: [{port: 80, nodePort: 30001}]}',
      { ...USUAL, ...ADDRESS, allocateLoadBalancerNodePorts: true, externalTrafficPolicy: 'Cluster', ports: [port({ nodePort: 30001 })], type: 'LoadBalancer' },
    ],
    [
      '{sessionAffinity: ClientIP, ports: [{port: 80}]}',
      { ...USUAL, ...ADDRESS, ports: [port()], sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } },
    ],
    ['{sessionAffinityConfig: {clientIP: {timeoutSeconds: 5}}, ports: [{port: 80}]}', { ...USUAL, ...ADDRESS, ports: [port()] }],
  ])('%s', (spec, expected) => expect(specOf(service(spec))).toEqual(expected));

  it.each([
    ['{}', ['spec.ports: Required value']],
    ['{ports: [{port: 80},{port: 81}]}', ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value']],
    ['{ports: [{port: 80, name: a},{port: 81, name: a}]}', ['spec.ports[1].name: Duplicate value: "a"']],
    [
      '{ports: [{port: 80, name: a},{port: 80, name: b}]}',
      ['spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}'],
    ],
    [
      '{ports: [{port: 65536}]}',
      [
        'spec.ports[0].port: Invalid value: 65536: must be between 1 and 65535, inclusive',
        'spec.ports[0].targetPort: Invalid value: 65536: must be between 1 and 65535, inclusive',
      ],
    ],
    [
      '{ports: [{port: 80, targetPort: aaaaaaaaaaaaaaaaaaaa}]}',
      ['spec.ports[0].targetPort: Invalid value: "aaaaaaaaaaaaaaaaaaaa": must be no more than 15 characters'],
    ],
    ['{ports: [{port: 80, protocol: tcp}]}', ['spec.ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"']],
    ['{ports: [{port: 80, nodePort: 30000}]}', ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]],
    ['{type: Foo, ports: [{port: 80}]}', ['spec.type: Unsupported value: "Foo": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"']],
    ['{type: ExternalName}', ['spec.externalName: Required value']],
    ['{type: ExternalName, externalName: a.b, clusterIP: 10.96.0.9}', ['spec.clusterIPs: Forbidden: may not be set for ExternalName services']],
    ['{clusterIP: foo, ports: [{port: 80}]}', ['spec.clusterIPs[0]: Invalid value: "foo": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
    [
      '{clusterIP: 10.99.0.77, ports: [{port: 80}]}',
      [
        'spec.clusterIPs: Invalid value: ["10.99.0.77"]: failed to allocate IP 10.99.0.77: the provided IP (10.99.0.77) is not in the valid range. The range of valid IPs is 10.96.0.0/16',
      ],
    ],
    [
      '{sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}, ports: [{port: 80}]}',
      ['spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400'],
    ],
    [
      '{externalTrafficPolicy: Local, ports: [{port: 80}]}',
      ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
    ],
    ['{ipFamilies: [IPv6], ports: [{port: 80}]}', ['spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster']],
    [
      '{loadBalancerSourceRanges: [foo], ports: [{port: 80}]}',
      [
        "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
        'spec.LoadBalancerSourceRanges[0]: Invalid value: "foo": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
  ])('%s is refused', (spec, reasons) => {
    const expected = reasons.length === 1 ? `${reasons[0] ?? ''}\n` : `\n${reasons.map((reason) => `* ${reason}\n`).join('')}`;
    expect(service(spec).stderr).toBe(`The Service "s" is invalid: ${expected}`);
  });

  it('has an address and node ports that no other has', () => {
    const cluster = createCluster();
    const created = ['a', 'b'].map((name) => {
      const files = { F: `{apiVersion: v1, kind: Service, metadata: {name: ${name}}, spec: {type: NodePort, ports: [{port: 80}]}}` };
      return specOf(cluster.kubectl(['create', '-f', 'F', '-o', 'json'], { files })) as { clusterIP: string; ports: [{ nodePort: number }] };
    });
    expect(created.map(({ clusterIP }) => clusterIP)).toEqual(['10.96.0.10', '10.96.0.11']);
    expect(new Set(created.map(({ ports }) => ports[0].nodePort)).size).toBe(2);
  });
});

describe('other objects', () => {
  it('are completed', () => {
    expect(JSON.parse(send('Secret', 'data: {a: aGk=}, stringData: {b: c}').stdout)).toMatchObject({ data: { a: 'aGk=', b: 'Yw==' }, type: 'Opaque' });
    expect(JSON.parse(send('Namespace', '').stdout)).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 's' } },
      spec: { finalizers: ['kubernetes'] },
    });
    expect(JSON.parse(send('LimitRange', 'spec: {limits: [{type: Container, max: {cpu: 1}}]}').stdout)).toMatchObject({
      spec: { limits: [{ default: { cpu: '1' }, defaultRequest: { cpu: '1' }, max: { cpu: '1' } }] },
    });
  });

  const KEY =
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
  it.each([
    ['ConfigMap', 'data: {"a b": c}', `data[a b]: Invalid value: "a b": ${KEY}`],
    ['ConfigMap', 'data: {a: b}, binaryData: {a: aGk=}', 'data[a]: Invalid value: "a": duplicate of key present in binaryData'],
    ['Secret', 'stringData: {"a b": c}', `data[a b]: Invalid value: "a b": ${KEY}`],
    ['Secret', 'type: kubernetes.io/dockerconfigjson', 'data[.dockerconfigjson]: Required value'],
  ])('%s with %s is refused', (kind, rest, reason) => expect(send(kind, rest).stderr).toBe(`The ${kind} "s" is invalid: ${reason}\n`));

  it('have values that are refused', () => {
    expect(send('RuntimeClass', '', 'c', 'node.k8s.io/v1').stderr).toBe('The RuntimeClass "c" is invalid: handler: Required value\n');
    expect(send('PriorityClass', 'value: 2000000000', 'c', 'scheduling.k8s.io/v1').stderr).toBe(
      'The PriorityClass "c" is invalid: value: Forbidden: maximum allowed value of a user defined priority is 1000000000\n',
    );
  });
});
