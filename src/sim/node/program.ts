import type { Container } from '../../model/kubernetes.ts';
import type { HttpRoute, Workload } from '../../model/scenario.ts';
import type { RecordId } from '../../model/trace.ts';
import { createMachine, createVolume, killedBy, type PidNamespace } from '../../shell/index.ts';
import type {
  DeclaredCommands,
  ExitStatus,
  HttpReply,
  HttpRequest,
  Image,
  Machine,
  MachineProcess,
  Mount,
  Network,
  ProgramPhase,
  Server,
  SignalName,
  StartError,
} from '../../shell/types.ts';
import type { World } from '../world.ts';
import { matchCall, matchCommand, scheduled } from './answers.ts';
import type { Credentials } from './container-record.ts';
import { machineScheduler } from './machine-scheduler.ts';
import { ASSUMED_BOOT_MS, ASSUMED_WORK_MS, assumeOf, assumeServer, assumeWork, likelyPorts } from './unknown-program.ts';

/** What is assumed of a program that is not known, where the scenario does not declare it. */
const ASSUMED_EXIT_AFTER_TERM_MS = 1000;

/** A command that runs beside the main process. */
interface RunningExec {
  kill(): void;
  /** Whether the command itself has ended. A child may still hold its output. */
  exited(): boolean;
}

export interface ProgramOptions {
  container: Container;
  instance: number;
  image: Image;
  network: Network;
  mounts: Mount[];
  hostname: string;
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  stopSignal: SignalName;
  memoryLimitBytes?: number;
  cpuLimitCores?: number;
  readOnlyRoot: boolean;
  noNewPrivileges: boolean;
  filtersSystemCalls: boolean;
  unmaskedProc: boolean;
  capabilities: ReadonlySet<string>;
  /** What AppArmor makes of its processes; undefined: there is none on the node. */
  confinement: string | undefined;
  messagePath: string;
  /** Where the node keeps that file, for the words of an error. */
  messageSource: string;
  user: Partial<Credentials> & { withoutImageGroups?: boolean };
  sysctls: Record<string, string>;
  ownUsers: boolean;
  /** The namespace of its processes; undefined: one of its own. */
  pids: PidNamespace | undefined;
  /** Address of a Service by its name. */
  resolve: (name: string) => string | undefined;
  /** `/etc/hosts` as the kubelet writes it. */
  hosts?: string;
  /** `/etc/resolv.conf` as the runtime writes it. */
  resolvConf?: string;
  /** Whether the container is there to end: a program that is not known does its work then. */
  finishes: boolean;
  /** What the scenario declares about the program now: actions may have changed it. */
  workload: () => Workload;
  onExit(status: ExitStatus, how: { oom: boolean }): void;
  /** A line of output. `ended`: whether a newline ends it; the last line may have none. */
  onLine(stream: 'stdout' | 'stderr', line: string, ended: boolean): void;
  /** The program has written to its own file system. */
  onDiskUsage(): void;
  /** The record of the start of its process: the cause of what the program does by itself. */
  cause: () => RecordId;
}

/** Files that are mounts of their own, unless the container has one there (`pkg/kubelet/kubelet_pods.go: makeMounts`; containerd `internal/cri/server/container_create.go: linuxContainerMounts`). */
function withFiles(mounts: Mount[], files: Record<string, string | undefined>): Mount[] {
  const own = Object.entries(files).filter(([path]) => !mounts.some((mount) => mount.path.replace(/\/+$/, '') === path));
  return [
    ...mounts,
    ...own.flatMap(([path, text]) => (text === undefined ? [] : [{ path, volume: createVolume({ file: text }), subPath: 'file', readOnly: false }])),
  ];
}

/** How many steps of evaluation the scripts of one container may take in a run. */
const STEP_LIMIT = 3_000_000;

/**
 * The main process of a container: its script, or the model of a known program, on a machine of its own. What the scenario declares about it
 * replaces what the program would do by itself; a program that is not known is simulated here from declarations and assumptions alone.
 */
export class Program {
  readonly machine: Machine;
  readonly #world: World;
  readonly #options: ProgramOptions;
  readonly #scheduler: ReturnType<typeof machineScheduler>;
  readonly #lines = new Map<'stdout' | 'stderr', string>();
  readonly #open = new Map<number, () => void>();
  readonly #startedAtMs: number;
  #process: MachineProcess | undefined;
  #beginsByItself = false;
  #booting = false;
  #serve: () => void = () => undefined;
  #serving = false;
  #draining = false;
  #oom = false;
  #writtenBytes = 0;
  #declaredBytes = 0;
  #ended = false;

  constructor(world: World, options: ProgramOptions) {
    this.#world = world;
    this.#options = options;
    this.#startedAtMs = world.nowMs;
    this.#scheduler = machineScheduler(world.queue);
    this.machine = createMachine({
      scheduler: this.#scheduler,
      network: this.#facade(),
      image: options.image,
      mounts: withFiles(options.mounts, { '/etc/hostname': `${options.hostname}\n`, '/etc/hosts': options.hosts, '/etc/resolv.conf': options.resolvConf }),
      hostname: options.hostname,
      epochMs: world.createdAtMs,
      declared: {
        has: (name) => options.workload().exec?.some(({ command }) => command[0] === name) ?? false,
        answerTo: (call) => this.#declaredCall(call),
      },
      defaultPorts: this.#declaredPorts(),
      finishes: options.finishes,
      onAssumed: (assumed) => assumeOf(world, options.container.name, options.workload(), assumed),
      stepLimit: STEP_LIMIT,
      ...(options.readOnlyRoot && { readOnlyRoot: true }),
      noNewPrivileges: options.noNewPrivileges,
      filtersSystemCalls: options.filtersSystemCalls,
      unmaskedProc: options.unmaskedProc,
      capabilities: options.capabilities,
      ...(options.confinement !== undefined && { confinement: options.confinement }),
      user: options.user,
      messagePath: options.messagePath,
      messageSource: options.messageSource,
      sysctls: options.sysctls,
      ownUsers: options.ownUsers,
      ...(options.pids && { pids: options.pids }),
      resolve: options.resolve,
      ...(options.memoryLimitBytes !== undefined && { memoryLimitBytes: options.memoryLimitBytes }),
      ...(options.cpuLimitCores !== undefined && { cpuLimitCores: options.cpuLimitCores }),
      onDiskUsage: (bytes) => {
        this.#writtenBytes = bytes;
        options.onDiskUsage();
      },
      onOutOfMemory: (pid) => {
        this.#oom = true;
        if (pid !== this.#process?.pid && !world.scenario.cluster.kubelet.singleProcessOOMKill) this.#scheduler.at(world.nowMs, () => this.oomKill());
      },
    });
  }

  /** Starts the main process; the error if there is no such program. */
  start(): StartError | undefined {
    const { argv, env, cwd } = this.#options;
    const process = this.machine.start(argv, {
      env,
      cwd,
      inert: true,
      openStdin: (this.#options.container as { stdin?: boolean }).stdin === true,
      onOutput: (stream, text) => this.#output(stream, text),
      onExit: (status) => this.#exited(status),
      onPhase: (phase) => this.#ownPhase(phase),
    });
    if ('message' in process) return process;
    this.#process = process;
    return undefined;
  }

  /** Opens ports and plans the declared exit. To be called when the start is in the trace. */
  begin(): void {
    if (this.#ended) return;
    const workload = this.#options.workload();
    const known = this.#process?.known === true;
    if (!known && this.#options.finishes && !isServer(workload)) {
      this.#work(workload);
      return;
    }
    if (!known) {
      const { container, stopSignal } = this.#options;
      assumeServer(this.#world, container.name, workload, { ports: this.#declaredPorts(), stopSignal });
    }
    const bootMs = workload.bootMs ?? (known ? 0 : ASSUMED_BOOT_MS);
    const servesItself = !known || workload.listens !== undefined;
    const serve = () => {
      if (this.#ended || this.#draining) return;
      if (servesItself) for (const port of this.#declaredPorts()) this.#listen(port, undefined);
      this.#serving = true;
      for (const [port, server] of this.#waitingServers) this.#listen(port, server);
      this.#waitingServers.clear();
      this.#phase('serving');
    };
    if (bootMs > 0) {
      this.#phase('booting', this.#startedAtMs + bootMs);
      this.#scheduler.at(this.#startedAtMs + bootMs, serve);
    } else {
      this.#beginsByItself = true;
      // The program takes its first steps before: it may say that it boots
      this.#scheduler.at(this.#world.nowMs, () => {
        if (!this.#booting) serve();
      });
      this.#serve = serve;
    }
    this.planDeclared();
  }

  /** A program that is not known, of a container that is there to end: it does its work, unless the scenario says how it leaves. */
  #work(workload: Workload): void {
    this.planDeclared();
    if (workload.exit !== undefined) return;
    assumeWork(this.#world, this.#options.container.name);
    this.#scheduler.at(this.#startedAtMs + ASSUMED_WORK_MS, () => {
      if (!this.#ended && !this.#draining && this.#options.workload().exit === undefined) this.machine.end({ code: 0 });
    });
  }

  /** The program tells its own phases (booting, serving). They count unless the scenario declares its boot. */
  #ownPhase(phase: ProgramPhase): void {
    if (phase.what === 'draining') this.#drain(false);
    if (!this.#beginsByItself) return;
    if (phase.what === 'booting') {
      this.#booting = true;
      this.#phase('booting', phase.untilMs);
    } else if (phase.what === 'serving' && this.#booting) {
      this.#booting = false;
      this.#serve();
    }
  }

  listensOn(port: number): boolean {
    return this.#open.has(port);
  }

  /** Bytes in the container's own file system that count against its limit. */
  get diskBytes(): number {
    return this.#writtenBytes + this.#declaredBytes;
  }

  /**
   * Plans what the workload declares for certain times: writes, an exit. Also called when an action changes the workload; what
   * should have happened before then happens now.
   */
  planDeclared(): void {
    const { exit, writes } = this.#options.workload();
    if (this.#ended) return;
    const sinceStart = (afterMs: number) => Math.max(this.#startedAtMs + afterMs, this.#world.nowMs);
    if (writes !== undefined) {
      this.#scheduler.at(sinceStart(writes.afterMs), () => {
        this.#declaredBytes = writes.sizeBytes;
        this.#options.onDiskUsage();
      });
    }
    if (exit === undefined) return;
    this.#scheduler.at(sinceStart(exit.afterMs), () => {
      if (this.#ended || this.#options.workload().exit !== exit) return;
      if (exit.oom === true) this.oomKill();
      else if (exit.oom === 'child') this.oomKillChild();
      else this.machine.end(exit.signal === undefined ? { code: exit.code ?? 0 } : killedBy(exit.signal as SignalName));
    });
  }

  /** The kernel kills the process because the container is over its memory limit. */
  oomKill(): void {
    this.#oom = true;
    this.machine.end(killedBy('SIGKILL'));
  }

  /**
   * A process other than the main one is over the limit. The kernel kills the whole cgroup, unless the kubelet is configured to
   * have single processes killed (`singleProcessOOMKill`): then the main process lives on.
   */
  oomKillChild(): void {
    if (this.#world.scenario.cluster.kubelet.singleProcessOOMKill) this.#oom = true;
    else this.oomKill();
  }

  /** What its processes use together. */
  get memoryBytes(): number {
    return this.machine.memoryBytes;
  }

  /** Sets how much its processes may use together from now on; undefined: all that the node has. */
  limitMemory(bytes: number | undefined): void {
    this.machine.limitMemory(bytes);
  }

  /** Sets how many cores its processes may use from now on. */
  limitCpu(cores: number | undefined): void {
    this.machine.limitCpu(cores);
  }

  /** A signal from the runtime. Returns whether anything reacts to it. */
  signal(signal: SignalName): boolean {
    if (this.#ended) return false;
    if (signal === 'SIGKILL') {
      this.machine.end(killedBy('SIGKILL'));
      return true;
    }
    const { onTerm } = this.#options.workload();
    const stops = signal === 'SIGTERM' || signal === this.#options.stopSignal;
    if (!stops || (onTerm === undefined && this.#process?.known !== false)) return this.#process?.signal(signal) ?? false;
    if (onTerm === 'ignore' || !this.#hasHandlers(signal)) return false;
    const { exitAfterMs, code, serves } = onTerm ?? this.#assumedEnd();
    this.#leave(exitAfterMs, code, serves);
    return true;
  }

  /** How a program that is not known reacts to its stop signal. */
  #assumedEnd(): Exclude<Workload['onTerm'], 'ignore' | undefined> {
    const { container, instance } = this.#options;
    return { exitAfterMs: this.#world.random(`${container.name}/term/${instance}`).betweenMs(0, ASSUMED_EXIT_AFTER_TERM_MS), code: 0, serves: false };
  }

  /**
   * Whether the program has a handler for its stop signal. Until then the kernel drops signals to PID 1 (`kernel/signal.c: sig_task_ignored`). A program
   * that is known has one when its model has: Go's runtime is there before the program (recorded: conformance/termination/25-delete-with-explicit-grace).
   */
  #hasHandlers(signal: SignalName): boolean {
    const { latency, scenario, nowMs } = this.#world;
    if (this.#process?.shell === true || nowMs >= this.#startedAtMs + latency.programStartMs) return true;
    return scenario.cluster.latency.programStartMs === undefined && this.#process?.catches(signal) === true;
  }

  /** What a command that a script calls comes to, as far as the scenario says. */
  #declaredCall(call: readonly string[]): ReturnType<DeclaredCommands['answerTo']> {
    const declared = this.#options.workload().exec?.find((answer) => matchCall(answer.command, call));
    if (!declared) return undefined;
    const { exitCode, output = '', error } = scheduled(declared.results, this.#world.nowMs - this.#startedAtMs)?.value ?? { exitCode: 0 };
    return { takesMs: declared.takesMs ?? 0, output: error ?? output, exitCode: error === undefined ? exitCode : 127 };
  }

  /**
   * Runs a command beside the main process: gives the declared answer if there is one, else runs it on the machine.
   * `onExit` is called once, when the command is over and nobody holds its output.
   */
  exec(command: string[], onOutput: (stream: 'stdout' | 'stderr', text: string) => void, onExit: (status: ExitStatus) => void): RunningExec | StartError {
    const declared = this.#options.workload().exec?.find((answer) => matchCommand(answer.command, command));
    if (declared !== undefined) {
      const answer = scheduled(declared.results, this.#world.nowMs - this.#startedAtMs)?.value ?? { exitCode: 0 };
      if (answer.error !== undefined) return { message: answer.error };
      const cancel = this.#scheduler.at(this.#world.nowMs + (declared.takesMs ?? 0), () => {
        this.#declaredExecs.delete(killed);
        // Which of the two it was printed to is not said; what goes wrong is most often told on stderr
        if (answer.output !== undefined && answer.output !== '') onOutput('stderr', answer.output);
        onExit({ code: answer.exitCode });
      });
      const killed = () => {
        cancel();
        this.#declaredExecs.delete(killed);
        onExit(killedBy('SIGKILL'));
      };
      this.#declaredExecs.add(killed);
      return { kill: killed, exited: () => false };
    }
    // The call ends when nobody holds the command's output any more: a child left in the background keeps it open
    let status: ExitStatus | undefined;
    let over = false;
    const end = () => {
      if (over || status === undefined) return;
      over = true;
      this.#openExecs.delete(end);
      onExit(status);
    };
    this.#openExecs.add(end);
    let closed = false;
    const process = this.machine.exec(command, {
      env: this.#options.env,
      cwd: this.#options.cwd,
      onOutput,
      onExit: (exit) => {
        status = exit;
        if (closed) end();
      },
      onOutputClosed: () => {
        closed = true;
        end();
      },
    });
    if ('message' in process) {
      this.#openExecs.delete(end);
      return process;
    }
    return {
      kill: () => process.signal('SIGKILL'),
      exited: () => status !== undefined,
    };
  }

  readonly #declaredExecs = new Set<() => void>();
  readonly #openExecs = new Set<() => void>();
  /** Servers of the program that wait until the declared boot is over. */
  readonly #waitingServers = new Map<number, Server>();

  #exited(status: ExitStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const close of this.#open.values()) close();
    this.#open.clear();
    for (const [stream, rest] of this.#lines) if (rest !== '') this.#options.onLine(stream, rest, false);
    this.#scheduler.close();
    // Whatever ran beside the main process has died with it.
    for (const end of [...this.#openExecs]) end();
    for (const kill of [...this.#declaredExecs]) kill();
    this.#options.onExit(status, { oom: this.#oom });
  }

  #leave(afterMs: number, code: number, serves: boolean): void {
    if (this.#draining) return;
    this.#drain(serves);
    this.#scheduler.at(this.#world.nowMs + afterMs, () => this.machine.end({ code }));
  }

  #drain(serves: boolean): void {
    if (this.#draining || this.#ended) return;
    this.#draining = true;
    if (!serves) {
      for (const close of this.#open.values()) close();
      this.#open.clear();
    }
    this.#phase('draining');
  }

  #phase(what: 'booting' | 'serving' | 'draining', untilMs?: number): void {
    const { container, instance, cause } = this.#options;
    this.#world.trace.add({
      kind: 'Serving',
      cause: cause(),
      rule: 'process.behaviour',
      container: container.name,
      instance,
      what,
      ports: [...this.#open.keys()],
      ...(untilMs !== undefined && { untilMs }),
    });
  }

  #output(stream: 'stdout' | 'stderr', text: string): void {
    const lines = ((this.#lines.get(stream) ?? '') + text).split('\n');
    this.#lines.set(stream, lines.pop() ?? '');
    for (const line of lines) this.#options.onLine(stream, line, true);
  }

  #declaredPorts(): number[] {
    return this.#options.workload().listens ?? likelyPorts(this.#options.container);
  }

  /** The network as the program sees it. What the scenario declares about its ports takes precedence. */
  #facade(): Network {
    const { network } = this.#options;
    return {
      address: network.address,
      server: (port) => network.server(port),
      listen: (port, server) => {
        const declared = this.#options.workload();
        if (declared.listens !== undefined && !declared.listens.includes(port)) return () => undefined;
        if (declared.bootMs !== undefined && !this.#serving) {
          this.#waitingServers.set(port, server);
          return () => void this.#waitingServers.delete(port);
        }
        const isNew = !this.#open.has(port);
        if (!this.#listen(port, server)) return undefined;
        if (isNew && this.#serving) this.#phase('serving');
        return () => {
          this.#open.get(port)?.();
          this.#open.delete(port);
        };
      },
    };
  }

  /** Opens a port: for the program's own server, or else with the answers that the scenario declares (default: 200 and SERVING). */
  #listen(port: number, own: Server | undefined): boolean {
    if (this.#open.has(port)) return true;
    const { workload, network } = this.#options;
    const server: Server = {
      tls: workload().http?.some((route) => route.tls) ?? own?.tls ?? false,
      accepted: () => own?.accepted?.(),
      ...((own === undefined || workload().http !== undefined || own.http !== undefined) && { http: (request: HttpRequest) => this.#http(request, own) }),
      ...((own === undefined || workload().grpc !== undefined || own.grpc !== undefined) && {
        grpc: (service: string) => {
          const declared = workload().grpc;
          return declared === undefined && own?.grpc !== undefined
            ? own.grpc(service)
            : { status: declared ?? 'SERVING', sameUntilMs: Number.POSITIVE_INFINITY };
        },
      }),
    };
    const close = network.listen(port, server);
    if (close === undefined) return false;
    this.#open.set(port, close);
    return true;
  }

  #http(request: HttpRequest, own: Server | undefined): HttpReply {
    const routes = this.#options.workload().http;
    const route = routes?.find((candidate) => matchesPath(candidate, request.target));
    if (route !== undefined) {
      const turn = scheduled(route.responses, this.#world.nowMs - this.#startedAtMs);
      const response = turn?.value ?? { status: 200 };
      return {
        kind: 'answer',
        status: response.status,
        body: response.body ?? '',
        ...(response.location !== undefined && { location: response.location }),
        latencyMs: response.latencyMs ?? route.latencyMs ?? 0,
        sameUntilMs: turn === undefined ? Number.POSITIVE_INFINITY : this.#startedAtMs + turn.untilMs,
      };
    }
    if (own?.http !== undefined) return own.http(request);
    return { kind: 'answer', status: routes === undefined ? 200 : 404, body: '', latencyMs: 0, sameUntilMs: Number.POSITIVE_INFINITY };
  }
}

/** Whether a declaration speaks of a server. */
function isServer({ bootMs, listens, http, grpc }: Workload): boolean {
  return bootMs !== undefined || listens !== undefined || http !== undefined || grpc !== undefined;
}

/** The first route that matches. A route without a path takes every path; one with a `?` takes that query only. */
function matchesPath(route: HttpRoute, target: string): boolean {
  if (route.path === undefined) return true;
  return route.path.includes('?') ? route.path === target : route.path === (target.split('?')[0] ?? target);
}
