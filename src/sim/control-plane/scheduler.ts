import { rfc3339Micro } from '../../base/timestamp.ts';
import type { EventObject, KubernetesObject, Pod, PodCondition, PodStatus, Volume } from '../../model/kubernetes.ts';
import type { RuleId } from '../../model/rules.ts';
import type { RecordId } from '../../model/trace.ts';
import type { Cancel } from '../engine/queue.ts';
import type { World } from '../world.ts';
import { type ApiServer, eventName, uidOf } from './api-server.ts';
import { withDisruption } from './disruption.ts';
import { type Filter, refusingFilter } from './fit.ts';
import { type ClaimOfDevices, claimsOfDevices } from './resource-claims.ts';

const DEFAULT_SCHEDULER = 'default-scheduler';
const CLAIM = 'PersistentVolumeClaim';
/** A Pod that has waited this long is tried again, whatever happened; looked at every 30 s (`backend/queue/scheduling_queue.go: flushUnschedulablePodsLeftover`). */
const LONGEST_WAIT_MS = 300_000;
const FLUSH_MS = 30_000;
/** From a decision until its Event is in the API. */
const EVENT_MS = 8;
/** A Pod that did not fit: the condition and the Event follow the attempt after this long. */
const UNFIT_MS = 9;
/** If a plugin refuses before the nodes are looked at, the plugin for claims of devices has no state of its own: the message says so where it would speak of preemption. */
const NO_STATE = 'not found';
const NO_PREEMPTION = 'no new claims to deallocate, preemption: ';
/** `plugins/defaultpreemption/default_preemption.go: PodEligibleToPreemptOthers` */
const NEVER = 'not eligible due to preemptionPolicy=Never.';

/**
 * The scheduler for a cluster of one node: binds the Pod if it fits, or says why it does not
 * (`pkg/scheduler/schedule_one.go`). A Pod that did not fit is looked at again when the Pod, a claim or the node changes, and the plugin that
 * objected would not do so now (its `QueueingHintFn`). A Pod that names another scheduler is left to that one.
 */
export class Scheduler {
  readonly #world: World;
  readonly #api: ApiServer;
  #busy = false;
  /** What happened first while it was busy. */
  #missed: RecordId | undefined;
  /** The next attempt at the latest. */
  #flush: Cancel | undefined;
  /** The Event that may come again. */
  #said: EventObject | undefined;
  /** The plugin that objected last. */
  #refusing: Filter | undefined;

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
    api.watchPod(({ type, pod, cause }) => {
      if (type !== 'DELETED' && (pod.spec.nodeName ?? '') === '') this.#lookAgain(cause);
    });
    api.watchObjects((kind, cause) => {
      if (/Claim|^(?:Storage|Device)Class$/.test(kind)) this.#lookAgain(cause);
    });
    api.watchNode((cause) => {
      if (api.pod !== undefined && (api.pod.spec.nodeName ?? '') === '') this.#lookAgain(cause);
    });
  }

  #lookAgain(cause: RecordId): void {
    const { pod } = this.#api;
    if (this.#busy) {
      this.#missed ??= cause;
      return;
    }
    if (pod && this.#objections(this.#refusing, pod).length > 0) return;
    const { queue, latency, nowMs } = this.#world;
    this.#busy = true;
    queue.at(nowMs + latency.scheduleMs - latency.createMs, () => {
      this.#busy = false;
      this.#missed = undefined;
      this.#schedule(cause);
    });
  }

  #objections(filter: Filter | undefined, pod: Pod): string[] {
    return filter?.(pod, this.#world.scenario.cluster) ?? [];
  }

  /** Puts the Pod on a node without asking whether it fits. */
  bind(nodeName: string, cause: RecordId): void {
    const pod = this.#api.pod;
    if (pod === undefined || (pod.spec.nodeName ?? '') !== '') return;
    this.#api.bindPod(this.#bound(pod, nodeName), cause, 'scheduler.bind');
  }

  /**
   * Another Pod, of higher priority, gets the place of this one: a condition, a DELETE with the Pod's own grace period, and an Event
   * (`pkg/scheduler/framework/preemption/executor.go: NewExecutor`).
   */
  preempt(cause: RecordId): void {
    const { pod } = this.#api;
    const { node } = this.#world.scenario.cluster;
    if (pod === undefined || pod.spec.nodeName !== node.name || pod.metadata.deletionTimestamp !== undefined) return;
    const message = `${DEFAULT_SCHEDULER}: preempting to accommodate a higher priority pod`;
    const record = this.#api.patchStatus(
      (current) => withDisruption(current, 'PreemptionByScheduler', message, this.#world.timestamp(), { observed: true }),
      cause,
      'scheduler.preempt',
    );
    this.#api.deletePod({}, record, 'scheduler.preempt');
    this.#emit(pod, 'Normal', 'Preempted', `Preempted by pod ${uidOf('preemptor')} on node ${node.name}`, 'Preempting', record);
  }

  #schedule(cause: RecordId, isFlushed = false): void {
    const pod = this.#api.pod;
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined || (pod.spec.nodeName ?? '') !== '') return;
    if (((pod.spec['schedulingGates'] as unknown[] | undefined) ?? []).length > 0) return;
    if ((pod.spec['schedulerName'] ?? DEFAULT_SCHEDULER) !== DEFAULT_SCHEDULER) return;
    const { node } = this.#world.scenario.cluster;
    // Not even tried, and nothing is said (`plugins/dynamicresources/dynamicresources.go: PreEnqueue`)
    if (lacksDevices(pod, this.#api)) return;
    const trouble = claimTrouble(pod, this.#api);
    this.#refusing = trouble === undefined ? refusingFilter(pod, this.#world.scenario.cluster) : undefined;
    if (trouble !== undefined) {
      this.#makeClaims(pod, cause);
      this.#unfit(pod, `0/1 nodes are available: ${trouble}. ${NO_STATE}`, cause, isFlushed);
      return;
    }
    // In the order of the alphabet, whatever the order of the plugins (`pkg/scheduler/framework/types.go: FitError.Error`)
    const devices = deviceTrouble(pod, this.#api);
    const reasons = devices ? [devices] : this.#objections(this.#refusing, pod).map((reason) => `1 ${reason}`);
    reasons.sort();
    if (reasons.length > 0) {
      // Places for Pods would come free if others went, were there any (`noderesources/fit.go: isUnresolvable` is for all else)
      const why = reasons.join() === '1 Too many pods' ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling';
      const preemption = pod.spec['preemptionPolicy'] === 'Never' ? NEVER : `0/1 nodes are available: 1 ${why}.`;
      this.#unfit(pod, `0/1 nodes are available: ${reasons.join(', ')}. ${NO_PREEMPTION}${preemption}`, cause, isFlushed);
      return;
    }
    const bound = this.#bound(pod, node.name);
    const record = this.#api.bindPod(bound, cause, 'scheduler.bind');
    this.#emit(
      bound,
      'Normal',
      'Scheduled',
      `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''} to ${node.name}`,
      'Binding',
      record,
    );
  }

  /** The claims of ephemeral volumes come at once (`pkg/controller/volume/ephemeral/controller.go: handleVolume`). */
  #makeClaims(pod: Pod, cause: RecordId): void {
    for (const volume of pod.spec.volumes ?? []) {
      const name = claimOf(pod, volume);
      const { spec } = (volume['ephemeral'] as { volumeClaimTemplate?: Pick<KubernetesObject, 'spec'> } | undefined)?.volumeClaimTemplate ?? {};
      if (spec === undefined || this.#api.object(CLAIM, name) !== undefined) continue;
      const claim = { apiVersion: 'v1', kind: CLAIM, metadata: { name, namespace: pod.metadata.namespace ?? '' }, spec };
      this.#world.queue.at(this.#world.nowMs + EVENT_MS, () => this.#api.applyObject(claim, cause));
    }
  }

  #bound(pod: Pod, nodeName: string): Pod {
    return { ...pod, spec: { ...pod.spec, nodeName }, status: withScheduled(pod, { status: 'True' }, this.#world.timestamp()) };
  }

  #unfit(pod: Pod, message: string, cause: RecordId, isFlushed: boolean): void {
    const before = pod.status.conditions?.find((condition) => condition.type === 'PodScheduled');
    if (before?.message === message && !isFlushed) return;
    // One Pod after the other: the next attempt has to wait until the failure of this one is written
    this.#busy = true;
    this.#world.queue.at(this.#world.nowMs + UNFIT_MS, () => {
      const now = this.#world.timestamp();
      const record = this.#api.patchStatus(
        (current) =>
          before?.message === message
            ? current.status
            : withScheduled(current, { observedGeneration: current.metadata.generation ?? 1, status: 'False', reason: 'Unschedulable', message }, now),
        cause,
        'scheduler.bind',
      );
      // If nothing was written because the Pod is gone by now, the Event comes all the same; its cause is what made the scheduler look
      this.#emit(pod, 'Warning', 'FailedScheduling', message, 'Scheduling', record < 0 ? cause : record);
      this.#busy = false;
      this.#flushLater(record < 0 ? cause : record);
      if (this.#missed !== undefined) this.#lookAgain(this.#missed);
    });
  }

  #flushLater(cause: RecordId): void {
    const { queue, nowMs } = this.#world;
    const phaseMs = this.#world.random('scheduler-flush').betweenMs(0, FLUSH_MS);
    const ticks = Math.floor((nowMs + LONGEST_WAIT_MS - phaseMs) / FLUSH_MS) + 1;
    this.#flush?.();
    this.#flush = queue.steadyAt(
      phaseMs + ticks * FLUSH_MS,
      () => {
        if (!this.#busy) this.#schedule(cause, true);
      },
      () => Number.POSITIVE_INFINITY,
    );
  }

  /** Emits an Event of the newer kind: `eventTime` in microseconds, no count, no first and last timestamp. */
  #emit(pod: Pod, type: EventObject['type'], reason: string, message: string, action: string, cause: RecordId): void {
    const rule: RuleId = action === 'Preempting' ? 'scheduler.preempt' : 'scheduler.bind';
    const namespace = pod.metadata.namespace ?? '';
    const name = pod.metadata.name ?? '';
    const decidedMs = this.#world.nowMs;
    const id = `event/scheduler/${pod.metadata.uid}/${reason}/${decidedMs}`;
    this.#world.queue.at(decidedMs + (type === 'Normal' ? EVENT_MS : 2), () => {
      // The same again of the same version of the Pod is a series, which is written once (`client-go/tools/events/event_broadcaster.go: recordToSink`)
      const said = this.#said;
      if (said?.reason === reason && said.involvedObject.resourceVersion === pod.metadata.resourceVersion) {
        if (said.series) return;
        const series = { count: 2, lastObservedTime: rfc3339Micro(this.#world.createdAtMs + decidedMs) };
        this.#said = { ...said, metadata: { ...said.metadata, resourceVersion: this.#api.nextResourceVersion() }, series };
        this.#world.trace.add({ kind: 'Event', type: 'MODIFIED', cause, rule, object: this.#said });
        return;
      }
      const object: EventObject = {
        kind: 'Event',
        apiVersion: 'v1',
        metadata: {
          name: eventName(pod, this.#world.createdAtMs + decidedMs, id),
          namespace,
          uid: uidOf(id),
          resourceVersion: this.#api.nextResourceVersion(),
          creationTimestamp: this.#world.timestamp(),
        },
        involvedObject: {
          kind: 'Pod',
          namespace,
          name,
          ...(pod.metadata.uid !== undefined && { uid: pod.metadata.uid }),
          apiVersion: 'v1',
          ...(pod.metadata.resourceVersion !== undefined && { resourceVersion: pod.metadata.resourceVersion }),
        },
        reason,
        message,
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        type,
        eventTime: rfc3339Micro(this.#world.createdAtMs + decidedMs),
        action,
        reportingComponent: DEFAULT_SCHEDULER,
        reportingInstance: 'default-scheduler-node-1',
      };
      this.#said = object;
      this.#world.trace.add({ kind: 'Event', type: 'ADDED', cause, rule, object });
    });
  }
}

/** Whether a claim of devices, or the template of one, is missing. */
function lacksDevices(pod: Pod, api: ApiServer): boolean {
  return claimsOfDevices(pod).some((claim) => writtenClaim(claim, api) === undefined);
}

function writtenClaim({ resourceClaimName: claim, resourceClaimTemplateName: template }: ClaimOfDevices, api: ApiServer): KubernetesObject | undefined {
  return claim === undefined ? api.object('ResourceClaimTemplate', template ?? '') : api.object('ResourceClaim', claim);
}

/** What is wrong with the devices that the Pod claims: where their class is there, so are they (`plugins/dynamicresources/dynamicresources.go: PreFilter`). */
function deviceTrouble(pod: Pod, api: ApiServer): string | undefined {
  for (const claim of claimsOfDevices(pod)) {
    const { spec = {} } = (writtenClaim(claim, api) ?? {}) as { spec?: DeviceSpec & { spec?: DeviceSpec } };
    for (const { name, exactly } of (spec.spec ?? spec).devices?.requests ?? []) {
      const kind = exactly?.deviceClassName;
      if (kind !== undefined && api.object('DeviceClass', kind) === undefined) return `request ${name}: device class ${kind} does not exist`;
    }
  }
  return undefined;
}

interface DeviceSpec {
  devices?: { requests?: { name: string; exactly?: { deviceClassName?: string } }[] };
}

/**
 * The first claim of the Pod that keeps it from a node: one that exists counts as bound, but that of an ephemeral volume only where a
 * StorageClass provides for it (`plugins/volumebinding/volume_binding.go: podHasPVCs`).
 */
function claimTrouble(pod: Pod, api: ApiServer): string | undefined {
  const isProvided = api.objects.some(({ kind }) => kind === 'StorageClass');
  for (const volume of pod.spec.volumes ?? []) {
    const isEphemeral = volume['ephemeral'] !== undefined;
    const name = claimOf(pod, volume);
    const isThere = api.object(CLAIM, name) !== undefined;
    if (name === '' || (isEphemeral ? isProvided : isThere)) continue;
    if (!isEphemeral) return `persistentvolumeclaim "${name}" not found`;
    return isThere
      ? 'pod has unbound immediate PersistentVolumeClaims'
      : `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`;
  }
  return undefined;
}

/** The name of a volume's claim; empty if it has none. */
function claimOf(pod: Pod, volume: Volume): string {
  if (volume['ephemeral'] !== undefined) return `${pod.metadata.name}-${volume.name}`;
  return (volume['persistentVolumeClaim'] as { claimName?: string } | undefined)?.claimName ?? '';
}

/** The status with PodScheduled, its members in the API's order. */
function withScheduled(pod: Pod, scheduled: Pick<PodCondition, 'status'> & Partial<PodCondition>, now: string): PodStatus {
  const { observedGeneration, status, reason, message } = scheduled;
  const { phase, conditions = [], ...rest } = pod.status;
  const condition: PodCondition = {
    type: 'PodScheduled',
    ...(observedGeneration !== undefined && { observedGeneration }),
    status,
    lastProbeTime: null,
    lastTransitionTime: now,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
  };
  return { phase, conditions: [...conditions.filter(({ type }) => type !== 'PodScheduled'), condition], ...rest };
}
