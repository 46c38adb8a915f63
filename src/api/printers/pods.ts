/** The row of a Pod (pkg/printers/internalversion/printers.go: printPod). */
import { parseRfc3339 } from '../../base/timestamp.ts';
import { type Fields, fields, isTrue, list, num, text } from '../schema/fields.ts';
import { humanDuration, since } from './duration.ts';
import type { Column } from './table.ts';

export const POD_COLUMNS: readonly Column[] = [
  { name: 'Name' },
  { name: 'Ready' },
  { name: 'Status' },
  { name: 'Restarts' },
  { name: 'Age' },
  { name: 'IP', wide: true },
  { name: 'Node', wide: true },
  { name: 'Nominated Node', wide: true },
  { name: 'Readiness Gates', wide: true },
];

/** The cells of all columns at `nowMs` (Unix time). */
export function podCells(pod: Fields, nowMs: number): string[] {
  const [meta, spec, status] = [fields(pod, 'metadata'), fields(pod, 'spec'), fields(pod, 'status')];
  const { reason, ready, restarts, lastRestartMs } = summary(pod);
  const total = list(spec, 'containers').length + list(spec, 'initContainers').filter(isSidecar).length;
  const age = restarts === 0 || lastRestartMs === undefined ? `${restarts}` : `${restarts} (${humanDuration(nowMs - lastRestartMs)} ago)`;
  const gates = list(spec, 'readinessGates');
  const open = gates.filter((gate) =>
    list(status, 'conditions').some((condition) => condition['type'] === gate['conditionType'] && condition['status'] === 'True'),
  );
  const none = (value: string) => (value === '' ? '<none>' : value);
  return [
    text(meta, 'name'),
    `${ready}/${total}`,
    reason,
    age,
    since(meta?.['creationTimestamp'], nowMs),
    none(text(list(status, 'podIPs')[0], 'ip')),
    none(text(spec, 'nodeName')),
    none(text(status, 'nominatedNodeName')),
    gates.length === 0 ? '<none>' : `${open.length}/${gates.length}`,
  ];
}

interface Summary {
  reason: string;
  ready: number;
  restarts: number;
  lastRestartMs: number | undefined;
}

const isSidecar = (container: Fields) => container['restartPolicy'] === 'Always';

function summary(pod: Fields): Summary {
  const [meta, spec, status] = [fields(pod, 'metadata'), fields(pod, 'spec'), fields(pod, 'status')];
  const gated = list(status, 'conditions').some((condition) => condition['type'] === 'PodScheduled' && condition['reason'] === 'SchedulingGated');
  const start = gated ? 'SchedulingGated' : text(status, 'reason') || text(status, 'phase');
  const init = summariseInit(spec, status, start);
  const initialized = list(status, 'conditions').some((condition) => condition['type'] === 'Initialized' && condition['status'] === 'True');
  const result = !init.stopped || initialized ? summariseMain(status, init) : init;
  const isDeleted = meta?.['deletionTimestamp'] !== undefined;
  if (isDeleted && text(status, 'reason') === 'NodeLost') return { ...result, reason: 'Unknown' };
  return isDeleted && !['Failed', 'Succeeded'].includes(text(status, 'phase')) ? { ...result, reason: 'Terminating' } : result;
}

interface InitSummary extends Summary {
  /** A container was found that is not done. */
  stopped: boolean;
  sidecarRestarts: number;
  lastSidecarRestartMs: number | undefined;
}

function summariseInit(spec: Fields | undefined, status: Fields | undefined, start: string): InitSummary {
  const out: InitSummary = {
    reason: start,
    ready: 0,
    restarts: 0,
    lastRestartMs: undefined,
    stopped: false,
    sidecarRestarts: 0,
    lastSidecarRestartMs: undefined,
  };
  const containers = new Map(list(spec, 'initContainers').map((container) => [container['name'], container]));
  for (const [i, container] of list(status, 'initContainerStatuses').entries()) {
    const isRestartable = isSidecar(containers.get(container['name']) ?? {});
    out.restarts += num(container, 'restartCount') ?? 0;
    out.lastRestartMs = later(out.lastRestartMs, container);
    if (isRestartable) {
      out.sidecarRestarts += num(container, 'restartCount') ?? 0;
      out.lastSidecarRestartMs = later(out.lastSidecarRestartMs, container);
    }
    const state = fields(container, 'state');
    const terminated = fields(state, 'terminated');
    const waiting = text(fields(state, 'waiting'), 'reason');
    if (terminated !== undefined && (num(terminated, 'exitCode') ?? 0) === 0) continue;
    if (isRestartable && isTrue(container, 'started')) {
      if (isTrue(container, 'ready')) out.ready += 1;
      continue;
    }
    if (terminated !== undefined) out.reason = `Init:${terminationText(terminated)}`;
    else if (waiting !== '' && waiting !== 'PodInitializing') out.reason = `Init:${waiting}`;
    else out.reason = `Init:${i}/${list(spec, 'initContainers').length}`;
    out.stopped = true;
    break;
  }
  return out;
}

/** From the last container to the first, so that the first one with something to say wins. */
function summariseMain(status: Fields | undefined, init: InitSummary): Summary {
  let { reason, ready } = init;
  let [restarts, lastRestartMs, hasRunning, errorReason] = [init.sidecarRestarts, init.lastSidecarRestartMs, false, ''];
  for (const container of [...list(status, 'containerStatuses')].reverse()) {
    restarts += num(container, 'restartCount') ?? 0;
    lastRestartMs = later(lastRestartMs, container);
    const state = fields(container, 'state');
    const waiting = text(fields(state, 'waiting'), 'reason');
    const terminated = fields(state, 'terminated');
    if (waiting !== '') reason = waiting;
    else if (terminated !== undefined) {
      reason = terminationText(terminated);
      if ((num(terminated, 'exitCode') ?? 0) !== 0) errorReason = reason;
    } else if (isTrue(container, 'ready') && fields(state, 'running') !== undefined) {
      hasRunning = true;
      ready += 1;
    }
  }
  if (reason === 'Completed') {
    const isReady = list(status, 'conditions').some((condition) => condition['type'] === 'Ready' && condition['status'] === 'True');
    if (hasRunning && isReady) reason = 'Running';
    else if (errorReason !== '') reason = errorReason;
    else if (hasRunning) reason = 'NotReady';
  }
  return { reason, ready, restarts, lastRestartMs };
}

function terminationText(terminated: Fields): string {
  if (text(terminated, 'reason') !== '') return text(terminated, 'reason');
  const signal = num(terminated, 'signal') ?? 0;
  return signal !== 0 ? `Signal:${signal}` : `ExitCode:${num(terminated, 'exitCode') ?? 0}`;
}

function later(known: number | undefined, container: Fields): number | undefined {
  const finished = text(fields(fields(container, 'lastState'), 'terminated'), 'finishedAt');
  const ms = finished === '' || finished.startsWith('0001-') ? Number.NaN : parseRfc3339(finished);
  return Number.isNaN(ms) || (known !== undefined && known >= ms) ? known : ms;
}
