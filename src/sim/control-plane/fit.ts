import { quantity } from '../../base/quantity.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { ClusterSettings } from '../../model/scenario.ts';

type Node = ClusterSettings['node'];

interface Requirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  values?: string[];
}

interface SelectorTerm {
  matchExpressions?: Requirement[];
  matchFields?: Requirement[];
}

/** Why the Pod does not fit on the node, in the scheduler's words; empty if it does (`pkg/scheduler/framework/plugins`). */
export function unfitReasons(pod: Pod, node: Node): string[] {
  if (!matchesNode(pod, node)) return ["node(s) didn't match Pod's node affinity/selector"];
  return ['cpu', 'memory', 'ephemeral-storage']
    .filter((resource) => {
      const allocatable = node.allocatable[resource];
      return allocatable !== undefined && requestOf(pod, resource) > quantity(allocatable);
    })
    .map((resource) => `Insufficient ${resource}`);
}

/** `nodeSelector` and the required part of node affinity (`component-helpers/scheduling/corev1/nodeaffinity`). */
export function matchesNode(pod: Pod, node: Node): boolean {
  const labels: Record<string, string> = { 'kubernetes.io/hostname': node.name, 'kubernetes.io/os': node.os, 'kubernetes.io/arch': 'amd64', ...node.labels };
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

function satisfies({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
  }
}

/**
 * What the Pod asks for: main containers and sidecars together, or the largest init container with the sidecars before
 * it, plus overhead (`component-helpers/resource/helpers.go: PodRequests`).
 */
export function requestOf(pod: Pod, resource: string): number {
  const of = (container: Container) => quantity(String(container.resources?.requests?.[resource] ?? container.resources?.limits?.[resource] ?? '0'));
  let sidecars = 0;
  let largestInit = 0;
  for (const container of pod.spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      sidecars += of(container);
      largestInit = Math.max(largestInit, sidecars);
    } else largestInit = Math.max(largestInit, sidecars + of(container));
  }
  const main = pod.spec.containers.reduce((sum, container) => sum + of(container), sidecars);
  const overhead = (pod.spec['overhead'] as Record<string, string> | undefined)?.[resource];
  return Math.max(main, largestInit) + (overhead === undefined ? 0 : quantity(overhead));
}
