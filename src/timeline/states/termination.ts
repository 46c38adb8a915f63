/**
 * How a container is ended: the decision, the preStop hook, the stop signal, and SIGKILL if the grace period runs out first
 * (pkg/kubelet/kuberuntime/kuberuntime_container.go: killContainer).
 */
import type { TraceRecord } from '../../model/trace.ts';
import { graceMarks } from '../lanes/process.ts';
import type { ContainerSource, Source } from '../source.ts';
import { History, type Machine } from './machine.ts';

export type TerminationState =
  /** Nothing to stop. */
  | 'idle'
  /** The kubelet has decided, and neither hook nor signal has begun: a sidecar waits for its turn. */
  | 'decided'
  | 'preStop'
  | 'signalled'
  | 'killed'
  /** Ended before SIGKILL was needed. */
  | 'exited';

/** A grace period: from the decision until the process is gone. */
export interface Grace {
  readonly fromMs: number;
  readonly endMs: number;
  readonly graceMs: number;
  /** When the preStop hook had ended; absent without one. */
  readonly hookEndMs?: number;
}

export function terminationMachine(source: Source, container: string): Machine<TerminationState> {
  const created = source.pods[0];
  if (created === undefined) return { visits: [] };
  const history = new History<TerminationState>();
  history.enter('idle', { t: 0, id: created.id });
  let isAlive = false;
  for (const record of source.trace.records) {
    if (!('container' in record) || record.container !== container) continue;
    if (record.kind === 'Process' && record.what === 'start') isAlive = true;
    if (isAlive) advance(history, record);
    else if (record.kind === 'Process' && record.what === 'start') history.enter('idle', record);
    if (record.kind === 'Process' && record.what === 'exit') isAlive = false;
  }
  return { visits: history.visits };
}

function advance(history: History<TerminationState>, record: TraceRecord): void {
  const { state } = history;
  const isUnderWay = state === 'decided' || state === 'preStop' || state === 'signalled';
  if (record.kind === 'Process' && record.what === 'start') history.enter('idle', record);
  else if (record.kind === 'Process' && record.what === 'exit') {
    if (isUnderWay) history.enter('exited', record, { exitCode: record.exitCode ?? 0 });
  } else if (record.kind === 'Decision' && record.decision.what === 'kill') {
    if (!isUnderWay) history.enter('decided', record);
  } else if (record.kind === 'Hook' && record.hook === 'preStop' && record.what === 'start') {
    if (!isUnderWay) history.enter('decided', record);
    history.enter('preStop', record);
  } else if (record.kind === 'Signal') {
    if (record.signal === 'SIGKILL') {
      // Without a decision before it, the signal is not the kubelet's, but that of the kernel (out of memory) or of a command
      if (isUnderWay) history.enter('killed', record);
    } else if (record.graceSeconds !== undefined) {
      if (!isUnderWay) history.enter('decided', record);
      history.enter('signalled', record, { signal: record.signal, isHandled: record.handled });
    }
  }
}

/** The grace periods of a container, in order. */
export function graces(records: ContainerSource, endMs: number): Grace[] {
  return graceMarks(records, endMs).map((mark) => ({
    fromMs: mark.startMs,
    endMs: mark.endMs ?? mark.startMs,
    graceMs: mark.limit ?? 0,
    ...(mark.value !== undefined && !Number.isNaN(mark.value) && { hookEndMs: mark.value }),
  }));
}

/** The grace period that runs at a moment. */
export function graceAt(periods: readonly Grace[], timeMs: number): Grace | undefined {
  return periods.find(({ fromMs, endMs }) => fromMs <= timeMs && timeMs < endMs);
}
