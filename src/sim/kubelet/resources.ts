import { quantity } from '../../base/quantity.ts';
import { remembered } from '../../base/remembered.ts';
import type { Container, Pod, PodStatus } from '../../model/kubernetes.ts';
import { podTotal } from '../control-plane/fit.ts';
import { isSidecar } from './containers.ts';

export type Resources = NonNullable<Container['resources']>;
export type ComputeResource = 'cpu' | 'memory';
export const COMPUTE: readonly ComputeResource[] = ['cpu', 'memory'];

/** The resources of the Pod itself, as opposed to those of its containers. */
export const ownOf = (pod: Pod): Resources | undefined => pod.spec['resources'] as Resources | undefined;

/** The limits of a container; where it has none, the Pod's own (`pkg/kubelet/util/util.go: GetLimits`). */
export function effectiveResources(pod: Pod, { resources = {} }: Container): Resources {
  const ofPod = ownOf(pod)?.limits;
  return ofPod === undefined ? resources : { ...resources, limits: { ...compute(ofPod), ...resources.limits } };
}

/** The container as the runtime is asked to make it. */
export function withPodLimits(pod: Pod, container: Container): Container {
  const resources = effectiveResources(pod, container);
  return resources === container.resources ? container : { ...container, resources };
}

/**
 * The resources that the status shows for the Pod as a whole. Once the API shows it running they are what its cgroup has; what a cgroup
 * does not know (a memory request, or a limit that not every container has) stays as it was
 * (`pkg/kubelet/kubelet_pods.go: convertToAPIPodLevelResourcesStatus`). `pod` is the Pod with its allocation.
 */
export function podResourcesStatus(pod: Pod, cgroup: Pod, old: PodStatus): { allocatedResources?: Resources['requests']; resources: Resources } {
  const requests = podTotal(pod, 'requests');
  const before = old['resources'] as Resources | undefined;
  const resources =
    pod.status.phase !== 'Running' || before === undefined
      ? { limits: podTotal(pod, 'limits'), requests }
      : {
          limits: { ...compute(before.limits), ...declaredLimits(cgroup) },
          requests: { ...compute(before.requests), ...pick(podTotal(cgroup, 'requests'), 'cpu') },
        };
  return {
    ...(isSome(requests) && { allocatedResources: requests }),
    resources: { ...(isSome(resources.limits) && { limits: resources.limits }), ...(isSome(resources.requests) && { requests: resources.requests }) },
  };
}

/** The bytes of memory that the cgroup of a Pod may use; undefined if it has no limit. */
export function cgroupMemoryBytes(pod: Pod): number | undefined {
  const { memory } = declaredLimits(pod);
  return memory === undefined ? undefined : Math.ceil(quantity(memory));
}

/**
 * The limits that the cgroup of a Pod has: of what the Pod itself limits, or all of its containers do. An init container counts
 * with the sidecars before it (`pkg/kubelet/cm/helpers_linux.go: ResourceConfigForPod`).
 */
const declaredLimits = remembered((pod: Pod): Record<string, string> => {
  const declared = COMPUTE.filter((name) => {
    const limits = (resources: Resources | undefined) => quantity(resources?.limits?.[name] ?? '0') > 0;
    if (limits(ownOf(pod))) return true;
    let aSidecarLimits = false;
    const initAllLimit = (pod.spec.initContainers ?? []).every((container) => {
      const limited = aSidecarLimits || limits(container.resources);
      aSidecarLimits ||= isSidecar(container) && limited;
      return limited;
    });
    return initAllLimit && pod.spec.containers.every(({ resources }) => limits(resources));
  });
  return pick(podTotal(pod, 'limits'), ...declared);
});

/**
 * The size of a volume in memory: its limit, but no more than the Pod may use, or the node has
 * (`pkg/volume/emptydir/empty_dir.go: calculateEmptyDirMemorySize`).
 */
export function memoryVolumeBytes(pod: Pod, sizeLimit: string | undefined, allocatable: string | undefined): number {
  const sizes = [allocatable, declaredLimits(pod)['memory'], sizeLimit].map((size) => quantity(size ?? '0'));
  return Math.min(...sizes.filter((size) => size > 0));
}

const compute = (amounts: Record<string, string> = {}) => pick(amounts, ...COMPUTE);

function pick(amounts: Record<string, string>, ...names: readonly ComputeResource[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) if (amounts[name] !== undefined) picked[name] = amounts[name];
  return picked;
}

const isSome = (amounts: Record<string, string> | undefined) => amounts !== undefined && Object.keys(amounts).length > 0;

/** What every node has, whether its allocatable is told or not: nine tenths of the disk that `df` shows. */
const UNSAID: Readonly<Record<string, string>> = { 'ephemeral-storage': '37926361497' };

/**
 * A `resourceFieldRef`: divided by the divisor and rounded up; a limit that is not set is the Pod's, else the
 * node's allocatable, a request 0 (`pkg/api/v1/resource/helpers.go: ExtractContainerResourceValue`).
 */
export function containerResource(
  container: Container,
  resource: string,
  divisor: string | undefined,
  allocatable: Record<string, string>,
  podLimits: Record<string, string> = {},
): string {
  const [list, ...rest] = resource.split('.');
  const name = rest.join('.');
  const own = (list === 'limits' ? container.resources?.limits : container.resources?.requests)?.[name];
  const text =
    own !== undefined && quantity(String(own)) !== 0 ? String(own) : list === 'limits' ? (podLimits[name] ?? allocatable[name] ?? UNSAID[name] ?? '0') : '0';
  const by = divisor === undefined || divisor === '0' ? 1 : quantity(divisor);
  return String(Math.ceil(round(quantity(text) / by)));
}

/** Removes floating-point error from a quotient of decimal fractions, so that rounding it up does not add one. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
