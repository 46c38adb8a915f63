/**
 * A scenario after reading (the format is in docs/scenario.md): every duration in milliseconds, every default filled in. The text is the
 * only truth; this is what `simulate` takes.
 */
import type { Seed } from '../base/random.ts';
import type { Container, KubernetesObject, ObjectMeta, PodSpec } from './kubernetes.ts';

/** The Pod as the user wrote it (or the template of a workload object), before the API server has seen it. */
export interface PodManifest {
  apiVersion: 'v1';
  kind: 'Pod';
  metadata: ObjectMeta;
  spec: PodSpec;
  [field: string]: unknown;
}

/** What the Pod was made from. */
export interface PodSource {
  kind: string;
  name: string;
  /** How many Pods its controller keeps, this one among them; absent: one, or it has no such number. */
  replicas?: number;
}

export interface Scenario {
  /** Slug; also the file's name in the library. */
  name: string;
  labels: Record<string, string>;
  title?: string;
  summary?: string;
  /** Absent: until nothing more can happen, at least 1 min, at most 10 min. */
  durationMs?: number;
  seed: Seed;
  needs: string[];
  staticPod: boolean;
  cluster: ClusterSettings;
  images: ImageEntry[];
  workloads: Record<string, Workload>;
  actions: Action[];
  /** Claims as written; `recording/` reads and judges them. */
  expect: unknown[];
  /** Steps of a presentation as written; empty: the run tells its own. */
  story: StoryStep[];
  lesson?: unknown;
  /** By language (`zh-CN`): title, summary, story and lesson texts under the same names. */
  translations?: Record<string, unknown>;
  pod: PodManifest;
  /** The object the Pod came from: `Pod`, or `Deployment`, `Job`, … whose template is used. */
  podSource: PodSource;
  /** The other Kubernetes objects of the text, as written. */
  objects: KubernetesObject[];
}

/** A step of a presentation. Points are as in claims: `15.2s`, `app.exit`, `delete+5s`. */
export interface StoryStep {
  /** When it is; absent: when the step before it is. */
  at?: string;
  /** The claim, one sentence. */
  title?: string;
  text?: string;
  /** Lanes that are shown: `app.process`, or `app` for all of a container. */
  show?: string[];
  /** From and to. */
  zoom?: [string, string];
  /** Paths in the Pod or in the Scenario document; the line of the first one is marked. */
  yaml?: string[];
  /** A question to the audience before the claim; true: what happens next. */
  ask?: string | boolean;
  /** For the presenter alone. */
  notes?: string;
}

/** A mark of the node that keeps away, or drives away, the Pods that do not tolerate it, as in the Node's `spec.taints`. */
export interface Taint {
  key: string;
  value?: string;
  effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

export interface NodeSettings {
  name: string;
  os: string;
  labels: Record<string, string>;
  taints: readonly Taint[];
  /** As by `kubectl cordon`. */
  unschedulable?: boolean;
  allocatable: Record<string, string>;
  /** Its kernel has AppArmor; `profiles`: what is loaded beside the runtime's own. Undefined: there is none. */
  appArmor?: { profiles: readonly string[] };
}

export interface ClusterSettings {
  version: string;
  featureGates: Record<string, boolean>;
  admissionPlugins: string[];
  kubelet: {
    uptimeMs: number;
    crashLoopBackOff: { maxContainerRestartPeriodMs: number };
    singleProcessOOMKill: boolean;
    clusterDomain: string;
    /** How long a shutdown of the node waits for Pods, critical ones included; undefined: as long as any takes. */
    shutdownGracePeriodMs?: number;
    /** The part of it that is kept for critical Pods. */
    shutdownGracePeriodCriticalPodsMs?: number;
  };
  /** Delays that replace the measured ones. */
  latency: { sandboxMs?: number; createContainerMs?: number; startContainerMs?: number; programStartMs?: number; statusMs?: number; endpointsMs: number };
  node: NodeSettings;
  runtimeHandlers: string[];
}

export type PullError = 'notFound' | 'unauthorized' | 'unreachable' | { message: string };

export interface ImageEntry {
  /** Image reference; `*` stands for any characters. The first entry that matches counts. */
  image: string;
  onNode: boolean;
  sizeBytes?: number;
  pullMs?: number;
  /** A registry that refuses; `untilMs` (time since creation) if it recovers. */
  pullError?: { error: PullError; untilMs?: number };
  requiresSecret: boolean;
  entrypoint?: string[];
  cmd?: string[];
  env?: Record<string, string>;
  workdir?: string;
  user?: string;
  stopSignal?: string;
  paths?: string[];
}

/** One answer in a sequence; without `forMs` it lasts for ever. */
export interface HttpResponse {
  forMs?: number;
  status: number;
  latencyMs?: number;
  location?: string;
  body?: string;
}

export interface HttpRoute {
  /** Default: every path. With a `?`, that query only. */
  path?: string;
  responses: HttpResponse[];
  latencyMs?: number;
  tls: boolean;
}

export interface ExecAnswer {
  forMs?: number;
  exitCode: number;
  output?: string;
  /** Set if the command cannot even be run. */
  error?: string;
}

export interface Workload {
  bootMs?: number;
  listens?: number[];
  http?: HttpRoute[];
  /** gRPC health status, `SERVING` or another one. */
  grpc?: string;
  exec?: { command: string[]; results: ExecAnswer[]; takesMs?: number }[];
  exit?: { afterMs: number; code?: number; signal?: string; oom?: boolean | 'child' };
  writes?: { afterMs: number; sizeBytes: number };
  onTerm?: 'ignore' | { exitAfterMs: number; code: number; serves: boolean };
  /** Overrides for the nth start of the container, 1-based. */
  instances?: Record<number, Workload>;
}

/** When an action is due: a time, a point of the run, before the Pod exists, or when a claim holds. */
export type ActionTime =
  | { kind: 'time'; ms: number }
  | { kind: 'point'; point: string; offsetMs: number }
  | { kind: 'before-create' }
  | { kind: 'claim'; claim: unknown };

interface ActionBase {
  at: ActionTime;
  /** Added once `at` has come. */
  plusMs: number;
  /** Other values of `at` as written, each for a run of its own. */
  sweep?: { text: string; at: ActionTime }[];
}

/** Actions whose label is prose, not a command or a name of the format. */
export type ToldAction = Extract<Action, { do: 'signal' | 'oom' | 'workload' | 'image' }>;

/** In a `set`, a field that the text gives as `null` is present with the value undefined, so that spreading it over the declared fields removes one. */
export type Action = ActionBase &
  (
    | { do: 'delete'; gracePeriodSeconds?: number }
    | { do: 'force-delete' }
    | { do: 'remove-finalizer'; finalizer: string }
    | { do: 'exec'; container: string; command: string[] }
    | { do: 'signal'; container: string; signal: string }
    | { do: 'oom'; container: string }
    | { do: 'workload'; container: string; set: Workload }
    | { do: 'image'; image: string; set: Partial<ImageEntry> }
    | { do: 'kubelet-restart' | 'kubelet-stop' | 'kubelet-start' }
    | { do: 'node-lost' | 'node-back' | 'node-shutdown' | 'node-drain' }
    | { do: 'node-cordon' | 'node-uncordon' }
    | { do: 'node-label-remove'; label: string }
    | { do: 'node-taint'; taint: Taint }
    /** Without an effect all taints of the key are taken away. */
    | { do: 'node-taint-remove'; key: string; effect?: Taint['effect'] }
    | { do: 'sandbox-stop' }
    | { do: 'remove-container-records'; containers: string[]; running: boolean }
    | { do: 'evict'; reason: string }
    | { do: 'bind'; node: string }
    | { do: 'apply'; object: KubernetesObject }
    /** `resource`: what the API server calls the kind, e.g. `poddisruptionbudgets.policy`. */
    | { do: 'remove'; objectKind: string; resource: string; name: string }
    | { do: 'patch'; type: 'strategic' | 'merge'; patch: Record<string, unknown>; subresource?: 'resize' }
    | { do: 'patch-status'; type: 'strategic' | 'merge'; patch: Record<string, unknown> }
    | { do: 'patch-repeat'; type: 'strategic' | 'merge'; path: string; step: number; times: number }
    | { do: 'add-ephemeral'; container: Container }
    | { do: 'static-update'; manifest: PodManifest }
    | { do: 'static-remove' }
  );
