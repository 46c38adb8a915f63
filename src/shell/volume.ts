import { Directory, type FileNode, newFile, type Node, Tree } from './files.ts';
import type { Volume } from './types.ts';

/**
 * A volume with some files in it; keys are paths inside it. Its root may be written to by everybody, as the kubelet makes
 * it (`pkg/volume/emptydir/empty_dir.go: perm`).
 */
export function createVolume(files: Record<string, string> = {}): Volume {
  const volume = new TreeVolume();
  for (const [path, content] of Object.entries(files)) volume.write(path, content);
  return volume;
}

/** A class rather than a literal with accessors: V8 keeps what the accessors of a literal close over until a full collection. */
class TreeVolume implements Volume {
  readonly tree = new Tree(0o777);

  constructor() {
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

  write(path: string, content: string): void {
    const names = split(path);
    const name = names.pop();
    if (name === undefined) throw new Error(`A file in a volume needs a name, got "${path}"`);
    const folder = makeFolders(this.tree.root, names);
    if (folder.get(name)?.kind === 'file') folder.delete(name, 0);
    folder.set(name, newFile(this.tree, content, 0), 0);
  }

  limitSize(bytes: number): void {
    this.tree.capacity = bytes;
  }

  onSize(listener: () => void): void {
    this.tree.onBytes = listener;
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
    folder.set(name, made, 0);
    folder = made;
  }
  return folder;
}
