/** Deleting Pods (staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go: BeforeDelete, registry/generic/registry/store.go: Delete). */
import { parseRfc3339, rfc3339 } from '../../base/timestamp.ts';
import type { Pod } from '../../model/kubernetes.ts';
import { apiError, type ApiError } from '../errors.ts';
import { clone } from '../schema/fields.ts';

export interface DeleteOptions {
  /** As sent; absent: the Pod's own value. */
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
}

export type Deletion =
  /** The Pod is gone; `objects` are the versions that were stored on the way (watchers see them as MODIFIED), then DELETED. */
  | { kind: 'removed'; objects: Pod[] }
  /** The Pod stays, marked: a grace period runs, or finalizers are left. */
  | { kind: 'graceful'; pod: Pod }
  | { kind: 'unchanged' }
  | { kind: 'error'; error: ApiError };

/** What a DELETE request at `nowMs` (Unix time) makes of `pod`. The caller gives stored versions their resourceVersion. */
export function deletePod(pod: Pod, options: DeleteOptions, nowMs: number): Deletion {
  const conflict = preconditionError(pod, options);
  if (conflict !== undefined) return { kind: 'error', error: conflict };
  const hasFinalizers = (pod.metadata.finalizers ?? []).length > 0;
  const requested = options.gracePeriodSeconds !== undefined && options.gracePeriodSeconds < 0 ? 1 : options.gracePeriodSeconds;
  if (pod.metadata.deletionTimestamp !== undefined) return deleteAgain(pod, requested, hasFinalizers, nowMs);
  const graceSeconds = effectiveGrace(pod, requested);
  const marked = mark(pod, nowMs + graceSeconds * 1000, graceSeconds);
  if ((marked.metadata.generation ?? 0) > 0) marked.metadata.generation = (marked.metadata.generation ?? 0) + 1;
  return graceSeconds > 0 || hasFinalizers ? { kind: 'graceful', pod: marked } : { kind: 'removed', objects: [marked] };
}

/** A Pod that nobody runs or that has ended needs no time (pkg/registry/core/pod/strategy.go: CheckGracefulDelete). */
function effectiveGrace(pod: Pod, requested: number | undefined): number {
  if ((pod.spec.nodeName ?? '') === '' || pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') return 0;
  const seconds = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 ? 1 : seconds;
}

/** The grace period of a Pod that is being deleted can only become shorter. */
function deleteAgain(pod: Pod, requested: number | undefined, hasFinalizers: boolean, nowMs: number): Deletion {
  const current = pod.metadata.deletionGracePeriodSeconds ?? 0;
  if (current === 0) return hasFinalizers ? { kind: 'unchanged' } : { kind: 'removed', objects: [] };
  if (requested === undefined || requested >= current) return { kind: 'unchanged' };
  const dueMs = parseRfc3339(pod.metadata.deletionTimestamp ?? rfc3339(nowMs)) - current * 1000 + requested * 1000;
  const isPast = dueMs < nowMs;
  const graceSeconds = isPast && requested !== 0 ? 1 : requested;
  const marked = mark(pod, isPast ? nowMs : dueMs, graceSeconds);
  return graceSeconds > 0 || hasFinalizers ? { kind: 'graceful', pod: marked } : { kind: 'removed', objects: [marked] };
}

function mark(pod: Pod, deletionMs: number, graceSeconds: number): Pod {
  const { deletionTimestamp: _time, deletionGracePeriodSeconds: _grace, ...meta } = clone(pod.metadata);
  // The API's order of fields: behind the creation time.
  const ordered: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(meta)) {
    ordered[key] = value;
    if (key === 'creationTimestamp') Object.assign(ordered, { deletionTimestamp: rfc3339(deletionMs), deletionGracePeriodSeconds: graceSeconds });
  }
  if (ordered['deletionTimestamp'] === undefined) Object.assign(ordered, { deletionTimestamp: rfc3339(deletionMs), deletionGracePeriodSeconds: graceSeconds });
  return { ...clone(pod), metadata: ordered };
}

function preconditionError(pod: Pod, { preconditions }: DeleteOptions): ApiError | undefined {
  const { uid, resourceVersion } = pod.metadata;
  const name = pod.metadata.name ?? '';
  const failed = (what: string, wanted: string, actual: string | undefined) =>
    apiError(
      'Conflict',
      `Operation cannot be fulfilled on pods "${name}": Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${actual ?? ''}`,
    );
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) return failed('UID', preconditions.uid, uid);
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion)
    return failed('ResourceVersion', preconditions.resourceVersion, resourceVersion);
  return undefined;
}

/** The Pod without a finalizer. `removed`: it was the last thing that kept a deleted Pod. */
export function removeFinalizer(pod: Pod, finalizer: string): { kind: 'unchanged' } | { kind: 'updated' | 'removed'; pod: Pod } {
  const finalizers = pod.metadata.finalizers ?? [];
  if (!finalizers.includes(finalizer)) return { kind: 'unchanged' };
  const rest = finalizers.filter((name) => name !== finalizer);
  const { finalizers: _all, ...meta } = clone(pod.metadata);
  const updated: Pod = { ...clone(pod), metadata: rest.length === 0 ? meta : { ...meta, finalizers: rest } };
  const isGone = rest.length === 0 && meta.deletionTimestamp !== undefined && (meta.deletionGracePeriodSeconds ?? 0) === 0;
  return { kind: isGone ? 'removed' : 'updated', pod: updated };
}
