/**
 * What `kubectl describe pod` printed, as the objects that it was printed from, as far as they can be told: the Pod's status and its
 * Events. The text has one moment only, and counts the ages of Events back from it without naming it: it is worked out from an Event
 * whose time the status knows as well. kubernetes/kubectl pkg/describe/describe.go: describePod, DescribeEvents.
 */
import { parseRfc1123Ms, parseRfc3339Ms } from '../base/parse-timestamp.ts';
import { rfc3339 } from '../base/timestamp.ts';
import type { PodCondition } from '../model/kubernetes.ts';
import type { WatchedContainerStatus, WatchedEvent, WatchedPod } from './lines.ts';
import { containerStatuses } from './pods.ts';

/** Whether a text is a description of a Pod, and not of another object. */
export function isDescription(text: string): boolean {
  return /^Name: +\S/m.test(text) && /^Status: +\S/m.test(text) && /^(?:Init )?Containers:\s*$/m.test(text);
}

/** The Pod that is described first, its Events, and when it was described, as far as that can be told. Undefined if the text is no description of a Pod. */
export function describedObjects(text: string): { pod: WatchedPod; events: WatchedEvent[]; nowMs?: number } | undefined {
  if (!isDescription(text)) return undefined;
  const own =
    text
      .replaceAll('\r\n', '\n')
      .split(/^(?=Name: )/m)
      .find((part) => part.startsWith('Name: ')) ?? '';
  const root = blocksOf(own.split('\n'));
  const name = valueOf(root, 'Name') ?? '';
  const rows = eventRows(root);
  const pod = podOf(root, name);
  const nowMs = momentOf(pod, rows);
  if (nowMs === undefined) return { pod, events: [] };
  return { pod: deleted(pod, root, nowMs), events: rows.map((row) => eventOf(row, pod, nowMs)), nowMs };
}

// ---- blocks ----------------------------------------------------------------------------------------------------------

/** `Key:  value`, and the lines that are indented further. */
interface Block {
  key: string;
  value: string;
  blocks: Block[];
  lines: string[];
}

function blocksOf(lines: readonly string[]): Block {
  const root: Block = { key: '', value: '', blocks: [], lines: [] };
  const open: { block: Block; indent: number }[] = [{ block: root, indent: -1 }];
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    while (open.length > 1 && indent <= (open.at(-1)?.indent ?? -1)) open.pop();
    const parent = open.at(-1)?.block ?? root;
    for (const { block } of open) block.lines.push(line);
    const [, key, value = ''] = /^\s*([^:]+):(?:\s+(.*))?$/.exec(line) ?? [];
    if (key === undefined) continue;
    const block: Block = { key, value: value.trim(), blocks: [], lines: [] };
    parent.blocks.push(block);
    open.push({ block, indent });
  }
  return root;
}

function blockOf(parent: Block | undefined, key: string): Block | undefined {
  return parent?.blocks.find((block) => block.key === key);
}

function valueOf(parent: Block | undefined, key: string): string | undefined {
  const value = blockOf(parent, key)?.value;
  return value === '' || value === '<none>' ? undefined : value;
}

/** RFC 3339, as objects have it. */
function stampOf(parent: Block | undefined, key: string): string | undefined {
  const ms = parseRfc1123Ms(valueOf(parent, key) ?? '');
  return ms === undefined ? undefined : rfc3339(ms);
}

// ---- the Pod ---------------------------------------------------------------------------------------------------------

type Phase = NonNullable<WatchedPod['status']>['phase'];
const PHASES: readonly string[] = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

function podOf(root: Block, name: string): WatchedPod {
  const [init, apps, ephemeral] = ['Init Containers', 'Containers', 'Ephemeral Containers'].map((key) => blockOf(root, key)?.blocks ?? []);
  const specs = (blocks: readonly Block[] = []) => blocks.map((block) => ({ name: block.key, image: valueOf(block, 'Image') ?? '' }));
  const statuses = (blocks: readonly Block[] = []) => blocks.filter((block) => blockOf(block, 'State')).map(containerStatusOf);
  const startTime = stampOf(root, 'Start Time');
  const nodeName = valueOf(root, 'Node')?.split('/')[0];
  const [reason, message] = [valueOf(root, 'Reason'), valueOf(root, 'Message')];
  const status = {
    phase: phaseOf(valueOf(root, 'Status'), statuses(apps)),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(startTime !== undefined && { startTime }),
    conditions: conditionsOf(root),
    ...(init && init.length > 0 && { initContainerStatuses: statuses(init) }),
    containerStatuses: statuses(apps),
    ...(ephemeral && ephemeral.length > 0 && { ephemeralContainerStatuses: statuses(ephemeral) }),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: valueOf(root, 'Namespace') ?? 'default', ...(startTime !== undefined && { creationTimestamp: startTime }) },
    spec: { ...(init && init.length > 0 && { initContainers: specs(init) }), containers: specs(apps), ...(nodeName !== undefined && { nodeName }) },
    status,
  };
}

/** A Pod that is being deleted is described as `Terminating`, which is no phase. */
function phaseOf(status: string | undefined, containers: readonly WatchedContainerStatus[]): NonNullable<Phase> {
  if (status !== undefined && PHASES.includes(status)) return status as NonNullable<Phase>;
  return containers.some(({ state, lastState }) => (state?.running ?? state?.terminated ?? lastState?.terminated) !== undefined) ? 'Running' : 'Pending';
}

function containerStatusOf(block: Block): WatchedContainerStatus {
  const state = stateOf(blockOf(block, 'State'));
  return {
    name: block.key,
    image: valueOf(block, 'Image') ?? '',
    imageID: valueOf(block, 'Image ID') ?? '',
    ready: valueOf(block, 'Ready') === 'True',
    restartCount: Number(valueOf(block, 'Restart Count') ?? 0),
    state,
    lastState: stateOf(blockOf(block, 'Last State')),
    started: state.running !== undefined,
  };
}

function stateOf(block: Block | undefined): NonNullable<WatchedContainerStatus['state']> {
  const [reason, message] = [valueOf(block, 'Reason') ?? '', valueOf(block, 'Message')];
  const said = message === undefined ? {} : { message };
  const startedAt = stampOf(block, 'Started');
  switch (block?.value) {
    case 'Running':
      return { running: { startedAt: startedAt ?? '' } };
    case 'Waiting':
      return { waiting: { reason, ...said } };
    case 'Terminated': {
      const finishedAt = stampOf(block, 'Finished');
      const exitCode = Number(valueOf(block, 'Exit Code') ?? 0);
      return { terminated: { exitCode, reason, ...said, startedAt: startedAt ?? '', finishedAt: finishedAt ?? '' } };
    }
    default:
      return {};
  }
}

/** Without the times of their changes, which are not printed. */
function conditionsOf(root: Block): PodCondition[] {
  const rows = blockOf(root, 'Conditions')?.lines ?? [];
  return rows.flatMap((row) => {
    const [, type, status] = /^ {2}(\S+)\s+(True|False|Unknown)\s*$/.exec(row) ?? [];
    return type === undefined ? [] : [{ type, status: status as PodCondition['status'] }];
  });
}

/** `Status: Terminating (lasts 12s)` counts from the end of the grace period. */
function deleted(pod: WatchedPod, root: Block, nowMs: number): WatchedPod {
  const [, lasts] = /^Terminating \(lasts (.+)\)$/.exec(valueOf(root, 'Status') ?? '') ?? [];
  const [, graceSeconds] = /^(\d+)s$/.exec(valueOf(root, 'Termination Grace Period') ?? '') ?? [];
  const lastsMs = ageMs(lasts ?? '');
  if (graceSeconds === undefined) return pod;
  const deletionTimestamp = rfc3339(nowMs - (lastsMs ?? 0));
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds: Number(graceSeconds) } as NonNullable<WatchedPod['metadata']> };
}

// ---- Events ----------------------------------------------------------------------------------------------------------

interface EventRow {
  type: string;
  reason: string;
  age: string;
  /** Absent: it came once. */
  count?: number;
  over?: string;
  from: string;
  fieldPath?: string;
  message: string;
}

const ROW = /^ {2}(Normal|Warning)\s+(\S+)\s+(<unknown>|<invalid>|\S+)(?: \(x(\d+) over (\S+)\))?\s+(\S+(?:, \S+)?)\s+(.*)$/;
const FIELD = /^(spec\.\w+\{[^}]+\}): (.*)$/;

function eventRows(root: Block): EventRow[] {
  const rows: EventRow[] = [];
  for (const line of blockOf(root, 'Events')?.lines ?? []) {
    const [, type = '', reason = '', age = '', count, over, from = '', told = ''] = ROW.exec(line) ?? [];
    const last = rows.at(-1);
    if (type === '') {
      // The further lines of a message may be indented in any way
      if (last !== undefined && line.trim() !== '') last.message += `\n${line.trim()}`;
      continue;
    }
    const [, fieldPath, message = told] = FIELD.exec(told) ?? [];
    rows.push({
      type,
      reason,
      age,
      from,
      message,
      ...(count !== undefined && { count: Number(count) }),
      ...(over !== undefined && { over }),
      ...(fieldPath !== undefined && { fieldPath }),
    });
  }
  return rows;
}

function eventOf({ type, reason, age, count = 1, over, from, fieldPath, message }: EventRow, { metadata }: WatchedPod, nowMs: number): WatchedEvent {
  const lastMs = nowMs - (ageMs(age) ?? 0);
  const firstMs = nowMs - (ageMs(over ?? age) ?? 0);
  const [name, namespace] = [metadata?.name ?? '', metadata?.namespace ?? 'default'];
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: { kind: 'Pod', namespace, name, ...(fieldPath !== undefined && { fieldPath }) },
    type: type as 'Normal' | 'Warning',
    reason,
    message,
    count,
    source: { component: from.split(',')[0] ?? from },
    firstTimestamp: rfc3339(firstMs),
    lastTimestamp: rfc3339(lastMs),
  };
}

/**
 * When it was described: the start of the Pod and the age of its Scheduled; an age of minutes or hours is made exact by the start of a
 * container and the age of its Started. Without a Scheduled that start alone, else the newest time in the status. Undefined if the text
 * has no time at all.
 */
function momentOf({ status, spec }: WatchedPod, rows: readonly EventRow[]): number | undefined {
  const statuses = containerStatuses({ ...(status && { status }) });
  const starts = statuses.flatMap(({ name, state, lastState }) => {
    const startedAt = state?.running?.startedAt ?? state?.terminated?.startedAt ?? lastState?.terminated?.startedAt;
    return sum(startedAt, rows.find(({ reason, fieldPath }) => reason === 'Started' && fieldPath?.endsWith(`{${name}}`))?.age);
  });
  const startTime = (status as { startTime?: string } | undefined)?.startTime;
  const scheduled = rows.find(({ reason, message }) => reason === 'Scheduled' && spec?.nodeName !== undefined && message.endsWith(spec.nodeName));
  const [leastMs] = sum(startTime, scheduled?.age);
  if (leastMs !== undefined) {
    const mostMs = leastMs + exactnessMs(scheduled?.age ?? '');
    return starts.find((ms) => ms > leastMs && ms < mostMs) ?? leastMs;
  }
  const states = statuses.flatMap(({ state, lastState }) => [state, lastState]);
  const stamps = [startTime, ...states.flatMap((state) => [state?.running?.startedAt, state?.terminated?.finishedAt])];
  const known = starts.length > 0 ? starts : stamps.flatMap((stamp) => sum(stamp, '0s'));
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** None if either is not known. */
function sum(stamp: string | null | undefined, age: string | undefined): number[] {
  const [stampMs, agoMs] = [parseRfc3339Ms(stamp ?? ''), ageMs(age ?? '')];
  return stampMs === undefined || agoMs === undefined ? [] : [stampMs + agoMs];
}

const UNIT_MS: Readonly<Record<string, number>> = { y: 365 * 86_400_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/** An age is cut off after its last unit. */
function exactnessMs(age: string): number {
  return UNIT_MS[age.at(-1) ?? 's'] ?? 1000;
}

/** `2m30s`, `5h`, `3d4h` as kubectl prints ages (apimachinery duration.HumanDuration); undefined if it is none. */
function ageMs(age: string): number | undefined {
  const parts = [...age.matchAll(/(\d+)([ydhms])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== age) return undefined;
  return parts.reduce((total, [, amount, unit = 's']) => total + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
}
