/** Defaults and warnings of the objects that hold a Pod template (pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go). */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { defaultPodSpec } from '../defaults/pod-spec.ts';
import type { FieldError } from '../errors.ts';
import { goQuote, sortedKeys } from '../go-text.ts';
import { applyMatchLabelKeys, dropDisabledFields } from '../pods/prepare.ts';
import { canonical } from '../schema/canonical.ts';
import { clone, deepEqual, type Fields, fields, isFields, isTrue, list, map, num, text } from '../schema/fields.ts';
import { validateNewObject } from '../validation/workloads.ts';
import { claimWarnings, nameWarnings, templateWarnings } from '../warnings/pod.ts';
import { findKind, type Kind } from './kinds.ts';

/** The template of an object; an empty one is made if it is missing. */
export function templateOf(kind: Kind, object: Fields): Fields | undefined {
  if (kind.template === undefined) return undefined;
  // Here alone the template is a pointer.
  if (kind.kind === 'ReplicationController' && fields(fields(object, 'spec'), 'template') === undefined) return undefined;
  return kind.template.split('.').reduce<Fields>((at, name) => (at[name] ??= {}) as Fields, object);
}

export function defaultWorkload(kind: Kind, object: Fields): void {
  const template = templateOf(kind, object);
  if (template === undefined) return;
  const podSpec = (template['spec'] ??= {}) as Fields;
  // Two names of one field (pkg/apis/core/v1/conversion.go: Convert_v1_PodSpec_To_core_PodSpec).
  const account = text(podSpec, 'serviceAccountName') || text(podSpec, 'serviceAccount');
  if (account !== '') Object.assign(podSpec, { serviceAccountName: account, serviceAccount: account });
  defaultPodSpec(podSpec);
  dropDisabledFields(podSpec, {});
  applyMatchLabelKeys({}, podSpec, {});
  DEFAULTS[kind.kind]?.((object['spec'] ??= {}) as Fields, template, object);
}

const fill = (target: Fields, values: Fields): void => {
  for (const [name, value] of Object.entries(values)) target[name] ??= value;
};

const rolling = (spec: Fields, field: string, values: Fields): void => {
  const strategy = (spec[field] ??= {}) as Fields;
  strategy['type'] ??= 'RollingUpdate';
  if (strategy['type'] !== 'RollingUpdate') return;
  const rollingUpdate = (strategy['rollingUpdate'] ??= {}) as Fields;
  fill(rollingUpdate, values);
};

/** Patterns of conditions mean a condition that holds. */
function defaultFailurePolicy(spec: Fields): void {
  for (const rule of list(fields(spec, 'podFailurePolicy'), 'rules')) for (const pattern of list(rule, 'onPodConditions')) pattern['status'] ||= 'True';
}

function defaultClaim(claim: Fields): void {
  Object.assign(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
  fill((claim['spec'] ??= {}) as Fields, { volumeMode: 'Filesystem' });
  fill((claim['status'] ??= {}) as Fields, { phase: 'Pending' });
}

const DEFAULTS: Record<string, (spec: Fields, template: Fields, object: Fields) => void> = {
  Deployment(spec) {
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    rolling(spec, 'strategy', { maxUnavailable: '25%', maxSurge: '25%' });
  },
  ReplicaSet(spec) {
    fill(spec, { replicas: 1 });
  },
  ReplicationController(spec, template, object) {
    fill(spec, { replicas: 1 });
    const labels = map(fields(template, 'metadata'), 'labels');
    if (Object.keys(labels).length > 0 && Object.keys(map(spec, 'selector')).length === 0) spec['selector'] = labels;
    copyLabels(template, object);
  },
  StatefulSet(spec) {
    fill(spec, { replicas: 1, podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10 });
    fill(spec, { persistentVolumeClaimRetentionPolicy: {} });
    fill(spec['persistentVolumeClaimRetentionPolicy'] as Fields, { whenDeleted: 'Retain', whenScaled: 'Retain' });
    const strategy = (spec['updateStrategy'] ??= {}) as Fields;
    if (text(strategy, 'type') === '') fill(strategy, { rollingUpdate: {} });
    strategy['type'] ||= 'RollingUpdate';
    if (strategy['type'] === 'RollingUpdate' && isFields(strategy['rollingUpdate'])) fill(strategy['rollingUpdate'], { partition: 0 });
    // MaxUnavailableStatefulSet is off.
    delete fields(strategy, 'rollingUpdate')?.['maxUnavailable'];
    for (const claim of list(spec, 'volumeClaimTemplates')) defaultClaim(claim);
  },
  DaemonSet(spec) {
    fill(spec, { revisionHistoryLimit: 10 });
    rolling(spec, 'updateStrategy', { maxUnavailable: 1, maxSurge: 0 });
    // Where nothing rolls, counts are zero once they have been the server's own.
    const rollingUpdate = fields(fields(spec, 'updateStrategy'), 'rollingUpdate');
    if (rollingUpdate !== undefined) fill(rollingUpdate, { maxUnavailable: 0, maxSurge: 0 });
  },
  Job(spec) {
    if (spec['completions'] === undefined && spec['parallelism'] === undefined) fill(spec, { completions: 1 });
    fill(spec, { parallelism: 1, completionMode: 'NonIndexed', manualSelector: false, suspend: false });
    fill(spec, { backoffLimit: spec['backoffLimitPerIndex'] === undefined ? 6 : 2_147_483_647 });
    fill(spec, { podReplacementPolicy: spec['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed' });
    defaultFailurePolicy(spec);
  },
  CronJob(spec) {
    defaultFailurePolicy(fields(fields(spec, 'jobTemplate'), 'spec') ?? {});
    fill(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
  },
};

/** Objects without labels take those of their template. */
function copyLabels(template: Fields, object: Fields): void {
  const labels = map(fields(template, 'metadata'), 'labels');
  const meta = (object['metadata'] ??= {}) as Fields;
  if (Object.keys(map(meta, 'labels')).length === 0 && Object.keys(labels).length > 0) meta['labels'] = { ...labels };
}

/** What the strategy of a kind adds to a new object (pkg/registry/batch/job, pkg/registry/apps/daemonset: PrepareForCreate). */
export function prepareNewWorkload(kind: Kind, object: Fields, uid: string): void {
  const [spec, template] = [fields(object, 'spec'), templateOf(kind, object)];
  if (kind.kind === 'DaemonSet') setTemplateGeneration(object, '1');
  if (kind.kind !== 'Job' || spec === undefined || template === undefined) return;
  if (!isTrue(spec, 'manualSelector')) generateSelector(object, spec, template, uid);
  // The labels that a Job has from its template are the very same map: what is added to one is in the other.
  copyLabels(template, object);
}

/** What the strategy does to a changed object: a Job without labels has its template's, a DaemonSet counts its templates. */
export function prepareChangedWorkload(kind: Kind, old: Fields, object: Fields): void {
  const template = templateOf(kind, object);
  if (kind.kind === 'Job' && template !== undefined) copyLabels(template, object);
  if (kind.kind !== 'DaemonSet') return;
  const generation = map(fields(old, 'metadata'), 'annotations')[TEMPLATE_GENERATION] ?? '0';
  const isChanged = !deepEqual(canonical('PodTemplateSpec', template ?? {}), canonical('PodTemplateSpec', templateOf(kind, clone(old)) ?? {}));
  setTemplateGeneration(object, isChanged ? String(Number(generation) + 1) : generation);
}

/** A field that the version v1 no longer has, kept as an annotation (pkg/apis/apps/v1/conversion.go). */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

function setTemplateGeneration(object: Fields, generation: string): void {
  const meta = (object['metadata'] ??= {}) as Fields;
  meta['annotations'] = { ...map(meta, 'annotations'), [TEMPLATE_GENERATION]: generation };
}

/** The selector and the labels that a new Job is found by (pkg/registry/batch/job/strategy.go: generateSelector). */
function generateSelector(object: Fields, spec: Fields, template: Fields, uid: string): void {
  const name = text(fields(object, 'metadata'), 'name');
  const meta = (template['metadata'] ??= {}) as Fields;
  meta['labels'] = sorted({
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
    ...map(meta, 'labels'),
  });
  const { matchLabels: _labels, ...selector } = fields(spec, 'selector') ?? {};
  spec['selector'] = { matchLabels: sorted({ 'batch.kubernetes.io/controller-uid': uid, ...map(fields(spec, 'selector'), 'matchLabels') }), ...selector };
}

const sorted = (labels: Record<string, string>): Record<string, string> => Object.fromEntries(sortedKeys(labels).map((key) => [key, labels[key] ?? '']));

/**
 * What the API server finds against a new object with a template besides what is wrong with the template's own Pod. The
 * object is as its author wrote it.
 */
export function workloadErrors(object: KubernetesObject): FieldError[] {
  const kind = findKind(object.apiVersion, object.kind);
  if (kind?.template === undefined) return [];
  const made = canonical(kind.kind, clone(object));
  made['metadata'] = { namespace: 'default', ...object.metadata, uid: 'uid' };
  defaultWorkload(kind, made);
  prepareNewWorkload(kind, made, 'uid');
  const podSpec = `${kind.template}.spec.`;
  const ofOwner = (field: string) => !field.startsWith(podSpec) || OWNERS_FIELDS.test(field.slice(podSpec.length));
  return validateNewObject(kind.kind, kind.namespaced, canonical(kind.kind, made)).filter(({ field }) => ofOwner(field));
}

/** Fields of the template's Pod for which each kind has rules of its own. */
const OWNERS_FIELDS = /^(restartPolicy|activeDeadlineSeconds)$/;

/** Kinds whose name becomes part of the names of Pods. */
const NAMES_PODS = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob']);

/** What is odd about an object that is accepted; with `old` about a change of it (`WarningsOnUpdate` of each kind). */
export function workloadWarnings(kind: Kind, object: Fields, old?: Fields): string[] {
  // A changed ReplicationController is warned of what its old template said, by an oversight of Kubernetes.
  const template = templateOf(kind, kind.kind === 'ReplicationController' && old !== undefined ? clone(old) : object);
  if (kind.template === undefined || template === undefined) return [];
  const spec = fields(object, 'spec') ?? {};
  const ofTemplate = [...jobWarnings(kind, spec), ...templateWarnings(fields(template, 'metadata') ?? {}, fields(template, 'spec') ?? {}, `${kind.template}.`)];
  return [
    ...(old === undefined && NAMES_PODS.has(kind.kind) ? nameWarnings(text(fields(object, 'metadata'), 'name'), 'Pod names and hostnames') : []),
    ...(old === undefined || countsAsChanged(kind, object, old) ? ofTemplate : []),
    ...(kind.kind === 'StatefulSet' ? statefulSetWarnings(spec, old !== undefined) : []),
  ];
}

/** A DaemonSet looks at its template alone. */
function countsAsChanged(kind: Kind, object: Fields, old: Fields): boolean {
  const [after, before] = [fields(object, 'metadata'), fields(old, 'metadata')];
  if (kind.kind !== 'DaemonSet') return after?.['generation'] !== before?.['generation'];
  return map(after, 'annotations')[TEMPLATE_GENERATION] !== map(before, 'annotations')[TEMPLATE_GENERATION];
}

/** Go's words for a DaemonSet whose annotation of its template's generation is no number; it is read where the object is. */
export function templateGenerationError(kind: Kind, object: Fields): string | undefined {
  const generation = kind.kind === 'DaemonSet' ? map(fields(object, 'metadata'), 'annotations')[TEMPLATE_GENERATION] : undefined;
  return generation === undefined || /^[-+]?\d+$/.test(generation) ? undefined : `strconv.ParseInt: parsing ${goQuote(generation)}: invalid syntax`;
}

/** pkg/api/job/warnings.go: WarningsForJobSpec */
function jobWarnings(kind: Kind, spec: Fields): string[] {
  const [jobSpec, path] = kind.kind === 'CronJob' ? [fields(fields(spec, 'jobTemplate'), 'spec'), 'spec.jobTemplate.spec'] : [spec, 'spec'];
  const isHuge = jobSpec?.['completionMode'] === 'Indexed' && (num(jobSpec, 'completions') ?? 0) > 100_000 && (num(jobSpec, 'parallelism') ?? 0) > 10_000;
  return isHuge
    ? [
        `${path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail`,
      ]
    : [];
}

/** pkg/registry/apps/statefulset/strategy.go: WarningsOnCreate, WarningsOnUpdate */
function statefulSetWarnings(spec: Fields, isUpdate: boolean): string[] {
  return [
    ...list(spec, 'volumeClaimTemplates').flatMap((claim, i) =>
      claimWarnings(fields(claim, 'spec'), `spec.volumeClaimTemplates[${i}]${isUpdate ? '.Spec' : ''}`),
    ),
    ...((num(spec, 'revisionHistoryLimit') ?? 0) < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ];
}

/** The status that a new object of the kind is stored with. */
export function initialStatus(kind: Kind): Fields | undefined {
  switch (kind.kind) {
    case 'ReplicaSet':
    case 'ReplicationController':
      return { replicas: 0 };
    case 'StatefulSet':
      return { replicas: 0, availableReplicas: 0 };
    case 'DaemonSet':
      return { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
    case 'Deployment':
    case 'Job':
    case 'CronJob':
      return {};
    case 'Namespace':
      return { phase: 'Active' };
    case 'PodDisruptionBudget':
      return { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
    default:
      return undefined;
  }
}
