/** What a v1.36.2 server and its kubectl said of PodDisruptionBudgets. */
import { describe, expect, it } from 'vitest';
import { createCluster } from '../kubectl/index.ts';

const budget = (spec: string, name = 'web') => `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: ${name}}, spec: ${spec}}`;

function applied(manifest: string): string[] {
  const { stdout, stderr } = createCluster().kubectl(['apply', '-f', 'F'], { files: { F: manifest } });
  return `${stdout}${stderr}`.trim().split('\n');
}

const INVALID = 'The PodDisruptionBudget "web" is invalid: ';
const NOT_PERCENT = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
const DECODING = 'Error from server (BadRequest): error when creating "F": PodDisruptionBudget in version "v1" cannot be handled as a PodDisruptionBudget: ';

describe('a PodDisruptionBudget that is applied', () => {
  it.each([
    ['{}', ['poddisruptionbudget.policy/web created']],
    ['{minAvailable: 1, selector: {}}', ['poddisruptionbudget.policy/web created']],
    [
      '{minAvailable: 1, maxUnavailable: 1, selector: {matchLabels: {app: web}}}',
      [
        `${INVALID}spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"app":"web"}},"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set`,
      ],
    ],
    [
      '{minAvailable: 1, maxUnavailable: 1}',
      [
        `${INVALID}spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set`,
      ],
    ],
    ['{minAvailable: 150%, selector: {matchLabels: {app: web}}}', [`${INVALID}spec.minAvailable: Invalid value: "150%": must not be greater than 100%`]],
    ['{minAvailable: "1", selector: {matchLabels: {app: web}}}', [`${INVALID}spec.minAvailable: Invalid value: "1": ${NOT_PERCENT}`]],
    [
      '{minAvailable: -1, maxUnavailable: x, selector: {matchLabels: {app: web}}}',
      [
        INVALID,
        '* spec: Invalid value: {"MinAvailable":-1,"Selector":{"matchLabels":{"app":"web"}},"MaxUnavailable":"x","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
        '* spec.minAvailable: Invalid value: -1: must be greater than or equal to 0',
        `* spec.maxUnavailable: Invalid value: "x": ${NOT_PERCENT}`,
      ],
    ],
    [
      '{minAvailable: 150%, maxUnavailable: 50%, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: web}, matchExpressions: [{key: a, operator: In, values: [b]}]}}',
      [
        INVALID,
        '* spec: Invalid value: {"MinAvailable":"150%","Selector":{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]},"MaxUnavailable":"50%","UnhealthyPodEvictionPolicy":"AlwaysAllow"}: minAvailable and maxUnavailable cannot be both set',
        '* spec.minAvailable: Invalid value: "150%": must not be greater than 100%',
      ],
    ],
    [
      '{minAvailable: 1, unhealthyPodEvictionPolicy: Sometimes, selector: {matchLabels: {app: web}, matchExpressions: [{key: x, operator: In}]}}',
      [
        INVALID,
        "* spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
        '* spec.unhealthyPodEvictionPolicy: Unsupported value: "Sometimes": supported values: "AlwaysAllow", "IfHealthyBudget"',
      ],
    ],
    [
      '{minAvailable: 1, unhealthyPodEvictionPolicy: "", selector: {matchLabels: {}}}',
      [`${INVALID}spec.unhealthyPodEvictionPolicy: Unsupported value: "": supported values: "AlwaysAllow", "IfHealthyBudget"`],
    ],
    ['{minAvailible: 1, selector: {}}', [`${DECODING}strict decoding error: unknown field "spec.minAvailible"`]],
    [
      '{minAvailable: 1.5, selector: {}}',
      [`${DECODING}json: cannot unmarshal number 1.5 into Go struct field PodDisruptionBudgetSpec.spec.minAvailable of type int32`],
    ],
    [
      '{minAvailable: true, selector: {}}',
      [`${DECODING}json: cannot unmarshal bool into Go struct field PodDisruptionBudgetSpec.spec.minAvailable of type int32`],
    ],
    [
      '{minAvailable: 1, unhealthyPodEvictionPolicy: 5, selector: {}}',
      [
        `${DECODING}json: cannot unmarshal number into Go struct field PodDisruptionBudgetSpec.spec.unhealthyPodEvictionPolicy of type v1.UnhealthyPodEvictionPolicyType`,
      ],
    ],
  ])('%s', (spec, expected) => expect(applied(budget(spec))).toEqual(expected));

  it('may have any name that an address can have', () => {
    // Its validation does not look at metadata, so that only what all objects are asked for remains
    expect(applied(budget('{minAvailable: 1}', 'We_b'))).toEqual(['poddisruptionbudget.policy/We_b created']);
    expect(applied(budget('{minAvailable: 1}', 'a%b')).at(-1)).toContain("may not contain '%'");
  });

  it('is one of the group policy/v1, no older one', () => {
    const old = budget('{minAvailable: 1}').replace('policy/v1', 'policy/v1beta1');
    expect(applied(old)).toEqual([
      'error: resource mapping not found for name: "web" namespace: "" from "F": no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"',
      'ensure CRDs are installed first',
    ]);
  });
});

describe('a PodDisruptionBudget that is there', () => {
  const STATUS = `status:
  conditions: [{type: DisruptionAllowed, status: "False", observedGeneration: 1, lastTransitionTime: "2026-11-28T16:27:07Z", reason: InsufficientPods, message: ""}]
  currentHealthy: 1
  desiredHealthy: 1
  disruptionsAllowed: 0
  expectedPods: 1
  observedGeneration: 1`;
  const held = (spec: string) =>
    createCluster({
      now: '2026-11-28T16:27:09Z',
      setup: `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, uid: "425783c7", generation: 1, creationTimestamp: "2026-11-28T16:27:07Z"}\nspec: ${spec}\n${STATUS}`,
    });
  const WEB = '{minAvailable: 1, selector: {matchLabels: {app: web}}}';

  it('is shown in a row of its own columns', () => {
    const row = (spec: string, ...more: string[]) => held(spec).kubectl(['get', 'pdb', ...more]).stdout;
    expect(row(WEB)).toBe(
      'NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE\nweb    1               N/A               0                     2s\n',
    );
    expect(row(WEB, '-o', 'wide')).toBe(row(WEB));
    expect(row('{maxUnavailable: 25%}', '--no-headers')).toBe('web   N/A   25%   0     2s\n');
    expect(row(WEB, '-o', 'name')).toBe('poddisruptionbudget.policy/web\n');
  });

  it('is described with its counts', () => {
    expect(held(WEB).kubectl(['describe', 'pdb', 'web']).stdout).toBe(`Name:           web
Namespace:      default
Min available:  1
Selector:       app=web
Status:
    Allowed disruptions:  0
    Current:              1
    Desired:              1
    Total:                1
Events:                   <none>
`);
    expect(held('{maxUnavailable: 1}').kubectl(['describe', 'pdb']).stdout).toMatch(
      /^Name: +web\nNamespace: +default\nMax unavailable: +1\nSelector: +<unset>\n/,
    );
  });

  it('counts a generation further when its spec changes, and keeps its status', () => {
    const cluster = held(WEB);
    const patch = (json: string) => cluster.kubectl(['patch', 'pdb', 'web', '--type=merge', '-p', json]);
    expect(patch('{"spec":{"minAvailable":0}}').stdout).toBe('poddisruptionbudget.policy/web patched\n');
    expect(patch('{"status":{"disruptionsAllowed":5}}').stdout).toBe('poddisruptionbudget.policy/web patched (no change)\n');
    expect(cluster.get('pdb', 'web')).toMatchObject({ metadata: { generation: 2 }, status: { disruptionsAllowed: 0, observedGeneration: 1 } });
    expect(patch('{"spec":{"minAvailable":null,"maxUnavailable":1,"unhealthyPodEvictionPolicy":"AlwaysAllow"}}').stdout).toContain('patched');
  });

  it('begins without a status of its author', () => {
    const cluster = createCluster();
    cluster.kubectl(['apply', '-f', 'F'], { files: { F: `${budget(WEB).slice(0, -1)}, status: {currentHealthy: 7}}` } });
    expect(cluster.get('pdb', 'web')).toMatchObject({
      metadata: { generation: 1 },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    });
  });
});
