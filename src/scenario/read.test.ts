import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenario } from './read.ts';
import { reported } from '../testing/reported.ts';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: nginx:1.27
`;
const SCENARIO = `apiVersion: podloupe.dev/v1
kind: Scenario
`;

describe('the documents of a text', () => {
  it('a Pod alone gets all defaults', () => {
    const { scenario, diagnostics } = readScenario(POD);
    expect(diagnostics).toEqual([]);
    expect(scenario).toEqual({
      name: 'web',
      labels: {},
      seed: 'typical',
      needs: [],
      staticPod: false,
      images: [],
      workloads: {},
      actions: [],
      expect: [],
      story: [],
      objects: [],
      cluster: {
        version: '1.36',
        featureGates: {},
        admissionPlugins: [],
        latency: { endpointsMs: 1000 },
        runtimeHandlers: ['runc'],
        kubelet: {
          uptimeMs: 3_600_000,
          crashLoopBackOff: { maxContainerRestartPeriodMs: 300_000 },
          singleProcessOOMKill: false,
          clusterDomain: 'cluster.local',
        },
        node: { name: 'node-1', os: 'linux', labels: {}, taints: [], allocatable: { cpu: '4', memory: '8Gi' } },
      },
      pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } },
      podSource: { kind: 'Pod', name: 'web' },
    });
  });

  it('the Scenario document may stand anywhere; the other objects are kept', () => {
    const text = `kind: Service\napiVersion: v1\nmetadata: {name: shop}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n---\n${POD}---\n${SCENARIO}metadata: {name: slow}\n`;
    const { scenario } = readScenario(text);
    expect(scenario?.name).toBe('slow');
    expect(scenario?.objects).toEqual([
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
    ]);
  });

  it.each([
    ['nothing', '', 'error The text is empty.'],
    ['comments', '# later\n---\n', 'error The text is empty.'],
    ['no Pod', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n', 'error The text has no Pod. It has ConfigMap, but nothing that makes a Pod.'],
    ['a Scenario alone', SCENARIO, 'error The text has no Pod.'],
    ['a second Pod', `${POD}---\n${POD.replace('web', 'db')}`, '11:7 error This is Pod number 2 of the text: Pod db after Pod web.'],
    ['a second Scenario', `${SCENARIO}---\n${SCENARIO}---\n${POD}`, '5:7 error The text has a second Scenario document.'],
    ['another version of the format', `${SCENARIO.replace('v1', 'v2')}---\n${POD}`, '1:13 error no matches for kind "Scenario" in version "podloupe.dev/v2"'],
    ['a Scenario without its version', `apiVersion: v1\nkind: Scenario\n---\n${POD}`, '1:13 error no matches for kind "Scenario" in version "v1"'],
    ['no containers', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  restartPolicy: Never\n', '5:1 error spec.containers: Required value'],
    ['no spec', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n', '1:1 error spec.containers: Required value'],
    ['an empty list of containers', 'apiVersion: v1\nkind: Pod\nspec:\n  containers: []\n', '4:3 error spec.containers: Required value'],
    ['plain text', 'hello\n', '1:1 error error validating data: invalid object to validate'],
    ['neither kind nor version', 'spec: {}\n', '1:1 error error validating data: [apiVersion not set, kind not set]'],
    ['a kind of another group', POD.replace('v1', 'apps/v1'), '1:13 error no matches for kind "Pod" in version "apps/v1"'],
    ['a misspelt kind', POD.replace('Pod', 'Pood'), '2:7 error no matches for kind "Pood" in version "v1"'],
    [
      'a kind without influence',
      `${POD}---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: front}\n`,
      '11:7 info Ingress front is left alone: the simulation does not use objects of this kind.',
    ],
    [
      'a budget that the API server refuses',
      `${POD}---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec:\n  minAvailable: 150%\n`,
      '14:17 error spec.minAvailable: Invalid value: "150%": must not be greater than 100%',
    ],
  ])('%s', (_, text, message) => {
    expect(reported(text)).toEqual([message]);
  });

  it('says what to do', () => {
    const help = (text: string) => readScenario(text).diagnostics[0]?.help;
    expect(help('')).toContain('Paste a Pod, or a Deployment');
    expect(help(POD.replace('kind: Pod', 'kind: pod'))).toBe('Did you mean `Pod`?');
    expect(help('apiVersion: v1\nkind: Deployment\n')).toBe('Deployment is in `apiVersion: apps/v1`.');
    expect(help(`${POD}---\n${POD}`)).toContain('One Pod is simulated at a time');
    const budget = (spec: string) => `${POD}---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: ${spec}\n`;
    expect(help(budget('{minAvailable: 1, maxUnavailable: 1}'))).toContain('A budget has one of the two');
    expect(help(budget('{minAvailable: "1"}'))).toContain('write the number without quotes');
    expect(help(budget('{minAvailable: 1, selector: {matchLabels: {app: web}}}'))).toBeUndefined();
  });
});

it('of many problems the first hundred are told', () => {
  const { diagnostics } = readScenario(`${POD}${Array.from({ length: 150 }, (_, index) => `  field${index}: 1\n`).join('')}`);
  expect(diagnostics).toHaveLength(101);
  expect(diagnostics.at(-1)?.message).toBe('50 more problems are not shown.');
});

it('a key that is there twice', () => {
  expect(reported(`${POD}      image: nginx:1.28\n`)).toEqual(['9:7 warning key "image" already set in map']);
  expect(readScenario(`${POD}      image: nginx:1.28\n`).scenario?.pod.spec.containers[0]?.image).toBe('nginx:1.28');
  expect(reported(`${SCENARIO}spec:\n  seed: 1\n  seed: 2\n---\n${POD}`)).toEqual(['5:3 error key "seed" already set in map']);
});

describe('what kubectl prints can be pasted', () => {
  const EXPORTED = `apiVersion: v1
items:
- apiVersion: v1
  kind: Pod
  metadata:
    annotations: {note: kept}
    creationTimestamp: "2026-01-01T00:00:00Z"
    generation: 1
    managedFields: [{manager: kubectl}]
    name: web
    resourceVersion: "1"
    uid: 0b5c
  spec:
    containers:
    - image: nginx
      name: app
      resources: {}
      terminationMessagePath: /dev/termination-log
    nodeName: worker-7
  status:
    phase: Running
    somethingNewer: {}
kind: List
metadata:
  resourceVersion: ""
`;

  it('a List with one Pod, without what the server and the node added', () => {
    const { scenario, diagnostics, locate } = readScenario(EXPORTED);
    expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'info The Pod was read from a cluster: status and nodeName (worker-7) are left out.',
    ]);
    expect(scenario?.pod.metadata).toEqual({ annotations: { note: 'kept' }, name: 'web' });
    expect(scenario?.pod.spec).toEqual({ containers: [{ image: 'nginx', name: 'app', resources: {}, terminationMessagePath: '/dev/termination-log' }] });
    expect(locate('spec.containers[0].image')).toMatchObject({ startLine: 15, startColumn: 14, endColumn: 19 });
  });

  it('nodeName in a text of one’s own is kept', () => {
    expect(readScenario(`${POD}  nodeName: node-1\n`).scenario?.pod.spec.nodeName).toBe('node-1');
  });

  it('JSON, also with tabs, trailing commas and several objects in a row', () => {
    const json =
      '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"metadata": {"name": "a\\tb"},\n\t"spec": {"containers": [{"name": "app", "image": "nginx"},]}\n}\n{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x"}}\n';
    const { scenario, diagnostics } = readScenario(json);
    expect(diagnostics).toEqual([]);
    expect(scenario?.pod.metadata.name).toBe('a\tb');
    expect(scenario?.objects).toHaveLength(1);
  });

  it('KYAML', () => {
    const kyaml =
      '---\n{\n  apiVersion: "v1",\n  kind: "Pod",\n  metadata: {\n    name: "web",\n  },\n  spec: {\n    containers: [{\n      name: "app",\n      imagee: "nginx",\n    }],\n  },\n}\n';
    expect(reported(kyaml)).toEqual(['11:7 error strict decoding error: unknown field "spec.containers[0].imagee"']);
    expect(readScenario(kyaml.replace('imagee', 'image')).scenario?.pod.spec.containers).toEqual([{ name: 'app', image: 'nginx' }]);
  });

  it('Windows line ends and a byte order mark', () => {
    expect(readScenario(`\uFEFF${POD}---\n${SCENARIO}`.replaceAll('\n', '\r\n')).scenario?.pod.metadata.name).toBe('web');
  });
});

describe('locate', () => {
  const TEXT = `${SCENARIO}spec:\n  workloads:\n    app: {boot: 3s}\n---\n${POD}      livenessProbe:\n        httpGet:\n          path: /healthz\n      env: [{name: A, value: b}]\n`;
  const at = (path: string, document?: 'pod' | 'scenario') => {
    const range = readScenario(TEXT).locate(path, document);
    return range && TEXT.split('\n')[range.startLine - 1]?.slice(range.startColumn - 1, range.endLine === range.startLine ? range.endColumn - 1 : undefined);
  };

  it('finds values, and keys of what is longer than a line', () => {
    expect(at('metadata.name')).toBe('web');
    expect(at('spec.containers[0].livenessProbe.httpGet.path')).toBe('/healthz');
    expect(at('spec.containers[0].livenessProbe')).toBe('livenessProbe');
    expect(at('spec.containers[0].env[0].value')).toBe('b');
    expect(at('spec.workloads.app.boot', 'scenario')).toBe('3s');
  });

  it('finds what surrounds something that the text does not have', () => {
    expect(at('spec.containers[0].livenessProbe.httpGet.port')).toBe('httpGet');
    expect(at('spec.containers[4].image')).toBe('containers');
    expect(readScenario('').locate('spec')).toBeUndefined();
    expect(readScenario(POD).locate('spec', 'scenario')).toBeUndefined();
  });

  it('finds the parts of a template, and names with dots', () => {
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    metadata:\n      labels:\n        app.kubernetes.io/name: x\n    spec:\n      containers:\n        - name: app\n          image: nginx\n';
    const { locate } = readScenario(text);
    expect(locate('metadata.name')?.startLine).toBe(4);
    expect(locate('spec.containers[0].image')?.startLine).toBe(13);
    expect(locate('metadata.labels[app.kubernetes.io/name]')?.startLine).toBe(9);
    expect(locate('metadata.labels.app.kubernetes.io/name')?.startLine).toBe(9);
  });
});

describe('every text', () => {
  it('gets an answer with ranges inside the text', () => {
    const piece = fc.constantFrom(
      POD,
      SCENARIO,
      '---\n',
      'spec:\n',
      '  actions: [',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ': ',
      '- ',
      '&a ',
      '*a ',
      '<<: ',
      '\t',
      '|\n',
      '!!int ',
      'kind: Pod\n',
      'containers:\n',
      '\r\n',
      '? ',
      '#x\n',
      '%YAML 1.1\n',
      '...\n',
      '漢',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const { scenario, diagnostics } = readScenario(text);
          const lines = text.split('\n');
          expect(scenario !== undefined).toBe(diagnostics.every(({ severity }) => severity !== 'error'));
          for (const { range } of diagnostics) {
            if (!range) continue;
            expect(range.startLine).toBeLessThanOrEqual(lines.length);
            expect(range.startColumn - 1).toBeLessThanOrEqual(lines[range.startLine - 1]?.length ?? 0);
            expect(range.endLine * 1e7 + range.endColumn).toBeGreaterThanOrEqual(range.startLine * 1e7 + range.startColumn);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of the conformance scenarios (from Kubernetes’ end-to-end tests) is read without a complaint', () => {
    const folder = join(import.meta.dirname, '..', 'testing', 'fixtures', 'conformance');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(200);
    for (const file of files) {
      const { scenario, diagnostics } = readScenario(readFileSync(join(folder, file), 'utf8'));
      expect(diagnostics, file).toEqual([]);
      expect(scenario?.expect.length, file).toBeGreaterThan(0);
    }
  });
});
