/** RuntimeClass admission (plugin/pkg/admission/runtimeclass/admission.go: Admit, Validate). */
import { apiError, type ApiError } from '../errors.ts';
import { compareQuantities } from '../quantity.ts';
import { type Fields, fields, list, map } from '../schema/fields.ts';
import { sortedKeys } from '../go-text.ts';
import { type AdmissionContext, AdmissionError, forbidden, objectsOfKind } from './context.ts';
import { mergeTolerations } from './tolerations.ts';

const MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

/** The mutating half: overhead and scheduling of the class. */
export function admitRuntimeClass(meta: Fields, spec: Fields, context: AdmissionContext): void {
  const name = spec['runtimeClassName'];
  const runtimeClass = typeof name === 'string' ? find(meta, name, context) : undefined;
  const overhead = fields(runtimeClass, 'overhead');
  if (overhead !== undefined) {
    const fixed = map(overhead, 'podFixed');
    const own = map(spec, 'overhead');
    if (Object.keys(own).length > 0 && !sameQuantities(own, fixed)) throw forbidden(meta, MISMATCH);
    spec['overhead'] = { ...fixed };
  }
  const scheduling = fields(runtimeClass, 'scheduling');
  if (scheduling !== undefined) applyScheduling(meta, spec, scheduling);
}

/** The validating half, after validation: a Pod may not bring an overhead that its class does not define. */
export function overheadRefusal(meta: Fields, spec: Fields, context: Pick<AdmissionContext, 'objects' | 'namespace'>): ApiError | undefined {
  if (fields(spec, 'overhead') === undefined) return undefined;
  const runtimeClass = objectsOfKind(context, 'RuntimeClass', false).find((object) => object.metadata.name === spec['runtimeClassName']);
  return fields(runtimeClass, 'overhead') === undefined
    ? forbidden(meta, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead').error
    : undefined;
}

function find(meta: Fields, name: string, context: AdmissionContext): Fields {
  if (name === '') throw new AdmissionError(apiError('Unknown', 'resource name may not be empty'));
  const found = objectsOfKind(context, 'RuntimeClass', false).find((object) => object.metadata.name === name);
  if (found === undefined) throw forbidden(meta, `pod rejected: RuntimeClass "${name}" not found`);
  return found;
}

const sameQuantities = (a: Record<string, string>, b: Record<string, string>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => b[key] !== undefined && compareQuantities(a[key], b[key]) === 0);

function applyScheduling(meta: Fields, spec: Fields, scheduling: Fields): void {
  const selector = { ...map(spec, 'nodeSelector') };
  const wanted = map(scheduling, 'nodeSelector');
  for (const key of sortedKeys(wanted)) {
    if (selector[key] !== undefined && selector[key] !== wanted[key]) {
      throw forbidden(meta, `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${wanted[key]}; pod.spec.nodeSelector[${key}] = ${selector[key]}`);
    }
    selector[key] = wanted[key] ?? '';
  }
  if (Object.keys(selector).length > 0) spec['nodeSelector'] = selector;
  const tolerations = mergeTolerations(list(spec, 'tolerations'), list(scheduling, 'tolerations'));
  if (tolerations.length > 0) spec['tolerations'] = tolerations;
}
