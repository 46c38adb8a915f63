import type { Pod, PodCondition } from '../../model/kubernetes.ts';

const TYPE = 'DisruptionTarget';

/**
 * The status with DisruptionTarget True. Who is told so again keeps the time of the first (`pkg/api/v1/pod/util.go: UpdatePodCondition`).
 * `observed`: the controllers say which generation they mean, the Eviction API does not.
 */
export function withDisruption(pod: Pod, reason: string, message: string, now: string, { observed }: { observed: boolean }): Pod['status'] {
  const conditions = pod.status.conditions ?? [];
  const before = conditions.find(({ type }) => type === TYPE);
  const condition: PodCondition = {
    type: TYPE,
    ...(observed && { observedGeneration: pod.metadata.generation ?? 1 }),
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: (before?.status === 'True' ? before.lastTransitionTime : undefined) ?? now,
    reason,
    message,
  };
  return {
    ...pod.status,
    conditions: before === undefined ? [...conditions, condition] : conditions.map((each) => (each === before ? condition : each)),
  };
}
