import { formatDuration } from '../../base/duration.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import type { Routine } from '../engine/task.ts';
import type { Images, PullCredential } from '../node/images.ts';
import type { World } from '../world.ts';
import type { EventRecorder } from './events/recorder.ts';
import { credentialsFor, pullSecretNames, type SecretError } from './pull-secrets.ts';
import { assumptionTexts } from '../node/texts/en.ts';

const BACK_OFF_INITIAL_MS = 10_000;
const BACK_OFF_MAX_MS = 300_000;
const BACK_OFF_FORGET_MS = 600_000;

export interface ImageFailure {
  reason: string;
  message: string;
}

type Emit = (type: 'Normal' | 'Warning', reason: string, message: string, by?: RecordId) => void;

interface Wanted {
  image: string;
  policy: string;
  /** Empty for the image of a volume. */
  container: string;
}

/**
 * Makes sure before each start that the container's image is on the node (`pkg/kubelet/images/image_manager.go: EnsureImageExists`).
 * Failed pulls have a back-off of their own, by Pod and image.
 */
export class ImageManager {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #images: Images;
  readonly #events: EventRecorder;
  readonly #backOff = new Map<string, { delayMs: number; failedMs: number; failure: ImageFailure }>();
  /** References that have turned out to be well-formed. */
  readonly #valid = new Set<string>();

  constructor(world: World, api: ApiServer, images: Images, events: EventRecorder) {
    this.#world = world;
    this.#api = api;
    this.#images = images;
    this.#events = events;
  }

  /** Gets a container's image. Returns undefined if it can be used, else why not. Emits the Events of this, but not the `Error: …` that follows a failure. */
  ensureImageExists(pod: Pod, container: Container, cause: RecordId): Routine<ImageFailure | undefined> {
    const emit: Emit = (type, reason, message, by = cause) => this.#events.container(pod, container.name, type, reason, message, by);
    return this.#ensure(pod, { image: container.image ?? '', policy: container.imagePullPolicy ?? 'IfNotPresent', container: container.name }, cause, emit);
  }

  /**
   * Gets the images of image volumes; Events about these are about the Pod (`kuberuntime_manager.go: getImageVolumes`). Returns the volumes
   * whose image cannot be had, with the reason of each.
   */
  *ensureImageVolumes(pod: Pod, cause: RecordId): Routine<Map<string, ImageFailure>> {
    const failures = new Map<string, ImageFailure>();
    for (const volume of pod.spec.volumes ?? []) {
      const source = volume['image'] as { reference?: string; pullPolicy?: string } | undefined;
      if (source === undefined) continue;
      const emit: Emit = (type, reason, message, by = cause) => this.#events.pod(pod, type, reason, message, by);
      const failure = yield* this.#ensure(pod, { image: source.reference ?? '', policy: source.pullPolicy ?? 'IfNotPresent', container: '' }, cause, emit);
      if (failure !== undefined) failures.set(volume.name, failure);
    }
    return failures;
  }

  *#ensure(pod: Pod, wanted: Wanted, cause: RecordId, emit: Emit): Routine<ImageFailure | undefined> {
    const { image, policy } = wanted;
    yield { untilMs: this.#world.nowMs + this.#world.latency.imageCheckMs };

    const invalid = this.#whyInvalid(image);
    if (invalid !== undefined) {
      const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${invalid}`;
      emit('Warning', 'InspectFailed', message);
      return { reason: 'InvalidImageName', message };
    }
    if (this.#images.isAssumedMissing(image)) {
      this.#world.assume({ container: wanted.container, text: assumptionTexts.noImage(image), change: `images: [{image: "${image}"}]` });
    }
    const verified = this.#world.gate('KubeletEnsureSecretPulledImages', true);
    if (policy !== 'Always' && this.#images.present(image)) {
      const unproved = verified && this.#mustAuthenticate(pod, image);
      if (typeof unproved === 'object') return unreadable(unproved);
      if (!unproved) {
        if (wanted.container !== '' && this.#images.isAssumedPresent(image)) {
          const change = `images: [{image: "${image}", onNode: false}]`;
          this.#world.assume({ container: wanted.container, text: assumptionTexts.onNode(image), change });
        }
        emit('Normal', 'Pulled', `Container image "${image}" already present on machine${verified ? ' and can be accessed by the pod' : ''}`);
        return undefined;
      }
    }
    if (policy === 'Never') {
      const message = `Container image "${image}" is not present with pull policy of Never`;
      emit('Warning', 'ErrImageNeverPull', message);
      return { reason: 'ErrImageNeverPull', message };
    }
    return yield* this.#pull(pod, wanted, cause, emit);
  }

  /** {@link parseError}, once for each image. */
  #whyInvalid(image: string): string | undefined {
    if (this.#valid.has(image)) return undefined;
    const invalid = parseError(image);
    if (invalid === undefined) this.#valid.add(image);
    return invalid;
  }

  /** What the Pod's pull secrets have for an image. */
  #credentials(pod: Pod, image: string): PullCredential[] | SecretError {
    return credentialsFor(
      image,
      pullSecretNames(pod).flatMap((name) => this.#api.object('Secret', name) ?? []),
    );
  }

  /**
   * Whether an image that is there has to be pulled again all the same, because it was the kubelet who pulled it, with a secret that this Pod
   * does not have (`pkg/kubelet/images/pullmanager/image_pull_manager.go: MustAttemptImagePull`; policy NeverVerifyPreloadedImages).
   */
  #mustAuthenticate(pod: Pod, image: string): boolean | SecretError {
    const pulledWith = this.#images.pulledWith(image);
    if (pulledWith === undefined) return false;
    const own = this.#credentials(pod, image);
    if ('error' in own) return own;
    return !own.some(({ hash, secret }) => pulledWith.some((used) => used.hash === hash || used.secret === secret));
  }

  *#pull(pod: Pod, { image, container }: Wanted, cause: RecordId, emit: Emit): Routine<ImageFailure | undefined> {
    const credentials = this.#credentials(pod, image);
    if ('error' in credentials) return unreadable(credentials);
    const key = `${pod.metadata.uid}_${image}`;
    const entry = this.#backOff.get(key);
    if (entry !== undefined && this.#world.nowMs - entry.failedMs < entry.delayMs) {
      emit('Normal', 'BackOff', `Back-off pulling image "${image}"`);
      const { reason, message } = entry.failure;
      return { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ${reason}: ${message}` };
    }
    const fields = { rule: 'image.pull', image, container } as const;
    const start = this.#world.trace.add({ kind: 'Image', cause, ...fields, what: 'pullStart' });
    emit('Normal', 'Pulling', `Pulling image "${image}"`, start.id);
    const startedMs = this.#world.nowMs;
    const outcome = yield* this.#images.pull(image, credentials);
    if ('error' in outcome) {
      const delayMs =
        entry === undefined || this.#world.nowMs - entry.failedMs > BACK_OFF_FORGET_MS ? BACK_OFF_INITIAL_MS : Math.min(entry.delayMs * 2, BACK_OFF_MAX_MS);
      const failure = pullFailure(image, outcome.error);
      this.#backOff.set(key, { delayMs, failedMs: this.#world.nowMs, failure });
      const end = this.#world.trace.add({ kind: 'Image', cause: start.id, ...fields, what: 'pullEnd', result: 'failed', message: outcome.error });
      emit('Warning', 'Failed', `Failed to pull image "${image}": ${outcome.error}`, end.id);
      return failure;
    }
    const end = this.#world.trace.add({ kind: 'Image', cause: start.id, ...fields, what: 'pullEnd', result: 'ok' });
    const took = formatDuration(this.#world.nowMs - startedMs);
    emit('Normal', 'Pulled', `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${outcome.sizeBytes} bytes.`, end.id);
    return undefined;
  }
}

/** A secret that cannot be read ends the attempt before the back-off is asked; its error is reason and message in one (`image_manager.go: EnsureImageExists`). */
const unreadable = ({ error }: SecretError): ImageFailure => ({ reason: error, message: error });

/** Two errors of the runtime have reasons of their own (`pkg/kubelet/images/image_manager.go: evalCRIPullErr`). */
function pullFailure(image: string, error: string): ImageFailure {
  const [, reason, rest] = /^(RegistryUnavailable|SignatureValidationFailed)([^]*)/.exec(error) ?? [];
  if (reason === undefined) return { reason: 'ErrImagePull', message: error };
  const what = reason.startsWith('R') ? 'registry is unavailable' : 'signature validation failed';
  return { reason, message: `image pull failed for ${image} because the ${what}${rest}` };
}

/** What is wrong with an image reference (`github.com/distribution/reference: ParseNormalizedNamed, splitDockerDomain, Parse`); undefined: nothing. */
export function parseError(image: string): string | undefined {
  if (/^[0-9a-f]{64}$/.test(image)) return `invalid repository name (${image}), cannot specify 64-byte hexadecimal strings`;
  const { domain, remainder } = splitDomain(image);
  const [remote = ''] = remainder.split(':');
  // Checked before everything else, so that it is reported whatever else is wrong
  if (remote !== remote.toLowerCase()) return `invalid reference format: repository name (${remote}) must be lowercase`;
  const [, path, digest] = REFERENCE.exec(`${domain}/${remainder}`) ?? [];
  if (path === undefined) return 'invalid reference format';
  if (path.length > MAX_NAME) return `repository name must not be more than ${MAX_NAME} characters`;
  return digest === undefined ? undefined : digestError(digest);
}

/** `github.com/opencontainers/go-digest: Digest.Validate`. */
function digestError(digest: string): string | undefined {
  const [algorithm = '', hex = ''] = digest.split(':');
  if (algorithm !== algorithm.toLowerCase()) return 'invalid checksum digest format';
  const length = DIGEST_LENGTHS[algorithm];
  if (length === undefined) return 'unsupported digest algorithm';
  if (hex.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]+$/.test(hex) ? undefined : 'invalid checksum digest format';
}

const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

const DOCKER_HUB = 'docker.io';
const MAX_NAME = 255;
const HOST = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?';
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^${HOST}/(${COMPONENT}(?:/${COMPONENT})*)(?::[\\w][\\w.-]{0,127})?(?:@(${DIGEST}))?$`);

/** `ubuntu` is `docker.io/library/ubuntu`, `shop/cart` is `docker.io/shop/cart`; a first part that cannot be a user of Docker Hub is a host. */
function splitDomain(image: string): { domain: string; remainder: string } {
  const slash = image.indexOf('/');
  if (slash < 0) return { domain: DOCKER_HUB, remainder: `library/${image}` };
  const [first, rest] = [image.slice(0, slash), image.slice(slash + 1)];
  const isHub = first === DOCKER_HUB || first === 'index.docker.io';
  if (!isHub && (first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase())) return { domain: first, remainder: rest };
  const name = isHub ? rest : image;
  return { domain: DOCKER_HUB, remainder: name.includes('/') ? name : `library/${name}` };
}
