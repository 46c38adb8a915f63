import { type ApiError, mergePatch, strategicMergePatch } from '../api/index.ts';
import { formatDuration } from '../base/duration.ts';
import type { Container, Pod } from '../model/kubernetes.ts';
import type { Action, ActionTime, ToldAction, Workload } from '../model/scenario.ts';
import type { ActionRecord, RecordId, TraceRecord } from '../model/trace.ts';
import type { SignalName } from '../shell/types.ts';
import type { ApiServer, PodSubresource } from './control-plane/api-server.ts';
import { withDisruption } from './control-plane/node-controller.ts';
import { PRIORITY } from './engine/queue.ts';
import { type Routine, type Scope, Signal } from './engine/task.ts';
import type { Images } from './node/images.ts';
import type { KubeletProcesses } from './node/kubelet-processes.ts';
import type { Runtime } from './node/runtime.ts';
import type { Workloads } from './node/workloads.ts';
import { NO_CAUSE } from './trace-writer.ts';
import type { World } from './world.ts';

/** Watches a run for the moment at which a point of it has come, or a claim holds. */
export interface TriggerWatcher {
  /** That moment, as far as it is known now: it may lie ahead, and what happens until then may still move it. */
  readonly dueMs: number | undefined;
  /** Takes in the next record. Returns `dueMs` as it is after it. */
  observe(record: TraceRecord): number | undefined;
}

/** Makes a watcher for the `at` of an action, given what has happened so far. */
export type WatchTrigger = (at: ActionTime, context: { actions: readonly Action[]; past: readonly TraceRecord[]; nowMs: number }) => TriggerWatcher;

export interface ActionParts {
  world: World;
  api: ApiServer;
  runtime: Runtime;
  images: Images;
  workloads: Workloads;
  watchTrigger: WatchTrigger;
  kubelet: KubeletProcesses;
  bind(node: string, cause: RecordId): void;
}

/** Carries out the scenario's actions in order: none is looked at before the one ahead of it is done. */
export class Actions {
  readonly #parts: ActionParts;
  readonly #actions: readonly { action: Action; at: ActionTime; index: number }[];
  /** Position of the action that is waited for. */
  #next = 0;
  /** When the API has answered the latest request: the next action is not looked at before. */
  #answeredMs = 0;

  constructor(parts: ActionParts, chosenAt: string | undefined) {
    this.#parts = parts;
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
      else if (action.do === 'patch-repeat') yield* this.#patchRepeat(action, record);
      else {
        this.#simple(action, record);
        yield { untilMs: this.#answeredMs };
      }
      this.#next += 1;
    }
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

  /** The Eviction API writes the condition first, then deletes (`pkg/registry/core/pod/storage/eviction.go`). */
  #evictByApi(cause: RecordId): void {
    const { world, api } = this.#parts;
    world.queue.at(world.nowMs + world.latency.deleteMs, () => {
      api.patchStatus((pod) => withDisruption(pod, 'EvictionByEvictionAPI', 'Eviction API: evicting', world.timestamp()), cause, 'api.delete');
      world.queue.at(world.nowMs + 1, () => api.deletePod({}, cause, 'api.delete'));
    });
  }

  #change(record: ActionRecord, change: (pod: Pod) => object, subresource?: PodSubresource): void {
    const error = this.#parts.api.changePod(change, record.id, subresource);
    if (error !== undefined) this.#refused(record, error);
  }

  #refused(record: ActionRecord, { reason, code, message }: ApiError): void {
    record.error = { reason, code, message };
  }

  /** Changes one number again and again, as fast as a client can send. */
  *#patchRepeat(action: Extract<Action, { do: 'patch-repeat' }>, record: ActionRecord): Routine {
    const { world } = this.#parts;
    for (let time = 0; time < action.times && record.error === undefined; time += 1) {
      yield { untilMs: world.nowMs + PATCH_MS };
      this.#change(record, (pod) => stepped(pod, action.path, action.step));
    }
  }

  #record(action: Action, index: number, cause: RecordId): ActionRecord {
    const told = isTold(action) && { told: action };
    return this.#parts.world.trace.add({ kind: 'Action', cause, rule: 'user.action', index, what: action.do, label: labelOf(action), ...told });
  }

  *#exec(container: string, command: string[], record: ActionRecord): Routine {
    const { runtime, world } = this.#parts;
    const target = runtime.running(container);
    if (target === undefined) {
      record.error = { reason: 'InternalError', code: 500, message: `container ${container} is not running` };
      return;
    }
    const ended = yield* runtime.execSync(target.id, command, 0);
    record.exitCode = ended.kind === 'exit' ? ended.code : 126;
    record.stdout = ended.kind === 'exit' ? ended.output : '';
    record.stderr = ended.kind === 'error' ? ended.message : '';
    world.trace.completed(record);
  }

  #simple(action: Action, record: ActionRecord): void {
    const cause = record.id;
    const { world, api, runtime, images, workloads } = this.#parts;
    const later = (delayMs: number, run: () => void) => {
      this.#answeredMs = world.nowMs + delayMs;
      world.queue.at(this.#answeredMs, run, PRIORITY.action);
    };
    switch (action.do) {
      case 'delete':
      case 'force-delete': {
        const gracePeriodSeconds = action.do === 'force-delete' ? 0 : action.gracePeriodSeconds;
        if (api.pod === undefined) this.#refused(record, api.notFound());
        else later(world.latency.deleteMs, () => api.deletePod(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }, cause, 'api.delete'));
        return;
      }
      case 'evict':
        if (action.reason !== 'api') {
          this.#parts.kubelet.evict(action.reason, cause);
          return;
        }
        if (api.pod === undefined) this.#refused(record, api.notFound());
        else this.#evictByApi(cause);
        return;
      case 'node-drain':
        this.#evictByApi(cause);
        return;
      case 'node-lost':
        this.#parts.kubelet.disconnect(cause);
        return;
      case 'node-back':
        this.#parts.kubelet.reconnect(cause);
        return;
      case 'node-shutdown':
        this.#parts.kubelet.shutDownNode(cause);
        return;
      case 'remove-finalizer':
        later(FINALIZER_MS, () => api.removeFinalizer(action.finalizer, cause));
        return;
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
      case 'apply':
        later(REQUEST_MS, () => {
          if (action.object.kind === 'Pod')
            this.#change(record, (pod) => ({ ...pod, ...action.object, metadata: { ...pod.metadata, ...action.object.metadata } }));
          else {
            const error = api.applyObject(action.object, cause);
            if (error !== undefined) this.#refused(record, error);
          }
        });
        return;
      case 'remove':
        later(REQUEST_MS, () => api.removeObject(action.objectKind, action.name, cause));
        return;
      case 'patch':
        later(REQUEST_MS, () => this.#change(record, (pod) => patched(pod, action.type, action.patch), action.subresource));
        return;
      case 'patch-status':
        later(REQUEST_MS, () => this.#change(record, (pod) => patched(pod, action.type, action.patch), 'status'));
        return;
      case 'bind':
        later(REQUEST_MS, () => this.#parts.bind(action.node, cause));
        return;
      case 'add-ephemeral':
        later(REQUEST_MS, () => this.#change(record, (pod) => withEphemeral(pod, action.container), 'ephemeralcontainers'));
        return;
      case 'node-label-remove': {
        const { node } = world.scenario.cluster;
        const { [action.label]: _gone, ...labels } = node.labels;
        world.scenario = { ...world.scenario, cluster: { ...world.scenario.cluster, node: { ...node, labels } } };
        return;
      }
      case 'static-update': {
        const error = this.#parts.kubelet.putManifest(action.manifest, cause);
        if (error !== undefined) this.#refused(record, error);
        return;
      }
      case 'static-remove':
        this.#parts.kubelet.removeManifest(cause);
        return;
      case 'kubelet-stop':
        this.#parts.kubelet.stop(cause);
        return;
      case 'kubelet-start':
        this.#parts.kubelet.start(cause);
        return;
      case 'kubelet-restart':
        this.#parts.kubelet.restart(cause);
        return;
      case 'remove-container-records':
        for (const name of action.containers) runtime.forget(name, action.running, cause);
        return;
      default:
        throw new Error(`the action ${action.do} is not simulated`);
    }
  }
}

/** From sending a write until the API server carries it out. */
const REQUEST_MS = 1;
/** The same for taking a finalizer away. */
const FINALIZER_MS = 2;
/** How long one PATCH request follows after another. */
const PATCH_MS = 7;

function patched(pod: Pod, type: 'strategic' | 'merge', patch: Record<string, unknown>): object {
  return type === 'merge' ? mergePatch(pod, patch) : strategicMergePatch(pod, patch);
}

/** The Pod with one more ephemeral container (`kubectl debug`). */
function withEphemeral(pod: Pod, container: Container): object {
  return { ...pod, spec: { ...pod.spec, ephemeralContainers: [...(pod.spec.ephemeralContainers ?? []), container] } };
}

/** The Pod with the number at a path changed by a step. */
function stepped(pod: Pod, path: string, step: number): object {
  const keys = path.split('.');
  const change = (value: unknown, [key, ...rest]: string[]): unknown => {
    if (key === undefined) return Number(value ?? 0) + step;
    const object = (value ?? {}) as Record<string, unknown>;
    return { ...object, [key]: change(object[key], rest) };
  };
  return change(pod, keys) as object;
}

function isTold(action: Action): action is ToldAction {
  return action.do === 'signal' || action.do === 'oom' || action.do === 'workload' || action.do === 'image';
}

/** What the flag of an action on the axis says. */
export function labelOf(action: Action): string {
  switch (action.do) {
    case 'delete':
      return action.gracePeriodSeconds === undefined ? 'delete' : `delete --grace-period=${action.gracePeriodSeconds}`;
    case 'force-delete':
      return 'delete --force';
    case 'exec':
      return `exec ${action.container}: ${action.command.join(' ')}`;
    case 'signal':
      return `${action.signal} to ${action.container}`;
    case 'oom':
      return `OOM in ${action.container}`;
    case 'workload':
      return `${workloadChange(action.set)} (${action.container})`;
    case 'image':
      return `image ${action.image} changes`;
    case 'apply':
      return `apply ${action.object.kind} ${action.object.metadata.name ?? ''}`;
    case 'remove':
      return `delete ${action.objectKind} ${action.name}`;
    case 'evict':
      return `evict (${action.reason})`;
    case 'patch':
      return action.subresource === undefined ? 'patch' : `patch --subresource=${action.subresource}`;
    default:
      return action.do;
  }
}

/** What the program does from now on: `boot 5s, runs on`, `exit 1 after 4s`. */
function workloadChange(set: Workload): string {
  const words: string[] = [];
  if (set.bootMs !== undefined) words.push(`boot ${formatDuration(set.bootMs)}`);
  if (set.exit !== undefined)
    words.push(`${set.exit.oom === undefined ? `exit ${set.exit.signal ?? set.exit.code ?? 0}` : 'OOM'} after ${formatDuration(set.exit.afterMs)}`);
  else if ('exit' in set) words.push('runs on');
  if (set.onTerm !== undefined)
    words.push(set.onTerm === 'ignore' ? 'ignores SIGTERM' : `stops in ${formatDuration(set.onTerm.exitAfterMs)}, code ${set.onTerm.code}`);
  if (set.listens !== undefined) words.push(set.listens.length === 0 ? 'stops listening' : `listens on ${set.listens.join(' ')}`);
  if (set.grpc !== undefined) words.push(`gRPC ${set.grpc}`);
  if (set.http !== undefined) words.push('HTTP answers change');
  if (set.exec !== undefined) words.push('exec answers change');
  if (set.writes !== undefined) words.push('writes to its disk');
  return words.length === 0 ? 'changes' : words.join(', ');
}

function pointText(point: string, offsetMs: number): string {
  if (offsetMs === 0) return point;
  return `${point}${offsetMs > 0 ? '+' : '-'}${formatDuration(Math.abs(offsetMs))}`;
}

function timeText(at: ActionTime): string {
  switch (at.kind) {
    case 'time':
      return formatDuration(at.ms);
    case 'point':
      return pointText(at.point, at.offsetMs);
    case 'before-create':
      return 'before-create';
    case 'claim':
      return JSON.stringify(at.claim);
  }
}
