import { describe, expect, it } from 'vitest';
import { reported } from '../testing/reported.ts';
import { readScenario } from './read.ts';
import { workloadDiagnostics } from './workload.ts';

const TEMPLATE = 'metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}';
const CLAIM = '{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}';
const SELECTOR = 'selector: {matchLabels: {app: web}}';

function podOf(apiVersion: string, kind: string, spec: string, name = 'web') {
  const { scenario, diagnostics } = readScenario(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n`);
  if (!scenario) throw new Error(JSON.stringify(diagnostics));
  return { ...scenario.pod, source: scenario.podSource, said: diagnostics.map(({ message }) => message) };
}

describe('a controller’s Pod', () => {
  it('of a Deployment: the name of its ReplicaSet and five letters', () => {
    const { metadata, spec, source, said } = podOf('apps/v1', 'Deployment', `{replicas: 3, selector: {matchLabels: {app: web}}, template: {${TEMPLATE}}}`);
    expect(metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(metadata.labels).toEqual({ app: 'web', 'pod-template-hash': metadata.name?.slice(4, 14) });
    expect(metadata).toMatchObject({
      namespace: 'shop',
      generateName: metadata.name?.slice(0, 15),
      ownerReferences: [{ kind: 'ReplicaSet', name: metadata.name?.slice(0, 14), controller: true }],
    });
    expect(spec).toEqual({ containers: [{ name: 'app', image: 'nginx' }] });
    expect(source).toEqual({ kind: 'Deployment', name: 'web', replicas: 3 });
    expect(said).toEqual([`The Pod is made from the template of Deployment web, as its controller would: ${metadata.name}.`]);
  });

  it('that a disruption budget counts is told to have Ready replicas beside it', () => {
    const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3, ${SELECTOR}, template: {${TEMPLATE}}}\n`;
    const budget = 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n';
    const help = (text: string) => readScenario(text).diagnostics.map((each) => each.help);
    expect(help(deployment)).toEqual(['The Deployment itself is not simulated: no Pod takes the place of one that is gone.']);
    expect(help(`${deployment}---\n${budget}`)).toEqual([
      'The Deployment itself is not simulated: no Pod takes the place of one that is gone, and a disruption budget takes the other replicas to be Ready.',
    ]);
  });

  it('has the same name for the same text, another for another template', () => {
    const name = (image: string) => podOf('apps/v1', 'ReplicaSet', `{${SELECTOR}, template: {${TEMPLATE.replace('nginx', image)}}}`).metadata.name;
    expect(name('a')).toBe(name('a'));
    expect(name('a')).not.toBe(name('b'));
    expect(name('a')).toMatch(/^web-\w{5}$/);
  });

  it('of a StatefulSet: an ordinal, a host name, and its claims', () => {
    const { metadata, spec } = podOf(
      'apps/v1',
      'StatefulSet',
      `{${SELECTOR}, serviceName: db, ordinals: {start: 2}, template: {${TEMPLATE}}, volumeClaimTemplates: [{metadata: {name: data}, spec: ${CLAIM}}]}`,
    );
    expect(metadata.name).toBe('web-2');
    expect(metadata.labels).toMatchObject({ 'statefulset.kubernetes.io/pod-name': 'web-2', 'apps.kubernetes.io/pod-index': '2' });
    expect(spec).toMatchObject({ hostname: 'web-2', subdomain: 'db', volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-web-2' } }] });
  });

  it('of a ReplicationController: five letters', () => {
    const { metadata, source } = podOf('v1', 'ReplicationController', `{replicas: 2, selector: {app: web}, template: {${TEMPLATE}}}`);
    expect(metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(metadata).toMatchObject({ labels: { app: 'web' }, ownerReferences: [{ apiVersion: 'v1', kind: 'ReplicationController', name: 'web' }] });
    expect(source).toEqual({ kind: 'ReplicationController', name: 'web', replicas: 2 });
  });

  it('of an object that has its own name generated: five letters after five letters', () => {
    const { scenario, diagnostics } = readScenario(
      `apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: team-}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: nginx}]}}}\n`,
    );
    const { name, labels } = scenario?.pod.metadata ?? {};
    expect(name).toMatch(/^team-[bcdfghjklmnpqrstvwxz2456789]{5}-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(labels).toMatchObject({ 'job-name': name?.slice(0, 10) });
    expect(diagnostics.map(({ message }) => message)).toEqual([`The Pod is made from the template of Job team-…, as its controller would: ${name}.`]);
  });

  it('of a StatefulSet: the claims are there as well, as its controller makes them', () => {
    const { scenario } = readScenario(
      `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {${SELECTOR}, serviceName: db, template: {${TEMPLATE}}, volumeClaimTemplates: [{metadata: {name: data}, spec: ${CLAIM}}]}\n`,
    );
    expect(scenario?.objects).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data-db-0' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ]);
  });

  it('of a DaemonSet: it tolerates what happens to nodes', () => {
    const { spec } = podOf('apps/v1', 'DaemonSet', `{${SELECTOR}, template: {${TEMPLATE}}}`);
    expect(spec['tolerations']).toContainEqual({ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' });
    expect(spec['tolerations']).toHaveLength(6);
  });

  it('of a Job and a CronJob: labels with its name', () => {
    const template = '{spec: {restartPolicy: Never, containers: [{name: app, image: nginx}]}}';
    const job = podOf('batch/v1', 'Job', `{template: ${template}}`);
    expect(job.metadata.name).toMatch(/^web-\w{5}$/);
    expect(job.metadata.labels).toMatchObject({ 'batch.kubernetes.io/job-name': 'web', 'job-name': 'web' });
    const indexed = podOf('batch/v1', 'Job', `{completionMode: Indexed, template: ${template}}`);
    expect(indexed.metadata.name).toMatch(/^web-0-\w{5}$/);
    expect(indexed.spec.containers[0]?.env?.[0]?.name).toBe('JOB_COMPLETION_INDEX');
    const cron = podOf('batch/v1', 'CronJob', `{schedule: "* * * * *", jobTemplate: {spec: {template: ${template}}}}`);
    expect(cron.metadata).toMatchObject({ ownerReferences: [{ kind: 'Job', name: 'web-29453760' }] });
    expect(cron.metadata.name).toMatch(/^web-29453760-\w{5}$/);
  });

  it('has at most 63 characters in its name', () => {
    expect(podOf('apps/v1', 'Deployment', `{${SELECTOR}, template: {${TEMPLATE}}}`, 'a'.repeat(70)).metadata.name).toHaveLength(63);
  });
});

// pkg/apis/batch/validation/validation.go, pkg/apis/apps/validation/validation.go
it.each([
  ['batch/v1 Job', '', 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ['batch/v1 Job', 'restartPolicy: Always, ', 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ['apps/v1 Deployment', 'restartPolicy: Never, ', 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
])('the restart policy that %s refuses (%j)', (type, policy, message) => {
  const [apiVersion = '', kind = ''] = type.split(' ');
  const selector = kind === 'Job' ? '' : `  ${SELECTOR}\n`;
  const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\nspec:\n${selector}  template: {${TEMPLATE.replace('containers', `${policy}containers`)}}\n`;
  expect(reported(text).map((line) => line.replace(/^\S+ error /, ''))).toEqual([message]);
});

it('an object that the API server would not take, at the field that is wrong', () => {
  const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector:\n    matchLabels: {app: db}\n  template:\n    ';
  const [diagnostic, ...more] = workloadDiagnostics(readScenario(`${text}${TEMPLATE.replace(', spec:', '\n    spec:')}\n`));
  expect(more).toEqual([]);
  expect(diagnostic).toMatchObject({
    severity: 'error',
    message: 'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    help: 'Give the template the labels that the selector asks for.',
    range: { startLine: 8, startColumn: 16 },
  });
});

it('a template without containers', () => {
  expect(reported('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {}}\n')).toEqual([
    '4:8 error spec.template.spec.containers: Required value',
  ]);
});
