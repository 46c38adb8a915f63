/**
 * A recording: one run of a Pod as lines of JSON, whether a simulator, a real kubelet or a capture with kubectl is
 * behind it. Ordered by `t`, milliseconds since the Pod object was created; lines with the same `t` in the order in
 * which things happened. Readers ignore unknown kinds and unknown members.
 */
import type { ContainerStatus, EventObject, HookType, KubernetesObject, ObjectMeta, PodSpec, PodStatus, ProbeType } from '../model/kubernetes.ts';
import type { ProbeResult } from '../model/trace.ts';

/** A Pod as a watch delivered it: unlike the simulator's own Pods, nothing in it can be counted on. */
export interface WatchedPod {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
  spec?: Partial<PodSpec>;
  status?: WatchedPodStatus;
}

export type WatchedContainerStatus = Partial<ContainerStatus> & { name: string };

type StatusLists = 'initContainerStatuses' | 'containerStatuses' | 'ephemeralContainerStatuses';

export type WatchedPodStatus = {
  [List in StatusLists]?: WatchedContainerStatus[];
} & Partial<Pick<PodStatus, 'phase' | 'conditions' | 'message' | 'reason' | 'hostIP' | 'hostIPs' | 'podIP' | 'podIPs'>>;

/** A v1 Event as a watch delivered it; events.k8s.io names for the same things included. */
export interface WatchedEvent extends Partial<EventObject> {
  note?: string;
  regarding?: { fieldPath?: string };
  reportingController?: string;
}

export type WatchType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface MetaLine {
  kind: 'Meta';
  format?: number;
  source?: 'simulator' | 'kubelet' | 'kubectl';
  /** Kubernetes version. */
  version?: string;
  /** Name of the Pod. */
  pod?: string;
  /** RFC 3339; the wall clock of `t` 0. */
  createdAt?: string;
  /** The kinds that were looked for; default: all for a simulator, else those that occur. */
  records?: string[];
}

interface Timed {
  /** Milliseconds since the Pod object was created. */
  t: number;
}

interface OfContainer extends Timed {
  container: string;
  /** 1-based: the nth start of the container. */
  instance: number;
}

export interface PodLine extends Timed {
  kind: 'Pod';
  type: WatchType;
  object: WatchedPod;
}

export interface EventLine extends Timed {
  kind: 'Event';
  type: WatchType;
  object: WatchedEvent;
}

export interface ObjectLine extends Timed {
  kind: 'Object';
  type: WatchType;
  object: KubernetesObject;
}

export interface ProcessLine extends OfContainer {
  kind: 'Process';
  what: 'start' | 'exit' | 'removed';
  exitCode?: number;
  signal?: string;
  reason?: string;
  env?: Record<string, string>;
}

export interface SignalLine extends OfContainer {
  kind: 'Signal';
  signal: string;
}

export interface HookLine extends OfContainer {
  kind: 'Hook';
  hook: HookType;
  what: 'start' | 'end';
  result?: 'ok' | 'failed' | 'cut';
  message?: string;
}

export interface ProbeLine extends OfContainer {
  kind: 'Probe';
  probe: ProbeType;
  what: 'start' | 'end';
  result?: ProbeResult;
  message?: string;
}

export interface ImageLine extends Timed {
  kind: 'Image';
  image: string;
  what: 'pullStart' | 'pullEnd';
  result?: string;
  message?: string;
}

export interface LogLine extends OfContainer {
  kind: 'Log';
  stream: 'stdout' | 'stderr';
  line: string;
}

export interface ActionLine extends Timed {
  kind: 'Action';
  /** 1-based; 0 is the creation of the Pod. */
  index: number;
  what: string;
  /** Set if the API refused. */
  error?: { reason: string; code: number; message: string };
  exitCode?: number;
  stdout?: string;
  stderr?: string;
}

export interface KubeletLine extends Timed {
  kind: 'Kubelet';
  what: 'stopped' | 'started' | 'healthy';
}

export interface EndLine extends Timed {
  kind: 'End';
}

export type TimedLine =
  | PodLine
  | EventLine
  | ObjectLine
  | ProcessLine
  | SignalLine
  | HookLine
  | ProbeLine
  | ImageLine
  | LogLine
  | ActionLine
  | KubeletLine
  | EndLine;

export type RecordingLine = MetaLine | TimedLine;

export type TimedKind = TimedLine['kind'];

export type LineOf<Kind extends TimedKind> = Extract<TimedLine, { kind: Kind }>;

/** The kinds that can be looked for, in the order of `Meta.records`. */
export const RECORDED_KINDS = [
  'Pod',
  'Event',
  'Object',
  'Process',
  'Signal',
  'Hook',
  'Probe',
  'Image',
  'Log',
  'Action',
  'Kubelet',
] as const satisfies readonly TimedKind[];

/** Members of each kind in the order in which they are written, behind `kind` and `t`. */
export const MEMBERS: { readonly [Kind in RecordingLine['kind']]: readonly string[] } = {
  Meta: ['format', 'source', 'version', 'pod', 'createdAt', 'records'],
  Pod: ['type', 'object'],
  Event: ['type', 'object'],
  Object: ['type', 'object'],
  Process: ['container', 'instance', 'what', 'exitCode', 'signal', 'reason', 'env'],
  Signal: ['container', 'instance', 'signal'],
  Hook: ['container', 'instance', 'hook', 'what', 'result', 'message'],
  Probe: ['container', 'instance', 'probe', 'what', 'result', 'message'],
  Image: ['image', 'what', 'result', 'message'],
  Log: ['container', 'instance', 'stream', 'line'],
  Action: ['index', 'what', 'error', 'exitCode', 'stdout', 'stderr'],
  Kubelet: ['what'],
  End: [],
};
