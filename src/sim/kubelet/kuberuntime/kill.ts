import type { Container, HookType, Pod } from '../../../model/kubernetes.ts';
import type { RecordId } from '../../../model/trace.ts';
import { type Routine, type Scope, Signal } from '../../engine/task.ts';
import type { ContainerSnapshot, RuntimePodStatus } from '../../node/container-record.ts';
import type { Runtime } from '../../node/runtime.ts';
import type { World } from '../../world.ts';
import { containerOf } from '../containers.ts';
import type { EventRecorder } from '../events/recorder.ts';
import type { LifecycleHandlers } from '../lifecycle.ts';
import type { KillReason } from './actions.ts';
import { TerminationOrder } from './termination-order.ts';

/** What a process always gets between SIGTERM and SIGKILL (`kuberuntime_manager.go: minimumGracePeriodInSeconds`). */
const MINIMUM_GRACE_SECONDS = 2;

/**
 * From the stop signal of an orphan until it is killed: the same pass of housekeeping destroys its cgroup, for its volumes are unmounted
 * by then (`pkg/kubelet/kubelet_pods.go: cleanupOrphanedPodCgroups`; recorded: 20 to 30 ms; a shell that reacts at once is faster).
 */
const CGROUP_DESTROYED_MS = 20;
/** How late the kubelet notices that a hook has used up the grace period. */
const CUT_DELAY_MS = 2;

export interface KillOptions {
  message: string;
  reason: KillReason;
  /** Grace period that the caller imposes, in seconds. */
  overrideSeconds?: number;
  order?: TerminationOrder;
  cause: RecordId;
}

/** Stops containers, one or all of a Pod (`pkg/kubelet/kuberuntime/kuberuntime_container.go`). */
export class ContainerKiller {
  readonly #world: World;
  readonly #scope: Scope;
  readonly #runtime: Runtime;
  readonly #events: EventRecorder;
  readonly #handlers: LifecycleHandlers;
  readonly #killed = new Set<string>();

  constructor(world: World, scope: Scope, runtime: Runtime, events: EventRecorder, handlers: LifecycleHandlers) {
    this.#world = world;
    this.#scope = scope;
    this.#runtime = runtime;
    this.#events = events;
    this.#handlers = handlers;
  }

  /** Whether the kubelet has ended this container, or is about to. */
  hasKilled(containerId: string): boolean {
    return this.#killed.has(containerId);
  }

  /** Kills a container and returns when it is down: Event, preStop hook, its turn among sidecars, stop signal, SIGKILL (`killContainer`). */
  *killContainer(pod: Pod, record: ContainerSnapshot, options: KillOptions): Routine {
    const found = containerOf(pod, record.name);
    if (found === undefined) return;
    const { container } = found;
    this.#killed.add(record.id);
    const base = options.overrideSeconds ?? baseGrace(pod, container, options.reason);
    const message = options.message === '' ? `Stopping container ${container.name}` : options.message;
    const decision = this.#world.trace.add({
      kind: 'Decision',
      cause: options.cause,
      rule: 'container.kill',
      container: container.name,
      decision: { what: 'kill', message, graceSeconds: base, reason: options.reason },
    });
    this.#events.container(pod, container.name, 'Normal', 'Killing', message, decision.id);
    let left = base;
    let cause = decision.id;
    const preStop = container.lifecycle?.preStop;
    if (preStop !== undefined && base > 0) {
      const { usedSeconds, cause: ended } = yield* this.#preStop(pod, container, record, base, cause);
      left -= usedSeconds;
      cause = ended;
    } else if (preStop !== undefined) {
      this.#world.trace.add({
        kind: 'Decision',
        cause,
        rule: 'hook.preStop',
        container: container.name,
        decision: { what: 'preStop-skipped', why: 'the grace period is 0' },
      });
    }
    if (options.order !== undefined && left > 0) left -= yield* options.order.waitForTurn(container.name, left);
    yield { untilMs: this.#world.nowMs + 1 };
    yield* this.#runtime.stopContainer(record.id, Math.max(left, MINIMUM_GRACE_SECONDS), cause);
    options.order?.containerStopped(container.name);
  }

  /**
   * Runs the preStop hook for as long as the grace period allows; nothing else ends it. Returns the whole seconds that it took
   * (`executePreStopHook`). A hook that is cut off goes on unattended and may still fail later.
   */
  *#preStop(
    pod: Pod,
    container: Container,
    record: ContainerSnapshot,
    graceSeconds: number,
    cause: RecordId,
  ): Routine<{ usedSeconds: number; cause: RecordId }> {
    const handler = container.lifecycle?.preStop ?? {};
    const hook: HookType = 'preStop';
    const start = this.#handlers.begin(container, record, hook, handler, cause);
    const startMs = this.#world.nowMs;
    const done = new Signal();
    let outcome: { error: string | undefined } | undefined;
    let cut = false;
    this.#scope.spawn(
      this.#unattended(pod, container, record, start.id, (error) => {
        outcome = { error };
        if (cut && error !== undefined) this.#events.container(pod, container.name, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', start.id);
        done.fire();
      }),
    );
    const deadlineMs = startMs + graceSeconds * 1000 + CUT_DELAY_MS;
    while (outcome === undefined && this.#world.nowMs < deadlineMs) yield { untilMs: deadlineMs, signals: [done] };
    const ended = outcome as { error: string | undefined } | undefined;
    let last: RecordId;
    if (ended === undefined) {
      cut = true;
      last = this.#handlers.end(start, 'cut').id;
    } else {
      last = this.#handlers.end(start, ended.error === undefined ? 'ok' : 'failed', ended.error).id;
      if (ended.error !== undefined) this.#events.container(pod, container.name, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', last);
    }
    const usedSeconds = Math.floor((this.#world.nowMs - startMs) / 1000);
    const left = this.#world.trace.add({
      kind: 'Decision',
      cause: last,
      rule: 'hook.preStop',
      container: container.name,
      decision: { what: 'grace-left', usedSeconds, leftSeconds: Math.max(graceSeconds - usedSeconds, MINIMUM_GRACE_SECONDS) },
    });
    return { usedSeconds, cause: left.id };
  }

  *#unattended(pod: Pod, container: Container, record: ContainerSnapshot, cause: RecordId, onEnd: (error: string | undefined) => void): Routine {
    onEnd(yield* this.#handlers.run(pod, container, record.id, container.lifecycle?.preStop ?? {}, cause));
  }

  /**
   * Kills everything that runs at the same time, sidecars in their order; then stops the sandboxes
   * (`killContainersWithSyncResult`, `killPodWithSyncResult`).
   */
  *killPod(pod: Pod, status: RuntimePodStatus, overrideSeconds: number | undefined, cause: RecordId): Routine {
    const running = this.#runningInSomeOrder(pod, status);
    const order = TerminationOrder.of(
      this.#world,
      pod,
      running.map((record) => record.name),
    );
    const done = new Signal();
    let left = running.length;
    for (const record of running) {
      this.#scope.spawn(
        this.#one(
          pod,
          record,
          { message: '', reason: 'pod', cause, ...(overrideSeconds !== undefined && { overrideSeconds }), ...(order !== undefined && { order }) },
          () => {
            left -= 1;
            done.fire();
          },
        ),
      );
    }
    while (left > 0) yield { signals: [done] };
    for (const sandbox of status.sandboxes) if (sandbox.ready) yield* this.#runtime.stopPodSandbox(sandbox.id, cause);
  }

  /**
   * Kills the containers of a Pod that no worker has: without hooks, with the shortest grace period (`SyncTerminatingRuntimePod`). Its
   * cgroup is destroyed at once, unless volumes are mounted for it (`pkg/kubelet/kubelet_pods.go: cleanupOrphanedPodCgroups`).
   */
  *killOrphan(pod: Pod, status: RuntimePodStatus, hasVolumes: boolean, cause: RecordId): Routine {
    const running = this.#runningInSomeOrder(pod, status);
    const known = { ...pod, spec: { containers: running.map(({ name }) => ({ name })) } };
    const done = new Signal();
    let left = running.length;
    for (const record of running) {
      const message = `Stopping container ${record.name}`;
      const decision = this.#world.trace.add({
        kind: 'Decision',
        cause,
        rule: 'container.kill',
        container: record.name,
        decision: { what: 'kill', message, graceSeconds: 1, reason: 'pod' },
      });
      this.#events.container(known, record.name, 'Normal', 'Killing', message, decision.id);
      this.#scope.spawn(
        this.#stopOrphan(record, hasVolumes, decision.id, () => {
          left -= 1;
          done.fire();
        }),
      );
    }
    while (left > 0) yield { signals: [done] };
    for (const sandbox of status.sandboxes) if (sandbox.ready) yield* this.#runtime.stopPodSandbox(sandbox.id, cause);
  }

  /** The order in which containers are killed. Each has a goroutine of its own, and which of them runs first is chance; without a seed it is the order of the runtime's list. */
  #runningInSomeOrder(pod: Pod, status: RuntimePodStatus): ContainerSnapshot[] {
    const running = status.containers.filter((record) => record.state === 'running');
    if (running.length < 2) return running;
    const chance = this.#world.random(`kill-order/${pod.metadata.uid}/${this.#world.nowMs}`);
    return running
      .map((record) => ({ record, place: chance.next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ record }) => record);
  }

  *#stopOrphan(record: ContainerSnapshot, hasVolumes: boolean, cause: RecordId, onEnd: () => void): Routine {
    yield* this.#runtime.stopContainer(record.id, MINIMUM_GRACE_SECONDS, cause, hasVolumes ? undefined : CGROUP_DESTROYED_MS);
    onEnd();
  }

  *#one(pod: Pod, record: ContainerSnapshot, options: KillOptions, onEnd: () => void): Routine {
    yield* this.killContainer(pod, record, options);
    onEnd();
  }
}

/** The grace period of a kill: that of the deletion, else the failing probe's own, else the Pod's, else the minimum (`setTerminationGracePeriod`). */
export function baseGrace(pod: Pod, container: Container, reason: KillReason): number {
  if (pod.metadata.deletionGracePeriodSeconds !== undefined) return pod.metadata.deletionGracePeriodSeconds;
  const ofPod = pod.spec.terminationGracePeriodSeconds;
  if (ofPod === undefined) return MINIMUM_GRACE_SECONDS;
  const own =
    reason === 'startup'
      ? container.startupProbe?.terminationGracePeriodSeconds
      : reason === 'liveness'
        ? container.livenessProbe?.terminationGracePeriodSeconds
        : undefined;
  return own ?? ofPod;
}
