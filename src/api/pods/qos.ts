/** The quality-of-service class of a Pod (pkg/apis/core/helper/qos/qos.go: ComputePodQOS). */
import { quantity } from '../quantity.ts';
import { type Fields, fields, list, map } from '../schema/fields.ts';

const COMPUTE = ['cpu', 'memory'] as const;

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** From the Pod-level resources where there are some, else from every container, init containers included. */
export function qosClass(spec: Fields): QosClass {
  const podLevel = fields(spec, 'resources');
  const owners =
    podLevel === undefined ? [...list(spec, 'containers'), ...list(spec, 'initContainers')].map((container) => fields(container, 'resources')) : [podLevel];
  const used = owners.map((resources) => ({ requests: positive(map(resources, 'requests')), limits: positive(map(resources, 'limits')) }));
  const [requests, limits] = [sum(used.map((resources) => resources.requests)), sum(used.map((resources) => resources.limits))];
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const hasAllLimits = used.every((resources) => resources.limits.size === COMPUTE.length);
  // A limit without a request, as where the request is zero, guarantees nothing.
  const areEqual = requests.size === limits.size && [...requests].every(([name, nano]) => limits.get(name) === nano);
  return hasAllLimits && areEqual ? 'Guaranteed' : 'Burstable';
}

function sum(all: readonly ReadonlyMap<string, bigint>[]): Map<string, bigint> {
  const total = new Map<string, bigint>();
  for (const one of all) for (const [name, nano] of one) total.set(name, (total.get(name) ?? 0n) + nano);
  return total;
}

/** In units of 10⁻⁹. */
function positive(resources: Record<string, string>): Map<string, bigint> {
  return new Map(COMPUTE.map((name) => [name, quantity(resources[name] ?? '0').nano] as const).filter(([, nano]) => nano > 0n));
}
