import type { Allocations } from './allocations.ts';
import type { Pod } from '../../model/kubernetes.ts';
import type { PodManifest } from '../../model/scenario.ts';
import type { RecordId } from '../../model/trace.ts';
import type { Volume } from '../../shell/types.ts';
import type { ApiServer, PodChange } from '../control-plane/api-server.ts';
import { Beat } from '../engine/beat.ts';
import { PRIORITY } from '../engine/queue.ts';
import { type Routine, Scope, Signal } from '../engine/task.ts';
import type { Images } from '../node/images.ts';
import type { Link } from '../node/link.ts';
import type { Runtime } from '../node/runtime.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import { ContainerGc, GC_PERIOD_MS } from './container-gc.ts';
import { type Eviction, EVICTION_LOOP_MS, isCritical, PREEMPTION, pressureEviction, shutdownGraceSeconds, storageEviction } from './eviction.ts';
import { EventRecorder } from './events/recorder.ts';
import { ImageManager } from './image-manager.ts';
import { RestartBackOff } from './kuberuntime/back-off.ts';
import { ContainerKiller } from './kuberuntime/kill.ts';
import { ContainerStarter } from './kuberuntime/start.ts';
import { LifecycleHandlers } from './lifecycle.ts';
import { Pleg, type PlegEvent } from './pleg.ts';
import { ofPod, PodCache } from './pod-cache.ts';
import { type KubeletParts, PodHandler } from './pod-handler.ts';
import { ensureMirror, isMirrorOf, staticPodOf } from './static-pods.ts';
import { VolumeManager } from './volume-manager.ts';
import { VolumeStats } from './volume-stats.ts';

const SYNC_TICK_MS = 1000;
const HOUSEKEEPING_MS = 2000;
const RELIST_PERIOD_MS = 1005;
/** From the start of a new process to its first relist; and until the sync loop has found runtime and PLEG healthy and dispatches. */
const FIRST_RELIST_MS = 270;
const FIRST_DISPATCH_MS = 360;
/**
 * From the start of a new process until the Pods of the API arrive: their source asks once a second whether the node is known
 * (`pkg/kubelet/config/apiserver.go: NewSourceApiserver`). A manifest file has been read by then.
 */
const FIRST_SYNC_MS = 1258;
/** From the start of a new process to a beat of its status ticker. */
const STATUS_TICKER_MS = 305;
/** From the start of a new process to its first housekeeping, which waits for all sources. */
const FIRST_HOUSEKEEPING_MS = 2300;
/** After this long, stretched by up to half, a static Pod that may not start yet is looked at again. */
const STATIC_RETRY_MS = 10_000;

const DEFAULT_BACK_OFF_MAX_MS = 300_000;

/** One thing for the sync loop to handle. */
type Item = () => void;

export interface KubeletOptions {
  startMs: number;
  /** The record of its start; none for the process that already runs when the Pod arrives. */
  cause: RecordId;
  /** Number of the process; 1 for the one that runs when the Pod arrives. */
  process: number;
  /** Contents of the volumes on the node; they outlive the process. */
  volumes: Map<string, Volume>;
  /** CPU and memory that the node has granted; they outlive the process. */
  allocations: Allocations;
  /** The connection to the API server. */
  link: Link;
  /** The manifest file on the node, if any. */
  manifest: PodManifest | undefined;
  /** The Pod as it was last seen. Its containers may have to be killed after its object is gone. */
  lastPod: Pod | undefined;
}

/**
 * One kubelet process: its loops and what it keeps in memory. A restart makes a new one (`pkg/kubelet/kubelet.go`).
 * The sync loop takes what comes from the API, the file source, the PLEG, the probes and its ticker, one at a time.
 */
export class Kubelet {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #scope: Scope;
  readonly #items: Item[] = [];
  /** When the Pods of the API arrive, all at once; they include every change until then. */
  readonly #listsMs: number;
  readonly #wake = new Signal();
  readonly #parts: KubeletParts;
  readonly #handlers: LifecycleHandlers;
  readonly #ticker: Beat;
  readonly #evictionLoop: Beat;
  readonly #volumeStats: VolumeStats;
  readonly #gc: ContainerGc;
  #missed: PodChange | undefined;
  readonly #options: KubeletOptions;
  /** Pods by uid. A static Pod that was edited is two Pods for a while. */
  readonly #pods = new Map<string, PodHandler>();
  /** The mirror of the static Pod, as the watch has last shown it. */
  #mirror: Pod | undefined;
  /** The static Pod that waits until the one before it is down. */
  #waitingStatic: { pod: Pod; cause: RecordId } | undefined;
  /** The static Pod whose status goes to the mirror: the one that the manifest file has, or had until the last housekeeping. */
  #staticUid: string | undefined;
  #manifestChanges = 0;
  #isShuttingDown = false;

  constructor(world: World, api: ApiServer, runtime: Runtime, images: Images, options: KubeletOptions) {
    this.#world = world;
    this.#api = api;
    this.#options = options;
    this.#scope = new Scope(world.queue);
    const scope = this.#scope;
    const isRestart = options.process > 1;
    const phase = (name: string, periodMs: number) => Math.floor(world.random(`${name}/${options.process}`).next() * periodMs) - periodMs;
    const events = new EventRecorder(world, scope, api, options.link, options.process);
    const cache = new PodCache(world);
    const pleg = new Pleg(world, scope, runtime, cache, {
      firstMs: isRestart ? options.startMs + FIRST_RELIST_MS : phase('pleg', RELIST_PERIOD_MS),
      deliver: (found) => this.#plegEvents(found),
    });
    this.#handlers = new LifecycleHandlers(world, runtime, events);
    const killer = new ContainerKiller(world, scope, runtime, events, this.#handlers);
    const volumes = new VolumeManager(world, scope, api, events, images, options.volumes, options.process > 1);
    const { kubelet } = world.scenario.cluster;
    const imageManager = new ImageManager(world, api, images, events);
    this.#parts = {
      world,
      scope,
      api,
      runtime,
      events,
      link: options.link,
      cache,
      pleg,
      killer,
      volumes,
      allocations: options.allocations,
      imageManager,
      starter: new ContainerStarter({
        world,
        api,
        runtime,
        images,
        events,
        imageManager,
        volumes,
        handlers: this.#handlers,
        killer,
        allocations: options.allocations,
      }),
      backOff: new RestartBackOff({
        maxMs: world.gate('KubeletCrashLoopBackOffMax', true) ? kubelet.crashLoopBackOff.maxContainerRestartPeriodMs : DEFAULT_BACK_OFF_MAX_MS,
        reduced: world.gate('ReduceDefaultCrashLoopBackOffDecay', false),
      }),
      ticker: () => this.#ticker,
      kubeletStartMs: options.startMs,
      statusTickMs: isRestart ? options.startMs + STATUS_TICKER_MS : world.statusTickMs,
      handle: (item) => this.#handle(item),
    };
    this.#ticker = new Beat(world.queue, {
      firstMs: phase('sync-ticker', SYNC_TICK_MS),
      periodMs: SYNC_TICK_MS,
      priority: PRIORITY.syncTick,
      skipIdle: world.skipIdle,
      run: () => this.#tick(),
    });
    api.watchPod((change) => scope.at(world.nowMs + world.latency.watchMs, () => this.#watched(change)));
    scope.spawn(this.#reconnects());
    this.#evictionLoop = new Beat(world.queue, {
      firstMs: phase('eviction', EVICTION_LOOP_MS),
      periodMs: EVICTION_LOOP_MS,
      priority: PRIORITY.housekeeping,
      skipIdle: world.skipIdle,
      run: () => this.#checkStorage(),
    });
    this.#gc = new ContainerGc(world, runtime, {
      firstMs: isRestart ? options.startMs : phase('container-gc', GC_PERIOD_MS),
      // Before all sources have been heard nobody is taken for gone (`pkg/kubelet/container/container_gc.go: GarbageCollect`)
      isGone: (podUid) => world.nowMs >= this.#listsMs && options.link.isUp && !this.#isConfigured(podUid),
      isEnding: (podUid) => this.#pods.get(podUid)?.isFinished === false,
    });
    const checkSoon = () => {
      if (!scope.closed) this.#evictionLoop.arm();
    };
    runtime.onDiskUsage(checkSoon);
    this.#volumeStats = new VolumeStats({ world, scope, process: options.process, measure: () => volumes.sizes(), measured: checkSoon });
    volumes.onGrowth(() => this.#volumeStats.written());
    if (isRestart) {
      scope.at(options.startMs + FIRST_HOUSEKEEPING_MS, () => this.#killOrphans());
      const { manifest, cause } = options;
      if (manifest !== undefined) this.manifestChanged(manifest, cause);
    }
    this.#listsMs = isRestart ? options.startMs + FIRST_SYNC_MS : Number.NEGATIVE_INFINITY;
    if (isRestart) scope.at(this.#listsMs, () => this.#handle(() => this.#takeOver()));
    scope.spawn(this.#syncLoop(isRestart ? options.startMs + FIRST_DISPATCH_MS : Number.NEGATIVE_INFINITY));
  }

  /** Hooks that the death of the process cut off. */
  cutHooks(cause: RecordId): void {
    this.#handlers.cutAll(cause);
  }

  /** A manifest file has appeared, or was replaced. One that makes no Pod is ignored; the Pod of the former file runs on. */
  manifestChanged(manifest: PodManifest, cause: RecordId): void {
    this.#handle(() => {
      const made = staticPodOf(manifest, this.#world);
      if ('pod' in made) this.#addStatic(made.pod, cause);
    });
  }

  manifestRemoved(cause: RecordId): void {
    this.#handle(() => {
      this.#waitingStatic = undefined;
      this.#forgetStaticStatus(cause);
      for (const handler of this.#pods.values()) if (handler.source.isStatic) this.#removeStatic(handler, cause);
    });
  }

  /** The node is short of something, or a critical Pod needs the room: the Pod has to go (`eviction_manager.go: evictPod`). */
  evict(reason: string, cause: RecordId): void {
    for (const handler of this.#pods.values()) {
      this.#evict(handler, reason === 'critical-pod' ? PREEMPTION : pressureEviction(handler.pod, this.#parts.cache.status, reason), cause);
    }
  }

  /** Graceful node shutdown (`pkg/kubelet/nodeshutdown`). */
  shutDown(cause: RecordId): void {
    this.#isShuttingDown = true;
    const message = 'Pod was terminated in response to imminent node shutdown.';
    this.#handle(() => {
      for (const handler of this.#pods.values()) {
        const graceSeconds = shutdownGraceSeconds(handler.pod, this.#world.scenario.cluster.kubelet);
        handler.kill(cause, { ...(graceSeconds !== undefined && { graceSeconds }), reason: 'Terminated', message, disruption: message });
      }
    });
  }

  /** The process dies on the spot. */
  stop(): void {
    this.#scope.close();
    this.#parts.pleg.stop();
    this.#ticker.stop();
    this.#evictionLoop.stop();
    this.#gc.stop();
    for (const handler of this.#pods.values()) handler.stop();
  }

  /** `syncLoop`: one item at a time. What an item starts gets its turn before the next item. */
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

  /** Everything in the API when the process begins arrives at once, after the manifest file: the first status of a static Pod finds no mirror. */
  #takeOver(): void {
    const { startMs, manifest, cause } = this.#options;
    const { pod } = this.#api;
    if (pod === undefined) return;
    if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined) {
      this.#podChange({ type: 'ADDED', pod, cause });
      return;
    }
    this.#mirror = pod;
    // By its name it belongs to the Pod of the manifest, even if that was edited meanwhile (`pkg/kubelet/pod/pod_manager.go: GetPodAndMirrorPod`)
    const handler = this.#pods.get(this.#staticUid ?? '');
    handler?.status.reconcile(pod);
    handler?.mirrorChange(pod, cause);
    if (manifest === undefined && handler === undefined) {
      this.#scope.at(startMs + FIRST_HOUSEKEEPING_MS, () => this.#api.deletePod({ gracePeriodSeconds: 0 }, cause, 'api.remove'));
    }
  }

  /** While the API server cannot be reached, changes are missed: a new watch then finds only the newest state. */
  #watched(change: PodChange): void {
    if (this.#world.nowMs < this.#listsMs) return;
    if (this.#options.link.isUp) this.#handle(() => this.#podChange(change));
    else this.#missed = change;
  }

  *#reconnects(): Routine {
    for (;;) {
      yield { signals: [this.#options.link.changed] };
      const change = this.#missed;
      if (!this.#options.link.isUp || change === undefined) continue;
      this.#missed = undefined;
      this.#handle(() => this.#podChange(change));
    }
  }

  /** A preemption holds up the sync loop until the Pod is down, so that what ends meanwhile is not removed (recorded in preempted-for-critical-pod). */
  #evict(handler: PodHandler, { graceSeconds, ...why }: Eviction, cause: RecordId): void {
    if (handler.isFinished || handler.isTerminating || isCritical(handler.pod, handler.source.isStatic)) return;
    this.#parts.events.pod(handler.pod, 'Warning', why.reason, why.message, cause);
    this.#handle(() => handler.kill(cause, { ...why, ...(graceSeconds !== undefined && { graceSeconds }), evicts: why.reason === 'Evicted' }));
  }

  #checkStorage(): void {
    const { cache, runtime } = this.#parts;
    const use = { containerBytes: (id: string) => runtime.diskUsage(id), volumeBytes: (name: string) => this.#volumeStats.usedBytes(name) };
    for (const handler of this.#pods.values()) {
      const eviction = storageEviction(handler.pod, ofPod(cache.status, handler.uid), use);
      if (eviction !== undefined) this.#evict(handler, eviction, NO_CAUSE);
    }
  }

  #podChange({ type, pod, cause }: PodChange): void {
    if (pod.spec.nodeName === undefined || pod.spec.nodeName !== this.#world.scenario.cluster.node.name) return;
    if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) {
      this.#mirrorChange(type, pod, cause);
      return;
    }
    const uid = pod.metadata.uid ?? '';
    const handler = this.#pods.get(uid);
    if (type === 'DELETED') {
      if (handler !== undefined) this.#remove(handler, cause);
    } else if (handler !== undefined) handler.change(pod, cause);
    else this.#add(pod, cause);
  }

  #add(pod: Pod, cause: RecordId): void {
    const handler = new PodHandler(this.#parts, pod, {
      isStatic: false,
      target: { find: () => (this.#api.pod?.metadata.uid === pod.metadata.uid ? this.#api.pod : undefined) },
    });
    this.#pods.set(handler.uid, handler);
    this.#volumeStats.podAdded();
    // Whatever a restarted kubelet takes over may have written too much while there was none
    if (this.#options.process > 1) this.#evictionLoop.arm();
    handler.add(cause, this.#isShuttingDown);
  }

  /** Every change of the mirror but a new status is an update of its Pod; items after it wait for one more relist. */
  #mirrorChange(type: PodChange['type'], mirror: Pod, cause: RecordId): void {
    this.#mirror = type === 'DELETED' ? undefined : mirror;
    const handler = [...this.#pods.values()].find((candidate) => isMirrorOf(mirror, candidate.pod));
    if (handler === undefined) return;
    if (type === 'ADDED') handler.status.resend(cause);
    if (type === 'MODIFIED') handler.status.reconcile(mirror);
    if (type !== 'MODIFIED' || mirror.metadata.deletionTimestamp !== undefined) handler.mirrorChange(mirror, cause);
  }

  #addStatic(pod: Pod, cause: RecordId): void {
    this.#staticUid = pod.metadata.uid;
    // A Pod that is put back while it ends has its mirror again
    const mirror = this.#api.pod;
    if (mirror !== undefined && isMirrorOf(mirror, pod)) this.#pods.get(this.#staticUid ?? '')?.status.reconcile(mirror);
    this.#manifestChanges += 1;
    this.#gc.consider(cause);
    for (const handler of this.#pods.values()) {
      if (!handler.source.isStatic || handler.isFinished) continue;
      if (handler.uid === pod.metadata.uid && !handler.isTerminating) return;
      if (handler.uid !== pod.metadata.uid && !handler.isTerminating) this.#remove(handler, cause);
      const waiting = { pod, cause };
      this.#waitingStatic = waiting;
      this.#retryStatic(waiting, pod.metadata.uid === handler.uid);
      return;
    }
    this.#startStatic(pod, cause);
  }

  #startStatic(pod: Pod, cause: RecordId): void {
    this.#waitingStatic = undefined;
    // A manifest that is put back unchanged is the same Pod: one status of it goes to the mirror
    this.#pods.get(pod.metadata.uid ?? '')?.stop();
    const handler = new PodHandler(this.#parts, pod, {
      isStatic: true,
      // The status of another Pod goes nowhere: the mirror keeps showing what it showed
      target: {
        find: () => (this.#world.nowMs >= this.#listsMs && isMirrorOf(this.#api.pod, pod) && this.#staticUid === pod.metadata.uid ? this.#api.pod : undefined),
      },
      mirror: () => this.#mirror,
      ensureMirror: (current, mirror, by) => ensureMirror(this.#api, current, mirror, by),
    });
    this.#pods.set(handler.uid, handler);
    this.#volumeStats.podAdded();
    handler.add(cause, this.#isShuttingDown);
  }

  /**
   * Housekeeping forgets the status of a Pod whose manifest is gone, and with it how many versions of it were sent: later
   * versions then count as old and are not sent (`pkg/kubelet/status/status_manager.go: RemoveOrphanedStatuses, needsUpdate`).
   */
  #forgetStaticStatus(cause: RecordId): void {
    this.#manifestChanges += 1;
    const change = this.#manifestChanges;
    this.#scope.at(this.#housekeepingAfter(this.#world.nowMs + 1), () => {
      if (change !== this.#manifestChanges) return;
      this.#staticUid = undefined;
      // A collection of the same moment comes after housekeeping
      this.#gc.consider(cause, this.#world.nowMs);
    });
  }

  /** A static Pod with the same uid starts at the housekeeping after the old one is down; one with another uid has to wait its turn. */
  #retryStatic(waiting: { pod: Pod; cause: RecordId }, sameUid: boolean): void {
    const retryMs = STATIC_RETRY_MS * (1 + 0.5 * this.#world.random(`static-retry/${this.#world.nowMs}`).next());
    const nextMs = sameUid ? this.#housekeepingAfter(this.#world.nowMs + 1) : this.#ticker.next(this.#world.nowMs + Math.round(retryMs));
    this.#scope.at(nextMs, () => {
      // Each manifest is a Pod of its own and gets a turn of its own, unless it was replaced meanwhile
      if (this.#waitingStatic !== waiting) return;
      if ([...this.#pods.values()].some((handler) => handler.source.isStatic && !handler.isFinished)) {
        this.#retryStatic(waiting, sameUid);
        return;
      }
      this.#handle(() => this.#startStatic(waiting.pod, waiting.cause));
    });
  }

  /** The manifest file is gone: the Pod ends, and once it has, housekeeping deletes its mirror. */
  #removeStatic(handler: PodHandler, cause: RecordId): void {
    this.#remove(handler, cause);
    const check = () => {
      if (this.#waitingStatic !== undefined) return;
      if (!handler.isFinished) {
        this.#scope.at(this.#housekeepingAfter(this.#world.nowMs + 1), check);
        return;
      }
      if (isMirrorOf(this.#api.pod, handler.pod)) this.#api.deletePod({ gracePeriodSeconds: 0 }, cause, 'api.remove');
    };
    this.#scope.at(this.#housekeepingAfter(this.#world.nowMs + 1), check);
  }

  #housekeepingAfter(fromMs: number): number {
    return Math.ceil(fromMs / HOUSEKEEPING_MS) * HOUSEKEEPING_MS;
  }

  /**
   * Everything that a relist has found is handled before the Pod's worker gets its turn, so that it leads to one sync. The first relist of a
   * restarted kubelet finds changes of Pods that it has not taken on yet; these are ignored (`kubelet.go: syncLoopIteration`; recorded:
   * a Pod in image back-off gets no second sync then).
   */
  #plegEvents(events: PlegEvent[]): void {
    if (this.#options.process > 1 && this.#world.nowMs < this.#options.startMs + FIRST_DISPATCH_MS) return;
    this.#handle(() => {
      for (const event of events) {
        if (event.type === 'ContainerRemoved') continue;
        for (const handler of this.#pods.values()) if (event.podUid === '' || event.podUid === handler.uid) handler.plegEvent(event);
        if (event.type !== 'ContainerDied') continue;
        this.#gc.consider(event.cause);
        if (event.podUid !== '' && !this.#pods.has(event.podUid)) this.#pruneOrphan(event);
      }
    });
  }

  /** A Pod is in no source any more. Housekeeping sees that if it is not over by then, and not back. */
  #remove(handler: PodHandler, cause: RecordId): void {
    handler.remove(cause);
    this.#gc.consider(cause);
    if (handler.isFinished) return;
    this.#scope.at(this.#housekeepingAfter(this.#world.nowMs + 1), () => {
      if (this.#isConfigured(handler.uid)) return;
      handler.orphan(cause);
      this.#gc.consider(cause);
    });
  }

  #isConfigured(podUid: string): boolean {
    return podUid === this.#staticUid || podUid === this.#api.pod?.metadata.uid;
  }

  #tick(): void {
    for (const handler of this.#pods.values()) handler.tick();
  }

  /** Nothing is kept of a Pod that is in no source and is down (`pkg/kubelet/pod_workers.go: ShouldPodContentBeRemoved`). */
  #pruneOrphan({ podUid, cause }: PlegEvent): void {
    for (const { id, state } of ofPod(this.#parts.cache.status, podUid).containers) if (state === 'exited') this.#parts.runtime.removeContainer(id, cause);
  }

  /** Housekeeping kills containers that belong to no Pod that the kubelet has taken on, with a grace period of 1 s and without preStop. */
  #killOrphans(): void {
    const { cache, killer } = this.#parts;
    this.#gc.consider(this.#options.cause);
    const status = cache.status;
    const isOrphan = ({ podUid }: { podUid: string }) => this.#pods.get(podUid)?.isFinished !== false;
    const orphans = status.containers.filter((record) => record.state === 'running' && isOrphan(record));
    if (orphans.length === 0 || this.#options.lastPod === undefined) return;
    // A Pod that this kubelet has refused is still wanted: its volumes are
    const { lastPod, cause } = this.#options;
    const isRefused = this.#pods.has(lastPod.metadata.uid ?? '');
    const hasVolumes = isRefused && (lastPod.spec.volumes ?? []).length > 0;
    this.#scope.spawn(killer.killOrphan(lastPod, { ...status, containers: orphans, sandboxes: status.sandboxes.filter(isOrphan) }, hasVolumes, cause));
  }
}
