/** The quality-of-service class of a Pod (pkg/apis/core/helper/qos/qos.go: ComputePodQOS). */
import { compareQuantities, quantity } from '../quantity.ts';
import { type Fields, fields, list, map } from '../schema/fields.ts';

const COMPUTE = ['cpu', 'memory'] as const;

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** From the Pod-level resources where there are some, else from every container, init containers included. */
export function qosClass(spec: Fields): QosClass {
  const podLevel = fields(spec, 'resources');
  const owners =
    podLevel === undefined ? [...list(spec, 'containers'), ...list(spec, 'initContainers')].map((container) => fields(container, 'resources')) : [podLevel];
  const used = owners.map((resources) => ({ requests: positive(map(resources, 'requests')), limits: positive(map(resources, 'limits')) }));
  if (used.every(({ requests, limits }) => requests.size === 0 && limits.size === 0)) return 'BestEffort';
  const guaranteed = used.every(({ requests, limits }) =>
    COMPUTE.every((name) => limits.has(name) && (!requests.has(name) || compareQuantities(requests.get(name), limits.get(name)) === 0)),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function positive(resources: Record<string, string>): Map<string, string> {
  return new Map(COMPUTE.flatMap((name) => (resources[name] !== undefined && quantity(resources[name]).nano > 0n ? [[name, resources[name]] as const] : [])));
}
