/** The plugins that only look at a new Pod, once it is valid, in the API server's order (pkg/kubeapiserver/options/plugins.go: AllOrderedPlugins). */
import type { KubernetesObject, Pod } from '../../model/kubernetes.ts';
import type { ApiError } from '../errors.ts';
import { type AdmissionContext, forbidden, objectsOfKind } from './context.ts';
import { limitRangeRefusal } from './limit-ranger.ts';
import { checkPodSecurity } from './pod-security.ts';
import { quotaRefusal } from './resource-quota.ts';
import { overheadRefusal } from './runtime-class.ts';

export type Surroundings = Pick<AdmissionContext, 'objects' | 'namespace'>;

/** Why one of them refuses the Pod, if one does; warnings are given even so. */
export function validatingAdmission(pod: Pod, context: Surroundings): { error?: ApiError; warnings: string[] } {
  const [meta, spec] = [pod.metadata, pod.spec];
  const security = checkPodSecurity(namespaceOf(context), meta, spec);
  const warnings = security.warning === undefined ? [] : [security.warning];
  if (security.refusal !== undefined) return { error: forbidden(meta, security.refusal).error, warnings };
  const overhead = overheadRefusal(meta, spec, context);
  if (overhead !== undefined) return { error: overhead, warnings };
  const quota = quotaRefusal(objectsOfKind(context, 'ResourceQuota', true), objectsOfKind(context, 'Pod', true), spec);
  return { ...(quota !== undefined && { error: forbidden(meta, quota).error }), warnings };
}

export const namespaceOf = ({ objects, namespace }: Surroundings): KubernetesObject | undefined =>
  objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace);

/** Why one of them refuses to give a Pod another size, if one does. `beyondNode`: what the one says that knows the node. */
export function resizeRefusal(old: Pod, pod: Pod, context: Surroundings, beyondNode?: ApiError): ApiError | undefined {
  const [meta, spec] = [pod.metadata, pod.spec];
  const bounds = old.metadata.deletionTimestamp === undefined ? limitRangeRefusal(spec, context) : undefined;
  if (bounds !== undefined) return forbidden(meta, bounds).error;
  if (beyondNode !== undefined) return beyondNode;
  const quota = quotaRefusal(objectsOfKind(context, 'ResourceQuota', true), objectsOfKind(context, 'Pod', true), spec, old.spec);
  return quota === undefined ? undefined : forbidden(meta, quota).error;
}
