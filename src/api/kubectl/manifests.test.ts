/** What kubectl v1.36.2 made of files, with a v1.36.2 API server behind it: seen on real ones. */
import { describe, expect, it } from 'vitest';
import { createCluster } from './index.ts';

const apply = (manifest: string, ...flags: string[]) =>
  createCluster({ namespace: 'default' }).kubectl(['apply', '-f', 'web.yaml', '--dry-run=server', ...flags], { files: { 'web.yaml': manifest } });
const refusal = (manifest: string, ...flags: string[]) => apply(manifest, ...flags).stderr.trimEnd();

const invalid = (told: string) =>
  `error: error validating "web.yaml": error validating data: ${told}; if you choose to ignore these errors, turn validation off with --validate=false`;

describe('a list', () => {
  const list = (kind: string, container: string) => `
apiVersion: v1
kind: ${kind}
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: web}
  spec: {containers: [${container}]}
`;

  it('is validated by kubectl, which names definitions and not fields', () => {
    expect(refusal(list('List', '{name: a, imag: x}'))).toBe(
      invalid('ValidationError(Pod.spec.containers[0]): unknown field "imag" in io.k8s.api.core.v1.Container'),
    );
    expect(refusal(list('PodList', '{image: x}'))).toBe(
      invalid('ValidationError(PodList.items[0].spec.containers[0]): missing required field "name" in io.k8s.api.core.v1.Container'),
    );
    expect(refusal('{apiVersion: apps/v1, kind: DeploymentList, items: [{metadata: {name: web}, spec: {replicas: a}}]}')).toBe(
      invalid(
        '[ValidationError(DeploymentList.items[0].spec.replicas): invalid type for io.k8s.api.apps.v1.DeploymentSpec.replicas: got "string", expected "integer", ' +
          'ValidationError(DeploymentList.items[0].spec): missing required field "selector" in io.k8s.api.apps.v1.DeploymentSpec, ' +
          'ValidationError(DeploymentList.items[0].spec): missing required field "template" in io.k8s.api.apps.v1.DeploymentSpec]',
      ),
    );
  });

  it('is what the server sees of it where kubectl does not look', () => {
    expect(refusal(list('List', '{name: a, image: x, imag: x}'), '--validate=warn')).toBe('Warning: unknown field "spec.containers[0].imag"');
    expect(apply(list('List', '{name: a, image: x}')).stdout).toBe('pod/web created (server dry run)\n');
  });

  it('without items is none', () => {
    expect(refusal('{apiVersion: v1, kind: List}')).toBe(invalid('invalid object to validate'));
    expect(refusal('{apiVersion: v1, kind: PodList}')).toBe(invalid('ValidationError(PodList): missing required field "items" in io.k8s.api.core.v1.PodList'));
  });
});

const POD = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "a", "image": "x"}]}}';

describe('a file', () => {
  it('ends with a document that does not say what it is', () => {
    expect(refusal(`metadata: {name: a}\n---\n${POD}`)).toBe(invalid('[apiVersion not set, kind not set]'));
    expect(refusal('apiVersion: v1\nkind: ""\n')).toBe(`error: unable to decode "web.yaml": Object 'Kind' is missing in '{"apiVersion":"v1","kind":""}'`);
  });

  it('counts the place of an error from its beginning', () => {
    expect(refusal(`${POD}}`)).toBe(`error: error parsing web.yaml: json: offset ${POD.length + 1}: invalid character '}' looking for beginning of value`);
  });

  it('has a last line that ends, even if it does not', () => {
    expect(refusal('apiVersion: v1\nkind: "Pod')).toBe(
      'error: error parsing web.yaml: error converting YAML to JSON: yaml: line 3: found unexpected end of stream',
    );
  });

  it('may hold white space that YAML does not know as such', () => {
    const name = (written: string) => refusal(`apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${written}\nspec: {containers: [{name: a, image: x}]}\n`);
    expect(name('\u00a0web')).toContain('metadata.name: Invalid value: "\\u00a0web": a lowercase RFC 1123 subdomain must consist of');
    expect(name('\ufeffweb')).toContain('a lowercase RFC 1123 subdomain must consist of');
  });

  it('may ask for a namespace or a name that makes no address', () => {
    const get = (...args: string[]) => createCluster({ namespace: 'default' }).kubectl(['get', 'pod', ...args]).stderr;
    expect(get('web', '-n', 'a/b')).toBe(`error: invalid namespace "a/b": [may not contain '/']\n`);
    expect(get('a%b')).toBe(`error: invalid resource name "a%b": [may not contain '%']\n`);
  });
});

describe('what a list holds that nobody knows', () => {
  const holding = (...items: string[]) => `apiVersion: v1\nkind: List\nitems:\n${items.map((item) => `- ${item}\n`).join('')}`;
  const monitor = '{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: x}}';
  const foo = '{apiVersion: v1, kind: Foo, metadata: {name: 5}}';
  const pod = (name: string, container = 'a') => `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {containers: [{name: ${container}, image: b}]}}`;
  const [aboutMonitor, aboutFoo] = [
    'unable to recognize no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
    'unable to recognize no matches for kind "Foo" in version "v1"',
  ];

  it('has a line of its own each, and does not keep the others from being created', () => {
    expect(apply(holding(monitor, pod('web'), foo))).toEqual({
      exitCode: 1,
      stdout: 'pod/web created (server dry run)\n',
      stderr: `${aboutMonitor}\n${aboutFoo}\n`,
    });
  });

  it('is one failure beside others', () => {
    expect(refusal(holding(monitor, pod('web', 'A'), foo))).toMatch(/^\[.*Foo" in version "v1"\]\nError from server \(Invalid\)/);
    expect(refusal(`${holding(foo, foo)}---\n${foo.replace('5', 'y')}`)).toBe(
      `${aboutFoo}\nunable to decode "web.yaml": json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string`,
    );
  });

  it('may not be a list, and a name has to be text', () => {
    expect(refusal(holding(holding(pod('web')).replaceAll('\n', '\n  ').trim()))).toBe(
      'error: *unstructured.Unstructured is not a list: no Items field in this object',
    );
    expect(refusal(holding(pod('5')))).toMatch(/^error: error when retrieving current configuration of:\n[^]*resource name may not be empty$/);
  });
});

describe('a namespace with a Pod Security level', () => {
  const namespace = (labels: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: held, labels: {${labels}}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: held}\nspec: {containers: [{name: a, image: x}]}\n`;
  const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: held}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {hostNetwork: true, containers: [{name: a, image: x}]}}
`;
  const warned = (labels: string) =>
    createCluster({ setup: namespace(labels), namespace: 'held' }).kubectl(['apply', '-f', 'd.yaml'], { files: { 'd.yaml': DEPLOYMENT } });

  it('warns of the templates of workloads by what it enforces, unless it says what to warn of', () => {
    const level = 'pod-security.kubernetes.io/enforce: baseline';
    expect(warned(level)).toEqual({
      exitCode: 0,
      stdout: 'deployment.apps/web created\n',
      stderr: 'Warning: would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)\n',
    });
    expect(warned(`${level}, pod-security.kubernetes.io/warn: privileged`).stderr).toBe('');
  });
});
