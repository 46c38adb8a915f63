import { sameJson } from '../../../base/json.ts';
import type { ContainerStatus, Pod, PodCondition, PodStatus } from '../../../model/kubernetes.ts';
import type { RecordId } from '../../../model/trace.ts';
import type { KubeletNote } from '../../../model/xray.ts';
import type { ApiServer } from '../../control-plane/api-server.ts';
import { Beat } from '../../engine/beat.ts';
import { PRIORITY } from '../../engine/queue.ts';
import { type Scope, Signal } from '../../engine/task.ts';
import type { Link } from '../../node/link.ts';
import { NO_CAUSE } from '../../trace-writer.ts';
import type { World } from '../../world.ts';
import { containerOf, hasRestartAllRule, isSidecar, restartsOnExit } from '../containers.ts';
import { containersReady, KUBELET_CONDITIONS, type NewCondition, podReady } from './conditions.ts';
import { isTerminal } from './generate.ts';
import { RESIZE_CONDITIONS } from './resize-conditions.ts';
import { noteTexts } from '../texts/en.ts';

const words = noteTexts.status;

/** `pkg/kubelet/status/status_manager.go: syncPeriod`. */
const STATUS_TICK_MS = 10_000;

/** Where a status goes: the Pod's object in the API, or the mirror of a static Pod. */
export interface PodTarget {
  find(): Pod | undefined;
}

interface Update {
  status: PodStatus;
  version: number;
  cause: RecordId;
  /** Whether TerminatePod has run: once this status is in the API, the object may be deleted. */
  final: boolean;
}

/**
 * Holds the status that the kubelet publishes (`pkg/kubelet/status/status_manager.go`). Its goroutine sends the newest
 * version; states that last shorter than a PATCH takes are never seen in the API.
 */
export class StatusManager {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #scope: Scope;
  readonly #ticker: Beat;
  readonly #wake = new Signal();
  readonly #couldHaveRunningContainers: () => boolean;
  readonly #link: Link;
  readonly #source: { target: PodTarget; isStatic: boolean };
  #cached: Update | undefined;
  #forgottenBy: RecordId | undefined;
  #sentVersion = 0;
  /** The API's status as the last PATCH of all that is cached left it. */
  #written: PodStatus | undefined;
  #rejected = false;

  constructor(
    world: World,
    scope: Scope,
    api: ApiServer,
    { link, statusTickMs }: { link: Link; statusTickMs: number },
    source: { target: PodTarget; isStatic: boolean },
    couldHaveRunningContainers: () => boolean,
  ) {
    this.#world = world;
    this.#api = api;
    this.#source = source;
    this.#link = link;
    this.#scope = scope;
    this.#couldHaveRunningContainers = couldHaveRunningContainers;
    this.#ticker = new Beat(world.queue, {
      firstMs: statusTickMs,
      periodMs: STATUS_TICK_MS,
      priority: PRIORITY.statusTick,
      skipIdle: world.skipIdle,
      run: () => {
        const target = source.target.find();
        if (scope.closed || target === undefined) return;
        // What others write while the API server cannot be reached is seen when the watch is back
        if (link.isUp && this.#differs(target)) this.resend(this.#cached?.cause ?? NO_CAUSE);
        else this.#askForWithheld(target);
      },
    });
    scope.spawn(this.#run());
  }

  /** The cached status: what probes and the next generation see, whether or not the API has it yet. */
  get status(): PodStatus | undefined {
    return this.#cached?.status;
  }

  /** Stores a generated status (`SetPodStatus`). A Pod that is being deleted is always sent. */
  setPodStatus(pod: Pod, generated: PodStatus, cause: RecordId): void {
    this.#update(pod, generated, cause, {
      forced: pod.metadata.deletionTimestamp !== undefined,
      final: false,
    });
  }

  /**
   * The status of a Pod that the kubelet refuses: Failed, and nothing of what the kubelet would otherwise say (`rejectPod`). While it runs,
   * from before the kubelet's restart, the API does not hear of the phase and its reason yet.
   */
  reject(pod: Pod, reason: string, message: string, runs: boolean, cause: RecordId): void {
    const foreign = (pod.status.conditions ?? []).filter((condition) => !KUBELET_CONDITIONS.includes(condition.type));
    this.#rejected = !runs;
    this.#update(
      pod,
      {
        observedGeneration: pod.metadata.generation ?? 1,
        phase: 'Failed',
        reason,
        message,
        ...(foreign.length > 0 && { conditions: foreign }),
        ...(pod.status.qosClass !== undefined && { qosClass: pod.status.qosClass }),
      },
      cause,
      { forced: true, final: false },
    );
  }

  /**
   * The API object has changed. If somebody else has overwritten what belongs to the kubelet, the next beat of its status
   * ticker (10 s) corrects it (`syncBatch`, `needsReconcile`).
   */
  reconcile(pod: Pod): void {
    if (this.#differs(pod)) this.#ticker.arm();
  }

  #differs(pod: Pod): boolean {
    const cached = this.#cached;
    if (cached === undefined || cached.version !== this.#sentVersion || pod.status === this.#written) return false;
    return !sameStatus(this.#merged(pod.status, cached.status), pod.status);
  }

  /** The API object is a new one that shows nothing yet. */
  resend(cause: RecordId): void {
    if (this.#cached === undefined) return;
    this.#cached = { ...this.#cached, version: this.#cached.version + 1, cause };
    this.#wake.fire();
  }

  /** Housekeeping has found the Pod in no source any more: until the next status is made, probes find none (`RemoveOrphanedStatuses`; recorded). */
  forget(cause: RecordId): void {
    this.#cached = undefined;
    this.#forgottenBy = cause;
  }

  /** Why there is no cached status any more. */
  get forgottenBy(): RecordId | undefined {
    return this.#forgottenBy;
  }

  /** Stops sending. */
  stop(): void {
    this.#ticker.stop();
    this.#cached = undefined;
  }

  /** The asynchronous callback of a sandbox that became ready: only its condition changes. */
  setReadyToStartContainers(pod: Pod, cause: RecordId): void {
    const before = this.#cached?.status;
    if (before === undefined) return;
    const conditions = (before.conditions ?? []).map((condition) =>
      condition.type === 'PodReadyToStartContainers' ? { ...condition, status: 'True' as const } : condition,
    );
    this.#update(pod, { ...before, conditions }, cause, { forced: false, final: false });
  }

  /** Takes in a readiness result: the container's `ready`, and the conditions that depend on it (`SetContainerReadiness`). */
  setContainerReadiness(pod: Pod, containerId: string, ready: boolean, cause: RecordId): void {
    this.#changeContainer(pod, containerId, cause, (status) => (status.ready === ready ? undefined : { ...status, ready }), true);
  }

  /** Takes in a startup result: the container's `started` and nothing else (`SetContainerStartup`). */
  setContainerStartup(pod: Pod, containerId: string, started: boolean, cause: RecordId): void {
    this.#changeContainer(pod, containerId, cause, (status) => (status.started === started ? undefined : withStarted(status, started)), false);
  }

  /**
   * Makes the last status of a Pod: nothing is waiting or running any more, and the phase is terminal (`TerminatePod`). Statuses of main
   * containers are touched only if the Pod was initialized, as the API said when the Pod was last changed; those of init containers up to
   * the last one that ever started.
   */
  terminatePod(pod: Pod, cause: RecordId, isStatic: boolean): void {
    const before = this.#cached?.status ?? pod.status;
    const initialized = hasBeenInitialized(pod);
    const init = before.initContainerStatuses ?? [];
    const lastStarted = init.findLastIndex(
      (status) => status.state.terminated !== undefined || status.state.running !== undefined || status.lastState.terminated !== undefined,
    );
    const status: PodStatus = {
      ...before,
      ...(before.initContainerStatuses !== undefined && {
        initContainerStatuses: init.map((container, index) => (index <= Math.max(lastStarted, 0) ? terminated(container) : container)),
      }),
      ...(before.containerStatuses !== undefined && {
        containerStatuses: initialized ? before.containerStatuses.map(terminated) : before.containerStatuses,
      }),
      phase: !isStatic && (before.phase === 'Pending' || before.phase === 'Running') ? 'Failed' : before.phase,
    };
    this.#update(pod, status, cause, { forced: true, final: true });
  }

  #changeContainer(
    pod: Pod,
    containerId: string,
    cause: RecordId,
    change: (status: ContainerStatus) => ContainerStatus | undefined,
    withConditions: boolean,
  ): void {
    const before = this.#cached?.status;
    if (before === undefined) return;
    let changed = false;
    const apply = (status: ContainerStatus): ContainerStatus => {
      if (status.containerID !== `containerd://${containerId}`) return status;
      const next = change(status);
      if (next === undefined) return status;
      changed = true;
      return next;
    };
    const status: PodStatus = {
      ...before,
      ...(before.initContainerStatuses !== undefined && { initContainerStatuses: before.initContainerStatuses.map(apply) }),
      ...(before.containerStatuses !== undefined && { containerStatuses: before.containerStatuses.map(apply) }),
    };
    if (!changed) return;
    if (withConditions) {
      const containers = containersReady(pod, status, status.phase);
      const ready = podReady(pod, containers, status.conditions ?? []);
      status.conditions = (status.conditions ?? []).map((condition) =>
        condition.type === 'Ready' ? replaced(condition, ready) : condition.type === 'ContainersReady' ? replaced(condition, containers) : condition,
      );
    }
    this.#update(pod, status, cause, { forced: false, final: false });
  }

  #update(pod: Pod, next: PodStatus, cause: RecordId, options: { forced: boolean; final: boolean }): void {
    const before = this.#cached?.status;
    const revived = this.#revived(pod, before ?? this.#source.target.find()?.status ?? pod.status, next);
    if (revived !== undefined) {
      this.#note('lost', words.revived(revived), words.revivedDetail(revived), cause);
      return;
    }
    if (before !== undefined && !options.forced && sameStatus(before, next, 'startTime')) {
      this.#note('nothing', words.same, words.sameDetail, cause);
      return;
    }
    const status = this.#stamped(next, before ?? pod.status, pod);
    this.#cached = { status, version: (this.#cached?.version ?? 0) + 1, cause, final: options.final || this.#cached?.final === true };
    this.#note('queued', words.version(this.#cached.version), words.queued(this.#cached.version), cause);
    this.#wake.fire();
  }

  /**
   * A container that had ended for good and yet has another state now: the kubelet takes that for an error of its own and drops the whole
   * status (`checkContainerStateTransition`). That happens to a Pod that does not always restart when its init containers run again in a new sandbox.
   */
  #revived(pod: Pod, old: PodStatus, next: PodStatus): string | undefined {
    const policy = pod.spec.restartPolicy;
    if (policy === 'Always' || (this.#world.gate('RestartAllContainersOnContainerExits', true) && hasRestartAllRule(pod))) return undefined;
    const shown = (status: PodStatus) => [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
    return shown(old).find(({ name, state: { terminated: ended } }) => {
      const found = containerOf(pod, name);
      if (ended === undefined || found === undefined || (ended.exitCode !== 0 && policy === 'OnFailure')) return false;
      if (restartsOnExit(pod, found.container, found.kind, ended.exitCode)) return false;
      return shown(next).some((now) => now.name === name && now.state.terminated === undefined);
    })?.name;
  }

  #note(what: KubeletNote['what'], text: string, detail: string, cause: RecordId): void {
    this.#world.note('status', what, text, detail, cause, 'status.patch');
  }

  #noteSent({ version, cause }: Update, sentBefore: number, record: RecordId, isWithheld: boolean): void {
    if (this.#world.notes === undefined) return;
    const [first, last] = [sentBefore + 1, version - 1];
    if (first <= last) this.#note('lost', words.skipped(first, last), words.skippedDetail(first, last, version), cause);
    const withheld = isWithheld ? words.withheld : '';
    if (record < 0) this.#note('nothing', words.version(version), words.known(version) + withheld, cause);
    else this.#note('done', words.version(version), words.taken(version) + withheld, record);
  }

  /** Transition times, startTime and the order of members (`updateStatusInternal`, `normalizeStatus`). */
  #stamped(next: PodStatus, old: PodStatus, pod: Pod): PodStatus {
    const now = this.#world.timestamp();
    const conditions = (next.conditions ?? []).map((condition): PodCondition => {
      const { type, status, reason, message } = condition;
      if (!KUBELET_CONDITIONS.includes(type) || RESIZE_CONDITIONS.includes(type)) return condition as PodCondition;
      const before = old.conditions?.find((candidate) => candidate.type === type);
      const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? now) : now;
      const { generation } = pod.metadata;
      const stamped: PodCondition =
        type === 'AllContainersRestarting' || generation === undefined
          ? { type, status, lastProbeTime: null, lastTransitionTime }
          : { type, observedGeneration: generation, status, lastProbeTime: null, lastTransitionTime };
      if (reason !== undefined) stamped.reason = reason;
      if (message !== undefined) stamped.message = message;
      return stamped;
    });
    return ordered(next, { conditions, startTime: old.startTime ?? now });
  }

  *#run() {
    for (;;) {
      if (this.#cached === undefined || this.#cached.version === this.#sentVersion) yield { signals: [this.#wake] };
      // Without an object in the API (a mirror that was not made yet) it waits for the next change
      if (this.#source.target.find() === undefined) {
        this.#sentVersion = this.#cached?.version ?? 0;
        continue;
      }
      const { statusMs } = this.#world.latency;
      let update = this.#cached;
      if (update === undefined) continue;
      yield { untilMs: this.#world.nowMs + statusMs };
      while (!this.#link.isUp) {
        yield { signals: [this.#link.changed] };
        // A PATCH that did not get through is not sent again: the next one has the newest status
        update = this.#cached ?? update;
      }
      const sentBefore = this.#sentVersion;
      this.#sentVersion = update.version;
      this.#send(update, sentBefore);
      yield { untilMs: this.#world.nowMs + 2 };
    }
  }

  #send(update: Update, sentBefore: number): void {
    if (this.#source.target.find() === undefined) return;
    const record = this.#api.patchStatus((pod) => this.#merged(pod.status, update.status), update.cause, 'status.patch');
    const pod = this.#api.pod;
    this.#noteSent(update, sentBefore, record, pod !== undefined && pod.status.phase !== update.status.phase);
    this.#written = pod?.status.phase === update.status.phase ? pod.status : undefined;
    if (pod !== undefined) this.#askForWithheld(pod);
    if (this.#source.isStatic) return;
    if (pod?.metadata.deletionTimestamp === undefined || !isTerminal(pod.status.phase) || !update.final) return;
    const cause = record < 0 ? update.cause : record;
    this.#scope.at(this.#world.nowMs + this.#world.latency.deleteMs, () => {
      if (this.#api.pod?.metadata.uid === pod.metadata.uid) this.#api.deletePod({ gracePeriodSeconds: 0 }, cause, 'status.delete');
    });
  }

  /** A terminal phase that is held back still differs from the API's: at each beat of the ticker it is checked whether it may be sent now. */
  #askForWithheld(pod: Pod): void {
    if (this.#cached !== undefined && pod.status.phase !== this.#cached.status.phase) this.#ticker.arm();
  }

  /**
   * The API's status after a PATCH (`mergePodStatus`): conditions of others stay; a terminal phase is held back as
   * long as containers might still run; a terminal Pod is never Ready.
   */
  #merged(api: PodStatus, mine: PodStatus): PodStatus {
    // The kubelet's own DisruptionTarget is sent only together with the terminal phase
    const disruption = (mine.conditions ?? []).find((condition) => condition.type === 'DisruptionTarget' && condition.reason === 'TerminationByKubelet');
    const own = (mine.conditions ?? []).filter((condition) => KUBELET_CONDITIONS.includes(condition.type));
    const turnsTerminal = isTerminal(mine.phase) && !isTerminal(api.phase);
    const withheld = turnsTerminal && !this.#rejected && this.#couldHaveRunningContainers();
    const sendsDisruption = disruption !== undefined && isTerminal(mine.phase) && !withheld;
    const foreign = [
      ...(api.conditions ?? []).filter(
        (condition) => !KUBELET_CONDITIONS.includes(condition.type) && !(sendsDisruption && condition.type === 'DisruptionTarget'),
      ),
      ...(sendsDisruption ? [disruption] : []),
    ];
    const { phase, reason, message } = withheld ? api : mine;
    let conditions = [...foreign, ...own];
    if (isTerminal(phase)) {
      const reason = phase === 'Failed' ? 'PodFailed' : 'PodCompleted';
      conditions = conditions.map((condition) =>
        (condition.type === 'Ready' || condition.type === 'ContainersReady') && condition.status === 'True'
          ? { ...condition, status: 'False' as const, lastTransitionTime: this.#world.timestamp(), reason }
          : condition,
      );
    }
    return ordered(mine, { phase, reason, message, conditions: conditions.length > 0 ? conditions : undefined, qosClass: api.qosClass ?? mine.qosClass });
  }
}

/** The members of a status in the order in which the API prints them; any others come after these. */
const MEMBERS = [
  'observedGeneration',
  'phase',
  'conditions',
  'message',
  'reason',
  'hostIP',
  'hostIPs',
  'podIP',
  'podIPs',
  'startTime',
  'initContainerStatuses',
  'containerStatuses',
  'qosClass',
  'ephemeralContainerStatuses',
] as const satisfies readonly (keyof PodStatus)[];
const IN_ORDER: ReadonlySet<string> = new Set(MEMBERS);

/** A status with some members changed (undefined: taken away), in the API's order. */
function ordered(status: PodStatus, changed: { [Member in keyof PodStatus]?: PodStatus[Member] | undefined }): PodStatus {
  const { observedGeneration } = status;
  const phase = changed.phase ?? status.phase;
  const shown: PodStatus = observedGeneration === undefined ? { phase } : { observedGeneration, phase };
  for (const member of MEMBERS as readonly string[]) {
    const value = member in changed ? changed[member] : status[member];
    if (value !== undefined) shown[member] = value;
  }
  for (const member in status) if (!IN_ORDER.has(member)) shown[member] = status[member];
  return shown;
}

/** Equality as the kubelet means it: a condition's observedGeneration alone is no change (`isPodStatusByKubeletEqual`). One member may be left aside. */
function sameStatus(a: PodStatus, b: PodStatus, aside?: keyof PodStatus): boolean {
  if (a === b) return true;
  const { conditions: left = [] } = a;
  const { conditions: right = [] } = b;
  if (left.length !== right.length || !left.every((condition, index) => sameCondition(condition, right[index]))) return false;
  let members = 0;
  for (const member in a) {
    if (member === 'conditions' || member === aside) continue;
    members += 1;
    if (!sameJson(a[member], b[member])) return false;
  }
  for (const member in b) if (member !== 'conditions' && member !== aside) members -= 1;
  return members === 0;
}

function sameCondition(a: PodCondition, b: PodCondition | undefined): boolean {
  return a === b || (a.type === b?.type && a.status === b.status && a.reason === b.reason && a.message === b.message);
}

function replaced(before: PodCondition, next: NewCondition): PodCondition {
  const { reason: _reason, message: _message, ...rest } = before;
  return {
    ...rest,
    status: next.status,
    ...(next.reason !== undefined && { reason: next.reason }),
    ...(next.message !== undefined && { message: next.message }),
  };
}

/** Keeps the members in order: `started` stands before `resources`. */
export function withStarted(status: ContainerStatus, started: boolean): ContainerStatus {
  const { name, state, lastState, ready, restartCount, image, imageID, containerID } = status;
  const shown: ContainerStatus =
    containerID === undefined
      ? { name, state, lastState, ready, restartCount, image, imageID, started }
      : { name, state, lastState, ready, restartCount, image, imageID, containerID, started };
  return Object.assign(shown, status, { started });
}

/** Whether a main container has ever left the state `waiting`, or the last init step was done (`hasPodInitialized`). */
function hasBeenInitialized({ spec, status }: Pod): boolean {
  const last = spec.initContainers?.at(-1);
  if (last === undefined) return true;
  if (status.containerStatuses?.some(({ state, lastState }) => lastState.terminated !== undefined || state.waiting === undefined) === true) return true;
  const shown = status.initContainerStatuses?.find(({ name }) => name === last.name);
  if (shown === undefined) return false;
  if (isSidecar(last)) return shown.state.running !== undefined && shown.started === true;
  return shown.lastState.terminated?.exitCode === 0 || shown.state.terminated?.exitCode === 0;
}

function terminated(status: ContainerStatus): ContainerStatus {
  if (status.state.terminated !== undefined) return status;
  return {
    ...status,
    state: {
      terminated: {
        exitCode: 137,
        reason: 'ContainerStatusUnknown',
        message: 'The container could not be located when the pod was terminated',
        startedAt: null,
        finishedAt: null,
      },
    },
  };
}
