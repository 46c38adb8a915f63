/** Changing an existing Pod (pkg/registry/core/pod/strategy.go: PrepareForUpdate; staging/src/k8s.io/apiserver/pkg/registry/rest/update.go). */
import type { Pod } from '../../model/kubernetes.ts';
import { admitDefaultTolerations } from '../admission/tolerations.ts';
import { defaultPodOnly, defaultPodSpec } from '../defaults/pod-spec.ts';
import { type ApiError, invalidError } from '../errors.ts';
import { PatchError } from '../patch/patch-error.ts';
import { strategicMerge } from '../patch/strategic.ts';
import { canonical } from '../schema/canonical.ts';
import { clone, deepEqual, type Fields, fields, list, text } from '../schema/fields.ts';
import { validateStatusUpdate } from '../validation/status-update.ts';
import { validatePodUpdate } from '../validation/update.ts';
import { dropDisabledFields } from './prepare.ts';

export interface UpdateOptions {
  /** `status`: only the status changes; absent: everything but the status. */
  subresource?: 'status';
  featureGates?: Readonly<Record<string, boolean>>;
}

/** Patches that could not be merged, by what `strategicMergePatch` returned for them. */
const refused = new WeakMap<object, ApiError>();

/** The server's answer to a patch that could not be merged, given what {@link strategicMergePatch} returned for it. */
export function refusalOf(changed: Fields): ApiError | undefined {
  return refused.get(changed);
}

/**
 * What an update of `old` to `changed` stores. System fields of the metadata stay; a changed spec raises the generation.
 * The caller gives the stored version its resourceVersion.
 */
export function updatePod(old: Pod, changed: Fields, { subresource, featureGates = {} }: UpdateOptions = {}): { pod: Pod } | { error: ApiError } {
  const refusal = refusalOf(changed);
  if (refusal !== undefined) return { error: refusal };
  return subresource === 'status' ? updateStatus(old, changed, featureGates) : updateSpec(old, changed, featureGates);
}

function updateSpec(old: Pod, changed: Fields, featureGates: Readonly<Record<string, boolean>>): { pod: Pod } | { error: ApiError } {
  const written = completed(old, changed, featureGates, 'kept');
  const pod = withGeneration(old, canonical('Pod', written));
  const errors = validatePodUpdate(old, pod, featureGates, written.spec);
  return errors.length > 0 ? { error: invalidError('Pod', pod.metadata.name ?? '', errors) } : { pod };
}

/**
 * `changed` with defaults, what admission fills in on updates, and the system fields and status of `old`; the generation
 * rises if the spec differs. Not validated.
 */
export function completePod(old: Pod, changed: Fields, featureGates: Readonly<Record<string, boolean>> = {}): Pod {
  return withGeneration(old, completed(old, changed, featureGates, 'dropped'));
}

function completed(old: Pod, changed: Fields, featureGates: Readonly<Record<string, boolean>>, empties: 'kept' | 'dropped'): Pod {
  const next = canonical('Pod', clone(changed), empties);
  const meta = keepSystemFields(fields(next, 'metadata') ?? {}, old);
  const spec = fields(next, 'spec') ?? {};
  if (text(spec, 'serviceAccountName') === '') spec['serviceAccountName'] = spec['serviceAccount'];
  else spec['serviceAccount'] = spec['serviceAccountName'];
  defaultPodSpec(spec);
  defaultPodOnly(spec);
  for (const name of ['priority', 'preemptionPolicy']) spec[name] ??= old.spec[name];
  admitDefaultTolerations(spec);
  dropDisabledFields(spec, featureGates);
  return canonical('Pod', { kind: 'Pod', apiVersion: 'v1', metadata: meta, spec, status: old.status }, empties) as Pod;
}

/** A changed spec raises the generation (`updatePodGeneration`). */
export function withGeneration(old: Pod, pod: Pod): Pod {
  const isChanged = !deepEqual(pod.spec, canonical('PodSpec', old.spec));
  return isChanged ? { ...pod, metadata: { ...pod.metadata, generation: (old.metadata.generation ?? 0) + 1 } } : pod;
}

function updateStatus(old: Pod, changed: Fields, featureGates: Readonly<Record<string, boolean>>): { pod: Pod } | { error: ApiError } {
  const next = canonical('Pod', clone(changed));
  const meta: Fields = { ...keepSystemFields(fields(next, 'metadata') ?? {}, old), ownerReferences: old.metadata['ownerReferences'] };
  const status = fields(next, 'status') ?? {};
  // Clients that know of one address only (pkg/apis/core/v1/conversion.go: Convert_v1_PodStatus_To_core_PodStatus).
  if (text(status, 'podIP') !== '' && list(status, 'podIPs').length === 0) status['podIPs'] = [{ ip: status['podIP'] }];
  if (text(status, 'qosClass') === '') status['qosClass'] = old.status.qosClass;
  keepObservedGenerations(status, old.status);
  const pod = canonical('Pod', { kind: 'Pod', apiVersion: 'v1', metadata: meta, spec: old.spec, status }) as Pod;
  const errors = validateStatusUpdate(old, pod, featureGates);
  return errors.length > 0 ? { error: invalidError('Pod', text(meta, 'name'), errors) } : { pod };
}

/** Clients that know nothing of observedGeneration must not erase it (`preserveOldObservedGeneration`). */
function keepObservedGenerations(status: Fields, old: Fields): void {
  if (!status['observedGeneration']) status['observedGeneration'] = old['observedGeneration'];
  const before = new Map<string, unknown>();
  for (const condition of list(old, 'conditions'))
    if (!before.has(text(condition, 'type'))) before.set(text(condition, 'type'), condition['observedGeneration']);
  for (const condition of list(status, 'conditions')) {
    if (!condition['observedGeneration']) condition['observedGeneration'] = before.get(text(condition, 'type'));
  }
}

function keepSystemFields(meta: Fields, old: Pod): Fields {
  const kept: Fields = {};
  for (const name of ['uid', 'resourceVersion', 'creationTimestamp', 'generation']) kept[name] = old.metadata[name];
  kept['deletionTimestamp'] = old.metadata.deletionTimestamp ?? meta['deletionTimestamp'];
  kept['deletionGracePeriodSeconds'] = meta['deletionGracePeriodSeconds'] ?? old.metadata.deletionGracePeriodSeconds;
  return { ...meta, namespace: text(meta, 'namespace') || old.metadata.namespace, ...kept };
}

/**
 * A strategic merge patch on a Pod (`kubectl patch`, the kubelet's status patches); not yet validated. If the patch cannot be
 * merged, the result is one that `updatePod` refuses with the server's answer.
 */
export function strategicMergePatch(pod: object, patch: Record<string, unknown>): Fields {
  try {
    return strategicMerge('Pod', pod as Fields, patch);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    const unchanged = { ...(pod as Fields) };
    refused.set(unchanged, error.refusal);
    return unchanged;
  }
}
