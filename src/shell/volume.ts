import { Directory, type FileNode, newFile, type Node, SETGID, Tree } from './files.ts';
import { createRoot } from './rootfs.ts';
import type { Image, Volume } from './types.ts';

/**
 * A volume with some files in it; keys are paths inside it. Its root may be written to by everybody, as the kubelet makes
 * it (`pkg/volume/emptydir/empty_dir.go: perm`), unless `mode` says otherwise.
 */
export function createVolume(files: Record<string, string> = {}, mode?: number): Volume {
  const volume = new TreeVolume(mode === undefined ? undefined : new Tree(mode));
  for (const [path, content] of Object.entries(files)) volume.write(path, content);
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

  write(path: string, content: string, mode?: number, uid = 0): void {
    const names = split(path);
    const name = names.pop();
    if (name === undefined) throw new Error(`A file in a volume needs a name, got "${path}"`);
    const folder = makeFolders(this.tree.root, names);
    const before = folder.get(name);
    if (before?.kind === 'file') folder.delete(name, 0);
    const file = newFile(this.tree, content, 0, mode ?? (before?.kind === 'file' ? before.mode : undefined));
    file.uid = uid;
    file.gid = folder.gid;
    folder.set(name, file, 0);
  }

  giveToGroup(gid: number, readOnly: boolean): void {
    give(this.tree.root, gid, readOnly ? 0o440 : 0o660);
  }

  keepOnly(paths: readonly string[]): void {
    prune(this.tree.root, '', new Set(paths.map((path) => split(path).join('/'))));
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

/** Takes files that are not among `kept` out of a folder, and folders that have nothing in them then. */
function prune(folder: Directory, prefix: string, kept: ReadonlySet<string>): void {
  for (const name of folder.names()) {
    const node = folder.get(name);
    if (node?.kind === 'dir') prune(node, `${prefix}${name}/`, kept);
    if (node?.kind === 'dir' ? node.names().length === 0 : !kept.has(prefix + name)) folder.delete(name, 0);
  }
}

/** The node that a mount shows: the volume's root, or what `subPath` names (made as a folder if it is missing). */
export function mountedNode(volume: Volume, subPath: string | undefined): Directory | FileNode {
  if (!(volume instanceof TreeVolume)) throw new Error('Only volumes made by createVolume can be mounted');
  const names = split(subPath ?? '');
  const found = find(volume.tree.root, names);
  if (found?.kind === 'dir' || found?.kind === 'file') return found;
  return makeFolders(volume.tree.root, names, 0o777);
}

function split(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function find(root: Directory, names: string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const name of names) {
    if (node?.kind !== 'dir') return undefined;
    node = node.get(name);
  }
  return node;
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
