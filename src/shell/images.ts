/** What is known of images, by their names. */
import { CATALOGUE } from './catalogue.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';
import type { Image } from './types.ts';

const MIB = 1 << 20;
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Size of an image that nobody knows. */
const UNKNOWN_SIZE_MIB = 72;

interface Reference {
  /** Without registry, tag and digest, and without Docker Hub's `library/`. */
  repository: string;
  tag: string;
}

/**
 * The image for a reference, with or without registry, tag and digest. For one that the catalogue does not have, a guess:
 * `known` is false, the entrypoint is a program named like the image, and the shell is Debian's unless the tag says otherwise.
 */
export function findImage(reference: string): Image {
  const { repository, tag } = parseReference(reference);
  const entry = entryOf(repository);
  if (!entry) return guess(reference, repository, tag);
  const variant = entry.variants?.find(({ tag: pattern }) => pattern.test(tag));
  const merged = { ...entry, ...variant };
  return {
    name: reference,
    entrypoint: [...(merged.entrypoint ?? [])],
    cmd: [...(merged.cmd ?? [])],
    env: { PATH: DEFAULT_PATH, ...merged.env },
    workdir: merged.workdir ?? '/',
    user: merged.user ?? '0',
    stopSignal: merged.stopSignal ?? 'SIGTERM',
    ports: [...(merged.ports ?? [])],
    sizeBytes: Math.round(merged.sizeMiB * MIB),
    shell: shellOf(merged.shell, tag, repository),
    known: true,
  };
}

/** The catalogue's entry for an image reference; undefined if there is none. */
export function catalogueEntry(reference: string): CatalogueEntry | undefined {
  return entryOf(parseReference(reference).repository);
}

/** What buildpack-deps brings along. */
const BUILDPACK = { '/usr/bin/curl': 'curl', '/usr/bin/wget': 'wget', '/usr/bin/git': 'git', '/usr/bin/python3': 'python' };

/** The executables of an image beyond the tools of its shell: an Alpine variant has Bash only where its entrypoint is written in it, a slim one nothing to fetch with. */
export function programsOf(reference: string): readonly (readonly [path: string, program: string])[] {
  const { repository, tag } = parseReference(reference);
  const { programs = {}, shell, buildpack } = entryOf(repository) ?? {};
  const all = Object.entries(programs);
  if (/slim/.test(tag)) return all.filter(([, program]) => program !== 'curl' && program !== 'wget');
  if (!/alpine/.test(tag)) return buildpack ? [...Object.entries(BUILDPACK), ...all] : all;
  const ofAlpine = all.filter(([, program]) => program !== 'apt-get');
  return shell === 'bash' ? [...ofAlpine, ['/bin/bash', 'bash']] : ofAlpine.filter(([, program]) => program !== 'bash');
}

export function isAlpine(reference: string): boolean {
  const { repository, tag } = parseReference(reference);
  return /alpine/.test(tag) || entryOf(repository)?.alpine === true;
}

const entries = new Map(CATALOGUE.flatMap((entry) => entry.names.map((name) => [name, entry])));

function entryOf(repository: string): CatalogueEntry | undefined {
  return entries.get(repository);
}

const references = new Map<string, Reference>();

function parseReference(reference: string): Reference {
  const known = references.get(reference);
  if (known) return known;
  const parsed = partsOf(reference);
  if (references.size > 1000) references.clear();
  references.set(reference, parsed);
  return parsed;
}

function partsOf(reference: string): Reference {
  const plain = reference.replace(/@.*$/, '');
  const colon = plain.lastIndexOf(':');
  const tagged = colon > plain.lastIndexOf('/');
  const tag = tagged ? plain.slice(colon + 1) : 'latest';
  const parts = (tagged ? plain.slice(0, colon) : plain).split('/');
  const first = parts[0] ?? '';
  if (parts.length > 1 && (/[.:]/.test(first) || first === 'localhost')) parts.shift();
  const library = parts.lastIndexOf('library');
  return { repository: (library === -1 ? parts : parts.slice(library + 1)).join('/'), tag };
}

function shellOf(shell: Image['shell'], tag: string, repository: string): Image['shell'] {
  if (shell !== 'none' && /alpine|busybox/.test(tag)) return 'busybox';
  if (/distroless|scratch|nonroot-static/.test(`${repository}:${tag}`)) return 'none';
  return shell;
}

function guess(reference: string, repository: string, tag: string): Image {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return {
    name: reference,
    // In a folder of its own: an image may be called `dev` or `bin`.
    entrypoint: [`/app/${name === '' ? 'app' : name}`],
    cmd: [],
    env: { PATH: DEFAULT_PATH },
    workdir: '/',
    user: '0',
    stopSignal: 'SIGTERM',
    ports: [],
    sizeBytes: UNKNOWN_SIZE_MIB * MIB,
    shell: shellOf('dash', tag, repository),
    known: false,
  };
}
