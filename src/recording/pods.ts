/** Reading Pods that a watch delivered. */
import type { WatchedContainerStatus, WatchedPod } from './lines.ts';

const STATUS_LISTS = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'] as const;

/** Init containers first, then containers, then ephemeral ones. */
export function containerStatuses(pod: WatchedPod | undefined): WatchedContainerStatus[] {
  return STATUS_LISTS.flatMap((list) => pod?.status?.[list] ?? []);
}

export function containerStatus(pod: WatchedPod | undefined, name: string): WatchedContainerStatus | undefined {
  for (const list of STATUS_LISTS) {
    const found = pod?.status?.[list]?.find((status) => status.name === name);
    if (found) return found;
  }
  return undefined;
}

/** Status of a condition; an absent condition counts as False. */
export function conditionStatus(pod: WatchedPod, type: string): string {
  return pod.status?.conditions?.find((condition) => condition.type === type)?.status ?? 'False';
}

export function isTerminal(pod: WatchedPod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
