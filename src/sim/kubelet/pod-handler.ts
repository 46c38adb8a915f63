import type { RandomStream } from '../../base/random.ts';
import { sameJson } from '../../base/json.ts';
import type { Container, Pod, ProbeType } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import type { Beat } from '../engine/beat.ts';
import { type Cancel, PRIORITY } from '../engine/queue.ts';
import type { Routine, Scope } from '../engine/task.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';
import type { Link } from '../node/link.ts';
import type { Runtime } from '../node/runtime.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import { NODE_SHUTDOWN, rejectionOf } from './admission.ts';
import { type ContainerKind, containerOf, newest, shouldBeRestarted } from './containers.ts';
import { Deadline } from './deadline.ts';
import type { Allocations } from './allocations.ts';
import type { EventRecorder } from './events/recorder.ts';
import { isCritical } from './eviction.ts';
import type { ImageManager } from './image-manager.ts';
import type { RestartBackOff } from './kuberuntime/back-off.ts';
import type { ContainerKiller } from './kuberuntime/kill.ts';
import type { ContainerStarter } from './kuberuntime/start.ts';
import type { Pleg, PlegEvent } from './pleg.ts';
import { ofPod, type PodCache } from './pod-cache.ts';
import { type KillRequest, type PodUpdate, PodWorker, type Requeue } from './pod-worker.ts';
import { ProberManager } from './prober/manager.ts';
import type { ResultUpdate } from './prober/results.ts';
import { ReasonCache } from './reason-cache.ts';
import { PodResizes } from './resizes.ts';
import { containersReady, podReady } from './status/conditions.ts';
import { restartsAll } from './status/container-statuses.ts';
import { isTerminal } from './status/generate.ts';
import { type PodTarget, StatusManager } from './status/status-manager.ts';
import { Syncer } from './syncer.ts';
import type { VolumeManager } from './volume-manager.ts';

/** How long until the next sync, each stretched by up to half (`pkg/kubelet/pod_workers.go`). */
const RESYNC_MS = 60_000;
const ERROR_RETRY_MS = 10_000;
const BACK_OFF_CAP_MS = 60_000;
const JITTER = 0.5;

/** What all Pods of a kubelet share. */
export interface KubeletParts {
  world: World;
  scope: Scope;
  api: ApiServer;
  runtime: Runtime;
  events: EventRecorder;
  link: Link;
  cache: PodCache;
  pleg: Pleg;
  killer: ContainerKiller;
  starter: ContainerStarter;
  imageManager: ImageManager;
  volumes: VolumeManager;
  allocations: Allocations;
  backOff: RestartBackOff;
  /** The sync ticker; it calls `tick` of every Pod. */
  ticker: () => Beat;
  kubeletStartMs: number;
  /** A beat of the status ticker. */
  statusTickMs: number;
  /** Puts an item before the sync loop. */
  handle: (item: () => void) => void;
}

/** What depends on where the Pod comes from: the API, or a manifest file (a static Pod). */
export interface PodSource {
  isStatic: boolean;
  /** The API object that shows this Pod's status; undefined while there is none. */
  target: PodTarget;
  /** The mirror of a static Pod as the kubelet knows it. */
  mirror?: () => Pod | undefined;
  /** Makes or repairs the mirror of a static Pod at the start of each sync. */
  ensureMirror?: (pod: Pod, mirror: Pod | undefined, cause: RecordId) => void;
}

/**
 * One Pod in one kubelet process: its worker, its probe workers, its status, and when it is looked at next. The sync
 * loop's handlers end here (`pkg/kubelet/kubelet.go: HandlePod*`).
 */
export class PodHandler {
  readonly status: StatusManager;
  readonly source: PodSource;
  readonly #parts: KubeletParts;
  readonly #prober: ProberManager;
  readonly #deadline: Deadline;
  readonly #resizes: PodResizes;
  readonly #worker: PodWorker;
  #pod: Pod;
  #rejected = false;
  #orphaned = false;
  /** The draws by which pauses until the next sync are stretched. */
  readonly #requeues: RandomStream;
  #dueMs = Number.POSITIVE_INFINITY;
  #cancelIdle: Cancel | undefined;
  #syncedPod: Pod | undefined;
  #idle = false;

  constructor(parts: KubeletParts, pod: Pod, source: PodSource) {
    const { world, scope, api, runtime, events, cache, pleg, killer, starter, imageManager, volumes, allocations, backOff, kubeletStartMs } = parts;
    this.#parts = parts;
    this.#pod = pod;
    this.source = source;
    this.#requeues = world.random(`requeue/${kubeletStartMs}/${this.uid}`);
    this.#deadline = new Deadline(world);
    this.#resizes = new PodResizes({
      world,
      scope,
      events,
      allocations,
      pod: () => this.#pod,
      sync: (cause) => {
        this.sync(cause);
        pleg.requestRelist();
      },
    });
    this.status = new StatusManager(world, scope, api, parts, source, () => this.#worker.couldHaveRunningContainers);
    this.#prober = new ProberManager({
      world,
      scope,
      runtime,
      status: this.status,
      events,
      kubeletStartMs,
      restartingAll: () => this.status.status !== undefined && restartsAll(this.status.status),
      onResult: (type, update) => parts.handle(() => this.#probeResult(type, update)),
    });
    const { results } = this.#prober;
    const reasons = new ReasonCache();
    const probes = {
      liveness: (id: string) => results.liveness.get(id),
      startup: (id: string) => results.startup.get(id),
      causeOf: (type: 'liveness' | 'startup', id: string) => results[type].causeOf(id) ?? NO_CAUSE,
    };
    const syncer = new Syncer({
      world,
      api,
      runtime,
      status: this.status,
      events,
      prober: this.#prober,
      reasons,
      volumes,
      killer,
      deadline: this.#deadline,
      resizes: this.#resizes,
      pleg,
      address: () => cache.address(this.uid),
      isStatic: source.isStatic,
      ...(source.ensureMirror !== undefined && { ensureMirror: source.ensureMirror }),
      runtimeSync: {
        world,
        api,
        runtime,
        events,
        reasons,
        backOff,
        probes,
        killer,
        starter,
        imageManager,
        allocations,
        onSandboxReady: (pod, cause) => this.status.setReadyToStartContainers(pod, cause),
      },
    });
    this.#worker = new PodWorker({
      world,
      syncer,
      nothingRuns: () => {
        const known = ofPod(cache.status, this.uid);
        return known.containers.every((record) => record.state !== 'running') && known.sandboxes.every((sandbox) => !sandbox.ready);
      },
      newStatus: (afterMs) => this.#newStatus(afterMs),
      enqueue: (requeue) => this.#enqueue(requeue),
    });
  }

  get uid(): string {
    return this.#pod.metadata.uid ?? '';
  }

  get pod(): Pod {
    return this.#pod;
  }

  get isFinished(): boolean {
    return this.#rejected || this.#worker.isFinished;
  }

  get isTerminating(): boolean {
    return this.#worker.isTerminating;
  }

  /** Takes the Pod on, or refuses it (`HandlePodAdditions`). A Pod that is ending or has ended is not checked. */
  add(cause: RecordId, isNodeShuttingDown: boolean): void {
    const { world, scope, runtime, events, allocations } = this.#parts;
    const pod = this.#pod;
    const rejection =
      pod.metadata.deletionTimestamp === undefined && !isTerminal(pod.status.phase)
        ? (rejectionOf(allocations.allocated(pod), world.scenario.cluster, isCritical(pod, this.source.isStatic)) ??
          (isNodeShuttingDown ? NODE_SHUTDOWN : undefined))
        : undefined;
    if (rejection !== undefined) {
      this.#rejected = true;
      events.pod(pod, 'Warning', rejection.reason, rejection.message, cause);
      const runs = ofPod(runtime.status(), this.uid).containers.some(({ state }) => state === 'running');
      this.status.reject(pod, rejection.reason, `Pod was rejected: ${rejection.message}`, runs, cause);
      return;
    }
    this.#resizes.admitted(cause);
    scope.spawn(this.#worker.run());
    this.#update({ type: 'create', cause });
    this.#armDeadline();
  }

  /** The object has changed; only what is not status concerns the worker (`HandlePodUpdates`, `HandlePodReconcile`). */
  change(pod: Pod, cause: RecordId): void {
    const before = this.#pod;
    this.#pod = pod;
    if (this.#rejected) return;
    this.#armDeadline();
    this.status.reconcile(pod);
    this.#resizes.changed(before, cause);
    if (concernsWorker(before, pod)) this.#update({ type: 'update', cause });
    else if (this.#needsReadinessSync(pod)) this.#update({ type: 'sync', cause });
  }

  /** The object or the manifest file is gone (`HandlePodRemoves`). */
  remove(cause: RecordId): void {
    this.#parts.volumes.podRemoved(this.#pod);
    this.kill(cause);
  }

  /** Housekeeping has found the Pod in no source any more (`pkg/kubelet/pod_workers.go: SyncKnownPods`). */
  orphan(cause: RecordId): void {
    this.#orphaned = true;
    this.status.forget(cause);
  }

  /** Ends the Pod for a reason other than its object: an eviction, a node shutdown. */
  kill(cause: RecordId, kill?: KillRequest): void {
    if (!this.#rejected) this.#update({ type: 'kill', cause, ...(kill !== undefined && { kill }) });
  }

  sync(cause: RecordId): void {
    if (!this.#rejected) this.#update({ type: 'sync', cause });
  }

  /** The mirror was made, is being deleted, or is gone; the update carries the mirror as it was (`HandlePodAdditions, HandlePodUpdates, HandlePodRemoves`). */
  mirrorChange(mirror: Pod, cause: RecordId): void {
    if (!this.#rejected) this.#update({ type: 'update', cause, mirror });
  }

  *#newStatus(afterMs: number): Routine<RuntimePodStatus> {
    const { cache, pleg } = this.#parts;
    return ofPod(yield* cache.newerThan(afterMs, (ms) => pleg.nextGlobalMs(ms)), this.uid);
  }

  #update(update: Omit<PodUpdate, 'pod'>): void {
    this.#worker.update({ pod: this.#parts.allocations.allocated(this.#pod), mirror: this.source.mirror?.(), ...update });
  }

  /** A container or sandbox of this Pod has changed. */
  plegEvent(event: PlegEvent): void {
    if (event.type === 'ContainerDied') this.#takeRefused();
    this.sync(event.cause);
    if (event.type !== 'ContainerDied') return;
    this.#noteWhyNot(event);
    this.#prune(event);
  }

  /** What ran of a Pod that was refused when the kubelet started again has been killed: it gets a worker, which only finds that it has failed. */
  #takeRefused(): void {
    if (!this.#rejected) return;
    this.#rejected = false;
    this.#parts.scope.spawn(this.#worker.run());
  }

  /** The beat of the sync ticker: starts the sync that is due, and ends a Pod whose deadline is over. */
  tick(): void {
    const now = this.#parts.world.nowMs;
    if (this.#dueMs <= now) this.#resyncDue();
    else if (!this.#idle && this.#dueMs !== Number.POSITIVE_INFINITY) this.#parts.ticker().arm(this.#dueMs);
    if (this.#deadlineMs() <= now && !this.isFinished) {
      this.#parts.handle(() => this.sync(NO_CAUSE));
      this.#parts.ticker().arm(now + 1);
    } else this.#armDeadline();
  }

  /** Nothing more is done for this Pod: the kubelet has died, or handles it anew. */
  stop(): void {
    this.#cancelIdle?.();
    this.status.stop();
  }

  /**
   * Whether Ready is not what the API object itself says it should be, because of a readiness gate, which others write
   * (`pkg/kubelet/status/status_manager.go: NeedToReconcilePodReadiness`). Only main containers are handed over: a Pod with sidecars always differs.
   */
  #needsReadinessSync({ spec, status, ...pod }: Pod): boolean {
    const shown = status.conditions?.find(({ type }) => type === 'Ready');
    if ((spec.readinessGates ?? []).length === 0 || shown === undefined) return false;
    const { containerStatuses } = status;
    const expected = podReady(
      { ...pod, spec, status },
      containersReady({ ...pod, spec, status }, containerStatuses === undefined ? {} : { containerStatuses }, status.phase),
      status.conditions ?? [],
    );
    return shown.status !== expected.status || (shown.message ?? '') !== (expected.message ?? '');
  }

  /** Records decisions about a container that has ended by itself: its preStop hook does not run, and it may not be started again. */
  #noteWhyNot(event: PlegEvent): void {
    const { world, cache, killer } = this.#parts;
    const status = ofPod(cache.status, this.uid);
    const ended = status.containers.find((candidate) => candidate.id === event.id);
    const found = ended === undefined ? undefined : containerOf(this.#pod, ended.name);
    if (ended === undefined || found === undefined) return;
    const { container, kind } = found;
    if (container.lifecycle?.preStop !== undefined && !killer.hasKilled(ended.id)) {
      world.trace.add({
        kind: 'Decision',
        cause: event.cause,
        rule: 'hook.preStop',
        container: container.name,
        decision: { what: 'preStop-skipped', why: 'the container ended by itself: the hook runs only when the kubelet ends it' },
      });
    }
    if (newest(status, container.name)?.id !== ended.id || shouldBeRestarted(this.#pod, container, kind, status)) return;
    world.trace.add({
      kind: 'Decision',
      cause: event.cause,
      rule: 'container.actions',
      container: container.name,
      decision: { what: 'no-restart', why: whyNotRestarted(this.#pod, container, kind, ended.exitCode) },
    });
  }

  /**
   * Removes dead containers: of each container one dead instance is kept; nothing is kept of a Pod that was evicted, or deleted and is down
   * (`pkg/kubelet/pod_container_deletor.go`, `pkg/kubelet/pod_workers.go: ShouldPodContentBeRemoved`).
   */
  #prune(event: PlegEvent): void {
    const { cache, runtime } = this.#parts;
    const { containers } = ofPod(cache.status, this.uid);
    const dead = containers.filter((record) => record.state === 'exited');
    const name = containers.find((record) => record.id === event.id)?.name;
    const isDeleted = this.#orphaned || this.#pod.metadata.deletionTimestamp !== undefined;
    const isDeletedAndDown = !this.#worker.couldHaveRunningContainers && isDeleted;
    const surplus = this.#worker.isEvicted || isDeletedAndDown ? dead : dead.filter((record) => record.name === name).slice(1);
    for (const record of surplus) runtime.removeContainer(record.id, event.cause);
  }

  /** `handleProbeSync`: readiness and startup show in the status at once; the sync follows. */
  #probeResult(type: ProbeType, { containerId, result, cause }: ResultUpdate): void {
    if (type === 'liveness') {
      if (result === 'failure') this.sync(cause);
      return;
    }
    if (type === 'readiness') this.status.setContainerReadiness(this.#pod, containerId, result === 'success', cause);
    else this.status.setContainerStartup(this.#pod, containerId, result === 'success', cause);
    this.sync(cause);
  }

  /** The work queue: when the next sync of the Pod is due; the sync ticker looks at it (`pkg/kubelet/util/queue`). */
  #enqueue(requeue: Requeue): void {
    const { world, ticker } = this.#parts;
    const jitter = (ms: number) => Math.round(ms * (1 + JITTER * this.#requeues.next()));
    this.#dueMs = world.nowMs + delayOf(requeue, world.nowMs, jitter);
    this.#idle = requeue.kind === 'resync' && requeue.idle;
    this.#syncedPod = this.#pod;
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    this.#armDeadline();
    if (this.#idle && world.skipIdle)
      this.#cancelIdle = world.queue.steadyAt(
        ticker().next(this.#dueMs),
        () => this.#resyncDue(),
        () => (this.#changesNothing() ? Number.POSITIVE_INFINITY : 0),
        PRIORITY.syncTick,
      );
    else ticker().arm(this.#dueMs);
  }

  #armDeadline(): void {
    if (this.isFinished || this.#pod.spec.activeDeadlineSeconds === undefined) return;
    const { ticker, world } = this.#parts;
    // Without a status there is no start time yet: the next beat looks again
    const dueMs = this.status.status === undefined ? 0 : this.#deadlineMs();
    if (dueMs !== Number.POSITIVE_INFINITY) ticker().arm(Math.max(dueMs, world.nowMs + 1));
  }

  #deadlineMs(): number {
    const { status } = this.status;
    return status === undefined ? Number.POSITIVE_INFINITY : this.#deadline.dueMs(this.#pod, status);
  }

  /** Whether a sync would do nothing that shows anywhere. */
  #changesNothing(): boolean {
    return this.#idle && this.#worker.isResting && this.#pod === this.#syncedPod && !this.#parts.volumes.isStale(this.#pod);
  }

  /** Starts a due sync. The sync of an idle Pod changes nothing: it is skipped, or carried out without a record. */
  #resyncDue(): void {
    const { world, handle } = this.#parts;
    this.#dueMs = Number.POSITIVE_INFINITY;
    if (this.isFinished) return;
    if (!this.#changesNothing()) {
      handle(() => this.sync(NO_CAUSE));
      return;
    }
    if (!world.skipIdle || this.source.isStatic) {
      handle(() => this.#update({ type: 'sync', cause: NO_CAUSE, quiet: true }));
      return;
    }
    this.#worker.skippedSync();
    this.#enqueue({ kind: 'resync', idle: true });
  }
}

function whyNotRestarted(pod: Pod, container: Container, kind: ContainerKind, exitCode: number): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'the Pod is being deleted';
  if (kind === 'ephemeral') return 'ephemeral containers are never started again';
  const policy = container.restartPolicy ?? pod.spec.restartPolicy ?? 'Always';
  const whose = container.restartPolicy === undefined ? "the Pod's" : "the container's";
  return policy === 'Never' ? `${whose} restartPolicy is Never` : `${whose} restartPolicy is ${policy} and the exit code ${exitCode}`;
}

function delayOf(requeue: Requeue, nowMs: number, jitter: (ms: number) => number): number {
  switch (requeue.kind) {
    case 'now':
      return 0;
    case 'resync':
      return jitter(RESYNC_MS);
    case 'back-off':
      return jitter(Math.min(Math.max(requeue.untilMs - nowMs, 0), BACK_OFF_CAP_MS));
    case 'error':
      return jitter(ERROR_RETRY_MS);
  }
}

/** Whether an update concerns the worker: spec, labels, annotations and deletion do, status alone does not (`config.go: checkAndUpdatePod`). */
function concernsWorker(before: Pod, after: Pod): boolean {
  return (
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    before.metadata.deletionGracePeriodSeconds !== after.metadata.deletionGracePeriodSeconds ||
    (before.spec !== after.spec && !sameJson(before.spec, after.spec)) ||
    !sameJson(before.metadata.labels, after.metadata.labels) ||
    !sameJson(before.metadata.annotations, after.metadata.annotations)
  );
}
