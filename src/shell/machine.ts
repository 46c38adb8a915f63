import { SystemError } from './errors.ts';
import { findExecutable, interpreterError, programOf } from './executables.ts';
import { Directory, newFile, type Tree } from './files.ts';
import { FileSystem, type MountPoint, ROOT_CAPABILITIES } from './filesystem.ts';
import { Kernel } from './kernel.ts';
import type { PidNamespace } from './pid-namespace.ts';
import type { Process } from './process.ts';
import type { Gen, Program } from './wait.ts';
import { createCgroup, createProc } from './procfs.ts';
import { createPrograms } from './programs/registry.ts';
import { SHELLS } from './programs/shells.ts';
import { createRoot } from './rootfs.ts';
import { Console, createPipe, NullFile, TextFile } from './streams.ts';
import type { ExitStatus, Identity, Machine, MachineOptions, MachineProcess, Mount, ProcessOptions, SignalName, StartError } from './types.ts';
import { mountedNode } from './volume.ts';

/** A container that has not been started yet: its file system with the mounts, and no process. */
export function createMachine(options: MachineOptions): Machine {
  return new ContainerMachine(options);
}

class ContainerMachine implements Machine {
  readonly user: Identity;
  readonly pids: PidNamespace;
  readonly #tree: Tree;
  readonly #fs: FileSystem;
  readonly #kernel: Kernel;
  readonly #mounts: readonly Mount[];
  /** Why the runtime cannot make the container's file system: it says so when it is to be started. */
  readonly #startError: string | undefined;

  constructor(options: MachineOptions) {
    const tree = createRoot(options.image, options.hostname, options.network.address);
    const mounts = new Map<string, MountPoint>();
    const fs = new FileSystem(tree, mounts, () => options.scheduler.now());
    const kernel: Kernel = new Kernel(options, fs, createPrograms(options.image));
    mounts.set('/proc', { node: createProc(() => kernel, tree), readOnly: false });
    mounts.set('/sys/fs/cgroup', { node: createCgroup(() => kernel, tree), readOnly: true });
    // /dev is a file system of its own: it stays writable under a read-only root.
    const dev = tree.root.get('dev');
    if (dev?.kind === 'dir') mounts.set('/dev', { node: dev, readOnly: false });
    const { messagePath, messageSource: source = 'termination-log' } = options;
    for (const mount of [...options.mounts].sort((a, b) => a.path.length - b.path.length))
      this.#startError ??= mountError(mount, () => addMount(fs, mounts, mount, options.image.known));
    if (messagePath !== undefined)
      this.#startError ??= mountError({ path: messagePath, source, readOnly: false }, () => addMessageFile(fs, mounts, messagePath));
    this.user = identity(fs, options.user ?? {}, options.image.user);
    Object.assign(fs, this.user, { readOnlyRoot: options.readOnlyRoot === true, capabilities: options.capabilities ?? ROOT_CAPABILITIES });
    tree.seal();
    tree.onBytes = options.onDiskUsage;
    this.pids = kernel.pids;
    this.#tree = tree;
    this.#fs = fs;
    this.#kernel = kernel;
    this.#mounts = options.mounts;
  }

  get home(): string {
    return homeOf(this.#fs);
  }

  get fileVersion(): number {
    return this.#mounts.reduce((sum, { volume }) => sum + volume.version, this.#tree.version);
  }

  start(argv: string[], options: Parameters<Machine['start']>[1]): MachineProcess | StartError {
    this.#kernel.onPhase = options.onPhase;
    const error = this.#startError ?? workdirError(options.cwd, () => asRoot(this.#fs, () => this.#fs.mkdirs(options.cwd, '/')));
    if (error !== undefined) return { message: error };
    return launch(this.#kernel, argv, options, options.inert === true);
  }

  exec(argv: string[], options: ProcessOptions): MachineProcess | StartError {
    return launch(this.#kernel, argv, options, false);
  }

  get memoryBytes(): number {
    return this.#kernel.memoryBytes;
  }

  limitMemory(bytes: number | undefined): void {
    this.#kernel.memoryLimitBytes = bytes;
  }

  limitCpu(cores: number | undefined): void {
    this.#kernel.cpuLimitCores = cores;
  }

  end(status: ExitStatus): void {
    this.#kernel.end(status);
  }

  readFile(path: string): string | undefined {
    const node = this.#fs.find(path, '/');
    return node?.kind === 'file' ? node.text : undefined;
  }

  writeFile(path: string, content: string): void {
    const fs = this.#fs;
    asRoot(fs, () => {
      fs.mkdirs(path.slice(0, path.lastIndexOf('/')), '/');
      fs.open(path, '/', { read: false, write: true, append: false, create: true, truncate: true }).put(content);
    });
  }
}

/** Something that the runtime does, whatever the container's user may do. */
function asRoot<T>(fs: FileSystem, body: () => T): T {
  const { uid, gid, readOnlyRoot, capabilities } = fs;
  Object.assign(fs, { uid: 0, gid: 0, readOnlyRoot: false, capabilities: ROOT_CAPABILITIES });
  try {
    return body();
  } finally {
    Object.assign(fs, { uid, gid, readOnlyRoot, capabilities });
  }
}

const INIT_FAILED = 'error during container init: ';

/** The error of a mount in the words of runc (`libcontainer/rootfs_linux.go: mountToRootfs`); undefined if it works. */
function mountError({ path, source = path, readOnly }: Pick<Mount, 'path' | 'source' | 'readOnly'>, mount: () => string | undefined): string | undefined {
  const where = `${INIT_FAILED}error mounting "${source}" to rootfs at "${path}": `;
  try {
    const why = mount();
    return why === undefined ? undefined : `${where}mount ${source}:${path} (via /proc/self/fd/6), flags: 0x500${readOnly ? 1 : 0}: ${why}`;
  } catch (error) {
    return `${where}create mountpoint for ${path} mount: ${whyNoFolder(error)}`;
  }
}

/** runc makes the working directory (`libcontainer/rootfs_linux.go: prepareRootfs`). */
function workdirError(cwd: string, make: () => void): string | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    return `${INIT_FAILED}mkdir ${cwd}: ${whyNoFolder(error)}`;
  }
}

function whyNoFolder(error: unknown): string {
  if (!(error instanceof SystemError)) throw error;
  return error.code === 'EEXIST' ? 'not a directory' : error.message.toLowerCase();
}

/** What images leave to the runtime, which binds them where nothing else is mounted. */
const BOUND_FILES: ReadonlySet<string> = new Set(['/etc/hosts', '/etc/hostname', '/etc/resolv.conf']);

/** What the kernel has against a mount: the one is a folder and the other a file. What the guess of an unknown image has put there does not count. */
function addMount(fs: FileSystem, mounts: Map<string, MountPoint>, mount: Mount, imageKnown: boolean): string | undefined {
  const path = mount.path.replace(/\/+$/, '');
  if (path === '') return undefined;
  // What the kubelet had bound for the container was replaced before the container could mount it
  if (mount.bound !== undefined && mount.volume.fileAt(mount.subPath ?? '') !== mount.bound) return 'no such file or directory';
  const node = mountedNode(mount.volume, mount.subPath);
  const parent = path.slice(0, path.lastIndexOf('/'));
  fs.mkdirs(parent === '' ? '/' : parent, '/');
  const place = fs.walk(path, '/');
  const isGuess = BOUND_FILES.has(path) || (!imageKnown && place.node?.kind === 'file' && place.node.program !== undefined);
  if (place.node && !isGuess && (place.node.kind === 'dir') !== (node.kind === 'dir')) return NOT_A_DIRECTORY;
  if (!place.node && place.readOnly) throw new SystemError('EROFS');
  // The mount point itself, so that its parent lists it.
  if (!place.node) place.parent.set(place.name, node.kind === 'dir' ? new Directory(place.parent.tree) : node, 0);
  mounts.set(place.path, { node, readOnly: mount.readOnly });
  return undefined;
}

const NOT_A_DIRECTORY = 'not a directory';

/** An empty file of its own, which everybody may write to (`pkg/kubelet/kuberuntime/kuberuntime_container.go: makeMounts`). */
function addMessageFile(fs: FileSystem, mounts: Map<string, MountPoint>, path: string): string | undefined {
  if (fs.find(path, '/')?.kind === 'dir') return NOT_A_DIRECTORY;
  fs.mkdirs(path.slice(0, path.lastIndexOf('/')) || '/', '/');
  fs.open(path, '/', { read: false, write: true, append: true, create: true, truncate: false, mode: 0o666, umask: 0 });
  // What was made is only the place for it, which stays empty to whoever else has that folder
  mounts.set(path, { node: newFile(fs.tree, '', 0, 0o666), readOnly: false });
  return undefined;
}

/**
 * The group that the image names beside its user (`1000:1000`) counts for nothing: the kubelet passes on the user alone
 * (containerd `pkg/oci/spec_opts.go: WithUserID, WithUsername`, `internal/cri/opts/spec_opts.go: mergeGids`).
 */
function identity(fs: FileSystem, asked: NonNullable<MachineOptions['user']>, imageUser: string): Identity {
  const name = imageUser.split(':')[0] ?? '';
  const uid = asked.uid ?? Number(/^\d*$/.test(name) ? name : (account(fs, 0, name)?.[2] ?? 0));
  const known = account(fs, 2, String(uid));
  const gid = asked.gid ?? Number(known?.[3] ?? 0);
  const ofImage = asked.withoutImageGroups === true ? [] : groupsOf(fs, known?.[0] ?? '');
  return { uid, gid, groups: [...new Set([gid, ...ofImage, ...(asked.groups ?? [])])].sort((a, b) => a - b) };
}

/** The groups of /etc/group that list a user; the one named like the user does not count (containerd `pkg/oci/spec_opts.go: WithAdditionalGIDs`). */
function groupsOf(fs: FileSystem, user: string): number[] {
  const listed = entries(fs, '/etc/group').filter(([name, , , members]) => user !== '' && name !== user && members?.split(',').includes(user) === true);
  return listed.map(([, , gid]) => Number(gid));
}

/** The line of /etc/passwd that has this text in that field. */
function account(fs: FileSystem, field: number, text: string): string[] | undefined {
  return entries(fs, '/etc/passwd').find((fields) => fields[field] === text);
}

/** The fields of each line; of a file that is not there, none. */
function entries(fs: FileSystem, path: string): string[][] {
  const file = fs.find(path, '/');
  return file?.kind === 'file' ? file.text.split('\n').map((line) => line.split(':')) : [];
}

/** The home of whom the processes run as (opencontainers/runc `libcontainer/init_linux.go: setupUser`). */
function homeOf(fs: FileSystem): string {
  return account(fs, 2, String(fs.uid))?.[5] ?? '/';
}

function launch(kernel: Kernel, argv: string[], options: ProcessOptions, inert: boolean): MachineProcess | StartError {
  const environment = new Map(Object.entries(options.env));
  if (!environment.has('HOME')) environment.set('HOME', homeOf(kernel.fs));
  const found = findEntry(kernel, argv, environment, options.cwd);
  if ('message' in found) return found;
  let open = 2;
  const onClosed = () => {
    open -= 1;
    if (open === 0 && options.onOutputClosed) kernel.options.scheduler.at(kernel.now(), options.onOutputClosed);
  };
  const console = (stream: 'stdout' | 'stderr') => new Console((text) => options.onOutput(stream, text), onClosed);
  const process = kernel.spawnRoot(argv, environment, options.cwd, inert && !found.known ? doNothing : found.program, options.onExit);
  process.setFd(0, options.openStdin ? createPipe().reader : options.stdin === undefined ? new NullFile() : new TextFile(options.stdin));
  process.setFd(1, console('stdout'));
  process.setFd(2, console('stderr'));
  return new LaunchedProcess(kernel, process, found);
}

class LaunchedProcess implements MachineProcess {
  readonly pid: number;
  readonly known: boolean;
  readonly shell: boolean;
  readonly #kernel: Kernel;
  readonly #process: Process;

  constructor(kernel: Kernel, process: Process, { known, shell }: Entry) {
    this.pid = process.pid;
    this.known = known;
    this.shell = shell;
    this.#kernel = kernel;
    this.#process = process;
  }

  get exit(): ExitStatus | undefined {
    return this.#process.exit;
  }

  catches(signal: SignalName): boolean {
    return this.#process.dispositions.get(signal) === 'catch';
  }

  signal(signal: SignalName): boolean {
    return this.#kernel.send(this.#process, signal, 'outside');
  }
}

/** Runs for ever; without handlers it is deaf to signals as PID 1. */
function* doNothing(): Gen<number> {
  for (;;) yield {};
}

interface Entry {
  program: Program;
  known: boolean;
  shell: boolean;
}

/**
 * The kernel does not run the file: it is in no format that it knows, or its interpreter cannot be found. runc learns that only when nothing is left of
 * itself but to become the program, so that the container has started and all that remains is a line of output (runc 1.4
 * `libcontainer/init_linux.go: Init`; recorded).
 */
const refused = (path: string, why: string): Program =>
  function* (process) {
    yield* process.err(`exec ${path}: ${why}\n`);
    return REFUSED_EXIT_CODE;
  };

/** Since runc 1.2; before that it was 1. */
const REFUSED_EXIT_CODE = 255;

/** What a container's or an exec's command runs; runc's words if nothing (libcontainer: finalizeNamespace, LookPath). */
function findEntry(kernel: Kernel, argv: readonly string[], environment: Map<string, string>, cwd: string): Entry | StartError {
  const name = argv[0] ?? '';
  const viewer = { fs: kernel.fs, cwd, kernel, mayServe: true } as Process;
  if (kernel.fs.find(cwd, '/')?.kind !== 'dir') {
    return { message: `chdir to cwd (${JSON.stringify(cwd)}) set in config.json failed: no such file or directory` };
  }
  // The capabilities of the container still hold when its user starts the program; those of a user are gone with that (capabilities(7); recorded)
  const found = kernel.fs.capabilities.has('DAC_OVERRIDE')
    ? asRoot(kernel.fs, () => findExecutable(viewer, name, environment))
    : findExecutable(viewer, name, environment);
  if ('path' in found) {
    const program = programOf(viewer, found.path, found.node);
    const refusal = program === undefined ? 'exec format error' : interpreterError(viewer, found.node, environment);
    if (program === undefined || refusal !== undefined) return { program: refused(found.path, refusal ?? ''), known: true, shell: false };
    const name = found.node.program;
    return { program, known: name === undefined || kernel.programs.models(name, argv), shell: name === undefined || SHELLS.has(name) };
  }
  const { code } = found.error;
  const assumed = code === 'ENOENT' ? kernel.programs.assumed(viewer, name) : undefined;
  if (assumed) return { program: assumed, known: false, shell: false };
  const quoted = JSON.stringify(name);
  if (!name.includes('/') && code === 'ENOENT') return { message: `exec: ${quoted}: executable file not found in $PATH` };
  const why = new SystemError(code).message.toLowerCase();
  if (code === 'EACCES') return { message: `exec: ${quoted}: ${kernel.fs.find(name, cwd)?.kind === 'dir' ? 'is a directory' : 'permission denied'}` };
  return { message: `exec: ${quoted}: stat ${name}: ${why}` };
}
