/** The plugins that only look at a new Pod, once it is valid, in the API server's order (pkg/kubeapiserver/options/plugins.go: AllOrderedPlugins). */
import type { Pod } from '../../model/kubernetes.ts';
import type { ApiError } from '../errors.ts';
import type { Fields } from '../schema/fields.ts';
import { type AdmissionContext, forbidden, objectsOfKind } from './context.ts';
import { checkPodSecurity } from './pod-security.ts';
import { quotaRefusal } from './resource-quota.ts';
import { overheadRefusal } from './runtime-class.ts';

/** Why one of them refuses the Pod, if one does; warnings are given even so. */
export function validatingAdmission(pod: Pod, context: Pick<AdmissionContext, 'objects' | 'namespace'>): { error?: ApiError; warnings: string[] } {
  const [meta, spec] = [pod.metadata as Fields, pod.spec as Fields];
  const namespace = context.objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === context.namespace);
  const security = checkPodSecurity(namespace, meta, spec);
  const warnings = security.warning === undefined ? [] : [security.warning];
  if (security.refusal !== undefined) return { error: forbidden(meta, security.refusal).error, warnings };
  const overhead = overheadRefusal(meta, spec, context);
  if (overhead !== undefined) return { error: overhead, warnings };
  const quota = quotaRefusal(objectsOfKind(context, 'ResourceQuota', true), objectsOfKind(context, 'Pod', true), spec);
  return { ...(quota !== undefined && { error: forbidden(meta, quota).error }), warnings };
}
