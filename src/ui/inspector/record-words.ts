/** A record of the trace in words: for the table, for the steps of Why, and for screen readers. */
import type { ContainerState, Pod } from '../../model/kubernetes.ts';
import { type RecordId, refusalText, type Trace, type TraceRecord } from '../../model/trace.ts';
import { actionText } from '../../timeline/index.ts';
import { seconds } from '../format.ts';
import { recordTexts as words } from '../texts/en-records.ts';

export interface RecordWords {
  /** Whom it concerns: a container, the Pod, the kubelet. */
  where: string;
  /** What happened, in a few words. */
  what: string;
  /** More about it; empty if there is nothing more to say. */
  message: string;
  /** True where something went wrong. */
  bad: boolean;
}

export function recordWords(trace: Trace, record: TraceRecord): RecordWords {
  switch (record.kind) {
    case 'Action':
      return say(words.pod, actionText(record), record.error ? words.refused(refusalText(record)) : '', record.error !== undefined);
    case 'Pod':
      return say(words.api, podChange(trace, record), record.object.status.message ?? '');
    case 'Object':
      return say(words.api, words.object(record.object.kind, record.type), record.object.metadata.name ?? '');
    case 'Event':
      return say(
        containerOfEvent(record.object.involvedObject.fieldPath) ?? words.pod,
        record.object.reason,
        record.object.message,
        record.object.type === 'Warning',
      );
    case 'Process': {
      const what = record.what === 'start' ? words.start(record.instance) : record.what === 'exit' ? words.exit(record.exitCode, record.reason) : words.removed;
      return say(record.container, what, record.signal ?? '', record.what === 'exit' && record.exitCode !== 0);
    }
    case 'Serving': {
      const until = record.untilMs === undefined ? undefined : seconds(record.untilMs);
      return say(record.container, record.what === 'booting' ? words.booting(until) : record.what === 'serving' ? words.serving(record.ports) : words.draining);
    }
    case 'Signal':
      return say(
        record.container,
        words.signal(record.signal, record.handled),
        record.graceSeconds === undefined ? '' : words.grace(record.graceSeconds),
        record.signal === 'SIGKILL',
      );
    case 'Hook':
      return record.what === 'start'
        ? say(record.container, words.hookStart(record.hook, record.handler))
        : say(record.container, words.hookEnd(record.hook, record.result), record.message ?? '', record.result !== 'ok');
    case 'Probe': {
      const result = record.timedOut ? words.timedOut : words.probeResult[record.result];
      const bad = record.result === 'failure' || record.result === 'error';
      const { run, threshold } = record;
      const counter = !bad && threshold === 1 ? undefined : { run, threshold };
      return say(record.container, words.probe(record.probe, result, counter, record.count), record.message, bad);
    }
    case 'ProbeState':
      return say(record.container, words.probeState[record.state](record.probe));
    case 'Image':
      return record.what === 'pullStart'
        ? say(record.container, words.pullStart(record.image))
        : say(record.container, words.pullEnd(record.image, record.result === 'failed'), record.message ?? '', record.result === 'failed');
    case 'Log':
      return say(record.container, record.line);
    case 'Decision':
      return decisionWords(record);
    case 'Sync':
      return say('kubelet', words.sync(record.type, record.what), record.error ?? '', record.error !== undefined);
    case 'Kubelet':
      return say('kubelet', words.kubelet[record.what]);
  }
}

function decisionWords({ container, decision }: TraceRecord & { kind: 'Decision' }): RecordWords {
  switch (decision.what) {
    case 'kill':
      return say(container, words.kill(decision.message), words.grace(decision.graceSeconds));
    case 'start':
      return say(container, words.starts(decision.restart));
    case 'back-off':
      return say(container, words.backOff(seconds(decision.delayMs), seconds(decision.remainingMs)), '', true);
    case 'grace-left':
      return say(container, words.graceLeft(decision.usedSeconds, decision.leftSeconds));
    case 'preStop-skipped':
      return say(container, words.preStopSkipped(decision.why));
    case 'resize':
      return say(container, words.resized, decision.changes.map(({ field, from = '–', to = '–' }) => `${field} ${from} → ${to}`).join(', '));
    case 'no-restart':
      return say(container, words.notRestarted(decision.why));
  }
}

function say(where: string, what: string, message = '', bad = false): RecordWords {
  return { where, what, message, bad };
}

/** `spec.containers{app}` → `app`. */
function containerOfEvent(fieldPath: string | undefined): string | undefined {
  return /\{(.+)\}$/.exec(fieldPath ?? '')?.[1];
}

/** What is different in this Pod object from the one before: `phase Running`, `Ready True`, `app running`. */
function podChange(trace: Trace, record: TraceRecord & { kind: 'Pod' }): string {
  if (record.type === 'ADDED') return words.created;
  if (record.type === 'DELETED') return words.podGone;
  const before = podBefore(trace, record.id);
  const changes = before ? statusChanges(before, record.object) : [];
  return changes.length === 0 ? words.statusUnchanged : words.status(changes);
}

function podBefore(trace: Trace, id: RecordId): Pod | undefined {
  for (let i = id - 1; i >= 0; i -= 1) {
    const record = trace.records[i];
    if (record?.kind === 'Pod') return record.object;
  }
  return undefined;
}

function statusChanges(before: Pod, now: Pod): string[] {
  const changes: string[] = [];
  if (before.metadata.deletionTimestamp === undefined && now.metadata.deletionTimestamp !== undefined) changes.push('Terminating');
  if (before.status.phase !== now.status.phase) changes.push(`phase ${now.status.phase}`);
  for (const condition of now.status.conditions ?? []) {
    const old = before.status.conditions?.find(({ type }) => type === condition.type);
    if (old?.status !== condition.status) changes.push(`${condition.type} ${condition.status}`);
  }
  const statuses = (pod: Pod) => [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  for (const status of statuses(now)) {
    const old = statuses(before).find(({ name }) => name === status.name);
    const state = stateWord(status.state);
    if (!old || stateWord(old.state) !== state) changes.push(`${status.name} ${state}`);
    if (old && old.restartCount !== status.restartCount) changes.push(`${status.name} restartCount ${status.restartCount}`);
  }
  return changes;
}

function stateWord(state: ContainerState): string {
  if (state.running) return 'running';
  if (state.terminated) return state.terminated.reason ?? `exit ${state.terminated.exitCode}`;
  return state.waiting?.reason ?? 'waiting';
}
