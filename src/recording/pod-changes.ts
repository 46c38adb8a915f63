/** What a watch delivered, in words: how a Pod differs from what it was before. */
import { kubectlRow } from './kubectl-status.ts';
import type { WatchedContainerStatus, WatchedPod } from './lines.ts';
import { containerStatus, containerStatuses } from './pods.ts';
import { joined, stateWords } from './words.ts';

/**
 * The changes, each in a few words; empty if nothing that a reader cares for has changed. What kubectl prints comes first,
 * always, so that one can read down a column.
 */
export function podChanges(before: WatchedPod | undefined, now: WatchedPod): string[] {
  const [row, rowBefore] = [rowWords(now), before && rowWords(before)];
  const changes = [
    ...metadataChanges(before, now),
    ...statusChanges(before, now),
    ...containerStatuses(now).flatMap((status) => containerChange(containerStatus(before, status.name), status)),
    ...conditionChanges(before, now),
  ];
  return row === rowBefore && changes.length === 0 ? [] : [row, ...changes];
}

/** STATUS, READY and RESTARTS: `CrashLoopBackOff 0/1, 3 restarts`. */
export function rowWords(pod: WatchedPod): string {
  const { status, ready, restarts } = kubectlRow(pod);
  return `${status} ${ready}${restarts === 0 ? '' : `, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`}`;
}

function metadataChanges(before: WatchedPod | undefined, now: WatchedPod): string[] {
  const { uid, generation = 0, deletionTimestamp, deletionGracePeriodSeconds } = now.metadata ?? {};
  const changes: string[] = [];
  if (before && before.metadata?.uid !== uid) changes.push('another UID');
  const graceBefore = before?.metadata?.deletionGracePeriodSeconds;
  if (deletionTimestamp && !before?.metadata?.deletionTimestamp) changes.push(`deletionTimestamp set, grace ${deletionGracePeriodSeconds ?? '?'}s`);
  else if (deletionTimestamp && graceBefore !== deletionGracePeriodSeconds) changes.push(`grace ${deletionGracePeriodSeconds ?? '?'}s`);
  else if (before && generation > (before.metadata?.generation ?? 0)) changes.push(`generation ${generation}`);
  if (now.spec?.nodeName && now.spec.nodeName !== before?.spec?.nodeName) changes.push(`bound to ${now.spec.nodeName}`);
  return changes;
}

function statusChanges(before: WatchedPod | undefined, now: WatchedPod): string[] {
  const { phase, reason, message, podIP } = now.status ?? {};
  const changes: string[] = [];
  if (phase && before && phase !== before.status?.phase) changes.push(`phase ${phase}`);
  if (reason && reason !== before?.status?.reason) changes.push(`reason ${reason}${message ? `: ${message}` : ''}`);
  if (podIP && podIP !== before?.status?.podIP) changes.push(`podIP ${podIP}`);
  return changes;
}

function containerChange(before: WatchedContainerStatus | undefined, now: WatchedContainerStatus): string[] {
  const parts: string[] = [];
  const state = stateWords(now.state);
  if (state !== stateWords(before?.state)) parts.push(state);
  if (now.restartCount && now.restartCount !== before?.restartCount) parts.push(`restartCount ${now.restartCount}`);
  if (Boolean(now.started) !== Boolean(before?.started)) parts.push(now.started ? 'started' : 'not started');
  if (Boolean(now.ready) !== Boolean(before?.ready)) parts.push(now.ready ? 'ready' : 'not ready');
  return parts.length > 0 ? [`${now.name} ${parts.join(', ')}`] : [];
}

function conditionChanges(before: WatchedPod | undefined, now: WatchedPod): string[] {
  const conditions = now.status?.conditions ?? [];
  const old = before?.status?.conditions ?? [];
  const changed = conditions.filter(({ type, status, reason }) => {
    const same = old.find((condition) => condition.type === type);
    return same?.status !== status || same.reason !== reason;
  });
  const gone = old.filter(({ type }) => !conditions.some((condition) => condition.type === type));
  return [...changed.map((condition) => conditionWords(condition)), ...gone.map(({ type }) => `no ${type}`)];
}

/** `Ready=True`, `Ready=False (ContainersNotReady)`. */
export function conditionWords({ type, status, reason }: { type: string; status: string; reason?: string }): string {
  return joined(`${type}=${status}`, reason && `(${reason})`);
}
