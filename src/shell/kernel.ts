/** The kernel of one container: its processes, signals and time. */
import type { FileSystem } from './filesystem.ts';
import { PidNamespace } from './pid-namespace.ts';
import { Process } from './process.ts';
import type { Gen, Program } from './wait.ts';
import { NullFile, type OpenFile } from './streams.ts';
import { IGNORED_BY_DEFAULT, killedBy } from './signals.ts';
import { type AssumedOfProgram, type ExitStatus, type MachineOptions, type ProgramPhase, type SignalName, StepLimitError } from './types.ts';

/** How many assumptions of one machine are told: a script may make up names for ever. */
const MOST_ASSUMED = 20;
/** What `memory.current` says at least of a container with one small process that sleeps. */
const LEAST_MEMORY_BYTES = 256 * 1024;

/** Without a limit of its own a container has what its node has. */
const NODE_MEMORY_BYTES = 8 * 2 ** 30;

/** The programs a machine knows. */
export interface Programs {
  /** By the name that an executable file carries. */
  named(name: string): Program | undefined;
  /** Whether a file's program has a model of its own, or stands for something that only its arguments would tell. */
  models(name: string, argv: readonly string[]): boolean;
  /** For a command that no file is there for: what to take it for, if the image is one that nobody knows. */
  assumed(process: Process, name: string): Program | undefined;
}

export class Kernel {
  readonly options: MachineOptions;
  readonly fs: FileSystem;
  readonly programs: Programs;
  readonly processes = new Map<number, Process>();
  readonly #assumed = new Set<string>();
  /** Where commands were found, by PATH and name. */
  readonly hashedPaths = new Map<string, string>();
  memoryLimitBytes: number | undefined;
  cpuLimitCores: number | undefined;
  onPhase: ((phase: ProgramPhase) => void) | undefined;
  /** The process that runs right now: what `/proc/self` means. */
  current: Process | undefined;
  readonly #exitListeners = new Map<Process, (status: ExitStatus) => void>();
  readonly #runQueue: Process[] = [];
  #running = false;
  #steps = 0;
  readonly pids: PidNamespace;
  /** The process that the machine ends with; 0 before there is one. */
  mainPid = 0;

  constructor(options: MachineOptions, fs: FileSystem, programs: Programs) {
    this.options = options;
    this.fs = fs;
    this.programs = programs;
    this.memoryLimitBytes = options.memoryLimitBytes;
    this.cpuLimitCores = options.cpuLimitCores;
    this.pids = options.pids ?? new PidNamespace();
    this.pids.join(this);
  }

  now(): number {
    return this.options.scheduler.now();
  }

  /** The returned function calls it off. */
  timer(atMs: number, run: () => void): () => void {
    return this.options.scheduler.at(Math.max(atMs, this.now()), () => {
      run();
      this.pump();
    });
  }

  countStep(): void {
    this.#steps += 1;
    if (this.#steps > this.options.stepLimit) {
      throw new StepLimitError(`The programs of "${this.options.hostname}" did not come to an end within ${this.options.stepLimit} steps`);
    }
  }

  /** Tells what is taken for granted; each once, and no more than a reader would read. */
  assume(assumed: AssumedOfProgram): void {
    const key = `${assumed.what} ${assumed.command.join(' ')}`;
    if (this.#assumed.has(key) || this.#assumed.size >= MOST_ASSUMED) return;
    this.#assumed.add(key);
    this.options.onAssumed?.(assumed);
  }

  enqueue(process: Process): void {
    this.#runQueue.push(process);
    // Whoever wakes a process from outside (a timer, a request) need not pump: the queue empties itself at this very time.
    if (!this.#running) this.options.scheduler.at(this.now(), () => this.pump());
  }

  /** Runs every process that can run. */
  pump(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let process = this.#runQueue.shift(); process; process = this.#runQueue.shift()) {
        this.current = process;
        process.step();
      }
    } finally {
      this.#running = false;
      this.current = undefined;
    }
  }

  /**
   * Runs everything that can run right now until a process has ended; false if it has to wait for time to pass. For a server
   * that has to answer a request at once with what a child of it says.
   */
  settle(process: Process): boolean {
    const { current } = this;
    const outer = this.#running;
    this.#running = true;
    try {
      for (let next = this.#runQueue.shift(); next; next = this.#runQueue.shift()) {
        this.current = next;
        next.step();
        if (process.exit) return true;
      }
    } finally {
      this.#running = outer;
      this.current = current;
    }
    return process.exit !== undefined;
  }

  /** A process that nobody inside started: PID 1, or what an exec asks for. */
  spawnRoot(argv: string[], env: Map<string, string>, cwd: string, program: Program, onExit: (status: ExitStatus) => void): Process {
    const isMain = this.mainPid === 0;
    const pid = isMain ? this.pids.takeMainPid() : this.pids.takePid();
    if (isMain) this.mainPid = pid;
    const process = new Process(this, pid, undefined, argv, env, cwd);
    this.processes.set(process.pid, process);
    this.#exitListeners.set(process, onExit);
    process.run(program);
    return process;
  }

  /** `/dev/null`, open. */
  nullFile(): OpenFile {
    return new NullFile();
  }

  /** fork(2): the child has the parent's descriptors, ignored signals, directory and environment. */
  fork(parent: Process, program: (child: Process) => Gen<number>, argv = parent.argv, env = parent.env): Process {
    const child = new Process(this, this.pids.takePid(), parent, argv, env, parent.cwd);
    child.umask = parent.umask;
    for (const [number, file] of parent.fds) child.fds.set(number, file.retain());
    for (const [signal, disposition] of parent.dispositions) if (disposition === 'ignore') child.dispositions.set(signal, 'ignore');
    this.processes.set(child.pid, child);
    child.run(program);
    return child;
  }

  /**
   * Delivers a signal. `outside`: from beyond the PID namespace, where PID 1 has no protection from SIGKILL and SIGSTOP
   * (kernel/signal.c: sig_task_ignored). Returns whether anything reacts to it.
   */
  send(target: Process, signal: SignalName, from: 'inside' | 'outside'): boolean {
    if (target.exit) return false;
    if (target.kernel !== this) return target.kernel.send(target, signal, from);
    const shielded = target.pid === 1 && from === 'inside';
    if (signal === 'SIGKILL') {
      if (shielded) return false;
      this.ended(target, killedBy('SIGKILL'));
      return true;
    }
    if (signal === 'SIGCONT') target.setStopped(false);
    const disposition = signal === 'SIGSTOP' ? undefined : target.dispositions.get(signal);
    if (disposition === 'ignore') return false;
    if (disposition === 'catch') {
      target.catchSignal(signal);
      return true;
    }
    if (IGNORED_BY_DEFAULT.has(signal)) return false;
    if (signal === 'SIGSTOP' || signal === 'SIGTSTP') {
      if (target.pid === 1 && (shielded || signal === 'SIGTSTP')) return false;
      target.setStopped(true);
      return true;
    }
    if (target.pid === 1) return false;
    this.ended(target, killedBy(signal));
    return true;
  }

  /** A process has ended: its files close, its children get another parent, the main one takes everybody along. */
  ended(process: Process, status: ExitStatus): void {
    if (process.exit) return;
    process.exit = status;
    this.processes.delete(process.pid);
    process.dispose();
    if (process.pid === this.mainPid) {
      for (const other of [...this.processes.values()]) this.ended(other, killedBy('SIGKILL'));
      this.pids.leave(this);
      // Without its first process a namespace is gone, with everybody in it
      if (process.pid === 1) for (const kernel of this.pids.kernels) kernel.end(killedBy('SIGKILL'));
    }
    const init = this.pids.find(1);
    for (const child of process.children) {
      if (child.exit) continue;
      child.parent = init;
      init?.children.add(child);
    }
    process.children.clear();
    const { parent } = process;
    parent?.children.delete(process);
    if (parent && !parent.exit) {
      this.send(parent, 'SIGCHLD', 'inside');
      parent.childQueue.notify();
    }
    const listener = this.#exitListeners.get(process);
    this.#exitListeners.delete(process);
    if (!listener) return;
    // A signal from outside is not answered before its sender has got its result.
    if (this.#running) listener(status);
    else this.options.scheduler.at(this.now(), () => listener(status));
  }

  /** Ends the main process, and with it all others. */
  end(status: ExitStatus): void {
    const main = this.processes.get(this.mainPid);
    if (main) this.ended(main, status);
  }

  /** What its processes hold together: what they say of themselves, and the least that a program needs. */
  get memoryBytes(): number {
    let used = 0;
    for (const process of this.processes.values()) used += LEAST_MEMORY_BYTES + (Number.isFinite(process.memoryBytes) ? process.memoryBytes : 0);
    return used;
  }

  /** The OOM killer: over the limit, the process that uses most goes. */
  checkMemory(process: Process): void {
    const limit = this.memoryLimitBytes ?? NODE_MEMORY_BYTES;
    let used = 0;
    let largest = process;
    for (const other of this.processes.values()) {
      used += other.memoryBytes;
      if (other.memoryBytes > largest.memoryBytes) largest = other;
    }
    if (used <= limit) return;
    this.options.onOutOfMemory?.(largest.pid);
    this.ended(largest, killedBy('SIGKILL'));
  }
}
