/**
 * Traces by hand, for tests of what reads traces. Times are seconds in the builder, because that is how a story is told;
 * records come out in order of time with ids and, where nothing else is said, the record before as their cause.
 *
 *     const trace = traceOf('cart')
 *       .pod(0, { phase: 'Pending' })
 *       .process('app', 6.1, 'start')
 *       .serving('app', 6.1, 'booting', { untilS: 31.1 })
 *       .process('app', 45.3, 'exit', { exitCode: 137, signal: 'SIGKILL' })
 *       .build(60);
 */
import { DEFAULT_CREATED_AT_MS } from '../base/timestamp.ts';
import type { Container, ContainerStatus, HookType, Pod, PodCondition, PodPhase, PodSpec, ProbeType } from '../model/kubernetes.ts';
import type { RuleId } from '../model/rules.ts';
import type { DecisionRecord, ProbeRecord, ProbeStateRecord, ServingRecord, Trace, TraceRecord } from '../model/trace.ts';

type Draft = TraceRecord extends infer R ? (R extends TraceRecord ? Omit<R, 'id' | 'cause' | 'rule'> & { rule?: RuleId } : never) : never;

/** Part of a Pod that changes in a story; what is left out stays as it was. */
export interface PodPatch {
  phase?: PodPhase;
  /** Condition types that are True; the others that were ever named are False. */
  isTrue?: string[];
  /** Container states by name: `Running`, `Waiting:CrashLoopBackOff`, `Terminated:Error:137`, with `#2` for the restart count. */
  statuses?: Record<string, string>;
  deleting?: boolean;
}

export class TraceBuilder {
  readonly #drafts: { draft: Draft; order: number }[] = [];
  readonly #name: string;
  #pod: Pod;
  #conditions = new Set<string>();

  constructor(name: string, spec: PodSpec) {
    this.#name = name;
    this.#pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, spec, status: { phase: 'Pending' } };
  }

  add(draft: Draft): this {
    this.#drafts.push({ draft, order: this.#drafts.length });
    return this;
  }

  action(atS: number, what: string, label = what): this {
    const index = this.#drafts.filter(({ draft }) => draft.kind === 'Action').length;
    return this.add({ kind: 'Action', t: ms(atS), index, what, label });
  }

  /** Calls must come in order of time: each starts from the Pod of the one before. */
  pod(atS: number, patch: PodPatch, type: 'ADDED' | 'MODIFIED' | 'DELETED' = 'MODIFIED'): this {
    for (const condition of patch.isTrue ?? []) this.#conditions.add(condition);
    const conditions: PodCondition[] | undefined =
      patch.isTrue && [...this.#conditions].map((name) => ({ type: name, status: patch.isTrue?.includes(name) === true ? 'True' : 'False' }));
    const { status, metadata } = this.#pod;
    this.#pod = {
      ...this.#pod,
      metadata: { ...metadata, ...(patch.deleting === true && { deletionTimestamp: '2026-01-01T00:02:05Z' }) },
      status: {
        ...status,
        ...(patch.phase !== undefined && { phase: patch.phase }),
        ...(conditions !== undefined && { conditions }),
        ...(patch.statuses !== undefined && { containerStatuses: mergeStatuses(status.containerStatuses ?? [], patch.statuses) }),
      },
    };
    return this.add({ kind: 'Pod', t: ms(atS), type, object: this.#pod });
  }

  event(atS: number, reason: string, message = reason, type: 'Normal' | 'Warning' = 'Normal', count = 1, container = 'app'): this {
    const object = {
      apiVersion: 'v1' as const,
      kind: 'Event' as const,
      metadata: { name: `${this.#name}.${reason}` },
      involvedObject: { kind: 'Pod', name: this.#name, fieldPath: `spec.containers{${container}}` },
      reason,
      message,
      source: { component: 'kubelet' },
      firstTimestamp: null,
      lastTimestamp: null,
      count,
      type,
      eventTime: null,
      reportingComponent: 'kubelet',
      reportingInstance: '',
    };
    return this.add({ kind: 'Event', t: ms(atS), type: count === 1 ? 'ADDED' : 'MODIFIED', object });
  }

  warning(atS: number, reason: string, message = reason, count = 1, container = 'app'): this {
    return this.event(atS, reason, message, 'Warning', count, container);
  }

  /** The EndpointSlice of a Service with this target port. */
  slice(atS: number, state: 'ready' | 'notReady' | 'terminating' | 'none', port = 8080): this {
    const conditions = { ready: state === 'ready', serving: state === 'ready', terminating: state === 'terminating' };
    const endpoints = state === 'none' ? [] : [{ conditions, targetRef: { kind: 'Pod', name: this.#name } }];
    return this.add({
      kind: 'Object',
      t: ms(atS),
      type: 'MODIFIED',
      object: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'slice' }, endpoints, ports: [{ port }] },
    });
  }

  image(container: string, fromS: number, toS: number, result: 'ok' | 'failed' = 'ok'): this {
    this.add({ kind: 'Image', t: ms(fromS), container, image: `shop/${container}`, what: 'pullStart' });
    return this.add({ kind: 'Image', t: ms(toS), container, image: `shop/${container}`, what: 'pullEnd', result });
  }

  process(
    container: string,
    atS: number,
    what: 'start' | 'exit',
    { instance = 1, exitCode, signal, reason }: { instance?: number; exitCode?: number; signal?: string; reason?: string } = {},
  ): this {
    return this.add({
      kind: 'Process',
      t: ms(atS),
      container,
      instance,
      what,
      ...(exitCode !== undefined && { exitCode }),
      ...(signal !== undefined && { signal }),
      ...(reason !== undefined && { reason }),
    });
  }

  serving(
    container: string,
    atS: number,
    what: ServingRecord['what'],
    { instance = 1, untilS, ports = what === 'serving' ? [8080] : [] }: { instance?: number; untilS?: number; ports?: number[] } = {},
  ): this {
    return this.add({ kind: 'Serving', t: ms(atS), container, instance, what, ports, ...(untilS !== undefined && { untilMs: ms(untilS) }) });
  }

  signal(
    container: string,
    atS: number,
    signal: string,
    { instance = 1, handled = true, graceSeconds }: { instance?: number; handled?: boolean; graceSeconds?: number } = {},
  ): this {
    return this.add({ kind: 'Signal', t: ms(atS), container, instance, signal, handled, ...(graceSeconds !== undefined && { graceSeconds }) });
  }

  hook(
    container: string,
    hook: HookType,
    fromS: number,
    toS: number,
    { instance = 1, result = 'ok', handler = 'exec sleep 5' }: { instance?: number; result?: 'ok' | 'failed' | 'cut'; handler?: string } = {},
  ): this {
    this.add({ kind: 'Hook', t: ms(fromS), container, instance, hook, what: 'start', handler });
    return this.add({ kind: 'Hook', t: ms(toS), container, instance, hook, what: 'end', result, handler });
  }

  decision(container: string, atS: number, decision: DecisionRecord['decision']): this {
    return this.add({ kind: 'Decision', t: ms(atS), container, decision });
  }

  kill(container: string, atS: number, reason: 'liveness' | 'startup' | 'pod', graceSeconds = 30): this {
    return this.decision(container, atS, { what: 'kill', message: `Container ${container} failed ${reason} probe, will be restarted`, graceSeconds, reason });
  }

  backOff(container: string, atS: number, delayS: number, untilS: number): this {
    return this.decision(container, atS, { what: 'back-off', delayMs: ms(delayS), remainingMs: ms(untilS - atS), untilMs: ms(untilS) });
  }

  probeState(container: string, probe: ProbeType, atS: number, state: ProbeStateRecord['state']): this {
    return this.add({ kind: 'ProbeState', t: ms(atS), container, probe, state });
  }

  probe(container: string, probe: ProbeType, atS: number, result: ProbeRecord['result'], more: Partial<Omit<ProbeRecord, 'kind' | 't' | 'id'>> = {}): this {
    return this.add({
      kind: 'Probe',
      t: ms(atS),
      container,
      instance: 1,
      probe,
      result,
      message: '',
      takesMs: 0,
      count: 1,
      periodMs: 0,
      run: 1,
      threshold: result === 'failure' ? 3 : 1,
      met: false,
      timedOut: false,
      trigger: 'tick',
      ...more,
    });
  }

  /** `endS`: end of the simulated time. */
  build(endS: number, more: Partial<Pick<Trace, 'cut'>> = {}): Trace {
    const ordered = [...this.#drafts].sort((a, b) => a.draft.t - b.draft.t || a.order - b.order);
    const records = ordered.map(({ draft }, id) => ({ rule: 'user.action' as const, ...draft, id, cause: id - 1 }));
    return {
      meta: { version: 'v1.36.2', podName: this.#name, namespace: 'shop', scenarioName: this.#name, createdAtMs: DEFAULT_CREATED_AT_MS, seed: 'typical' },
      endMs: ms(endS),
      ...more,
      records,
      draws: [],
      assumptions: [],
      pendingActions: [],
    };
  }
}

/** A Pod with one container `app`, or with the given ones. */
export function traceOf(name: string, containers: Container[] = [{ name: 'app', image: `shop/${name}:1.4` }], initContainers: Container[] = []): TraceBuilder {
  return new TraceBuilder(name, { containers, initContainers });
}

function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}

function mergeStatuses(known: ContainerStatus[], changes: Record<string, string>): ContainerStatus[] {
  const byName = new Map(known.map((status) => [status.name, status]));
  for (const [name, text] of Object.entries(changes)) byName.set(name, statusOf(name, text));
  return [...byName.values()];
}

function statusOf(name: string, text: string): ContainerStatus {
  const [state = '', count = '0'] = text.split('#');
  const [kind, reason, exitCode = '0'] = state.split(':');
  return {
    name,
    state:
      kind === 'Running'
        ? { running: { startedAt: '2026-01-01T00:00:00Z' } }
        : kind === 'Terminated'
          ? { terminated: { exitCode: Number(exitCode), ...(reason !== undefined && { reason }), startedAt: null, finishedAt: null } }
          : { waiting: reason === undefined ? {} : { reason } },
    lastState: {},
    ready: kind === 'Running',
    restartCount: Number(count),
    image: '',
    imageID: '',
  };
}
