import type { Container, Pod } from '../../../model/kubernetes.ts';
import type { RecordId } from '../../../model/trace.ts';
import type { ApiServer } from '../../control-plane/api-server.ts';
import type { Routine } from '../../engine/task.ts';
import { type ContainerRecord, type RuntimePodStatus, snapshotOf } from '../../node/container-record.ts';
import type { Images } from '../../node/images.ts';
import { assumptionTexts } from '../../node/texts/en.ts';
import type { CreateOptions, Runtime } from '../../node/runtime.ts';
import type { World } from '../../world.ts';
import type { Allocations } from '../allocations.ts';
import { appArmorError } from '../../node/app-armor.ts';
import { definitionHash, newest, podText } from '../containers.ts';
import { withPodLimits } from '../resources.ts';
import { environmentOf, serviceAddress } from '../environment.ts';
import { hostsFile } from '../hosts-file.ts';
import { resolvConf } from '../resolv-conf.ts';
import type { EventRecorder } from '../events/recorder.ts';
import type { ImageManager } from '../image-manager.ts';
import type { LifecycleHandlers } from '../lifecycle.ts';
import { expandVariables } from '../prober/handlers.ts';
import type { VolumeManager } from '../volume-manager.ts';
import type { ContainerKiller } from './kill.ts';

/** A start that failed: the reason with which the container waits, and what the sync returns. */
export interface StartFailure {
  reason: string;
  message: string;
}

/** The part of a container's config that is worked out from the Pod, its image and the cluster. */
type ContainerConfig = Pick<CreateOptions, 'argv' | 'mounts' | 'hostname' | 'resolve' | 'hosts' | 'resolvConf' | 'env'>;

/** What containerd gives a process whose image says nothing else. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** From the start of the process until its postStart hook begins. */
const POST_START_AFTER_MS = 1;

/** Starts one container: image, config, create, start, postStart (`kuberuntime_container.go: startContainer`). */
export class ContainerStarter {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #runtime: Runtime;
  readonly #images: Images;
  readonly #events: EventRecorder;
  readonly #imageManager: ImageManager;
  readonly #volumes: VolumeManager;
  readonly #handlers: LifecycleHandlers;
  readonly #killer: ContainerKiller;
  readonly #allocations: Allocations;

  constructor(parts: {
    world: World;
    api: ApiServer;
    runtime: Runtime;
    images: Images;
    events: EventRecorder;
    imageManager: ImageManager;
    volumes: VolumeManager;
    handlers: LifecycleHandlers;
    killer: ContainerKiller;
    allocations: Allocations;
  }) {
    this.#world = parts.world;
    this.#api = parts.api;
    this.#runtime = parts.runtime;
    this.#images = parts.images;
    this.#events = parts.events;
    this.#imageManager = parts.imageManager;
    this.#volumes = parts.volumes;
    this.#handlers = parts.handlers;
    this.#killer = parts.killer;
    this.#allocations = parts.allocations;
  }

  /** Starts the container; returns only when its postStart hook is done. `missingVolumes`: image volumes whose image could not be had. */
  *startContainer(
    pod: Pod,
    container: Container,
    sandbox: { id: string; ip: string },
    status: RuntimePodStatus,
    missingVolumes: ReadonlyMap<string, StartFailure>,
    cause: RecordId,
  ): Routine<StartFailure | undefined> {
    const volume = (container.volumeMounts ?? []).map((mount) => missingVolumes.get(mount.name)).find((missing) => missing !== undefined);
    if (volume !== undefined) return this.#failed(pod, container, volume, cause);
    const image = yield* this.#imageManager.ensureImageExists(pod, container, cause);
    if (image !== undefined) return this.#failed(pod, container, image, cause);
    const target = targetOf(container);
    if (target !== undefined && newest(status, target) === undefined) {
      const message = `unable to find target container ${target}`;
      return this.#failed(pod, container, { reason: 'CreateContainerConfigError', message }, cause, message);
    }
    const config = this.#configOf(pod, container, sandbox);
    if ('reason' in config) return this.#failed(pod, container, config, cause, config.message);

    this.#allocations.actuate(pod, container, cause);
    const record = yield* this.#runtime.call(
      this.#runtime.createContainer({
        ...config,
        pod,
        container: withPodLimits(pod, container),
        sandboxId: sandbox.id,
        restartCount: this.#restartCount(pod, container, status),
        definitionHash: definitionHash(container),
        cause,
      }),
    );
    if (typeof record === 'string') return this.#failed(pod, container, { reason: 'CreateContainerError', message: record }, cause, record);
    this.#events.container(pod, container.name, 'Normal', 'Created', 'Container created', cause);
    const error = yield* this.#runtime.call(this.#runtime.startContainer(record));
    if (error !== undefined) return this.#failed(pod, container, { reason: 'RunContainerError', message: error }, cause, error);
    this.#allocations.actuate(pod, container, record.lastRecord);
    this.#events.container(pod, container.name, 'Normal', 'Started', 'Container started', record.lastRecord);
    return yield* this.#postStart(pod, container, record);
  }

  /** The Event of a start that failed names the reason, or tells more. */
  #failed(pod: Pod, container: Container, failure: StartFailure, cause: RecordId, text = failure.reason): StartFailure {
    this.#events.container(pod, container.name, 'Warning', 'Failed', `Error: ${text}`, cause);
    return failure;
  }

  /** What the runtime is asked to create (`kuberuntime_container.go: generateContainerConfig`), or why there is no such thing. */
  #configOf(pod: Pod, container: Container, sandbox: { id: string; ip: string }): ContainerConfig | StartFailure {
    const { node, kubelet } = this.#world.scenario.cluster;
    const unfit = (message: string) => ({ reason: 'CreateContainerConfigError', message });
    const notMade = (message: string) => ({ reason: 'CreateContainerError', message });

    const environment = environmentOf(pod, container, this.#api, sandbox.ip, node, (volume, path) => this.#volumes.read(pod, volume, path, sandbox.ip));
    if ('error' in environment) return unfit(environment.error);
    const { image, isGuessed } = this.#images.imageFor(pod, container);
    if (isGuessed)
      this.#world.assume({
        container: container.name,
        text: assumptionTexts.user(container.image ?? '', image.user),
        change: `images: [{image: "${container.image}"}]`,
      });
    const user = this.#userError(pod, container, image.user);
    if (user !== undefined) return unfit(user);
    const mounts = this.#volumes.mountsOf(pod, container, environment.env, sandbox.ip);
    if ('error' in mounts) return unfit(mounts.error);
    const unmountable = this.#imagePathError(pod, container, sandbox.id);
    if (unmountable !== undefined) return notMade(unmountable);
    const argv = this.#argv(container, image.entrypoint, image.cmd, environment.env);
    if (argv.length === 0)
      return notMade(`failed to generate container "${this.#runtime.unmadeId(pod, container)}" spec: failed to generate spec: no command specified`);
    const unconfined = appArmorError(pod, container, node);
    if (unconfined !== undefined) return notMade(`failed to get container spec opts: failed to generate apparmor spec opts: ${unconfined}`);
    const profile = missingSeccompProfile(pod, container);
    if (profile !== undefined)
      return notMade(`failed to create containerd container: cannot load seccomp profile "${profile}": open ${profile}: no such file or directory`);

    const hostname = hostnameOf(pod, node.name);
    const fqdn = fqdnOf(pod, hostname, kubelet.clusterDomain);
    const kernelName = pod.spec['setHostnameAsFQDN'] === true && fqdn !== undefined ? fqdn : hostname;
    return {
      argv,
      mounts,
      hostname: kernelName,
      resolve: (name) => serviceAddress(name, pod, this.#api, kubelet.clusterDomain),
      hosts: hostsFile(pod, hostname, fqdn, sandbox.ip),
      resolvConf: resolvConf(pod, kubelet.clusterDomain),
      env: { PATH: DEFAULT_PATH, HOSTNAME: kernelName, ...image.env, ...environment.env },
    };
  }

  /** One more than the container's newest record says, or its newest log where no record is left. */
  #restartCount(pod: Pod, container: Container, status: RuntimePodStatus): number {
    const last = newest(status, container.name)?.restartCount ?? this.#runtime.lastLog(pod.metadata.uid ?? '', container.name);
    return last === undefined ? 0 : last + 1;
  }

  /** Runs the hook; a container whose hook fails is killed. */
  *#postStart(pod: Pod, container: Container, record: ContainerRecord): Routine<StartFailure | undefined> {
    const hook = container.lifecycle?.postStart;
    if (hook === undefined) return undefined;
    yield { untilMs: this.#world.nowMs + POST_START_AFTER_MS };
    const started = snapshotOf(record);
    const start = this.#handlers.begin(container, started, 'postStart', hook, record.lastRecord);
    const error = yield* this.#handlers.run(pod, container, record.id, hook, start.id);
    const end = this.#handlers.end(start, error === undefined ? 'ok' : 'failed', error);
    if (error === undefined) return undefined;
    this.#events.container(pod, container.name, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', end.id);
    yield* this.#killer.killContainer(pod, started, { message: 'FailedPostStartHook', reason: 'postStart', cause: end.id });
    return { reason: 'PostStartHookError', message: error };
  }

  /** The error for a sub path of an image volume that its image does not have, or that is a file (containerd `internal/cri/server/container_image_mount.go: setImageMountPath`). */
  #imagePathError(pod: Pod, container: Container, sandboxId: string): string | undefined {
    for (const { name, subPath = '' } of container.volumeMounts ?? []) {
      const source = pod.spec.volumes?.find((volume) => volume.name === name)?.['image'] as { reference?: string } | undefined;
      const image = source?.reference ?? '';
      if (source === undefined || subPath === '') continue;
      const isFile = this.#images.volumeOf(image).read(subPath) !== undefined;
      if (!isFile && this.#images.holds(image, subPath)) continue;
      const target = `/run/containerd/io.containerd.grpc.v1.cri/image-volumes/${sandboxId}/${this.#images.id(image).split(':').at(-1) ?? ''}`;
      const why = isFile
        ? `only directory subpath is supported, subpath: "${subPath}", mountpoint: "${target}"`
        : `openat ${subPath}: no such file or directory`;
      return `failed to mount image volume: ImageVolumeMountFailed: failed to ensure image subpath "${subPath}" in "${target}": ${why}`;
    }
    return undefined;
  }

  /** The command line: `$(VAR)` is expanded with the whole environment, and `command` replaces both entrypoint and arguments of the image. */
  #argv(container: Container, entrypoint: string[], cmd: string[], env: Record<string, string>): string[] {
    const expand = (words: string[]) => words.map((word) => expandVariables(word, (name) => env[name]));
    const command = container.command ?? [];
    const args = container.args ?? [];
    if (command.length > 0) return expand([...command, ...args]);
    return args.length > 0 ? [...entrypoint, ...expand(args)] : [...entrypoint, ...cmd];
  }

  /** `pkg/kubelet/kuberuntime/security_context.go: verifyRunAsNonRoot`. */
  #userError(pod: Pod, container: Container, imageUser: string): string | undefined {
    const own = (container.securityContext ?? {}) as { runAsNonRoot?: boolean; runAsUser?: number };
    const ofPod = (pod.spec['securityContext'] ?? {}) as { runAsNonRoot?: boolean; runAsUser?: number };
    if ((own.runAsNonRoot ?? ofPod.runAsNonRoot) !== true) return undefined;
    const user = own.runAsUser ?? ofPod.runAsUser;
    const where = `(pod: "${podText(pod)}", container: ${container.name})`;
    if (user === 0) return `container's runAsUser breaks non-root policy ${where}`;
    const ofImage = imageUser.split(':')[0] ?? '';
    if (user !== undefined || /^0*[1-9]\d*$/.test(ofImage)) return undefined;
    if (/^0*$/.test(ofImage)) return `container has runAsNonRoot and image will run as root ${where}`;
    return `container has runAsNonRoot and image has non-numeric user (${ofImage}), cannot verify user is non-root ${where}`;
  }
}

/** The container that an ephemeral one is to look into (`kuberuntime_container.go: getTargetID`). */
function targetOf(container: Container): string | undefined {
  const target = container['targetContainerName'];
  return typeof target === 'string' && target !== '' ? target : undefined;
}

/** `pkg/kubelet/kubelet_pods.go: GeneratePodHostNameAndDomain`. */
export function hostnameOf(pod: Pod, nodeName: string): string {
  if (pod.spec.hostNetwork === true) return nodeName;
  const override = pod.spec['hostnameOverride'];
  const name = typeof override === 'string' ? override : (pod.spec.hostname ?? pod.metadata.name ?? '');
  return name.slice(0, 63).replace(/[-.]+$/, '');
}

/** The Pod's name in the cluster's DNS, if it has a subdomain; an overridden host name has none. */
export function fqdnOf(pod: Pod, hostname: string, clusterDomain: string): string | undefined {
  const { subdomain } = pod.spec;
  if (subdomain === undefined || subdomain === '' || pod.spec.hostNetwork === true || typeof pod.spec['hostnameOverride'] === 'string') return undefined;
  return `${hostname}.${subdomain}.${pod.metadata.namespace ?? ''}.svc.${clusterDomain}`;
}

/** The error for a localhost profile: it is looked for on the node, which has none. */
function missingSeccompProfile(pod: Pod, container: Container): string | undefined {
  const profileOf = (context: unknown) => (context as { seccompProfile?: { type?: string; localhostProfile?: string } } | undefined)?.seccompProfile;
  const profile = profileOf(container.securityContext) ?? profileOf(pod.spec['securityContext']);
  return profile?.type === 'Localhost' ? `/var/lib/kubelet/seccomp/${profile.localhostProfile ?? ''}` : undefined;
}
