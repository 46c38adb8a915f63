/** The taints of the node, and what a Pod tolerates of them. */
import type { Pod } from './kubernetes.ts';
import type { Action, ClusterSettings, Scenario, Taint } from './scenario.ts';
import type { ActionRecord } from './trace.ts';

/** As in a Pod's `spec.tolerations`. */
export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

/** What a node that nothing is heard of is tainted with (`pkg/controller/nodelifecycle/node_lifecycle_controller.go`). */
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
export const UNREACHABLE_TAINTS: readonly Taint[] = [
  { key: UNREACHABLE, effect: 'NoSchedule' },
  { key: UNREACHABLE, effect: 'NoExecute' },
];

/** What a node is tainted with whose kubelet says that it is not ready: at once for Pods that come, a little later for those that are there. */
export const NOT_READY = 'node.kubernetes.io/not-ready';
export const NOT_READY_TAINTS = {
  scheduling: { key: NOT_READY, effect: 'NoSchedule' },
  eviction: { key: NOT_READY, effect: 'NoExecute' },
} as const satisfies Record<string, Taint>;

/** What the lifecycle controller taints a cordoned node with (`doNoScheduleTaintingPass`); who tolerates it may be scheduled there. */
export const UNSCHEDULABLE_TAINT: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** The taints with one more, which takes the place of one with the same key and effect (`kubectl taint --overwrite`). */
export const withTaint = (taints: readonly Taint[], taint: Taint): Taint[] => [...withoutTaint(taints, taint.key, taint.effect), taint];

/** The taints without those of a key, or without the one of them that has the effect. */
export const withoutTaint = (taints: readonly Taint[], key: string, effect?: Taint['effect']): Taint[] =>
  taints.filter((taint) => taint.key !== key || (effect !== undefined && taint.effect !== effect));

/** The taints that the text gives the node, after some of its actions. */
export function taintsAfter({ cluster, actions }: Scenario, done: readonly ActionRecord[]): readonly Taint[] {
  let { taints } = cluster.node;
  for (const { index } of done) {
    const action = actions[index - 1];
    if (action) taints = afterAction(taints, action);
  }
  return taints;
}

function afterAction(taints: readonly Taint[], action: Action): readonly Taint[] {
  if (action.do === 'node-taint') return withTaint(taints, action.taint);
  return action.do === 'node-taint-remove' ? withoutTaint(taints, action.key, action.effect) : taints;
}

/** As `kubectl taint` takes it: `dedicated=gpu:NoSchedule`. */
export const taintText = ({ key, value = '', effect }: Taint): string => `${key}${value === '' ? '' : `=${value}`}:${effect}`;

type Gates = ClusterSettings['featureGates'];

/** The first of the Pod's tolerations that matches a taint (`pkg/apis/core/v1/helper/helpers.go: GetMatchingTolerations`). */
export const tolerationOf = (taint: Taint, spec: Pod['spec'], gates: Gates): Toleration | undefined =>
  ((spec['tolerations'] ?? []) as Toleration[]).find((toleration) => tolerates(toleration, taint, gates['TaintTolerationComparisonOperators'] ?? false));

/** The toleration that fits a taint and no other. */
export const tolerationFor = ({ key, value = '', effect }: Taint): Toleration => ({
  key,
  ...(value === '' ? { operator: 'Exists' } : { operator: 'Equal', value }),
  effect,
});

/** `k8s.io/api/core/v1/toleration.go: ToleratesTaint` */
function tolerates({ key = '', operator, value = '', effect = '' }: Toleration, taint: Taint, comparisons: boolean): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  if (operator === 'Lt' || operator === 'Gt') {
    const [tolerated, given] = [value, taint.value ?? ''].map(decimalInteger);
    if (!comparisons || tolerated === undefined || given === undefined) return false;
    return operator === 'Lt' ? given < tolerated : given > tolerated;
  }
  return operator === 'Exists' || value === (taint.value ?? '');
}

/** An integer of 64 bits as people write it; undefined for anything else (`k8s.io/api/core/v1/toleration.go: compareNumericValues`). */
function decimalInteger(text: string): bigint | undefined {
  if (!/^(0|-?[1-9]\d*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
