import { hashHex } from '../../base/random.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { ImageEntry, PullError } from '../../model/scenario.ts';
import { createImageVolume, findImage } from '../../shell/index.ts';
import type { Image, SignalName, Volume } from '../../shell/types.ts';
import type { Routine } from '../engine/task.ts';
import type { World } from '../world.ts';
import { dialError } from './dial.ts';
import { mustNotBeRoot } from './security.ts';

/** What a pull secret has to show at a registry. */
export interface PullCredential {
  /** Equal for equal user and password. */
  hash: string;
  /** Its uid. */
  secret: string;
}

/** What a pull came to: the image's size, or the runtime's error text. */
export type PullOutcome = { sizeBytes: number } | { error: string };

/**
 * Names, tags and paths that say of themselves that there is no such image or folder; people write them to see a pull fail: `shop/nosuch:1.0`,
 * `nginx:does-not-exist`. Only whole words count.
 */
const SAYS_MISSING =
  /(?:^|[/:._-])(?:no-?such(?:-?image|-?tag)?|(?:does|do)-?(?:not|nt)-?exist|not?-?exist(?:s|ent|ing)?|non-?exist(?:s|ent|ing)?(?:-?image|-?tag)?|not-?found)(?:$|[:._@-])/i;
const MISSING = { onNode: false, requiresSecret: false, pullError: { error: 'notFound' } } as const satisfies Omit<ImageEntry, 'image'>;

/**
 * The images of the node and of the registries. What the scenario does not say of an image comes from the catalogue. An image without
 * an entry in the scenario is on the node already, and the registry has it, unless its name says that there is none.
 */
export class Images {
  readonly #world: World;
  #entries: ImageEntry[];
  readonly #names = new Map<string, { shown: string; id: string }>();
  /** What the entries and the catalogue say of a reference. */
  readonly #known = new Map<string, { entry: ImageEntry | undefined; image: Image }>();
  /** Images that were on the node or have been pulled since; by full reference. */
  readonly #onNode = new Map<string, boolean>();
  /** The kubelet's notes on disk of the credentials with which it pulled; none for an image that everybody on the node may use. */
  readonly #pulledWith = new Map<string, PullCredential[]>();

  constructor(world: World) {
    this.#world = world;
    this.#entries = world.scenario.images;
  }

  /** An action of the scenario changes the entry of an image (or adds one in front). */
  change(image: string, set: Partial<ImageEntry>): void {
    const index = this.#entries.findIndex((entry) => entry.image === image);
    const { pullError, ...others } = set;
    const base: ImageEntry = this.#entries[index] ?? { image, onNode: false, requiresSecret: false };
    const { pullError: _before, ...withoutError } = base;
    const changed: ImageEntry = {
      ...('pullError' in set ? withoutError : base),
      ...others,
      ...(pullError !== undefined && pullError !== null && { pullError }),
    };
    this.#entries = index < 0 ? [changed, ...this.#entries] : this.#entries.with(index, changed);
    this.#known.clear();
  }

  /** Whether the node has it. */
  present(reference: string): boolean {
    const full = fullReference(reference);
    return this.#onNode.get(full) ?? this.#entry(reference)?.onNode ?? true;
  }

  /** The credentials with which the kubelet pulled an image; undefined if everybody on the node may use it, e.g. because it was there before. */
  pulledWith(reference: string): readonly PullCredential[] | undefined {
    return this.#pulledWith.get(fullReference(reference));
  }

  /** What the image holds: the scenario's entry over the catalogue. */
  image(reference: string): Image {
    return this.#look(reference).image;
  }

  /** Whether an image has something at a path: as the scenario says, or else unless the path itself says that there is nothing. */
  holds(reference: string, path: string): boolean {
    const paths = this.#entry(reference)?.paths;
    if (paths === undefined) return !SAYS_MISSING.test(path);
    return paths.some((known) => known === path || known.startsWith(`${path}/`) || path.startsWith(`${known}/`));
  }

  /** What a volume of the image shows. */
  volumeOf(reference: string): Volume {
    return createImageVolume(this.image(reference), this.#entry(reference)?.paths);
  }

  /**
   * The image as containerd names it, e.g. `docker.io/library/busybox:1.36`. One that was pulled by its digest has no tag, so that there is nothing
   * to show but what the kubelet asked for: the image's id (containerd `internal/cri/server/container_status.go: ContainerStatus`; recorded).
   */
  runtimeName(reference: string): string {
    return this.#namesOf(reference).shown;
  }

  /** The image by its digest, as the status shows it: the one of the reference, if that names one. */
  id(reference: string): string {
    return this.#namesOf(reference).id;
  }

  #namesOf(reference: string): { shown: string; id: string } {
    const known = this.#names.get(reference);
    if (known !== undefined) return known;
    const full = fullReference(reference);
    const digest = /@(sha256:[\da-f]{64})$/.exec(full)?.[1] ?? `sha256:${hashHex(`image/${full}`, 64)}`;
    const shown = full.includes('@') ? `sha256:${hashHex(`config/${full}`, 64)}` : full;
    const names = { shown, id: `${full.replace(/[:@][^/]*$/, '')}@${digest}` };
    this.#names.set(reference, names);
    return names;
  }

  /** The runtime pulls an image (CRI `PullImage`). Credentials that are meant for it are used whether or not its registry wants any. */
  *pull(reference: string, credentials: readonly PullCredential[]): Routine<PullOutcome> {
    const full = fullReference(reference);
    const [used] = credentials;
    const entry = this.#entry(reference);
    const { sizeBytes } = this.image(reference);
    const failure = entry?.pullError;
    if (failure !== undefined && (failure.untilMs === undefined || this.#world.nowMs < failure.untilMs)) {
      yield { untilMs: this.#world.nowMs + this.#world.latency.cachedPullMs };
      return { error: errorText(reference, failure.error) };
    }
    if (entry?.requiresSecret === true && used === undefined) {
      yield { untilMs: this.#world.nowMs + this.#world.latency.cachedPullMs };
      return { error: errorText(reference, 'unauthorized') };
    }
    const takesMs = this.present(reference) ? this.#world.latency.cachedPullMs : (entry?.pullMs ?? pullTimeMs(sizeBytes));
    yield { untilMs: this.#world.nowMs + takesMs };
    // What was once pulled without credentials stays open to everybody
    const isOpen = this.#onNode.get(full) === true && !this.#pulledWith.has(full);
    if (used === undefined) this.#pulledWith.delete(full);
    else if (!isOpen) this.#pulledWith.set(full, [...(this.#pulledWith.get(full) ?? []), used]);
    this.#onNode.set(full, true);
    return { sizeBytes };
  }

  /** Whether only the image's name says that no registry has it. */
  isAssumedMissing(reference: string): boolean {
    return SAYS_MISSING.test(reference) && !this.#entries.some((entry) => matches(entry.image, reference));
  }

  /** Whether nothing but the lack of any word about it says that the node has the image: the scenario has no entry, and the catalogue does not know it. */
  isAssumedPresent(reference: string): boolean {
    const { entry, image } = this.#look(reference);
    return entry === undefined && !image.known;
  }

  /**
   * The image as a container gets it. Whose program it is that nobody knows is not known either: where the Pod says that it must not be root's, it is taken
   * to be none (`isGuessed`).
   */
  imageFor(pod: Pod, container: Container): { image: Image; isGuessed: boolean } {
    const { entry, image } = this.#look(container.image ?? '');
    const isGuessed = !image.known && entry?.user === undefined && mustNotBeRoot(pod, container);
    return { image: isGuessed ? { ...image, user: GUESSED_USER } : image, isGuessed };
  }

  #entry(reference: string): ImageEntry | undefined {
    return this.#look(reference).entry;
  }

  /** Each container that is created asks. */
  #look(reference: string): { entry: ImageEntry | undefined; image: Image } {
    const known = this.#known.get(reference);
    if (known !== undefined) return known;
    const entry = entryFor(reference, this.#entries);
    const found = { entry, image: imageOf(reference, entry) };
    this.#known.set(reference, found);
    return found;
  }
}

/** As distroless images call it `nonroot`. */
const GUESSED_USER = '65532';

/** What the scenario, or else its name, says of an image. Undefined: nothing, so that it is on the node and every registry has it. */
export function entryFor(reference: string, entries: readonly ImageEntry[]): ImageEntry | undefined {
  const declared = entries.find((entry) => matches(entry.image, reference));
  return declared ?? (SAYS_MISSING.test(reference) ? { image: reference, ...MISSING } : undefined);
}

/** What an image contains: what the scenario says of it, and otherwise the catalogue. */
export function imageOf(reference: string, entry: ImageEntry | undefined): Image {
  const known = findImage(reference);
  if (entry === undefined) return known;
  return {
    ...known,
    entrypoint: entry.entrypoint ?? known.entrypoint,
    cmd: entry.cmd ?? (entry.entrypoint === undefined ? known.cmd : []),
    env: entry.env === undefined ? known.env : { ...known.env, ...entry.env },
    workdir: entry.workdir ?? known.workdir,
    user: entry.user ?? known.user,
    stopSignal: (entry.stopSignal as SignalName | undefined) ?? known.stopSignal,
    sizeBytes: entry.sizeBytes ?? known.sizeBytes,
  };
}

/** How long a pull takes: 30 MB/s, as a registry in the same network reaches, and a constant for the manifests. */
function pullTimeMs(sizeBytes: number): number {
  return 300 + Math.round(sizeBytes / 30_000);
}

function matches(pattern: string, reference: string): boolean {
  const expression = new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
  return expression.test(reference);
}

/** Adds what Docker's naming leaves out: registry, `library/`, `:latest` (`github.com/distribution/reference: ParseDockerRef`). */
export function fullReference(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const hasRegistry = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const path = hasRegistry ? reference : rest.length > 0 ? `docker.io/${reference}` : `docker.io/library/${reference}`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  // A digest says which one it is: a tag beside it counts for nothing
  if (name.includes('@')) return path.replace(/:[^/@:]*@/, '@');
  return name.includes(':') ? path : `${path}:latest`;
}

/** The words of containerd 2.3 for what can go wrong at a registry. */
function errorText(reference: string, error: PullError): string {
  const full = fullReference(reference);
  if (typeof error === 'object') return error.message;
  const unpack = `failed to pull and unpack image "${full}": failed to resolve image: `;
  switch (error) {
    case 'notFound':
      return `rpc error: code = NotFound desc = ${unpack}${full}: not found`;
    case 'unauthorized':
      // Docker Hub gives out a token to everybody, for what everybody may do; other registries are taken to ask for a password at once
      return `${unpack}pull access denied, repository does not exist or may require authorization: ${full.startsWith('docker.io/') ? 'server message: insufficient_scope: authorization failed' : 'authorization failed: no basic auth credentials'}`;
    case 'unreachable': {
      const [host = '', ...path] = full.split('/');
      const [, name = '', tag = ''] = /^(.*?)[@:](.*)$/.exec(path.join('/')) ?? [];
      const [domain = '', port = '443'] = host.split(':');
      const why = dialError(domain, Number(port));
      return `${unpack}failed to do request: Head "https://${host}/v2/${name}/manifests/${tag}": ${why}`;
    }
  }
}
