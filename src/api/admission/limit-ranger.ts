/** LimitRanger (plugin/pkg/admission/limitranger/admission.go: PodMutateLimitFunc, PodValidateLimitFunc). */
import { aggregateRequests } from '../defaults/pod-spec.ts';
import { sortedKeys } from '../go-text.ts';
import { compareQuantities, formatQuantity, quantity } from '../quantity.ts';
import { type Fields, fields, list, map, text } from '../schema/fields.ts';
import { type AdmissionContext, forbidden, objectsOfKind } from './context.ts';

type Resources = Record<string, string>;

/** Fills in the defaults of every LimitRange and holds the Pod against its bounds. */
export function admitLimitRanges(meta: Fields, spec: Fields, context: AdmissionContext): void {
  for (const limits of limitsOf(context)) applyDefaults(meta, spec, limits);
  const refusal = limitRangeRefusal(spec, context);
  if (refusal !== undefined) throw forbidden(meta, refusal);
}

/** What goes against the bounds of a LimitRange; undefined if nothing does. */
export function limitRangeRefusal(spec: Fields, context: Pick<AdmissionContext, 'objects' | 'namespace'>): string | undefined {
  for (const limits of limitsOf(context)) {
    const errors = limits.flatMap((limit) => violations(spec, limit));
    if (errors.length > 0) return errors.length === 1 ? errors[0] : `[${[...new Set(errors)].join(', ')}]`;
  }
  return undefined;
}

const limitsOf = (context: Pick<AdmissionContext, 'objects' | 'namespace'>): Fields[][] =>
  objectsOfKind(context, 'LimitRange', true).map((object) => list(fields(object, 'spec'), 'limits'));

function applyDefaults(meta: Fields, spec: Fields, limits: Fields[]): void {
  const ofContainers = limits.filter((limit) => text(limit, 'type') === 'Container').map(withDefaults);
  const defaults = { limits: merged(ofContainers, 'default'), requests: merged(ofContainers, 'defaultRequest') };
  const notes: string[] = [];
  for (const [name, label] of [
    ['containers', 'container'],
    ['initContainers', 'init container'],
  ] as const) {
    for (const container of list(spec, name)) {
      const resources = (container['resources'] ??= {}) as Fields;
      for (const kind of ['requests', 'limits'] as const) {
        const own = map(resources, kind);
        const added = sortedKeys(defaults[kind]).filter((key) => own[key] === undefined);
        if (added.length === 0) continue;
        resources[kind] = { ...defaults[kind], ...own };
        notes.push(`${added.join(', ')} ${kind === 'requests' ? 'request' : 'limit'} for ${label} ${text(container, 'name')}`);
      }
    }
  }
  if (notes.length > 0) meta['annotations'] = { ...map(meta, 'annotations'), 'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join('; ')}` };
}

/** What the API server fills into a LimitRange when it is created (pkg/apis/core/v1/defaults.go: SetDefaults_LimitRangeItem). */
function withDefaults(limit: Fields): Fields {
  const limits = { ...map(limit, 'max'), ...map(limit, 'default') };
  return { ...limit, default: limits, defaultRequest: { ...map(limit, 'min'), ...limits, ...map(limit, 'defaultRequest') } };
}

const merged = (limits: Fields[], field: string): Resources => Object.assign({}, ...limits.map((limit) => map(limit, field))) as Resources;

function violations(spec: Fields, limit: Fields): string[] {
  const type = text(limit, 'type');
  if (type === 'Pod') {
    const ofPod = fields(spec, 'resources');
    return check(type, limit, { ...aggregateRequests(spec), ...map(ofPod, 'requests') }, { ...aggregateRequests(spec, 'limits'), ...map(ofPod, 'limits') });
  }
  if (type !== 'Container') return [];
  return [...list(spec, 'containers'), ...list(spec, 'initContainers')].flatMap((container) => {
    const resources = fields(container, 'resources');
    return check(type, limit, map(resources, 'requests'), map(resources, 'limits'));
  });
}

function check(type: string, limit: Fields, requests: Resources, limits: Resources): string[] {
  const each = (field: string, rule: (name: string, bound: string) => string | undefined): string[] => {
    const bounds = map(limit, field);
    return sortedKeys(bounds).flatMap((name) => rule(name, shown(bounds[name])) ?? []);
  };
  return [
    ...each('min', (name, bound) => minimum(`minimum ${name} usage per ${type} is ${bound}`, bound, requests[name], limits[name])),
    ...each('max', (name, bound) => maximum(`maximum ${name} usage per ${type} is ${bound}`, bound, requests[name], limits[name])),
    ...each('maxLimitRequestRatio', (name, bound) => ratio(`${name} max limit to request ratio per ${type} is ${bound}`, bound, requests[name], limits[name])),
  ];
}

const shown = (value: unknown) => formatQuantity(quantity(value));

function minimum(rule: string, bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  if (request === undefined) return `${rule}.  No request is specified`;
  if (compareQuantities(request, bound) < 0) return `${rule}, but request is ${shown(request)}`;
  return limit !== undefined && compareQuantities(limit, bound) < 0 ? `${rule}, but limit is ${shown(limit)}` : undefined;
}

function maximum(rule: string, bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, bound) > 0) return `${rule}, but limit is ${shown(limit)}`;
  return request !== undefined && compareQuantities(request, bound) > 0 ? `${rule}, but request is ${shown(request)}` : undefined;
}

function ratio(rule: string, bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  if (request === undefined || quantity(request).nano === 0n) return `${rule}, but no request is specified or request is 0`;
  if (limit === undefined || quantity(limit).nano === 0n) return `${rule}, but no limit is specified or limit is 0`;
  const actual = Number(quantity(limit).nano) / Number(quantity(request).nano);
  return actual > Number(quantity(bound).nano) / 1e9 ? `${rule}, but provided ratio is ${actual.toFixed(6)}` : undefined;
}
