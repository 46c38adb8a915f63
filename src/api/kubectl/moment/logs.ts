/** The logs of a simulated run, by the container ids of its statuses. */
import { rfc3339, rfc3339Micro } from '../../../base/timestamp.ts';
import type { ContainerStatus, Pod } from '../../../model/kubernetes.ts';
import type { LogRecord, ProcessRecord, Trace } from '../../../model/trace.ts';
import type { KubectlInput, LogLine } from '../session.ts';

/** What the kubelet would read at that moment; undefined for an instance that the runtime has removed. */
export function logsAt(trace: Trace, atMs: number): NonNullable<KubectlInput['logs']> {
  const past = trace.records.filter(({ t }) => t <= atMs);
  const processes = past.filter((record): record is ProcessRecord => record.kind === 'Process');
  return (_pod, container, containerID) => {
    const own = processes.filter((record) => record.container === container);
    const instance = instanceOf(trace, container, containerID, own);
    // A container that could not be started has written nothing.
    if (instance === undefined) return [];
    if (own.some((record) => record.what === 'removed' && record.instance === instance)) return undefined;
    return past
      .filter((record): record is LogRecord => record.kind === 'Log' && record.container === container && record.instance === instance)
      .map(({ t, line }): LogLine => ({ time: rfc3339Micro(trace.meta.createdAtMs + t), line }));
  };
}

/** Statuses know ids and whole seconds, processes know instances and milliseconds: what they share is when one started. */
function instanceOf(trace: Trace, container: string, containerID: string, processes: readonly ProcessRecord[]): number | undefined {
  const startedAt = idsOf(trace, container);
  const wanted = startedAt.get(containerID);
  if (wanted === undefined) return undefined;
  const starts = processes.filter(({ what, t }) => what === 'start' && rfc3339(trace.meta.createdAtMs + t) === wanted);
  const alike = [...startedAt].filter(([, at]) => at === wanted).map(([id]) => id);
  return starts[Math.min(alike.indexOf(containerID), starts.length - 1)]?.instance;
}

/** Every id that the Pod's statuses showed for a container, the first one first, with its start. */
function idsOf(trace: Trace, container: string): Map<string, string> {
  const ids = new Map<string, string>();
  const add = (id: string | undefined, startedAt: string | null | undefined) => {
    if (id !== undefined && typeof startedAt === 'string') ids.set(id, startedAt);
  };
  for (const record of trace.records) {
    if (record.kind !== 'Pod') continue;
    for (const { name, state, lastState, containerID } of statusesOf(record.object)) {
      if (name !== container) continue;
      for (const { terminated } of [lastState, state]) add(terminated?.containerID, terminated?.startedAt);
      add(containerID, state.running?.startedAt);
    }
  }
  return ids;
}

function statusesOf({ status }: Pod): ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])];
}
