import { addQuantities, aggregateRequests, exactQuantity, formatQuantity } from '../../api/index.ts';
import { type LabelSelector, type Requirement, satisfies, selects } from '../../base/label-selector.ts';
import { quantity } from '../../base/quantity.ts';
import { remembered } from '../../base/remembered.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { ClusterSettings, NodeSettings as Node, Taint } from '../../model/scenario.ts';
import { tolerationOf, UNSCHEDULABLE_TAINT } from '../../model/taints.ts';

interface SelectorTerm {
  matchExpressions?: Requirement[];
  matchFields?: Requirement[];
}

/** The node, and the gates that decide what counts as tolerated. */
export type Place = Pick<ClusterSettings, 'node' | 'featureGates'>;

/** What one plugin of the scheduler has against the Pod on the node, in its words; empty if nothing. */
export type Filter = (pod: Pod, place: Place) => string[];

const filter =
  (reason: string, passes: (pod: Pod, place: Place) => boolean): Filter =>
  (pod, place) =>
    passes(pod, place) ? [] : [reason];

/** In the order of `pkg/scheduler/apis/config/v1/default_plugins.go`. */
const FILTERS: readonly Filter[] = [
  filter(
    'node(s) were unschedulable',
    (pod, { node, featureGates }) => node.unschedulable !== true || tolerationOf(UNSCHEDULABLE_TAINT, pod.spec, featureGates) !== undefined,
  ),
  filter('node(s) had untolerated taint(s)', (pod, { node, featureGates }) =>
    node.taints.every((taint) => !KEEPS_AWAY.has(taint.effect) || tolerationOf(taint, pod.spec, featureGates)),
  ),
  filter("node(s) didn't match Pod's node affinity/selector", (pod, { node }) => matchesNode(pod, node)),
  (pod, { node }) => shortages(pod, node).map(({ name }) => (name === 'pods' ? 'Too many pods' : `Insufficient ${name}`)),
  filter("node(s) didn't match pod topology spread constraints (missing required label)", (pod, { node }) => spreads(pod, node)),
  filter("node(s) didn't match pod affinity rules", (pod, { node }) => hasCompany(pod, node)),
];

/** The plugin that keeps the Pod from the node; undefined if it fits. After the first that objects no other is asked. */
export const refusingFilter = (pod: Pod, place: Place): Filter | undefined => FILTERS.find((each) => each(pod, place).length > 0);

/** `component-helpers/scheduling/corev1/helpers.go: DoNotScheduleTaintsFilterFunc`. With one node PreferNoSchedule has nothing to prefer. */
const KEEPS_AWAY: ReadonlySet<Taint['effect']> = new Set(['NoSchedule', 'NoExecute']);

/** A resource of which the node has less than the Pod asks for, both in whole units: CPU in thousandths. */
export interface Shortage {
  name: string;
  requested: number;
  capacity: number;
}

/**
 * What the node has not enough of (`plugins/noderesources/fit.go: fitsRequest`). A resource that the scenario does not mention: the node has enough of
 * it if every node has some (CPU, memory, …), and none of devices and huge pages.
 */
export function shortages(pod: Pod, node: Node): Shortage[] {
  const requests: Record<string, string> = { ...podTotal(pod, 'requests'), pods: '1' };
  const devices = Object.keys(requests)
    .filter((name) => !NATIVE.includes(name))
    .sort();
  return [...NATIVE, ...devices]
    .map((name) => {
      const units = (amount: string | undefined, none: number) => (amount === undefined ? none : Math.ceil(quantity(amount) * (name === 'cpu' ? 1000 : 1)));
      const none = NATIVE.includes(name) ? Number.POSITIVE_INFINITY : 0;
      return { name, requested: units(requests[name], 0), capacity: units(node.allocatable[name], none) };
    })
    .filter(({ requested, capacity }) => requested > capacity);
}

const NATIVE: readonly string[] = ['pods', 'cpu', 'memory', 'ephemeral-storage'];

/** One Pod on one node is always spread well, provided that the node has the topology's label (`plugins/podtopologyspread/filtering.go: Filter`). */
function spreads(pod: Pod, node: Node): boolean {
  const constraints = (pod.spec['topologySpreadConstraints'] ?? []) as { topologyKey: string; whenUnsatisfiable?: string }[];
  return constraints.every(({ topologyKey, whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway' || labelsOf(node)[topologyKey] !== undefined);
}

/** There is no other Pod to be near to, so that affinity holds only for a Pod that matches its own terms: the first of its kind (`plugins/interpodaffinity/filtering.go: satisfyPodAffinity`). */
function hasCompany(pod: Pod, node: Node): boolean {
  const affinity = pod.spec['affinity'] as { podAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: AffinityTerm[] } } | undefined;
  const terms = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.every(({ topologyKey, labelSelector, namespaces, namespaceSelector }) => {
    const elsewhere = namespaceSelector === undefined && (namespaces ?? []).length > 0 && !namespaces?.includes(pod.metadata.namespace ?? '');
    return labelsOf(node)[topologyKey] !== undefined && !elsewhere && selects(labelSelector, pod.metadata.labels ?? {});
  });
}

const ARCH = 'amd64';

interface AffinityTerm {
  topologyKey: string;
  labelSelector?: LabelSelector;
  namespaces?: string[];
  namespaceSelector?: LabelSelector;
}

/** With the labels that a kubelet gives its node (`pkg/kubelet/kubelet_node_status.go: initialNode`), those of old names included. */
function labelsOf(node: Node): Record<string, string> {
  return {
    'kubernetes.io/hostname': node.name,
    'kubernetes.io/os': node.os,
    'kubernetes.io/arch': ARCH,
    'beta.kubernetes.io/os': node.os,
    'beta.kubernetes.io/arch': ARCH,
    ...node.labels,
  };
}

/** `nodeSelector` and the required part of node affinity (`component-helpers/scheduling/corev1/nodeaffinity`). */
export function matchesNode(pod: Pod, node: Node): boolean {
  const labels = labelsOf(node);
  const selector = (pod.spec['nodeSelector'] ?? {}) as Record<string, string>;
  if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) return false;
  const affinity = pod.spec['affinity'] as
    | { nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms?: SelectorTerm[] } } }
    | undefined;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (terms === undefined) return true;
  return terms.some(({ matchExpressions = [], matchFields = [] }) => {
    if (matchExpressions.length + matchFields.length === 0) return false;
    return (
      matchExpressions.every((requirement) => satisfies(requirement, labels[requirement.key])) &&
      matchFields.every((requirement) => satisfies(requirement, node.name))
    );
  });
}

/**
 * What the whole Pod asks for, or may use: main containers and sidecars together, or the largest init container with the sidecars
 * before it, whichever is more. Resources of the Pod itself take the place of that; the overhead of its RuntimeClass is added
 * (`component-helpers/resource/helpers.go: PodRequests, PodLimits`).
 */
export function podTotal(pod: Pod, kind: 'requests' | 'limits'): Readonly<Record<string, string>> {
  return totals(pod.spec)[kind];
}

/** Asked for with every status of a Pod. */
const totals = remembered((spec: Pod['spec']) => ({ requests: totalOf(spec, 'requests'), limits: totalOf(spec, 'limits') }));

function totalOf(spec: Pod['spec'], kind: 'requests' | 'limits'): Record<string, string> {
  const total = { ...aggregateRequests(spec, kind), ...(spec['resources'] as Container['resources'])?.[kind] };
  for (const [name, cost] of Object.entries((spec['overhead'] ?? {}) as Record<string, string>)) {
    if (kind === 'requests' || name in total) total[name] = formatQuantity(addQuantities(exactQuantity(total[name] ?? '0'), exactQuantity(cost)));
  }
  return total;
}
