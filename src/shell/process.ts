/**
 * Processes as generators: a program runs until it has to wait, yields what it waits for, and the kernel goes on with it
 * when that has happened. Nothing here knows of a clock other than the kernel's.
 */
import { SystemError } from './errors.ts';
import type { FileSystem } from './filesystem.ts';
import type { Kernel } from './kernel.ts';
import type { OpenFile } from './streams.ts';
import type { ExitStatus, SignalName } from './types.ts';
import { ExitProgram, type Gen, ProcessGone, type Program, type Wait, WaitQueue } from './wait.ts';

/** `catch`: into {@link Process.pending}, for the program to look at. No entry: the default action. */
export type Disposition = 'ignore' | 'catch';

/** Commands that a process may run at one point in time before they cost 1 ms of it. */
const COMMANDS_PER_MS = 256;

/** Time after which a busy loop is taken in bigger steps. */
const BUSY_MS = 2000;

const READ_SIZE = 65_536;

export class Process {
  readonly kernel: Kernel;
  readonly pid: number;
  parent: Process | undefined;
  readonly children = new Set<Process>();
  /** Leader of the tree it belongs to: PID 1, or the process that an exec started. */
  readonly root: Process;
  argv: string[];
  env: Map<string, string>;
  cwd: string;
  umask = 0o022;
  readonly fds = new Map<number, OpenFile>();
  readonly dispositions = new Map<SignalName, Disposition>();
  /** Caught signals that the program has not seen yet. */
  readonly pending: SignalName[] = [];
  exit: ExitStatus | undefined;
  /** Notified when a child ends. */
  readonly childQueue: WaitQueue = new WaitQueue();
  /** What has to be undone when it ends, however it ends: listening ports. */
  readonly cleanups: (() => void)[] = [];
  readonly startMs: number;
  stopped = false;
  /** Bytes of memory it holds beyond what is worth counting. */
  memoryBytes = 0;

  #generator: Gen<number> | undefined;
  #wait: Wait | undefined;
  /** Calls the timer of the current wait off. */
  #callOff: (() => void) | undefined;
  #queued = false;
  /** It would have run, but is stopped. */
  #stalled = false;
  #commands = 0;
  #commandsAtMs = 0;
  /** How long it has been computing without a wait. */
  #busyMs = 0;
  #paidUntilMs = -1;

  constructor(kernel: Kernel, pid: number, parent: Process | undefined, argv: string[], env: Map<string, string>, cwd: string) {
    this.kernel = kernel;
    this.pid = pid;
    this.parent = parent;
    this.root = parent?.root ?? this;
    this.argv = argv;
    this.env = env;
    this.cwd = cwd;
    this.startMs = kernel.now();
    this.mayServe = parent?.mayServe ?? true;
    parent?.children.add(this);
  }

  /** Whether a program that nobody knows is taken for a server if this process runs it: not where a script waits for its end. */
  mayServe = true;

  /** Whether the machine ends with it: the process of the container, not one of an exec or a child. */
  get isMain(): boolean {
    return this.pid === this.kernel.mainPid;
  }

  get fs(): FileSystem {
    return this.kernel.fs;
  }

  /** Words after the program's name. */
  get args(): string[] {
    return this.argv.slice(1);
  }

  get name(): string {
    const first = this.argv[0] ?? '';
    return first.slice(first.lastIndexOf('/') + 1);
  }

  run(program: Program): void {
    this.#generator = program(this);
    this.wake();
  }

  /** Puts the process into the run queue. */
  wake(): void {
    if (this.exit || this.#queued) return;
    this.#endWait();
    this.#queued = true;
    this.kernel.enqueue(this);
  }

  /** Runs until the next wait or the end. Called by the kernel's run queue only. */
  step(): void {
    if (this.exit) return;
    if (this.stopped) {
      this.#queued = false;
      this.#stalled = true;
      return;
    }
    this.#queued = false;
    let result: IteratorResult<Wait, number>;
    try {
      result = (this.#generator as Gen<number>).next();
    } catch (error) {
      if (error instanceof ProcessGone) return;
      if (isTooBig(error)) {
        this.memoryBytes = Number.POSITIVE_INFINITY;
        this.kernel.checkMemory(this);
        return;
      }
      // A call that failed and that nobody could be told of: stderr is closed, too
      if (!(error instanceof ExitProgram || error instanceof SystemError)) throw error;
      result = { done: true, value: error instanceof ExitProgram ? error.code : 1 };
    }
    if (this.exit) return;
    if (result.done) {
      this.kernel.ended(this, { code: result.value & 0xff });
      return;
    }
    const wait = result.value;
    this.#wait = wait;
    wait.queue?.add(this);
    if (wait.untilMs !== undefined && wait.untilMs !== Number.POSITIVE_INFINITY) {
      this.#callOff = this.kernel.timer(wait.untilMs, () => this.wake());
    }
    if (wait.interruptible && this.pending.length > 0) this.wake();
  }

  /** SIGSTOP and SIGCONT. */
  setStopped(stopped: boolean): void {
    this.stopped = stopped;
    if (stopped || !this.#stalled) return;
    this.#stalled = false;
    this.wake();
  }

  /** A caught signal: noted, and an interruptible wait is over. */
  catchSignal(signal: SignalName): void {
    // Signals are not counted: one that is pending already is lost
    if (!this.pending.includes(signal)) this.pending.push(signal);
    if (this.#wait?.interruptible) this.wake();
  }

  /** Leaves the run queue, the wait queue and the descriptors behind. Called by the kernel when the process has ended. */
  dispose(): void {
    this.#endWait();
    this.#generator = undefined;
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    for (const file of this.fds.values()) file.release();
    this.fds.clear();
  }

  #endWait(): void {
    this.#wait?.queue?.delete(this);
    this.#wait = undefined;
    this.#callOff?.();
    this.#callOff = undefined;
  }

  /** One command was run. Busy loops move time: every {@link COMMANDS_PER_MS} of them at one point in time cost 1 ms. */
  *tick(): Gen<void> {
    if (this.countCommand()) yield* this.payForCommands();
  }

  /** Counts a command; true if the caller has to {@link payForCommands}. */
  countCommand(): boolean {
    this.kernel.countStep();
    const now = this.kernel.now();
    if (now !== this.#commandsAtMs) {
      // Time has passed: unless it was the price of the last commands, the process has waited and is not busy any more.
      if (now !== this.#paidUntilMs) this.#busyMs = 0;
      this.#commandsAtMs = now;
      this.#commands = 0;
    }
    this.#commands += 1;
    return this.#commands >= COMMANDS_PER_MS;
  }

  /** Lets the time pass that the counted commands took. */
  *payForCommands(): Gen<void> {
    // A loop that has been busy for long does nothing new: the longer it goes on, the coarser its steps may be.
    const costMs = this.#busyMs < BUSY_MS ? 1 : 10 ** Math.floor(1 + Math.log10(this.#busyMs / BUSY_MS));
    this.#commands = 0;
    this.#busyMs += costMs;
    this.#paidUntilMs = this.kernel.now() + costMs;
    yield* this.sleep(costMs);
  }

  /** Waits; signals are looked at afterwards. */
  *sleep(ms: number): Gen<void> {
    const untilMs = this.kernel.now() + ms;
    while (this.kernel.now() < untilMs) yield { untilMs };
  }

  /** Waits until a time or until a caught signal is pending; false if a signal came first. */
  *pause(untilMs: number): Gen<boolean> {
    while (this.kernel.now() < untilMs) {
      if (this.pending.length > 0) return false;
      yield { untilMs, interruptible: true };
    }
    return true;
  }

  /** The next caught signal. */
  *nextSignal(): Gen<SignalName> {
    for (;;) {
      const signal = this.pending.shift();
      if (signal) return signal;
      yield { interruptible: true };
    }
  }

  catch(...signals: SignalName[]): void {
    for (const signal of signals) this.dispositions.set(signal, 'catch');
  }

  fd(number: number): OpenFile {
    const file = this.fds.get(number);
    if (!file) throw new SystemError('EBADF');
    return file;
  }

  /** dup2(2): the descriptor points to another file from now on. */
  setFd(number: number, file: OpenFile): void {
    file.retain();
    this.fds.get(number)?.release();
    this.fds.set(number, file);
  }

  closeFd(number: number): void {
    this.fds.get(number)?.release();
    this.fds.delete(number);
  }

  /** Writes; a broken pipe kills the process with SIGPIPE unless it ignores that, then EPIPE is thrown. */
  *write(number: number, text: string): Gen<void> {
    if (text === '') return;
    const file = this.fd(number);
    for (;;) {
      const result = file.put(text);
      if (result === 'ok') return;
      if (result === 'broken') {
        this.kernel.send(this, 'SIGPIPE', 'inside');
        if (this.exit) throw new ProcessGone();
        throw new SystemError('EPIPE');
      }
      yield { queue: file.queue };
    }
  }

  out(text: string): Gen<void> {
    return this.write(1, text);
  }

  err(text: string): Gen<void> {
    return this.write(2, text);
  }

  /** Some text, or `''` at the end. */
  *read(number: number, limit = READ_SIZE): Gen<string> {
    const file = this.fd(number);
    for (;;) {
      const text = file.take(limit);
      if (text !== undefined) return text;
      yield { queue: file.queue };
    }
  }

  *readAll(number: number): Gen<string> {
    let all = '';
    for (;;) {
      const piece = yield* this.read(number);
      if (piece === '') return all;
      all += piece;
      this.useMemory(all.length);
      yield* this.tick();
    }
  }

  /** Tells how much memory it holds; over the container's limit the kernel ends it. */
  useMemory(bytes: number): void {
    this.memoryBytes = bytes;
    if (bytes < 1 << 20) return;
    this.kernel.checkMemory(this);
    if (this.exit) throw new ProcessGone();
  }
}

/** A text has become longer than any that can be: its process holds more memory than any machine has. */
function isTooBig(error: unknown): boolean {
  return error instanceof RangeError && /string length/.test(error.message);
}
