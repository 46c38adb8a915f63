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

  it('of a patch that makes it another kind', () => {
    expect(merge({ kind: 'Service' }).stderr).toMatch(/: converting \(v1\.Service\) to \(core\.Pod\): unknown conversion\n$/);
    expect(merge({ kind: 'Sevice' }).stderr).toMatch(/: no kind "Sevice" is registered for version "v1" in scheme "pkg\/api\/legacyscheme\/scheme\.go:30"\n$/);
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
    ['events --for pod', 'error: --for must be in resource/name form\n'],
    ['events --types=Nope', 'error: valid --types are Normal or Warning\n'],
    ['get pods/', 'error: arguments in resource/name form must have a single resource and name\n'],
    ['get pod/web/x', 'error: arguments in resource/name form may not have more than one slash\n'],
    ['get pods --nope', "error: unknown flag: --nope\nSee 'kubectl get --help' for usage.\n"],
    ['get pods -x', "error: unknown shorthand flag: 'x' in -x\nSee 'kubectl get --help' for usage.\n"],
    ['get pods -o', "error: flag needs an argument: 'o' in -o\nSee 'kubectl get --help' for usage.\n"],
    [
      'get pods --watch=x',
      'error: invalid argument "x" for "-w, --watch" flag: strconv.ParseBool: parsing "x": invalid syntax\nSee \'kubectl get --help\' for usage.\n',
    ],
    [
      'logs web --tail=x',
      'error: invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl logs --help\' for usage.\n',
    ],
    [
      'wait pod/web --for=delete --timeout=-1',
      'error: invalid argument "-1" for "--timeout" flag: time: missing unit in duration "-1"\nSee \'kubectl wait --help\' for usage.\n',
    ],
    ['patch pod web --patch-file nofile', 'error: unable to read patch file: open nofile: no such file or directory\n'],
    ['logs bound', 'Error from server (NotFound): pods "node-7" not found\n'],
    ['exec bound -- ls', 'error: unable to upgrade connection: pods "node-7" not found\n'],
    ['patch pod web --subresource=nope -p {}', 'Error from server (NotFound): the server could not find the requested resource\n'],
  ])('of kubectl %s', (command, stderr) => {
    expect(ask(...command.split(' '))).toMatchObject({ exitCode: 1, stderr });
  });

  const shown = (stderr: string) => /^The request is invalid: patch: Invalid value: ("(?:\\.|[^"])*"): (.*)\n$/s.exec(stderr)?.slice(1) ?? [];

  it.each([
    [{ spec: { hostNetwork: 1 } }, 'json: cannot unmarshal number into Go struct field PodSpec.spec.hostNetwork of type bool'],
    [{ metadata: [] }, 'json: cannot unmarshal array into Go struct field Pod.metadata of type v1.ObjectMeta'],
    [{ kind: 1 }, "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string"],
    [{ apiVersion: 'x' }, 'no kind "Pod" is registered for version "x" in scheme "pkg/api/legacyscheme/scheme.go:30"'],
    [{ metadata: { creationTimestamp: 'x' } }, 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
  ])('of a merge patch with a wrong type: %j', (patch, reason) => {
    const [json = '', message] = shown(merge(patch).stderr);
    expect(message).toBe(reason);
    expect(JSON.parse(JSON.parse(json) as string)).toMatchObject(patch);
  });

  it('shows the keys sorted where the patch was, and as they are stored elsewhere', () => {
    const [json = ''] = shown(merge({ spec: { containers: [{ name: 'app', image: 1 }] } }).stderr);
    const text = JSON.parse(json) as string;
    expect(text).toContain('"spec":{"automountServiceAccountToken":false,"containers":[{"image":1,"name":"app"}],"dnsPolicy":');
    expect(text).toContain('"metadata":{"name":"web","namespace":"default","uid":');
  });

  it.each([
    ['[{"op":"replace","path":"/spec/nope","value":1}]', 'pod/web patched (no change)\n', 'Warning: unknown field "spec.nope"\n'],
    ['[{"op":"test","path":"/spec/nope","value":null}]', 'pod/web patched (no change)\n', ''],
    ['[{"op":"remove","path":"/kind"}]', 'pod/web patched (no change)\n', ''],
    ['[{"op":"add","path":"/metadata/labels/q","value":"v","extra":1}]', 'pod/web patched\n', 'Warning: json patch unknown field "[0].extra"\n'],
    [
      '[{"op":"add","path":"/spec/containers/-1","value":{"name":"z"}}]',
      '',
      'The Pod "web" is invalid: \n* spec.containers[1].image: Required value\n* spec.containers: Forbidden: pod updates may not add or remove containers\n',
    ],
    ['[{"op":"remove","path":"/spec/nope"}]', '', 'The request is invalid: the server rejected our request due to an error in our request\n'],
    ['[{"op":"copy","path":"/x"}]', '', 'The request is invalid: the server rejected our request due to an error in our request\n'],
    ['[{"op":"add","path":"","value":1}]', '', 'The request is invalid: the server rejected our request due to an error in our request\n'],
    ['[null]', '', 'The request is invalid: the server rejected our request due to an error in our request\n'],
    ['[1]', '', 'Error from server (BadRequest): error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp\n'],
    ['true', '', 'Error from server (BadRequest): error decoding patch: json: cannot unmarshal bool into Go value of type []handlers.jsonPatchOp\n'],
    [
      '[{"op":5}]',
      '',
      'Error from server (BadRequest): error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string\n',
    ],
    [
      '[{"op":"remove","path":"/metadata"}]',
      '',
      'Error from server (BadRequest): the name of the object (web based on URL) was undeterminable: name must be provided\n',
    ],
  ])('or a success of the JSON patch %s', (patch, stdout, stderr) => {
    expect(ask('patch', 'pod', 'web', '--type=json', '--dry-run=server', '-p', patch)).toEqual({ exitCode: stdout === '' ? 1 : 0, stdout, stderr });
  });

  it('of a strategic patch names what cannot be converted, and numbers as 32 bits hold them', () => {
    const patch = (value: object) => ask('patch', 'pod', 'web', '-p', JSON.stringify(value)).stderr;
    expect(patch({ metadata: 1 })).toBe('The request is invalid: patch: Invalid value: "map[metadata:1]": cannot restore struct from: int64\n');
    expect(patch({ metadata: { creationTimestamp: 'x' } })).toContain('"map[metadata:map[creationTimestamp:x]]": parsing time "x" as');
    const ports = [{ containerPort: 80, hostPort: 2147483648 }];
    expect(patch({ spec: { containers: [{ name: 'app', ports }] } })).toContain('hostPort: Invalid value: -2147483648: must be between 1 and 65535, inclusive');
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

  it('keeps the last line break of a document that another one follows', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: |\n    x\n---\n';
    expect(JSON.parse(apply(text).stdout)).toMatchObject({ data: { a: 'x\n' } });
  });

  it.each([
    ['{"a":"\\x"}', "json: offset 8: invalid character 'x' in string escape code"],
    [`{"a":${'['.repeat(20000)}`, 'exceeded max depth'],
  ])('in JSON that cannot be read: %.20s', (text, reason) => expect(apply(text).stderr).toContain(reason));

  it.each([
    ['1e100', '10e99'],
    ['1e308', '100e306'],
    ['" 5 "', '5'],
    ['"."', '0'],
    ['"-"', '0'],
    ['1.0000000001Gi', '1073741824108m'],
  ])('may have the quantity %s, which is %s', (written, stored) => {
    const { spec } = JSON.parse(apply(pod('', `, resources: {limits: {cpu: ${written}}}`)).stdout) as {
      spec: { containers: [{ resources: { limits: object } }] };
    };
    expect(spec.containers[0].resources.limits).toEqual({ cpu: stored });
  });

  it('may not have a quantity with two signs', () =>
    expect(apply(pod('', ', resources: {limits: {cpu: "--5"}}')).stderr).toContain("unable to parse quantity's suffix"));

  it('is warned of bytes that are too many to count in thousandths', () =>
    expect(apply(pod('', ', resources: {limits: {memory: 1Ei}}')).stderr).toContain(
      'limits[memory]: fractional byte value "1Ei" is invalid, must be an integer',
    ));

  it('is separated by lines that say nothing else', () => {
    expect(apply(`${pod('')}\n--- foo\n`).stderr).toBe('error: error parsing FILE: invalid Yaml document separator: foo\n');
  });
});
