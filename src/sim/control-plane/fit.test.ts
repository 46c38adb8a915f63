/** Whether a Pod fits on the node: pkg/scheduler/framework/plugins, k8s.io/component-helpers. */
import { describe, expect, test } from 'vitest';
import type { Pod } from '../../model/kubernetes.ts';
import type { NodeSettings } from '../../model/scenario.ts';
import { readScenario } from '../../scenario/index.ts';
import { sketch } from '../../testing/sim.ts';
import { matchesNode, podTotal, refusingFilter, shortages } from './fit.ts';

/** What the scheduler says against the Pod on the node. */
function unfitReasons(pod: Pod, node: NodeSettings, featureGates = {}): string[] {
  return refusingFilter(pod, { node, featureGates })?.(pod, { node, featureGates }) ?? [];
}

function given(spec: string, node = '{labels: {disk: ssd, cores: "8"}}') {
  const container = 'containers: [{name: app, image: "busybox:1.36", resources: {requests: {cpu: 500m, memory: 64Mi}}}]';
  const { scenario } = readScenario(sketch(`${spec}\n${spec.includes('containers: [{name: app') ? '' : container}`, `cluster: {node: ${node}}`));
  if (scenario?.pod === undefined) throw new Error('unreadable');
  return { pod: { ...scenario.pod, status: { phase: 'Pending' } } as Pod, node: scenario.cluster.node };
}

describe('node affinity (nodeaffinity.go: Match)', () => {
  const terms = (text: string) => {
    const { pod, node } = given(`affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [${text}]}}}`);
    return matchesNode(pod, node);
  };
  const term = (...expressions: string[]) => `{matchExpressions: [${expressions.map((each) => `{${each}}`).join(', ')}]}`;

  test.each([
    ['key: disk, operator: In, values: [ssd, nvme]', true],
    ['key: disk, operator: In, values: [hdd]', false],
    ['key: zone, operator: In, values: [a]', false],
    ['key: disk, operator: NotIn, values: [hdd]', true],
    ['key: disk, operator: NotIn, values: [ssd]', false],
    ['key: zone, operator: NotIn, values: [a]', true],
    ['key: disk, operator: Exists', true],
    ['key: zone, operator: Exists', false],
    ['key: disk, operator: DoesNotExist', false],
    ['key: zone, operator: DoesNotExist', true],
    ['key: cores, operator: Gt, values: ["7"]', true],
    ['key: cores, operator: Gt, values: ["8"]', false],
    ['key: zone, operator: Gt, values: ["0"]', false],
    ['key: cores, operator: Lt, values: ["9"]', true],
    ['key: cores, operator: Lt, values: ["8"]', false],
    ['key: zone, operator: Lt, values: ["9"]', false],
  ])('{%s}: %s', (expression, matches) => {
    expect(terms(term(expression))).toBe(matches);
  });

  test('one term is enough, of a term everything has to match, an empty term matches nothing', () => {
    expect(terms(`${term('key: zone, operator: Exists')}, ${term('key: disk, operator: Exists')}`)).toBe(true);
    expect(terms(term('key: zone, operator: Exists', 'key: disk, operator: Exists'))).toBe(false);
    expect(terms('{}')).toBe(false);
    expect(terms('{matchFields: [{key: metadata.name, operator: In, values: [node-1]}]}')).toBe(true);
    expect(terms('{matchFields: [{key: metadata.name, operator: In, values: [node-2]}]}')).toBe(false);
    const both = (disk: string) =>
      `{matchFields: [{key: metadata.name, operator: In, values: [node-1]}], matchExpressions: [{key: disk, operator: In, values: [${disk}]}]}`;
    expect([terms(both('ssd')), terms(both('hdd'))]).toEqual([true, false]);
  });

  test('every label of nodeSelector has to be there, those that each node has included', () => {
    const selects = (labels: string) => {
      const { pod, node } = given(`nodeSelector: ${labels}`);
      return matchesNode(pod, node);
    };
    expect(selects('{disk: ssd, kubernetes.io/os: linux, kubernetes.io/arch: amd64, kubernetes.io/hostname: node-1}')).toBe(true);
    expect(selects('{disk: ssd, zone: a}')).toBe(false);
  });
});

describe('what a Pod asks for (resource/helpers.go: PodRequests)', () => {
  const asks = (spec: string) => {
    const { pod } = given(spec);
    const { cpu, memory } = podTotal(pod, 'requests');
    return { cpu, memory };
  };
  const init = (name: string, cpu: string, more = '') =>
    `{name: ${name}, image: "busybox:1.36", command: ["true"], resources: {requests: {cpu: ${cpu}}}${more}}`;
  const SIDECAR = ', restartPolicy: Always';

  test('of its containers together', () => {
    expect(asks('')).toEqual({ cpu: '500m', memory: '64Mi' });
  });

  test('sidecars count beside the main containers, and beside the init containers after them', () => {
    expect(asks(`initContainers: [${init('s', '"1"', SIDECAR)}]`).cpu).toBe('1500m');
    expect(asks(`initContainers: [${init('s', '"1"', SIDECAR)}, ${init('i', '"2"')}]`).cpu).toBe('3');
    expect(asks(`initContainers: [${init('i', '"2"')}, ${init('s', '"1"', SIDECAR)}]`).cpu).toBe('2');
    expect(asks(`initContainers: [${init('s', '"1"', SIDECAR)}, ${init('t', '"1"', SIDECAR)}]`).cpu).toBe('2500m');
  });

  test('what the Pod says of itself counts instead', () => {
    expect(asks('resources: {requests: {cpu: "3"}}')).toEqual({ cpu: '3', memory: '64Mi' });
  });

  test('the overhead of its RuntimeClass comes on top, whoever says the rest', () => {
    expect(asks('overhead: {cpu: 250m}')).toEqual({ cpu: '750m', memory: '64Mi' });
    expect(asks('resources: {requests: {cpu: "3"}}\noverhead: {cpu: 250m, memory: 1Mi}')).toEqual({ cpu: '3250m', memory: '65Mi' });
  });

  test('the overhead is added to limits that are there, and makes none (PodLimits)', () => {
    const { pod } = given('resources: {limits: {cpu: "2"}}\noverhead: {cpu: 250m, memory: 1Mi}');
    expect(podTotal(pod, 'limits')).toEqual({ cpu: '2250m' });
  });
});

test('a node has enough of what is not said of it, and no devices (noderesources/fit.go: fitsRequest)', () => {
  const lacks = (resources: string, node: string) => {
    const { pod, node: settings } = given(`containers: [{name: app, image: "busybox:1.36", resources: ${resources}}]`, node);
    return shortages(pod, settings).map(({ name }) => name);
  };
  expect(lacks('{requests: {cpu: 2, memory: 1Gi, ephemeral-storage: 1Gi}}', '{allocatable: {cpu: "2", memory: 1Gi}}')).toEqual([]);
  expect(lacks('{requests: {cpu: 2001m, memory: 1025Mi}}', '{allocatable: {cpu: "2", memory: 1Gi}}')).toEqual(['cpu', 'memory']);
  expect(lacks('{requests: {example.com/b: 1, example.com/a: 1}}', '{}')).toEqual(['example.com/a', 'example.com/b']);
});

describe('company (interpodaffinity/filtering.go: satisfyPodAffinity): the only Pod may come if it looks for its own like', () => {
  const comes = (term: string) => {
    const { pod, node } = given(
      `affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, ${term}}]}}`,
      '{}',
    );
    return unfitReasons({ ...pod, metadata: { ...pod.metadata, namespace: 'default' } }, node).length === 0;
  };

  test.each([
    ['labelSelector: {matchLabels: {app: web}}', true],
    ['labelSelector: {matchLabels: {app: db}}', false],
    ['labelSelector: {matchExpressions: [{key: app, operator: In, values: [web, db]}]}', true],
    ['labelSelector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: NotIn, values: [web]}]}', false],
    ['labelSelector: {}', true],
    ['namespaces: [default]', false],
    ['labelSelector: {}, namespaces: [default]', true],
    ['labelSelector: {}, namespaces: [shop]', false],
    ['labelSelector: {}, namespaces: [shop], namespaceSelector: {}', true],
  ])('%s: %s', (term, whether) => {
    expect(comes(term)).toBe(whether);
  });

  test('nobody on a node that has no such place', () => {
    const { pod, node } = given('affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {}}]}}', '{}');
    expect(unfitReasons(pod, node)).toEqual(["node(s) didn't match pod affinity rules"]);
  });
});

test('the first plugin that objects is the last that is asked', () => {
  const reasons = (spec: string) => {
    const { pod, node } = given(spec, '{allocatable: {cpu: 100m}}');
    return unfitReasons(pod, node);
  };
  expect(reasons('nodeSelector: {disk: ssd}')).toEqual(["node(s) didn't match Pod's node affinity/selector"]);
  expect(reasons('nodeSelector: {}')).toEqual(['Insufficient cpu']);
});

describe('taints that are numbers (k8s.io/api/core/v1/toleration.go: compareNumericValues; gate TaintTolerationComparisonOperators)', () => {
  const tolerated = (toleration: string, value: string, featureGates: Record<string, boolean> = { TaintTolerationComparisonOperators: true }) => {
    const { pod, node } = given(`tolerations: [{key: sla, ${toleration}}]`, `{taints: [{key: sla, value: "${value}", effect: NoSchedule}]}`);
    return unfitReasons(pod, node, featureGates).length === 0;
  };

  test.each([
    ['operator: Gt, value: "950"', '951', true],
    ['operator: Gt, value: "950"', '950', false],
    ['operator: Lt, value: "5"', '-7', true],
    ['operator: Lt, value: "5"', '5', false],
    ['operator: Gt, value: "950"', '0951', false],
    ['operator: Gt, value: "950"', 'gold', false],
    ['operator: Gt, value: "950"', '9223372036854775808', false],
    ['operator: Gt, value: "9223372036854775806"', '9223372036854775807', true],
    ['operator: Gt, value: "950", effect: NoExecute', '951', false],
  ])('{%s} tolerates the value %s: %s', (toleration, value, whether) => {
    expect(tolerated(toleration, value)).toBe(whether);
  });

  test('nothing is compared with the gate off, as it is by default', () => {
    expect(tolerated('operator: Gt, value: "950"', '951', {})).toBe(false);
  });
});
