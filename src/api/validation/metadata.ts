/** Names, labels, annotations, finalizers (staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go). */
import type { FieldErrors } from '../errors.ts';
import { byteLength, sortedKeys } from '../go-text.ts';
import { dnsLabelErrors, dnsSubdomainErrors, labelValueErrors, prefixOfSubdomainErrors, qualifiedNameErrors } from '../names.ts';
import { type Fields, isTrue, list, map, strings, text } from '../schema/fields.ts';

const MAX_ANNOTATIONS_BYTES = 262_144;
const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion', 'kubernetes.io/pv-protection', 'kubernetes.io/pvc-protection']);

/** Everything under `metadata` of a namespaced object. Names follow `nameErrors`. */
export function validateObjectMeta(errors: FieldErrors, meta: Fields, path: string, nameErrors?: (name: string) => string[]): void {
  validateAnyMeta(errors, meta, path, nameErrors);
  for (const [i, finalizer] of strings(meta, 'finalizers').entries()) {
    if (!finalizer.includes('/') && !STANDARD_FINALIZERS.has(finalizer))
      errors.invalid(`${path}.finalizers[${i}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified');
  }
}

/** What the server asks of any object's metadata, whatever its kind asks besides. */
export function validateAnyMeta(errors: FieldErrors, meta: Fields, path: string, nameErrors: (name: string) => string[] = dnsSubdomainErrors): void {
  const generateName = text(meta, 'generateName');
  if (generateName !== '') errors.invalidEach(`${path}.generateName`, generateName, prefixOfSubdomainErrors(generateName));
  const name = text(meta, 'name');
  if (name === '') errors.required(`${path}.name`, 'name or generateName is required');
  else errors.invalidEach(`${path}.name`, name, nameErrors(name));
  const namespace = text(meta, 'namespace');
  if (namespace === '') errors.required(`${path}.namespace`);
  else errors.invalidEach(`${path}.namespace`, namespace, dnsLabelErrors(namespace));
  validateLabels(errors, map(meta, 'labels'), `${path}.labels`);
  validateAnnotations(errors, map(meta, 'annotations'), `${path}.annotations`);
  validateOwnerReferences(errors, list(meta, 'ownerReferences'), `${path}.ownerReferences`);
  const finalizers = strings(meta, 'finalizers');
  for (const finalizer of finalizers) errors.invalidEach(`${path}.finalizers`, finalizer, qualifiedNameErrors(finalizer));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion'))
    errors.invalid(`${path}.finalizers`, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set');
}

/** Also nodeSelector, which is checked like labels. */
export function validateLabels(errors: FieldErrors, labels: Record<string, string>, path: string): void {
  for (const key of sortedKeys(labels)) {
    errors.invalidEach(path, key, qualifiedNameErrors(key));
    errors.invalidEach(path, labels[key], labelValueErrors(labels[key] ?? ''));
  }
}

export function validateAnnotations(errors: FieldErrors, annotations: Record<string, string>, path: string): void {
  let bytes = 0;
  for (const key of sortedKeys(annotations)) {
    errors.invalidEach(path, key, qualifiedNameErrors(key.toLowerCase()));
    bytes += byteLength(key) + byteLength(annotations[key] ?? '');
  }
  if (bytes > MAX_ANNOTATIONS_BYTES) errors.tooLong(path, MAX_ANNOTATIONS_BYTES);
}

export function validateOwnerReferences(errors: FieldErrors, references: Fields[], path: string): void {
  let controller = '';
  for (const reference of references) {
    const apiVersion = text(reference, 'apiVersion');
    // Two slashes make it unreadable, which counts as no version (`schema.FromAPIVersionAndKind`).
    if (apiVersion === '' || /\/$|\/.*\//.test(apiVersion)) errors.invalid(`${path}.apiVersion`, apiVersion, 'version must not be empty');
    for (const name of ['kind', 'name', 'uid']) if (text(reference, name) === '') errors.invalid(`${path}.${name}`, '', 'must not be empty');
    if (apiVersion === 'v1' && text(reference, 'kind') === 'Event') errors.invalid(path, reference, '/v1, Kind=Event is disallowed from being an owner');
    if (!isTrue(reference, 'controller')) continue;
    const current = `${text(reference, 'kind')}/${text(reference, 'name')}`;
    if (controller !== '')
      errors.invalid(path, references, `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`);
    else controller = current;
  }
}
