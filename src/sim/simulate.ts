import type { Scenario } from '../model/scenario.ts';
import type { Trace, TraceRecord } from '../model/trace.ts';
import type { KubeletNote } from '../model/xray.ts';
import { StepLimitError } from '../shell/types.ts';
import { Actions, type WatchTrigger } from './actions.ts';
import { ApiServer, DEFAULT_NAMESPACE } from './control-plane/api-server.ts';
import { EndpointSlices } from './control-plane/endpoints.ts';
import { Scheduler } from './control-plane/scheduler.ts';
import { gapsOf, NotCoveredError } from './coverage.ts';
import { PRIORITY } from './engine/queue.ts';
import { Scope } from './engine/task.ts';
import { Images } from './node/images.ts';
import { KubeletProcesses } from './node/kubelet-processes.ts';
import { Runtime } from './node/runtime.ts';
import { Workloads } from './node/workloads.ts';
import { NO_CAUSE, RecordLimitError } from './trace-writer.ts';
import { World } from './world.ts';

export type { TriggerWatcher, WatchTrigger } from './actions.ts';
export { type Gap, NotCoveredError } from './coverage.ts';

export interface SimulateOptions {
  /** Goes before the scenario's own. */
  seed?: Scenario['seed'];
  /** Goes before the scenario's own. */
  durationMs?: number;
  /** A value of the scenario's `sweep`, as written there; default: the first. */
  at?: string;
  /** The cluster's clock when the Pod is created, in milliseconds since 1970: Kubernetes cuts many times to whole seconds. Without it the seed decides. */
  createdAtMs?: number;
  /** Reads points and claims that actions wait for; needed only by scenarios that have such actions. */
  watchTrigger?: WatchTrigger;
  /** Carry out every turn of every idle loop: the same trace, slower. For tests. */
  skipIdle?: boolean;
  /** More records than this are not kept: the run is cut. */
  recordLimit?: number;
  /** A run that takes more steps than this is cut. */
  stepLimit?: number;
  /** Also what the kubelet's parts did between the records (`Trace.notes`). The records are the same with and without. */
  notes?: boolean;
}

const SHORTEST_MS = 60_000;
const LONGEST_MS = 600_000;
/** What is shown beyond the last thing that happened. */
const TAIL_MS = 2000;
const RECORD_LIMIT = 200_000;
/** Some twenty times what the busiest day of a Pod takes: only a loop that never ends gets there. */
const STEP_LIMIT = 20_000_000;
/** `kubectl --version`, so to say. */
export const KUBERNETES_VERSION = 'v1.36.2';

/**
 * Runs a scenario: a pure function of its text, seed and options. Without a duration the run ends when nothing more can
 * happen, but not before 1 min and not after 10 min.
 *
 * @throws NotCoveredError if the scenario asks for something that is not simulated.
 */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): Trace {
  const gaps = gapsOf(scenario);
  if (gaps.length > 0) throw new NotCoveredError(gaps);
  const run: Scenario = { ...scenario, ...(options.seed !== undefined && { seed: options.seed }) };
  const durationMs = options.durationMs ?? scenario.durationMs;
  const world = new World(run, {
    createdAtMs: options.createdAtMs,
    recordLimit: options.recordLimit ?? RECORD_LIMIT,
    skipIdle: options.skipIdle ?? true,
    endMs: durationMs ?? LONGEST_MS,
    notes: options.notes,
  });
  const api = new ApiServer(world);
  const images = new Images(world);
  const workloads = new Workloads(run.workloads);
  const runtime = new Runtime(world, images, workloads);
  const scheduler = new Scheduler(world, api);
  new EndpointSlices(world, api);
  const kubelet = new KubeletProcesses(world, api, runtime, images);
  kubelet.begin(-run.cluster.kubelet.uptimeMs);
  const user = new Scope(world.queue);
  const actions = new Actions(
    { world, api, runtime, images, workloads, watchTrigger: options.watchTrigger ?? noTriggers, kubelet, bind: (node, cause) => scheduler.bind(node, cause) },
    options.at,
  );

  world.queue.at(
    0,
    () => {
      actions.beforeCreate();
      const create = world.trace.add({ kind: 'Action', cause: NO_CAUSE, rule: 'user.action', index: 0, what: 'create', label: 'kubectl apply' });
      if (run.staticPod) {
        kubelet.putManifest(run.pod, create.id);
        actions.start(user);
        return;
      }
      world.queue.at(
        world.latency.createMs,
        () => {
          const error = api.createPod(run.pod, create.id);
          if (error !== undefined)
            create.error = {
              reason: error.reason,
              code: error.code,
              message: error.message,
              causes: error.causes.map(({ field, message }) => ({ field, message })),
            };
        },
        PRIORITY.action,
      );
      actions.start(user);
    },
    PRIORITY.action,
  );

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
    pendingActions: actions.pending(),
    ...(world.notes !== undefined && { notes: notesUntil(world.notes, endMs) }),
  };
}

/** Turns the clock until the end, or until nothing more can happen; says why if a limit stopped it. */
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
    // A function of a script that calls itself for ever: the interpreter's stack is spent before its steps are.
    if (error instanceof RangeError && /call stack/.test(error.message)) return { atMs, limit: 'shell', message: 'A script calls itself without end.' };
    throw error;
  }
  return undefined;
}

/** Takes back what was foreseen beyond the end: attempts of a train that skipped ahead. */
function ended(records: TraceRecord[], endMs: number): TraceRecord[] {
  for (const record of records) {
    if (record.kind === 'Probe' && record.count > 1) record.count = Math.min(record.count, Math.floor((endMs - record.t) / record.periodMs) + 1);
  }
  return records;
}

/** Those that began before the end, cut there. */
function notesUntil(notes: readonly KubeletNote[], endMs: number): KubeletNote[] {
  return notes.filter(({ fromMs, toMs }) => fromMs <= Math.min(toMs, endMs)).map((note) => (note.toMs > endMs ? { ...note, toMs: endMs } : note));
}

function noTriggers(): never {
  throw new Error('this scenario has actions that wait for a point or a claim: pass watchTrigger');
}
