/** Objects with a Pod template, created and changed; each expectation is what the named function of Kubernetes says. */
import { describe, expect, it } from 'vitest';
import { createCluster } from '../kubectl/index.ts';

const CONTAINERS = 'containers: [{name: app, image: "busybox:1.36"}]';

/** A manifest: `spec` and the template's own spec in flow style. */
function manifest(kind: string, spec: string, podSpec = '', labels = '{app: web}'): string {
  const apiVersion = { Job: 'batch/v1', CronJob: 'batch/v1', ReplicationController: 'v1' }[kind] ?? 'apps/v1';
  const template = `template: {metadata: {labels: ${labels}}, spec: {${podSpec === '' ? '' : `${podSpec}, `}${CONTAINERS}}}`;
  const inner = kind === 'CronJob' ? `jobTemplate: {spec: {${template}}}` : template;
  return `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: web}, spec: {${spec === '' ? '' : `${spec}, `}${inner}}}`;
}

/** What `kubectl apply` says to one manifest after another; of refusals only the findings. */
function said(...manifests: string[]): string[] {
  const cluster = createCluster();
  const outcomes = manifests.map((FILE) => cluster.kubectl(['apply', '-f', 'FILE'], { files: { FILE } }));
  const { stdout, stderr } = outcomes.at(-1) ?? { stdout: '', stderr: '' };
  return `${stdout}${stderr}`
    .trim()
    .split('\n')
    .map((line) => line.replace(/^The \S+ "\S+" is invalid: ?/, '').replace(/^\* /, ''))
    .filter((line) => line !== '');
}

const SELECTED = 'selector: {matchLabels: {app: web}}';

describe('new workloads', () => {
  it.each([
    [
      'ValidateDeploymentSpec: without a selector nothing is selected',
      manifest('Deployment', ''),
      ['spec.selector: Required value', 'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ],
    [
      'ValidateDeploymentStrategy',
      manifest('Deployment', `${SELECTED}, strategy: {type: Slow}`),
      ['spec.strategy: Unsupported value: {"Type":"Slow","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"'],
    ],
    [
      'ValidateRollingUpdateDeployment',
      manifest('Deployment', `${SELECTED}, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}`),
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
    ],
    [
      'ValidateDeploymentStrategy: counts that nobody gave are zero inside the server',
      manifest('Deployment', `${SELECTED}, strategy: {type: Slow, rollingUpdate: {maxSurge: 1}}`),
      ['spec.strategy: Unsupported value: {"Type":"Slow","RollingUpdate":{"MaxUnavailable":0,"MaxSurge":1}}: supported values: "Recreate", "RollingUpdate"'],
    ],
    [
      'ValidateRollingUpdateDaemonSet: what is no number counts as zero',
      manifest('DaemonSet', `${SELECTED}, updateStrategy: {rollingUpdate: {maxUnavailable: -5%}}`),
      [
        expect.stringMatching(/^spec\.updateStrategy\.rollingUpdate\.maxUnavailable: Invalid value: "-5%": a valid percent string/),
        'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
      ],
    ],
    [
      'ValidatePodTemplateSpec: labels that were written as empty are shown as empty',
      manifest('ReplicaSet', SELECTED, '', '{}'),
      ['spec.template.metadata.labels: Invalid value: {}: `selector` does not match template `labels`'],
    ],
    [
      'validateGeneratedSelector: maps are printed in the order of their keys',
      manifest('Job', SELECTED, 'restartPolicy: Never'),
      [
        expect.stringMatching(
          /^spec\.selector: Invalid value: \{"matchLabels":\{"app":"web","batch\.kubernetes\.io\/controller-uid":"[^"]+"\}\}: `selector` not auto-generated$/,
        ),
      ],
    ],
    [
      'ValidatePersistentVolumeClaimSpec: the path that is shown has no visible fields',
      manifest(
        'StatefulSet',
        `${SELECTED}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, dataSource: {kind: PersistentVolumeClaim, name: a}, dataSourceRef: {kind: PersistentVolumeClaim, name: b}}}]`,
      ),
      ['spec.volumeClaimTemplates[0].spec: Invalid value: {}: must match dataSourceRef'],
    ],
    [
      'ValidatePodTemplateSpec: the path of labels lacks the metadata',
      manifest('ReplicaSet', 'selector: {matchExpressions: [{key: app, operator: Exists}]}', '', '{app: "a b"}'),
      [expect.stringMatching(/^spec\.template\.labels: Invalid value: "a b": a valid label must be/)],
    ],
    [
      'ValidatePodTemplateSpecForReplicaSet',
      manifest('Deployment', SELECTED, 'activeDeadlineSeconds: 5'),
      ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported'],
    ],
    [
      'ValidateStatefulSetSpec',
      manifest('StatefulSet', `${SELECTED}, podManagementPolicy: Any, updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}}`),
      [
        `spec.podManagementPolicy: Invalid value: "Any": must be 'OrderedReady' or 'Parallel'`,
        `spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`,
      ],
    ],
    [
      'ValidateRollingUpdateDaemonSet',
      manifest('DaemonSet', `${SELECTED}, updateStrategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 1}}`),
      ['spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero'],
    ],
    [
      'validatePodFailurePolicyRule',
      manifest('Job', 'podFailurePolicy: {rules: [{action: Stop, onExitCodes: {operator: In, values: [3, 0]}}]}', 'restartPolicy: OnFailure'),
      [
        'spec.podFailurePolicy.rules[0].action: Unsupported value: "Stop": supported values: "Count", "FailIndex", "FailJob", "Ignore"',
        'spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator',
        'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [3,0]: must be ordered',
        'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
      ],
    ],
    [
      'validateJobSpec: indexed',
      manifest(
        'Job',
        'completionMode: Indexed, completions: 2, successPolicy: {rules: [{succeededIndexes: "1-4", succeededCount: 3}]}',
        'restartPolicy: Never',
      ),
      [
        'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "1-4": error parsing succeededIndexes: too large index: "4"',
        'spec.successPolicy.rules[0].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of specified completions)',
        'spec.successPolicy.rules[0].succeededCount: Invalid value: 3: must be less than or equal to 0 (the number of indexes in the specified succeededIndexes field)',
      ],
    ],
    [
      'validateScheduleFormat',
      manifest('CronJob', 'schedule: "0 25 * * mon"', 'restartPolicy: Never'),
      ['spec.schedule: Invalid value: "0 25 * * mon": end of range (25) above maximum (23): 25'],
    ],
    [
      'validateScheduleFormat: not a number',
      manifest('CronJob', 'schedule: "0 x * * *", concurrencyPolicy: Never', 'restartPolicy: Never'),
      [
        'spec.schedule: Invalid value: "0 x * * *": failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax',
        'spec.concurrencyPolicy: Unsupported value: "Never": supported values: "Allow", "Forbid", "Replace"',
      ],
    ],
  ])('%s', (_function, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each(['Deployment', 'ReplicaSet', 'Job', 'CronJob'])('%s: a name with dots ends up in the names of Pods', (kind) => {
    const spec = { Job: '', CronJob: 'schedule: "@daily"' }[kind] ?? SELECTED;
    const text = manifest(kind, spec, kind.endsWith('Job') ? 'restartPolicy: Never' : '').replace('name: web', 'name: web.v1');
    expect(said(text)).toContainEqual(expect.stringContaining('Warning: metadata.name: this is used in Pod names and hostnames'));
  });

  it('claims of a StatefulSet count as volumes of its Pods, and are stored as claims', () => {
    const claims = 'volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]';
    const text = manifest('StatefulSet', `${SELECTED}, ${claims}`).replace('1.36"', '1.36", volumeMounts: [{name: data, mountPath: /data}]');
    const cluster = createCluster();
    expect(cluster.kubectl(['create', '-f', 'FILE'], { files: { FILE: text } }).stdout).toBe('statefulset.apps/web created\n');
    const path = '{.spec.volumeClaimTemplates[0].kind} {.spec.volumeClaimTemplates[0].spec.volumeMode} {.spec.volumeClaimTemplates[0].status.phase}';
    expect(cluster.kubectl(['get', 'sts', 'web', '-o', `jsonpath=${path}`]).stdout).toBe('PersistentVolumeClaim Filesystem Pending');
  });
});

describe('changed workloads', () => {
  it.each([
    [
      'ValidateDeploymentUpdate',
      [manifest('Deployment', SELECTED), manifest('Deployment', 'selector: {matchLabels: {app: db}}', '', '{app: db}')],
      ['spec.selector: Invalid value: {"matchLabels":{"app":"db"}}: field is immutable'],
    ],
    [
      'ValidateStatefulSetUpdate',
      [manifest('StatefulSet', `${SELECTED}, serviceName: web`), manifest('StatefulSet', `${SELECTED}, serviceName: db`)],
      [expect.stringContaining("spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template'")],
    ],
    [
      'ValidateObjectMetaAccessorUpdate',
      [manifest('Deployment', SELECTED), manifest('Deployment', SELECTED).replace('{name: web}', '{name: web, labels: {"a b": c}}')],
      [expect.stringMatching(/^metadata\.labels: Invalid value: "a b": name part must consist of/)],
    ],
    [
      'ValidateStatefulSetUpdate: what cannot change is not looked at again',
      [manifest('StatefulSet', `${SELECTED}, serviceName: web`), manifest('StatefulSet', `${SELECTED}, serviceName: W_`)],
      [expect.stringContaining('spec: Forbidden: updates to statefulset spec for fields other than')],
    ],
    [
      'ValidateJobSpecUpdate: a policy is shown as the server holds it',
      [
        manifest('Job', '', 'restartPolicy: Never'),
        manifest(
          'Job',
          'podFailurePolicy: {rules: [{action: Count, onExitCodes: {operator: In, values: [1]}}]}, podReplacementPolicy: Failed',
          'restartPolicy: Never',
        ),
      ],
      [
        'spec.podFailurePolicy: Invalid value: {"Rules":[{"Action":"Count","OnExitCodes":{"ContainerName":null,"Operator":"In","Values":[1]},"OnPodConditions":null}]}: field is immutable',
      ],
    ],
    [
      'daemonSetStrategy.WarningsOnUpdate: only a changed template is warned of',
      [
        manifest('DaemonSet', SELECTED, 'terminationGracePeriodSeconds: -1'),
        manifest('DaemonSet', `${SELECTED}, minReadySeconds: 5`, 'terminationGracePeriodSeconds: -1'),
      ],
      ['daemonset.apps/web configured'],
    ],
    [
      'validatePodTemplateUpdate',
      [manifest('Job', '', 'restartPolicy: Never'), manifest('Job', '', 'restartPolicy: OnFailure')],
      [expect.stringMatching(/^spec\.template: Invalid value: \{"labels":\{"app":"web".*"RestartPolicy":"OnFailure".*\}: field is immutable$/)],
    ],
    [
      'validatePodTemplateUpdate: a suspended Job may still be placed elsewhere',
      [manifest('Job', 'suspend: true', 'restartPolicy: Never'), manifest('Job', 'suspend: true', 'restartPolicy: Never, nodeSelector: {disk: ssd}')],
      ['job.batch/web configured'],
    ],
    [
      'WarningsOnUpdate',
      [manifest('Deployment', SELECTED), manifest('Deployment', SELECTED, 'terminationGracePeriodSeconds: -1')],
      [
        'deployment.apps/web configured',
        'Warning: spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
      ],
    ],
  ])('%s', (_function, texts, expected) => {
    expect(said(...texts)).toEqual(expected);
  });
});

describe('a workload as it is stored', () => {
  const stored = (text: string, path: string) => {
    const cluster = createCluster();
    cluster.kubectl(['create', '-f', 'FILE'], { files: { FILE: text } });
    return cluster.kubectl(['get', 'deploy,ds,job', '-o', `jsonpath={.items[0]${path}}`]).stdout;
  };

  it('names its ServiceAccount twice (Convert_v1_PodSpec_To_core_PodSpec)', () => {
    expect(stored(manifest('Deployment', SELECTED, 'serviceAccount: builder'), '.spec.template.spec.serviceAccountName')).toBe('builder');
  });

  it('has zero for counts that nobody gave where nothing rolls', () => {
    expect(stored(manifest('DaemonSet', `${SELECTED}, updateStrategy: {type: OnDelete, rollingUpdate: {}}`), '.spec.updateStrategy.rollingUpdate')).toBe(
      '{"maxSurge":0,"maxUnavailable":0}',
    );
  });

  it('has none for a list without elements that must be there', () => {
    expect(stored(manifest('Job', 'podFailurePolicy: {rules: []}', 'restartPolicy: Never'), '.spec.podFailurePolicy')).toBe('{"rules":null}');
  });

  it('counts annotations of a Deployment as a change (deploymentStrategy.PrepareForUpdate)', () => {
    const cluster = createCluster();
    cluster.kubectl(['create', '-f', 'FILE'], { files: { FILE: manifest('Deployment', SELECTED) } });
    cluster.kubectl(['annotate', 'deploy', 'web', 'note=x']);
    expect(cluster.kubectl(['get', 'deploy', 'web', '-o', 'jsonpath={.metadata.generation}']).stdout).toBe('2');
  });

  it('cannot be read with a generation of its template that is no number', () => {
    const text = manifest('DaemonSet', SELECTED).replace('{name: web}', '{name: web, annotations: {deprecated.daemonset.template.generation: x}}');
    expect(createCluster().kubectl(['create', '-f', 'FILE'], { files: { FILE: text } }).stderr).toContain(
      'cannot be handled as a DaemonSet: strconv.ParseInt: parsing "x": invalid syntax',
    );
  });
});
