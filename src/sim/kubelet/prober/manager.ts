import { parseRfc3339 } from '../../../base/timestamp.ts';
import type { Container, ContainerStatus, Pod, PodStatus, ProbeType } from '../../../model/kubernetes.ts';
import type { RecordId } from '../../../model/trace.ts';
import type { Scope } from '../../engine/task.ts';
import type { Runtime } from '../../node/runtime.ts';
import type { World } from '../../world.ts';
import { isSidecar, sidecars } from '../containers.ts';
import type { EventRecorder } from '../events/recorder.ts';
import { type StatusManager, withStarted } from '../status/status-manager.ts';
import { Results, type ResultUpdate } from './results.ts';
import { ProbeWorker } from './worker.ts';

/** A container that started this long before the kubelet does not count as new (`prober_manager.go: kubeletRestartGracePeriod`). */
const RESTART_GRACE_MS = 10_000;

type Statuses = Pick<PodStatus, 'initContainerStatuses' | 'containerStatuses'>;

export interface ProberOptions {
  world: World;
  scope: Scope;
  runtime: Runtime;
  status: StatusManager;
  events: EventRecorder;
  kubeletStartMs: number;
  restartingAll: () => boolean;
  onResult(type: ProbeType, update: ResultUpdate): void;
}

/** The probe workers of the Pod and what they have found (`pkg/kubelet/prober/prober_manager.go`). */
export class ProberManager {
  readonly results: Record<ProbeType, Results>;
  readonly #options: ProberOptions;
  readonly #workers = new Map<string, ProbeWorker>();

  constructor(options: ProberOptions) {
    this.#options = options;
    const publish = (type: ProbeType) => new Results((update) => options.onResult(type, update));
    this.results = { startup: publish('startup'), liveness: publish('liveness'), readiness: publish('readiness') };
  }

  /**
   * Creates the probe workers; called in every SyncPod. As soon as one key has a worker already, the whole call ends: a worker that has
   * exited comes back only if no earlier key still has one (`AddPod`).
   */
  addPod(pod: Pod, cause: RecordId): void {
    for (const container of [...pod.spec.containers, ...sidecars(pod)]) {
      for (const type of ['startup', 'readiness', 'liveness'] as const) {
        if (!hasProbe(container, type)) continue;
        const key = keyOf(container.name, type);
        if (this.#workers.has(key)) return;
        this.#start(pod, container, type, key, cause);
      }
    }
  }

  #start(pod: Pod, container: Container, type: ProbeType, key: string, cause: RecordId): void {
    const { world, scope, runtime, status, events, kubeletStartMs, restartingAll } = this.#options;
    const worker = new ProbeWorker({ world, runtime, status, events, results: this.results[type], kubeletStartMs, restartingAll }, pod, container, type, cause);
    this.#workers.set(key, worker);
    scope.spawn(
      worker.run(() => {
        if (this.#workers.get(key) === worker) this.#workers.delete(key);
      }),
    );
  }

  /** The termination begins: liveness and startup workers of main containers end, those of sidecars stay. */
  stopLivenessAndStartup(pod: Pod): void {
    for (const { name } of pod.spec.containers) {
      for (const type of ['liveness', 'startup'] as const) this.#workers.get(keyOf(name, type))?.stop();
    }
  }

  /** All containers are dead: every worker ends (`RemovePod`, `CleanupPods`). */
  removePod(): void {
    for (const worker of this.#workers.values()) worker.stop();
  }

  /** Fills in `started` and `ready`; a started container that is not ready is probed at once (`UpdatePodStatus`). */
  updatePodStatus(pod: Pod, statuses: Statuses): Statuses {
    const update = (status: ContainerStatus): ContainerStatus => {
      const init = pod.spec.initContainers?.find((container) => container.name === status.name);
      if (init !== undefined && !isSidecar(init)) {
        const shown = withStarted(status, status.state.running !== undefined);
        shown.ready = status.state.terminated?.exitCode === 0 || (status.state.waiting?.reason === 'RestartingAllContainers' && status.ready);
        return shown;
      }
      const shown = withStarted(status, this.#isStarted(status));
      shown.ready = this.#isReady(pod, shown);
      return shown;
    };
    return {
      ...(statuses.initContainerStatuses !== undefined && { initContainerStatuses: statuses.initContainerStatuses.map(update) }),
      ...(statuses.containerStatuses !== undefined && { containerStatuses: statuses.containerStatuses.map(update) }),
    };
  }

  /** Whether a sync with these statuses asks for a probe: it does for a container that is not ready, or is ready only because it was before a restart of the kubelet. */
  asksForProbe({ initContainerStatuses = [], containerStatuses = [] }: Statuses): boolean {
    return [...initContainerStatuses, ...containerStatuses].some(
      (status) => status.started === true && this.#workers.has(keyOf(status.name, 'readiness')) && this.results.readiness.get(idOf(status)) !== 'success',
    );
  }

  /** `isContainerStarted`. */
  #isStarted(status: ContainerStatus): boolean {
    if (status.state.running === undefined) return false;
    const result = this.results.startup.get(idOf(status));
    if (result !== undefined) return result === 'success';
    return status.started === true || !this.#workers.has(keyOf(status.name, 'startup'));
  }

  #isReady(pod: Pod, status: ContainerStatus): boolean {
    if (status.started !== true) return false;
    const result = this.results.readiness.get(idOf(status));
    if (result === 'success') return true;
    const worker = this.#workers.get(keyOf(status.name, 'readiness'));
    worker?.trigger();
    return this.#afterRestart(pod, status, worker === undefined, result !== undefined);
  }

  /**
   * A container that survived a restart of the kubelet is ready until its probe has said something, unless the Pod was not
   * Ready (`setReadyStateOnKubeletRestart`).
   */
  #afterRestart(pod: Pod, status: ContainerStatus, ready: boolean, known: boolean): boolean {
    const { world, kubeletStartMs } = this.#options;
    const startedMs = startOf(status) - world.createdAtMs;
    if (world.gate('ChangeContainerStatusOnKubeletRestart', false) || !(startedMs < kubeletStartMs - RESTART_GRACE_MS)) return ready;
    const container = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((candidate) => candidate.name === status.name);
    const podWasReady = pod.status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
    if (container?.readinessProbe !== undefined && !podWasReady) return false;
    return ready || !known;
  }
}

function startOf(status: ContainerStatus): number {
  const started = status.state.running?.startedAt;
  return started === undefined ? Number.POSITIVE_INFINITY : parseRfc3339(started);
}

function idOf(status: ContainerStatus): string {
  return status.containerID?.replace('containerd://', '') ?? '';
}

function keyOf(container: string, type: ProbeType): string {
  return `${container}/${type}`;
}

function hasProbe(container: Container, type: ProbeType): boolean {
  return (type === 'startup' ? container.startupProbe : type === 'readiness' ? container.readinessProbe : container.livenessProbe) !== undefined;
}
