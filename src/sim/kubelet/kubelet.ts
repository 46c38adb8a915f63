import type { Pod, ProbeType } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { ApiServer, PodChange } from '../control-plane/api-server.ts';
import { Beat } from '../engine/beat.ts';
import { type Cancel, PRIORITY } from '../engine/queue.ts';
import { type Routine, Scope, Signal } from '../engine/task.ts';
import type { Volume } from '../../shell/types.ts';
import type { Images } from '../node/images.ts';
import type { Runtime } from '../node/runtime.ts';
import { sameJson } from '../control-plane/api-server.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import { rejectionOf } from './admission.ts';
import { Deadline } from './deadline.ts';
import { EventRecorder } from './events/recorder.ts';
import { ImageManager } from './image-manager.ts';
import { RestartBackOff } from './kuberuntime/back-off.ts';
import { ContainerKiller } from './kuberuntime/kill.ts';
import { ContainerStarter } from './kuberuntime/start.ts';
import { LifecycleHandlers } from './lifecycle.ts';
import { Pleg, type PlegEvent } from './pleg.ts';
import { PodCache } from './pod-cache.ts';
import { PodWorker, type Requeue } from './pod-worker.ts';
import { ProberManager } from './prober/manager.ts';
import type { ResultUpdate } from './prober/results.ts';
import { ReasonCache } from './reason-cache.ts';
import { isTerminal } from './status/generate.ts';
import { StatusManager } from './status/status-manager.ts';
import { Syncer } from './syncer.ts';
import { VolumeManager } from './volume-manager.ts';

const SYNC_TICK_MS = 1000;
const RELIST_PERIOD_MS = 1005;
/** `pkg/kubelet/pod_workers.go`: how long until the next sync, each stretched by up to half as much again. */
const RESYNC_MS = 60_000;
const ERROR_RETRY_MS = 10_000;
const BACK_OFF_CAP_MS = 60_000;
const JITTER = 0.5;
/** A new process: begins → first relist; → the sync loop has seen runtime and PLEG healthy and dispatches. */
const FIRST_RELIST_MS = 270;
const FIRST_SYNC_MS = 1258;
/** … → the first housekeeping, which waits for all sources. */
const FIRST_HOUSEKEEPING_MS = 2300;

/** One thing for the sync loop to handle. */
type Item = () => void;

/**
 * One kubelet process: its loops and what it keeps in memory. A restart makes a new one (`pkg/kubelet/kubelet.go`).
 * The sync loop takes what comes from the API, the PLEG, the probes and its ticker, one at a time, and passes it on to the
 * Pod's worker.
 */
export class Kubelet {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #scope: Scope;
  readonly #items: Item[] = [];
  readonly #wake = new Signal();
  readonly #cache: PodCache;
  readonly #pleg: Pleg;
  readonly #status: StatusManager;
  readonly #prober: ProberManager;
  readonly #deadline: Deadline;
  readonly #syncer: Syncer;
  readonly #runtime: Runtime;
  readonly #handlers: LifecycleHandlers;
  readonly #events: EventRecorder;
  readonly #killer: ContainerKiller;
  readonly #orphanRef: Pod;
  readonly #ticker: Beat;
  readonly #startMs: number;
  #worker: PodWorker | undefined;
  #pod: Pod | undefined;
  #requeues = 0;
  #dueMs = Number.POSITIVE_INFINITY;
  #cancelIdle: Cancel | undefined;
  #syncedPod: Pod | undefined;
  #idle = false;
  #deadlineMs = Number.POSITIVE_INFINITY;

  constructor(world: World, api: ApiServer, runtime: Runtime, images: Images, options: { startMs: number; process: number; volumes: Map<string, Volume>; lastPod: Pod | undefined }) {
    this.#world = world;
    this.#api = api;
    this.#runtime = runtime;
    this.#startMs = options.startMs;
    this.#scope = new Scope(world.queue);
    const scope = this.#scope;
    const isRestart = options.process > 1;
    const phase = (name: string, periodMs: number) => Math.floor(world.random(`${name}/${options.process}`).next() * periodMs) - periodMs;
    this.#cache = new PodCache(world);
    this.#pleg = new Pleg(world, scope, runtime, this.#cache, { firstMs: isRestart ? options.startMs + FIRST_RELIST_MS : phase('pleg', RELIST_PERIOD_MS), deliver: (events) => this.#plegEvents(events) });
    const events = new EventRecorder(world, scope, api, options.process);
    this.#events = events;
    this.#status = new StatusManager(world, scope, api, () => this.#worker?.couldHaveRunningContainers ?? true);
    this.#prober = new ProberManager({
      world, scope, runtime, status: this.#status, events, kubeletStartMs: options.startMs, restartingAll: () => this.#status.status?.conditions?.some((condition) => condition.type === 'AllContainersRestarting' && condition.status === 'True') === true,
      onResult: (type, update) => this.#handle(() => this.#probeResult(type, update)),
    });
    this.#deadline = new Deadline(world);
    const handlers = new LifecycleHandlers(world, runtime, events);
    this.#handlers = handlers;
    const killer = new ContainerKiller(world, scope, runtime, events, handlers);
    this.#killer = killer;
    const volumes = new VolumeManager(world, api, events, options.volumes);
    const reasons = new ReasonCache();
    const starter = new ContainerStarter({ world, api, runtime, images, events, imageManager: new ImageManager(world, api, images, events), volumes, handlers, killer });
    const { results } = this.#prober;
    const probes = {
      liveness: (id: string) => results.liveness.get(id),
      startup: (id: string) => results.startup.get(id),
      causeOf: (type: 'liveness' | 'startup', id: string) => results[type].causeOf(id) ?? NO_CAUSE,
    };
    const { kubelet, featureGates } = world.scenario.cluster;
    const backOff = new RestartBackOff({ maxMs: kubelet.crashLoopBackOff.maxContainerRestartPeriodMs, reduced: featureGates['ReduceDefaultCrashLoopBackOffDecay'] === true });
    this.#syncer = new Syncer({
      world, runtime, status: this.#status, events, prober: this.#prober, reasons, volumes, killer, deadline: this.#deadline, pleg: () => this.#pleg, api,
      runtimeSync: { world, api, runtime, events, reasons, backOff, probes, killer, starter },
    });
    this.#ticker = new Beat(world.queue, { firstMs: phase('sync-ticker', SYNC_TICK_MS), periodMs: SYNC_TICK_MS, priority: PRIORITY.syncTick, skipIdle: world.skipIdle, run: () => this.#tick() });
    api.watchPod((change) => scope.at(world.nowMs + world.latency.watchMs, () => this.#handle(() => this.#podChange(change))));
    this.#orphanRef = options.lastPod ?? { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers: [] }, status: { phase: 'Pending' } };
    if (isRestart) scope.at(options.startMs + FIRST_HOUSEKEEPING_MS, () => this.#killOrphans());
    if (isRestart && api.pod !== undefined) {
      const found = api.pod;
      this.#handle(() => this.#podChange({ type: 'ADDED', pod: api.pod ?? found, cause: NO_CAUSE }));
    }
    scope.spawn(this.#syncLoop(isRestart ? options.startMs + FIRST_SYNC_MS : Number.NEGATIVE_INFINITY));
  }

  /** What of the hooks the death of the process cut off. */
  cutHooks(cause: RecordId): void {
    this.#handlers.cutAll(cause);
  }


  /** The process dies where it stands. */
  stop(): void {
    this.#scope.close();
    this.#pleg.stop();
    this.#ticker.stop();
    this.#cancelIdle?.();
  }

  /** `syncLoop`: one item at a time. What an item sets going gets its turn before the next one. */
  *#syncLoop(fromMs: number): Routine {
    if (fromMs > this.#world.nowMs) yield { untilMs: fromMs };
    for (;;) {
      const item = this.#items.shift();
      if (item === undefined) yield { signals: [this.#wake] };
      else {
        item();
        yield { untilMs: this.#world.nowMs };
      }
    }
  }

  #handle(item: Item): void {
    this.#items.push(item);
    this.#wake.fire();
  }

  /** What the API source makes of a change: only what is not status concerns the worker (`config.go: checkAndUpdatePod`). */
  #podChange({ type, pod, cause }: PodChange): void {
    if (pod.spec.nodeName === undefined) return;
    const before = this.#pod;
    if (type === 'DELETED') {
      if (before === undefined) return;
      this.#pod = undefined;
      this.#worker?.update({ type: 'kill', pod, cause });
      return;
    }
    this.#pod = pod;
    if (before === undefined || before.metadata.uid !== pod.metadata.uid) {
      if (this.#rejects(pod, cause)) return;
      this.#startWorker();
      this.#worker?.update({ type: 'create', pod, cause });
      return;
    }
    if (concernsWorker(before, pod)) this.#worker?.update({ type: 'update', pod, cause });
    else if (this.#needsReadinessSync(pod)) this.#worker?.update({ type: 'sync', pod, cause });
  }

  /** Admission, for a Pod that neither ends nor has ended (`rejectPod`). A Pod that is refused gets no worker. */
  #rejects(pod: Pod, cause: RecordId): boolean {
    if (pod.metadata.deletionTimestamp !== undefined || isTerminal(pod.status.phase)) return false;
    const rejection = rejectionOf(pod, this.#world.scenario.cluster.node);
    if (rejection === undefined) return false;
    this.#events.pod(pod, 'Warning', rejection.reason, rejection.message, cause);
    this.#status.reject(pod, rejection.reason, `Pod was rejected: ${rejection.message}`, cause);
    return true;
  }

  /** Housekeeping: what runs without a Pod that the kubelet has taken on is killed with a grace of 1 s, without preStop. */
  #killOrphans(): void {
    if (this.#worker !== undefined || this.#items.length > 0) return;
    const status = this.#cache.status;
    if (status.containers.some((record) => record.state === 'running')) this.#scope.spawn(this.#killer.killOrphan(this.#orphanRef, status, status.cause));
  }

  /** Readiness gates are written by others; they reach Ready by a sync (`NeedToReconcilePodReadiness`). */
  #needsReadinessSync(pod: Pod): boolean {
    const gates = pod.spec.readinessGates ?? [];
    if (gates.length === 0) return false;
    const seen = this.#status.status?.conditions ?? [];
    return gates.some(({ conditionType }) => {
      const api = pod.status.conditions?.find((condition) => condition.type === conditionType);
      const mine = seen.find((condition) => condition.type === conditionType);
      return !sameJson(api, mine);
    });
  }

  #startWorker(): void {
    const worker = new PodWorker({
      world: this.#world,
      syncer: this.#syncer,
      nothingRuns: () => this.#cache.status.containers.every((record) => record.state !== 'running') && this.#cache.status.sandboxes.every((sandbox) => !sandbox.ready),
      newStatus: (afterMs) => this.#cache.newerThan(afterMs, (ms) => this.#pleg.nextGlobalMs(ms)),
      enqueue: (requeue) => this.#enqueue(requeue),
    });
    this.#worker = worker;
    this.#scope.spawn(worker.run());
  }

  #plegEvents(events: PlegEvent[]): void {
    for (const event of events) {
      this.#handle(() => {
        if (event.type === 'ContainerRemoved') return;
        this.#sync(event.cause);
        if (event.type === 'ContainerDied') this.#prune(event);
      });
    }
  }

  /** Of each container one dead instance is kept beside the newest (`pkg/kubelet/pod_container_deletor.go`). */
  #prune(event: PlegEvent): void {
    const status = this.#cache.status;
    const name = status.containers.find((record) => record.id === event.id)?.name;
    if (name === undefined) return;
    const dead = status.containers.filter((record) => record.name === name && record.state === 'exited');
    // Nothing of a deleted Pod is kept once it is down.
    const keep = this.#worker?.couldHaveRunningContainers === false && this.#pod?.metadata.deletionTimestamp !== undefined ? 0 : 1;
    for (const record of dead.slice(keep)) this.#runtime.removeContainer(record.id, event.cause);
  }

  /** `handleProbeSync`: readiness and startup show in the status at once; the sync follows. */
  #probeResult(type: ProbeType, { containerId, result, cause }: ResultUpdate): void {
    const pod = this.#pod;
    if (pod === undefined) return;
    if (type === 'liveness') {
      if (result === 'failure') this.#sync(cause);
      return;
    }
    if (type === 'readiness') this.#status.setContainerReadiness(pod, containerId, result === 'success', cause);
    else this.#status.setContainerStartup(pod, containerId, result === 'success', cause);
    this.#sync(cause);
  }

  #sync(cause: RecordId): void {
    if (this.#pod !== undefined) this.#worker?.update({ type: 'sync', pod: this.#pod, cause });
  }

  /** The work queue: one due time for the Pod, looked at by the sync ticker (`pkg/kubelet/util/queue`). */
  #enqueue(requeue: Requeue): void {
    const world = this.#world;
    this.#requeues += 1;
    const jitter = (ms: number) => Math.round(ms * (1 + JITTER * world.random(`requeue/${this.#startMs}/${this.#requeues}`).next()));
    const now = world.nowMs;
    switch (requeue.kind) {
      case 'now':
        this.#dueMs = now;
        break;
      case 'resync':
        this.#dueMs = now + jitter(RESYNC_MS);
        break;
      case 'back-off':
        this.#dueMs = now + jitter(Math.min(Math.max(requeue.untilMs - now, 0), BACK_OFF_CAP_MS));
        break;
      case 'error':
        this.#dueMs = now + jitter(ERROR_RETRY_MS);
        break;
    }
    this.#idle = requeue.kind === 'resync' && requeue.idle;
    this.#syncedPod = this.#pod;
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    this.#armDeadline();
    if (this.#idle && world.skipIdle) this.#cancelIdle = world.queue.steadyAt(this.#ticker.next(this.#dueMs), () => this.#resyncDue());
    else this.#ticker.arm(this.#dueMs);
  }

  #armDeadline(): void {
    const status = this.#status.status;
    if (this.#pod === undefined || status === undefined) return;
    this.#deadlineMs = this.#deadline.dueMs(this.#pod, status);
    if (this.#deadlineMs !== Number.POSITIVE_INFINITY && this.#worker?.isFinished !== true) this.#ticker.arm(Math.max(this.#deadlineMs, this.#world.nowMs + 1));
  }

  /** The beat of the sync ticker: what is due, and what has outlived its deadline. */
  #tick(): void {
    const now = this.#world.nowMs;
    if (this.#dueMs <= now) this.#resyncDue();
    else if (!this.#idle && this.#dueMs !== Number.POSITIVE_INFINITY) this.#ticker.arm(this.#dueMs);
    if (this.#deadlineMs <= now && this.#worker !== undefined && !this.#worker.isFinished) {
      this.#handle(() => this.#sync(NO_CAUSE));
      this.#ticker.arm(now + 1);
    } else this.#armDeadline();
  }

  /** A due sync. One of an idle Pod changes nothing; it is skipped, or carried out without a record. */
  #resyncDue(): void {
    this.#dueMs = Number.POSITIVE_INFINITY;
    const worker = this.#worker;
    if (worker === undefined || this.#pod === undefined) return;
    const quiet = this.#idle && worker.isResting && this.#pod === this.#syncedPod;
    if (!quiet) {
      this.#handle(() => this.#sync(NO_CAUSE));
      return;
    }
    if (!this.#world.skipIdle) {
      const pod = this.#pod;
      this.#handle(() => worker.update({ type: 'sync', pod, cause: NO_CAUSE, quiet: true }));
      return;
    }
    worker.skippedSync();
    this.#enqueue({ kind: 'resync', idle: true });
  }
}

/** Spec, labels, annotations and deletion; status alone is not for the worker. */
function concernsWorker(before: Pod, after: Pod): boolean {
  return (
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    before.metadata.deletionGracePeriodSeconds !== after.metadata.deletionGracePeriodSeconds ||
    (before.spec !== after.spec && !sameJson(before.spec, after.spec)) ||
    !sameJson(before.metadata.labels, after.metadata.labels) ||
    !sameJson(before.metadata.annotations, after.metadata.annotations)
  );
}
