/**
 * Files and directories in memory. A {@link Tree} is one file system (a container's root, or a volume); nodes know their
 * tree, so that every change grows its version and its size.
 */
import { utf8Length } from './text.ts';
import type { FileAccess, OpenFile } from './streams.ts';

/** Of a directory: what is made in it gets its group (and a directory this bit, too). */
export const SETGID = 0o2000;

/** Bytes of zeros up to which a file is kept as text; beyond that only their number is known. */
const MATERIALIZED_ZEROS = 1 << 20;

interface NodeFields {
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
}

export type Node = Directory | FileNode | LinkNode | DeviceNode | FifoNode;

/** A symbolic link. */
export interface LinkNode extends NodeFields {
  kind: 'link';
  readonly target: string;
}

/** A node that opens to something else than a file: `/dev/null`, `/proc/1/fd/1`. */
export interface DeviceNode extends NodeFields {
  kind: 'device';
  open(): OpenFile;
}

/** A named pipe: whoever opens it gets the end that they ask for. */
export interface FifoNode extends NodeFields {
  kind: 'fifo';
  open(access: FileAccess): OpenFile;
}

/** One file system. */
export class Tree {
  version = 0;
  /** Bytes of the files written since the tree was handed out ({@link seal}). */
  bytes = 0;
  onBytes: ((bytes: number) => void) | undefined;
  /** Most bytes that files may have in it, as a tmpfs mounted with a size. */
  capacity = Number.POSITIVE_INFINITY;
  readonly root: Directory;
  #sealed = false;

  constructor(rootMode: number) {
    this.root = new Directory(this, rootMode);
  }

  /** From now on files count; what is there already came with the image. */
  seal(): void {
    this.#sealed = true;
    this.version = 0;
  }

  get sealed(): boolean {
    return this.#sealed;
  }

  /** Whether it is kept in memory: a tmpfs, which always has a size. */
  get inMemory(): boolean {
    return this.capacity !== Number.POSITIVE_INFINITY;
  }

  /** Bytes that can still be written. */
  get room(): number {
    return this.#sealed ? this.capacity - this.bytes : Number.POSITIVE_INFINITY;
  }

  changed(deltaBytes: number): void {
    this.version += 1;
    if (deltaBytes === 0 || !this.#sealed) return;
    this.bytes += deltaBytes;
    this.onBytes?.(this.bytes);
  }
}

export class Directory implements NodeFields {
  readonly kind = 'dir';
  readonly tree: Tree;
  mode: number;
  uid = 0;
  gid = 0;
  mtimeMs = 0;
  readonly #entries = new Map<string, Node>();
  /** The image's own programs by name, shared by all that are made from it. A file is made of one when somebody looks: most never are. */
  readonly #programs: ReadonlyMap<string, string>;
  /** Those of {@link #programs} that have become a file, or are gone. */
  #touched: Set<string> | undefined;

  constructor(tree: Tree, mode = 0o755, programs: ReadonlyMap<string, string> = NO_PROGRAMS) {
    this.tree = tree;
    this.mode = mode;
    this.#programs = programs;
  }

  get(name: string): Node | undefined {
    const entry = this.#entries.get(name);
    const program = this.#programs.get(name);
    if (entry !== undefined || program === undefined || this.#touched?.has(name) === true) return entry;
    const file = new FileNode(this.tree, 0o755);
    file.program = program;
    this.#put(name, file);
    return file;
  }

  names(): string[] {
    return [...this.#entries.keys(), ...[...this.#programs.keys()].filter((name) => this.#touched?.has(name) !== true)];
  }

  set(name: string, node: Node, nowMs: number): void {
    this.#put(name, node);
    this.mtimeMs = nowMs;
    this.tree.changed(0);
  }

  delete(name: string, nowMs: number): void {
    const node = this.get(name);
    this.detach(name, nowMs);
    if (node?.kind === 'file') this.tree.changed(node.forget());
  }

  /** Takes the entry away without freeing its bytes: one half of a rename in the same tree. */
  detach(name: string, nowMs: number): void {
    if (this.#programs.has(name)) (this.#touched ??= new Set()).add(name);
    this.#entries.delete(name);
    this.mtimeMs = nowMs;
    this.tree.changed(0);
  }

  #put(name: string, node: Node): void {
    if (this.#programs.has(name)) (this.#touched ??= new Set()).add(name);
    this.#entries.set(name, node);
  }
}

const NO_PROGRAMS: ReadonlyMap<string, string> = new Map();

export class FileNode implements NodeFields {
  readonly kind = 'file';
  readonly tree: Tree;
  mode: number;
  uid = 0;
  gid = 0;
  mtimeMs = 0;
  /** Name of the program that this file is, for binaries. */
  program: string | undefined;
  #text = '';
  #zeros = 0;
  #bytes = 0;
  /** Bytes that the tree was told about; undefined for a file that came with the image. */
  #counted: number | undefined;

  constructor(tree: Tree, mode = 0o644) {
    this.tree = tree;
    this.mode = mode;
    this.#counted = tree.sealed ? 0 : undefined;
  }

  /** Content; trailing zeros beyond the limit are left out (see {@link size}). */
  get text(): string {
    return this.#text;
  }

  get size(): number {
    return this.#bytes + this.#zeros;
  }

  write(text: string, nowMs: number): void {
    this.#zeros = 0;
    this.#text = text;
    this.#bytes = utf8Length(text);
    this.#changed(nowMs);
  }

  /** Content of a file that nobody writes: it does not count as a change. */
  show(text: string): void {
    this.#text = text;
    this.#bytes = utf8Length(text);
  }

  append(text: string, nowMs: number): void {
    this.#text += text;
    this.#bytes += utf8Length(text);
    this.#changed(nowMs);
  }

  /** Grows or cuts the file to a size (truncate(2)); new bytes are zeros. */
  resize(bytes: number, nowMs: number): void {
    if (bytes < this.#bytes) {
      this.#text = this.#text.slice(0, bytes);
      this.#bytes = utf8Length(this.#text);
      this.#zeros = 0;
    } else if (bytes - this.#bytes <= MATERIALIZED_ZEROS) {
      this.#text += '\0'.repeat(bytes - this.#bytes);
      this.#bytes = bytes;
      this.#zeros = 0;
    } else {
      this.#zeros = bytes - this.#bytes;
    }
    this.#changed(nowMs);
  }

  /** The node has lost its name: what the tree's size shrinks by. */
  forget(): number {
    const counted = this.#counted ?? 0;
    this.#counted = 0;
    return -counted;
  }

  #changed(nowMs: number): void {
    this.mtimeMs = nowMs;
    if (!this.tree.sealed) {
      this.tree.changed(0);
      return;
    }
    const before = this.#counted ?? 0;
    this.#counted = this.size;
    this.tree.changed(this.size - before);
  }
}

export function newFile(tree: Tree, text: string, nowMs: number, mode = 0o644): FileNode {
  const file = new FileNode(tree, mode);
  if (text !== '') file.write(text, nowMs);
  file.mtimeMs = nowMs;
  return file;
}

export function newLink(target: string): LinkNode {
  return { kind: 'link', target, mode: 0o777, uid: 0, gid: 0, mtimeMs: 0 };
}
