import { describe, expect, it } from 'vitest';
import { withOrdinarySpaces } from '../../store/spaces.ts';
import { readScenario } from '../read.ts';

/** A Pod around lines of a container (6 spaces) and of the spec (2 spaces). */
function pod(container: string, spec = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${spec}  containers:\n    - name: app\n      image: nginx:1.27\n${container}`;
}

/** The first diagnostic: the text it stands at, and its message. */
function first(text: string): [at: string | undefined, message: string | undefined, help: string | undefined] {
  const [diagnostic] = readScenario(text).diagnostics;
  const { range } = diagnostic ?? {};
  return [range && text.split('\n')[range.startLine - 1]?.slice(range.startColumn - 1, range.endColumn - 1), diagnostic?.message, diagnostic?.help];
}

// The words are those of a v1.36.2 API server, recorded (without kubectl's prefix).
describe('strict decoding', () => {
  it.each([
    ['a typo', pod('      imagee: x\n'), 'imagee', 'unknown field "spec.containers[0].imagee"', 'Did you mean `image`?'],
    ['another case', pod('      livenessprobe: {}\n'), 'livenessprobe', 'unknown field "spec.containers[0].livenessprobe"', 'Did you mean `livenessProbe`?'],
    ['one letter less', pod('', '  volume: []\n'), 'volume', 'unknown field "spec.volume"', 'Did you mean `volumes`?'],
    ['an abbreviation', pod('      cmd: [a]\n'), 'cmd', 'unknown field "spec.containers[0].cmd"', 'Did you mean `command`?'],
    ['the first part of a name', pod('      readiness: {}\n'), 'readiness', 'unknown field "spec.containers[0].readiness"', 'Did you mean `readinessProbe`?'],
    ['too far in', pod('      volumes: []\n'), 'volumes', 'unknown field "spec.containers[0].volumes"', '`volumes` belongs in `spec`.'],
    [
      'too far out',
      pod('      livenessProbe:\n        path: /\n'),
      'path',
      'unknown field "spec.containers[0].livenessProbe.path"',
      '`path` belongs in `spec.containers[0].livenessProbe.httpGet`.',
    ],
    ['at the top', `${pod('')}replicas: 3\n`, 'replicas', 'unknown field "replicas"', 'Known here: apiVersion, kind, metadata, spec.'],
    ['with odd characters', pod('', '  "\u00a0 image": x\n'), '"\u00a0 image"', 'unknown field "spec.\\u00a0 image"', undefined],
  ])('unknown field: %s', (_, text, at, message, help) => {
    const [foundAt, foundMessage, foundHelp] = first(text);
    expect([foundAt, foundMessage]).toEqual([at, `strict decoding error: ${message}`]);
    if (help !== undefined) expect(foundHelp).toBe(help);
  });

  it.each([
    [
      'string for int32',
      pod('      livenessProbe:\n        periodSeconds: 10s\n'),
      '10s',
      'string into Go struct field Probe.spec.containers.livenessProbe.periodSeconds of type int32',
    ],
    ['bool for string', pod('      env: [{name: A, value: true}]\n'), 'true', 'bool into Go struct field EnvVar.spec.containers.env.value of type string'],
    ['the word yes', pod('      env: [{name: A, value: yes}]\n'), 'yes', 'bool into Go struct field EnvVar.spec.containers.env.value of type string'],
    ['the word y as a name', pod('      env: [{name: y}]\n'), 'y', 'bool into Go struct field EnvVar.spec.containers.env.name of type string'],
    ['restartPolicy: no', pod('', '  restartPolicy: no\n'), 'no', 'bool into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy'],
    ['text for a list', pod('      command: sleep 10\n'), 'sleep 10', 'string into Go struct field Container.spec.containers.command of type []string'],
    ['a number in a list', pod('      command: [sleep, 10]\n'), '10', 'number into Go struct field Container.spec.containers.command of type string'],
    [
      'a map in a list of text',
      pod('      args:\n        - echo status: ok\n'),
      'echo status: ok',
      'object into Go struct field Container.spec.containers.args of type string',
    ],
    [
      'bool for a port',
      pod('      livenessProbe:\n        tcpSocket: {port: true}\n'),
      'true',
      'bool into Go struct field TCPSocketAction.spec.containers.livenessProbe.ProbeHandler.tcpSocket.port of type int32',
    ],
    [
      'fraction for a port',
      pod('      livenessProbe:\n        httpGet: {port: 80.5}\n'),
      '80.5',
      'number 80.5 into Go struct field HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet.port of type int32',
    ],
    [
      'fraction for int64',
      pod('', '  terminationGracePeriodSeconds: 1.5\n'),
      '1.5',
      'number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
    ],
    [
      'too large for int32',
      pod('      livenessProbe:\n        periodSeconds: 3000000000\n'),
      '3000000000',
      'number 3000000000 into Go struct field Probe.spec.containers.livenessProbe.periodSeconds of type int32',
    ],
    ['text for bool', pod('', '  hostNetwork: "true"\n'), '"true"', 'string into Go struct field PodSpec.spec.hostNetwork of type bool'],
    [
      'text for a container',
      'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - nginx\n',
      'nginx',
      'string into Go struct field PodSpec.spec.containers of type v1.Container',
    ],
    [
      'map for containers',
      'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    app: {}\n',
      'containers',
      'object into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      'list for resources',
      pod('      resources:\n        limits: [a]\n'),
      'limits',
      'array into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
    ],
    [
      'number for a label',
      pod('').replace('name: web', 'name: web\n  labels: {a: 1}'),
      '1',
      'number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      'list for labels',
      pod('').replace('name: web', 'name: web\n  labels: [a]'),
      'labels',
      'array into Go struct field ObjectMeta.metadata.labels of type map[string]string',
    ],
    [
      'text for metadata',
      pod('').replace('metadata:\n  name: web', 'metadata: name'),
      'name',
      'string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta',
    ],
    [
      'deep in a volume',
      pod('', '  volumes: [{name: a, secret: {items: [{key: y}]}}]\n'),
      'y',
      'bool into Go struct field KeyToPath.spec.volumes.VolumeSource.secret.items.key of type string',
    ],
  ])('wrong type: %s', (_, text, at, message) => {
    expect(first(text).slice(0, 2)).toEqual([at, `json: cannot unmarshal ${message}`]);
  });

  it.each([
    ['64MB', "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    ['64mi', "unable to parse quantity's suffix"],
    ['true', "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
  ])('quantity %s', (quantity, message) => {
    expect(first(pod(`      resources: {limits: {memory: ${quantity}}}\n`)).slice(0, 2)).toEqual([quantity, message]);
  });

  it('base64 in a Secret', () => {
    const secret = (value: string) => first(`${pod('')}---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: "${value}"}\n`)[1];
    expect(secret('c2VjcmV0')).toBeUndefined();
    expect(secret('c2VjcmV0ZQ==')).toBeUndefined();
    expect(secret('se cret')).toBe('illegal base64 data at input byte 2');
    expect(secret('secre')).toBe('illegal base64 data at input byte 4');
  });

  it('finds all problems of a text, in its order', () => {
    expect(readScenario(pod('      imagee: x\n      tty: 1\n', '  hostNetwork: 1\n  volume: []\n')).diagnostics.map(({ path }) => path)).toEqual([
      'spec.hostNetwork',
      'spec.volume',
      'spec.containers[0].imagee',
      'spec.containers[0].tty',
    ]);
  });

  it('checks the objects around the Pod, and templates', () => {
    expect(first(`${pod('')}---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{prot: 80}]}\n`)[1]).toBe(
      'strict decoding error: unknown field "spec.ports[0].prot"',
    );
    expect(first('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{nam: a}]}}}\n')[1]).toBe(
      'strict decoding error: unknown field "spec.template.spec.containers[0].nam"',
    );
  });
});

describe('what is read', () => {
  it('null is absent; a null element is an empty one', () => {
    const { scenario } = readScenario(pod('      command: [a, null]\n      env: [null]\n      tty: ~\n', '  hostNetwork:\n'));
    expect(scenario?.pod.spec).toEqual({ containers: [{ name: 'app', image: 'nginx:1.27', command: ['a', ''], env: [{}] }] });
  });

  it('scalars as kubectl reads them', () => {
    const { scenario } = readScenario(
      pod(
        '      securityContext: {runAsUser: 0x1E}\n      resources: {requests: {cpu: 0.5, memory: 1_000}}\n      ports: [{containerPort: 8e1}]\n      env: [{name: A, value: 12:30}, {name: B, value: 2024-01-01}, {name: C, value: !!str 8080}]\n',
        '  volumes: [{name: s, secret: {secretName: s, defaultMode: 0600}}]\n',
      ),
    );
    expect(scenario?.pod.spec.volumes).toEqual([{ name: 's', secret: { secretName: 's', defaultMode: 384 } }]);
    expect(scenario?.pod.spec.containers[0]).toMatchObject({
      securityContext: { runAsUser: 30 },
      resources: { requests: { cpu: '0.5', memory: '1000' } },
      ports: [{ containerPort: 80 }],
      env: [
        { name: 'A', value: '12:30' },
        { name: 'B', value: '2024-01-01' },
        { name: 'C', value: '8080' },
      ],
    });
  });
});

/** What the first problem's remedy writes in the place of what is underlined. */
function remedy(text: string): string | undefined {
  const fix = readScenario(text).diagnostics[0]?.fix;
  return fix && 'replacement' in fix ? fix.replacement : undefined;
}

describe('a value of the wrong type is mended by one click where it is clear what is meant', () => {
  it.each([
    ['a number in quotes', '      ports: [{containerPort: "80"}]\n', '80'],
    ['a duration', '      livenessProbe: {periodSeconds: 10s}\n', '10'],
    ['minutes', '      livenessProbe: {initialDelaySeconds: 2m}\n', '120'],
    ['a count with a unit', '      livenessProbe: {failureThreshold: 3s}\n', undefined],
    ['a truth in quotes', '      tty: "True"\n', 'true'],
    ['a number among texts', '      env: [{name: PORT, value: 8080}]\n', '"8080"'],
    ['a truth among texts', '      env: [{name: DEBUG, value: true}]\n', '"true"'],
    ['megabytes', '      resources: {limits: {memory: 64MB}}\n', '64M'],
    ['mebibytes', '      resources: {limits: {memory: 1.5 GiB}}\n', '1.5Gi'],
    ['kilobytes', '      resources: {limits: {memory: 512KB}}\n', '512k'],
    ['what nobody can know', '      resources: {limits: {memory: lots}}\n', undefined],
  ])('%s', (_what, container, replacement) => {
    expect(remedy(pod(container))).toBe(replacement);
  });
});

describe('what was copied from elsewhere', () => {
  it.each([
    ['a web page', pod('').replaceAll('  ', '\u00a0\u00a0'), 'There are spaces here that only look like spaces, as web pages have them: type them anew.'],
    ['Markdown', `\`\`\`yaml\n${pod('')}\`\`\`\n`, 'Take the lines with ``` out: they belong to Markdown.'],
    [
      'a watch',
      '{"type": "ADDED", "object": {"kind": "Pod"}}\n{"type": "MODIFIED", "object": {"kind": "Pod"}}\n',
      'This is what kubectl printed with --output-watch-events: open it with O, to see what really happened.',
    ],
  ])('is known as such: %s', (_what, text, help) => {
    expect(readScenario(text).diagnostics[0]?.help).toBe(help);
  });

  it.each([
    ['tabs', pod('').replaceAll('  ', '\t')],
    ['a tab behind spaces', pod('').replace('      image', '    \timage')],
    ['the spaces of a web page', pod('').replaceAll('  ', '\u00a0\u00a0')],
    ['one of them behind a colon', pod('').replace('name: app', 'name:\u00a0app')],
    ['one of them behind others', pod('').replace('      image', '     \u00a0image')],
    ['all spaces of a web page', pod('').replaceAll(' ', '\u00a0')],
  ])('%s are replaced everywhere by one click', (_what, text) => {
    expect(readScenario(text).diagnostics[0]).toMatchObject({ severity: 'error', fix: { spaces: true } });
    expect(readScenario(withOrdinarySpaces(text)).diagnostics).toEqual([]);
  });

  it('a broken text with a no-break space in a value is not broken by that', () => {
    expect(readScenario(pod('      args: ["a\u00a0b]\n')).diagnostics[0]?.fix).toBeUndefined();
  });
});
