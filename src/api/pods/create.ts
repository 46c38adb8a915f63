/** Creating a Pod, from manifest to stored object (staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go, pkg/registry/core/pod/strategy.go). */
import { rfc3339 } from '../../base/timestamp.ts';
import type { KubernetesObject, Pod } from '../../model/kubernetes.ts';
import type { PodManifest } from '../../model/scenario.ts';
import { admitNewPod } from '../admission/chain.ts';
import { AdmissionError, type OnStep } from '../admission/context.ts';
import { validatingAdmission } from '../admission/validating.ts';
import { defaultPodOnly, defaultPodSpec } from '../defaults/pod-spec.ts';
import { apiError, type ApiError, invalidError } from '../errors.ts';
import { generateName } from '../generated-names.ts';
import { canonical } from '../schema/canonical.ts';
import { decode } from '../schema/decode.ts';
import { clone, type Fields, fields, list, text } from '../schema/fields.ts';
import { validatePod } from '../validation/pod.ts';
import { applyAppArmorAnnotations, applyMatchLabelKeys, dropDisabledFields } from './prepare.ts';
import { qosClass } from './qos.ts';

export interface AdmitContext {
  namespace: string;
  uid: string;
  /** Unix time in milliseconds. */
  createdAtMs: number;
  /** The other objects of the cluster: its Namespace, ServiceAccounts, PriorityClasses, RuntimeClasses, LimitRanges, ResourceQuotas. */
  objects: readonly KubernetesObject[];
  /** Plugins that are on beyond the default set. */
  admissionPlugins: readonly string[];
  featureGates: Readonly<Record<string, boolean>>;
  onStep?: OnStep;
}

export type Admitted = { pod: Pod; warnings: string[] } | { error: ApiError; warnings: string[] };

/**
 * What the API server makes of a new Pod: decoding, defaults, admission, validation; the stored object or the refusal.
 * Warnings that are given even with a refusal are part of both.
 */
export function admitPod(manifest: PodManifest, context: AdmitContext): Admitted {
  const { typeError, unknownFields } = decode('Pod', manifest);
  const decoding =
    typeError ?? (unknownFields.length > 0 ? `strict decoding error: ${unknownFields.map((path) => `unknown field "${path}"`).join(', ')}` : undefined);
  if (decoding !== undefined) return { error: apiError('BadRequest', `Pod in version "v1" cannot be handled as a Pod: ${decoding}`), warnings: [] };
  const admitted = admitDecodedPod(manifest, context);
  if ('error' in admitted) return admitted;
  const { error, warnings } = validatingAdmission(admitted.pod, context);
  const told = [...admitted.warnings, ...warnings];
  return error === undefined ? { pod: admitted.pod, warnings: told } : { error, warnings: told };
}

/** The steps after decoding, up to validation; plugins that only validate come after it. */
export function admitDecodedPod(manifest: object, context: AdmitContext): Admitted {
  const pod = canonical('Pod', clone(manifest) as Fields, 'kept');
  const meta = newMeta(fields(pod, 'metadata') ?? {}, context);
  const spec = fields(pod, 'spec') ?? {};
  if (text(spec, 'serviceAccountName') === '') spec['serviceAccountName'] = spec['serviceAccount'];
  defaultPodSpec(spec);
  defaultPodOnly(spec);
  context.onStep?.('defaults', meta, spec);
  let warnings: string[] = [];
  try {
    admitNewPod(meta, spec, { ...context, nameSubject: `${context.uid}/${text(meta, 'name')}` });
  } catch (error) {
    if (error instanceof AdmissionError) return { error: error.error, warnings };
    throw error;
  }
  dropDisabledFields(spec, context.featureGates);
  applyMatchLabelKeys(meta, spec, context.featureGates);
  warnings = applyAppArmorAnnotations(meta, spec);
  context.onStep?.('strategy', meta, spec);
  if (text(meta, 'name') === '' && text(meta, 'generateName') !== '') meta['name'] = generateName(text(meta, 'generateName'), context.uid);
  const status = newStatus(spec, context.createdAtMs);
  const created = canonical('Pod', { kind: 'Pod', apiVersion: 'v1', metadata: meta, spec, status }, 'kept') as Pod;
  const errors = validatePod(created, context.featureGates);
  if (errors.length > 0) return { error: invalidError('Pod', text(meta, 'name'), errors), warnings };
  return { pod: canonical('Pod', created), warnings };
}

/** System fields are the server's, whatever the manifest says (`rest.FillObjectMetaSystemFields`). */
function newMeta(meta: Fields, context: AdmitContext): Fields {
  const { selfLink: _link, deletionTimestamp: _deletion, deletionGracePeriodSeconds: _grace, managedFields: _managed, ...own } = meta;
  return {
    ...own,
    namespace: text(meta, 'namespace') || context.namespace,
    uid: context.uid,
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: rfc3339(context.createdAtMs),
  };
}

function newStatus(spec: Fields, createdAtMs: number): Fields {
  const status: Fields = { phase: 'Pending', qosClass: qosClass(spec) };
  if (list(spec, 'schedulingGates').length > 0) {
    status['conditions'] = [
      {
        type: 'PodScheduled',
        status: 'False',
        lastTransitionTime: rfc3339(createdAtMs),
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ];
  }
  return status;
}
