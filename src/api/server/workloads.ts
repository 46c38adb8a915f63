/** Defaults, validation and warnings of the objects that hold a Pod template (pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go and their validation). */
import { defaultPodSpec } from '../defaults/pod-spec.ts';
import { type FieldError, FieldErrors } from '../errors.ts';
import { goJson } from '../go-text.ts';
import { applyMatchLabelKeys, dropDisabledFields } from '../pods/prepare.ts';
import { type Fields, fields, isFields, list, map, num, strings, text } from '../schema/fields.ts';
import { validateAnnotations, validateLabels } from '../validation/metadata.ts';
import { podContext, validatePodSpec } from '../validation/pod.ts';
import { validatePodAnnotations } from '../validation/pod-annotations.ts';
import { validateLabelSelector } from '../validation/selectors.ts';
import { nameWarnings, templateWarnings } from '../warnings/pod.ts';
import type { Kind } from './kinds.ts';

/** The template of an object; an empty one is made if it is missing. */
function templateOf(kind: Kind, object: Fields): Fields | undefined {
  if (kind.template === undefined) return undefined;
  return kind.template.split('.').reduce<Fields>((at, name) => (at[name] ??= {}) as Fields, object);
}

export function defaultWorkload(kind: Kind, object: Fields, uid: string): void {
  const template = templateOf(kind, object);
  if (template === undefined) return;
  const podSpec = (template['spec'] ??= {}) as Fields;
  defaultPodSpec(podSpec);
  dropDisabledFields(podSpec, {});
  applyMatchLabelKeys({}, podSpec);
  DEFAULTS[kind.kind]?.((object['spec'] ??= {}) as Fields, template, object, uid);
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

const DEFAULTS: Record<string, (spec: Fields, template: Fields, object: Fields, uid: string) => void> = {
  Deployment(spec) {
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    rolling(spec, 'strategy', { maxUnavailable: '25%', maxSurge: '25%' });
  },
  ReplicaSet(spec, template, object) {
    fill(spec, { replicas: 1 });
    copyLabels(template, object);
  },
  ReplicationController(spec, template, object) {
    fill(spec, { replicas: 1 });
    const labels = map(fields(template, 'metadata'), 'labels');
    if (Object.keys(labels).length > 0) fill(spec, { selector: labels });
    copyLabels(template, object);
  },
  StatefulSet(spec) {
    fill(spec, { replicas: 1, podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10 });
    fill(spec, { persistentVolumeClaimRetentionPolicy: {} });
    fill(spec['persistentVolumeClaimRetentionPolicy'] as Fields, { whenDeleted: 'Retain', whenScaled: 'Retain' });
    rolling(spec, 'updateStrategy', { partition: 0 });
  },
  DaemonSet(spec) {
    fill(spec, { revisionHistoryLimit: 10 });
    rolling(spec, 'updateStrategy', { maxUnavailable: 1, maxSurge: 0 });
  },
  Job(spec, template, object, uid) {
    if (spec['completions'] === undefined && spec['parallelism'] === undefined) fill(spec, { completions: 1 });
    fill(spec, { parallelism: 1, completionMode: 'NonIndexed', manualSelector: false, suspend: false });
    fill(spec, { backoffLimit: spec['backoffLimitPerIndex'] === undefined ? 6 : 2_147_483_647 });
    fill(spec, { podReplacementPolicy: spec['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed' });
    const name = text(fields(object, 'metadata'), 'name');
    if (spec['manualSelector'] === true) return;
    const meta = (template['metadata'] ??= {}) as Fields;
    meta['labels'] = {
      ...map(meta, 'labels'),
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': name,
      'controller-uid': uid,
      'job-name': name,
    };
    spec['selector'] ??= { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
    copyLabels(template, object);
  },
  CronJob(spec) {
    fill(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
  },
};

/** Objects without labels take those of their template. */
function copyLabels(template: Fields, object: Fields): void {
  const labels = map(fields(template, 'metadata'), 'labels');
  const meta = (object['metadata'] ??= {}) as Fields;
  if (Object.keys(map(meta, 'labels')).length === 0 && Object.keys(labels).length > 0) meta['labels'] = { ...labels };
}

const RESTART_ALWAYS = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet']);

export function validateWorkload(kind: Kind, object: Fields): FieldError[] {
  const template = templateOf(kind, object);
  if (template === undefined || kind.template === undefined) return [];
  const errors = new FieldErrors();
  const spec = fields(object, 'spec') ?? {};
  if (kind.kind === 'CronJob') validateSchedule(errors, text(spec, 'schedule'));
  if (RESTART_ALWAYS.has(kind.kind)) validateSelector(errors, kind, spec, template);
  for (const name of ['replicas', 'minReadySeconds', 'parallelism', 'completions', 'backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished']) {
    const value = num(spec, name);
    if (value !== undefined && value < 0) errors.invalid(`spec.${name}`, value, 'must be greater than or equal to 0');
  }
  validateTemplate(errors, template, kind.template);
  validateRestartPolicy(errors, kind, fields(template, 'spec') ?? {});
  return errors.list;
}

/** A template is checked like a Pod; only the paths differ. */
function validateTemplate(errors: FieldErrors, template: Fields, path: string): void {
  const own = new FieldErrors();
  const [meta, spec] = [fields(template, 'metadata') ?? {}, fields(template, 'spec') ?? {}];
  const context = podContext(own, spec, {}, false);
  validateLabels(own, map(meta, 'labels'), 'labels');
  validateAnnotations(own, map(meta, 'annotations'), 'annotations');
  validatePodAnnotations(context, meta, spec);
  validatePodSpec(context, spec, '');
  if (list(spec, 'ephemeralContainers').length > 0) own.forbidden('spec.ephemeralContainers', 'ephemeral containers not allowed in pod template');
  errors.list.push(
    ...own.list.map((error) => ({ ...error, field: `${path}.${/^(labels|annotations)/.test(error.field) ? `metadata.${error.field}` : error.field}` })),
  );
}

function validateRestartPolicy(errors: FieldErrors, kind: Kind, podSpec: Fields): void {
  const policy = text(podSpec, 'restartPolicy');
  const at = `${kind.template ?? ''}.spec.restartPolicy`;
  if (RESTART_ALWAYS.has(kind.kind) && policy !== 'Always' && policy !== '') errors.unsupported(at, policy, ['Always']);
  if (!['Job', 'CronJob'].includes(kind.kind)) return;
  if (policy === 'Always' || policy === '') errors.required(at, 'valid values: "OnFailure", "Never"');
  else if (policy !== 'OnFailure' && policy !== 'Never') errors.unsupported(at, policy, ['OnFailure', 'Never']);
}

function validateSelector(errors: FieldErrors, kind: Kind, spec: Fields, template: Fields): void {
  const labels = map(fields(template, 'metadata'), 'labels');
  const mismatch = `Invalid value: ${goJson(labels)}: \`selector\` does not match template \`labels\``;
  const refuse = () => errors.list.push({ type: 'Invalid value', field: 'spec.template.metadata.labels', body: mismatch });
  if (kind.kind === 'ReplicationController') {
    const selector = map(spec, 'selector');
    if (Object.keys(selector).length === 0) errors.required('spec.selector');
    else if (Object.entries(selector).some(([key, value]) => labels[key] !== value)) refuse();
    return;
  }
  const selector = fields(spec, 'selector');
  if (selector === undefined) {
    errors.required('spec.selector');
    return;
  }
  validateLabelSelector(errors, selector, 'spec.selector');
  if (Object.keys(selector).length === 0) errors.invalid('spec.selector', selector, `empty selector is invalid for ${kind.singular}`);
  else if (!selects(selector, labels)) refuse();
}

function selects(selector: Fields, labels: Record<string, string>): boolean {
  if (Object.entries(map(selector, 'matchLabels')).some(([key, value]) => labels[key] !== value)) return false;
  return list(selector, 'matchExpressions').every((expression) => {
    const value = labels[text(expression, 'key')];
    const values = strings(expression, 'values');
    switch (text(expression, 'operator')) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
}

function validateSchedule(errors: FieldErrors, schedule: string): void {
  if (schedule === '') errors.required('spec.schedule');
  else if (/^(CRON_)?TZ=/.test(schedule)) errors.invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  else if (!schedule.startsWith('@') && schedule.trim().split(/\s+/).length !== 5)
    errors.invalid(
      'spec.schedule',
      schedule,
      `expected exactly 5 fields, found ${schedule.trim().split(/\s+/).length}: [${schedule.trim().split(/\s+/).join(' ')}]`,
    );
}

export function workloadWarnings(kind: Kind, object: Fields): string[] {
  if (kind.template === undefined) return [];
  const template = templateOf(kind, object);
  const ofName = ['Job', 'ReplicaSet'].includes(kind.kind) ? nameWarnings(text(fields(object, 'metadata'), 'name'), 'Pod names and hostnames') : [];
  return isFields(template)
    ? [...ofName, ...templateWarnings(fields(template, 'metadata') ?? {}, fields(template, 'spec') ?? {}, `${kind.template}.`)]
    : ofName;
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
    default:
      return undefined;
  }
}
