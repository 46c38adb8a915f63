import { ROOT_CA } from '../../api/index.ts';
import { hashHex } from '../../base/random.ts';
import { remembered } from '../../base/remembered.ts';
import { rfc3339 } from '../../base/timestamp.ts';
import type { Container, KubernetesObject, Pod, Volume as PodVolume } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import { createVolume } from '../../shell/index.ts';
import type { Mount, Volume } from '../../shell/types.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import type { Routine, Scope, Signal } from '../engine/task.ts';
import type { Images } from '../node/images.ts';
import type { World } from '../world.ts';
import { fieldValue, filesIn } from './environment.ts';
import type { EventRecorder } from './events/recorder.ts';
import { expandVariables } from './prober/handlers.ts';
import { cgroupMemoryBytes, containerResource, memoryVolumeBytes } from './resources.ts';
import { type MissingVolume, VolumeReconciler } from './volume-reconciler.ts';

/** `pkg/kubelet/volumemanager/volume_manager.go: podAttachAndMountTimeout`. */
const TIMEOUT_MS = 123_000;

/** Tells a running sync that nobody waits for it any more; only the wait for volumes listens. */
export interface SyncContext {
  cancelled: boolean;
  readonly changed: Signal;
}

interface KeyRef {
  name?: string;
  secretName?: string;
  optional?: boolean;
  items?: { key: string; path: string; mode?: number }[];
}

interface ProjectedSource {
  configMap?: KeyRef;
  secret?: KeyRef;
  serviceAccountToken?: { path: string };
  downwardAPI?: { items?: DownwardItem[] };
}

interface DownwardItem {
  mode?: number;
  path: string;
  fieldRef?: { fieldPath: string };
  resourceFieldRef?: { containerName?: string; resource: string; divisor?: string };
}

/** Mounts a Pod's volumes before its containers start, and remembers what is in them. */
export class VolumeManager {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #images: Images;
  readonly #reconciler: VolumeReconciler;
  /** The volumes of the node: their contents outlive a kubelet process. */
  readonly #volumes: Map<string, Volume>;
  readonly #isRestarted: boolean;
  #neverSynced = false;
  #mountedMs: number | undefined;
  /** How many changes of objects there were, and how many of them the volumes have taken in. */
  #objectChanges = 0;
  #seenChanges = 0;
  #grown: () => void = () => undefined;
  #podIp = '';
  /** Volumes that were never mounted, once the Pod has ended. */
  #unmounted: ReadonlySet<string> | undefined;
  /** The Pod as it was last synced. */
  #synced: Pod | undefined;
  /** What the volumes were brought up to date with last. */
  #fresh: readonly unknown[] = [];

  constructor(world: World, scope: Scope, api: ApiServer, events: EventRecorder, images: Images, volumes: Map<string, Volume>, isRestarted: boolean) {
    this.#world = world;
    this.#isRestarted = isRestarted;
    this.#images = images;
    this.#api = api;
    this.#reconciler = new VolumeReconciler(world, scope, events, (pod) => this.#failing(pod));
    this.#volumes = volumes;
    api.watchObjects((kind) => {
      if (kind === 'ConfigMap' || kind === 'Secret') this.#objectChanges += 1;
    });
  }

  /** Whether the next sync may have to rewrite something. */
  isStale(pod: Pod): boolean {
    return this.#seenChanges !== this.#objectChanges && usedVolumes(pod).some((volume) => refsOf(volume).length > 0);
  }

  /**
   * Waits until all volumes are mounted: looks at once and then every 300 ms. An error text if it gives up or is
   * cancelled before they are (`WaitForAttachAndMount`).
   */
  *waitForMount(pod: Pod, context: SyncContext, cause: RecordId): Routine<string | undefined> {
    if (usedVolumes(pod).length === 0) return undefined;
    const { volumePollMs, volumeMountMs } = this.#world.latency;
    const startMs = this.#world.nowMs;
    if (this.#mountedMs !== undefined && this.#mountedMs <= startMs) {
      // Nobody waits for what is mounted to be mounted again: the container that this sync starts may still find what was there before (recorded)
      this.#synced = pod;
      if (this.#mayDiffer(pod)) this.#reconciler.want(pod, cause, () => this.#refresh(this.#synced ?? pod));
      return undefined;
    }
    if (this.#mountedMs === undefined) {
      if (this.#missing(pod).length === 0) this.#mountedMs = startMs + volumeMountMs;
      else
        this.#reconciler.want(pod, cause, () => {
          this.#mountedMs = this.#world.nowMs;
        });
    }
    for (let pollMs = startMs + volumePollMs; ; pollMs += volumePollMs) {
      while (this.#world.nowMs < pollMs && !context.cancelled) yield { untilMs: pollMs, signals: [context.changed] };
      if (this.#isMounted()) return undefined;
      if (context.cancelled) return 'context canceled';
      if (this.#world.nowMs - startMs >= TIMEOUT_MS) return 'timed out waiting for the condition';
    }
  }

  /** Bytes of the files in each volume. */
  sizes(): Map<string, number> {
    return new Map([...this.#volumes].map(([name, { sizeBytes }]) => [name, sizeBytes]));
  }

  /** Calls back whenever something is written to a volume. */
  onGrowth(listener: () => void): void {
    this.#grown = listener;
  }

  /** How long it takes until nothing is mounted: what has yet to be tried by a restarted kubelet comes before the second look at it (`WaitForUnmount`). */
  unmountMs(pod: Pod): number {
    const { unmountMs, volumePollMs } = this.#world.latency;
    return this.#neverSynced && this.#reconciler.isYetToTry(pod.metadata.uid ?? '') ? volumePollMs : unmountMs;
  }

  /** Nothing of a Pod is mounted any more, and its objects are no longer kept (`kubelet.go: SyncTerminatedPod`). */
  unmount(pod: Pod): void {
    this.#unmounted = new Set(this.#missing(pod).map(({ volume }) => volume));
    if (this.#neverSynced || this.#isMounted()) this.podRemoved(pod);
    this.#mountedMs = undefined;
    this.#fresh = [];
    this.#volumes.clear();
  }

  /**
   * The worker has begun to terminate the Pod. If a restarted kubelet never synced it, its volumes are still mounted once more, but without
   * its objects: only a sync registers these (`desired_state_of_world_populator.go: findAndAddNewPods`, its first pass).
   */
  terminationStarted(pod: Pod, cause: RecordId): void {
    const uid = pod.metadata.uid ?? '';
    this.#neverSynced = this.#isRestarted && this.#mountedMs === undefined && !this.#reconciler.wants(uid);
    if (this.#neverSynced) this.#reconciler.want(pod, cause, () => undefined, unregistered);
    else this.#reconciler.terminationStarted(uid);
  }

  /** The Pod is gone from the API, or its manifest from the node. */
  podRemoved(pod: Pod): void {
    this.#reconciler.podRemoved(pod.metadata.uid ?? '');
  }

  /** A file in a volume of the Pod, and where it is on the node. The volume has to be an emptyDir. */
  read(pod: Pod, name: string, path: string, podIp: string): { hostPath: string; text: string | undefined } | undefined {
    const volume = (pod.spec.volumes ?? []).find((candidate) => candidate.name === name);
    if (volume === undefined) return undefined;
    const hostPath = `/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/kubernetes.io~empty-dir/${name}/${path}`;
    return { hostPath, text: this.#volume(pod, volume, podIp).read(path) };
  }

  /** The mounts of one container; contents come from the objects as they are when the volume is first used. */
  mountsOf(pod: Pod, container: Container, env: Record<string, string>, podIp: string): Mount[] | { error: string } {
    const mounts: Mount[] = [];
    const folder = `/var/lib/kubelet/pods/${pod.metadata.uid}`;
    for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
      const volume = (pod.spec.volumes ?? []).find((candidate) => candidate.name === mount.name);
      if (volume === undefined) continue;
      const missing = new Set<string>();
      const valueOf = (name: string) => {
        if ((env[name] ?? '') === '') missing.add(name);
        return env[name] ?? '';
      };
      const subPath = mount.subPathExpr === undefined ? mount.subPath : expandVariables(mount.subPathExpr, valueOf);
      if (missing.size > 0) return { error: `missing value for ${[...missing].sort().join(', ')}` };
      if (subPath?.split('/').includes('..') === true) return { error: `unable to provision SubPath \`${subPath}\`: must not contain '..'` };
      if (subPath?.startsWith('/') === true) return { error: `error SubPath \`${subPath}\` must not be an absolute path` };
      const made = this.#volume(pod, volume, podIp);
      // What is wrong with it could tell of the node's files, so that nothing more is said
      if (leadsThroughFile(volume, made, subPath ?? ''))
        return { error: `failed to prepare subPath for volumeMount "${mount.name}" of container "${container.name}"` };
      const bound = subPath === undefined ? undefined : made.fileAt(subPath);
      mounts.push({
        path: mount.mountPath,
        volume: made,
        ...(bound !== undefined && { bound }),
        readOnly: mount.readOnly === true || isReadOnlySource(volume),
        source: subPath
          ? `${folder}/volume-subpaths/${mount.name}/${container.name}/${index}`
          : (hostPathOf(volume)?.path ?? `${folder}/volumes/${pluginOf(volume)}/${mount.name}`),
        ...((subPath ?? '') !== '' ? { subPath } : isHostFile(volume) && { subPath: HOST_FILE }),
      });
    }
    return mounts;
  }

  #isMounted(): boolean {
    return this.#mountedMs !== undefined && this.#mountedMs <= this.#world.nowMs;
  }

  #volume(pod: Pod, volume: PodVolume, podIp: string): Volume {
    this.#podIp = podIp;
    const made = this.#volumes.get(volume.name) ?? this.#create(pod, volume, podIp);
    this.#volumes.set(volume.name, made);
    const { sizeLimit } = (volume['emptyDir'] ?? {}) as { sizeLimit?: string };
    if (isInMemory(volume)) made.limitSize(memoryVolumeBytes(pod, sizeLimit, this.#world.scenario.cluster.node.allocatable['memory']));
    made.onSize(() => this.#grown());
    return made;
  }

  #create(pod: Pod, volume: PodVolume, podIp: string): Volume {
    const image = volume['image'] as { reference?: string } | undefined;
    if (image?.reference !== undefined) return this.#images.volumeOf(image.reference);
    if (isHostFile(volume)) return createVolume({ [HOST_FILE]: this.#hostFile(volume) });
    const isOpen = isInMemory(volume) || /^\/(?:var\/)?tmp\/?$/.test(hostPathOf(volume)?.path ?? '');
    const made = createVolume(this.#hostFolder(volume), isOpen ? TMP_MODE : undefined);
    if (isWritten(volume)) this.#publish(made, pod, volume, podIp);
    giveToGroup(made, pod, volume);
    return made;
  }

  /** Writes the files that are made of objects and of the Pod itself, in a folder that bears the time and a number of chance (`newTimestampDir`). */
  #publish(made: Volume, pod: Pod, volume: PodVolume, podIp: string): void {
    const { nowMs } = this.#world;
    const folder = () => this.#timestampFolder(pod, volume, made.version);
    made.publish(this.#filesOf(pod, volume, podIp), { folder, permissionsOf: (path) => permissionsOf(pod, volume, path) }, nowMs);
  }

  #timestampFolder(pod: Pod, volume: PodVolume, turn: number): string {
    const time = rfc3339(this.#world.createdAtMs + this.#world.nowMs).replace(/[-:T]/g, '_');
    return `..${time.slice(0, -1)}.${Number.parseInt(hashHex(`volume/${pod.metadata.uid}/${volume.name}/${turn}`, 8), 16)}`;
  }

  /** The text of a file of the node, as far as it is known. */
  #hostFile(volume: PodVolume): string {
    return this.#hostFiles()[hostPathOf(volume)?.path ?? ''] ?? '';
  }

  /** What is known of a folder of the node. */
  #hostFolder(volume: PodVolume): Record<string, string> {
    const path = hostPathOf(volume)?.path?.replace(/\/+$/, '');
    if (path === undefined) return {};
    const inside = Object.entries(this.#hostFiles()).filter(([file]) => file.startsWith(`${path}/`));
    return Object.fromEntries(inside.map(([file, text]) => [file.slice(path.length + 1), text]));
  }

  /** Files that every node has. */
  #hostFiles(): Record<string, string> {
    const { name } = this.#world.scenario.cluster.node;
    return {
      '/etc/hosts': `127.0.0.1\tlocalhost\n127.0.1.1\t${name}\n`,
      '/etc/hostname': `${name}\n`,
      '/etc/resolv.conf': 'nameserver 127.0.0.53\n',
      '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n',
      '/etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
      '/etc/machine-id': '',
      '/etc/localtime': '',
      '/etc/timezone': '',
      '/usr/bin/containerd': '',
      '/usr/bin/runc': '',
      '/usr/bin/kubelet': '',
    };
  }

  /** Whether anything may have changed since the volumes were brought up to date; of the Pod's fields a file may show these, what else it shows never changes. */
  #mayDiffer(pod: Pod): boolean {
    return this.#seenChanges !== this.#objectChanges || this.#shown(pod).some((each, index) => each !== this.#fresh[index]);
  }

  #shown(pod: Pod): unknown[] {
    const { labels, annotations } = pod.metadata;
    return [pod.spec, labels, annotations, this.#podIp, this.#volumes.size];
  }

  /** Each sync has what may have changed mounted again: objects and fields of the Pod (`desired_state_of_world_populator.go: ReprocessPod`). */
  #refresh(pod: Pod): void {
    this.#fresh = this.#shown(pod);
    this.#seenChanges = this.#objectChanges;
    for (const volume of usedVolumes(pod)) {
      const made = this.#volumes.get(volume.name);
      // An object that is gone and has to be there: the mount fails, and what it gave stays.
      if (made === undefined || !isWritten(volume) || this.#whyMissing(volume) !== undefined) continue;
      this.#publish(made, pod, volume, this.#podIp);
      giveToGroup(made, pod, volume);
    }
  }

  /** Why attempts fail. Those of a Pod that has ended go on for as long as the API has it (recorded). */
  #failing(pod: Pod): MissingVolume[] {
    const left = this.#unmounted;
    if (left === undefined) return this.#missing(pod);
    const [gone, missing] = [unregistered(pod), this.#missing(pod)];
    return [...gone, ...missing.filter(({ volume }) => !gone.some((each) => each.volume === volume))].filter(({ volume }) => left.has(volume));
  }

  #missing(pod: Pod): MissingVolume[] {
    return usedVolumes(pod).flatMap((volume) => {
      const error = this.#whyMissing(volume) ?? this.#whyForeign(pod, volume) ?? this.#whyFull(pod, volume);
      return error === undefined ? [] : [{ volume: volume.name, error }];
    });
  }

  #whyMissing(volume: PodVolume): string | undefined {
    return aggregate(refsOf(volume).flatMap(([kind, ref]) => this.#whyAbsent(kind, ref) ?? []));
  }

  #whyAbsent(kind: 'ConfigMap' | 'Secret', ref: KeyRef): string | undefined {
    const name = ref.name ?? ref.secretName ?? '';
    if (name === ROOT_CA.metadata.name || ref.optional === true) return undefined;
    const object = this.#api.object(kind, name);
    if (object === undefined) return `${kind.toLowerCase()} "${name}" not found`;
    const absent = ref.items?.find((item) => filesIn(object)[item.key] === undefined);
    return absent && `${kind === 'Secret' ? 'references non-existent secret' : 'configmap references non-existent config'} key: ${absent.key}`;
  }

  /**
   * What the node does not have: a driver that no CSIDriver object speaks of (`pkg/volume/csi/csi_mounter.go: SetUpAt`), and a path of another
   * kind than the volume's `type` (`pkg/volume/hostpath/host_path.go: checkTypeInternal`).
   */
  #whyForeign({ spec }: Pod, volume: PodVolume): string | undefined {
    const { driver } = (volume['csi'] ?? {}) as { driver?: string };
    if (driver !== undefined && this.#api.object('CSIDriver', driver) === undefined)
      return `kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name ${driver} not found in the list of registered CSI drivers`;
    const { path = '', type = '' } = hostPathOf(volume) ?? {};
    const [, wanted = '', isMade] = /^(.+?)(OrCreate)?$/.exec(type) ?? [];
    const kind = this.#hostFiles()[path] === undefined ? kindOnNode(path) : 'File';
    const folder = path.replace(/\/[^/]*$/, '');
    const isFolderMade = kindOnNode(folder) !== undefined || (spec.volumes ?? []).some((other) => hostPathOf(other)?.path === folder);
    if (type === 'FileOrCreate' && kind === undefined && !isFolderMade) return `open ${path}: no such file or directory`;
    if (wanted === kind || KIND_WORDS[wanted] === undefined || (isMade && kind === undefined)) return undefined;
    return `hostPath type check failed: ${path} is not a ${KIND_WORDS[wanted]}`;
  }

  /** A tmpfs has no more pages than the Pod's memory, so that a limit such as `128m` (of a byte) leaves no room for the token that every container gets (recorded). */
  #whyFull(pod: Pod, volume: PodVolume): string | undefined {
    const bytes = cgroupMemoryBytes(pod);
    if (bytes === undefined || bytes >= SMALL_MEMORY_BYTES || !isWritten(volume) || !isInMemory(volume)) return undefined;
    const files = Object.entries(this.#filesOf(pod, volume, this.#podIp));
    const room = pages(Math.max(bytes, 1));
    let used = 0;
    const full = files.find(([, text]) => {
      used += pages(new TextEncoder().encode(text).length);
      return used > room;
    });
    if (full === undefined) return undefined;
    const folder = `/var/lib/kubelet/pods/${pod.metadata.uid}/volumes/${pluginOf(volume)}/${volume.name}`;
    return `write ${folder}/${this.#timestampFolder(pod, volume, this.#world.nowMs)}/${full[0]}: no space left on device`;
  }

  #filesOf(pod: Pod, volume: PodVolume, podIp: string): Record<string, string> {
    const files: Record<string, string> = {};
    const add = (object: KubernetesObject | undefined, items: KeyRef['items']) => {
      if (object === undefined) return;
      const data = filesIn(object);
      // A key may be wanted at several paths
      for (const { key, path } of items ?? Object.keys(data).map((name) => ({ key: name, path: name }))) {
        const value = data[key];
        if (value !== undefined) files[path] = value;
      }
    };
    for (const [kind, ref] of refsOf(volume)) {
      const name = ref.name ?? ref.secretName ?? '';
      add(this.#api.object(kind, name) ?? (name === ROOT_CA.metadata.name ? ROOT_CA : undefined), ref.items);
    }
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

/** The volumes that have to be mounted: one that no container mounts is never set up (`volume_manager.go: getExpectedVolumes`). */
const usedVolumes = ({ spec }: Pod): readonly PodVolume[] => usedIn(spec);

const usedIn = remembered(({ containers, initContainers = [], ephemeralContainers = [], volumes = [] }: Pod['spec']): readonly PodVolume[] => {
  const mounted = new Set([...containers, ...initContainers, ...ephemeralContainers].flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)));
  return volumes.filter(({ name }) => mounted.has(name));
});

/** Why volumes cannot be mounted whose objects the kubelet was never asked to keep (`pkg/kubelet/util/manager/watch_based_manager.go: Get`). */
function unregistered(pod: Pod): MissingVolume[] {
  return usedVolumes(pod).flatMap((volume) => {
    const error = aggregate(refsOf(volume).map(([, ref]) => `object "${pod.metadata.namespace}"/"${ref.name ?? ref.secretName}" not registered`));
    return error === undefined ? [] : [{ volume: volume.name, error }];
  });
}

/** The errors of a projected volume's sources in one (`apimachinery/pkg/util/errors/errors.go: aggregate`); undefined without any. */
function aggregate(errors: readonly string[]): string | undefined {
  const [first, ...others] = new Set(errors);
  return others.length === 0 ? first : `[${[first, ...others].join(', ')}]`;
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

/** Files of volumes that are written are small: with this much memory nothing is looked at. */
const SMALL_MEMORY_BYTES = 1024 ** 2;
const PAGE_BYTES = 4096;
const pages = (bytes: number): number => Math.ceil(bytes / PAGE_BYTES);

/** Of the node's folders for everybody's files: whoever made one may take it away. */
const TMP_MODE = 0o1777;

/** Where on the node the file is that a volume stands for. */
const HOST_FILE = 'file';

/** The folder of a volume's plugin (`pkg/volume/plugins.go: EscapeQualifiedName`). */
function pluginOf(volume: PodVolume): string {
  const kinds: Record<string, string> = {
    configMap: 'configmap',
    secret: 'secret',
    projected: 'projected',
    downwardAPI: 'downward-api',
    emptyDir: 'empty-dir',
  };
  return `kubernetes.io~${Object.entries(kinds).find(([kind]) => volume[kind] !== undefined)?.[1] ?? 'csi'}`;
}

function hostPathOf(volume: PodVolume): { path?: string; type?: string } | undefined {
  return volume['hostPath'] as { path?: string; type?: string } | undefined;
}

/** Kinds of `hostPath.type`, in the words of the kubelet. */
const KIND_WORDS: Readonly<Record<string, string>> = {
  Directory: 'directory',
  File: 'file',
  Socket: 'socket file',
  CharDevice: 'character device',
  BlockDevice: 'block device',
};

/** What every node has at a path, its files apart; of other paths it is not known whether there is anything, so that there is nothing. */
function kindOnNode(path: string): string | undefined {
  if (/^\/(?:var\/)?run\/(?:containerd\/containerd\.sock|dbus\/system_bus_socket)$/.test(path)) return 'Socket';
  if (/^\/dev\/(?:null|zero|full|u?random|tty|kmsg|fuse|net\/tun)$/.test(path)) return 'CharDevice';
  if (/^\/dev\/(?:s|v|xv)da\d*$/.test(path)) return 'BlockDevice';
  return NODE_FOLDERS.some((folder) => `${folder}/`.startsWith(`${path.replace(/\/+$/, '')}/`)) ? 'Directory' : undefined;
}

/** Folders of a node; those above them are there, too. */
const NODE_FOLDERS =
  '/bin /boot /dev/net /dev/shm /etc/cni/net.d /etc/kubernetes/manifests /etc/kubernetes/pki /etc/ssl/certs /home /lib/modules /mnt /opt/cni/bin /proc /root /run/containerd /sbin /srv /sys/fs/cgroup /sys/kernel /tmp /usr/bin /usr/lib /usr/local/bin /usr/sbin /usr/share /var/cache /var/lib/containerd /var/lib/kubelet/plugins /var/lib/kubelet/pods /var/log/containers /var/log/journal /var/log/pods /var/run /var/tmp'.split(
    ' ',
  );

/** Whether a hostPath is a file and not a folder: its `type` says so, or it is a well-known file. */
function isHostFile(volume: PodVolume): boolean {
  const { path = '', type = '' } = hostPathOf(volume) ?? {};
  return (
    /^(?:File|FileOrCreate|Socket|CharDevice|BlockDevice)$/.test(type) ||
    /^\/(?:etc\/(?:hosts|hostname|localtime|timezone|machine-id|resolv\.conf|passwd|os-release)|usr\/bin\/(?:containerd|runc|kubelet)|(?:var\/)?run\/containerd\/containerd\.sock)$/.test(
      path,
    )
  );
}

/** Whether a sub path asks for something inside of a file. Of images it is the runtime that looks. */
function leadsThroughFile(volume: PodVolume, made: Volume, subPath: string): boolean {
  const names = subPath.split('/').filter((name) => name !== '' && name !== '.');
  if (names.length === 0 || volume['image'] !== undefined) return false;
  return isHostFile(volume) || names.some((_, index) => index > 0 && made.read(names.slice(0, index).join('/')) !== undefined);
}

/** Permissions and owner of a file in a volume: those of its item, else those of the volume (`pkg/volume/secret/secret.go: MakePayload`). */
function permissionsOf(pod: Pod, volume: PodVolume, path: string): { mode?: number; uid?: number } {
  const source = (volume['secret'] ?? volume['configMap'] ?? volume['downwardAPI'] ?? volume['projected']) as { defaultMode?: number } | undefined;
  if (source === undefined) return {};
  const user = userOfAll(pod);
  const mode = itemsOf(volume).find((item) => item.path === path)?.mode ?? source.defaultMode;
  if (!isToken(volume, path) || (user === undefined && fsGroupOf(pod) === undefined)) return mode === undefined ? {} : { mode };
  // Nobody but the Pod's only user, and its group, may read the token (`pkg/volume/projected/projected.go: collectData`)
  return user === undefined ? { mode: 0o600 } : { mode: 0o600, uid: user };
}

const itemsOf = (volume: PodVolume): { path: string; mode?: number }[] => [...refsOf(volume).flatMap(([, ref]) => ref.items ?? []), ...downwardItems(volume)];

function isToken(volume: PodVolume, path: string): boolean {
  const { sources } = (volume['projected'] ?? {}) as { sources?: ProjectedSource[] };
  return (sources ?? []).some(({ serviceAccountToken }) => serviceAccountToken?.path === path);
}

/** The user that all containers are to run as; undefined if it is not the same, or not said (`pkg/volume/util/util.go: FsUserFrom`). */
function userOfAll({ spec }: Pod): number | undefined {
  const ofPod = userIn(spec['securityContext']);
  const users = [...(spec.initContainers ?? []), ...spec.containers].map(({ securityContext }) => userIn(securityContext) ?? ofPod);
  return new Set(users).size === 1 ? users[0] : undefined;
}

const userIn = (context: unknown): number | undefined => ((context ?? {}) as { runAsUser?: number }).runAsUser;

function fsGroupOf(pod: Pod): number | undefined {
  return ((pod.spec['securityContext'] ?? {}) as { fsGroup?: number }).fsGroup;
}

/** Volumes that belong to the Pod become its group's; folders of the node and images do not (`pkg/volume/volume_linux.go: SetVolumeOwnership`). */
function giveToGroup(made: Volume, pod: Pod, volume: PodVolume): void {
  const gid = fsGroupOf(pod);
  if (gid !== undefined && hostPathOf(volume) === undefined && volume['nfs'] === undefined) made.giveToGroup(gid, isWritten(volume));
}

function downwardItems(volume: PodVolume): DownwardItem[] {
  const own = ((volume['downwardAPI'] ?? {}) as { items?: DownwardItem[] }).items ?? [];
  const { sources } = (volume['projected'] ?? {}) as { sources?: ProjectedSource[] };
  return [...own, ...(sources ?? []).flatMap((source) => source.downwardAPI?.items ?? [])];
}

/** One whose files the kubelet writes, and writes anew when they change (`pkg/volume/util/atomic_writer.go`). */
function isWritten(volume: PodVolume): boolean {
  return ['configMap', 'secret', 'projected', 'downwardAPI'].some((source) => volume[source] !== undefined);
}

/** What is in a tmpfs: Secrets, tokens and downward API always are (`wrappedVolumeSpec` of their plugins), a ConfigMap by itself never. */
function isInMemory(volume: PodVolume): boolean {
  return (
    ['secret', 'projected', 'downwardAPI'].some((source) => volume[source] !== undefined) || (volume['emptyDir'] as { medium?: string })?.medium === 'Memory'
  );
}

function isReadOnlySource(volume: PodVolume): boolean {
  return isWritten(volume) || volume['image'] !== undefined;
}
