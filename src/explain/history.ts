/**
 * A trace sorted by subject: the runs of each container, its probes, what the API said. Everything else in this room asks
 * this and not the list of records. It is made once for a trace and kept as long as the trace lives.
 */
import { rfc3339 } from '../base/timestamp.ts';
import type { Container, HookType, Pod, ProbeType } from '../model/kubernetes.ts';
import type {
  ActionRecord,
  DecisionRecord,
  EventRecord,
  HookRecord,
  ImageRecord,
  LogRecord,
  ObjectRecord,
  PodRecord,
  ProbeRecord,
  ProcessRecord,
  RecordId,
  ServingRecord,
  SignalRecord,
  Trace,
  TraceRecord,
} from '../model/trace.ts';
import { containerIn, type Role, roleOf } from './pods.ts';

export type Kill = Extract<DecisionRecord['decision'], { what: 'kill' }>;
export type BackOff = Extract<DecisionRecord['decision'], { what: 'back-off' }>;

/** One start of a container until its exit. */
export interface Run {
  container: string;
  /** 1-based. */
  instance: number;
  start: ProcessRecord;
  exit?: ProcessRecord;
  serving: ServingRecord[];
  signals: SignalRecord[];
  hooks: HookRecord[];
  /** What its processes wrote. */
  log: LogRecord[];
  /** The kubelet's decision to end it; the first one counts. */
  kill?: DecisionRecord & { decision: Kill };
  graceLeft?: DecisionRecord;
}

export interface ContainerHistory {
  name: string;
  role: Role;
  spec?: Container;
  runs: Run[];
  probes: Record<ProbeType, ProbeRecord[]>;
  backOffs: (DecisionRecord & { decision: BackOff })[];
  images: ImageRecord[];
}

export interface History {
  trace: Trace;
  /** In the order of the Pod's spec: init containers first. */
  containers: ContainerHistory[];
  pods: PodRecord[];
  events: EventRecord[];
  actions: ActionRecord[];
  slices: ObjectRecord[];
  /** What the controller of disruption budgets wrote. */
  budgets: ObjectRecord[];
  /** Pulls for image volumes, which belong to no container. */
  volumeImages: ImageRecord[];
  /** The Pod as the API first held it, defaults filled in; undefined if the API refused it. */
  pod: Pod | undefined;
}

const KNOWN = new WeakMap<Trace, History>();

export function historyOf(trace: Trace): History {
  const known = KNOWN.get(trace);
  if (known) return known;
  const history = sorted(trace);
  KNOWN.set(trace, history);
  return history;
}

function sorted(trace: Trace): History {
  const history: History = { trace, containers: [], pods: [], events: [], actions: [], slices: [], budgets: [], volumeImages: [], pod: undefined };
  const byName = new Map<string, ContainerHistory>();
  const of = (name: string): ContainerHistory => {
    const known = byName.get(name);
    if (known) return known;
    const pod = history.pods.at(-1)?.object;
    const spec = pod && containerIn(pod, name);
    const fresh: ContainerHistory = {
      name,
      role: pod ? roleOf(pod, name) : 'app',
      ...(spec && { spec }),
      runs: [],
      probes: { startup: [], liveness: [], readiness: [] },
      backOffs: [],
      images: [],
    };
    byName.set(name, fresh);
    return fresh;
  };
  for (const record of trace.records) {
    switch (record.kind) {
      case 'Pod':
        history.pods.push(record);
        if (!history.pod) {
          history.pod = record.object;
          for (const { name } of [...(record.object.spec.initContainers ?? []), ...record.object.spec.containers]) of(name);
        }
        break;
      case 'Event':
        history.events.push(record);
        break;
      case 'Action':
        history.actions.push(record);
        break;
      case 'Object':
        if (record.object.kind === 'EndpointSlice') history.slices.push(record);
        else if (record.object.kind === 'PodDisruptionBudget') history.budgets.push(record);
        break;
      case 'Image':
        (record.container === '' ? history.volumeImages : of(record.container).images).push(record);
        break;
      case 'Probe':
        of(record.container).probes[record.probe].push(record);
        break;
      case 'Process':
        if (record.what === 'start')
          of(record.container).runs.push({
            container: record.container,
            instance: record.instance,
            start: record,
            serving: [],
            signals: [],
            hooks: [],
            log: [],
          });
        else if (record.what === 'exit') assign(of(record.container), record.instance, (run) => (run.exit ??= record));
        break;
      case 'Serving':
        assign(of(record.container), record.instance, (run) => run.serving.push(record));
        break;
      case 'Signal':
        assign(of(record.container), record.instance, (run) => run.signals.push(record));
        break;
      case 'Hook':
        assign(of(record.container), record.instance, (run) => run.hooks.push(record));
        break;
      case 'Log':
        assign(of(record.container), record.instance, (run) => run.log.push(record));
        break;
      case 'Decision':
        addDecision(of(record.container), record);
        break;
      default:
    }
  }
  history.containers = [...byName.values()];
  return history;
}

function assign(container: ContainerHistory, instance: number, add: (run: Run) => void): void {
  const run = container.runs.findLast((each) => each.instance === instance);
  if (run) add(run);
}

function addDecision(container: ContainerHistory, record: DecisionRecord): void {
  const { decision } = record;
  const run = container.runs.at(-1);
  if (decision.what === 'back-off') container.backOffs.push(record as DecisionRecord & { decision: BackOff });
  if (!run || run.exit) return;
  if (decision.what === 'kill') run.kill ??= record as DecisionRecord & { decision: Kill };
  if (decision.what === 'grace-left') run.graceLeft ??= record;
}

/** How many items at the beginning of an ordered list pass a test that no item after them passes. */
export function countOf<Item>(ordered: readonly Item[], test: (item: Item) => boolean): number {
  let [from, to] = [0, ordered.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (test(ordered[middle] as Item)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The last of the items at the beginning of an ordered list that pass a test. By binary search: long runs have tens of thousands of records of a kind. */
export function lastOf<Item>(ordered: readonly Item[], test: (item: Item) => boolean): Item | undefined {
  return ordered[countOf(ordered, test) - 1];
}

export function containerOf(history: History, name: string): ContainerHistory | undefined {
  return history.containers.find((container) => container.name === name);
}

export function runOf(history: History, record: { container: string; instance: number }): Run | undefined {
  const run = lastOf(containerOf(history, record.container)?.runs ?? [], ({ instance }) => instance <= record.instance);
  return run?.instance === record.instance ? run : undefined;
}

/** The run that had begun when the record came; for decisions, which name no instance. */
export function runAt(container: ContainerHistory, id: RecordId): Run | undefined {
  return lastOf(container.runs, ({ start }) => start.id <= id);
}

/** The last of its kind: a kubelet that restarts cuts the hook in flight, and may call it again. */
export function hookOf(run: Run, hook: HookType, what: HookRecord['what']): HookRecord | undefined {
  return run.hooks.findLast((record) => record.hook === hook && record.what === what);
}

export function podBefore(history: History, id: RecordId): PodRecord | undefined {
  return lastOf(history.pods, (record) => record.id < id);
}

/** What the API said at a time; undefined before the Pod and after it. */
export function podAt(history: History, t: number): PodRecord | undefined {
  const record = lastOf(history.pods, (each) => each.t <= t);
  return record?.type === 'DELETED' ? undefined : record;
}

/** `spec.containers{app}` → `app`. */
export function containerOfEvent({ object }: EventRecord): string | undefined {
  return /\{(.+)\}$/.exec(object.involvedObject.fieldPath ?? '')?.[1];
}

/** When an attempt ended: that is when its result counts. */
export function probeEnd(record: ProbeRecord): number {
  return record.t + (record.count - 1) * record.periodMs + record.takesMs;
}

/** The moments of a train's attempts. */
export function attemptsOf(record: ProbeRecord): number[] {
  return Array.from({ length: record.count }, (_, index) => record.t + index * record.periodMs);
}

/**
 * The attempts with the same result in a row that end with this one, oldest first: of failures all, of successes only those that
 * made the result change. An error does not count and does not interrupt (`pkg/kubelet/prober/worker.go: doProbe` leaves the
 * counters alone).
 */
export function rowOf(history: History, record: ProbeRecord): ProbeRecord[] {
  const all = containerOf(history, record.container)?.probes[record.probe] ?? [];
  if (record.result === 'error' || (passed(record) && !record.met)) return [record];
  const backwards: ProbeRecord[] = [record];
  for (let index = countOf(all, ({ id }) => id < record.id) - 1; index >= 0; index -= 1) {
    const before = all[index];
    if (!before || before.result === 'error') continue;
    const isComplete = (backwards.at(-1)?.run ?? 1) <= 1 || (passed(record) && backwards.length >= record.threshold);
    if (isComplete || passed(before) !== passed(record)) break;
    backwards.push(before);
  }
  return backwards.reverse();
}

export function passed({ result }: ProbeRecord): boolean {
  return result === 'success' || result === 'warning';
}

/** How long a program needs until it serves, and when that would be; undefined if nothing says so. */
export function bootOf(run: Run): { ms: number; untilMs: number } | undefined {
  const booting = run.serving.find(({ what }) => what === 'booting');
  return booting?.untilMs === undefined ? undefined : { ms: booting.untilMs - run.start.t, untilMs: booting.untilMs };
}

/** A signal this soon after the start meets a program that has not installed its handlers yet. */
const FIRST_STEPS_MS = 100;

/** Whether a signal that nothing handled came before the program can have had handlers: it says nothing about the program. */
export function cameTooSoon(run: Run, signal: SignalRecord): boolean {
  return signal.t < Math.max(run.start.t + FIRST_STEPS_MS, bootOf(run)?.untilMs ?? 0);
}

/** Stretches in which the run answers on its ports (a program without ports: in which it does its work). */
export function servingSpans(run: Run, endMs: number): { fromMs: number; toMs: number; ports: number[] }[] {
  const end = run.exit?.t ?? endMs;
  const spans: { fromMs: number; toMs: number; ports: number[] }[] = [];
  run.serving.forEach((record, index) => {
    const goesOn = record.what === 'serving' || (record.what === 'draining' && record.ports.length > 0);
    if (goesOn) spans.push({ fromMs: record.t, toMs: Math.min(end, run.serving[index + 1]?.t ?? end), ports: record.ports });
  });
  return spans;
}

export function isServing(run: Run, t: number, endMs: number): boolean {
  return servingSpans(run, endMs).some(({ fromMs, toMs }) => fromMs <= t && t < toMs);
}

/** The start of a run as `startedAt` in the status shows it: whole seconds. */
export function startedAt(history: History, run: Run): string {
  return rfc3339(Math.floor((history.trace.meta.createdAtMs + run.start.t) / 1000) * 1000);
}

/** The user's latest action in a stretch that can have changed what a container does. */
export function actionBetween(history: History, container: string, fromMs: number, toMs: number): ActionRecord | undefined {
  return history.actions.findLast(
    ({ t, what, label }) =>
      t >= fromMs &&
      t <= toMs &&
      (['workload', 'exec', 'signal', 'oom'].includes(what) ? new RegExp(`\\b${escaped(container)}\\b`).test(label) : what === 'sandbox-stop'),
  );
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

export function recordOf(trace: Trace, id: RecordId): TraceRecord | undefined {
  return id < 0 ? undefined : trace.records[id];
}

/** The latest record before another one that fits. */
export function lastBefore(history: History, record: { id: RecordId }, test: (each: TraceRecord) => boolean): TraceRecord | undefined {
  for (let id = record.id - 1; id >= 0; id -= 1) {
    const each = history.trace.records[id];
    if (each && test(each)) return each;
  }
  return undefined;
}
