/**
 * The trace: everything that happened in one run, in order. Each record names its cause (the record that led to it)
 * and its rule. Times are integer milliseconds since the creation of the Pod.
 *
 * Three truths lie side by side: what happened on the node (Process, Serving, Signal, Hook, Probe, Log, Image), what
 * the API said (Pod, Object), and which Events exist (Event). The rest is the kubelet's own reasoning.
 *
 * Everything here survives `structuredClone`; Pod objects share what did not change, so a trace grows with what happens.
 */
import type { Seed } from '../base/random.ts';
import type { EventObject, HookType, KubernetesObject, Pod, ProbeType } from './kubernetes.ts';
import type { RuleId } from './rules.ts';
import type { ToldAction } from './scenario.ts';
import type { KubeletNote } from './xray.ts';

/** Position of a record in `Trace.records`. */
export type RecordId = number;

export interface Trace {
  meta: {
    /** Kubernetes version of the rule set, e.g. `v1.36.2`. */
    version: string;
    podName: string;
    namespace: string;
    scenarioName: string;
    /** Wall clock of time 0. */
    createdAtMs: number;
    seed: Seed;
    /** The value of the `sweep` this run took, as written. */
    at?: string;
  };
  /** End of the simulated time. */
  endMs: number;
  /** Set if a limit cut the run short. */
  cut?: { atMs: number; limit: 'records' | 'steps' | 'shell'; message: string };
  /** Ordered by time, then by the order in which things happened. A record's id is its index. */
  records: TraceRecord[];
  /** Every draw of chance, in order: the places where another seed would have led to another run. */
  draws: Draw[];
  /** What the simulation assumed about the programs; shown to the user, who can change it. */
  assumptions: Assumption[];
  /** Actions that never came due, in words. */
  pendingActions: { index: number; what: string; waitingFor: string }[];
  /** What the kubelet's parts did between the records; only if the run was asked for it. In no particular order. */
  notes?: KubeletNote[];
}

/** One draw: `value` is uniform in [0, 1), 0.5 under the seed `typical`. */
export interface Draw {
  t: number;
  /** What it is about: `requeue/…`, `pleg/1`, `probe/app/liveness/…`. */
  subject: string;
  value: number;
}

/** Something that the text does not say, so that the simulation had to assume it. */
export interface Assumption {
  container: string;
  /** What was assumed, one sentence. */
  text: string;
  /** The field of the Scenario document that changes it, e.g. `spec.workloads.app.boot`. */
  change: string;
  /** What that field would say of the same; absent where no single value says it. */
  value?: unknown;
}

interface Base {
  id: RecordId;
  /** Milliseconds since the creation of the Pod. */
  t: number;
  /** The record that led to this one; -1 where the user or the beginning of the run is the cause. */
  cause: RecordId;
  rule: RuleId;
}

export type TraceRecord =
  | ActionRecord
  | PodRecord
  | EventRecord
  | ObjectRecord
  | ProcessRecord
  | ServingRecord
  | SignalRecord
  | HookRecord
  | ProbeRecord
  | ProbeStateRecord
  | ImageRecord
  | LogRecord
  | DecisionRecord
  | SyncRecord
  | KubeletRecord;

export type RecordKind = TraceRecord['kind'];

/** An action of the scenario was carried out; index 0 is the creation of the Pod. */
export interface ActionRecord extends Base {
  kind: 'Action';
  index: number;
  /** `create`, `delete`, `exec`, … */
  what: string;
  /** The nth try again of an action that goes on by itself; absent: the action itself. */
  retry?: number;
  /** Words for the label: `delete --grace-period=10`. */
  label: string;
  /** The action itself, if its label is prose that other languages have to word anew. */
  told?: ToldAction;
  /** The API server's refusal; `causes` has what it rests on, with the fields that it is about, if it is about fields. */
  error?: { reason: string; code: number; message: string; causes?: { field: string; message: string }[] };
  exitCode?: number;
  stdout?: string;
  stderr?: string;
}

/** What was said against an action, by kubectl if it prints that, with what of no field it rests on. Empty if it was not refused. */
export function refusalText({ error, stderr }: Pick<ActionRecord, 'error' | 'stderr'>): string {
  if (error === undefined) return '';
  const { message, causes = [] } = error;
  return [stderr?.trimEnd() ?? message, ...causes.filter(({ field }) => field === '').map((cause) => cause.message)].join(' ');
}

/** What the API said: the Pod as a watch delivers it. */
export interface PodRecord extends Base {
  kind: 'Pod';
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: Pod;
}

export interface EventRecord extends Base {
  kind: 'Event';
  type: 'ADDED' | 'MODIFIED';
  object: EventObject;
}

/** Any other object that changed: EndpointSlice, … */
export interface ObjectRecord extends Base {
  kind: 'Object';
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubernetesObject;
}

/** The container's main process. `removed`: the runtime forgot the container. */
export interface ProcessRecord extends Base {
  kind: 'Process';
  container: string;
  /** 1-based: the nth start of the container. */
  instance: number;
  what: 'start' | 'exit' | 'removed';
  exitCode?: number;
  /** Name of the signal that ended it, e.g. `SIGKILL`. */
  signal?: string;
  /** `Completed`, `Error`, `OOMKilled`, … */
  reason?: string;
  env?: Record<string, string>;
}

/** When the main process begins or ceases to serve: booting → serving → draining. */
export interface ServingRecord extends Base {
  kind: 'Serving';
  container: string;
  instance: number;
  /** `booting` until `untilMs`; `serving`: ports are open; `draining`: it got a stop signal and is on its way out. */
  what: 'booting' | 'serving' | 'draining';
  ports: number[];
  /** For `booting`: when it will serve if nothing stops it. */
  untilMs?: number;
}

/** A signal that the runtime sent to the main process. */
export interface SignalRecord extends Base {
  kind: 'Signal';
  container: string;
  instance: number;
  signal: string;
  /** Whether anything in the process reacts to it; false if PID 1 has no handler for it, and so ignores it. */
  handled: boolean;
  /** Seconds the kubelet will wait before SIGKILL. Absent for SIGKILL itself and for signals from inside. */
  graceSeconds?: number;
}

export interface HookRecord extends Base {
  kind: 'Hook';
  container: string;
  instance: number;
  hook: HookType;
  what: 'start' | 'end';
  result?: 'ok' | 'failed' | 'cut';
  message?: string;
  /** In words: `exec sleep 5`, `GET :8080/warm`. */
  handler: string;
}

export type ProbeResult = 'success' | 'failure' | 'warning' | 'error';

/**
 * A train of probe attempts with the same result: `count` attempts, the first at `t`, one every `periodMs`, each taking
 * `takesMs`. A train of one is a single attempt. Only attempts that change nothing are joined to a train.
 */
export interface ProbeRecord extends Base {
  kind: 'Probe';
  container: string;
  instance: number;
  probe: ProbeType;
  result: ProbeResult;
  message: string;
  takesMs: number;
  count: number;
  /** 0 while `count` is 1. */
  periodMs: number;
  /** Results of the same kind in a row after the first attempt of the train (`resultRun`), 0 for an error. */
  run: number;
  /** The threshold that `run` climbs to: failureThreshold or successThreshold. */
  threshold: number;
  /** True if this attempt made the worker's result change (or reach its threshold). */
  met: boolean;
  /** True for an attempt that ran into timeoutSeconds. */
  timedOut: boolean;
  /** What made the worker look: its own ticker or a manual trigger by a sync. */
  trigger: 'tick' | 'manual';
  /** Still under way when the run ended or the kubelet died: there is a start, but no end and no result. */
  unfinished?: boolean;
}

/** A probe worker's state changed: what the dotted, solid and dash-dotted baselines show. */
export interface ProbeStateRecord extends Base {
  kind: 'ProbeState';
  container: string;
  probe: ProbeType;
  /**
   * `none`: no worker, or no container for it · `waiting`: initial delay, or held back by the startup probe ·
   * `probing` · `on-hold`: it has decided and waits for a new container.
   */
  state: 'none' | 'waiting' | 'probing' | 'on-hold';
  /** What `waiting` waits for. */
  why?: 'initial-delay' | 'startup' | 'started';
}

export interface ImageRecord extends Base {
  kind: 'Image';
  image: string;
  container: string;
  what: 'pullStart' | 'pullEnd';
  result?: 'ok' | 'failed';
  message?: string;
}

export interface LogRecord extends Base {
  kind: 'Log';
  container: string;
  instance: number;
  stream: 'stdout' | 'stderr';
  line: string;
}

/** A decision of the kubelet, with the numbers it rests on. */
export interface DecisionRecord extends Base {
  kind: 'Decision';
  container: string;
  decision:
    | { what: 'kill'; message: string; graceSeconds: number; reason: 'liveness' | 'startup' | 'definition' | 'resize' | 'postStart' | 'pod' | 'other' }
    | { what: 'start'; restart: boolean }
    | { what: 'back-off'; delayMs: number; remainingMs: number; untilMs: number }
    /** The preStop hook has taken its share (whole seconds); what is left for the process. */
    | { what: 'grace-left'; usedSeconds: number; leftSeconds: number }
    | { what: 'preStop-skipped'; why: PreStopSkipped }
    /** A running container gets other amounts of CPU and memory, in place. */
    | { what: 'resize'; changes: ResizeChange[] }
    /** The container has ended and stays down. */
    | { what: 'no-restart'; why: string };
}

/** Why a preStop hook does not run. */
export type PreStopSkipped = 'the container ended by itself: the hook runs only when the kubelet ends it' | 'the grace period is 0';

/** One amount of a container's resources: what it was and what it becomes; undefined: none. */
export interface ResizeChange {
  field: `${'requests' | 'limits'}.${'cpu' | 'memory'}`;
  from?: string;
  to?: string;
}

/** The pod worker is busy from a `start` to its `end`. */
export interface SyncRecord extends Base {
  kind: 'Sync';
  what: 'start' | 'end';
  type: 'SyncPod' | 'SyncTerminatingPod' | 'SyncTerminatedPod';
  error?: string;
}

export interface KubeletRecord extends Base {
  kind: 'Kubelet';
  what: 'stopped' | 'started' | 'healthy';
}
