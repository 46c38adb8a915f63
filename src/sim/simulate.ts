import type { ApiError } from '../api/index.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Trace, TraceRecord } from '../model/trace.ts';
import type { KubeletNote } from '../model/xray.ts';
import { StepLimitError } from '../shell/types.ts';
import { type ActionParts, Actions, type Visit, type WatchTrigger } from './actions.ts';
import { ApiServer, DEFAULT_NAMESPACE } from './control-plane/api-server.ts';
import { Budgets } from './control-plane/budgets.ts';
import { EndpointSlices } from './control-plane/endpoints.ts';
import { PodGc } from './control-plane/pod-gc.ts';
import { ResourceClaims } from './control-plane/resource-claims.ts';
import { Scheduler } from './control-plane/scheduler.ts';
import { TaintEviction } from './control-plane/taint-eviction.ts';
import { PRIORITY } from './engine/queue.ts';
import { Scope } from './engine/task.ts';
import { Images } from './node/images.ts';
import { KubeletProcesses } from './node/kubelet-processes.ts';
import { Runtime } from './node/runtime.ts';
import { Workloads } from './node/workloads.ts';
import { NO_CAUSE, RecordLimitError } from './trace-writer.ts';
import { World } from './world.ts';

export type { TriggerWatcher, Visit, WatchTrigger } from './actions.ts';

export interface SimulateOptions {
  /** Overrides the scenario's own. */
  seed?: Scenario['seed'];
  /** Overrides the scenario's own. */
  durationMs?: number;
  /** A value of the scenario's `sweep`, as written there; default: the first. */
  at?: string;
  /**
   * The cluster's clock when the Pod is created, in milliseconds since 1970. It matters because Kubernetes cuts many times to whole seconds.
   * Without it the seed decides.
   */
  createdAtMs?: number;
  /** Watches for the points and claims that actions wait for; needed only by scenarios that have such actions. */
  watchTrigger?: WatchTrigger;
  /** A command that somebody runs in a container beside the scenario's actions. Until `atMs` the run is the same as without it. */
  visit?: Visit;
  /** Whether loops with nothing to do skip ahead (default). False carries out each of their turns: the same trace, slower; for tests. */
  skipIdle?: boolean;
  /** A run that makes more records than this is cut. */
  recordLimit?: number;
  /** A run that takes more steps than this is cut. */
  stepLimit?: number;
  /** Also collects what the kubelet's parts did between the records (`Trace.notes`). The records are the same with and without. */
  notes?: boolean;
}

const SHORTEST_MS = 60_000;
const LONGEST_MS = 600_000;
/** How far a run goes on after the last thing that happened. */
const TAIL_MS = 2000;
const RECORD_LIMIT = 200_000;
/** About twenty times as many as the busiest day of a Pod takes: only a loop that never ends gets there. */
const STEP_LIMIT = 20_000_000;
/** The version of Kubernetes whose rules are simulated. */
export const KUBERNETES_VERSION = 'v1.36.2';

/**
 * Runs a scenario: a pure function of its text, seed and options. Without a duration the run ends when nothing more can
 * happen, but not before 1 min and not after 10 min.
 */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): Trace {
  const run: Scenario = { ...scenario, ...(options.seed !== undefined && { seed: options.seed }) };
  const durationMs = options.durationMs ?? scenario.durationMs;
  const world = new World(run, {
    createdAtMs: options.createdAtMs,
    recordLimit: options.recordLimit ?? RECORD_LIMIT,
    skipIdle: options.skipIdle ?? true,
    endMs: durationMs ?? LONGEST_MS,
    notes: options.notes,
  });
  const cluster = clusterIn(world, run, options);
  world.queue.at(0, () => begin(world, run, cluster), PRIORITY.action);

  const cut = drive(world, durationMs, options.stepLimit ?? STEP_LIMIT);
  const endMs = cut?.atMs ?? world.endMs;
  return {
    meta: {
      version: KUBERNETES_VERSION,
      podName: run.pod.metadata.name ?? '',
      namespace: run.pod.metadata.namespace ?? DEFAULT_NAMESPACE,
      scenarioName: run.name,
      createdAtMs: world.createdAtMs,
      seed: run.seed,
      ...(options.at !== undefined && { at: options.at }),
    },
    endMs,
    ...(cut !== undefined && { cut }),
    records: ended(world.trace.records, endMs),
    draws: world.draws,
    assumptions: [...world.assumptions.values()],
    pendingActions: cluster.actions.pending(),
    ...(world.notes !== undefined && { notes: notesUntil(world.notes, endMs) }),
  };
}

interface Cluster {
  api: ApiServer;
  kubelet: KubeletProcesses;
  /** The user's actions, which begin with the creation of the Pod. */
  actions: Actions;
}

/** Puts a cluster of one node into the world: control plane, node, and whoever acts on them. */
function clusterIn(world: World, run: Scenario, { at, watchTrigger = noTriggers, visit }: SimulateOptions): Cluster {
  const api = new ApiServer(world);
  const images = new Images(world);
  const workloads = new Workloads(run.workloads);
  const runtime = new Runtime(world, images, workloads);
  const scheduler = new Scheduler(world, api);
  new ResourceClaims(world, api);
  new EndpointSlices(world, api);
  const budgets = new Budgets(world, api);
  new TaintEviction(world, api);
  new PodGc(world, api);
  const kubelet = new KubeletProcesses(world, api, runtime, images);
  kubelet.begin(-run.cluster.kubelet.uptimeMs);
  const parts: ActionParts = {
    world,
    api,
    budgets,
    runtime,
    images,
    workloads,
    watchTrigger,
    kubelet,
    bind: (node, cause) => scheduler.bind(node, cause),
    preempt: (cause) => scheduler.preempt(cause),
  };
  return { api, kubelet, actions: new Actions(parts, at, visit) };
}

/** Time 0: the user creates the Pod, or puts its manifest on the node, and goes on with the actions of the scenario. */
function begin(world: World, run: Scenario, { api, kubelet, actions }: Cluster): void {
  const user = new Scope(world.queue);
  actions.beforeCreate();
  const create = world.trace.add({ kind: 'Action', cause: NO_CAUSE, rule: 'user.action', index: 0, what: 'create', label: 'kubectl apply' });
  const refused = ({ reason, code, message, causes }: ApiError) => {
    create.error = { reason, code, message, causes: causes.map(({ field, message: said }) => ({ field, message: said })) };
  };
  if (run.staticPod) {
    const error = kubelet.putManifest(run.pod, create.id);
    if (error !== undefined) refused(error);
    actions.start(user);
    return;
  }
  world.queue.at(
    world.latency.createMs,
    () => {
      const error = api.createPod(run.pod, create.id);
      if (error !== undefined) refused(error);
      actions.start(user);
    },
    PRIORITY.action,
  );
}

/** Turns the clock until the end, or until nothing more can happen. Returns which limit stopped it, if one did. */
function drive(world: World, durationMs: number | undefined, stepLimit: number): Trace['cut'] {
  let open = durationMs === undefined;
  try {
    for (let steps = 0; ; steps += 1) {
      if (steps === stepLimit) return { atMs: world.nowMs, limit: 'steps', message: `stopped after ${stepLimit} steps` };
      if (open && world.queue.nextEventMs > world.endMs) {
        world.endMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.ceil((world.nowMs + TAIL_MS) / 1000) * 1000));
        open = false;
      }
      if (!world.queue.step(world.endMs)) break;
    }
  } catch (error) {
    const atMs = world.nowMs;
    if (error instanceof RecordLimitError) return { atMs, limit: 'records', message: error.message };
    if (error instanceof StepLimitError) return { atMs, limit: 'shell', message: error.message };
    // A function of a script calls itself for ever: that exhausts the interpreter's stack before it has taken too many steps
    if (error instanceof RangeError && /call stack/.test(error.message)) return { atMs, limit: 'shell', message: 'A script calls itself without end.' };
    throw error;
  }
  return undefined;
}

/** The records without what lies beyond the end: a train of probe attempts that skipped ahead may reach there. */
function ended(records: TraceRecord[], endMs: number): TraceRecord[] {
  for (const record of records) {
    if (record.kind === 'Probe' && record.count > 1) record.count = Math.min(record.count, Math.floor((endMs - record.t) / record.periodMs) + 1);
  }
  return records;
}

/** The notes that began before the end, cut there. */
function notesUntil(notes: readonly KubeletNote[], endMs: number): KubeletNote[] {
  return notes.filter(({ fromMs, toMs }) => fromMs <= Math.min(toMs, endMs)).map((note) => (note.toMs > endMs ? { ...note, toMs: endMs } : note));
}

function noTriggers(): never {
  throw new Error('this scenario has actions that wait for a point or a claim: pass watchTrigger');
}
