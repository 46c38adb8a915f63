import type { Container, Pod } from '../../../model/kubernetes.ts';
import type { RecordId, ResizeChange } from '../../../model/trace.ts';
import { unpreparedClaim } from '../../control-plane/resource-claims.ts';
import type { Routine } from '../../engine/task.ts';
import type { RuntimePodStatus } from '../../node/container-record.ts';
import { sysctlsOf } from '../../node/security.ts';
import { OOM_AT_START, type Runtime, RUNC_FAILED, RUNC_MEMORY_BYTES } from '../../node/runtime.ts';
import type { World } from '../../world.ts';
import { formatDuration } from '../../../base/duration.ts';
import { quantity } from '../../../base/quantity.ts';
import { hashHex } from '../../../base/random.ts';
import type { ApiServer } from '../../control-plane/api-server.ts';
import type { Allocations } from '../allocations.ts';
import { isSidecar, newest, podText } from '../containers.ts';
import type { EventRecorder } from '../events/recorder.ts';
import type { ImageFailure, ImageManager } from '../image-manager.ts';
import type { ReasonCache } from '../reason-cache.ts';
import { cgroupMemoryBytes, withPodLimits } from '../resources.ts';
import { computePodActions, type PodActions, type ProbeVerdicts } from './actions.ts';
import { backOffKey, type InBackOff, type RestartBackOff } from './back-off.ts';
import type { ContainerKiller } from './kill.ts';
import { type ContainerStarter, fqdnOf, hostnameOf } from './start.ts';

/** How a runtime sync ended. `error`: something failed; with `backOffUntilMs` if containers wait in back-off. */
export interface SyncResult {
  didSomething: boolean;
  error?: string;
  backOffUntilMs?: number;
  /** Why a resize that was granted cannot be carried out now. */
  resizeError?: string;
  /** All containers have been removed: the next sync, which follows at once, starts them anew. */
  again?: boolean;
}

export interface RuntimeSyncParts {
  world: World;
  api: ApiServer;
  runtime: Runtime;
  events: EventRecorder;
  reasons: ReasonCache;
  backOff: RestartBackOff;
  probes: ProbeVerdicts;
  killer: ContainerKiller;
  starter: ContainerStarter;
  imageManager: ImageManager;
  allocations: Allocations;
  onSandboxReady(pod: Pod, cause: RecordId): void;
}

/**
 * Brings the Pod's containers to the state they should be in, judging by one snapshot that is not refreshed meanwhile
 * (`pkg/kubelet/kuberuntime/kuberuntime_manager.go: SyncPod`). Everything in it happens one after the other. `isEnding`: whether the end
 * of the Pod has been asked for meanwhile. `restartsAll`: see `computePodActions`.
 */
export function* syncRuntime(
  parts: RuntimeSyncParts,
  pod: Pod,
  status: RuntimePodStatus,
  restartsAll: boolean,
  isEnding: () => boolean,
  cause: RecordId,
): Routine<SyncResult> {
  const { world, runtime, events } = parts;
  const actions = computePodActions(pod, status, parts.probes, (container) => parts.allocations.changes(pod, container), restartsAll);
  const handler = runtimeHandler(parts.api, pod);
  let sandbox = status.sandboxes.find((candidate) => candidate.ready);
  let didSomething = false;

  if (actions.killPod) {
    if (actions.createSandbox && actions.announceSandbox)
      events.pod(pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.', cause);
    didSomething = status.containers.some((record) => record.state === 'running') || status.sandboxes.some((candidate) => candidate.ready);
    yield* parts.killer.killPod(pod, status, undefined, cause);
    if (actions.createSandbox) for (const container of pod.spec.initContainers ?? []) removeRecords(runtime, status, container.name, cause);
  } else {
    for (const kill of actions.toKill) {
      didSomething = true;
      yield* parts.killer.killContainer(pod, kill.record, { message: kill.message, reason: kill.reason, cause: kill.cause < 0 ? cause : kill.cause });
    }
  }
  // Where the sandbox is gone as well, that comes first, and the reset with the next sync
  if (actions.toReset.length > 0 && !actions.killPod) {
    yield* resetAll(parts, pod, status, actions.toReset, cause);
    return { didSomething: true, again: true };
  }
  pruneInitRecords(runtime, pod, status, cause);

  if (actions.createSandbox) {
    const unprepared = unpreparedClaim(pod, parts.api);
    if (unprepared !== undefined) {
      // Not taken for an error, so that it is not tried again before the next sync
      events.pod(pod, 'Warning', 'FailedPrepareDynamicResources', `Failed to prepare dynamic resources: prepare dynamic resources: ${unprepared}`, cause);
      return { didSomething };
    }
    const failure = handler.error ?? fqdnFailure(pod, world) ?? handlerFailure(handler.name, world) ?? memoryFailure(pod, world) ?? sysctlFailure(pod, world);
    // The sandbox of a Pod that is to end is no loss
    if (failure !== undefined && isEnding()) return { didSomething };
    if (failure !== undefined) {
      events.pod(pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${failure}`, cause);
      return { didSomething, error: failure };
    }
    sandbox = yield* runtime.call(runtime.runPodSandbox(pod, actions.attempt, cause));
    didSomething = true;
    parts.onSandboxReady(pod, cause);
  }
  if (sandbox === undefined) return { didSomething };
  // The sandbox's configuration is made anew for each sync: if its RuntimeClass is gone, nothing is started any more
  if (handler.error !== undefined) return { didSomething, error: handler.error };
  return yield* startAll(parts, pod, status, actions, sandbox, cause, didSomething);
}

function* startAll(
  parts: RuntimeSyncParts,
  pod: Pod,
  status: RuntimePodStatus,
  actions: PodActions,
  sandbox: { id: string; ip: string },
  cause: RecordId,
  didSomething: boolean,
): Routine<SyncResult> {
  // In every sync, whether or not anything is to be started
  const missingVolumes: ReadonlyMap<string, ImageFailure> = yield* parts.imageManager.ensureImageVolumes(pod, cause);
  const starts: Starts = { parts, pod, status, sandbox, missingVolumes, cause, result: { didSomething } };
  for (const container of pod.spec.ephemeralContainers ?? []) {
    // The sync that makes the sandbox has no eye for them
    if (!actions.createSandbox && newest(status, container.name) === undefined) yield* start(starts, container);
  }
  for (const container of actions.initToStart) {
    const started = yield* start(starts, container);
    if (!started && !isSidecar(container)) return starts.result;
  }
  if (actions.toResize.length > 0 || actions.toKill.some(({ reason }) => reason === 'resize') || parts.allocations.changesPod(pod)) {
    starts.result.didSomething = true;
    const refusal = memoryInUse(parts, pod, status, actions.toResize);
    if (refusal === undefined) {
      for (const container of actions.toResize) yield* resize(starts, container);
      parts.allocations.actuatePod(pod);
    } else Object.assign(starts.result, { error: refusal, resizeError: refusal });
  }
  for (const container of actions.toStart) yield* start(starts, container);
  return starts.result;
}

/** What the starts of one sync share, and their results so far. */
interface Starts {
  parts: RuntimeSyncParts;
  pod: Pod;
  status: RuntimePodStatus;
  sandbox: { id: string; ip: string };
  missingVolumes: ReadonlyMap<string, ImageFailure>;
  cause: RecordId;
  result: SyncResult;
}

/** Starts a container unless it waits in back-off. Returns whether it runs. */
function* start({ parts, pod, status, sandbox, missingVolumes, cause, result }: Starts, container: Container): Routine<boolean> {
  const { reasons } = parts;
  const waiting = inBackOff(parts, pod, container, status, cause);
  if (waiting !== undefined) {
    result.backOffUntilMs = Math.min(result.backOffUntilMs ?? Number.POSITIVE_INFINITY, waiting.untilMs);
    result.error = ['back-off ', formatDuration(waiting.delayMs), ' restarting failed container=', container.name, ' pod=', podText(pod)].join('');
    reasons.set(container.name, 'CrashLoopBackOff', result.error);
    return false;
  }
  result.didSomething = true;
  const failure = yield* parts.starter.startContainer(pod, container, sandbox, status, missingVolumes, cause);
  if (failure === undefined) {
    reasons.clear(container.name);
    return true;
  }
  result.error = failure.message;
  reasons.set(container.name, failure.reason, failure.message);
  return false;
}

/** Why the limits of memory cannot be lowered: more than that is in use (`validateMemoryResizeAction`). */
function memoryInUse({ allocations, runtime }: RuntimeSyncParts, pod: Pod, status: RuntimePodStatus, toResize: readonly Container[]): string | undefined {
  const running = status.containers.filter(({ state }) => state === 'running');
  const usedByPod = running.reduce((sum, { id }) => sum + runtime.memoryBytesOf(id), 0);
  const isLowered = (to: number | undefined, from: number | undefined): to is number => to !== undefined && to < (from ?? Number.POSITIVE_INFINITY);
  const errors: string[] = [];
  const ofPod = cgroupMemoryBytes(pod);
  if (isLowered(ofPod, cgroupMemoryBytes(allocations.cgroupOf(pod))) && usedByPod >= ofPod)
    errors.push(`attempting to set pod memory limit (${ofPod}) below current usage (${usedByPod})`);
  for (const container of toResize) {
    const record = newest(status, container.name);
    const limit = memoryLimit(withPodLimits(pod, container).resources);
    // The words name what the whole Pod uses
    if (record !== undefined && isLowered(limit, memoryLimit(record.resources)) && runtime.memoryBytesOf(record.id) >= limit)
      errors.push(`attempting to set container "${container.name}" memory limit (${limit}) below current usage (${usedByPod})`);
  }
  if (errors.length === 0) return undefined;
  return `cannot decrease memory limits: ${errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`}`;
}

function memoryLimit(resources: Container['resources']): number | undefined {
  const memory = resources?.limits?.['memory'];
  return memory === undefined ? undefined : Math.ceil(quantity(memory));
}

/** Gives a running container another amount of CPU or memory (`doPodResizeAction`). */
function* resize({ parts, pod, status, cause }: Starts, container: Container): Routine {
  const record = newest(status, container.name);
  if (record === undefined) return;
  const resized = withPodLimits(pod, container);
  const decision = parts.world.trace.add({
    kind: 'Decision',
    cause,
    rule: 'container.resize',
    container: container.name,
    decision: { what: 'resize', changes: resizeChanges(record.resources, resized.resources) },
  });
  yield* parts.runtime.call(parts.runtime.updateResources(record.id, resized, decision.id));
  parts.allocations.actuate(pod, container, decision.id);
}

function resizeChanges(before: Container['resources'], after: Container['resources']): ResizeChange[] {
  const changes: ResizeChange[] = [];
  for (const list of ['requests', 'limits'] as const) {
    for (const name of ['cpu', 'memory'] as const) {
      const [from, to] = [before?.[list]?.[name], after?.[list]?.[name]];
      if (from !== to) changes.push({ field: `${list}.${name}`, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
    }
  }
  return changes;
}

/** `doBackOff`: the snapshot knows nothing of an instance that this very sync has killed. */
function inBackOff(parts: RuntimeSyncParts, pod: Pod, container: Container, status: RuntimePodStatus, cause: RecordId): InBackOff | undefined {
  const { world, backOff, events } = parts;
  const exited = status.containers.find((record) => record.name === container.name && record.state === 'exited');
  const waiting = backOff.start(backOffKey(pod, container), exited?.finishedAtMs, world.nowMs);
  if (waiting === undefined) {
    if (exited !== undefined)
      world.trace.add({
        kind: 'Decision',
        cause: exited.lastRecord,
        rule: 'container.actions',
        container: container.name,
        decision: { what: 'start', restart: true },
      });
    return undefined;
  }
  const decision = world.trace.add({
    kind: 'Decision',
    cause: exited?.lastRecord ?? cause,
    rule: 'container.back-off',
    container: container.name,
    decision: { what: 'back-off', delayMs: waiting.delayMs, remainingMs: waiting.untilMs - world.nowMs, untilMs: waiting.untilMs },
  });
  events.container(pod, container.name, 'Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${podText(pod)}`, decision.id);
  return waiting;
}

/** Only the newest dead instance of each init container is kept (`pruneInitContainersBeforeStart`). */
function pruneInitRecords(runtime: Runtime, pod: Pod, status: RuntimePodStatus, cause: RecordId): void {
  for (const container of pod.spec.initContainers ?? []) {
    const dead = status.containers.filter((record) => record.name === container.name && record.state === 'exited');
    for (const record of dead.slice(1)) runtime.removeContainer(record.id, cause);
  }
}

/** Stops containers one after the other, without preStop and with 2 s to end, and removes them. Sandbox, address, volumes and logs stay. */
function* resetAll(parts: RuntimeSyncParts, pod: Pod, status: RuntimePodStatus, containers: Container[], cause: RecordId): Routine {
  for (const container of containers) {
    const record = newest(status, container.name);
    if (record === undefined) continue;
    if (record.state === 'running') yield* parts.killer.killContainer(pod, record, { message: 'killing', reason: 'other', overrideSeconds: 0, cause });
    removeRecords(parts.runtime, status, container.name, cause, 'keep');
  }
}

function removeRecords(runtime: Runtime, status: RuntimePodStatus, name: string, cause: RecordId, log?: 'keep'): void {
  for (const record of status.containers) if (record.name === name) runtime.removeContainer(record.id, cause, log);
}

/** `pkg/kubelet/runtimeclass/runtimeclass_manager.go: LookupRuntimeHandler`. */
function runtimeHandler(api: ApiServer, pod: Pod): { name: string; error?: string } {
  const className = pod.spec['runtimeClassName'];
  if (typeof className !== 'string' || className === '') return { name: '' };
  const runtimeClass = api.object('RuntimeClass', className);
  if (runtimeClass === undefined) return { name: '', error: `runtimeclass.node.k8s.io "${className}" not found` };
  return { name: String(runtimeClass['handler'] ?? '') };
}

/** With setHostnameAsFQDN the whole name has to fit into the kernel's limit for host names (`pkg/kubelet/util/util.go: GetNodenameForKernel`). */
function fqdnFailure(pod: Pod, world: World): string | undefined {
  const { node, kubelet } = world.scenario.cluster;
  const fqdn = fqdnOf(pod, hostnameOf(pod, node.name), kubelet.clusterDomain);
  if (pod.spec['setHostnameAsFQDN'] !== true || fqdn === undefined) return undefined;
  if (fqdn.length <= FQDN_LIMIT) return undefined;
  return `failed to construct FQDN from pod hostname and cluster domain, FQDN ${fqdn} is too long (${FQDN_LIMIT} characters is the max, ${fqdn.length} characters requested)`;
}

const FQDN_LIMIT = 64;

/** The error for a Pod whose cgroup has not even room for what starts the sandbox (recorded with 1Mi and 2Mi). */
function memoryFailure(pod: Pod, world: World): string | undefined {
  if ((cgroupMemoryBytes(pod) ?? RUNC_MEMORY_BYTES) >= RUNC_MEMORY_BYTES) return undefined;
  return sandboxNotStarted(OOM_AT_START, world);
}

/**
 * The error for a kernel parameter whose value the kernel does not take: those that a Pod may set are numbers, ranges of numbers or lists of them
 * (`kernel/sysctl.c: do_proc_dointvec`; recorded in sysctl-not-a-number). Their limits are not looked at.
 */
function sysctlFailure(pod: Pod, world: World): string | undefined {
  const bad = Object.entries(sysctlsOf(pod)).find(([, value]) => !/^[-\d\s,]*$/.test(value));
  if (bad === undefined) return undefined;
  return sandboxNotStarted(`error during container init: write /proc/sys/${bad[0].replaceAll('.', '/')}: invalid argument`, world);
}

/** In containerd's and runc's words. The id of the failed sandbox is in it, so that no two such texts are equal. */
function sandboxNotStarted(why: string, world: World): string {
  return `rpc error: code = Unknown desc = failed to start sandbox "${hashHex(`failed-sandbox/${world.nowMs}`, 64)}": ${RUNC_FAILED}${why}`;
}

/** The error for a handler that the node's runtime does not have. It names the id of the failed sandbox, so that no two such texts are equal. */
function handlerFailure(handler: string, world: World): string | undefined {
  if (handler === '' || world.scenario.cluster.runtimeHandlers.includes(handler)) return undefined;
  return `rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "${hashHex(`failed-sandbox/${world.nowMs}`, 64)}": no runtime for "${handler}" is configured`;
}
