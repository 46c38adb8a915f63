/** Recordings made by hand for tests. Times are in seconds here, because that is how one thinks of a run. */
import { DEFAULT_CREATED_AT_MS, rfc3339 } from '../base/timestamp.ts';
import type { ContainerState, ContainerStateTerminated, PodCondition } from '../model/kubernetes.ts';
import type {
  ActionLine,
  EndLine,
  EventLine,
  HookLine,
  KubeletLine,
  LogLine,
  MetaLine,
  PodLine,
  ProbeLine,
  ProcessLine,
  RecordingLine,
  SignalLine,
  TimedLine,
  WatchedContainerStatus,
  WatchedPod,
} from '../recording/lines.ts';

const ms = (seconds: number) => Math.round(seconds * 1000);

/** A recording that looked at everything, unless `meta` says otherwise. */
export function handMade(lines: readonly (TimedLine | readonly TimedLine[])[], meta: Partial<MetaLine> = {}): RecordingLine[] {
  return [{ kind: 'Meta', format: 1, source: 'simulator', pod: 'web', createdAt: stamp(0), ...meta }, ...lines.flat()];
}

/** Seconds since the creation as RFC 3339, whole seconds as in a Pod's status. */
export const stamp = (seconds: number) => rfc3339(DEFAULT_CREATED_AT_MS + Math.floor(seconds) * 1000);

/** A container status in short: `state` is a word or a whole state, the details go with it. */
export interface ShortStatus extends Partial<Omit<WatchedContainerStatus, 'state' | 'lastState'>> {
  state?: keyof ContainerState | ContainerState;
  reason?: string;
  exitCode?: number;
  message?: string;
  lastState?: Partial<ContainerStateTerminated>;
}

/** A Pod in short: containers by name, conditions by type. */
export interface ShortPod {
  type?: PodLine['type'];
  phase?: NonNullable<WatchedPod['status']>['phase'];
  uid?: string;
  conditions?: Record<string, PodCondition['status'] | Partial<PodCondition>>;
  containers?: Record<string, ShortStatus>;
  init?: Record<string, ShortStatus>;
  metadata?: WatchedPod['metadata'];
  spec?: WatchedPod['spec'];
  status?: WatchedPod['status'];
}

export function pod(seconds: number, short: ShortPod = {}): PodLine {
  const { type = 'MODIFIED', phase = 'Pending', uid = 'u1', conditions = {}, containers = {}, init = {}, metadata, spec, status } = short;
  return {
    kind: 'Pod',
    t: ms(seconds),
    type,
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'default', uid, generation: 1, ...metadata },
      spec: { nodeName: 'node-1', containers: Object.keys(containers).map((name) => ({ name })), ...spec },
      status: {
        phase,
        conditions: Object.entries(conditions).map(([name, value]) => ({
          type: name,
          ...(typeof value === 'string' ? { status: value } : { status: 'False', ...value }),
        })),
        containerStatuses: Object.entries(containers).map(([name, facts]) => containerStatusOf(name, facts)),
        initContainerStatuses: Object.entries(init).map(([name, facts]) => containerStatusOf(name, facts)),
        ...status,
      },
    },
  };
}

export const added = (seconds: number, short: ShortPod = {}) => pod(seconds, { type: 'ADDED', ...short });
export const deleted = (seconds: number, short: ShortPod = {}) => pod(seconds, { type: 'DELETED', ...short });

function containerStatusOf(name: string, short: ShortStatus): WatchedContainerStatus {
  const { state = 'waiting', reason, exitCode, message, lastState, ...flags } = short;
  const details = { ...(reason !== undefined && { reason }), ...(exitCode !== undefined && { exitCode }), ...(message !== undefined && { message }) };
  return {
    name,
    image: 'shop/cart:1.4',
    restartCount: 0,
    ready: false,
    started: false,
    ...flags,
    state: typeof state === 'string' ? { [state]: details } : state,
    lastState: lastState ? { terminated: { exitCode: 0, startedAt: null, finishedAt: null, ...lastState } } : {},
  };
}

interface ShortEvent {
  count?: number;
  message?: string;
  type?: 'Normal' | 'Warning';
  container?: string;
  source?: string;
}

export function event(seconds: number, reason: string, short: ShortEvent = {}): EventLine {
  const { count = 1, message = '', type = 'Normal', container, source = 'kubelet' } = short;
  return {
    kind: 'Event',
    t: ms(seconds),
    type: count > 1 ? 'MODIFIED' : 'ADDED',
    object: {
      metadata: { name: `${reason}-${message}-${container ?? ''}` },
      type,
      reason,
      message,
      count,
      source: { component: source },
      involvedObject: { kind: 'Pod', name: 'web', ...(container !== undefined && { fieldPath: `spec.containers{${container}}` }) },
    },
  };
}

export const start = (seconds: number, container: string, instance = 1, env?: Record<string, string>): ProcessLine => ({
  kind: 'Process',
  t: ms(seconds),
  container,
  instance,
  what: 'start',
  ...(env && { env }),
});
export const exit = (seconds: number, container: string, instance = 1, exitCode = 0): ProcessLine => ({
  kind: 'Process',
  t: ms(seconds),
  container,
  instance,
  what: 'exit',
  exitCode,
});
export const removed = (seconds: number, container: string, instance = 1): ProcessLine => ({
  kind: 'Process',
  t: ms(seconds),
  container,
  instance,
  what: 'removed',
});
export const signal = (seconds: number, container: string, name = 'SIGTERM', instance = 1): SignalLine => ({
  kind: 'Signal',
  t: ms(seconds),
  container,
  instance,
  signal: name,
});
export const hook = (
  seconds: number,
  container: string,
  name: HookLine['hook'],
  what: HookLine['what'],
  result?: NonNullable<HookLine['result']>,
): HookLine => ({ kind: 'Hook', t: ms(seconds), container, instance: 1, hook: name, what, ...(result && { result }) });
/** One attempt of 10 ms. */
export const probe = (seconds: number, container: string, name: ProbeLine['probe'], result: NonNullable<ProbeLine['result']>, instance = 1): ProbeLine[] => [
  { kind: 'Probe', t: ms(seconds), container, instance, probe: name, what: 'start' },
  { kind: 'Probe', t: ms(seconds) + 10, container, instance, probe: name, what: 'end', result },
];
export const log = (seconds: number, container: string, line: string, instance = 1): LogLine => ({
  kind: 'Log',
  t: ms(seconds),
  container,
  instance,
  stream: 'stdout',
  line,
});
export const action = (seconds: number, index: number, what: string, more: Partial<ActionLine> = {}): ActionLine => ({
  kind: 'Action',
  t: ms(seconds),
  index,
  what,
  ...more,
});
export const kubelet = (seconds: number, what: KubeletLine['what']): KubeletLine => ({ kind: 'Kubelet', t: ms(seconds), what });
export const end = (seconds: number): EndLine => ({ kind: 'End', t: ms(seconds) });
