import { sharing } from '../../../base/json.ts';
import { remembered } from '../../../base/remembered.ts';
import { firstBytes } from '../../../base/utf8.ts';
import type { Container, ContainerState, ContainerStatus, Pod, PodStatus } from '../../../model/kubernetes.ts';
import type { ContainerSnapshot, RuntimePodStatus } from '../../node/container-record.ts';
import type { World } from '../../world.ts';
import { type ContainerKind, isSidecar, shouldBeRestarted } from '../containers.ts';
import type { ReasonCache } from '../reason-cache.ts';

const GONE_WHILE_RUNNING = 'The container could not be located when the pod was deleted.  The container used to be Running';
const RESTARTING_ALL = { reason: 'RestartingAllContainers', message: 'The container is removed because RestartAllContainers in place' } as const;
const INIT_RECORD_GONE = 'Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally';
const INIT_GONE: ContainerState = { terminated: { exitCode: 0, reason: 'Completed', message: INIT_RECORD_GONE, startedAt: null, finishedAt: null } };

/**
 * Container statuses as the API shows them, from what the cache says of the runtime and what was shown before
 * (`pkg/kubelet/kubelet_pods.go: convertToAPIContainerStatuses`). `started` is carried over by name; `ready` is false here.
 */
export function containerStatuses(
  world: World,
  pod: Pod,
  runtime: RuntimePodStatus,
  old: PodStatus,
  reasons: ReasonCache,
): Pick<PodStatus, 'initContainerStatuses' | 'containerStatuses' | 'ephemeralContainerStatuses'> {
  const hasInit = (pod.spec.initContainers ?? []).length > 0;
  const mainStarted = pod.spec.containers.some((container) => runtime.containers.some((record) => record.name === container.name));
  const wasRestartingAll = restartsAll(old);
  const build = (container: Container, kind: ContainerKind, before: ContainerStatus | undefined): ContainerStatus => {
    const records = runtime.containers.filter((record) => record.name === container.name);
    if (wasRestartingAll && records.length === 0 && before !== undefined && before.state.waiting === undefined)
      return takenAway(container, before, kind === 'init' && mainStarted);
    const status = fromRuntime(world, pod, container, records, before) ?? fallback(pod, container, kind, before, hasInit, mainStarted);
    return withReason(pod, container, kind, status, runtime, reasons);
  };
  const init = (pod.spec.initContainers ?? []).map((container) =>
    build(container, isSidecar(container) ? 'sidecar' : 'init', find(old.initContainerStatuses, container.name)),
  );
  const main = pod.spec.containers.map((container) => build(container, 'main', find(old.containerStatuses, container.name)));
  const ephemeral = (pod.spec.ephemeralContainers ?? []).map((container) =>
    build(container, 'ephemeral', find(old.ephemeralContainerStatuses, container.name)),
  );
  return {
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: main.sort(byName),
    ...(ephemeral.length > 0 && { ephemeralContainerStatuses: ephemeral.sort(byName) }),
  };
}

/** Whether RestartAllContainers is under way. */
export function restartsAll({ conditions = [] }: PodStatus): boolean {
  return conditions.some((condition) => condition.type === 'AllContainersRestarting' && condition.status === 'True');
}

function find(statuses: ContainerStatus[] | undefined, name: string): ContainerStatus | undefined {
  return statuses?.find((status) => status.name === name);
}

function byName(a: ContainerStatus, b: ContainerStatus): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** The newest instance is `state`, the one before it `lastState`; older ones are ignored. */
function fromRuntime(
  world: World,
  pod: Pod,
  container: Container,
  records: ContainerSnapshot[],
  before: ContainerStatus | undefined,
): ContainerStatus | undefined {
  const [current, previous] = records;
  if (current === undefined) return undefined;
  const messageBytes = messageBytesOf(pod);
  const carried = current.state === 'running' && before?.started !== undefined ? before.started : undefined;
  const containerID = sharing(containerIdOf(current), before?.containerID);
  const status: ContainerStatus = {
    name: container.name,
    state: stateOf(world, current, containerID, messageBytes),
    // What was its `state` becomes its `lastState`: both share one object
    lastState:
      previous?.state === 'exited'
        ? sharing(stateOf(world, previous, containerIdOf(previous), messageBytes), before?.state)
        : inheritedLastState(current, before),
    ready: false,
    restartCount: restartCountOf(current, before),
    image: current.image,
    imageID: current.imageId,
    containerID,
  };
  if (carried !== undefined) status.started = carried;
  const requests = container.resources?.requests;
  if (requests !== undefined) status['allocatedResources'] = requests;
  status['resources'] = resourcesOf(container, current.state === 'running' ? current.resources : undefined);
  const volumeImages = world.gate('ImageVolumeWithDigest', false) ? current.volumeImages : undefined;
  if ((container.volumeMounts ?? []).length > 0)
    status['volumeMounts'] = volumeImages === undefined ? mountsOf(container) : mountsWith(container, volumeImages);
  status['user'] = { linux: { uid: current.user.uid, gid: current.user.gid, supplementalGroups: current.user.groups } };
  if (world.gate('ContainerStopSignals', false)) status['stopSignal'] = current.stopSignal;
  return status;
}

/** The `lastState` of a container whose earlier instance is no longer in the runtime: what was shown of it last still holds. */
function inheritedLastState(current: ContainerSnapshot, before: ContainerStatus | undefined): ContainerState {
  if (before === undefined) return {};
  return before.containerID !== containerIdOf(current) && before.state.terminated !== undefined ? { terminated: before.state.terminated } : before.lastState;
}

/** The runtime's restart count, but never less than was shown before, and one more if the instance shown before had ended (`convertContainerStatus`). */
function restartCountOf(current: ContainerSnapshot, before: ContainerStatus | undefined): number {
  const shown = before?.restartCount ?? 0;
  const isAnother = current.state === 'running' && before?.state.terminated !== undefined;
  return Math.max(current.restartCount, isAnother ? shown + 1 : shown);
}

/** The status of a container of which the runtime has nothing: it was not created yet, or is gone. */
function fallback(
  pod: Pod,
  container: Container,
  kind: ContainerKind,
  before: ContainerStatus | undefined,
  hasInit: boolean,
  mainStarted: boolean,
): ContainerStatus {
  const waiting: ContainerState = { waiting: { reason: hasInit ? 'PodInitializing' : 'ContainerCreating' } };
  const base = {
    lastState: before?.lastState ?? {},
    ready: false,
    restartCount: before?.restartCount ?? 0,
    image: container.image ?? '',
    imageID: '',
  };
  if (before?.state.terminated !== undefined) {
    return statusOf(container, {
      ...base,
      state: before.state,
      image: before.image,
      imageID: before.imageID,
      ...(before.containerID !== undefined && { containerID: before.containerID }),
      ...(before['user'] !== undefined && { user: before['user'] }),
    });
  }
  if (kind === 'init' && mainStarted) {
    return statusOf(container, {
      ...base,
      state: { ...INIT_GONE },
    });
  }
  if (before?.state.running !== undefined) {
    const terminated = { exitCode: 137, reason: 'ContainerStatusUnknown', message: GONE_WHILE_RUNNING, startedAt: null, finishedAt: null };
    const deleting = pod.metadata.deletionTimestamp !== undefined;
    return statusOf(container, { ...base, state: waiting, lastState: { terminated }, restartCount: base.restartCount + (deleting ? 0 : 1) });
  }
  return statusOf(container, { ...base, state: waiting });
}

/**
 * The status of a container that RestartAllContainers has removed: how it ended is lost. One that was shown to have ended keeps the rest of its
 * status. `initialized`: an init container that went with the sandbox before main containers did.
 */
function takenAway(container: Container, before: ContainerStatus, initialized: boolean): ContainerStatus {
  const restarting = {
    state: initialized ? { ...INIT_GONE } : { waiting: { ...RESTARTING_ALL } },
    lastState: { terminated: { exitCode: 137, ...RESTARTING_ALL, startedAt: null, finishedAt: null } },
    restartCount: before.restartCount + 1,
  };
  if (before.state.terminated !== undefined) return { ...before, ...restarting };
  return statusOf(container, {
    ...restarting,
    ready: before.ready,
    image: container.image ?? '',
    imageID: '',
  });
}

/** A failed start shows as waiting with its reason; what was terminated moves to `lastState`. */
function withReason(
  pod: Pod,
  container: Container,
  kind: ContainerKind,
  status: ContainerStatus,
  runtime: RuntimePodStatus,
  reasons: ReasonCache,
): ContainerStatus {
  const reason = reasons.get(container.name);
  // That an ephemeral container is never started again counts only when it comes to starting it
  const asked = kind === 'ephemeral' ? 'main' : kind;
  if (reason === undefined || status.state.running !== undefined || !shouldBeRestarted(pod, container, asked, runtime)) return status;
  if ((kind === 'init' || kind === 'sidecar') && status.state.terminated?.exitCode === 0) return status;
  const lastState = status.state.terminated === undefined ? status.lastState : { terminated: status.state.terminated };
  return { ...status, state: { waiting: { reason: reason.reason, message: reason.message } }, lastState };
}

function containerIdOf(record: ContainerSnapshot): string {
  return `containerd://${record.id}`;
}

/** Cuts termination messages: the containers of a Pod share a limit (`pkg/kubelet/status/status_manager.go: normalizeStatus`). */
function messageBytesOf({ spec }: Pod): number {
  const containers = spec.containers.length + (spec.initContainers ?? []).length + (spec.ephemeralContainers ?? []).length;
  return Math.floor(POD_MESSAGE_BYTES / containers);
}

/** `pkg/kubelet/container/runtime.go: MaxPodTerminationMessageLogLength`. */
const POD_MESSAGE_BYTES = 12 * 1024;

function stateOf(world: World, record: ContainerSnapshot, containerID: string, messageBytes: number): ContainerState {
  switch (record.state) {
    case 'running':
      return { running: { startedAt: world.timestamp(record.startedAtMs) } };
    case 'created':
      return { waiting: {} };
    case 'exited': {
      const { exitCode, reason } = record;
      const message = firstBytes(reason === 'StartError' ? record.message : record.terminationMessage, messageBytes);
      const startedAt = record.startedAtMs === undefined ? '1970-01-01T00:00:00Z' : world.timestamp(record.startedAtMs);
      const finishedAt = world.timestamp(record.finishedAtMs);
      return {
        terminated:
          message === '' ? { exitCode, reason, startedAt, finishedAt, containerID } : { exitCode, reason, message, startedAt, finishedAt, containerID },
      };
    }
    case 'unknown':
      return { waiting: {} };
  }
}

interface Shown {
  state: ContainerState;
  lastState: ContainerState;
  ready: boolean;
  restartCount: number;
  image: string;
  imageID: string;
  containerID?: string;
  user?: unknown;
}

/** The status of a container that the runtime does not have. */
function statusOf(container: Container, { state, containerID, user, ...head }: Shown): ContainerStatus {
  // In the API's order, by which it prints
  const status: ContainerStatus = { name: container.name, state, ...head };
  if (containerID !== undefined) status.containerID = containerID;
  const requests = container.resources?.requests;
  if (containerID !== undefined && requests !== undefined) status['allocatedResources'] = requests;
  if (containerID !== undefined) status['resources'] = resourcesOf(container, undefined);
  if ((container.volumeMounts ?? []).length > 0) status['volumeMounts'] = mountsOf(container);
  if (user !== undefined) status['user'] = user;
  return status;
}

/** The mounts as the status shows them: the same list in each status of a container. */
const mountsOf = remembered((container: Container) => mountsWith(container, new Map()));

/** `volumeImages`: the digests of image volumes, by the volume's name. */
function mountsWith({ volumeMounts = [] }: Container, volumeImages: ReadonlyMap<string, string>): object[] {
  return volumeMounts.map(({ name, mountPath, readOnly, recursiveReadOnly = 'Disabled' }) => ({
    name,
    mountPath,
    // The runtime can make mounts below it read-only too (`pkg/kubelet/kubelet_pods.go: resolveRecursiveReadOnly`)
    ...(readOnly === true && { readOnly: true, recursiveReadOnly: recursiveReadOnly === 'Disabled' ? 'Disabled' : 'Enabled' }),
    ...(volumeImages.has(name) && { volumeStatus: { image: { imageRef: volumeImages.get(name) } } }),
  }));
}

/**
 * The resources that the status shows: what was granted; for CPU and memory what the container has, as the runtime says
 * (`pkg/kubelet/kubelet_pods.go: convertContainerStatusResources`).
 */
function resourcesOf({ resources: granted = {} }: Container, actual: Container['resources']): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const list of ['limits', 'requests'] as const) if (granted[list] !== undefined) shown[list] = withCompute(granted[list], actual?.[list]);
  return shown;
}

function withCompute(granted: Record<string, string>, actual: Record<string, string> | undefined): Record<string, string> {
  if (actual === undefined || actual === granted) return granted;
  const { cpu, memory } = actual;
  return { ...granted, ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
}
