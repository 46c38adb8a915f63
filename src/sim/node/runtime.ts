import { sharing } from '../../base/json.ts';
import { quantity } from '../../base/quantity.ts';
import { hashHex } from '../../base/random.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { ProcessRecord, RecordId } from '../../model/trace.ts';
import { createMachine, createNetwork, findImage, killedBy, type PidNamespace } from '../../shell/index.ts';
import type { ExitStatus, Image, Machine, Mount, Network, SignalName } from '../../shell/types.ts';
import { Beat } from '../engine/beat.ts';
import { PRIORITY } from '../engine/queue.ts';
import { type Routine, Scope, Signal } from '../engine/task.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import { machineScheduler } from './machine-scheduler.ts';
import { type ContainerRecord, type Credentials, type RuntimePodStatus, type SandboxSnapshot, snapshotOf } from './container-record.ts';
import { type ExecResult, execSync } from './exec.ts';
import type { Images } from './images.ts';
import { Program, type ProgramOptions } from './program.ts';
import { confinementOf } from './app-armor.ts';
import { askedIdentity, rightsOf, sysctlsOf } from './security.ts';
import { terminationMessage } from './termination-message.ts';
import { isThereToEnd } from './unknown-program.ts';
import type { Workloads } from './workloads.ts';

interface Sandbox extends SandboxSnapshot {
  network: Network;
  /** The sandbox's own process, where the containers share its namespace (`shareProcessNamespace`). */
  pause: Machine | undefined;
}

export interface CreateOptions {
  pod: Pod;
  container: Container;
  sandboxId: string;
  restartCount: number;
  definitionHash: string;
  env: Record<string, string>;
  argv: string[];
  mounts: Mount[];
  hostname: string;
  hosts: string;
  resolvConf: string;
  /** Cluster DNS, as far as Services go. */
  resolve: (name: string) => string | undefined;
  cause: RecordId;
}

/** How often containerd measures what containers have written (`stats_collect_period`; `internal/cri/server/images/snapshots.go`). */
const MEASURE_EVERY_MS = 10_000;

/**
 * The container runtime of the node: containerd with its CRI plugin, as far as one Pod meets it
 * (`internal/cri/server/*`). It owns the truth about sandboxes and containers; the kubelet only ever sees snapshots.
 */
export class Runtime {
  readonly #world: World;
  readonly #images: Images;
  readonly #workloads: Workloads;
  readonly #sandboxes: Sandbox[] = [];
  readonly #containers: ContainerRecord[] = [];
  readonly #programs = new Map<string, Program>();
  /** By id of a created container: what starts it, and returns the error text if there is nothing to run. */
  readonly #starters = new Map<string, () => string | undefined>();
  /** By container name: the environment of its newest instance. */
  readonly #envs = new Map<string, Record<string, string>>();
  readonly #instances = new Map<string, number>();
  /** By container id: which start of its name it is. Known even after the container was removed. */
  readonly #instanceOf = new Map<string, number>();
  /** By container name: every `N.log` in its log folder, where N is the restart count of an instance. */
  readonly #logs = new Map<string, Set<number>>();
  readonly #changed: ((cause: RecordId) => void)[] = [];
  readonly #measured: (() => void)[] = [];
  /** Bytes that containers had written when it was last looked. */
  #diskUsage: ReadonlyMap<string, number> = new Map();
  readonly #measuring: Beat;
  /** A process has ended … */
  readonly #gone = new Signal();
  /** … and is listed as exited. */
  readonly #exited = new Signal();
  readonly #scope: Scope;
  /** Kill the commands that the kubelet waits for. */
  readonly #kubeletCalls = new Set<() => void>();
  #lastCause: RecordId = NO_CAUSE;
  #addresses = 0;
  #created = 0;
  #version = 0;

  constructor(world: World, images: Images, workloads: Workloads) {
    this.#world = world;
    this.#images = images;
    this.#workloads = workloads;
    this.#scope = new Scope(world.queue);
    this.#measuring = new Beat(world.queue, {
      firstMs: world.random('snapshot-stats').betweenMs(0, MEASURE_EVERY_MS) - MEASURE_EVERY_MS,
      periodMs: MEASURE_EVERY_MS,
      priority: PRIORITY.relist,
      skipIdle: world.skipIdle,
      run: () => {
        this.#diskUsage = new Map([...this.#programs].map(([id, { diskBytes }]) => [id, diskBytes]));
        for (const listener of this.#measured) listener();
      },
    });
  }

  /** Grows with every change that a relist would find. */
  get version(): number {
    return this.#version;
  }

  /** Calls back whenever the state of a sandbox or container changes. */
  onChange(listener: (cause: RecordId) => void): void {
    this.#changed.push(listener);
  }

  /** Calls back whenever it has been measured what containers have written to their own file systems. */
  onDiskUsage(listener: () => void): void {
    this.#measured.push(listener);
  }

  /** Bytes that a container had written when it was last measured. */
  diskUsage(id: string): number {
    return this.#diskUsage.get(id) ?? 0;
  }

  /** The status of the Pod that a relist finds now. */
  status(): RuntimePodStatus {
    return {
      sandboxes: this.#sandboxes
        .map(({ id, podUid, attempt, ready, createdAtMs, ip, hostNetwork }) => ({ id, podUid, attempt, ready, createdAtMs, ip, hostNetwork }))
        .reverse(),
      containers: this.#containers.map(snapshotOf).reverse(),
      cause: this.#lastCause,
    };
  }

  /** The container itself, for what the kubelet asks the runtime directly (exec, stop). */
  container(id: string): ContainerRecord | undefined {
    return this.#containers.find((candidate) => candidate.id === id);
  }

  /** Which start of its name a container was, whether or not it still exists; 0 if it never did. */
  instanceOf(id: string): number {
    return this.#instanceOf.get(id) ?? 0;
  }

  program(id: string): Program | undefined {
    return this.#programs.get(id);
  }

  /** The newest instance of a container, if it runs. */
  running(name: string): ContainerRecord | undefined {
    return this.#containers.findLast((candidate) => candidate.name === name && candidate.state === 'running');
  }

  /** Programs that run in a container of this name (at most one). */
  programOf(name: string): Program | undefined {
    const record = this.running(name);
    return record === undefined ? undefined : this.#programs.get(record.id);
  }

  /** The highest restart count that has left a log file (`calcRestartCountByLogDir`). */
  lastLog(podUid: string, name: string): number | undefined {
    const logs = this.#logs.get(`${podUid}/${name}`);
    return logs === undefined || logs.size === 0 ? undefined : Math.max(...logs);
  }

  /** Who listens on the Pod's own address. */
  get network(): Network | undefined {
    return this.#sandboxes.findLast((sandbox) => sandbox.ready)?.network;
  }

  /** Keeps a connection to the listener of a port open until a time. False if the process ends before, so that the kernel closes it. */
  *connection(port: number, untilMs: number, probeRank?: number): Routine<boolean> {
    const peer = [...this.#programs].find(([, program]) => program.listensOn(port))?.[0];
    while (this.#world.nowMs < untilMs) {
      if (peer !== undefined && !this.#programs.has(peer)) return false;
      yield { untilMs, signals: [this.#gone], ...(probeRank !== undefined && { probeRank }) };
    }
    return true;
  }

  *runPodSandbox(pod: Pod, attempt: number, cause: RecordId): Routine<SandboxSnapshot> {
    yield { untilMs: this.#world.nowMs + this.#world.latency.sandboxMs };
    this.#addresses += 1;
    const hostNetwork = pod.spec.hostNetwork === true;
    const ip = hostNetwork ? NODE_ADDRESS : `10.244.1.${this.#addresses + 1}`;
    const sandbox: Sandbox = {
      id: hashHex(`sandbox/${pod.metadata.uid}/${attempt}`, 64),
      podUid: pod.metadata.uid ?? '',
      attempt,
      ready: true,
      createdAtMs: this.#world.nowMs,
      ip,
      hostNetwork,
      network: createNetwork(ip),
      pause: undefined,
    };
    if (pod.spec['shareProcessNamespace'] === true) sandbox.pause = this.#pause(sandbox, cause);
    this.#sandboxes.push(sandbox);
    this.#change(cause);
    return sandbox;
  }

  /** The first process of a namespace that all containers share: it can be asked to end from within, and takes all others along. */
  #pause(sandbox: Sandbox, cause: RecordId): Machine {
    const scheduler = machineScheduler(this.#world.queue);
    const machine = createMachine({
      scheduler,
      network: sandbox.network,
      image: { ...findImage(PAUSE_IMAGE), user: '65535' },
      mounts: [],
      hostname: '',
      epochMs: this.#world.createdAtMs,
      defaultPorts: [],
      stepLimit: PAUSE_STEPS,
    });
    machine.start(['/pause'], {
      env: {},
      cwd: '/',
      onOutput: () => undefined,
      onPhase: () => undefined,
      onExit: () => {
        scheduler.close();
        if (!sandbox.ready) return;
        sandbox.ready = false;
        this.#change(cause);
      },
    });
    return machine;
  }

  /** The id of a container that is not made after all: its errors name it, so that no two of them are equal. */
  unmadeId(pod: Pod, container: Container): string {
    return hashHex(`container/${pod.metadata.uid}/${container.name}/${this.#world.nowMs}`, 64);
  }

  /** Whether the container whose processes an ephemeral one is to look at has ended (containerd `internal/cri/server/helpers.go: validateTargetContainer`). */
  #lostTarget(container: Container, sandboxId: string): string | undefined {
    if (this.#sandboxes.find(({ id }) => id === sandboxId)?.pause?.pids !== undefined) return undefined;
    const target = this.#containers.findLast(({ name }) => name === container['targetContainerName']);
    if (target === undefined || target.state === 'running') return undefined;
    return `invalid target container: container "${target.id}" is not running - in state CONTAINER_${target.state.toUpperCase()}`;
  }

  /** Ephemeral containers may look at the processes of the one that they debug (`pkg/kubelet/kuberuntime/util/util.go: PidNamespaceForPod`). */
  #pidsFor(container: Container, sandboxId: string): PidNamespace | undefined {
    const target = container['targetContainerName'];
    const shared = this.#sandboxes.find(({ id }) => id === sandboxId)?.pause?.pids;
    if (shared !== undefined || typeof target !== 'string') return shared;
    return this.#containers.findLast(({ name, state }) => name === target && state === 'running')?.machine?.pids;
  }

  /** Stops a sandbox: whatever still runs in it is killed, its network is gone. */
  *stopPodSandbox(id: string, cause: RecordId): Routine {
    const sandbox = this.#sandboxes.find((candidate) => candidate.id === id);
    if (sandbox === undefined) return;
    for (const record of this.#containers) {
      if (record.sandboxId === id && record.state === 'running') this.#programs.get(record.id)?.signal('SIGKILL');
    }
    yield { untilMs: this.#world.nowMs + this.#world.latency.stopSandboxMs };
    if (!sandbox.ready) return;
    sandbox.ready = false;
    sandbox.pause?.end(killedBy('SIGKILL'));
    this.#change(cause);
  }

  /** Creates a container; gives the error text if its sandbox is down. Instances count from 1 for each name, over all sandboxes. */
  *createContainer(options: CreateOptions): Routine<ContainerRecord | string> {
    const { pod, container, cause } = options;
    const sandbox = this.#sandboxes.find((candidate) => candidate.id === options.sandboxId);
    if (sandbox?.ready !== true) return notRunning(options.sandboxId);
    yield { untilMs: this.#world.nowMs + this.#world.latency.createContainerMs };
    const lost = this.#lostTarget(container, options.sandboxId);
    if (lost !== undefined) {
      return `failed to generate container "${this.unmadeId(pod, container)}" spec: failed to generate spec opts: ${lost}`;
    }
    const instance = (this.#instances.get(container.name) ?? 0) + 1;
    const { image } = this.#images.imageFor(pod, container);
    this.#created += 1;
    const record: ContainerRecord = {
      id: hashHex(`container/${pod.metadata.uid}/${this.#created}`, 64),
      name: container.name,
      podUid: pod.metadata.uid ?? '',
      sandboxId: options.sandboxId,
      instance,
      restartCount: options.restartCount,
      definitionHash: options.definitionHash,
      state: 'created',
      createdAtMs: this.#world.nowMs,
      startedAtMs: undefined,
      finishedAtMs: undefined,
      exitCode: 0,
      reason: '',
      message: '',
      image: this.#images.runtimeName(container.image ?? ''),
      imageId: this.#images.id(container.image ?? ''),
      volumeImages: this.#volumeImages(pod),
      stopSignal: (container.lifecycle?.stopSignal as SignalName | undefined) ?? image.stopSignal,
      user: ROOT,
      machine: undefined,
      process: undefined,
      lastRecord: cause,
      terminationMessage: '',
      resources: container.resources,
      logLines: [],
      stopSignalSent: false,
      fallbackToLogs: container.terminationMessagePolicy === 'FallbackToLogsOnError',
      terminationMessagePath: container.terminationMessagePath ?? '/dev/termination-log',
    };
    this.#containers.push(record);
    this.#instanceOf.set(record.id, instance);
    const logs = `${record.podUid}/${container.name}`;
    this.#logs.set(logs, (this.#logs.get(logs) ?? new Set()).add(options.restartCount));
    this.#starters.set(record.id, () => (sandbox.ready ? this.#start(record, options, image, sandbox.network) : notRunning(sandbox.id)));
    this.#change(cause);
    return record;
  }

  #volumeImages(pod: Pod): ReadonlyMap<string, string> {
    const images = new Map<string, string>();
    for (const { name, image } of (pod.spec.volumes ?? []) as { name: string; image?: { reference?: string } }[]) {
      if (image?.reference !== undefined) images.set(name, this.#images.id(image.reference).replace(/^.*@/, ''));
    }
    return images;
  }

  /** The environment of a container's next instance: the same object as that of the instance before, if they are equal. */
  #envOf(container: string, env: Record<string, string>): Record<string, string> {
    const shared = sharing(env, this.#envs.get(container));
    this.#envs.set(container, shared);
    return shared;
  }

  /** Starts the process of a created container; returns the error text if there is nothing to run. */
  #start(record: ContainerRecord, options: CreateOptions, image: Image, network: Network): string | undefined {
    let startRecord: RecordId = record.lastRecord;
    const lost = this.#lostTarget(options.container, options.sandboxId);
    if (lost !== undefined) return lost;
    const program = new Program(
      this.#world,
      this.#programOptions(record, options, image, network, () => startRecord),
    );
    record.user = program.machine.user;
    const { workingDir = image.workdir } = options.container;
    if (workingDir !== '' && !workingDir.startsWith('/')) return `${RUNC_CREATE_FAILED}Cwd must be an absolute path`;
    const { memoryLimitBytes = RUNC_MEMORY_BYTES } = limitsOf(options.container);
    if (memoryLimitBytes < RUNC_MEMORY_BYTES) return `${RUNC_FAILED}${OOM_AT_START}`;
    const error = program.start();
    if (error !== undefined) return `${RUNC_FAILED}${error.message}`;
    this.#instances.set(record.name, record.instance);
    this.#programs.set(record.id, program);
    record.machine = program.machine;
    record.state = 'running';
    record.startedAtMs = this.#world.nowMs;
    startRecord = this.#world.trace.add({
      kind: 'Process',
      cause: options.cause,
      rule: 'container.start',
      container: record.name,
      instance: record.instance,
      what: 'start',
      env: this.#envOf(record.name, 'HOME' in options.env ? options.env : { ...options.env, HOME: program.machine.home }),
    }).id;
    record.lastRecord = startRecord;
    program.begin();
    this.#change(startRecord);
    return undefined;
  }

  /** `cause`: the record that what the program does by itself goes back to. */
  #programOptions(record: ContainerRecord, options: CreateOptions, image: Image, network: Network, cause: () => RecordId): ProgramOptions {
    const { pod, container } = options;
    return {
      container,
      instance: record.instance,
      image,
      network,
      mounts: options.mounts,
      hostname: options.hostname,
      argv: options.argv,
      env: options.env,
      cwd: container.workingDir ?? image.workdir,
      stopSignal: record.stopSignal,
      finishes: isThereToEnd(pod, container, this.#world.scenario),
      workload: () => this.#workloads.of(container.name, record.instance),
      ...limitsOf(container),
      hosts: options.hosts,
      resolvConf: options.resolvConf,
      user: askedIdentity(pod, container),
      messagePath: record.terminationMessagePath,
      messageSource: `/var/lib/kubelet/pods/${record.podUid}/containers/${container.name}/${hashHex(`message/${record.id}`, 8)}`,
      sysctls: sysctlsOf(pod),
      ownUsers: pod.spec['hostUsers'] === false,
      pids: this.#pidsFor(container, options.sandboxId),
      ...rightsOf(pod, container),
      confinement: confinementOf(pod, container, this.#world.scenario.cluster.node),
      resolve: options.resolve,
      onDiskUsage: () => this.#measuring.arm(),
      cause,
      onExit: (status, how) => this.#world.queue.at(this.#world.nowMs + this.#world.latency.exitNoticedMs, () => this.#noticeExit(record, status, how.oom)),
      onLine: (stream, line, ended) => {
        record.logLines.push(ended ? `${line}\n` : line);
        this.#world.trace.add({ kind: 'Log', cause: cause(), rule: 'process.output', container: record.name, instance: record.instance, stream, line });
      },
    };
  }

  /**
   * Starts a created container; gives the error text if there is nothing to run. containerd leaves an exited instance
   * behind then: `StartError`, exit code 128, started at the beginning of time.
   */
  *startContainer(record: ContainerRecord): Routine<string | undefined> {
    yield { untilMs: this.#world.nowMs + this.#world.latency.startContainerMs };
    const message = this.#starters.get(record.id)?.();
    this.#starters.delete(record.id);
    if (message !== undefined) {
      record.state = 'exited';
      record.finishedAtMs = this.#world.nowMs;
      record.exitCode = 128;
      record.reason = 'StartError';
      record.message = message;
      this.#instances.set(record.name, record.instance);
      this.#change(record.lastRecord);
      return message;
    }
    yield { untilMs: this.#world.nowMs + this.#world.latency.startReturnMs };
    return undefined;
  }

  /** The bytes of memory that a container uses; 0 if it does not run. */
  memoryBytesOf(id: string): number {
    return this.#programs.get(id)?.memoryBytes ?? 0;
  }

  /** Gives a running container other amounts of CPU and memory (CRI `UpdateContainerResources`). */
  *updateResources(id: string, container: Container, cause: RecordId): Routine {
    yield { untilMs: this.#world.nowMs + UPDATE_RESOURCES_MS };
    const record = this.container(id);
    if (record?.state !== 'running') return;
    record.resources = container.resources;
    const { memoryLimitBytes, cpuLimitCores } = limitsOf(container);
    const program = this.#programs.get(id);
    program?.limitMemory(memoryLimitBytes);
    program?.limitCpu(cpuLimitCores);
    this.#change(cause);
  }

  /** Records the end of a process; from now on there is nothing left to signal. */
  #recordExit(record: ContainerRecord, status: ExitStatus, reason: string): ProcessRecord {
    const exit = this.#world.trace.add({
      kind: 'Process',
      cause: record.lastRecord,
      rule: 'runtime.exit',
      container: record.name,
      instance: record.instance,
      what: 'exit',
      exitCode: status.code,
      ...(status.signal !== undefined && { signal: status.signal }),
      reason,
    });
    record.lastRecord = exit.id;
    this.#programs.delete(record.id);
    this.#gone.fire();
    return exit;
  }

  /** The process is gone. The CRI reports that a little later; until then the container is listed as running. */
  #noticeExit(record: ContainerRecord, status: ExitStatus, oom: boolean): void {
    if (record.state !== 'running') return;
    const exitedMs = this.#world.nowMs;
    const reason = oom ? 'OOMKilled' : status.code === 0 ? 'Completed' : 'Error';
    const exit = this.#recordExit(record, status, reason);
    record.terminationMessage = terminationMessage(record, status);
    this.#world.queue.at(exitedMs + this.#world.latency.exitListedMs, () => {
      if (record.state !== 'running') return;
      record.state = 'exited';
      record.finishedAtMs = exitedMs;
      record.exitCode = status.code;
      record.reason = reason;
      this.#change(exit.id);
      this.#exited.fire();
    });
  }

  /**
   * Sends the stop signal and, when the time is over, SIGKILL; returns when the process is gone. The signal goes out once
   * per container, however often stop is called. `destroyedAfterMs`: when the Pod's cgroup is destroyed before that.
   */
  *stopContainer(id: string, graceSeconds: number, cause: RecordId, destroyedAfterMs?: number): Routine {
    const record = this.container(id);
    if (record === undefined || record.state !== 'running') return;
    const { latency, trace, queue } = this.#world;
    const stopSignal = record.stopSignal;
    if (!this.#programs.has(id)) {
      // It has just ended by itself: there is nothing left to signal
      while (record.state === 'running') yield { signals: [this.#exited] };
      return;
    }
    if (!record.stopSignalSent) {
      record.stopSignalSent = true;
      const sent = trace.add({
        kind: 'Signal',
        cause,
        rule: 'runtime.stop',
        container: record.name,
        instance: record.instance,
        signal: stopSignal,
        handled: true,
        graceSeconds,
      });
      record.lastRecord = sent.id;
      queue.at(this.#world.nowMs + latency.signalMs, () => {
        sent.handled = this.#programs.get(id)?.signal(stopSignal) ?? true;
      });
    }
    const deadlineMs = this.#world.nowMs + (destroyedAfterMs ?? graceSeconds * 1000 + latency.killDelayMs);
    while (record.state === 'running' && this.#world.nowMs < deadlineMs) yield { untilMs: deadlineMs, signals: [this.#exited] };
    if (record.state === 'running' && this.#programs.has(id)) {
      const killed = trace.add({
        kind: 'Signal',
        cause: record.lastRecord,
        rule: destroyedAfterMs === undefined ? 'runtime.stop' : 'orphan.cgroup',
        container: record.name,
        instance: record.instance,
        signal: 'SIGKILL',
        handled: true,
      });
      record.lastRecord = killed.id;
      queue.at(this.#world.nowMs + latency.signalMs, () => void this.#programs.get(id)?.signal('SIGKILL'));
    }
    while (record.state === 'running') yield { signals: [this.#exited] };
  }

  /** Removes a container that has ended, and its log with it unless that is to be kept (`pkg/kubelet/kuberuntime/kuberuntime_container.go: removeContainer`). */
  removeContainer(id: string, cause: RecordId, log?: 'keep'): void {
    const index = this.#containers.findIndex((candidate) => candidate.id === id);
    const record = this.#containers[index];
    if (record === undefined || record.state === 'running') return;
    this.#containers.splice(index, 1);
    if (log !== 'keep') this.#logs.get(`${record.podUid}/${record.name}`)?.delete(record.restartCount);
    if (record.startedAtMs !== undefined) {
      this.#world.trace.add({ kind: 'Process', cause, rule: 'container.gc', container: record.name, instance: record.instance, what: 'removed' });
    }
    this.#change(cause);
  }

  /**
   * Removes the newest record of a container behind the kubelet's back; its log stays. One that is being started cannot be removed (containerd
   * `internal/cri/server/container_remove.go: setContainerRemoving`).
   */
  forget(name: string, evenIfRunning: boolean, cause: RecordId): void {
    const record = this.#containers.findLast((candidate) => candidate.name === name);
    if (record === undefined || record.state === 'created' || (record.state === 'running' && !evenIfRunning)) return;
    if (record.state === 'running') {
      const program = this.#programs.get(record.id);
      if (program !== undefined) {
        record.lastRecord = cause;
        program.signal('SIGKILL');
        this.#recordExit(record, killedBy('SIGKILL'), 'Error');
      }
      record.state = 'exited';
    }
    this.removeContainer(record.id, cause, 'keep');
  }

  /**
   * Carries a call to the runtime through even if the caller dies: what was handed to the runtime still happens. Resumes the
   * caller with the outcome.
   */
  *call<T>(routine: Routine<T>): Routine<T> {
    const call: Call<T> = { done: new Signal() };
    this.#scope.spawn(carriedThrough(routine, call));
    while (call.outcome === undefined) yield { signals: [call.done] };
    return call.outcome.value;
  }

  removeSandbox(id: string, cause: RecordId): void {
    const index = this.#sandboxes.findIndex((candidate) => candidate.id === id);
    if (index < 0) return;
    this.#sandboxes.splice(index, 1);
    this.#change(cause);
  }

  /** Kills sandbox and containers behind the kubelet's back: SIGKILL for all. */
  killSandbox(cause: RecordId): void {
    const sandbox = this.#sandboxes.findLast((candidate) => candidate.ready);
    if (sandbox === undefined) return;
    for (const record of this.#containers) {
      if (record.sandboxId === sandbox.id && record.state === 'running') {
        record.lastRecord = cause;
        this.#programs.get(record.id)?.signal('SIGKILL');
      }
    }
    sandbox.ready = false;
    sandbox.pause?.end(killedBy('SIGKILL'));
    this.#change(cause);
  }

  /** Runs a command in a container (CRI `ExecSync`, see {@link execSync}). `running`: the calls of the same caller that are under way. */
  *execSync(id: string, command: string[], timeoutMs: number, running = this.#kubeletCalls): Routine<ExecResult> {
    return yield* execSync(this.#world, { id, state: this.container(id)?.state, program: () => this.#programs.get(id), running }, command, timeoutMs);
  }

  /**
   * The kubelet's connection is gone: commands that it waited for are killed, those of hooks and of probes (containerd
   * `internal/cri/server/container_execsync.go: execInternal`, its `process.Delete` with `WithProcessKill`). What they have started is not.
   */
  hangUp(): void {
    for (const kill of [...this.#kubeletCalls]) kill();
    this.#kubeletCalls.clear();
  }

  #change(cause: RecordId): void {
    this.#version += 1;
    this.#lastCause = cause;
    for (const listener of this.#changed) listener(cause);
  }
}

/** The node's own address, in the recordings' network. */
export const NODE_ADDRESS = '192.168.77.1';

const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10';
/** It does nothing but wait. */
const PAUSE_STEPS = 10_000;

const ROOT: Credentials = { uid: 0, gid: 0, groups: [0] };

/** The words of runc 1.1, recorded: conformance/status/14-generation-per-spec-update, start-workdir-relative */
const RUNC_CREATE_FAILED = 'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ';
export const RUNC_FAILED = `${RUNC_CREATE_FAILED}unable to start container process: `;

/** What runc itself needs before it becomes the program: with 2Mi it did not start, with 4Mi it did (recorded with 1.4.3). */
export const RUNC_MEMORY_BYTES = 3 * 1024 ** 2;
export const OOM_AT_START = 'container init was OOM-killed (memory limit too low?)';

/** Nothing is created or started in a sandbox that is down (containerd `internal/cri/server/container_create.go, container_start.go`). */
function notRunning(sandboxId: string): string {
  return `sandbox container "${sandboxId}" is not running`;
}

/** A call that is carried through, and who waits for its outcome. */
interface Call<T> {
  done: Signal;
  outcome?: { value: T };
}

/** What its cgroup allows a container to use. */
function limitsOf({ resources }: Container): Pick<ProgramOptions, 'memoryLimitBytes' | 'cpuLimitCores'> {
  const { memory, cpu } = resources?.limits ?? {};
  return { ...(memory !== undefined && { memoryLimitBytes: quantity(memory) }), ...(cpu !== undefined && { cpuLimitCores: quantity(cpu) }) };
}

function* carriedThrough<T>(routine: Routine<T>, call: Call<T>): Routine {
  call.outcome = { value: yield* routine };
  call.done.fire();
}

/** How long a write to the cgroup takes; not recorded, assumed. */
const UPDATE_RESOURCES_MS = 3;
