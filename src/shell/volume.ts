import { Directory, type FileNode, newFile, newLink, type Node, SETGID, Tree } from './files.ts';
import { createRoot } from './rootfs.ts';
import type { Image, PublishedHow, Volume } from './types.ts';

/**
 * A volume with some files in it; keys are paths inside it. Its root may be written to by everybody, as the kubelet makes
 * it (`pkg/volume/emptydir/empty_dir.go: perm`), unless `mode` says otherwise.
 */
export function createVolume(files: Record<string, string> = {}, mode?: number): Volume {
  const volume = new TreeVolume(mode === undefined ? undefined : new Tree(mode));
  for (const [path, text] of Object.entries(files)) put(volume.tree.root, path, text, 0);
  return volume;
}

/**
 * A volume with what an image holds, as far as the catalogue knows; `paths` are all that it holds (folders, where the
 * catalogue does not know them).
 */
export function createImageVolume(image: Image, paths?: readonly string[]): Volume {
  const tree = image.known ? createRoot(image, '', '') : undefined;
  const volume = new TreeVolume(tree);
  if (paths === undefined) return volume;
  const { root } = volume.tree;
  const names = new Set(paths.map((path) => split(path)[0]));
  for (const name of root.names()) if (!names.has(name)) root.delete(name, 0);
  for (const path of paths) if (!find(root, split(path))) makeFolders(root, split(path));
  return volume;
}

/** A class rather than a literal with accessors: V8 keeps what the accessors of a literal close over until a full collection. */
class TreeVolume implements Volume {
  readonly tree: Tree;
  #published: Readonly<Record<string, string>> | undefined;

  constructor(tree = new Tree(0o777)) {
    this.tree = tree;
    this.tree.seal();
  }

  get version(): number {
    return this.tree.version;
  }

  get sizeBytes(): number {
    return this.tree.bytes;
  }

  read(path: string): string | undefined {
    const node = find(this.tree.root, split(path));
    return node?.kind === 'file' ? node.text : undefined;
  }

  fileAt(path: string): object | undefined {
    const node = find(this.tree.root, split(path));
    return node?.kind === 'file' ? node : undefined;
  }

  publish(files: Readonly<Record<string, string>>, how: PublishedHow, nowMs: number): void {
    const { root } = this.tree;
    const published = Object.entries(files);
    const { length } = published;
    if (this.#published && length === Object.keys(this.#published).length && published.every(([path, text]) => this.#published?.[path] === text)) return;
    this.#published = files;
    const before = root.get(DATA);
    const old = before?.kind === 'link' ? root.get(before.target) : undefined;
    const name = how.folder();
    const made = makeFolders(root, [name]);
    for (const [path, text] of published) put(made, path, text, nowMs, how.permissionsOf(path));
    const linkTo = (link: string, target: string) => {
      const node = newLink(target);
      node.gid = root.gid;
      node.mtimeMs = nowMs;
      root.set(link, node, nowMs);
    };
    linkTo(DATA, name);
    const shown = new Set(made.names());
    for (const each of shown) if (root.get(each) === undefined) linkTo(each, `${DATA}/${each}`);
    if (before?.kind !== 'link') return;
    for (const each of old?.kind === 'dir' ? old.names() : []) if (!shown.has(each)) root.delete(each, nowMs);
    forget(root, before.target, nowMs);
  }

  giveToGroup(gid: number, readOnly: boolean): void {
    give(this.tree.root, gid, readOnly ? 0o440 : 0o660);
  }

  limitSize(bytes: number): void {
    this.tree.capacity = bytes;
  }

  onSize(listener: () => void): void {
    this.tree.onBytes = listener;
  }
}

/** `pkg/volume/volume_linux.go: changeFilePermission`. */
function give(node: Node, gid: number, mask: number): void {
  node.gid = gid;
  if (node.kind === 'link') return;
  node.mode |= mask;
  if (node.kind !== 'dir') return;
  node.mode |= SETGID | 0o110;
  for (const name of node.names()) {
    const child = node.get(name);
    if (child) give(child, gid, mask);
  }
}

/** The link through which all files of a volume lead that the kubelet writes. */
const DATA = '..data';

/** Takes a folder away with all that is in it, so that its bytes count no more. */
function forget(parent: Directory, name: string, nowMs: number): void {
  const node = parent.get(name);
  if (node?.kind === 'dir') for (const each of node.names()) forget(node, each, nowMs);
  parent.delete(name, nowMs);
}

function put(root: Directory, path: string, text: string, nowMs: number, { mode, uid = 0 }: { mode?: number; uid?: number } = {}): void {
  const names = split(path);
  const name = names.pop();
  if (name === undefined) throw new Error(`A file in a volume needs a name, got "${path}"`);
  const folder = makeFolders(root, names);
  const file = newFile(root.tree, text, nowMs, mode);
  file.uid = uid;
  file.gid = folder.gid;
  folder.set(name, file, nowMs);
}

/**
 * The node that a mount shows: the volume's root, or what `subPath` names. If that is missing, it is made as folders like the volume's root
 * (`pkg/volume/util/subpath/subpath_linux.go: doSafeMakeDir`).
 */
export function mountedNode(volume: Volume, subPath: string | undefined): Directory | FileNode {
  if (!(volume instanceof TreeVolume)) throw new Error('Only volumes made by createVolume can be mounted');
  const names = split(subPath ?? '');
  const found = find(volume.tree.root, names);
  if (found?.kind === 'dir' || found?.kind === 'file') return found;
  return makeFolders(volume.tree.root, names, volume.tree.root.mode);
}

function split(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** What a path leads to inside a volume; a link that leads out of it leads nowhere. */
function find(root: Directory, names: readonly string[], links = 0): Node | undefined {
  let node: Node | undefined = root;
  for (const [index, name] of names.entries()) {
    if (node?.kind !== 'dir') return undefined;
    node = node.get(name);
    if (node?.kind !== 'link') continue;
    if (node.target.startsWith('/') || links === MAX_LINKS) return undefined;
    return find(root, withoutParents([...names.slice(0, index), ...split(node.target), ...names.slice(index + 1)]), links + 1);
  }
  return node;
}

const MAX_LINKS = 40;

function withoutParents(names: readonly string[]): string[] {
  const kept: string[] = [];
  for (const name of names) {
    if (name === '..') kept.pop();
    else kept.push(name);
  }
  return kept;
}

function makeFolders(root: Directory, names: string[], mode = 0o755): Directory {
  let folder = root;
  for (const name of names) {
    const next = folder.get(name);
    if (next?.kind === 'dir') {
      folder = next;
      continue;
    }
    const made = new Directory(root.tree, mode);
    made.gid = folder.gid;
    folder.set(name, made, 0);
    folder = made;
  }
  return folder;
}
