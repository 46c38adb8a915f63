/**
 * What runs in a container, on virtual time: the seams between this folder and whoever owns the clock. Nothing here
 * knows of Kubernetes; a machine is a PID namespace with a file system and a network namespace that it may share.
 * All times are integer milliseconds on the owner's clock.
 */
import type { PidNamespace } from './pid-namespace.ts';

/** The owner's clock and event queue. `at` runs things of equal time in the order in which they were asked for. */
export interface Scheduler {
  now(): number;
  /** Returns a function that takes it back: whoever stops waiting must, or the run seems to go on for ever. */
  at(timeMs: number, run: () => void): () => void;
}

export type SignalName =
  | 'SIGHUP'
  | 'SIGINT'
  | 'SIGQUIT'
  | 'SIGABRT'
  | 'SIGKILL'
  | 'SIGUSR1'
  | 'SIGSEGV'
  | 'SIGUSR2'
  | 'SIGPIPE'
  | 'SIGALRM'
  | 'SIGTERM'
  | 'SIGCHLD'
  | 'SIGCONT'
  | 'SIGSTOP'
  | 'SIGTSTP'
  | 'SIGWINCH';

/** How a process ended. `code` is 128 + n for signal n. */
export interface ExitStatus {
  code: number;
  signal?: SignalName;
}

/** The ports of one network namespace: a Pod's containers share one. */
export interface Network {
  /** Opens a port; undefined if somebody listens there already. The returned function closes it. */
  listen(port: number, server: Server): (() => void) | undefined;
  /** Who listens on a port. */
  server(port: number): Server | undefined;
  /** The namespace's own address and host name, for tools that print them. */
  readonly address: string;
}

export interface HttpRequest {
  method: string;
  /** Path with query. */
  target: string;
  host: string;
  headers: Record<string, string>;
}

/** An answer, or `hang`: the connection is accepted and nothing ever comes. */
export type HttpReply =
  | { kind: 'answer'; status: number; body: string; location?: string; latencyMs: number; sameUntilMs: number }
  | { kind: 'close'; sameUntilMs: number }
  | { kind: 'hang'; sameUntilMs: number };

/**
 * Who answers on a port. Absent handlers: the port is open, but speaks neither protocol (a raw TCP server).
 * `sameUntilMs` in an answer: the same request is answered in the same way until then (Infinity: for ever); what lets a
 * caller skip ahead. It may be too early, never too late.
 */
export interface Server {
  tls: boolean;
  http?(request: HttpRequest): HttpReply;
  /** Somebody connected and said nothing, as a TCP probe does. */
  accepted?(): void;
  /** Status of the gRPC health service for a service name; undefined: unknown service. */
  grpc?(service: string): { status: string; sameUntilMs: number } | undefined;
}

/** A tree of files that outlives containers and may be mounted in several of them (a volume). Opaque to others. */
/** How the kubelet puts files into a volume. */
export interface PublishedHow {
  /** Name of the new folder. */
  folder(): string;
  /** Permissions of a file, default 0644, and whom it belongs to, default root. */
  permissionsOf(path: string): { mode?: number; uid?: number };
}

export interface Volume {
  /** Reads a file as text; undefined if there is none. */
  read(path: string): string | undefined;
  /** The file at a path, the same object as long as it is the same file; undefined if there is none. */
  fileAt(path: string): object | undefined;
  /**
   * Replaces what was published before, if that is not the same: the files go into a folder of their own, `..data` leads to it, and links of their
   * names lead through that, so that all of them change at once. Who has an old one mounted by itself keeps it
   * (`pkg/volume/util/atomic_writer.go: Write`).
   *
   * @param files texts by their paths
   * @param how what else there is to know; is asked if something is written
   */
  publish(files: Readonly<Record<string, string>>, how: PublishedHow, nowMs: number): void;
  /** Gives everything in it to a group, which may read it and, unless `readOnly`, write it; what is made in it later is the group's, too. */
  giveToGroup(gid: number, readOnly: boolean): void;
  /** Grows with every change, so that a caller can see that nothing changed. */
  readonly version: number;
  /** Bytes of the files in it. */
  readonly sizeBytes: number;
  /** From now on what is beyond that many bytes cannot be written: no space left on device. */
  limitSize(bytes: number): void;
  /** Calls back whenever that changes; one listener at a time. */
  onSize(listener: () => void): void;
}

export interface Mount {
  /** Absolute path in the container. */
  path: string;
  volume: Volume;
  /** A folder or file in the volume instead of its root; a missing one is made as a folder. */
  subPath?: string;
  readOnly: boolean;
  /** Where the node keeps it, for the words of an error. */
  source?: string;
  /** The file that the sub path named when the container was created; absent for a folder. */
  bound?: object;
}

/** What an image brings along. */
export interface Image {
  /** The reference it was found by. */
  name: string;
  entrypoint: string[];
  cmd: string[];
  env: Record<string, string>;
  workdir: string;
  user: string;
  stopSignal: SignalName;
  /** Ports it is known to serve. */
  ports: number[];
  sizeBytes: number;
  /** Whose words the shell and the tools speak; `none`: the image has no shell at all. */
  shell: 'dash' | 'busybox' | 'bash' | 'none';
  /** Whether the catalogue knows this image, or everything above is a guess. */
  known: boolean;
}

/** Commands that need not be in the image: what they come to is given. */
export interface DeclaredCommands {
  /** Whether anything is given for calls of this name, as it is written. */
  has(name: string): boolean;
  /** What a call comes to; undefined: the command does what it would have done. */
  answerTo(command: readonly string[]): { takesMs: number; output: string; exitCode: number } | undefined;
}

export interface MachineOptions {
  scheduler: Scheduler;
  network: Network;
  image: Image;
  mounts: Mount[];
  hostname: string;
  /** Seconds since 1970 at time 0, for `date`. */
  epochMs: number;
  /** Bytes of the files that containers write count somewhere else; told on every change of the root file system's size. */
  onDiskUsage?(bytes: number): void;
  /** A file that everybody may write to, whatever is around it (`terminationMessagePath`, which the kubelet mounts). */
  messagePath?: string;
  /** Where the node keeps that file, for the words of an error. */
  messageSource?: string;
  /** Whom its processes run as, and the groups beside the main one. Absent: the image's user, and the group that `/etc/passwd` has for it. */
  user?: {
    uid?: number;
    gid?: number;
    groups?: readonly number[] /** Groups that the image's /etc/group has for the user count for nothing. */;
    withoutImageGroups?: boolean;
  };
  /** Whether user ids of the container are other ones on the node (a user namespace). */
  ownUsers?: boolean;
  /** The namespace of its processes, with those of others in it: the main one need not be PID 1 then, and a signal ends it as any other. Absent: one of its own. */
  pids?: PidNamespace;
  /** Kernel parameters that are not at their defaults, by name (`kernel.shm_rmid_forced`). */
  sysctls?: Readonly<Record<string, string>>;
  /** Programs cannot get more rights than their user has: setuid bits mean nothing (`allowPrivilegeEscalation: false`). */
  noNewPrivileges?: boolean;
  /** Nothing covers parts of /proc and /sys (`procMount: Unmasked`, or privileged). */
  unmaskedProc?: boolean;
  /** The kernel filters its system calls (a seccomp profile other than Unconfined). */
  filtersSystemCalls?: boolean;
  /** What of root's rights its processes have while they are root (capabilities(7)). Default: `CHOWN`, `DAC_OVERRIDE`, `FOWNER`. */
  capabilities?: ReadonlySet<string>;
  /** What the kernel says of the profile that confines its processes. Absent: it has no AppArmor. */
  confinement?: string;
  /** The root file system may only be read (mounts are not concerned). Default: false. */
  readOnlyRoot?: boolean;
  /** Bytes of memory after which the kernel's OOM killer ends the process that uses them. Absent: 8 GiB. */
  memoryLimitBytes?: number;
  /** Cores that its processes may use at most: what its cgroup says, nothing takes longer for it. Absent: all of the node. */
  cpuLimitCores?: number;
  /** The OOM killer ended a process; `pid` 1 is the main one. Called before the process's `onExit`. */
  onOutOfMemory?(pid: number): void;
  /**
   * Address of a host name, as DNS would answer (`kubernetes.default`, a Service); undefined: there is no such name. Names of
   * the machine itself are known without it. Absent: only those and the `kubernetes` Service.
   */
  resolve?(name: string): string | undefined;
  /** Commands whose outcome is given, for the scripts that call them; absent: none. */
  declared?: DeclaredCommands;
  /** Ports to serve for a program that nobody knows (the default server). */
  defaultPorts: number[];
  /** Whether the container is there to end: a program that nobody knows does its work then, and is no server. Absent: false. */
  finishes?: boolean;
  /** Called with whatever is taken for granted about a program that nobody knows, each once. */
  onAssumed?(assumed: AssumedOfProgram): void;
  /** Evaluation steps a machine may take before it is stopped with {@link StepLimitError}. */
  stepLimit: number;
}

export interface ProcessOptions {
  env: Record<string, string>;
  cwd: string;
  stdin?: string;
  /** An input that stays open and that nobody writes to (`stdin: true` of a container): who reads from it waits. */
  openStdin?: boolean;
  /** Text as it is written; not cut into lines. */
  onOutput(stream: 'stdout' | 'stderr', text: string): void;
  onExit(status: ExitStatus): void;
  /**
   * The last process that holds this one's stdout or stderr has let go of them; comes after `onExit`. A child left in the
   * background keeps them: what containerd's ExecSync waits for (`internal/cri/server/container_execsync.go: execInternal`).
   */
  onOutputClosed?(): void;
}

/** Why a process could not be started: the words of runc, without its prefixes. */
export interface StartError {
  /** E.g. `exec: "/bin/x": stat /bin/x: no such file or directory` or `exec: "x": executable file not found in $PATH`. */
  message: string;
}

export interface MachineProcess {
  readonly pid: number;
  /** Undefined while it runs. */
  readonly exit: ExitStatus | undefined;
  /** Whether the program has a model here (a shell, a known program); see `start`. */
  readonly known: boolean;
  /** Whether it is a shell or a script: such a process is ready for signals as soon as it runs. */
  readonly shell: boolean;
  /** Whether it has a handler for a signal now. */
  catches(signal: SignalName): boolean;
  /** Delivers a signal from outside, as `kill(2)` by the runtime would. Returns whether anything reacts to it. */
  signal(signal: SignalName): boolean;
}

/**
 * What a program that nobody knows is taken for: the server that the container is there for, the work that it is there for, a command on the
 * way that succeeds at once, packages that come, a host outside the cluster that answers, a
 * file of the image, code that is not run, or a calculation that takes its time.
 */
export type AssumedOfProgram =
  | { what: 'server'; command: readonly string[]; ports: readonly number[] }
  | { what: 'tool' | 'packages' | 'outside' | 'file'; command: readonly string[] }
  /** `isMain`: whether the container ends with it. */
  | { what: 'work' | 'code' | 'calculation'; command: readonly string[]; isMain: boolean };

/** What the main program is up to, where it has phases of its own (a server that boots, then listens, then drains). */
export interface ProgramPhase {
  what: 'booting' | 'serving' | 'draining';
  ports: number[];
  /** For `booting`: when it will serve. */
  untilMs?: number;
}

/** One running container: a PID namespace, a root file system and its mounts. */
export interface Machine {
  /** Others may join it: whoever debugs the container. */
  readonly pids: PidNamespace;
  /**
   * Starts PID 1. Where `argv` names a shell, its script is interpreted; a known program runs its model; an unknown one is
   * taken for a server (see {@link MachineOptions.defaultPorts}) or for some work, and `onAssumed` says so. With `inert` an unknown program
   * does nothing by itself (it neither listens nor exits nor reacts to signals; nothing is assumed): the caller plays its part.
   */
  start(argv: string[], options: ProcessOptions & { inert?: boolean; onPhase(phase: ProgramPhase): void }): MachineProcess | StartError;
  /** What its processes hold together. */
  readonly memoryBytes: number;
  /** Other than {@link MachineOptions.memoryLimitBytes} from now on; undefined: all that the node has. Noticed when a process asks for more. */
  limitMemory(bytes: number | undefined): void;
  /** Other than {@link MachineOptions.cpuLimitCores} from now on. */
  limitCpu(cores: number | undefined): void;
  /** Ends PID 1 at once, whatever it is doing, and with it the whole machine: an exit that the caller has decided on. */
  end(status: ExitStatus): void;
  /** Starts a process beside PID 1, as `docker exec` does. When PID 1 ends it dies with SIGKILL. */
  exec(argv: string[], options: ProcessOptions): MachineProcess | StartError;
  /** Reads a file as PID 1 would see it; undefined if there is none (e.g. the termination message). */
  readFile(path: string): string | undefined;
  writeFile(path: string, content: string): void;
  /**
   * True for a process that only reads: as long as no file of the machine changes (`fileVersion`) and no process of it
   * comes or goes, the same command ends in the same way after the same time.
   */
  readonly fileVersion: number;
  /** Whom its processes run as; all groups, in order. */
  readonly user: Identity;
  /** What `HOME` is to its processes where nothing else is said: the runtime takes it from `/etc/passwd`. */
  readonly home: string;
}

export interface Identity {
  uid: number;
  gid: number;
  groups: readonly number[];
}

/** Thrown when a script does not come to an end: the run is cut and says so. */
export class StepLimitError extends Error {
  override readonly name = 'StepLimitError';
}
