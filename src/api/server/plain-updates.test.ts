/** What a v1.36.2 server said to changes of objects without a Pod template. */
import { describe, expect, it } from 'vitest';
import { createCluster } from '../kubectl/index.ts';

/** What `kubectl apply` says to the second manifest; of refusals only the findings. */
function change(before: string, after: string): string[] {
  const cluster = createCluster();
  cluster.kubectl(['apply', '-f', 'F'], { files: { F: before } });
  const { stdout, stderr } = cluster.kubectl(['apply', '-f', 'F'], { files: { F: after } });
  return `${stderr}${stdout}`
    .trim()
    .split('\n')
    .map((line) => line.replace(/^The \S+ "\S+" is invalid: ?/, '').replace(/^\* /, ''))
    .filter((line) => line !== '');
}

const service = (spec: string) => `{apiVersion: v1, kind: Service, metadata: {name: s}, spec: ${spec}}`;
const configMap = (rest: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, ${rest}}`;
const secret = (rest: string) => `{apiVersion: v1, kind: Secret, metadata: {name: c}, ${rest}}`;
const IMMUTABLE = 'Forbidden: field is immutable when `immutable` is set';

describe('a changed Service', () => {
  const BEFORE = '{clusterIP: 10.96.0.99, ports: [{port: 80, name: http}]}';

  it.each([
    ['its address', '{clusterIP: 10.96.0.98, ports: [{port: 80}]}', ['spec.clusterIPs[0]: Invalid value: ["10.96.0.98"]: may not change once set']],
    ['no address', '{clusterIP: None, ports: [{port: 80}]}', ['spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set']],
    [
      'a second list',
      '{clusterIPs: [10.96.0.97], ports: [{port: 80}]}',
      ['spec.clusterIPs: Invalid value: ["10.96.0.97"]: first value must match `clusterIP`'],
    ],
    [
      'a family',
      '{ipFamilies: [IPv6], ports: [{port: 0}]}',
      ['spec.clusterIPs[0]: Invalid value: "10.96.0.99": expected an IPv6 value as indicated by `ipFamilies[0]`'],
    ],
    ['nothing of its address', '{ports: [{port: 81}]}', ['service/s configured']],
    ['its type', '{type: ExternalName, externalName: a.b}', ['service/s configured']],
    [
      'addresses of its own',
      '{externalIPs: [1.2.3.4], ports: [{port: 80}]}',
      ['Warning: spec.externalIPs is deprecated and may no longer be implemented in some clusters', 'service/s configured'],
    ],
  ])('that states %s', (_what, spec, expected) => expect(change(service(BEFORE), service(spec))).toEqual(expected));

  it('keeps its address and its node ports', () => {
    const cluster = createCluster();
    for (const spec of ['{type: NodePort, ports: [{port: 80, name: a}]}', '{type: NodePort, ports: [{port: 81, name: a}]}'])
      cluster.kubectl(['apply', '-f', 'F'], { files: { F: service(spec) } });
    const path = '{.spec.clusterIP} {.spec.ports[0].port} {.spec.ports[0].nodePort}';
    expect(cluster.kubectl(['get', 'svc', 's', '-o', `jsonpath=${path}`]).stdout).toBe('10.96.0.10 81 30000');
  });
});

describe('other changes', () => {
  it.each([
    ['data that is immutable', configMap('immutable: true, data: {a: b}'), configMap('immutable: true, data: {a: c}'), [`data: ${IMMUTABLE}`]],
    [
      'immutability itself',
      configMap('immutable: true, data: {a: b}'),
      configMap('data: {a: b}, binaryData: {b: eA==}'),
      [`immutable: ${IMMUTABLE}`, `binaryData: ${IMMUTABLE}`],
    ],
    ['the type of a Secret', secret('data: {a: eA==}'), secret('type: x'), ['type: Invalid value: "x": field is immutable']],
    [
      'the value of a PriorityClass',
      '{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: p}, value: 1}',
      '{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: p}, value: 2}',
      ['value: Forbidden: may not be changed in an update.'],
    ],
    [
      'the handler of a RuntimeClass',
      '{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: r}, handler: a}',
      '{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: r}, handler: b}',
      ['handler: Invalid value: "b": field is immutable'],
    ],
    [
      'what is no base64',
      secret('data: {a: eA==}'),
      secret('data: {a: eAAAe}'),
      [expect.stringMatching(/^The request is invalid: patch: .*: error decoding from json: illegal base64 data at input byte 4$/)],
    ],
  ])('of %s', (_what, before, after, expected) => expect(change(before, after)).toEqual(expected));
});

describe('a new Secret', () => {
  const create = (rest: string) => createCluster().kubectl(['create', '-f', 'F'], { files: { F: secret(rest) } }).stderr;

  it.each([
    ['?', 0],
    ['e', 0],
    ['eA=', 3],
    ['eA==x', 4],
    ['====', 0],
    ['eA-=', 2],
    ['eA===', 4],
  ])('cannot hold %s', (data, byte) => {
    expect(create(`data: {a: "${data}"}`)).toBe(
      `Error from server (BadRequest): error when creating "F": Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte ${byte}\n`,
    );
  });

  it.each([
    ['x', "invalid character 'x' looking for beginning of value"],
    ['', 'unexpected end of JSON input'],
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
  ])('cannot log in with %s', (config, reason) => {
    expect(create(`type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: "${config}"}`)).toBe(
      `The Secret "c" is invalid: data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": ${reason}\n`,
    );
  });
});
