/** What a Kubernetes v1.36.2 API server and kubectl answered to commands on a Pod that exists, beyond the recorded answers. */
import { describe, expect, it } from 'vitest';
import { createCluster } from './index.ts';

const SETUP = `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: default, labels: {app: web}}
spec:
  automountServiceAccountToken: false
  nodeSelector: {disk: ssd}
  containers: [{name: app, image: nginx:1.27, resources: {limits: {cpu: 200m, memory: 128Mi}, requests: {cpu: 100m, memory: 64Mi}}}]
---
apiVersion: v1
kind: Pod
metadata: {name: bound, namespace: default}
spec:
  nodeName: node-7
  containers: [{name: app, image: nginx:1.27, resources: {requests: {cpu: 100m}}}]
`;

const ask = (...args: string[]) => createCluster({ setup: SETUP }).kubectl(args);
const merge = (patch: object, ...more: string[]) => ask('patch', 'pod', 'web', '--type=merge', '-p', JSON.stringify(patch), ...more);

describe('a refusal', () => {
  it.each([
    ['another version', { resourceVersion: '1' }, 'Conflict): Operation cannot be fulfilled on pods "web": the object has been modified'],
    ['another Pod', { uid: 'abc' }, 'The Pod "web" is invalid: metadata.uid: Invalid value: "abc": field is immutable'],
    ['another namespace', { namespace: 'other' }, 'the namespace of the provided object does not match the namespace sent on the request'],
    [
      'a time of deletion',
      { deletionTimestamp: '2020-01-01T00:00:00Z' },
      'metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable',
    ],
    ['a grace period', { deletionGracePeriodSeconds: 5 }, 'metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable'],
  ])('of a patch that states %s', (_what, metadata, message) => {
    const { exitCode, stderr } = merge({ metadata });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(1);
  });

  it('shows an emptied map as empty and not as absent', () => {
    expect(merge({ spec: { nodeSelector: { disk: null } } }).stderr).toContain('+ "NodeSelector": {},');
    expect(merge({ spec: { nodeSelector: null } }).stderr).toContain('+ "NodeSelector": null,');
  });

  it.each([
    ['merge', '{', 'error decoding patch: unexpected end of JSON input'],
    ['strategic', '{"spec":{"containers":[1,]}}', "invalid character ']' looking for beginning of value"],
    ['json', 'x: y', 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
    ['merge', 'null', 'Invalid JSON Patch'],
  ])('of a %s patch that cannot be read: %s', (type, patch, message) => {
    expect(ask('patch', 'pod', 'web', `--type=${type}`, '-p', patch).stderr).toBe(`Error from server (BadRequest): ${message}\n`);
  });

  it.each([
    ['delete pods web --all', 'error: name cannot be provided when a selector is specified\n'],
    ['label pod web a=b a-', 'error: can not both modify and remove a label in the same command\n'],
    ['label pod web a=b=c', 'error: invalid label spec: a=b=c\n'],
    ['get pod web -o jsonpath', 'error: template format specified but no template given\n'],
    ['logs bound', 'Error from server (NotFound): pods "node-7" not found\n'],
    ['exec bound -- ls', 'error: unable to upgrade connection: pods "node-7" not found\n'],
    ['patch pod web --subresource=nope -p {}', 'Error from server (NotFound): the server could not find the requested resource\n'],
  ])('of kubectl %s', (command, stderr) => {
    expect(ask(...command.split(' '))).toMatchObject({ exitCode: 1, stderr });
  });

  it('of a resize on a node that nobody knows', () => {
    const patch = { spec: { containers: [{ name: 'app', resources: { requests: { cpu: '150m' } } }] } };
    const { stderr } = ask('patch', 'pod', 'bound', '--subresource=resize', '-p', JSON.stringify(patch));
    expect(stderr).toBe('Error from server (Forbidden): pods "bound" is forbidden: node "node-7" not found\n');
  });
});

describe('a manifest', () => {
  const apply = (text: string) => createCluster().kubectl(['apply', '-f', 'FILE', '--dry-run=server', '-o', 'json'], { files: { FILE: text } });
  const pod = (metadata: string, spec = '') =>
    `{apiVersion: v1, kind: Pod, metadata: {name: web, ${metadata}}, spec: {containers: [{name: app, image: x ${spec}}]}}`;

  it('leaves out what it says is null', () => {
    const { metadata, spec } = JSON.parse(apply(pod('labels: {a: null}', ', resources: {limits: {cpu: null}}')).stdout) as {
      metadata: object;
      spec: { containers: [{ resources: object }] };
    };
    expect(metadata).not.toHaveProperty('labels');
    expect(spec.containers[0].resources).toEqual({});
  });

  it('may name an owner twice, which is noticed', () => {
    const owner = '{apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: u, controller: true}';
    const { exitCode, stderr } = apply(pod(`ownerReferences: [${owner}, ${owner}]`));
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Warning: \.metadata\.ownerReferences contains duplicate entries; .* duplicate UID\(s\) observed: u\n$/);
  });

  it('is separated by lines that say nothing else', () => {
    expect(apply(`${pod('')}\n--- foo\n`).stderr).toBe('error: error parsing FILE: invalid Yaml document separator: foo\n');
  });
});
