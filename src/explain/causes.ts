/**
 * Causal chains. A record names the record that led to it, as the kubelet's loops see it: a sync was woken by this exit,
 * a status was written by that sync. People ask for the reason behind that: the three failures that reached the threshold,
 * the signal that was lost, the exit a back-off counts from. `parentOf` says it record by record.
 */
import type { DecisionRecord, EventRecord, PodRecord, ProbeRecord, ProcessRecord, RecordId, Trace, TraceRecord } from '../model/trace.ts';
import {
  actionBetween,
  type BackOff,
  containerOf,
  containerOfEvent,
  type History,
  historyOf,
  hookOf,
  lastBefore,
  passed,
  podBefore,
  probeEnd,
  recordOf,
  rowOf,
  type Run,
  runAt,
  runOf,
} from './history.ts';
import { changesOf } from './pods.ts';
import { causeOfChange } from './status-causes.ts';

/**
 * What led to a record, oldest first, the record itself last. Plumbing (syncs, status writes, bookkeeping) is left out unless
 * it is the record asked about. A chain goes back to the user's action or to the start of the container's run; the
 * question about a start goes on to the end of the run before.
 *
 * @param record the record or its id; an id that the trace does not have gives an empty chain.
 */
export function causesOf(trace: Trace, record: TraceRecord | RecordId): TraceRecord[] {
  const subject = typeof record === 'number' ? recordOf(trace, record) : record;
  if (!subject) return [];
  const history = historyOf(trace);
  const found = new Map<RecordId, TraceRecord>([[subject.id, subject]]);
  const line = new Set<RecordId>();
  let next: TraceRecord | undefined = subject;
  let starts = 0;
  while (next && !line.has(next.id)) {
    line.add(next.id);
    for (const side of besideOf(history, next)) found.set(side.id, side);
    if (next.kind === 'Process' && next.what === 'start') {
      // A start inside the chain is where it begins; only the question about a start itself looks behind it
      const isSubject: boolean = next === subject || (starts === 0 && stateOfStart(subject));
      if (!isSubject || starts > 0) break;
      starts += 1;
    }
    if (next.kind === 'Action' && next.retry === undefined) break;
    const parent: TraceRecord | undefined = parentOf(history, next);
    if (!parent) break;
    found.set(parent.id, parent);
    next = parent;
  }
  return [...found.values()].filter((each) => each === subject || !isPlumbing(each)).sort((a, b) => a.id - b.id);
}

/** Events and bookkeeping that only say that a container starts: a question about them is one about the start. */
function stateOfStart(subject: TraceRecord): boolean {
  return subject.kind === 'Event' && ['Started', 'Created', 'Pulled', 'Pulling'].includes(subject.object.reason);
}

function isPlumbing(record: TraceRecord): boolean {
  switch (record.kind) {
    case 'Sync':
    case 'ProbeState':
    case 'Log':
    case 'Object':
      return true;
    case 'Pod':
      if (record.rule === 'node.taint') return record.object.metadata.deletionTimestamp === undefined;
      return record.rule !== 'scheduler.bind' || record.object.spec.nodeName === undefined;
    case 'Event':
      return !['Failed', 'FailedMount', 'FailedCreatePodSandBox', 'FailedScheduling', 'DeadlineExceeded'].includes(record.object.reason);
    case 'Process':
      return record.what === 'removed';
    case 'Serving':
      return record.what !== 'booting' || record.untilMs === undefined;
    case 'Decision':
      return record.decision.what === 'start';
    default:
      return false;
  }
}

/** The record that explains this one; undefined where a chain begins. */
export function parentOf(history: History, record: TraceRecord): TraceRecord | undefined {
  const named = recordOf(history.trace, record.cause);
  switch (record.kind) {
    case 'Action':
      return record.retry === undefined ? undefined : named;
    case 'Process':
      return record.what === 'start' ? parentOfStart(history, record) : record.what === 'exit' ? parentOfExit(history, record) : named;
    case 'Serving': {
      if (record.what !== 'draining') return named;
      const run = runOf(history, record);
      return (
        run?.signals.findLast(({ id }) => id < record.id) ??
        run?.hooks.findLast(({ id, what, hook }) => id < record.id && what === 'start' && hook === 'preStop') ??
        named
      );
    }
    case 'Signal':
      return (
        (record.signal === 'SIGKILL' ? runOf(history, record)?.signals.findLast(({ id, signal }) => id < record.id && signal !== 'SIGKILL') : undefined) ??
        named
      );
    case 'Probe':
      return parentOfProbe(history, record);
    case 'Decision':
      return parentOfDecision(history, record);
    case 'Image':
      return named ?? lastBefore(history, record, (each) => each.kind === 'Image' && each.container === record.container && each.what === 'pullEnd');
    case 'Event':
      return parentOfEvent(history, record);
    case 'Pod':
      return parentOfPod(history, record);
    default:
      return named;
  }
}

function parentOfStart(history: History, record: ProcessRecord): TraceRecord | undefined {
  const container = containerOf(history, record.container);
  const previous = container?.runs.findLast(({ start }) => start.id < record.id);
  const since = previous?.exit?.id ?? previous?.start.id ?? -1;
  const wait = container?.backOffs.findLast(({ id }) => id > since && id < record.id);
  if (wait) return firstOf(container?.backOffs ?? [], wait);
  if (previous?.exit) return previous.exit;
  const pull = container?.images.findLast(({ id, what, result }) => id < record.id && what === 'pullEnd' && result === 'ok');
  const failure = lastBefore(
    history,
    record,
    (each) => each.kind === 'Event' && each.object.reason === 'Failed' && containerOfEvent(each) === record.container,
  );
  const gate = gateOf(history, record);
  const latest = [pull, failure, gate]
    .filter((each) => each !== undefined)
    .sort((a, b) => a.id - b.id)
    .at(-1);
  return latest ?? bind(history) ?? recordOf(history.trace, record.cause);
}

/** What an app or init container waited for: the init container before it, or the sidecar that had to be started. */
function gateOf(history: History, record: ProcessRecord): TraceRecord | undefined {
  const index = history.containers.findIndex(({ name }) => name === record.container);
  const ahead = history.containers[index - 1];
  if (!ahead) return undefined;
  if (ahead.role === 'init') return ahead.runs.findLast(({ exit }) => exit !== undefined && exit.id < record.id && exit.exitCode === 0)?.exit;
  const run = ahead.runs.findLast(({ start }) => start.id < record.id);
  const startup = ahead.role === 'sidecar' ? ahead.probes.startup.findLast((probe) => probe.id < record.id && probe.met && passed(probe)) : undefined;
  return startup ?? (run && hookOf(run, 'postStart', 'end'));
}

function parentOfExit(history: History, record: ProcessRecord): TraceRecord | undefined {
  const run = runOf(history, record);
  const stop = run?.signals.findLast(({ id }) => id < record.id);
  const kill =
    stop ??
    (run?.kill && run.kill.id < record.id
      ? (run.hooks.findLast(({ hook, what, id }) => hook === 'preStop' && what === 'start' && id < record.id) ?? run.kill)
      : undefined);
  // An action ends the process at once; anything later did not come from it
  return kill ?? actionBetween(history, record.container, record.t - 100, record.t) ?? run?.start ?? recordOf(history.trace, record.cause);
}

function parentOfProbe(history: History, record: ProbeRecord): TraceRecord | undefined {
  const [first] = rowOf(history, record);
  const container = containerOf(history, record.container);
  const since = container?.probes[record.probe].findLast(({ id }) => id < (first ?? record).id);
  const start = container && runAt(container, record.id)?.start;
  const action = actionBetween(history, record.container, since ? probeEnd(since) : (start?.t ?? 0), (first ?? record).t);
  return action ?? start ?? recordOf(history.trace, record.cause);
}

function parentOfDecision(history: History, record: DecisionRecord): TraceRecord | undefined {
  const container = containerOf(history, record.container);
  const run = container && runAt(container, record.id);
  const { decision } = record;
  if (decision.what === 'back-off') {
    const first = container && firstOf(container.backOffs, record as DecisionRecord & { decision: BackOff });
    if (first && first.id !== record.id) return first;
    return countedFrom(history, record as DecisionRecord & { decision: BackOff }) ?? failedStart(history, record) ?? recordOf(history.trace, record.cause);
  }
  if (decision.what === 'start')
    return run?.exit && run.exit.id < record.id ? parentOfStart(history, { ...run.start, id: record.id }) : recordOf(history.trace, record.cause);
  if (decision.what === 'no-restart') return run?.exit ?? recordOf(history.trace, record.cause);
  const cause = recordOf(history.trace, record.cause);
  // A deletion: its action, not the write that the API server made of it; a controller's comes later than what it answers
  if (cause?.kind === 'Pod' && cause.rule !== 'node.taint' && cause.object.metadata.deletionTimestamp !== undefined)
    return recordOf(history.trace, cause.cause) ?? cause;
  return cause ?? lastBefore(history, record, (each) => each.kind === 'Event' && each.object.reason === 'DeadlineExceeded');
}

/** A back-off counts from the end of the latest finished instance that the kubelet saw; the delay is what is left until `untilMs`. */
export function countedFrom(history: History, record: DecisionRecord & { decision: BackOff }): ProcessRecord | undefined {
  const fromMs = record.decision.untilMs - record.decision.delayMs;
  const exits = containerOf(history, record.container)?.runs.flatMap(({ exit }) => (exit && exit.id < record.id ? [exit] : [])) ?? [];
  return exits.find(({ t }) => Math.abs(t - fromMs) <= 1000) ?? exits.at(-1);
}

function failedStart(history: History, record: TraceRecord & { container: string }): TraceRecord | undefined {
  return lastBefore(history, record, (each) => each.kind === 'Event' && each.object.reason === 'Failed' && containerOfEvent(each) === record.container);
}

/** The first decision of the same wait. */
function firstOf(all: readonly (DecisionRecord & { decision: BackOff })[], wait: DecisionRecord & { decision: BackOff }): DecisionRecord {
  return all.find(({ decision, id }) => decision.untilMs === wait.decision.untilMs && id <= wait.id) ?? wait;
}

function parentOfEvent(history: History, record: EventRecord): TraceRecord | undefined {
  const container = containerOfEvent(record);
  const named = recordOf(history.trace, record.cause);
  const of = (kinds: (each: TraceRecord) => boolean) => lastBefore(history, record, kinds);
  const pulled = of((each) => each.kind === 'Image' && each.container === container && each.what === 'pullEnd' && each.t > record.t - 2000);
  switch (record.object.reason) {
    case 'BackOff':
    case 'Failed':
      if (named?.kind === 'Decision' || named?.kind === 'Image') return named;
      return (
        of((each) => each.kind === 'Image' && each.container === container && each.what === 'pullEnd' && each.result === 'failed') ?? bind(history) ?? named
      );
    case 'Pulled':
      if (named?.kind === 'Image') return named;
      return pulled ?? startCause(history, container, record) ?? named;
    case 'Created':
      return startCause(history, container, record) ?? named;
    case 'FailedPreStopHook':
    case 'FailedPostStartHook':
      return of((each) => each.kind === 'Hook' && each.container === container && each.what === 'end') ?? named;
    default:
      return named ?? (record.object.reason === 'DeadlineExceeded' ? history.pods[0] : undefined);
  }
}

/** Why the container is about to be started: what the start itself would name. */
function startCause(history: History, container: string | undefined, record: EventRecord): TraceRecord | undefined {
  if (container === undefined) return undefined;
  const start = containerOf(history, container)?.runs.find(({ start: each }) => each.id > record.id)?.start;
  return start && parentOfStart(history, { ...start, id: record.id });
}

function parentOfPod(history: History, record: PodRecord): TraceRecord | undefined {
  const named = recordOf(history.trace, record.cause);
  if (record.type === 'ADDED') return named;
  if (record.rule === 'status.delete' || (record.type === 'DELETED' && named?.kind !== 'Action')) {
    return lastBefore(history, record, (each) => each.kind === 'Process' && each.what === 'exit') ?? named;
  }
  if (named?.kind === 'Action') return named;
  for (const change of changesOf(podBefore(history, record.id)?.object, record.object)) {
    const cause = causeOfChange(history, record, change);
    if (cause) return cause;
  }
  return named;
}

/** What belongs into a chain beside the line of parents: the earlier attempts of a row, the hook between kill and signal, the boot. */
function besideOf(history: History, record: TraceRecord): TraceRecord[] {
  switch (record.kind) {
    case 'Probe':
      return rowOf(history, record).slice(0, -1);
    case 'Process': {
      if (record.what !== 'start') return [];
      const run = runOf(history, record);
      const boot = run?.serving.filter(({ what }) => what === 'booting').slice(0, 1) ?? [];
      const cause = parentOfStart(history, record);
      return cause?.kind === 'Process' && cause.what === 'exit' ? [...boot, ...heldBy(history, record, cause)] : boot;
    }
    case 'Signal':
      return record.graceSeconds === undefined ? [] : hookOfKill(runOf(history, record), record.id);
    case 'Decision':
      return record.decision.what === 'kill' ? heldBy(history, record, parentOf(history, record)) : [];
    default:
      return [];
  }
}

/**
 * A Pod has one worker: what it was busy with delays everything that comes after. The thing whose end let it go on, if
 * the wait was long enough to be asked about.
 */
function heldBy(history: History, record: TraceRecord & { container: string }, cause: TraceRecord | undefined): TraceRecord[] {
  if (!cause || record.t - cause.t < 2000) return [];
  const held = lastBefore(
    history,
    record,
    (each) =>
      each.id > cause.id &&
      record.t - each.t < 1500 &&
      ((each.kind === 'Hook' && each.hook === 'postStart' && each.what === 'end') ||
        (each.kind === 'Image' && each.what === 'pullEnd') ||
        (each.kind === 'Process' && each.what === 'exit' && each.container !== record.container)),
  );
  return held ? [held] : [];
}

function hookOfKill(run: Run | undefined, before: RecordId): TraceRecord[] {
  if (!run) return [];
  return [hookOf(run, 'preStop', 'start'), hookOf(run, 'preStop', 'end'), run.graceLeft].filter((each) => each !== undefined).filter(({ id }) => id < before);
}

function bind(history: History): PodRecord | undefined {
  return history.pods.find(({ object }) => object.spec.nodeName !== undefined);
}
