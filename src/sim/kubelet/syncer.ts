import { sameJson } from '../../base/json.ts';
import type { Pod, PodCondition, PodStatus } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import type { Routine } from '../engine/task.ts';
import type { RuntimePodStatus } from '../node/container-record.ts';
import type { Runtime } from '../node/runtime.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import type { Deadline } from './deadline.ts';
import type { EventRecorder } from './events/recorder.ts';
import type { ContainerKiller } from './kuberuntime/kill.ts';
import { type RuntimeSyncParts, syncRuntime } from './kuberuntime/sync.ts';
import type { Pleg } from './pleg.ts';
import { ofPod } from './pod-cache.ts';
import type { KillRequest, PodSyncer, PodUpdate, SyncOutcome } from './pod-worker.ts';
import type { ProberManager } from './prober/manager.ts';
import type { ReasonCache } from './reason-cache.ts';
import type { PodResizes } from './resizes.ts';
import { podResourcesStatus } from './resources.ts';
import { pullSecretNames } from './pull-secrets.ts';
import { restartsAll } from './status/container-statuses.ts';
import { DEADLINE, generatePodStatus, isTerminal } from './status/generate.ts';
import type { StatusManager } from './status/status-manager.ts';
import type { SyncContext, VolumeManager } from './volume-manager.ts';

export interface SyncerParts {
  world: World;
  api: ApiServer;
  runtime: Runtime;
  status: StatusManager;
  events: EventRecorder;
  prober: ProberManager;
  reasons: ReasonCache;
  volumes: VolumeManager;
  killer: ContainerKiller;
  deadline: Deadline;
  resizes: PodResizes;
  pleg: Pleg;
  address: () => string | undefined;
  isStatic: boolean;
  ensureMirror?: (pod: Pod, mirror: Pod | undefined, cause: RecordId) => void;
  runtimeSync: RuntimeSyncParts;
}

/** What the pod worker calls: the three syncs of `pkg/kubelet/kubelet.go`. */
export class Syncer implements PodSyncer {
  readonly #parts: SyncerParts;

  constructor(parts: SyncerParts) {
    this.#parts = parts;
  }

  /** Syncs a Pod that is to run: its status first, then volumes, probe workers and the runtime (`SyncPod`). */
  *syncPod(pod: Pod, mirror: Pod | undefined, runtime: RuntimePodStatus, context: SyncContext, cause: RecordId): Routine<SyncOutcome> {
    const { status, prober, volumes, pleg, resizes, runtimeSync } = this.#parts;
    resizes.noteProgress(pod, runtime, cause);
    const generated = this.#generate(pod, runtime, false, cause);
    status.setPodStatus(pod, generated, cause);
    if (isTerminal(generated.phase)) return { terminal: true };

    this.#parts.ensureMirror?.(pod, mirror, cause);
    const volumeError = yield* volumes.waitForMount(pod, context, cause);
    if (volumeError !== undefined) return { error: volumeError };
    const complained = this.#pullSecrets(pod, cause);
    prober.addPod(pod, cause);

    const result = yield* syncRuntime(runtimeSync, pod, runtime, restartsAll(generated), () => context.cancelled, cause);
    if (result.resizeError !== undefined) resizes.failed(pod, result.resizeError, cause);
    if (result.error === undefined && result.didSomething && this.#parts.world.gate('PLEGOnDemandRelist', true)) pleg.requestRelist();
    return {
      idle:
        !result.didSomething &&
        !complained &&
        !hasImageVolume(pod) &&
        isSettled(generated) &&
        !prober.asksForProbe(generated) &&
        !this.#showsLess(pod, generated),
      ...(result.again === true && { again: true }),
      ...(result.error !== undefined && { error: result.error }),
      ...(result.backOffUntilMs !== undefined && { backOffUntilMs: result.backOffUntilMs }),
    };
  }

  /** Syncs a Pod that is to end: everything is killed (`SyncTerminatingPod`). Meanwhile no status is generated. */
  *syncTerminatingPod(pod: Pod, runtime: RuntimePodStatus, graceSeconds: number | undefined, kill: PodUpdate['kill'], cause: RecordId): Routine<SyncOutcome> {
    const { status, prober, killer, volumes, runtime: live } = this.#parts;
    volumes.terminationStarted(pod, cause);
    const generated = this.#generate(pod, runtime, false, cause);
    if (kill?.reason !== undefined) applyKill(generated, pod, kill, this.#parts.world.timestamp());
    status.setPodStatus(pod, generated, cause);
    prober.stopLivenessAndStartup(pod);
    yield* killer.killPod(pod, runtime, graceSeconds, cause);
    prober.removePod();
    const after = ofPod(live.status(), pod.metadata.uid ?? '');
    // A runtime that never had anything of the Pod has no record that could be named as the cause
    const downBy = after.cause === NO_CAUSE ? cause : after.cause;
    status.setPodStatus(pod, this.#generate(pod, after, true, downBy), downBy);
    return {};
  }

  /** Whether the next sync shows other resources of the Pod: once the API has it running they are those of its cgroup, which knows of no disk. */
  #showsLess(pod: Pod, generated: PodStatus): boolean {
    if (pod.status.phase === 'Running' || generated.phase !== 'Running' || generated['resources'] === undefined) return false;
    const shown = podResourcesStatus({ ...pod, status: generated }, this.#parts.runtimeSync.allocations.cgroupOf(pod), generated);
    return !sameJson(shown.resources, generated['resources']);
  }

  /** Syncs a Pod whose containers are down: volumes and cgroup are removed, then the last status is made (`SyncTerminatedPod`). */
  *syncTerminatedPod(pod: Pod, runtime: RuntimePodStatus, cause: RecordId): Routine<SyncOutcome> {
    const { status, volumes, world, isStatic } = this.#parts;
    status.setPodStatus(pod, this.#generate(pod, runtime, true, cause), cause);
    yield { untilMs: world.nowMs + volumes.unmountMs(pod) };
    volumes.unmount(pod);
    status.terminatePod(pod, cause, isStatic);
    return {};
  }

  /** Whether a pull secret is missing. Looked up in every sync, whether or not a pull is needed (`kubelet_pods.go: getPullSecretsForPod`). */
  #pullSecrets(pod: Pod, cause: RecordId): boolean {
    const { api, events } = this.#parts;
    const missing = pullSecretNames(pod).filter((name) => api.object('Secret', name) === undefined);
    if (missing.length === 0) return false;
    events.pod(
      pod,
      'Warning',
      'FailedToRetrieveImagePullSecret',
      `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`,
      cause,
    );
    return true;
  }

  #generate(pod: Pod, runtime: RuntimePodStatus, podIsTerminal: boolean, cause: RecordId): PodStatus {
    const { world, status, reasons, prober, deadline, events, resizes } = this.#parts;
    if (podIsTerminal) resizes.conditions.clear();
    const old: PodStatus = status.status ?? pod.status;
    return generatePodStatus({
      world,
      pod,
      runtime,
      old,
      reasons,
      podIsTerminal,
      resizeConditions: resizes.conditions.list,
      address: this.#parts.address(),
      cgroup: this.#parts.runtimeSync.allocations.cgroupOf(pod),
      isStatic: this.#parts.isStatic,
      probes: (statuses) => prober.updatePodStatus(pod, statuses),
      deadline: { exceeded: deadline.exceeded(pod, old), emit: () => events.pod(pod, 'Normal', DEADLINE.reason, DEADLINE.message, cause) },
    });
  }
}

/** Puts into the status what a kill wants it to say (`killPodNow` with a status function). */
function applyKill(status: PodStatus, pod: Pod, kill: KillRequest, now: string): void {
  status.phase = 'Failed';
  if (kill.reason !== undefined) status.reason = kill.reason;
  if (kill.message !== undefined) status.message = kill.message;
  if (kill.disruption === undefined) return;
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    observedGeneration: pod.metadata.generation ?? 1,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'TerminationByKubelet',
    message: kill.disruption,
  };
  status.conditions = [condition, ...(status.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget')];
}

/** Whether each sync looks for the image of a volume, with an Event. */
function hasImageVolume(pod: Pod): boolean {
  return (pod.spec.volumes ?? []).some((volume) => volume['image'] !== undefined);
}

/** Whether another sync would have nothing to do: everything runs and is ready, or has ended for good. */
function isSettled(generated: PodStatus): boolean {
  const statuses = [...(generated.initContainerStatuses ?? []), ...(generated.containerStatuses ?? [])];
  return statuses.every((status) => (status.state.running === undefined ? status.state.terminated !== undefined : status.ready));
}
