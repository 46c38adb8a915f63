/** Which changes of a Pod are allowed (pkg/apis/core/validation/validation.go: ValidatePodUpdate). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { goJson, goQuote, sortedKeys } from '../go-text.ts';
import { unifiedDiff } from '../line-diff.ts';
import { inclusiveRange } from '../names.ts';
import { canonical } from '../schema/canonical.ts';
import { clone, deepEqual, type Fields, fields, list, map, num, strings, text } from '../schema/fields.ts';
import { internalStruct } from '../schema/internal.ts';
import { validateAnnotations, validateAnyMeta, validateLabels, validateOwnerReferences } from './metadata.ts';
import { type PodLike, validateMetadataAndSpec } from './pod.ts';
import { APPARMOR_ANNOTATION } from './pod-annotations.ts';

const MAX_INT32 = 2_147_483_647;
const MUTABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/**
 * What the API server finds against the change from `old` to `changed`, both with their defaults. `written` is the changed
 * spec with the empty lists and maps in it.
 */
export function validatePodUpdate(
  old: PodLike,
  changed: PodLike,
  featureGates: Readonly<Record<string, boolean>> = {},
  written: Fields = changed.spec,
): FieldError[] {
  const errors = new FieldErrors();
  validateChangedMeta(errors, changed.metadata, old.metadata);
  errors.list.push(...validateMetadataAndSpec(changed, featureGates).list);
  validateAnnotationUpdate(errors, changed.metadata, old.metadata);
  validateSpecUpdate(errors, written, old.spec);
  return errors.list;
}

/** Changed metadata of any kind, which every kind validates again (staging/src/k8s.io/apiserver/pkg/registry/rest/update.go: validateCommonFields). */
export function validateChangedMeta(errors: FieldErrors, meta: Fields, old: Fields): void {
  // Name and namespace are those of the old object, whatever was allowed for them.
  validateAnyMeta(errors, { ...meta, name: 'old', namespace: 'old' }, 'metadata');
  validateMetaUpdate(errors, meta, old);
}

/** staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go: ValidateObjectMetaAccessorUpdate */
function validateMetaUpdate(errors: FieldErrors, meta: Fields, old: Fields): void {
  if (old['deletionTimestamp'] !== undefined) {
    const before = strings(old, 'finalizers');
    const added = strings(meta, 'finalizers')
      .filter((name) => !before.includes(name))
      .sort();
    if (added.length > 0)
      errors.forbidden(
        'metadata.finalizers',
        `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(goQuote).join(', ')}}`,
      );
  }
  for (const name of ['name', 'namespace', 'uid', 'creationTimestamp']) {
    if (text(meta, name) !== text(old, name)) errors.invalid(`metadata.${name}`, text(meta, name), 'field is immutable');
  }
  for (const name of ['deletionTimestamp', 'deletionGracePeriodSeconds'])
    if (meta[name] !== old[name]) errors.invalid(`metadata.${name}`, meta[name] ?? null, 'field is immutable');
  validateLabels(errors, map(meta, 'labels'), 'metadata.labels');
  validateAnnotations(errors, map(meta, 'annotations'), 'metadata.annotations');
  validateOwnerReferences(errors, list(meta, 'ownerReferences'), 'metadata.ownerReferences');
}

function validateAnnotationUpdate(errors: FieldErrors, meta: Fields, old: Fields): void {
  const [now, before] = [map(meta, 'annotations'), map(old, 'annotations')];
  const what = (key: string) =>
    key.startsWith(APPARMOR_ANNOTATION) ? 'AppArmor annotations' : key === 'kubernetes.io/config.mirror' ? 'mirror pod annotation' : undefined;
  for (const key of sortedKeys({ ...before, ...now })) {
    const subject = what(key);
    if (subject === undefined || now[key] === before[key]) continue;
    errors.forbidden(`metadata.annotations[${key}]`, `may not ${before[key] === undefined ? 'add' : 'remove or update'} ${subject}`);
  }
}

function validateSpecUpdate(errors: FieldErrors, spec: Fields, old: Fields): void {
  for (const name of ['containers', 'initContainers']) {
    if (list(spec, name).length !== list(old, name).length) {
      errors.forbidden(`spec.${name}`, 'pod updates may not add or remove containers');
      return;
    }
    for (const [i, container] of list(spec, name).entries()) {
      const image = text(container, 'image');
      if (image === '') errors.required(`spec.${name}[${i}].image`);
      if (image.trim() !== image) errors.invalid(`spec.${name}[${i}].image`, image, 'must not have leading or trailing whitespace');
    }
  }
  if (!validateDeadline(errors, num(spec, 'activeDeadlineSeconds'), num(old, 'activeDeadlineSeconds'))) return;
  validateTolerationsKept(errors, list(spec, 'tolerations'), list(old, 'tolerations'));
  validateGatesOnlyRemoved(errors, list(spec, 'schedulingGates'), list(old, 'schedulingGates'));
  validateRest(errors, spec, old);
}

/** False: nothing below is checked any more. */
function validateDeadline(errors: FieldErrors, seconds: number | undefined, old: number | undefined): boolean {
  const at = 'spec.activeDeadlineSeconds';
  if (seconds === undefined) {
    if (old !== undefined) errors.invalid(at, null, 'must not update from a positive integer to nil value');
    return true;
  }
  if (seconds < 0 || seconds > MAX_INT32) errors.invalid(at, seconds, inclusiveRange(0, MAX_INT32));
  else if (old !== undefined && old < seconds) errors.invalid(at, seconds, 'must be less than or equal to previous value');
  else return true;
  return false;
}

function validateTolerationsKept(errors: FieldErrors, tolerations: Fields[], old: Fields[]): void {
  const withoutSeconds = ({ tolerationSeconds: _seconds, ...rest }: Fields) => rest;
  const isKept = (before: Fields) => tolerations.some((now) => deepEqual(withoutSeconds(now), withoutSeconds(before)));
  if (!old.every(isKept)) errors.forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds');
}

function validateGatesOnlyRemoved(errors: FieldErrors, gates: Fields[], old: Fields[]): void {
  const before = new Set(old.map((gate) => text(gate, 'name')));
  for (const [i, gate] of gates.entries()) {
    const name = text(gate, 'name');
    if (!before.has(name)) errors.forbidden(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`);
  }
}

/** With everything that may change set back, old and new must be equal. */
function validateRest(errors: FieldErrors, spec: Fields, old: Fields): void {
  const before = canonical('PodSpec', old);
  const munged = canonical('PodSpec', spec, 'kept');
  for (const name of ['containers', 'initContainers']) {
    for (const [i, container] of list(munged, name).entries()) container['image'] = list(before, name)[i]?.['image'];
  }
  for (const name of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations']) setBack(munged, before, name);
  if (list(before, 'schedulingGates').length > 0) setBackPlacement(errors, munged, before);
  const next = canonical('PodSpec', munged, 'kept');
  if (deepEqual(canonical('PodSpec', next), before)) return;
  errors.forbidden('spec', `${MUTABLE}\n${unifiedDiff(goJson(internalStruct('PodSpec', before), 1), goJson(internalStruct('PodSpec', next), 1))}`);
}

function setBack(spec: Fields, old: Fields, name: string): void {
  if (old[name] === undefined) delete spec[name];
  else spec[name] = clone(old[name]);
}

/** While a Pod is gated its placement may be narrowed. */
function setBackPlacement(errors: FieldErrors, spec: Fields, old: Fields): void {
  const selector = map(spec, 'nodeSelector');
  if (Object.entries(map(old, 'nodeSelector')).some(([key, value]) => selector[key] !== value)) {
    errors.invalid('spec.nodeSelector', spec['nodeSelector'] ?? null, 'only additions to spec.nodeSelector are allowed (no mutations or deletions)');
  }
  setBack(spec, old, 'nodeSelector');
  const [now, before] = [fields(fields(spec, 'affinity'), 'nodeAffinity'), fields(fields(old, 'affinity'), 'nodeAffinity')];
  if (deepEqual(now, before)) return;
  validateAffinityNarrowed(errors, now, before);
  const { nodeAffinity: _affinity, ...others } = fields(spec, 'affinity') ?? {};
  const affinity = before === undefined ? others : { ...others, nodeAffinity: clone(before) };
  if (Object.keys(affinity).length === 0 && old['affinity'] === undefined) delete spec['affinity'];
  else spec['affinity'] = affinity;
}

function validateAffinityNarrowed(errors: FieldErrors, now: Fields | undefined, before: Fields | undefined): void {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const [terms, oldTerms] = [list(fields(now, required), 'nodeSelectorTerms'), list(fields(before, required), 'nodeSelectorTerms')];
  const at = `spec.affinity.nodeAffinity.${required}.nodeSelectorTerms`;
  if (oldTerms.length === 0) return;
  if (terms.length !== oldTerms.length) {
    errors.invalid(
      at,
      terms.length === 0 ? (fields(now, required)?.['nodeSelectorTerms'] ?? null) : terms.map((term) => internalStruct('NodeSelectorTerm', term)),
      'no additions/deletions to non-empty NodeSelectorTerms list are allowed',
    );
    return;
  }
  for (const [i, oldTerm] of oldTerms.entries()) {
    const term = terms[i] ?? {};
    const wasEmpty = ['matchExpressions', 'matchFields'].every((name) => list(oldTerm, name).length === 0);
    const isEmpty = ['matchExpressions', 'matchFields'].every((name) => list(term, name).length === 0);
    const keeps = ['matchExpressions', 'matchFields'].every((name) => deepEqual(list(term, name).slice(0, list(oldTerm, name).length), list(oldTerm, name)));
    if ((wasEmpty && !isEmpty) || !keeps)
      errors.invalid(`${at}[${i}]`, internalStruct('NodeSelectorTerm', term), 'only additions are allowed (no mutations or deletions)');
  }
}
