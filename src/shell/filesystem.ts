/** A container's view of its files: one root tree, volumes mounted into it, symbolic links, permissions. */
import { type ErrorCode, SystemError } from './errors.ts';
import { Directory, FileNode, newFile, newLink, type Node, SETGID, type Tree } from './files.ts';
import { Fifo, type FileAccess, type OpenFile, RegularFile } from './streams.ts';

const MAX_LINKS = 40;

export interface MountPoint {
  node: Directory | FileNode;
  readOnly: boolean;
}

/** Where a path leads. `node` is undefined if the last name does not exist; then `parent` is where it would be made. */
export interface Place {
  /** Absolute, without links. */
  path: string;
  parent: Directory;
  name: string;
  node: Node | undefined;
  readOnly: boolean;
  mountPoint: boolean;
}

export interface OpenMode extends FileAccess {
  create: boolean;
  truncate: boolean;
  /** Permissions of a file that is made, before the umask. */
  mode?: number;
  umask?: number;
}

interface Level {
  path: string;
  name: string;
  node: Directory;
  readOnly: boolean;
}

const splitPaths = new Map<string, readonly string[]>();

function namesOf(path: string): readonly string[] {
  let names = splitPaths.get(path);
  if (!names) {
    names = path.split('/').filter((name) => name !== '' && name !== '.');
    if (splitPaths.size > 2000) splitPaths.clear();
    splitPaths.set(path, names);
  }
  return names;
}

export const ROOT_CAPABILITIES: ReadonlySet<string> = new Set(['CHOWN', 'DAC_OVERRIDE', 'FOWNER']);

export class FileSystem {
  readonly tree: Tree;
  /** User id that permissions are checked for; 0 may do what its capabilities allow. */
  uid = 0;
  /** What root may do beyond what a file says (capabilities(7)). */
  capabilities: ReadonlySet<string> = ROOT_CAPABILITIES;
  gid = 0;
  /** Group ids, the main one among them. */
  groups: readonly number[] = [0];
  /** Whether the root file system may only be read; mounts are not concerned. */
  readOnlyRoot = false;
  readonly #mounts: ReadonlyMap<string, MountPoint>;
  /** For how many mounts, and their last names. */
  #mountNames: { of: number; names: ReadonlySet<string> } = { of: 0, names: new Set() };
  readonly #now: () => number;

  constructor(tree: Tree, mounts: ReadonlyMap<string, MountPoint>, now: () => number) {
    this.tree = tree;
    this.#mounts = mounts;
    this.#now = now;
  }

  get mounts(): ReadonlyMap<string, MountPoint> {
    return this.#mounts;
  }

  /** Follows a path. Throws ENOENT or ENOTDIR if a directory on the way is missing. */
  walk(path: string, cwd: string, followLast = true): Place {
    const place = this.#resolve(path, cwd, followLast);
    if (typeof place === 'string') throw new SystemError(place);
    return place;
  }

  /** Like {@link walk}, for callers to whom a missing file is nothing special. */
  #resolve(path: string, cwd: string, followLast: boolean): Place | ErrorCode {
    if (path === '') return 'ENOENT';
    let names = namesOf(path.startsWith('/') ? path : `${cwd}/${path}`);
    const mountNames = this.#namesOfMounts();
    const rootMount = this.#mounts.get('/');
    const root = rootMount?.node.kind === 'dir' ? rootMount.node : this.tree.root;
    const levels: Level[] = [{ path: '', name: '', node: root, readOnly: this.readOnlyRoot }];
    let links = 0;
    for (let i = 0; i < names.length; i += 1) {
      const name = names[i] as string;
      const here = levels.at(-1) as Level;
      if (name === '..') {
        if (levels.length > 1) levels.pop();
        continue;
      }
      const childPath = `${here.path}/${name}`;
      const mount = mountNames.has(name) ? this.#mounts.get(childPath) : undefined;
      const node = mount ? mount.node : here.node.get(name);
      const readOnly = mount ? mount.readOnly : here.readOnly;
      const last = i === names.length - 1;
      if (node?.kind === 'link' && (!last || followLast)) {
        links += 1;
        if (links > MAX_LINKS) return 'ELOOP';
        if (node.target.startsWith('/')) levels.splice(1);
        names = [...namesOf(node.target), ...names.slice(i + 1)];
        i = -1;
        continue;
      }
      if (last && node?.kind !== 'dir') {
        if (path.endsWith('/') && node) return 'ENOTDIR';
        return { path: childPath, parent: here.node, name, node, readOnly, mountPoint: mount !== undefined };
      }
      if (!node) return 'ENOENT';
      if (node.kind !== 'dir') return 'ENOTDIR';
      levels.push({ path: childPath, name, node, readOnly });
    }
    const here = levels.at(-1) as Level;
    const above = levels.at(-2) ?? here;
    return {
      path: here.path === '' ? '/' : here.path,
      parent: above.node,
      name: here.name,
      node: here.node,
      readOnly: here.readOnly,
      mountPoint: this.#mounts.has(here.path),
    };
  }

  /** The last names of mount points: only below one of these it has to be looked whether a path is a mount point. */
  #namesOfMounts(): ReadonlySet<string> {
    if (this.#mountNames.of !== this.#mounts.size) {
      this.#mountNames = { of: this.#mounts.size, names: new Set([...this.#mounts.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1))) };
    }
    return this.#mountNames.names;
  }

  /** The node at a path, or undefined if there is none (or no way to it). */
  find(path: string, cwd: string, followLast = true): Node | undefined {
    const place = this.#resolve(path, cwd, followLast);
    return typeof place === 'string' ? undefined : place.node;
  }

  /** Why there is no way to the file, or ENOENT. */
  whyMissing(path: string, cwd: string): ErrorCode {
    const place = this.#resolve(path, cwd, true);
    return typeof place === 'string' ? place : 'ENOENT';
  }

  /** The node at a path; throws ENOENT. */
  get(path: string, cwd: string, followLast = true): Node {
    const { node } = this.walk(path, cwd, followLast);
    if (!node) throw new SystemError('ENOENT');
    return node;
  }

  list(path: string, cwd: string): string[] {
    const node = this.get(path, cwd);
    if (node.kind !== 'dir') throw new SystemError('ENOTDIR');
    return node.names();
  }

  open(path: string, cwd: string, how: OpenMode): OpenFile {
    const place = this.walk(path, cwd);
    let { node } = place;
    if (!node) {
      if (!how.create || path.endsWith('/')) throw new SystemError(how.create ? 'EISDIR' : 'ENOENT');
      node = this.#add(place, newFile(place.parent.tree, '', this.#now(), (how.mode ?? 0o666) & ~(how.umask ?? 0o022)));
    }
    if (node.kind === 'device') return node.open();
    if (node.kind === 'fifo') return node.open(how);
    if (node.kind === 'dir') throw new SystemError('EISDIR');
    if (node.kind === 'link') throw new SystemError('ELOOP');
    if (how.write) {
      if (place.readOnly) throw new SystemError('EROFS');
      this.#checkAccess(node, 2);
    }
    if (how.read) this.#checkAccess(node, 4);
    if (how.truncate && node.size > 0) node.write('', this.#now());
    else if (how.truncate) node.mtimeMs = this.#now();
    return new RegularFile(node, how, this.#now);
  }

  read(path: string, cwd: string): string {
    const node = this.get(path, cwd);
    if (node.kind === 'dir') throw new SystemError('EISDIR');
    if (node.kind !== 'file') return '';
    this.#checkAccess(node, 4);
    return node.text;
  }

  mkdir(path: string, cwd: string, mode = 0o755): void {
    const place = this.walk(path, cwd);
    if (place.node) throw new SystemError('EEXIST');
    this.#add(place, new Directory(place.parent.tree, mode));
  }

  /** Makes the directory and all above it; an existing one is fine. */
  mkdirs(path: string, cwd: string): void {
    const absolute = path.startsWith('/') ? path : `${cwd}/${path}`;
    let done = '';
    for (const name of absolute.split('/')) {
      if (name === '') continue;
      done += `/${name}`;
      const node = this.find(done, '/');
      if (!node) this.mkdir(done, '/');
      else if (node.kind !== 'dir') throw new SystemError(done === absolute ? 'EEXIST' : 'ENOTDIR');
    }
  }

  mkfifo(path: string, cwd: string): void {
    const place = this.walk(path, cwd);
    if (place.node) throw new SystemError('EEXIST');
    const fifo = new Fifo();
    this.#add(place, { kind: 'fifo', mode: 0o644, uid: 0, gid: 0, mtimeMs: 0, open: (access) => fifo.open(access) });
  }

  symlink(target: string, path: string, cwd: string): void {
    const place = this.walk(path, cwd, false);
    if (place.node) throw new SystemError('EEXIST');
    this.#add(place, newLink(target));
  }

  /** A second name for the same file. */
  link(target: string, path: string, cwd: string): void {
    const node = this.get(target, cwd);
    const place = this.walk(path, cwd, false);
    if (place.node) throw new SystemError('EEXIST');
    if (node.kind === 'dir') throw new SystemError('EPERM');
    this.#checkDirectory(place);
    place.parent.set(place.name, node, this.#now());
  }

  /** Creates the file if it is missing, and sets its time: to `mtimeMs`, by default to now. */
  touch(path: string, cwd: string, umask: number, mtimeMs?: number): void {
    const place = this.walk(path, cwd);
    if (!place.node) {
      this.open(path, cwd, { read: false, write: true, append: false, create: true, truncate: false, umask });
      if (mtimeMs !== undefined) this.get(path, cwd).mtimeMs = mtimeMs;
      return;
    }
    if (place.readOnly) throw new SystemError('EROFS');
    if (place.node.kind !== 'device') this.#checkAccess(place.node, 2);
    place.node.mtimeMs = mtimeMs ?? this.#now();
  }

  unlink(path: string, cwd: string): void {
    const place = this.walk(path, cwd, false);
    if (!place.node) throw new SystemError('ENOENT');
    if (place.node.kind === 'dir') throw new SystemError('EISDIR');
    this.#checkRemovable(place);
    place.parent.delete(place.name, this.#now());
  }

  rmdir(path: string, cwd: string): void {
    const place = this.walk(path, cwd, false);
    if (!place.node) throw new SystemError('ENOENT');
    if (place.node.kind !== 'dir') throw new SystemError('ENOTDIR');
    this.#checkRemovable(place);
    if (place.node.names().length > 0) throw new SystemError('ENOTEMPTY');
    place.parent.delete(place.name, this.#now());
  }

  /** rename(2) within one tree; EXDEV across trees, where the caller copies and removes. */
  rename(from: string, to: string, cwd: string): void {
    const source = this.walk(from, cwd, false);
    const target = this.walk(to, cwd, false);
    if (!source.node) throw new SystemError('ENOENT');
    this.#checkRemovable(source);
    if (target.mountPoint) throw new SystemError('EBUSY');
    if (source.parent.tree !== target.parent.tree) throw new SystemError('EXDEV');
    if (source.node === target.node) return;
    if (target.node?.kind === 'dir') {
      if (source.node.kind !== 'dir') throw new SystemError('EISDIR');
      if (target.node.names().length > 0) throw new SystemError('ENOTEMPTY');
    } else if (target.node && source.node.kind === 'dir') {
      throw new SystemError('ENOTDIR');
    }
    this.#checkDirectory(target);
    if (target.node) target.parent.delete(target.name, this.#now());
    source.parent.detach(source.name, this.#now());
    target.parent.set(target.name, source.node, this.#now());
  }

  chmod(path: string, cwd: string, change: (mode: number) => number): void {
    const place = this.walk(path, cwd);
    if (!place.node) throw new SystemError('ENOENT');
    if (place.readOnly) throw new SystemError('EROFS');
    if (this.uid !== place.node.uid && !this.#can('FOWNER')) throw new SystemError('EPERM');
    place.node.mode = change(place.node.mode);
    if (place.node.kind === 'file' || place.node.kind === 'dir') place.node.tree.changed(0);
  }

  /** Only root gives a file away; its owner may give it to another of their own groups. */
  chown(path: string, cwd: string, { uid, gid }: { uid?: number | undefined; gid?: number | undefined }): void {
    const place = this.walk(path, cwd);
    if (!place.node) throw new SystemError('ENOENT');
    if (place.readOnly) throw new SystemError('EROFS');
    const isOwn = this.uid === place.node.uid && (uid === undefined || uid === this.uid) && (gid === undefined || this.groups.includes(gid));
    if (!isOwn && !this.#can('CHOWN')) throw new SystemError('EPERM');
    place.node.uid = uid ?? place.node.uid;
    place.node.gid = gid ?? place.node.gid;
  }

  /** The file that execve(2) would start, or why there is none: EACCES for a directory, or a file that may not be run. */
  executable(path: string, cwd: string): FileNode | ErrorCode {
    const place = this.#resolve(path, cwd, true);
    if (typeof place === 'string') return place;
    const { node } = place;
    if (node === undefined) return 'ENOENT';
    return node.kind === 'file' && this.permitted(node, 1) ? node : 'EACCES';
  }

  /** access(2): 4 read, 2 write, 1 execute. */
  access(path: string, cwd: string, wanted: number): boolean {
    const place = this.#resolve(path, cwd, true);
    if (typeof place === 'string' || !place.node) return false;
    return (wanted !== 2 || !place.readOnly) && this.permitted(place.node, wanted);
  }

  #add<T extends Node>(place: Place, node: T): T {
    this.#checkDirectory(place);
    node.uid = this.uid;
    const isShared = (place.parent.mode & SETGID) !== 0;
    node.gid = isShared ? place.parent.gid : this.gid;
    if (isShared && node.kind === 'dir') node.mode |= SETGID;
    node.mtimeMs = this.#now();
    place.parent.set(place.name, node, this.#now());
    return node;
  }

  #checkRemovable(place: Place): void {
    if (place.mountPoint || place.path === '/') throw new SystemError('EBUSY');
    this.#checkDirectory(place);
  }

  #checkDirectory(place: Place): void {
    if (place.readOnly) throw new SystemError('EROFS');
    this.#checkAccess(place.parent, 2);
  }

  #can(capability: string): boolean {
    return this.uid === 0 && this.capabilities.has(capability);
  }

  #checkAccess(node: Node, wanted: number): void {
    if (!this.permitted(node, wanted)) throw new SystemError('EACCES');
  }

  /** Whether the processes may: 4 read, 2 write, 1 execute. */
  permitted(node: Node, wanted: number): boolean {
    if (this.#can('DAC_OVERRIDE')) return wanted !== 1 || node.kind === 'dir' || (node.mode & 0o111) !== 0;
    const bits = node.uid === this.uid ? node.mode >> 6 : this.groups.includes(node.gid) ? node.mode >> 3 : node.mode;
    return (bits & wanted) === wanted;
  }
}
