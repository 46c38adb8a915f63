/** What admission says of changed Pods and of the templates of workloads. */
import type { Pod } from '../../model/kubernetes.ts';
import type { ApiError } from '../errors.ts';
import { deepEqual, type Fields, fields } from '../schema/fields.ts';
import { allContainers } from '../validation/pod-annotations.ts';
import { forbidden } from './context.ts';
import { checkPodSecurity, podSecurityWarning } from './pod-security.ts';
import { namespaceOf, type Surroundings } from './validating.ts';

/** A changed Pod is held to its namespace's level again if an image is another or an ephemeral container is new (pod-security-admission/admission/admission.go: isSignificantPodUpdate). */
export function changeAdmission(old: Pod, pod: Pod, context: Surroundings): { error?: ApiError; warnings: string[] } {
  const images = ({ spec }: Pod) => allContainers(spec).map(({ value }) => [value['name'], value['image']]);
  if (deepEqual(images(old), images(pod))) return { warnings: [] };
  const { refusal, warning } = checkPodSecurity(namespaceOf(context), pod.metadata, pod.spec);
  return { ...(refusal !== undefined && { error: forbidden(pod.metadata, refusal).error }), warnings: warning === undefined ? [] : [warning] };
}

/** What a workload's template has against the level of its namespace, as a warning. */
export function templateAdmission(template: Fields | undefined, context: Surroundings): string[] {
  const spec = fields(template, 'spec');
  const warning = spec === undefined ? undefined : podSecurityWarning(namespaceOf(context), fields(template, 'metadata') ?? {}, spec);
  return warning === undefined ? [] : [warning];
}
