/**
 * The container as the node has it, and as the API reports it: two histories, because the second lags behind the first.
 *
 *     waiting   created ── pullBackOff        crashBackOff
 *     running   postStart ── booting ── serving ── stopping
 *     ended                completed   failed   oomKilled
 */
import type { Container, ContainerStatus, Pod } from '../../model/kubernetes.ts';
import type { DecisionRecord, HookRecord, RecordId, TraceRecord } from '../../model/trace.ts';
import type { Source } from '../source.ts';
import { History, type Machine } from './machine.ts';

export type ContainerNodeState =
  /** Not there yet: the API says PodInitializing or ContainerCreating. */
  | 'created'
  /** The image could not be pulled; the kubelet tries again later. */
  | 'pullBackOff'
  | 'crashBackOff'
  | 'postStart'
  | 'booting'
  | 'serving'
  /** The kubelet has decided to end it. */
  | 'stopping'
  | 'completed'
  | 'failed'
  | 'oomKilled';

/** The three kinds of state that the API knows. */
export type ApiStateKind = 'waiting' | 'running' | 'terminated';

export const API_KIND: Readonly<Record<ContainerNodeState, ApiStateKind>> = {
  created: 'waiting',
  pullBackOff: 'waiting',
  crashBackOff: 'waiting',
  postStart: 'running',
  booting: 'running',
  serving: 'running',
  stopping: 'running',
  completed: 'terminated',
  failed: 'terminated',
  oomKilled: 'terminated',
};

/** What `status.containerStatuses` says from a moment on. */
export interface ApiState {
  readonly kind: ApiStateKind;
  /** `CrashLoopBackOff`, `Error`; empty for running. */
  readonly reason: string;
  readonly exitCode?: number;
  readonly restartCount: number;
  readonly fromMs: number;
  readonly record: RecordId;
}

const ENDED: ReadonlySet<string | undefined> = new Set<ContainerNodeState>(['completed', 'failed', 'oomKilled']);
const ALIVE: ReadonlySet<string | undefined> = new Set<ContainerNodeState>(['postStart', 'booting', 'serving', 'stopping']);
/** Decisions about the same wait differ by less than this in when it is over. */
const SAME_WAIT_MS = 1000;

/** The container on the node, from the creation of the Pod on. Empty if the API never took the Pod. */
export function containerMachine(source: Source, container: Container): Machine<ContainerNodeState> {
  const created = source.pods[0];
  if (created === undefined) return { visits: [] };
  const walk = new ContainerWalk(container.lifecycle?.postStart !== undefined);
  walk.history.enter('created', { t: 0, id: created.id });
  for (const record of source.trace.records) if ('container' in record && record.container === container.name) walk.read(record);
  const { visits } = walk.history;
  const last = visits.at(-1);
  const isLeft = source.deletedMs === undefined || last === undefined || ALIVE.has(last.state);
  return { visits, ...(!isLeft && { overMs: Math.max(source.deletedMs ?? 0, last.fromMs) }) };
}

/** Reads the records of one container in order. */
class ContainerWalk {
  readonly history = new History<ContainerNodeState>();
  readonly #hasPostStart: boolean;
  #isServing = false;

  constructor(hasPostStart: boolean) {
    this.#hasPostStart = hasPostStart;
  }

  read(record: TraceRecord): void {
    const { history } = this;
    switch (record.kind) {
      case 'Image':
        if (record.what === 'pullEnd' && record.result === 'failed') history.enter('pullBackOff', record);
        else if (record.what === 'pullStart' && history.state === 'pullBackOff') history.enter('created', record);
        return;
      case 'Process':
        if (record.what === 'start') {
          this.#isServing = false;
          // The image that is wanted by now was on the node: nothing had to be pulled
          if (history.state === 'pullBackOff') history.enter('created', record);
          if (this.#hasPostStart) history.enter('postStart', record);
          else history.enter('booting', record);
        } else if (record.what === 'exit') {
          const facts = { exitCode: record.exitCode ?? 0, ...(record.reason !== undefined && { reason: record.reason }) };
          history.enter(record.reason === 'OOMKilled' ? 'oomKilled' : facts.exitCode === 0 ? 'completed' : 'failed', record, facts);
        }
        return;
      case 'Serving':
        this.#isServing = record.what === 'serving';
        if (record.what === 'serving' && history.state === 'booting') history.enter('serving', record);
        else if (record.what === 'booting' && history.state === 'serving') history.enter('booting', record);
        return;
      case 'Hook':
        this.#hook(record);
        return;
      case 'Signal':
        // The runtime's own signals carry a grace period; others come from inside the container.
        if (record.graceSeconds !== undefined && ALIVE.has(history.state)) history.enter('stopping', record);
        return;
      case 'Decision':
        this.#decision(record);
        return;
      default:
        return;
    }
  }

  /** A failed postStart leads to a kill, which is a decision of its own. */
  #hook(record: HookRecord): void {
    if (record.hook !== 'postStart' || record.what !== 'end' || record.result !== 'ok' || this.history.state !== 'postStart') return;
    this.history.enter('booting', record);
    if (this.#isServing) this.history.enter('serving', record);
  }

  #decision(record: DecisionRecord): void {
    const { history } = this;
    const { decision } = record;
    if (decision.what === 'kill' && ALIVE.has(history.state)) history.enter('stopping', record);
    // That it is started *again*, or held back, while nothing of it has run: the runtime could not start it
    // (pkg/kubelet/kuberuntime/kuberuntime_manager.go: doBackOff looks at containers that have exited only).
    if (decision.what === 'start' && decision.restart && history.state === 'created') history.enter('failed', record, START_ERROR);
    if (decision.what !== 'back-off' || ALIVE.has(history.state)) return;
    const { delayMs, untilMs } = decision;
    const isSameWait = history.state === 'crashBackOff' && Math.abs((history.facts.untilMs ?? 0) - untilMs) < SAME_WAIT_MS;
    if (isSameWait) return;
    if (!ENDED.has(history.state)) history.enter('failed', record, START_ERROR);
    history.enter('crashBackOff', record, { delayMs, untilMs });
  }
}

/** What containerd reports of a container that it could not start. */
const START_ERROR = { exitCode: 128, reason: 'StartError' };

/** The container's states in the API, one for each change of what a reader would see. */
export function apiStates(source: Source, container: string): ApiState[] {
  const states: ApiState[] = [];
  for (const { t, id, object, type } of source.pods) {
    const status = type === 'DELETED' ? undefined : statusOf(object, container);
    const state = status && readState(status);
    const last = states.at(-1);
    if (state === undefined) continue;
    const isNew =
      last === undefined ||
      last.kind !== state.kind ||
      last.reason !== state.reason ||
      last.restartCount !== state.restartCount ||
      last.exitCode !== state.exitCode;
    if (isNew) states.push({ ...state, fromMs: t, record: id });
  }
  return states;
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  return [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])].find(
    ({ name }) => name === container,
  );
}

function readState({ state, restartCount }: ContainerStatus): Omit<ApiState, 'fromMs' | 'record'> | undefined {
  if (state.running !== undefined) return { kind: 'running', reason: '', restartCount };
  if (state.terminated !== undefined) return { kind: 'terminated', reason: state.terminated.reason ?? '', exitCode: state.terminated.exitCode, restartCount };
  if (state.waiting !== undefined) return { kind: 'waiting', reason: state.waiting.reason ?? '', restartCount };
  return undefined;
}

/** What the API said at a moment; undefined before it said anything and once the Pod is gone. */
export function apiStateAt(states: readonly ApiState[], timeMs: number, deletedMs: number | undefined): ApiState | undefined {
  if (deletedMs !== undefined && timeMs >= deletedMs) return undefined;
  return states.findLast(({ fromMs }) => fromMs <= timeMs);
}
