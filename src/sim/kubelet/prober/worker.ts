import type { Container, ContainerStatus, Pod, Probe, ProbeType } from '../../../model/kubernetes.ts';
import type { ProbeRecord, ProbeStateRecord, RecordId } from '../../../model/trace.ts';
import { type Routine, Signal } from '../../engine/task.ts';
import type { Runtime } from '../../node/runtime.ts';
import type { World } from '../../world.ts';
import { containerOf, restartsOnExit } from '../containers.ts';
import type { EventRecorder } from '../events/recorder.ts';
import type { StatusManager } from '../status/status-manager.ts';
import { grpcProbe, httpProbe, type Outcome, staticCommand, tcpProbe } from './handlers.ts';
import type { Results, WorkerResult } from './results.ts';

/** An attempt that cannot be made is retried at once, up to this many attempts in all (`pkg/kubelet/prober/prober.go`). */
const MAX_PROBE_RETRIES = 3;

const INITIAL: Record<ProbeType, WorkerResult> = { startup: 'unknown', readiness: 'failure', liveness: 'success' };
const TITLE: Record<ProbeType, string> = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' };

export interface WorkerContext {
  world: World;
  runtime: Runtime;
  status: StatusManager;
  events: EventRecorder;
  results: Results;
  /** When the kubelet process began, and when it built its prober manager. */
  kubeletStartMs: number;
  restartingAll: () => boolean;
}

/**
 * The worker of one probe of one container: a ticker, a state machine, and a count of equal results in a row
 * (`pkg/kubelet/prober/worker.go`). It looks at the status that the kubelet has cached, never at the runtime, and keeps the
 * Pod object of the sync that created it.
 */
export class ProbeWorker {
  readonly type: ProbeType;
  readonly container: Container;
  readonly #context: WorkerContext;
  readonly #pod: Pod;
  readonly #probe: Probe;
  readonly #periodMs: number;
  readonly #wake = new Signal();
  #containerId: string | undefined;
  /** The same as the status shows it. */
  #shownId = '';
  /** Which start of the container that instance is. */
  #instance = 0;
  #onHold = false;
  #lastResult: WorkerResult = 'success';
  #resultRun = 0;
  #nextTickMs = 0;
  #manual = false;
  #stopped = false;
  /** The attempt that is under way, or the last one; equal attempts join its train. */
  #train: ProbeRecord | undefined;
  #sameUntilMs = 0;
  #state: ProbeStateRecord['state'] = 'none';
  #why: ProbeStateRecord['why'];
  #cause: RecordId;
  readonly #rank: number;

  constructor(context: WorkerContext, pod: Pod, container: Container, type: ProbeType, cause: RecordId) {
    this.#context = context;
    this.#pod = pod;
    this.container = container;
    this.type = type;
    this.#probe = (type === 'startup' ? container.startupProbe : type === 'readiness' ? container.readinessProbe : container.livenessProbe) ?? {};
    this.#periodMs = (this.#probe.periodSeconds ?? 10) * 1000;
    this.#cause = cause;
    this.#rank = context.world.nextRank();
  }

  /** Asks for a probe outside the ticker; one request is kept. */
  trigger(): void {
    this.#manual = true;
    this.#wake.fire();
  }

  /** Asks the worker to end; an attempt under way is finished first. */
  stop(): void {
    this.#stopped = true;
    this.#wake.fire();
  }

  *run(onExit: () => void): Routine {
    const { world, kubeletStartMs } = this.#context;
    if (this.#periodMs > world.nowMs - kubeletStartMs) {
      yield { untilMs: world.nowMs + Math.floor(world.random(`probe/${this.container.name}/${this.type}/${kubeletStartMs}`).next() * this.#periodMs) };
    }
    this.#nextTickMs = world.nowMs + this.#periodMs;
    let trigger: ProbeRecord['trigger'] = 'tick';
    while (yield* this.#doProbe(trigger)) {
      while (!this.#stopped && !this.#manual && this.#nextTickMs > world.nowMs) {
        const isSteady = this.#steadyUntilMs() > this.#nextTickMs;
        yield { untilMs: this.#nextTickMs, signals: [this.#wake], ...(isSteady && { steadyUntilMs: () => this.#steadyUntilMs() }), probeRank: this.#rank };
      }
      if (this.#stopped) break;
      trigger = this.#manual ? 'manual' : 'tick';
      if (this.#manual) {
        this.#manual = false;
        this.#nextTickMs = world.nowMs + this.#periodMs;
      } else {
        // Like Go's ticker: one undelivered tick is kept, and the phase stays
        const late = world.nowMs - this.#nextTickMs;
        this.#nextTickMs += (Math.floor(late / this.#periodMs) + 1) * this.#periodMs;
        if (late === 0) this.#skipAhead(world.nowMs);
      }
    }
    if (this.#containerId !== undefined) this.#context.results.remove(this.#containerId);
    this.#show('none', this.#cause);
    onExit();
  }

  /** Until when the worker's ticks bring nothing new: it has nothing to do, or has settled on success and goes on succeeding. */
  #steadyUntilMs(): number {
    if (this.#stopped) return 0;
    const idleUntilMs = this.#idleUntilMs();
    if (idleUntilMs > this.#nextTickMs) return idleUntilMs;
    return this.#isSucceeding() ? (this.#sameAgain()?.sameUntilMs ?? 0) : 0;
  }

  /**
   * Until when a tick does nothing as long as the cached status stays as it is: the worker is on hold, there is no
   * container to probe, or something holds it back. 0: the next tick may do something.
   */
  #idleUntilMs(): number {
    const { status, results, world } = this.#context;
    const phase = status.status?.phase;
    if (phase === 'Failed' || phase === 'Succeeded') return 0;
    const found = this.#statusOf();
    if (found?.containerID === undefined) return status.forgottenBy === undefined || this.#state === 'none' ? Number.POSITIVE_INFINITY : 0;
    if (found.containerID !== this.#shownId) return 0;
    if (this.#onHold) return Number.POSITIVE_INFINITY;
    if (found.state.running === undefined) {
      const told = this.#state === 'none' && results.get(this.#containerId ?? '') === 'failure';
      return told && this.#outlives(found) ? Number.POSITIVE_INFINITY : 0;
    }
    const gate = this.#closedGate(found);
    if (gate === undefined || gate !== this.#why) return 0;
    if (gate !== 'initial-delay') return Number.POSITIVE_INFINITY;
    return world.timeOf(found.state.running.startedAt) + (this.#probe.initialDelaySeconds ?? 0) * 1000;
  }

  /** Whether the worker stays although its container does not run, because that will be started again. */
  #outlives(status: ContainerStatus): boolean {
    if (status.state.terminated === undefined) return true;
    const kind = containerOf(this.#pod, this.container.name)?.kind ?? 'main';
    if (!this.#context.world.gate('ContainerRestartRules', true)) return kind === 'sidecar' || this.#pod.spec.restartPolicy !== 'Never';
    return this.#context.restartingAll() || restartsOnExit(this.#pod, this.container, kind, status.state.terminated.exitCode);
  }

  #isSucceeding(): boolean {
    const train = this.#train;
    return (
      train !== undefined &&
      train.result === 'success' &&
      !train.met &&
      train.trigger === 'tick' &&
      this.#context.results.get(this.#containerId ?? '') === 'success' &&
      this.#sameUntilMs > this.#nextTickMs &&
      this.#probe.exec === undefined
    );
  }

  /**
   * At a tick, takes in one step all further attempts that are over before anything else happens. The attempt of this
   * tick itself is left to `doProbe`, unless it is over before that, too.
   */
  #skipAhead(tickMs: number): void {
    const { world } = this.#context;
    const train = this.#train;
    if (!world.skipIdle) return;
    const idleUntilMs = this.#idleUntilMs();
    if (idleUntilMs > tickMs) {
      const horizonMs = Math.min(world.queue.nextEventMs, idleUntilMs, world.endMs + 1);
      this.#skippedTo = tickMs + Math.max(1, Math.ceil((horizonMs - tickMs) / this.#periodMs)) * this.#periodMs;
      this.#nextTickMs = this.#skippedTo;
      return;
    }
    if (train === undefined || !this.#isSucceeding()) return;
    if (tickMs !== train.t + train.count * this.#periodMs) return;
    const outcome = this.#sameAgain();
    if (outcome === undefined) return;
    this.#sameUntilMs = outcome.sameUntilMs;
    const horizonMs = Math.min(world.queue.nextEventMs, this.#sameUntilMs, world.endMs + 1);
    const attempts = Math.floor((horizonMs - 1 - train.takesMs - tickMs) / this.#periodMs);
    if (attempts < 1) return;
    this.#grow(train, attempts);
    this.#resultRun += attempts;
    this.#skippedTo = tickMs + attempts * this.#periodMs;
    this.#nextTickMs = this.#skippedTo;
  }

  /** How the next attempt would end, if in the same way as the one before. (Much may have happened in between.) */
  #sameAgain(): Outcome | undefined {
    if (this.#readyToProbe() === undefined) return undefined;
    const outcome = this.#network();
    return outcome.result === 'success' && outcome.takesMs === this.#train?.takesMs && outcome.awaited === undefined ? outcome : undefined;
  }

  /** Whether a skip has already dealt with the present tick. */
  #skippedTo: number | undefined;

  #grow(train: ProbeRecord, attempts: number): void {
    train.count += attempts;
    train.periodMs = this.#periodMs;
  }

  /** The steps of `doProbe` before the probe itself; undefined if no probe is due, false if the worker ends. */
  #readyToProbe(): ContainerStatus | undefined {
    const found = this.#statusOf();
    if (found?.containerID === undefined || found.containerID !== this.#shownId) return undefined;
    return !this.#onHold && found.state.running !== undefined && this.#closedGate(found) === undefined ? found : undefined;
  }

  #statusOf(): ContainerStatus | undefined {
    const status = this.#context.status.status;
    if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return undefined;
    const { name } = this.container;
    return (
      status?.containerStatuses?.find((candidate) => candidate.name === name) ?? status?.initContainerStatuses?.find((candidate) => candidate.name === name)
    );
  }

  /** What holds the probe back: the initial delay, or the startup probe's gate as this type needs it. */
  #closedGate(status: ContainerStatus): ProbeStateRecord['why'] {
    const startedMs = this.#context.world.timeOf(status.state.running?.startedAt ?? '');
    if (Math.floor((this.#context.world.nowMs - startedMs) / 1000) < (this.#probe.initialDelaySeconds ?? 0)) return 'initial-delay';
    if (this.type === 'startup') return status.started === true ? 'started' : undefined;
    return status.started === true ? undefined : 'startup';
  }

  /** Makes one attempt if it is due (`doProbe`). Returns false if the worker ends. */
  *#doProbe(trigger: ProbeRecord['trigger']): Routine<boolean> {
    if (this.#skippedTo !== undefined) {
      this.#skippedTo = undefined;
      return true;
    }
    const { status, results } = this.#context;
    const podStatus = status.status;
    if (podStatus === undefined) {
      if (status.forgottenBy !== undefined) this.#show('none', status.forgottenBy);
      return true;
    }
    if (podStatus.phase === 'Failed' || podStatus.phase === 'Succeeded') return false;
    const found = this.#statusOf();
    if (found?.containerID === undefined) return true;
    if (found.containerID !== this.#shownId) {
      this.#shownId = found.containerID;
      this.#newContainer(found.containerID.replace('containerd://', ''), found);
    }
    const containerId = this.#containerId as string;
    if (this.#onHold) return true;
    if (found.state.running === undefined) {
      this.#show('none', this.#cause);
      results.set(containerId, 'failure', this.#cause);
      return this.#outlives(found);
    }
    const gate = this.#closedGate(found);
    if (gate !== undefined) {
      this.#show('waiting', this.#cause, gate);
      return true;
    }
    this.#show('probing', this.#cause);
    const outcome = yield* this.#attempt(containerId, trigger);
    const record = this.#train;
    if (outcome.result === 'error' || record === undefined) return true;
    const result: WorkerResult = outcome.result === 'failure' ? 'failure' : 'success';
    if (result === this.#lastResult) this.#resultRun += 1;
    else {
      this.#lastResult = result;
      this.#resultRun = 1;
    }
    const threshold = (result === 'failure' ? this.#probe.failureThreshold : this.#probe.successThreshold) ?? (result === 'failure' ? 3 : 1);
    if (record.count === 1) {
      record.run = this.#resultRun;
      record.threshold = threshold;
    }
    if (this.#resultRun < threshold) return true;
    if (record.count === 1) record.met = results.get(containerId) !== result;
    results.set(containerId, result, record.id);
    if ((this.type === 'liveness' && result === 'failure') || this.type === 'startup') {
      this.#onHold = true;
      this.#resultRun = 0;
      this.#show('on-hold', record.id);
    }
    return true;
  }

  /** The worker sees another instance of the container (gate ChangeContainerStatusOnKubeletRestart off). Counters carry over. */
  #newContainer(containerId: string, status: ContainerStatus): void {
    const { results, world, kubeletStartMs } = this.#context;
    if (this.#containerId !== undefined) results.remove(this.#containerId);
    this.#containerId = containerId;
    this.#onHold = false;
    this.#instance = this.#context.runtime.instanceOf(containerId);
    this.#cause = this.#context.runtime.container(containerId)?.lastRecord ?? this.#cause;
    const startedMs = world.timeOf(status.state.running?.startedAt ?? '');
    const survivedRestart =
      !world.gate('ChangeContainerStatusOnKubeletRestart', false) && status.state.running !== undefined && startedMs < kubeletStartMs - 10_000;
    if (this.type === 'startup' && containerOf(this.#pod, this.container.name)?.kind === 'sidecar' && status.started === true)
      results.set(containerId, 'success', this.#cause);
    if (!survivedRestart) results.set(containerId, INITIAL[this.type], this.#cause);
  }

  /** Makes an attempt, up to three times while it cannot be made, and emits the Events of these. */
  *#attempt(containerId: string, trigger: ProbeRecord['trigger']): Routine<Outcome> {
    const { world, events } = this.#context;
    const startedMs = world.nowMs;
    const fields = { container: this.container.name, instance: this.#instance, probe: this.type, trigger } as const;
    let outcome: Outcome;
    if (this.#probe.exec === undefined) {
      outcome = this.#network();
      this.#sameUntilMs = outcome.sameUntilMs;
      const { awaited } = outcome;
      if (this.#joins(outcome, startedMs, trigger)) this.#grow(this.#train as ProbeRecord, 1);
      else
        this.#train = world.trace.add({
          kind: 'Probe',
          cause: this.#cause,
          rule: trigger === 'tick' ? 'probe.tick' : 'probe.manual',
          ...fields,
          result: outcome.result,
          message: outcome.message,
          takesMs: outcome.takesMs,
          count: 1,
          periodMs: 0,
          run: 0,
          threshold: 0,
          met: false,
          timedOut: outcome.timedOut === true,
          ...(awaited !== undefined && { unfinished: true }),
        });
      if (awaited !== undefined) {
        const isWhole = yield* this.#context.runtime.connection(awaited.port, startedMs + outcome.takesMs, this.#rank);
        // Without its process, the kernel has closed the connection
        if (!isWhole) outcome = { result: 'failure', message: awaited.cut, takesMs: world.nowMs - startedMs, sameUntilMs: world.nowMs };
        this.#finish(this.#train as ProbeRecord, outcome);
      }
      // Of two probes that end in the same millisecond, the first has all its consequences before the second
      else if (outcome.takesMs > 0) yield { untilMs: startedMs + outcome.takesMs, probeRank: this.#rank };
    } else {
      const record = world.trace.add({
        kind: 'Probe',
        cause: this.#cause,
        rule: trigger === 'tick' ? 'probe.tick' : 'probe.manual',
        ...fields,
        result: 'error',
        message: '',
        takesMs: 0,
        count: 1,
        periodMs: 0,
        run: 0,
        threshold: 0,
        met: false,
        timedOut: false,
        unfinished: true,
      });
      this.#train = record;
      outcome = yield* this.#exec(containerId);
      yield { untilMs: world.nowMs, probeRank: this.#rank };
      this.#finish(record, { ...outcome, takesMs: world.nowMs - startedMs });
    }
    const record = this.#train as ProbeRecord;
    const { name } = this.container;
    const pod = this.#pod;
    if (outcome.result === 'failure') events.container(pod, name, 'Warning', 'Unhealthy', `${TITLE[this.type]} probe failed: ${outcome.message}`, record.id);
    if (outcome.result === 'warning')
      events.container(pod, name, 'Warning', 'ProbeWarning', `${TITLE[this.type]} probe warning: ${outcome.message}`, record.id);
    if (outcome.result === 'error')
      events.container(
        pod,
        name,
        'Warning',
        'Unhealthy',
        `${TITLE[this.type]} probe errored and resulted in ${outcome.word ?? 'unknown'} state: ${outcome.message}`,
        record.id,
      );
    return outcome;
  }

  #finish(record: ProbeRecord, { result, message, takesMs, timedOut = false }: Outcome): void {
    Object.assign(record, { result, message, takesMs, timedOut });
    delete record.unfinished;
    this.#context.world.trace.completed(record);
  }

  /** Whether an attempt joins the train of the one before: a success at the next tick that changes nothing. */
  #joins(outcome: Outcome, startedMs: number, trigger: ProbeRecord['trigger']): boolean {
    const train = this.#train;
    return (
      train !== undefined &&
      trigger === 'tick' &&
      outcome.awaited === undefined &&
      outcome.result === 'success' &&
      train.result === 'success' &&
      !train.met &&
      train.takesMs === outcome.takesMs &&
      train.trigger === 'tick' &&
      startedMs === train.t + train.count * this.#periodMs &&
      this.#context.results.get(this.#containerId ?? '') === 'success' &&
      train.instance === this.#instance &&
      this.type !== 'startup'
    );
  }

  #network(): Outcome {
    const { world, runtime, status } = this.#context;
    const podIp = status.status?.podIP ?? '';
    const timeoutMs = (this.#probe.timeoutSeconds ?? 1) * 1000;
    const { httpGet, tcpSocket, grpc } = this.#probe;
    if (httpGet !== undefined) return httpProbe(world, runtime.network, podIp, this.container, httpGet, timeoutMs);
    if (tcpSocket !== undefined) return tcpProbe(world, runtime.network, podIp, this.container, tcpSocket);
    if (grpc !== undefined) return grpcProbe(world, runtime.network, podIp, grpc, timeoutMs);
    return {
      result: 'error',
      message: `missing probe handler for ${this.#pod.metadata.name}_${this.#pod.metadata.namespace}(${this.#pod.metadata.uid}):${this.container.name}`,
      takesMs: 0,
      sameUntilMs: Number.POSITIVE_INFINITY,
    };
  }

  *#exec(containerId: string): Routine<Outcome> {
    const command = staticCommand(this.#probe.exec?.command ?? [], this.container);
    const timeoutSeconds = this.#probe.timeoutSeconds ?? 1;
    for (let attempt = 1; ; attempt += 1) {
      const ended = yield* this.#context.runtime.execSync(containerId, command, timeoutSeconds * 1000);
      const base = { takesMs: 0, sameUntilMs: 0 };
      if (ended.kind === 'exit')
        return { ...base, result: ended.code === 0 ? 'success' : 'failure', message: ended.code === 0 ? '' : ended.output.slice(0, MAX_OUTPUT) };
      if (ended.kind === 'timeout')
        return {
          ...base,
          result: 'failure',
          message: `command timed out: ${JSON.stringify(command.join(' '))} timed out after ${timeoutSeconds}s`,
          timedOut: true,
        };
      if (attempt === MAX_PROBE_RETRIES) return { ...base, result: 'error', message: ended.message };
    }
  }

  #show(state: ProbeStateRecord['state'], cause: RecordId, why?: ProbeStateRecord['why']): void {
    if (this.#state === state && this.#why === why) return;
    this.#state = state;
    this.#why = why;
    this.#context.world.trace.add({
      kind: 'ProbeState',
      cause,
      rule: state === 'on-hold' ? 'probe.hold' : 'probe.do',
      container: this.container.name,
      probe: this.type,
      state,
      ...(why !== undefined && { why }),
    });
  }
}

const MAX_OUTPUT = 10_240;
