/** The numbers of a run. */
import type { ProbeRecord } from '../../model/trace.ts';
import { actionBetween, type ContainerHistory, type History, historyOf, passed, probeEnd, rowOf, servingSpans } from '../history.ts';
import { isReady } from '../pods.ts';
import { endpointIn } from '../tell/endpoints.ts';
import type { Measures } from '../types.ts';
import type { Trace } from '../../model/trace.ts';

interface Span {
  fromMs: number;
  toMs: number;
}

/** @param endpointsMs how long clients take to follow a change of the EndpointSlice */
export function measuresOf(trace: Trace, endpointsMs = 0): Measures {
  const history = historyOf(trace);
  const ready = readySpans(history);
  const first = ready[0]?.fromMs;
  const traffic = trafficSpans(history, endpointsMs);
  const serving = podServing(history);
  const outageMs = outageOf(history, serving);
  const detectionMs = detectionOf(history);
  const grace = graceOf(history);
  const refusedMs = traffic && refusedAfterDeletion(history, traffic, serving);
  return {
    restarts: history.containers.reduce((sum, { runs }) => sum + Math.max(0, runs.length - 1), 0),
    readyMs: lengthOf(ready),
    ...(first !== undefined && { timeToReadyMs: first }),
    ...(detectionMs !== undefined && { detectionMs }),
    ...(outageMs !== undefined && { outageMs }),
    ...(traffic && { trafficMs: lengthOf(traffic), answeredMs: lengthOf(overlap(traffic, serving)) }),
    ...(refusedMs !== undefined && { refusedMs }),
    ...(grace && { graceUsedMs: grace.usedMs, graceMs: grace.ofMs }),
  };
}

/** Stretches in which the API says Ready=True. */
export function readySpans(history: History): Span[] {
  return spansWhere(history.pods, history.trace.endMs, (record) => record.type !== 'DELETED' && isReady(record.object));
}

/** Stretches in which clients of a Service come here: they follow the EndpointSlice, later. Undefined if no Service selects the Pod. */
function trafficSpans(history: History, endpointsMs: number): Span[] | undefined {
  const { slices, trace } = history;
  if (slices.length === 0) return undefined;
  const inSlice = spansWhere(slices, trace.endMs, (record) => endpointIn(record)?.ready === true);
  return overlap(
    inSlice.map(({ fromMs, toMs }) => ({ fromMs: fromMs + endpointsMs, toMs: toMs + endpointsMs })),
    [{ fromMs: 0, toMs: trace.endMs }],
  );
}

/** How long clients still come after the deletion while no port is open. */
function refusedAfterDeletion(history: History, traffic: readonly Span[], serving: readonly Span[]): number | undefined {
  const hasPorts = history.containers.some(({ role, runs }) => role === 'app' && runs.some((run) => run.serving.some(({ ports }) => ports.length > 0)));
  const marked = history.pods.find(({ object, type }) => object.metadata.deletionTimestamp !== undefined || type === 'DELETED');
  if (!marked || !hasPorts) return undefined;
  const late = overlap(traffic, [{ fromMs: marked.t, toMs: history.trace.endMs }]);
  return lengthOf(late) - lengthOf(overlap(late, serving));
}

/** Stretches in which all app containers answer. */
export function podServing(history: History): Span[] {
  const apps = history.containers.filter(({ role }) => role === 'app');
  const each = apps.map(({ runs }) => runs.flatMap((run) => servingSpans(run, history.trace.endMs)).map(({ fromMs, toMs }) => ({ fromMs, toMs })));
  const [first = [], ...others] = each;
  return others.reduce<Span[]>(overlap, first);
}

function spansWhere<T extends { t: number }>(records: readonly T[], endMs: number, test: (record: T) => boolean): Span[] {
  const spans: Span[] = [];
  let since: number | undefined;
  for (const record of records) {
    const holds = test(record);
    if (holds) since ??= record.t;
    else if (since !== undefined) {
      spans.push({ fromMs: since, toMs: record.t });
      since = undefined;
    }
  }
  return since === undefined ? spans : [...spans, { fromMs: since, toMs: endMs }];
}

export function overlap(a: readonly Span[], b: readonly Span[]): Span[] {
  return a.flatMap((one) =>
    b.flatMap((other) => {
      const fromMs = Math.max(one.fromMs, other.fromMs);
      const toMs = Math.min(one.toMs, other.toMs);
      return fromMs < toMs ? [{ fromMs, toMs }] : [];
    }),
  );
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

/** When the Pod is asked to go: that is where outages end. */
export function stopRequestedMs(history: History): number {
  const marked = history.pods.find(({ object, type }) => object.metadata.deletionTimestamp !== undefined || type === 'DELETED');
  const done = history.pods.find(({ object }) => ['Succeeded', 'Failed'].includes(object.status.phase));
  return Math.min(marked?.t ?? history.trace.endMs, done?.t ?? history.trace.endMs);
}

function outageOf(history: History, serving: readonly Span[]): number | undefined {
  const [first] = serving;
  const end = stopRequestedMs(history);
  if (!first || history.pod?.spec.restartPolicy !== 'Always' || first.fromMs >= end) return undefined;
  return end - first.fromMs - lengthOf(overlap(serving, [{ fromMs: first.fromMs, toMs: end }]));
}

/** The longest time from a fault to what the kubelet did about it. */
function detectionOf(history: History): number | undefined {
  const acted = history.containers.flatMap((container) =>
    [...container.probes.liveness, ...container.probes.readiness].filter(
      (record) => record.result === 'failure' && record.met && record.t < stopRequestedMs(history) && wasWell(container, record),
    ),
  );
  const times = acted.map((record) => probeEnd(record) - faultBefore(history, record));
  return times.length > 0 ? Math.max(...times) : undefined;
}

function wasWell(container: ContainerHistory, record: ProbeRecord): boolean {
  return container.probes[record.probe].some((each) => each.id < record.id && each.instance === record.instance && passed(each));
}

function faultBefore(history: History, record: ProbeRecord): number {
  const [first = record] = rowOf(history, record);
  const probes = history.containers.find(({ name }) => name === record.container)?.probes[record.probe] ?? [];
  const success = probes.findLast((each) => each.id < first.id && passed(each));
  return actionBetween(history, record.container, success ? probeEnd(success) : 0, first.t)?.t ?? first.t;
}

/** The last kill that ended in this run; all containers of a Pod that stops share one grace period. */
function graceOf(history: History): { usedMs: number; ofMs: number } | undefined {
  const kills = history.containers
    .filter(({ role }) => role === 'app' || role === 'sidecar')
    .flatMap(({ runs }) => runs.flatMap(({ kill, exit }) => (kill && exit ? [{ kill, exit }] : [])))
    .sort((a, b) => a.exit.id - b.exit.id);
  const last = kills.at(-1);
  if (!last) return undefined;
  const together = last.kill.decision.reason === 'pod' ? kills.filter(({ kill }) => kill.decision.reason === 'pod') : [last];
  const [first = last] = together.toSorted((a, b) => a.kill.id - b.kill.id);
  return { usedMs: last.exit.t - first.kill.t, ofMs: first.kill.decision.graceSeconds * 1000 };
}

/** What the API said last; undefined if the Pod never existed there. */
export function lastPod(history: History) {
  return history.pods.at(-1)?.object;
}
