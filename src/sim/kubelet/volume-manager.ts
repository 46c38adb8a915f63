import type { Container, KubernetesObject, Pod, Volume as PodVolume } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import { createVolume } from '../../shell/index.ts';
import type { Mount, Volume } from '../../shell/types.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import type { Routine, Signal } from '../engine/task.ts';
import type { World } from '../world.ts';
import { dataOf, fieldValue } from './environment.ts';
import type { EventRecorder } from './events/recorder.ts';
import { expandVariables } from './prober/handlers.ts';
import { containerResource } from './resources.ts';

/** `pkg/kubelet/volumemanager/volume_manager.go: podAttachAndMountTimeout`. */
const TIMEOUT_MS = 123_000;
/** First attempt of the reconciler, and its back-off when a mount fails (`exponentialbackoff`). */
const FIRST_ATTEMPT_MS = 130;
const RETRY_INITIAL_MS = 500;
const RETRY_MAX_MS = 122_000;

/** A running sync can be told that nobody waits for it any more; only the volume wait listens. */
export interface SyncContext {
  cancelled: boolean;
  readonly changed: Signal;
}

interface KeyRef {
  name?: string;
  secretName?: string;
  optional?: boolean;
  items?: { key: string; path: string }[];
}

interface ProjectedSource {
  configMap?: KeyRef;
  secret?: KeyRef;
  serviceAccountToken?: { path: string };
  downwardAPI?: { items?: DownwardItem[] };
}

interface DownwardItem {
  path: string;
  fieldRef?: { fieldPath: string };
  resourceFieldRef?: { containerName?: string; resource: string; divisor?: string };
}

/** Mounts a Pod's volumes before its containers start, and remembers what is in them. */
export class VolumeManager {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #events: EventRecorder;
  #grown: () => void = () => undefined;
  /** The node's: contents outlive a kubelet process. */
  readonly #volumes: Map<string, Volume>;
  #mountedMs: number | undefined;

  constructor(world: World, api: ApiServer, events: EventRecorder, volumes: Map<string, Volume>) {
    this.#world = world;
    this.#api = api;
    this.#events = events;
    this.#volumes = volumes;
  }

  /**
   * Waits until all volumes are mounted: looks at once and then every 300 ms. An error text if it gives up or is
   * cancelled before they are (`WaitForAttachAndMount`).
   */
  *waitForMount(pod: Pod, context: SyncContext, cause: RecordId): Routine<string | undefined> {
    const volumes = pod.spec.volumes ?? [];
    if (volumes.length === 0) return undefined;
    const { volumePollMs, volumeMountMs } = this.#world.latency;
    const startMs = this.#world.nowMs;
    let attemptMs = startMs + FIRST_ATTEMPT_MS;
    let retryMs = RETRY_INITIAL_MS;
    if (this.#mountedMs === undefined && this.#missing(pod) === undefined) this.#mountedMs = startMs + volumeMountMs;
    else if (this.#mountedMs !== undefined && this.#mountedMs <= startMs) return undefined;
    for (let pollMs = startMs + volumePollMs; ; ) {
      const nextMs = this.#mountedMs === undefined ? Math.min(pollMs, attemptMs) : pollMs;
      while (this.#world.nowMs < nextMs && !context.cancelled) yield { untilMs: nextMs, signals: [context.changed] };
      if (context.cancelled) return this.#isMounted() ? undefined : 'context canceled';
      if (this.#mountedMs === undefined && this.#world.nowMs >= attemptMs) {
        const missing = this.#missing(pod);
        if (missing === undefined) this.#mountedMs = this.#world.nowMs;
        else {
  /** The worker has begun to terminate the Pod. */
  terminationStarted(pod: Pod): void {
    this.#reconciler.terminationStarted(pod.metadata.uid ?? '');
  }

  /** The Pod is gone from the API, or its manifest from the node. */
  podRemoved(pod: Pod): void {
    this.#reconciler.podRemoved(pod.metadata.uid ?? '');
  }

  /** Bytes of the files in a volume. */
  sizeBytes(name: string): number {
    return this.#volumes.get(name)?.sizeBytes ?? 0;
  }

  /** Calls back whenever something is written to a volume. */
  onGrowth(listener: () => void): void {
    this.#grown = listener;
  }

          this.#events.pod(pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${missing.volume}" : ${missing.error}`, cause);
          attemptMs = this.#world.nowMs + retryMs;
          retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
        }
      }
      if (this.#world.nowMs < pollMs) continue;
      if (this.#isMounted()) return undefined;
      if (this.#world.nowMs - startMs >= TIMEOUT_MS) return 'timed out waiting for the condition';
      pollMs += volumePollMs;
    }
  }

  /** Nothing of a Pod is mounted any more. */
  unmount(): void {
    this.#mountedMs = undefined;
    this.#volumes.clear();
  }

  /** A file of one of the Pod's volumes, and where the node has it; only an emptyDir may be asked for. */
  read(pod: Pod, name: string, path: string, podIp: string): { hostPath: string; text: string | undefined } | undefined {
    const volume = (pod.spec.volumes ?? []).find((candidate) => candidate.name === name);
    if (volume === undefined) return undefined;
    const hostPath = `/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/kubernetes.io~empty-dir/${name}/${path}`;
    return { hostPath, text: this.#volume(pod, volume, podIp).read(path) };
  }

  /** The mounts of one container; contents come from the objects as they are when the volume is first used. */
  mountsOf(pod: Pod, container: Container, env: Record<string, string>, podIp: string): Mount[] | { error: string } {
    const mounts: Mount[] = [];
    for (const mount of container.volumeMounts ?? []) {
      const volume = (pod.spec.volumes ?? []).find((candidate) => candidate.name === mount.name);
      if (volume === undefined) continue;
      const subPath = mount.subPathExpr === undefined ? mount.subPath : expandVariables(mount.subPathExpr, (name) => env[name]);
      if (subPath?.split('/').includes('..') === true) return { error: `unable to provision SubPath \`${subPath}\`: must not contain '..'` };
      if (subPath?.startsWith('/') === true) return { error: `error SubPath \`${subPath}\` must not be an absolute path` };
      mounts.push({
        path: mount.mountPath,
        volume: this.#volume(pod, volume, podIp),
        readOnly: mount.readOnly === true || isReadOnlySource(volume),
        ...(subPath !== undefined && subPath !== '' && { subPath }),
    made.onSize(() => this.#grown());
      });
    }
    return mounts;
  }

  #isMounted(): boolean {
    return this.#mountedMs !== undefined && this.#mountedMs <= this.#world.nowMs;
  }

  #volume(pod: Pod, volume: PodVolume, podIp: string): Volume {
    const made = this.#volumes.get(volume.name) ?? createVolume(this.#filesOf(pod, volume, podIp));
    this.#volumes.set(volume.name, made);
    return made;
  }

  #missing(pod: Pod): { volume: string; error: string } | undefined {
    for (const volume of pod.spec.volumes ?? []) {
      for (const [kind, ref] of refsOf(volume)) {
        const name = ref.name ?? ref.secretName ?? '';
        if (name === 'kube-root-ca.crt') continue;
        const object = this.#api.object(kind, name);
        if (object === undefined && ref.optional !== true) return { volume: volume.name, error: `${kind.toLowerCase()} "${name}" not found` };
        const absent = object === undefined ? undefined : ref.items?.find((item) => dataOf(object)[item.key] === undefined);
        if (absent !== undefined && ref.optional !== true) {
          return { volume: volume.name, error: `references non-existent ${kind === 'Secret' ? 'secret' : 'config'} key: ${absent.key}` };
        }
      }
    }
    return undefined;
  }

  #filesOf(pod: Pod, volume: PodVolume, podIp: string): Record<string, string> {
    const files: Record<string, string> = {};
    const add = (object: KubernetesObject | undefined, items: KeyRef['items']) => {
      if (object === undefined) return;
      for (const [key, value] of Object.entries(dataOf(object))) {
        const path = items === undefined ? key : items.find((item) => item.key === key)?.path;
        if (path !== undefined) files[path] = value;
      }
    };
    for (const [kind, ref] of refsOf(volume)) add(this.#api.object(kind, ref.name ?? ref.secretName ?? ''), ref.items);
    for (const item of downwardItems(volume)) {
      files[item.path] = item.fieldRef === undefined ? this.#resource(pod, item) : fieldValue(pod, item.fieldRef.fieldPath, podIp);
    }
    const { sources } = (volume['projected'] ?? {}) as { sources?: ProjectedSource[] };
    for (const source of sources ?? [])
      if (source.serviceAccountToken !== undefined) files[source.serviceAccountToken.path] = 'eyJhbGciOiJSUzI1NiJ9.simulated.token';
    return files;
  }

  #resource(pod: Pod, item: DownwardItem): string {
    const ref = item.resourceFieldRef;
    const container = pod.spec.containers.find((candidate) => candidate.name === ref?.containerName) ?? pod.spec.containers[0];
    return ref === undefined || container === undefined
      ? ''
      : containerResource(container, ref.resource, ref.divisor, this.#world.scenario.cluster.node.allocatable);
  }
}

function refsOf(volume: PodVolume): ['ConfigMap' | 'Secret', KeyRef][] {
  const refs: ['ConfigMap' | 'Secret', KeyRef][] = [];
  if (volume['configMap'] !== undefined) refs.push(['ConfigMap', volume['configMap'] as KeyRef]);
  if (volume['secret'] !== undefined) refs.push(['Secret', volume['secret'] as KeyRef]);
  const { sources } = (volume['projected'] ?? {}) as { sources?: ProjectedSource[] };
  for (const source of sources ?? []) {
    if (source.configMap !== undefined) refs.push(['ConfigMap', source.configMap]);
    if (source.secret !== undefined) refs.push(['Secret', source.secret]);
  }
  return refs;
}

function downwardItems(volume: PodVolume): DownwardItem[] {
  const own = ((volume['downwardAPI'] ?? {}) as { items?: DownwardItem[] }).items ?? [];
  const { sources } = (volume['projected'] ?? {}) as { sources?: ProjectedSource[] };
  return [...own, ...(sources ?? []).flatMap((source) => source.downwardAPI?.items ?? [])];
}

function isReadOnlySource(volume: PodVolume): boolean {
  return ['configMap', 'secret', 'projected', 'downwardAPI', 'image'].some((source) => volume[source] !== undefined);
}
