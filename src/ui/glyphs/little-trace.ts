/** Traces of a few records, for one glyph each. Times are seconds; every trace ends after ten. */
import { DEFAULT_CREATED_AT_MS } from '../../base/timestamp.ts';
import type { Container, ContainerState, EventObject, Pod, PodPhase } from '../../model/kubernetes.ts';
import type { DecisionRecord, HookRecord, ProbeRecord, ProbeStateRecord, ServingRecord, SyncRecord, Trace, TraceRecord } from '../../model/trace.ts';

/** A record without what a trace fills in. */
export type Bare = TraceRecord extends infer One ? (One extends TraceRecord ? Omit<One, 'id' | 'cause' | 'rule'> : never) : never;

export const STORY_SECONDS = 10;
const PORT = 8080;

const ms = (seconds: number) => Math.round(seconds * 1000);
const ofApp = { container: 'app', instance: 1 };

/** The records in order of time, each the cause of the next, behind the creation of a Pod with one container `app`. */
export function littleTrace(records: readonly Bare[], container: Partial<Container> = {}): Trace {
  const created = pod(0, 'Pending', undefined, container);
  const ordered = [...(records.some(({ kind }) => kind === 'Pod') ? [] : [created]), ...records].sort((a, b) => a.t - b.t);
  // The end of a sync names its beginning
  const syncStart = ordered.findIndex(({ kind }) => kind === 'Sync');
  return {
    meta: { version: 'v1.36.2', podName: 'web', namespace: 'default', scenarioName: 'web', createdAtMs: DEFAULT_CREATED_AT_MS, seed: 'typical' },
    endMs: ms(STORY_SECONDS),
    records: ordered.map((record, id) => ({ ...record, id, cause: record.kind === 'Sync' ? syncStart : id - 1, rule: 'user.action' as const })),
    draws: [],
    assumptions: [],
    pendingActions: [],
  };
}

/** What the API says of the Pod, and of its container if `state` is given. */
export function pod(at: number, phase: PodPhase, state?: ContainerState, container: Partial<Container> = {}, isTrue: readonly string[] = []): Bare {
  const object: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default' },
    spec: { containers: [{ name: 'app', image: 'web:1', ...container }] },
    status: {
      phase,
      conditions: CONDITIONS.map((type) => ({ type, status: isTrue.includes(type) ? 'True' : 'False' })),
      ...(state && { containerStatuses: [{ name: 'app', state, lastState: {}, ready: state.running !== undefined, restartCount: 0, image: '', imageID: '' }] }),
    },
  };
  return { kind: 'Pod', t: ms(at), type: at === 0 ? 'ADDED' : 'MODIFIED', object };
}

export const CONDITIONS = ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'];

export const RUNNING: ContainerState = { running: { startedAt: '2026-01-01T00:00:00Z' } };

export function ended(reason: string, exitCode: number): ContainerState {
  return { terminated: { reason, exitCode, startedAt: null, finishedAt: null } };
}

export function action(at: number, what: string, label: string): Bare {
  return { kind: 'Action', t: ms(at), index: 0, what, label };
}

export function start(at: number): Bare {
  return { kind: 'Process', t: ms(at), ...ofApp, what: 'start' };
}

export function exit(at: number, exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error'): Bare {
  return { kind: 'Process', t: ms(at), ...ofApp, what: 'exit', exitCode, reason };
}

export function serving(at: number, what: ServingRecord['what'], untilSeconds?: number): Bare {
  const isOpen = what === 'serving';
  return { kind: 'Serving', t: ms(at), ...ofApp, what, ports: isOpen ? [PORT] : [], ...(untilSeconds !== undefined && { untilMs: ms(untilSeconds) }) };
}

export function pull(from: number, to: number, result: 'ok' | 'failed'): Bare[] {
  const about = { kind: 'Image', image: 'web:1', container: 'app' } as const;
  return [
    { ...about, t: ms(from), what: 'pullStart' },
    { ...about, t: ms(to), what: 'pullEnd', result },
  ];
}

export function hook(which: HookRecord['hook'], from: number, to: number, result: 'ok' | 'failed' | 'cut' = 'ok'): Bare[] {
  const about = { kind: 'Hook', ...ofApp, hook: which, handler: 'exec sleep 3' } as const;
  return [
    { ...about, t: ms(from), what: 'start' },
    { ...about, t: ms(to), what: 'end', result },
  ];
}

export function signal(at: number, name: string, handled: boolean): Bare {
  return { kind: 'Signal', t: ms(at), ...ofApp, signal: name, handled };
}

export function decision(at: number, what: DecisionRecord['decision']): Bare {
  return { kind: 'Decision', t: ms(at), container: 'app', decision: what };
}

export function kill(at: number, graceSeconds: number): Bare {
  return decision(at, { what: 'kill', message: 'Stopping container app', graceSeconds, reason: 'pod' });
}

export function sync(at: number, what: SyncRecord['what']): Bare {
  return { kind: 'Sync', t: ms(at), what, type: 'SyncPod' };
}

export function probeState(at: number, state: ProbeStateRecord['state']): Bare {
  return { kind: 'ProbeState', t: ms(at), container: 'app', probe: 'liveness', state };
}

export function probe(at: number, result: ProbeRecord['result'], more: Partial<Pick<ProbeRecord, 'run' | 'met' | 'timedOut' | 'takesMs'>> = {}): Bare {
  return {
    kind: 'Probe',
    t: ms(at),
    ...ofApp,
    probe: 'liveness',
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
  };
}

export function slice(at: number, state: 'ready' | 'terminating' | 'none'): Bare {
  const conditions = { ready: state === 'ready', serving: state !== 'none', terminating: state === 'terminating' };
  return {
    kind: 'Object',
    t: ms(at),
    type: at === 0 ? 'ADDED' : 'MODIFIED',
    object: {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'web' },
      endpoints: state === 'none' ? [] : [{ conditions, targetRef: { kind: 'Pod', name: 'web' } }],
      ports: [{ port: PORT }],
    },
  };
}

export function event(at: number, reason: string, type: 'Normal' | 'Warning'): Bare {
  const object: EventObject = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `web.${reason}` },
    involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{app}' },
    reason,
    message: reason,
    source: { component: 'kubelet' },
    firstTimestamp: null,
    lastTimestamp: null,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: 'kubelet',
    reportingInstance: '',
  };
  return { kind: 'Event', t: ms(at), type: 'ADDED', object };
}
