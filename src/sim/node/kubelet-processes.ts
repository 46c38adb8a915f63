import type { Pod } from '../../model/kubernetes.ts';
import type { PodManifest } from '../../model/scenario.ts';
import type { RecordId } from '../../model/trace.ts';
import type { ApiError } from '../../api/index.ts';
import type { Volume } from '../../shell/types.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import { Allocations } from '../kubelet/allocations.ts';
import { Kubelet } from '../kubelet/kubelet.ts';
import { staticPodOf } from '../kubelet/static-pods.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import { NodeController } from '../control-plane/node-controller.ts';
import type { Images } from './images.ts';
import { Link } from './link.ts';
import type { Runtime } from './runtime.ts';

/** From the request to stop until the process is gone (recorded: 1.2 to 2.0 s). It stops working at once. */
const STOP_MS = { from: 1230, to: 2040 };
/** How often the kubelet looks through the folder of its manifests (`fileCheckFrequency`). */
const FILE_CHECK_MS = 20_000;
/** From the end of a process to the start of the next one. */
const START_AFTER_MS = 5;
/** From the start of a process until its health endpoint answers. */
const HEALTHY_MS = 317;

/** The kubelet service of the node: one process after another. Containers go on running without it. */
export class KubeletProcesses {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #runtime: Runtime;
  readonly #images: Images;
  #manifest: PodManifest | undefined;
  readonly #link = new Link();
  readonly #nodes: NodeController;
  readonly #volumes = new Map<string, Volume>();
  readonly #allocations = new Allocations();
  /** The Pod as it was last seen: what is left of it may have to be killed without its object. */
  #lastPod: Pod | undefined;
  #process = 0;
  #kubelet: Kubelet | undefined;
  /** When the process that was last asked to stop is gone. */
  #goneMs = Number.NEGATIVE_INFINITY;

  constructor(world: World, api: ApiServer, runtime: Runtime, images: Images) {
    this.#world = world;
    this.#api = api;
    this.#runtime = runtime;
    this.#images = images;
    this.#nodes = new NodeController(world, api);
    api.watchPod(({ pod }) => {
      this.#lastPod = pod;
    });
  }

  /** Starts the process that runs when the Pod arrives. */
  begin(startMs: number): void {
    this.#process = 1;
    this.#kubelet = this.#make(startMs, NO_CAUSE);
  }

  /** Whether there is a process that answers the API server: one that is to stop does so until it is gone. */
  get answers(): boolean {
    return this.#kubelet !== undefined || this.#world.nowMs < this.#goneMs;
  }

  stop(cause: RecordId): void {
    const kubelet = this.#kubelet;
    if (kubelet === undefined) return;
    this.#kubelet = undefined;
    kubelet.stop();
    this.#nodes.lost(cause);
    const { queue, trace, nowMs } = this.#world;
    this.#goneMs = nowMs + this.#world.random(`kubelet-stop/${this.#process}`).betweenMs(STOP_MS.from, STOP_MS.to);
    queue.at(this.#goneMs, () => {
      const stopped = trace.add({ kind: 'Kubelet', cause, rule: 'kubelet.life', what: 'stopped' });
      kubelet.cutHooks(stopped.id);
      this.#runtime.hangUp();
    });
  }

  start(cause: RecordId): void {
    if (this.#kubelet !== undefined) return;
    const { queue, trace } = this.#world;
    queue.at(Math.max(this.#goneMs, this.#world.nowMs) + START_AFTER_MS, () => {
      if (this.#kubelet !== undefined) return;
      this.#process += 1;
      const started = trace.add({ kind: 'Kubelet', cause, rule: 'kubelet.life', what: 'started' });
      this.#kubelet = this.#make(this.#world.nowMs, started.id);
      this.#nodes.back(started.id);
      queue.at(this.#world.nowMs + HEALTHY_MS, () => void trace.add({ kind: 'Kubelet', cause: started.id, rule: 'kubelet.life', what: 'healthy' }));
    });
  }

  /** A manifest file appears in the kubelet's folder, or is replaced. Returns why a running kubelet ignores it. */
  putManifest(manifest: PodManifest, cause: RecordId): ApiError | undefined {
    this.#manifest = manifest;
    if (this.#kubelet === undefined) return undefined;
    const made = staticPodOf(manifest, this.#world);
    if ('error' in made) {
      this.#forgetWithTheNextReading(manifest, cause);
      return made.error;
    }
    this.#kubelet.manifestChanged(manifest, cause);
    return undefined;
  }

  /** Every 20 s the kubelet reads the whole folder. A file that makes no Pod counts as gone then (`pkg/kubelet/config/file.go: listConfig`). */
  #forgetWithTheNextReading(manifest: PodManifest, cause: RecordId): void {
    const { queue, nowMs } = this.#world;
    const process = this.#process;
    const afterMs = this.#world.random(`static/${process}`).betweenMs(0, FILE_CHECK_MS);
    queue.at(nowMs + afterMs, () => {
      if (this.#manifest === manifest && this.#process === process) this.#kubelet?.manifestRemoved(cause);
    });
  }

  removeManifest(cause: RecordId): void {
    this.#manifest = undefined;
    this.#kubelet?.manifestRemoved(cause);
  }

  /** The node loses its connection, or has it again. What runs on it does not notice. */
  disconnect(cause: RecordId): void {
    this.#link.set(false);
    this.#nodes.lost(cause);
  }

  reconnect(cause: RecordId): void {
    this.#link.set(true);
    this.#nodes.back(cause);
  }

  evict(reason: string, cause: RecordId): void {
    this.#kubelet?.evict(reason, cause);
  }

  /** Shuts the node down. Without the gate nothing delays that: the kubelet and what runs on the node are gone at once. */
  shutDownNode(cause: RecordId): void {
    if (this.#world.gate('GracefulNodeShutdown', true)) {
      this.#kubelet?.shutDown(cause);
      if (this.#kubelet) this.#nodes.notReady(cause);
      return;
    }
    this.stop(cause);
    this.#runtime.killSandbox(cause);
  }

  restart(cause: RecordId): void {
    this.stop(cause);
    this.start(cause);
  }

  #make(startMs: number, cause: RecordId): Kubelet {
    return new Kubelet(this.#world, this.#api, this.#runtime, this.#images, {
      startMs,
      cause,
      process: this.#process,
      volumes: this.#volumes,
      allocations: this.#allocations,
      link: this.#link,
      manifest: this.#manifest,
      lastPod: this.#lastPod,
    });
  }
}
