import type { ApiError } from '../api/index.ts';
import type { Action, ActionTime, ToldAction } from '../model/scenario.ts';
import { withoutTaint, withTaint } from '../model/taints.ts';
import type { ActionRecord, RecordId, TraceRecord } from '../model/trace.ts';
import type { SignalName } from '../shell/types.ts';
import { labelOf, timeText } from './action-words.ts';
import { type Routine, type Scope, Signal } from './engine/task.ts';
import type { Images } from './node/images.ts';
import type { KubeletProcesses } from './node/kubelet-processes.ts';
import type { Runtime } from './node/runtime.ts';
import type { Workloads } from './node/workloads.ts';
import { refuse, type RequestParts, Requests } from './requests.ts';
import { NO_CAUSE } from './trace-writer.ts';

/** Watches a run for the moment at which a point of it has come, or a claim holds. */
export interface TriggerWatcher {
  /** That moment, as far as it is known now: it may lie ahead, and what happens until then may still move it. */
  readonly dueMs: number | undefined;
  /** Takes in the next record. Returns `dueMs` as it is after it. */
  observe(record: TraceRecord): number | undefined;
}

/** Makes a watcher for the `at` of an action, given what has happened so far. */
export type WatchTrigger = (at: ActionTime, context: { actions: readonly Action[]; past: readonly TraceRecord[]; nowMs: number }) => TriggerWatcher;

/** `kubectl exec` at a moment of a run; its record has the index behind those of the scenario's actions. */
export interface Visit {
  atMs: number;
  container: string;
  command: string[];
}

export interface ActionParts extends RequestParts {
  preempt(cause: RecordId): void;
  runtime: Runtime;
  images: Images;
  workloads: Workloads;
  watchTrigger: WatchTrigger;
  kubelet: KubeletProcesses;
}

/** Carries out the scenario's actions in order: none is looked at before the one ahead of it is done. */
export class Actions {
  readonly #parts: ActionParts;
  readonly #requests: Requests;
  readonly #actions: readonly { action: Action; at: ActionTime; index: number }[];
  /** Position of the action that is waited for. */
  #next = 0;
  readonly #visit: Visit | undefined;

  constructor(parts: ActionParts, chosenAt: string | undefined, visit: Visit | undefined) {
    this.#parts = parts;
    this.#visit = visit;
    this.#requests = new Requests(parts);
    this.#actions = parts.world.scenario.actions.map((action, index) => ({
      action,
      index: index + 1,
      at: action.sweep?.find((value) => value.text === chosenAt)?.at ?? action.sweep?.[0]?.at ?? action.at,
    }));
  }

  /** Carries out the actions that come before the Pod is created. */
  beforeCreate(): void {
    for (const { action, at, index } of this.#actions) {
      if (at.kind !== 'before-create') return;
      this.#next += 1;
      const record = this.#record(action, index, NO_CAUSE);
      this.#simple(action, record);
    }
  }

  start(scope: Scope): void {
    scope.spawn(this.#run());
    if (this.#visit !== undefined) scope.spawn(this.#visited(this.#visit));
  }

  /** The actions that have not come due. */
  pending(): { index: number; what: string; waitingFor: string }[] {
    return this.#actions.slice(this.#next).map(({ action, at, index }) => ({ index, what: labelOf(action), waitingFor: timeText(at) }));
  }

  *#run(): Routine {
    const { world } = this.#parts;
    while (this.#next < this.#actions.length) {
      const entry = this.#actions[this.#next];
      if (entry === undefined) return;
      const { action, at, index } = entry;
      const cause = yield* this.#wait(at);
      if (action.plusMs > 0) yield { untilMs: world.nowMs + action.plusMs };
      const record = this.#record(action, index, cause);
      if (action.do === 'exec') yield* this.#exec(action.container, action.command, record);
      else if (action.do === 'patch-repeat') yield* this.#requests.patchAgain(action, record);
      else {
        this.#simple(action, record);
        yield { untilMs: this.#requests.answeredMs };
      }
      this.#next += 1;
    }
  }

  *#visited({ atMs, container, command }: Visit): Routine {
    yield { untilMs: Math.max(atMs, this.#parts.world.nowMs) };
    const action = { at: { kind: 'time', ms: atMs }, plusMs: 0, do: 'exec', container, command } as const;
    yield* this.#exec(container, command, this.#record(action, this.#actions.length + 1, NO_CAUSE));
  }

  /** Waits until an action is due; returns the record that made it so. */
  *#wait(at: ActionTime): Routine<RecordId> {
    const { world, watchTrigger } = this.#parts;
    if (at.kind === 'time') {
      yield { untilMs: Math.max(at.ms, world.nowMs) };
      return NO_CAUSE;
    }
    if (at.kind === 'before-create') return NO_CAUSE;
    const watcher = watchTrigger(at, { actions: world.scenario.actions, past: world.trace.records, nowMs: world.nowMs });
    const seen = new Signal();
    let cause: RecordId = world.trace.records.at(-1)?.id ?? NO_CAUSE;
    let waiting = true;
    world.trace.onRecord((record) => {
      if (!waiting) return;
      const before = watcher.dueMs;
      if (watcher.observe(record) === before) return;
      cause = record.id;
      seen.fire();
    });
    while (watcher.dueMs === undefined || watcher.dueMs > world.nowMs) {
      yield { ...(watcher.dueMs !== undefined && { untilMs: watcher.dueMs }), signals: [seen] };
    }
    waiting = false;
    return cause;
  }

  #record(action: Action, index: number, cause: RecordId): ActionRecord {
    const told = isTold(action) && { told: action };
    return this.#parts.world.trace.add({ kind: 'Action', cause, rule: 'user.action', index, what: action.do, label: labelOf(action), ...told });
  }

  *#exec(container: string, command: string[], record: ActionRecord): Routine {
    const { runtime, world } = this.#parts;
    const target = this.#execTarget(container);
    if ('code' in target) {
      refuse(record, target);
      return;
    }
    const ended = yield* runtime.execSync(target.id, command, 0, new Set());
    if (ended.kind === 'error') {
      // The runtime could not begin (`k8s.io/cri-streaming/pkg/streaming/remotecommand/exec.go: ServeExec`, `apierrors.NewInternalError`)
      const why = ended.message.replace(/^rpc error: code = \w+ desc = /, '');
      refuse(record, internalError(`Internal error occurred: error executing command in container: ${why}`));
    } else {
      const { output, stderr } = ended.kind === 'exit' ? ended : { output: '', stderr: '' };
      record.exitCode = ended.kind === 'exit' ? ended.code : 126;
      record.stdout = output.slice(0, output.length - stderr.length);
      record.stderr = stderr;
    }
    world.trace.completed(record);
  }

  /**
   * The container that a command is to run in, or why the API server does not take it there: it asks the Pod's kubelet, which looks among the containers
   * that run (`pkg/registry/core/pod/strategy.go: ExecLocation`, `pkg/kubelet/kubelet_pods.go: GetExec`).
   */
  #execTarget(container: string): { id: string } | ApiError {
    const { api, kubelet, runtime } = this.#parts;
    const { pod } = api;
    if (pod === undefined) return api.notFound();
    if (!pod.spec.nodeName) return { reason: 'BadRequest', code: 400, message: `pod ${pod.metadata.name} does not have a host assigned`, causes: [] };
    if (!kubelet.answers) return internalError(`error dialing backend: dial tcp ${pod.status.hostIP ?? ''}:10250: connect: connection refused`);
    return runtime.running(container) ?? internalError(`container not found ("${container}")`);
  }

  #simple(action: Action, record: ActionRecord): void {
    const { kubelet } = this.#parts;
    const cause = record.id;
    switch (action.do) {
      case 'delete':
      case 'force-delete':
      case 'remove-finalizer':
      case 'apply':
      case 'remove':
      case 'patch':
      case 'patch-status':
      case 'bind':
      case 'add-ephemeral':
        this.#requests.send(action, record);
        return;
      case 'node-drain':
        this.#parts.api.changeNode((node) => ({ ...node, unschedulable: true }), cause);
        this.#requests.drain(record);
        return;
      case 'evict':
        if (action.reason === 'api') this.#requests.evict(record);
        else if (action.reason === 'preemption') this.#parts.preempt(cause);
        else kubelet.evict(action.reason, cause);
        return;
      case 'node-lost':
        kubelet.disconnect(cause);
        return;
      case 'node-back':
        kubelet.reconnect(cause);
        return;
      case 'node-shutdown':
        kubelet.shutDownNode(cause);
        return;
      case 'static-update': {
        const error = kubelet.putManifest(action.manifest, cause);
        if (error !== undefined) refuse(record, error);
        return;
      }
      case 'static-remove':
        kubelet.removeManifest(cause);
        return;
      case 'kubelet-stop':
        kubelet.stop(cause);
        return;
      case 'kubelet-start':
        kubelet.start(cause);
        return;
      case 'kubelet-restart':
        kubelet.restart(cause);
        return;
      case 'signal':
      case 'oom':
      case 'workload':
      case 'image':
      case 'sandbox-stop':
      case 'remove-container-records':
      case 'node-cordon':
      case 'node-uncordon':
      case 'node-label-remove':
      case 'node-taint':
      case 'node-taint-remove':
        this.#onNode(action, cause);
        return;
      case 'exec':
      case 'patch-repeat':
        // Before the Pod is created; all others are waited for
        refuse(record, this.#parts.api.notFound());
    }
  }

  /** What happens to the node and what runs on it, past the kubelet. */
  #onNode(action: NodeAction, cause: RecordId): void {
    const { api, runtime, images, workloads } = this.#parts;
    switch (action.do) {
      case 'signal':
        runtime.programOf(action.container)?.signal(action.signal as SignalName);
        return;
      case 'oom':
        runtime.programOf(action.container)?.oomKill();
        return;
      case 'workload':
        workloads.change(action.container, action.set);
        runtime.programOf(action.container)?.planDeclared();
        return;
      case 'image':
        images.change(action.image, action.set);
        return;
      case 'sandbox-stop':
        runtime.killSandbox(cause);
        return;
      case 'remove-container-records':
        for (const name of action.containers) runtime.forget(name, action.running, cause);
        return;
      case 'node-cordon':
      case 'node-uncordon':
        api.changeNode((node) => ({ ...node, unschedulable: action.do === 'node-cordon' }), cause);
        return;
      case 'node-label-remove':
        api.changeNode(({ labels: { [action.label]: _gone, ...labels }, ...node }) => ({ ...node, labels }), cause);
        return;
      case 'node-taint':
        api.taintNode((taints) => withTaint(taints, action.taint), cause);
        return;
      case 'node-taint-remove':
        api.taintNode((taints) => withoutTaint(taints, action.key, action.effect), cause);
    }
  }
}

type NodeAction = Extract<
  Action,
  {
    do:
      | 'signal'
      | 'oom'
      | 'workload'
      | 'image'
      | 'sandbox-stop'
      | 'remove-container-records'
      | 'node-cordon'
      | 'node-uncordon'
      | 'node-label-remove'
      | 'node-taint'
      | 'node-taint-remove';
  }
>;

function isTold(action: Action): action is ToldAction {
  return action.do === 'signal' || action.do === 'oom' || action.do === 'workload' || action.do === 'image';
}

const internalError = (message: string): ApiError => ({ reason: 'InternalError', code: 500, message, causes: [] });
