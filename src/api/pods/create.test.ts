import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { PodManifest } from '../../model/scenario.ts';
import { readRecording, recordings } from '../../testing/fixtures.ts';
import { parseRfc3339 } from '../../base/timestamp.ts';
import { yamlToJson } from '../kubectl/yaml/resolve.ts';
import { type AdmitContext, admitPod } from './create.ts';

const CONTEXT: AdmitContext = {
  namespace: 'shop',
  uid: 'uid-1',
  createdAtMs: parseRfc3339('2026-01-01T00:00:00Z'),
  objects: [],
  admissionPlugins: [],
  featureGates: {},
};

const manifest = (spec: object, metadata: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec }) as PodManifest;
const APP = { name: 'app', image: 'nginx:1.27' };

function admitted(pod: PodManifest, context: Partial<AdmitContext> = {}) {
  const result = admitPod(pod, { ...CONTEXT, ...context });
  if ('error' in result) throw new Error(result.error.message);
  return result.pod;
}

function refusal(pod: PodManifest, context: Partial<AdmitContext> = {}): string {
  const result = admitPod(pod, { ...CONTEXT, ...context });
  return 'error' in result ? `${result.error.code} ${result.error.message}` : 'accepted';
}

describe('objects as a real v1.36.2 API server stored them', () => {
  const cases = recordings().filter(({ recordings: found }) => found.length > 0);

  it.each(cases)('$name', ({ name, text }) => {
    const added = firstPod(readRecording(name));
    if (added === undefined) return;
    const objects = text.split(/^---.*$/m).map(yamlToJson) as KubernetesObject[];
    const pod = objects.find((object) => object?.kind === 'Pod');
    if (pod === undefined) return;
    const stored = admitted(pod as PodManifest, {
      namespace: added.metadata.namespace ?? '',
      uid: added.metadata.uid ?? '',
      createdAtMs: parseRfc3339(added.metadata.creationTimestamp ?? ''),
      objects: objects.filter((object) => object !== null && object !== pod),
    });
    // The order of fields counts, too.
    expect(comparable(stored)).toBe(comparable(added));
  });
});

function firstPod(recording: string): KubernetesObject | undefined {
  const line = recording.split('\n').find((text) => text.includes('"kind":"Pod"') && text.includes('"type":"ADDED"'));
  return line === undefined ? undefined : (JSON.parse(line) as { object: KubernetesObject }).object;
}

const comparable = (object: object) =>
  JSON.stringify(object, undefined, 1)
    .replaceAll(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-XXXXX')
    .replace(/"resourceVersion": "\d+"/, '"resourceVersion": "1"');

describe('admission', () => {
  it('mounts a token into every container, under a name that depends on the Pod alone', () => {
    const pod = admitted(manifest({ initContainers: [{ ...APP, name: 'setup' }], containers: [APP] }));
    const [volume] = pod.spec.volumes ?? [];
    expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect([...(pod.spec.initContainers ?? []), ...pod.spec.containers].map((container) => container.volumeMounts?.[0]?.name)).toEqual([
      volume?.name,
      volume?.name,
    ]);
    expect(admitted(manifest({ initContainers: [{ ...APP, name: 'setup' }], containers: [APP] }))).toEqual(pod);
  });

  it('leaves the token out where the Pod or its account says so', () => {
    expect(admitted(manifest({ automountServiceAccountToken: false, containers: [APP] })).spec.volumes).toBeUndefined();
    const quiet = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'quiet' }, automountServiceAccountToken: false };
    expect(admitted(manifest({ serviceAccountName: 'quiet', containers: [APP] }), { objects: [quiet] }).spec.volumes).toBeUndefined();
  });

  it.each([
    [
      'an unknown account',
      { serviceAccountName: 'nobody' },
      '403 pods "web" is forbidden: error looking up service account shop/nobody: serviceaccount "nobody" not found',
    ],
    ['an unknown RuntimeClass', { runtimeClassName: 'gvisor' }, '403 pods "web" is forbidden: pod rejected: RuntimeClass "gvisor" not found'],
    ['an unknown PriorityClass', { priorityClassName: 'high' }, '403 pods "web" is forbidden: no PriorityClass with name high was found'],
  ])('refuses %s', (_what, spec, message) => {
    expect(refusal(manifest({ containers: [APP], ...spec }))).toBe(message);
  });

  it('takes overhead, selector and tolerations from the RuntimeClass', () => {
    const heavy = {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'heavy' },
      handler: 'heavy',
      overhead: { podFixed: { cpu: '250m' } },
      scheduling: { nodeSelector: { sandbox: 'heavy' }, tolerations: [{ key: 'sandbox', operator: 'Exists' }] },
    };
    const { spec } = admitted(manifest({ runtimeClassName: 'heavy', containers: [APP] }), { objects: [heavy] });
    expect(spec).toMatchObject({ overhead: { cpu: '250m' }, nodeSelector: { sandbox: 'heavy' } });
    expect((spec['tolerations'] as { key: string }[]).map(({ key }) => key)).toEqual([
      'node.kubernetes.io/not-ready',
      'node.kubernetes.io/unreachable',
      'sandbox',
    ]);
  });

  it('pulls always with AlwaysPullImages', () => {
    expect(admitted(manifest({ containers: [APP] }), { admissionPlugins: ['AlwaysPullImages'] }).spec.containers[0]?.imagePullPolicy).toBe('Always');
  });
});

describe('features that are off', () => {
  it('drops stopSignal without a word, and refuses it once its gate is on', () => {
    const pod = manifest({ containers: [{ ...APP, lifecycle: { stopSignal: 'SIGUSR1' } }] });
    expect(admitted(pod).spec.containers[0]?.lifecycle).toBeUndefined();
    expect(refusal(pod, { featureGates: { ContainerStopSignals: true } })).toBe(
      '422 Pod "web" is invalid: spec.containers[0].lifecycle.stopSignal: Forbidden: may not be set for containers with empty `spec.os.name`',
    );
  });

  it('knows no container restart policy without its gate', () => {
    const pod = manifest({ containers: [{ ...APP, restartPolicy: 'Never' }] });
    expect(admitted(pod).spec.containers[0]?.restartPolicy).toBe('Never');
    expect(admitted(pod, { featureGates: { ContainerRestartRules: false } }).spec.containers[0]?.restartPolicy).toBeUndefined();
  });
});

describe('refusals', () => {
  it('is for an overhead without a class only after what is invalid (RuntimeClass.Validate)', () => {
    const overhead = { overhead: { cpu: '1' }, containers: [APP] };
    expect(refusal(manifest(overhead))).toBe('403 pods "web" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    expect(refusal(manifest({ ...overhead, restartPolicy: 'Sometimes' }))).toMatch(/^422 .*spec\.restartPolicy: Unsupported value/);
  });

  it('sees a list that was written although it is empty', () => {
    expect(refusal(manifest({ containers: [APP], resources: { claims: [] } }))).toContain(
      'spec.resources.claims: Forbidden: claims may not be set for Resources at pod-level',
    );
  });

  it('lists the names of claims once', () => {
    const claim = { name: 'gpu', resourceClaimName: 'x' };
    const pod = manifest({ resourceClaims: [claim, claim], containers: [{ ...APP, resources: { claims: [{ name: 'nope' }] } }] });
    expect(refusal(pod)).toContain('Not found: "nope": must be one of the names in pod.spec.resourceClaims: gpu]');
  });

  it('joins several findings in the order of the checks', () => {
    expect(refusal(manifest({ restartPolicy: 'Sometimes', containers: [{ name: 'app', livenessProbe: { periodSeconds: -1 } }] }))).toBe(
      '422 Pod "web" is invalid: [spec.containers[0].image: Required value, spec.containers[0].livenessProbe: Required value: must specify a handler type, spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0, spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"]',
    );
  });

  it('reports decoding before everything else', () => {
    expect(refusal(manifest({ containers: [{ ...APP, imagee: 'x' }], serviceAccountName: 'nobody' }))).toBe(
      '400 Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagee"',
    );
  });
});

describe('what only looks at a Pod that is valid', () => {
  const object = (kind: string, name: string, more: object) => ({
    apiVersion: 'v1',
    kind,
    ...more,
    metadata: { name, ...(more as KubernetesObject).metadata },
  });
  const namespace = (labels: object) => [object('Namespace', 'shop', { metadata: { labels } }) as KubernetesObject];
  const quota = (hard: object) => [object('ResourceQuota', 'small', { spec: { hard } }) as KubernetesObject];

  it('the Pod Security level of its namespace', () => {
    const pod = manifest({ hostNetwork: true, containers: [APP] });
    expect(refusal(pod, { objects: namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' }) })).toBe(
      '403 pods "web" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    );
    expect(admitPod(pod, { ...CONTEXT, objects: namespace({ 'pod-security.kubernetes.io/warn': 'baseline' }) }).warnings).toEqual([
      'would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    ]);
    expect(refusal(manifest({ containers: [APP] }), { objects: namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' }) })).toBe('accepted');
  });

  it('in a user namespace the restricted level lets root be, but not an unmasked /proc', () => {
    const objects = namespace({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } };
    const root = (more: object, own: object = {}) =>
      manifest({ ...more, containers: [{ ...APP, securityContext: { ...securityContext, runAsUser: 0, ...own } }] });
    expect(refusal(root({ hostUsers: false }), { objects })).toBe('accepted');
    expect(refusal(root({ hostUsers: false }, { procMount: 'Unmasked' }), { objects })).toContain('procMount (container "app" must not set');
    expect(refusal(root({}), { objects })).toContain('runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), runAsUser=0');
  });

  it('a probe or a hook that asks another host', () => {
    const asks = (host: string) => ({ httpGet: { host, path: '/', port: 80 } });
    const pod = manifest({ containers: [{ ...APP, livenessProbe: asks('10.0.0.2'), lifecycle: { preStop: asks('10.0.0.1') } }] });
    expect(refusal(pod, { objects: namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' }) })).toContain(
      'probe or lifecycle host (container "app" uses probe or lifecycle hosts "10.0.0.1", "10.0.0.2")',
    );
  });

  it('quotas of its namespace', () => {
    const asking = manifest({ containers: [{ ...APP, resources: { requests: { cpu: '2' } } }] });
    expect(refusal(asking, { objects: quota({ cpu: '1' }) })).toBe(
      '403 pods "web" is forbidden: exceeded quota: small, requested: cpu=2, used: cpu=0, limited: cpu=1',
    );
    expect(refusal(asking, { objects: quota({ cpu: '2' }) })).toBe('accepted');
    expect(refusal(manifest({ containers: [APP] }), { objects: quota({ cpu: '1' }) })).toBe(
      '403 pods "web" is forbidden: failed quota: small: must specify cpu for: app',
    );
  });
});

describe('system fields', () => {
  it("are the server's own, whatever the manifest says", () => {
    const pod = admitted(
      manifest({ containers: [APP] }, { uid: 'mine', generation: 7, deletionTimestamp: '2020-01-01T00:00:00Z', finalizers: ['example.com/hold'] }),
    );
    expect(pod.metadata).toEqual({
      name: 'web',
      namespace: 'shop',
      uid: 'uid-1',
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
      finalizers: ['example.com/hold'],
    });
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('is not guaranteed by limits whose requests come to nothing', () => {
    const limits = { cpu: '1', memory: '1Gi' };
    const qosClass = (spec: object) => admitted(manifest(spec)).status?.qosClass;
    expect(qosClass({ containers: [{ ...APP, resources: { limits } }] })).toBe('Guaranteed');
    expect(qosClass({ containers: [{ ...APP, resources: { limits, requests: { memory: '0' } } }] })).toBe('Burstable');
    const setup = { ...APP, name: 'setup', resources: { limits: { memory: '0' } } };
    expect(qosClass({ resources: { limits }, initContainers: [setup], containers: [APP] })).toBe('Burstable');
  });
});

describe('tolerations that compare numbers (validation.go: ValidateTolerations; alpha, off by default in v1.36)', () => {
  const said = (toleration: object, on: boolean) =>
    refusal(manifest({ containers: [APP], tolerations: [toleration] }), { featureGates: { TaintTolerationComparisonOperators: on } }).replace(
      /^.*?spec\.tol/,
      'tol',
    );
  const gt = (value?: string) => ({ key: 'example.com/sla', operator: 'Gt', ...(value !== undefined && { value }) });

  it('with the gate off there is no such operator, though it is named among the supported ones', () => {
    expect(said(gt('950'), false)).toBe('tolerations[0].operator: Unsupported value: "Gt": supported values: "Equal", "Exists", "Lt", "Gt"');
  });

  it('with the gate on the value is a whole number of 64 bits, as people write it', () => {
    expect(['950', '-5', '0', '9223372036854775807'].map((value) => said(gt(value), true))).toEqual(Array(4).fill('accepted'));
    const canonical = (value: string) => `tolerations[0].value: Invalid value: "${value}": must be a valid decimal integer in canonical form`;
    const parsed = (value: string, why: string) => `tolerations[0].value: Invalid value: "${value}": strconv.ParseInt: parsing "${value}": ${why}`;
    expect(said(gt('007'), true)).toBe(canonical('007'));
    expect(said(gt('9.5'), true)).toBe(`[spec.${canonical('9.5')}, spec.${parsed('9.5', 'invalid syntax')}]`.slice('[spec.'.length));
    expect(said(gt('9223372036854775808'), true)).toBe(parsed('9223372036854775808', 'value out of range'));
    expect(said(gt(), true)).toContain('tolerations[0].value: Invalid value: "": must be non-empty');
  });
});
