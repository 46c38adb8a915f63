/** Requests and limits (validation.go: validateResourceRequirements, validatePodResources). */
import { aggregateRequests } from '../defaults/pod-spec.ts';
import { sortedKeys } from '../go-text.ts';
import { dnsLabelErrors, qualifiedNameErrors } from '../names.ts';
import { compareQuantities, formatQuantity, isWhole, parseQuantity, quantity, quantityMilli, quantityUnits } from '../quantity.ts';
import { type Fields, fields, list, map, text } from '../schema/fields.ts';
import type { PodContext } from './context.ts';

const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);
const INTEGER_RESOURCES = new Set(
  'pods resourcequotas services replicationcontrollers secrets configmaps persistentvolumeclaims services.nodeports services.loadbalancers'.split(' '),
);
const STANDARD_RESOURCES = new Set([
  ...CONTAINER_RESOURCES,
  ...INTEGER_RESOURCES,
  ...'requests.cpu requests.memory requests.ephemeral-storage limits.cpu limits.memory limits.ephemeral-storage storage requests.storage'.split(' '),
]);

const isHugePages = (name: string) => name.startsWith('hugepages-');
/** Without a domain, or in Kubernetes' own. */
const isNative = (name: string) => !name.includes('/') || name.includes('kubernetes.io/');
const isExtended = (name: string) => !isNative(name) && !name.startsWith('requests.') && qualifiedNameErrors(`requests.${name}`).length === 0;
const mayOvercommit = (name: string) => isNative(name) && !isHugePages(name);

export function validateContainerResources(context: PodContext, container: Fields, path: string): void {
  validateRequirements(context, fields(container, 'resources') ?? {}, `${path}.resources`, validateContainerResourceName);
}

/** RuntimeClass overhead follows the rules of limits. */
export function validateOverhead(context: PodContext, overhead: Fields, path: string): void {
  validateRequirements(context, { limits: overhead }, path, validateContainerResourceName);
}

type NameCheck = (context: PodContext, name: string, path: string) => void;

function validateRequirements(context: PodContext, resources: Fields, path: string, checkName: NameCheck): void {
  const { errors } = context;
  const limits = map(resources, 'limits');
  const requests = map(resources, 'requests');
  for (const name of sortedKeys(limits)) {
    checkName(context, name, `${path}.limits[${name}]`);
    validateQuantity(context, name, limits[name], `${path}.limits[${name}]`);
    validateHugePages(context, name, limits[name], `${path}.limits[${name}]`);
  }
  for (const name of sortedKeys(requests)) {
    const at = `${path}.requests[${name}]`;
    checkName(context, name, at);
    validateQuantity(context, name, requests[name], at);
    const limit = limits[name];
    if (limit !== undefined) {
      const order = compareQuantities(requests[name], limit);
      const shown = canonicalText(requests[name]);
      if (order !== 0 && !mayOvercommit(name)) errors.invalid(`${path}.requests`, shown, `must be equal to ${name} limit of ${canonicalText(limit)}`);
      else if (order > 0) errors.invalid(`${path}.requests`, shown, `must be less than or equal to ${name} limit of ${canonicalText(limit)}`);
    } else if (!mayOvercommit(name)) errors.required(`${path}.limits`, 'Limit must be set for non overcommitable resources');
    validateHugePages(context, name, requests[name], at);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) errors.forbidden(path, 'HugePages require cpu or memory');
  validateClaims(context, list(resources, 'claims'), `${path}.claims`);
}

const canonicalText = (value: unknown) => formatQuantity(quantity(value));

function validateQuantity({ errors }: PodContext, name: string, value: unknown, path: string): void {
  if (compareQuantities(value, '0') < 0) errors.invalid(path, canonicalText(value), 'must be greater than or equal to 0');
  if ((INTEGER_RESOURCES.has(name) || isExtended(name)) && quantityMilli(value) % 1000n !== 0n)
    errors.invalid(path, canonicalText(value), 'must be an integer');
}

function validateHugePages({ errors }: PodContext, name: string, value: unknown, path: string): void {
  if (!isHugePages(name)) return;
  const pageSize = parseQuantity(name.slice('hugepages-'.length));
  const divisible =
    !('error' in pageSize) && pageSize.nano > 0n && isWhole(formatQuantity(pageSize)) && quantityUnits(value) % quantityUnits(formatQuantity(pageSize)) === 0n;
  if (!divisible) errors.invalid(path, canonicalText(value), `${canonicalText(value)} is not positive integer multiple of ${name}`);
}

/** Whether the name is well formed and known; true if there was nothing to say. */
function validateResourceName({ errors }: PodContext, name: string, path: string): boolean {
  const reasons = qualifiedNameErrors(name);
  errors.invalidEach(path, name, reasons);
  if (reasons.length > 0) return false;
  if (name.includes('/') || STANDARD_RESOURCES.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-')) return true;
  errors.invalid(path, name, 'must be a standard resource type or fully qualified');
  return false;
}

function validateContainerResourceName(context: PodContext, name: string, path: string): void {
  const { errors } = context;
  validateResourceName(context, name, path);
  if (!name.includes('/')) {
    if (!CONTAINER_RESOURCES.has(name) && !isHugePages(name)) errors.invalid(path, name, 'must be a standard resource for containers');
  } else if (!isNative(name) && !isExtended(name)) errors.invalid(path, name, "doesn't follow extended resource name standard");
}

function validatePodResourceName(context: PodContext, name: string, path: string): void {
  if (!validateResourceName(context, name, path)) return;
  if (name !== 'cpu' && name !== 'memory' && !isHugePages(name)) context.errors.unsupported(path, name, ['cpu', 'hugepages-', 'memory']);
}

function validateClaims({ errors, claimNames }: PodContext, claims: Fields[], path: string): void {
  const seen = new Set<string>();
  for (const [i, claim] of claims.entries()) {
    const name = text(claim, 'name');
    const request = text(claim, 'request');
    if (name === '') {
      errors.required(`${path}[${i}]`);
      continue;
    }
    if (seen.has(name)) errors.duplicate(`${path}[${i}]`, name);
    else {
      if (request !== '') errors.invalidEach(`${path}[${i}].request`, request, dnsLabelErrors(request));
      const key = request === '' ? name : `${name}/${request}`;
      if (seen.has(key)) errors.duplicate(`${path}[${i}]`, key);
      else if (request === '') for (const other of seen) if (other.startsWith(`${name}/`)) errors.duplicate(`${path}[${i}]`, name);
      seen.add(key);
    }
    if (!claimNames.includes(name)) {
      errors.notFound(
        `${path}[${i}]`,
        name,
        `must be one of the names in pod.spec.resourceClaims${claimNames.length === 0 ? ' which is empty' : `: ${[...claimNames].sort().join(', ')}`}`,
      );
    }
  }
}

/** Pod-level resources against the containers' own (`validatePodResourceConsistency`). */
export function validatePodResources(context: PodContext, spec: Fields): void {
  const { errors, os } = context;
  const resources = fields(spec, 'resources');
  if (resources === undefined) return;
  if (os === 'windows') {
    errors.forbidden('spec.resources', 'may not be set for a windows pod');
    return;
  }
  if (resources['claims'] !== undefined) errors.forbidden('spec.resources.claims', 'claims may not be set for Resources at pod-level');
  validateRequirements(context, resources, 'spec.resources', validatePodResourceName);
  const limits = map(resources, 'limits');
  compareWithTotal(context, aggregateRequests(spec), map(resources, 'requests'), 'requests');
  compareWithTotal(context, Object.fromEntries(Object.entries(aggregateRequests(spec, 'limits')).filter(([name]) => isHugePages(name))), limits, 'limits');
  for (const [i, container] of list(spec, 'containers').entries()) {
    const own = map(fields(container, 'resources'), 'limits');
    for (const name of sortedKeys(own)) {
      if (limits[name] === undefined || compareQuantities(own[name], limits[name]) <= 0) continue;
      errors.invalid(
        `spec.resources.containers[${i}][${name}].limits`,
        canonicalText(own[name]),
        `must be less than or equal to pod limits of ${canonicalText(limits[name])}`,
      );
    }
  }
}

function compareWithTotal({ errors }: PodContext, totals: Record<string, string>, own: Record<string, string>, kind: 'requests' | 'limits'): void {
  for (const name of sortedKeys(totals)) {
    if (own[name] === undefined || compareQuantities(totals[name], own[name]) <= 0) continue;
    errors.invalid(
      `spec.resources.${kind}[${name}]`,
      canonicalText(own[name]),
      `must be greater than or equal to aggregate container ${kind} of ${totals[name]}`,
    );
  }
}

/** How a container takes changed resources (`validateResizePolicy`). */
export function validateResizePolicy({ errors, restartPolicy }: PodContext, container: Fields, path: string): void {
  const at = `${path}.resizePolicy`;
  const seen = new Set<string>();
  for (const [i, policy] of list(container, 'resizePolicy').entries()) {
    const [resource, restart] = [text(policy, 'resourceName'), text(policy, 'restartPolicy')];
    if (seen.has(resource)) errors.duplicate(`${at}[${i}]`, resource);
    seen.add(resource);
    if (resource === '') errors.required(at);
    else if (resource !== 'cpu' && resource !== 'memory') errors.unsupported(at, resource, ['cpu', 'memory']);
    if (restart === '') errors.required(at);
    else if (restart !== 'NotRequired' && restart !== 'RestartContainer') errors.unsupported(at, restart, ['NotRequired', 'RestartContainer']);
    if (restartPolicy === 'Never' && restart !== 'NotRequired') errors.invalid(at, restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
  }
}
