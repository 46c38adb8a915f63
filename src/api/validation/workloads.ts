/** Objects with a Pod template (pkg/apis/apps/validation/validation.go; jobs.ts has those of the group batch). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { dnsLabelErrors, dnsSubdomainErrors, longNameErrors, segmentErrors } from '../names.ts';
import { canonical } from '../schema/canonical.ts';
import { deepEqual, type Fields, fields, isFields, list, map, num, text } from '../schema/fields.ts';
import { internalStruct } from '../schema/internal.ts';
import { validateClaimSpec } from './claims.ts';
import { validateCronJob, validateJob, validateJobUpdate } from './jobs.ts';
import { validateObjectMeta } from './metadata.ts';
import { validateIntOrPercent } from './percent.ts';
import { validateLabelSelector } from './selectors.ts';
import { notNegative, refuseMismatch, validateTemplate } from './template.ts';
import { validateChangedMeta } from './update.ts';

type Check = (errors: FieldErrors, spec: Fields, object: Fields) => void;

/** What stands under `spec`, by kind. */
const SPECS: Record<string, Check> = {
  Deployment(errors, spec) {
    notNegative(errors, spec, ['replicas']);
    validateSelected(errors, spec, 'deployment', 'ReplicaSet');
    validateDeploymentStrategy(errors, fields(spec, 'strategy') ?? {});
    notNegative(errors, spec, ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']);
    const deadline = num(spec, 'progressDeadlineSeconds');
    if (deadline !== undefined && deadline <= (num(spec, 'minReadySeconds') ?? 0))
      errors.invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds');
  },
  ReplicaSet(errors, spec) {
    notNegative(errors, spec, ['replicas', 'minReadySeconds']);
    // Kubernetes' own words speak of a Deployment here too.
    validateSelected(errors, spec, 'deployment', 'ReplicaSet');
  },
  ReplicationController(errors, spec) {
    notNegative(errors, spec, ['minReadySeconds']);
    const selector = map(spec, 'selector');
    if (Object.keys(selector).length === 0) errors.required('spec.selector');
    notNegative(errors, spec, ['replicas']);
    const template = fields(spec, 'template');
    if (template === undefined) {
      errors.required('spec.template');
      return;
    }
    if (Object.keys(selector).length > 0) refuseMismatch(errors, { matchLabels: selector }, template);
    validateTemplate(errors, template, 'spec.template');
    validateLongRunning(errors, template, 'ReplicationController');
  },
  StatefulSet: (errors, spec) => validateStatefulSet(errors, spec, { isNew: true }),
  DaemonSet(errors, spec) {
    const selector = fields(spec, 'selector');
    const template = fields(spec, 'template') ?? {};
    const before = errors.list.length;
    validateLabelSelector(errors, selector, 'spec.selector');
    if (errors.list.length === before) refuseMismatch(errors, selector, template);
    if (isEmptySelector(selector)) errors.invalid('spec.selector', selector, 'empty selector is invalid for daemonset');
    validateTemplate(errors, template, 'spec.template');
    validateLongRunning(errors, template, 'DaemonSet');
    notNegative(errors, spec, ['minReadySeconds']);
    validateDaemonSetStrategy(errors, fields(spec, 'updateStrategy') ?? {});
    notNegative(errors, spec, ['revisionHistoryLimit']);
  },
  Job: validateJob,
  CronJob: validateCronJob,
  PodTemplate: (errors, _spec, object) => validateTemplate(errors, fields(object, 'template') ?? {}, 'template'),
};

/** Findings against a new object of a kind other than Pod. Of kinds without a template only the metadata is checked. */
export function validateNewObject(kind: string, namespaced: boolean, object: Fields): FieldError[] {
  const errors = new FieldErrors();
  const meta = fields(object, 'metadata') ?? {};
  validateObjectMeta(errors, namespaced ? meta : { ...meta, namespace: 'default' }, 'metadata', NAMES[kind] ?? dnsSubdomainErrors);
  SPECS[kind]?.(errors, withTaggedSelector(kind, fields(object, 'spec') ?? {}), object);
  if (kind === 'CronJob' && text(meta, 'name').length > 52) errors.invalid('metadata.name', text(meta, 'name'), 'must be no more than 52 characters');
  return errors.list;
}

/** A label selector is printed with its JSON tags, so without what is empty. */
function withTaggedSelector(kind: string, spec: Fields): Fields {
  const selector = fields(spec, 'selector');
  return selector === undefined || kind === 'ReplicationController' ? spec : { ...spec, selector: canonical('LabelSelector', selector) };
}

const NAMES: Record<string, (name: string) => string[]> = {
  PodDisruptionBudget: segmentErrors,
  StatefulSet: dnsLabelErrors,
  Service: dnsLabelErrors,
  Namespace: dnsLabelErrors,
  ReplicationController: longNameErrors,
};

/** Findings against a change of such an object, both with their defaults; `object` with the empty lists and maps that were written. */
export function validateObjectUpdate(kind: string, old: Fields, object: Fields): FieldError[] {
  const errors = new FieldErrors();
  const spec = withTaggedSelector(kind, fields(object, 'spec') ?? {});
  // Empty and absent are the same when versions are compared.
  const [after, before] = [fields(canonical(kind, object), 'spec') ?? {}, fields(old, 'spec') ?? {}];
  const meta = fields(object, 'metadata') ?? {};
  const keepSelector = () => {
    if (!deepEqual(after['selector'], before['selector'])) errors.invalid('spec.selector', spec['selector'] ?? null, 'field is immutable');
  };
  validateChangedMeta(errors, meta, fields(old, 'metadata') ?? {});
  // A Job is validated as if it were new before its change is looked at.
  if (kind === 'Job') {
    validateObjectMeta(errors, meta, 'metadata');
    validateJob(errors, spec, object);
  }
  switch (kind) {
    case 'Deployment':
    case 'ReplicaSet':
      SPECS[kind]?.(errors, spec, object);
      keepSelector();
      break;
    case 'DaemonSet':
      keepSelector();
      SPECS[kind]?.(errors, spec, object);
      break;
    case 'StatefulSet':
      validateStatefulSetUpdate(errors, spec, after, before);
      break;
    case 'Job':
      validateJobUpdate(errors, spec, after, before, fields(old, 'status') ?? {});
      break;
    default:
      SPECS[kind]?.(errors, spec, object);
  }
  return errors.list;
}

/** Claims and the name of the Service cannot change, so that they are not looked at again; nor is a template if the old object was invalid. */
function validateStatefulSetUpdate(errors: FieldErrors, spec: Fields, after: Fields, before: Fields): void {
  const old = new FieldErrors();
  validateStatefulSet(old, before, { isNew: false });
  validateStatefulSet(errors, spec, { isNew: false, skipsTemplate: old.list.length > 0 });
  if (!isOnlyMutable(after, before))
    errors.forbidden(
      'spec',
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    );
}

const MUTABLE_IN_STATEFUL_SET = 'replicas template updateStrategy minReadySeconds ordinals revisionHistoryLimit persistentVolumeClaimRetentionPolicy'.split(
  ' ',
);

function isOnlyMutable(spec: Fields, old: Fields): boolean {
  const kept = Object.fromEntries(MUTABLE_IN_STATEFUL_SET.map((name) => [name, old[name]]));
  return deepEqual(canonical('StatefulSetSpec', { ...spec, ...kept }), canonical('StatefulSetSpec', old));
}

const isEmptySelector = (selector: Fields | undefined) =>
  selector !== undefined && Object.keys(map(selector, 'matchLabels')).length + list(selector, 'matchExpressions').length === 0;

/** Selector and template of a Deployment or ReplicaSet; a selector that cannot be read hides the template. */
function validateSelected(errors: FieldErrors, spec: Fields, name: string, owner: string): void {
  const template = fields(spec, 'template') ?? {};
  const { selector, isReadable } = validateSelector(errors, spec, name);
  if (!isReadable) {
    errors.invalid('spec.selector', selector, 'invalid label selector');
    return;
  }
  if (!isEmptySelector(selector)) refuseMismatch(errors, selector, template);
  validateTemplate(errors, template, 'spec.template');
  validateLongRunning(errors, template, owner);
}

/** The selector of a workload that must have one: readable, and not an empty one. */
function validateSelector(errors: FieldErrors, spec: Fields, name: string): { selector: Fields | undefined; isReadable: boolean } {
  const selector = fields(spec, 'selector');
  const before = errors.list.length;
  validateLabelSelector(errors, selector, 'spec.selector');
  const isReadable = errors.list.length === before;
  if (selector === undefined) errors.required('spec.selector');
  else if (isEmptySelector(selector)) errors.invalid('spec.selector', selector, `empty selector is invalid for ${name}`);
  return { selector, isReadable };
}

/** Pods that are always started again have no end. */
function validateLongRunning(errors: FieldErrors, template: Fields, owner: string): void {
  const podSpec = fields(template, 'spec');
  const policy = text(podSpec, 'restartPolicy');
  if (policy !== 'Always') errors.unsupported('spec.template.spec.restartPolicy', policy, ['Always']);
  if (num(podSpec, 'activeDeadlineSeconds') !== undefined)
    errors.forbidden('spec.template.spec.activeDeadlineSeconds', `activeDeadlineSeconds in ${owner} is not Supported`);
}

const ROLLING_COUNTS: Fields = { maxUnavailable: 0, maxSurge: 0 };

/** A strategy as the server prints it: counts that nobody gave are zero inside it (pkg/apis/apps/v1/zz_generated.conversion.go). */
function internalStrategy(typeName: string, strategy: Fields, counts: Fields): Fields {
  const rollingUpdate = fields(strategy, 'rollingUpdate');
  return internalStruct(typeName, rollingUpdate === undefined ? strategy : { ...strategy, rollingUpdate: { ...counts, ...rollingUpdate } });
}

function validateDeploymentStrategy(errors: FieldErrors, strategy: Fields): void {
  const type = text(strategy, 'type');
  const rolling = fields(strategy, 'rollingUpdate');
  const at = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    if (rolling !== undefined) errors.forbidden(at, "may not be specified when strategy `type` is 'Recreate'");
  } else if (type === 'RollingUpdate') {
    const [unavailable, surge] = ['maxUnavailable', 'maxSurge'].map((name) => validateIntOrPercent(errors, rolling?.[name], `${at}.${name}`));
    if (unavailable?.count === 0 && surge?.count === 0)
      errors.invalid(`${at}.maxUnavailable`, rolling?.['maxUnavailable'] ?? 0, 'may not be 0 when `maxSurge` is 0');
    if (unavailable?.isOverAll === true) errors.invalid(`${at}.maxUnavailable`, rolling?.['maxUnavailable'], 'must not be greater than 100%');
  } else errors.unsupported('spec.strategy', internalStrategy('DeploymentStrategy', strategy, ROLLING_COUNTS), ['Recreate', 'RollingUpdate']);
}

function validateDaemonSetStrategy(errors: FieldErrors, strategy: Fields): void {
  const type = text(strategy, 'type');
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    errors.unsupported('spec.updateStrategy', internalStrategy('DaemonSetUpdateStrategy', strategy, ROLLING_COUNTS), ['RollingUpdate', 'OnDelete']);
    return;
  }
  const rolling = fields(strategy, 'rollingUpdate') ?? {};
  const at = 'spec.updateStrategy.rollingUpdate';
  const names = ['maxUnavailable', 'maxSurge'] as const;
  const read = names.map((name) => ({ name, ...validateIntOrPercent(errors, rolling[name], `${at}.${name}`) }));
  for (const { name, isOverAll } of read) if (isOverAll) errors.invalid(`${at}.${name}`, rolling[name], 'must not be greater than 100%');
  const [unavailable = 0, surge = 0] = read.map(({ count }) => count);
  if (unavailable !== 0 && surge !== 0) errors.invalid(`${at}.maxSurge`, rolling['maxSurge'], 'may not be set when maxUnavailable is non-zero');
  else if (unavailable === 0 && surge === 0) errors.required(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0');
}

function validateStatefulSet(errors: FieldErrors, spec: Fields, { isNew, skipsTemplate = false }: { isNew: boolean; skipsTemplate?: boolean }): void {
  const policy = text(spec, 'podManagementPolicy');
  if (policy !== 'OrderedReady' && policy !== 'Parallel') errors.invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'");
  validateStatefulSetStrategy(errors, fields(spec, 'updateStrategy') ?? {});
  const retention = fields(spec, 'persistentVolumeClaimRetentionPolicy');
  for (const name of ['whenDeleted', 'whenScaled']) {
    const value = text(retention, name);
    if (value !== 'Retain' && value !== 'Delete') errors.unsupported(`spec.persistentVolumeClaimRetentionPolicy.${name}`, value, ['Retain', 'Delete']);
  }
  for (const [i, claim] of isNew ? list(spec, 'volumeClaimTemplates').entries() : [])
    validateClaimSpec(errors, fields(claim, 'spec'), `spec.volumeClaimTemplates[${i}].spec`);
  notNegative(errors, spec, ['replicas', 'minReadySeconds']);
  const start = num(fields(spec, 'ordinals'), 'start') ?? 0;
  if (start < 0) errors.invalid('spec.ordinals.start', start, 'must be greater than or equal to 0');
  const service = text(spec, 'serviceName');
  if (isNew && service !== '') errors.invalidEach('spec.serviceName', service, dnsLabelErrors(service));
  validateStatefulSetTemplate(errors, spec, skipsTemplate);
}

function validateStatefulSetStrategy(errors: FieldErrors, strategy: Fields): void {
  const type = text(strategy, 'type');
  const rolling = fields(strategy, 'rollingUpdate');
  const at = 'spec.updateStrategy.rollingUpdate';
  if (type === 'OnDelete') {
    if (rolling !== undefined)
      errors.invalid(at, internalStruct('RollingUpdateStatefulSetStrategy', { partition: 0, ...rolling }), "only allowed for updateStrategy 'RollingUpdate'");
  } else if (type === 'RollingUpdate') {
    const partition = num(rolling, 'partition') ?? 0;
    if (partition < 0) errors.invalid(`${at}.partition`, partition, 'must be greater than or equal to 0');
  } else
    errors.invalid('spec.updateStrategy', internalStrategy('StatefulSetUpdateStrategy', strategy, { partition: 0 }), "must be 'RollingUpdate' or 'OnDelete'");
}

/** Claims count as volumes of the template; hostname and subdomain are set for each Pod and not looked at. */
function validateStatefulSetTemplate(errors: FieldErrors, spec: Fields, skipsTemplate: boolean): void {
  const template = fields(spec, 'template') ?? {};
  const { selector, isReadable } = validateSelector(errors, spec, 'statefulset');
  if (!isReadable) errors.invalid('spec.selector', selector, '');
  else {
    if (!isEmptySelector(selector)) refuseMismatch(errors, selector, template);
    const { hostname: _hostname, subdomain: _subdomain, ...podSpec } = fields(template, 'spec') ?? {};
    const claims = [...new Set(list(spec, 'volumeClaimTemplates').map((claim) => text(fields(claim, 'metadata'), 'name')))];
    const own = list(podSpec, 'volumes').filter((volume) => !claims.includes(text(volume, 'name')));
    const volumes = [...claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })), ...own];
    if (!skipsTemplate)
      validateTemplate(errors, { ...template, spec: { ...podSpec, ...(isFields(podSpec) && volumes.length > 0 && { volumes }) } }, 'spec.template');
  }
  validateLongRunning(errors, template, 'StatefulSet');
}
