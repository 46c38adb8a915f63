/** Jobs and CronJobs (pkg/apis/batch/validation/validation.go). */
import { selects } from '../../base/label-selector.ts';
import { FieldErrors } from '../errors.ts';
import { byteLength } from '../go-text.ts';
import { dnsLabelErrors, dnsSubdomainErrors, qualifiedNameErrors } from '../names.ts';
import { canonical } from '../schema/canonical.ts';
import { clone, deepEqual, type Fields, fields, isTrue, list, map, num, text } from '../schema/fields.ts';
import { internalStruct } from '../schema/internal.ts';
import { scheduleError } from './cron-schedule.ts';
import { validateLabelSelector } from './selectors.ts';
import { notNegative, refuseMismatch, validateTemplate } from './template.ts';

const MAX_PARALLELISM = 100_000;
const MAX_FAILED_INDEXES = 100_000;
/** Above so many completions a limit per index needs lower bounds for the rest. */
const MANY_COMPLETIONS = 100_000;
const MAX_FOR_MANY = 10_000;

export function validateJob(errors: FieldErrors, spec: Fields, job: Fields): void {
  const meta = fields(job, 'metadata') ?? {};
  validateGeneratedSelector(errors, spec, meta);
  validateSpec(errors, spec, 'spec');
  const selector = fields(spec, 'selector');
  const before = errors.list.length;
  if (selector === undefined) errors.required('spec.selector');
  else validateLabelSelector(errors, selector, 'spec.selector');
  if (errors.list.length === before || selector === undefined) refuseMismatch(errors, selector, fields(spec, 'template') ?? {});
  const completions = num(spec, 'completions') ?? 0;
  if (spec['completionMode'] !== 'Indexed' || completions <= 0) return;
  const last = `${text(meta, 'name')}-${completions - 1}`;
  if (dnsLabelErrors(last).length > 0) errors.invalid('metadata.name', text(meta, 'name'), `will not able to create pod with invalid DNS label: ${last}`);
}

/** Unless it is made by hand the selector is the server's. */
function validateGeneratedSelector(errors: FieldErrors, spec: Fields, meta: Fields): void {
  const selector = fields(spec, 'selector');
  if (isTrue(spec, 'manualSelector') || selector === undefined) return;
  const template = fields(fields(spec, 'template'), 'metadata');
  const labels = map(template, 'labels');
  const wanted = { 'controller-uid': 'uid', 'job-name': 'name', 'batch.kubernetes.io/controller-uid': 'uid', 'batch.kubernetes.io/job-name': 'name' };
  const expected = Object.fromEntries(Object.entries(wanted).map(([label, field]) => [label, text(meta, field)]));
  for (const [label, value] of Object.entries(expected)) {
    const at = `spec.template.metadata.labels[${label}]`;
    if (labels[label] === undefined) errors.required(at, `must be '${value}'`);
    else if (labels[label] !== value) errors.invalid(at, fields(template, 'labels') ?? null, `must be '${value}'`);
  }
  if (isReadableSelector(selector) && !selects(selector, expected)) errors.invalid('spec.selector', selector, '`selector` not auto-generated');
}

function isReadableSelector(selector: Fields): boolean {
  const errors = new FieldErrors();
  validateLabelSelector(errors, selector, '');
  return errors.list.length === 0;
}

/** What a Job and the template of a CronJob share (`validateJobSpec`). */
function validateSpec(errors: FieldErrors, spec: Fields, path: string): void {
  notNegative(errors, spec, ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'], path);
  notNegative(errors, spec, ['backoffLimitPerIndex', 'maxFailedIndexes'], path);
  if (num(spec, 'maxFailedIndexes') !== undefined && num(spec, 'backoffLimitPerIndex') === undefined)
    errors.required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified');
  if (typeof spec['managedBy'] === 'string') validateManagedBy(errors, spec['managedBy'], `${path}.managedBy`);
  validateCompletionMode(errors, spec, path);
  const failurePolicy = fields(spec, 'podFailurePolicy');
  if (failurePolicy !== undefined) validateFailurePolicy(errors, spec, failurePolicy, `${path}.podFailurePolicy`);
  const successPolicy = fields(spec, 'successPolicy');
  if (successPolicy !== undefined) {
    if (spec['completionMode'] !== 'Indexed')
      errors.invalid(`${path}.successPolicy`, internalStruct('SuccessPolicy', successPolicy), 'requires indexed completion mode');
    else validateSuccessPolicy(errors, successPolicy, num(spec, 'completions') ?? 0, `${path}.successPolicy.rules`);
  }
  const replacement = spec['podReplacementPolicy'];
  const replacements = failurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  if (replacement !== undefined && !replacements.includes(String(replacement))) errors.unsupported(`${path}.podReplacementPolicy`, replacement, replacements);
  validateTemplate(errors, fields(spec, 'template') ?? {}, `${path}.template`);
  const policy = text(fields(fields(spec, 'template'), 'spec'), 'restartPolicy');
  const at = `${path}.template.spec.restartPolicy`;
  if (policy === 'Always' || policy === '') errors.required(at, 'valid values: "OnFailure", "Never"');
  else if (policy !== 'OnFailure' && policy !== 'Never') errors.unsupported(at, policy, ['OnFailure', 'Never']);
  else if (failurePolicy !== undefined && policy !== 'Never') errors.invalid(at, policy, 'only "Never" is supported when podFailurePolicy is specified');
}

/** `IsDomainPrefixedPath` */
function validateManagedBy(errors: FieldErrors, value: string, path: string): void {
  const [prefix = '', ...rest] = value.split('/');
  const suffix = rest.join('/');
  if (value === '') errors.required(path);
  else if (prefix === '' || suffix === '') errors.invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")');
  else {
    for (const reason of dnsSubdomainErrors(prefix)) errors.invalid(path, prefix, reason);
    if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(suffix))
      errors.invalid(path, suffix, "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
  }
  if (byteLength(value) > 63) errors.tooLong(path, 63);
}

function validateCompletionMode(errors: FieldErrors, spec: Fields, path: string): void {
  const mode = spec['completionMode'];
  const [completions, parallelism] = [num(spec, 'completions'), num(spec, 'parallelism')];
  const [perIndex, failed] = [num(spec, 'backoffLimitPerIndex'), num(spec, 'maxFailedIndexes')];
  if (mode !== undefined && mode !== 'NonIndexed' && mode !== 'Indexed') errors.unsupported(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed']);
  if (mode === undefined || mode === 'NonIndexed') {
    if (perIndex !== undefined) errors.invalid(`${path}.backoffLimitPerIndex`, perIndex, 'requires indexed completion mode');
    if (failed !== undefined) errors.invalid(`${path}.maxFailedIndexes`, failed, 'requires indexed completion mode');
  }
  if (mode !== 'Indexed') return;
  if (completions === undefined) errors.required(`${path}.completions`, 'when completion mode is Indexed');
  if (parallelism !== undefined && parallelism > MAX_PARALLELISM)
    errors.invalid(`${path}.parallelism`, parallelism, `must be less than or equal to ${MAX_PARALLELISM} when completion mode is Indexed`);
  if (completions !== undefined && failed !== undefined && failed > completions)
    errors.invalid(`${path}.maxFailedIndexes`, failed, 'must be less than or equal to completions');
  if (failed !== undefined && failed > MAX_FAILED_INDEXES)
    errors.invalid(`${path}.maxFailedIndexes`, failed, `must be less than or equal to ${MAX_FAILED_INDEXES}`);
  if (completions === undefined || completions <= MANY_COMPLETIONS || perIndex === undefined) return;
  const bound = `must be less than or equal to ${MAX_FOR_MANY} when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (failed === undefined) errors.required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MANY_COMPLETIONS}`);
  if (parallelism !== undefined && parallelism > MAX_FOR_MANY) errors.invalid(`${path}.parallelism`, parallelism, bound);
  if (failed !== undefined && failed > MAX_FOR_MANY) errors.invalid(`${path}.maxFailedIndexes`, failed, bound);
}

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const quoted = (values: readonly string[]) => `valid values: [${values.map((value) => `"${value}"`).join(' ')}]`;

function validateFailurePolicy(errors: FieldErrors, spec: Fields, policy: Fields, path: string): void {
  const rules = list(policy, 'rules');
  if (rules.length > 20) errors.tooMany(`${path}.rules`, rules.length, 20);
  const podSpec = fields(fields(spec, 'template'), 'spec');
  const names = [...list(podSpec, 'containers'), ...list(podSpec, 'initContainers')].map((container) => text(container, 'name'));
  for (const [i, rule] of rules.entries()) {
    const at = `${path}.rules[${i}]`;
    const action = text(rule, 'action');
    if (action === '') errors.required(`${at}.action`, quoted(ACTIONS));
    else if (action === 'FailIndex') {
      if (num(spec, 'backoffLimitPerIndex') === undefined) errors.invalid(`${at}.action`, action, 'requires the backoffLimitPerIndex to be set');
    } else if (!ACTIONS.includes(action)) errors.unsupported(`${at}.action`, action, ACTIONS);
    const exitCodes = fields(rule, 'onExitCodes');
    const conditions = list(rule, 'onPodConditions');
    if (exitCodes !== undefined) validateExitCodes(errors, exitCodes, names, `${at}.onExitCodes`);
    validateConditions(errors, conditions, `${at}.onPodConditions`);
    if (exitCodes !== undefined && conditions.length > 0) errors.invalid(at, undefined, 'specifying both OnExitCodes and OnPodConditions is not supported');
    if (exitCodes === undefined && conditions.length === 0) errors.invalid(at, undefined, 'specifying one of OnExitCodes and OnPodConditions is required');
  }
}

function validateConditions(errors: FieldErrors, conditions: Fields[], path: string): void {
  const states = ['False', 'True', 'Unknown'];
  if (conditions.length > 20) errors.tooMany(path, conditions.length, 20);
  for (const [i, pattern] of conditions.entries()) {
    errors.invalidEach(`${path}[${i}].type`, text(pattern, 'type'), qualifiedNameErrors(text(pattern, 'type')));
    const status = text(pattern, 'status');
    if (status === '') errors.required(`${path}[${i}].status`, quoted(states));
    else if (!states.includes(status)) errors.unsupported(`${path}[${i}].status`, status, states);
  }
}

function validateExitCodes(errors: FieldErrors, requirement: Fields, containers: readonly string[], path: string): void {
  const operator = text(requirement, 'operator');
  const operators = ['In', 'NotIn'];
  if (operator === '') errors.required(`${path}.operator`, quoted(operators));
  else if (!operators.includes(operator)) errors.unsupported(`${path}.operator`, operator, operators);
  const container = requirement['containerName'];
  if (typeof container === 'string' && !containers.includes(container))
    errors.invalid(`${path}.containerName`, container, 'must be one of the container or initContainer names in the pod template');
  const codes = Array.isArray(requirement['values']) ? (requirement['values'] as number[]) : [];
  if (codes.length === 0) errors.invalid(`${path}.values`, requirement['values'] ?? null, 'at least one value is required');
  else if (codes.length > 255) errors.tooMany(`${path}.values`, codes.length, 255);
  for (const [i, code] of codes.entries()) {
    if (operator === 'In' && code === 0) errors.invalid(`${path}.values[${i}]`, code, 'must not be 0 for the In operator');
    if (codes.indexOf(code) < i) errors.duplicate(`${path}.values[${i}]`, code);
  }
  if (codes.some((code, i) => i > 0 && (codes[i - 1] ?? code) > code)) errors.invalid(`${path}.values`, codes, 'must be ordered');
}

function validateSuccessPolicy(errors: FieldErrors, policy: Fields, completions: number, path: string): void {
  const rules = list(policy, 'rules');
  if (rules.length === 0) errors.required(path, 'at least one rules must be specified when the successPolicy is specified');
  if (rules.length > 20) errors.tooMany(path, rules.length, 20);
  for (const [i, rule] of rules.entries()) {
    const at = `${path}[${i}]`;
    const [count, indexes] = [num(rule, 'succeededCount'), rule['succeededIndexes']];
    if (count === undefined && indexes === undefined) errors.required(at, 'at least one of succeededCount or succeededIndexes must be specified');
    const read = typeof indexes === 'string' ? countIndexes(indexes, completions) : 0;
    if (typeof read === 'string') errors.invalid(`${at}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${read}`);
    if (count === undefined) continue;
    const total = typeof read === 'string' ? 0 : read;
    if (count < 0) errors.invalid(`${at}.succeededCount`, count, 'must be greater than or equal to 0');
    if (count > completions)
      errors.invalid(`${at}.succeededCount`, count, `must be less than or equal to ${completions} (the number of specified completions)`);
    if (indexes !== undefined && count > total)
      errors.invalid(`${at}.succeededCount`, count, `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`);
  }
}

/** How many indexes `1,3-5` names, or what is wrong with it (`validateIndexesFormat`). */
function countIndexes(indexes: string, completions: number): number | string {
  let total = 0;
  let last: number | undefined;
  for (const interval of indexes === '' ? [] : indexes.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2) return `the fragment "${interval}" violates the requirement that an index interval can have at most two parts separated by '-'`;
    for (const limit of limits) {
      if (!/^[-+]?\d+$/.test(limit)) return `cannot convert string to integer for index: "${limit}"`;
      if (Number(limit) >= completions) return `too large index: "${limit}"`;
    }
    const [from = 0, to = from] = limits.map(Number);
    if (limits.length === 2 && from >= to) return `non-increasing order, previous: ${from}, current: ${to}`;
    if (last !== undefined && last >= from) return `non-increasing order, previous: ${last}, current: ${from}`;
    total += to - from + 1;
    last = to;
  }
  return total;
}

export function validateCronJob(errors: FieldErrors, spec: Fields): void {
  validateSchedule(errors, text(spec, 'schedule'));
  notNegative(errors, spec, ['startingDeadlineSeconds']);
  if (typeof spec['timeZone'] === 'string') validateTimeZone(errors, spec['timeZone']);
  const policy = text(spec, 'concurrencyPolicy');
  const policies = ['Allow', 'Forbid', 'Replace'];
  if (!policies.includes(policy)) errors.unsupported('spec.concurrencyPolicy', policy, policies);
  const jobSpec = fields(fields(spec, 'jobTemplate'), 'spec') ?? {};
  validateSpec(errors, jobSpec, 'spec.jobTemplate.spec');
  const selector = fields(jobSpec, 'selector');
  if (selector !== undefined) errors.invalid('spec.jobTemplate.spec.selector', selector, '`selector` will be auto-generated');
  if (isTrue(jobSpec, 'manualSelector')) errors.unsupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']);
  notNegative(errors, spec, ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']);
}

function validateSchedule(errors: FieldErrors, schedule: string): void {
  if (schedule === '') {
    errors.required('spec.schedule');
    return;
  }
  const error = scheduleError(schedule);
  if (error !== undefined) errors.invalid('spec.schedule', schedule, error);
  if (schedule.includes('TZ')) errors.invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
}

function validateTimeZone(errors: FieldErrors, zone: string): void {
  const at = 'spec.timeZone';
  if (zone === '') errors.invalid(at, zone, 'timeZone must be nil or non-empty string');
  else if (zone.split('/').some((part) => part === '.' || part === '..' || part.startsWith('-') || !/^[A-Za-z.\-_0-9+]{1,14}$/.test(part)))
    errors.invalid(at, zone, `unknown time zone ${zone}`);
  else if (zone.toLowerCase() === 'local') errors.invalid(at, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
  else if (!isKnownArea(zone)) errors.invalid(at, zone, `unknown time zone ${zone}`);
}

/** The areas of the time zone database, and its zones without one. Which places lie in an area is left open. */
const AREAS = new Set('Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US'.split(' '));
const ZONES = new Set(
  'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu'.split(
    ' ',
  ),
);

function isKnownArea(zone: string): boolean {
  const [area = '', place] = zone.split('/');
  return place === undefined ? ZONES.has(area) : AREAS.has(area) && place !== '';
}

/** What of a Job may change (`ValidateJobSpecUpdate`). `written` is the new spec with the empty lists and maps in it, which messages show. */
export function validateJobUpdate(errors: FieldErrors, written: Fields, spec: Fields, old: Fields, status: Fields): void {
  const immutable = (name: string, typeName?: string) => {
    if (deepEqual(spec[name], old[name])) return;
    const value = fields(written, name);
    const shown = value === undefined || typeName === undefined ? (written[name] ?? null) : internalStruct(typeName, value);
    errors.invalid(`spec.${name}`, shown, 'field is immutable');
  };
  if (spec['completionMode'] !== 'Indexed') immutable('completions');
  else if (spec['completions'] !== undefined && !deepEqual(spec['completions'], old['completions']) && spec['completions'] !== spec['parallelism'])
    errors.invalid('spec.completions', spec['completions'], 'can only be modified in tandem with spec.parallelism');
  immutable('selector');
  validateTemplateKept(errors, written, spec, old, status);
  immutable('completionMode');
  immutable('podFailurePolicy', 'PodFailurePolicy');
  immutable('backoffLimitPerIndex');
  immutable('managedBy');
  immutable('successPolicy', 'SuccessPolicy');
}

/** While a Job is suspended and has no Pods its template may change in what it needs and where it may run. */
function validateTemplateKept(errors: FieldErrors, written: Fields, spec: Fields, old: Fields, status: Fields): void {
  const suspended = isTrue(old, 'suspend');
  const hasCondition = list(status, 'conditions').some((condition) => condition['type'] === 'Suspended' && condition['status'] === 'True');
  const isOpen = suspended && (status['startTime'] === undefined || hasCondition) && (num(status, 'active') ?? 0) === 0;
  const template = fields(spec, 'template') ?? {};
  const before = isOpen ? withOpenParts(fields(old, 'template') ?? {}, template) : (fields(old, 'template') ?? {});
  if (deepEqual(template, before)) return;
  const shown = fields(written, 'template');
  const podSpec = internalStruct('PodSpec', fields(shown, 'spec'));
  if (isOpen) errors.invalid('spec.template.spec', podSpec, 'field is immutable');
  else errors.invalid('spec.template', { ...canonical('ObjectMeta', fields(shown, 'metadata') ?? {}), Spec: podSpec }, 'field is immutable');
}

function withOpenParts(old: Fields, now: Fields): Fields {
  const template = clone(old);
  const [spec, next] = [(template['spec'] ??= {}) as Fields, fields(now, 'spec') ?? {}];
  template['metadata'] = now['metadata'];
  for (const name of ['nodeSelector', 'tolerations', 'schedulingGates']) take(spec, next, name);
  const affinity = { ...fields(spec, 'affinity') };
  take(affinity, fields(next, 'affinity') ?? {}, 'nodeAffinity');
  if (Object.keys(affinity).length > 0) spec['affinity'] = affinity;
  else delete spec['affinity'];
  for (const name of ['containers', 'initContainers'])
    for (const [i, container] of list(spec, name).entries())
      if (list(next, name)[i]?.['name'] === container['name']) take(container, list(next, name)[i] ?? {}, 'resources');
  return template;
}

function take(target: Fields, from: Fields, name: string): void {
  if (from[name] === undefined) delete target[name];
  else target[name] = from[name];
}
