import type { Pod } from '../../model/kubernetes.ts';

/** The status with DisruptionTarget True. */
export function withDisruption(pod: Pod, reason: string, message: string, now: string): Pod['status'] {
  const others = (pod.status.conditions ?? []).filter((condition) => condition.type !== 'DisruptionTarget');
  return {
    ...pod.status,
    conditions: [
      ...others,
      {
        type: 'DisruptionTarget',
        observedGeneration: pod.metadata.generation ?? 1,
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: now,
        reason,
        message,
      },
    ],
  };
}
