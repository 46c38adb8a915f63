import { type ApiError, mergePatch, strategicMergePatch } from '../api/index.ts';
import type { Container, KubernetesObject, Pod } from '../model/kubernetes.ts';
import type { Action } from '../model/scenario.ts';
import type { ActionRecord, RecordId } from '../model/trace.ts';
import type { ApiServer, PodSubresource } from './control-plane/api-server.ts';
import type { Budgets } from './control-plane/budgets.ts';
import { withDisruption } from './control-plane/disruption.ts';
import { PRIORITY } from './engine/queue.ts';
import type { Routine } from './engine/task.ts';
import type { World } from './world.ts';

/** From sending a write until the API server carries it out. */
const REQUEST_MS = 1;
/** The same for taking a finalizer away. */
const FINALIZER_MS = 2;
/** How long one PATCH request follows after another. */
const PATCH_MS = 7;
/** How long `kubectl drain` waits before it tries again (`kubectl/pkg/cmd/drain/drain.go: EvictErrorRetryDelay`). */
const DRAIN_RETRY_MS = 5000;
/** How often a client asks again where the server says when it may, before it gives up a request (`client-go/rest/request.go: maxRetries`). */
const CLIENT_RETRIES = 10;

export interface RequestParts {
  world: World;
  api: ApiServer;
  budgets: Budgets;
  bind(node: string, cause: RecordId): void;
}

type Request = Extract<
  Action,
  { do: 'delete' | 'force-delete' | 'remove-finalizer' | 'apply' | 'remove' | 'patch' | 'patch-status' | 'bind' | 'add-ephemeral' }
>;

/** What the scenario's actions ask of the API server. What it refuses, the record of the action tells. */
export class Requests {
  readonly #parts: RequestParts;
  #answeredMs = 0;

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  /** When the latest request has been answered: the next action is not looked at before. */
  get answeredMs(): number {
    return this.#answeredMs;
  }

  send(action: Request, record: ActionRecord): void {
    const { api, bind } = this.#parts;
    const cause = record.id;
    switch (action.do) {
      case 'delete':
        this.#delete(record, action.gracePeriodSeconds);
        return;
      case 'force-delete':
        this.#delete(record, 0);
        return;
      case 'remove-finalizer':
        this.#later(FINALIZER_MS, () => api.removeFinalizer(action.finalizer, cause));
        return;
      case 'apply':
        this.#later(REQUEST_MS, () => this.#apply(action.object, record));
        return;
      case 'remove':
        this.#remove(record, action);
        return;
      case 'patch':
        this.#later(REQUEST_MS, () => this.#change(record, (pod) => patched(pod, action.type, action.patch), action.subresource));
        return;
      case 'patch-status':
        this.#later(REQUEST_MS, () => this.#change(record, (pod) => patched(pod, action.type, action.patch), 'status'));
        return;
      case 'bind':
        this.#later(REQUEST_MS, () => bind(action.node, cause));
        return;
      case 'add-ephemeral':
        this.#later(REQUEST_MS, () => this.#change(record, (pod) => withEphemeral(pod, action.container), 'ephemeralcontainers'));
    }
  }

  evict(record: ActionRecord): void {
    const { api } = this.#parts;
    if (api.pod === undefined) refuse(record, api.notFound());
    else this.#evict(record);
    this.#answeredMs = this.#parts.world.nowMs + this.#parts.world.latency.deleteMs;
  }

  /**
   * Evicts the Pod if it is on the node. A DaemonSet's stays until it is over, a mirror always
   * (`kubectl/pkg/drain/filters.go: daemonSetFilter, mirrorPodFilter`).
   */
  drain(record: ActionRecord): void {
    const { pod, node } = this.#parts.api;
    if (pod === undefined || pod.spec.nodeName !== node.name) return;
    const isOver = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
    const isDaemon = this.#parts.world.scenario.podSource.kind === 'DaemonSet' && !isOver;
    if (!isDaemon && pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined) this.#drainOff(record);
  }

  /** Evicts the Pod, and tries again as long as its budget does not let it go (`kubectl/pkg/drain/drain.go: evictPods`). */
  #drainOff(record: ActionRecord, drain = record, retry = 1): void {
    const { world, api } = this.#parts;
    this.#evict(record, ({ retryAfterSeconds, message }) => {
      const isWithinRequest = retryAfterSeconds !== undefined && retry % (CLIENT_RETRIES + 1) !== 0;
      const { name = '', namespace = '' } = api.pod?.metadata ?? {};
      if (!isWithinRequest) record.stderr = `error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${message}\n`;
      world.queue.at(world.nowMs + (isWithinRequest ? retryAfterSeconds * 1000 : DRAIN_RETRY_MS), () => {
        if (api.pod === undefined) return;
        const { index, label } = drain;
        const place = { cause: drain.id, rule: 'drain.retry', index } as const;
        const again = world.trace.add({ kind: 'Action', ...place, what: 'drain-retry', retry, label: `${label} (retry ${retry})` });
        this.#drainOff(again, drain, retry + 1);
      });
    });
  }

  /** Changes one number again and again, as fast as a client can send. */
  *patchAgain(action: Extract<Action, { do: 'patch-repeat' }>, record: ActionRecord): Routine {
    const { world } = this.#parts;
    for (let time = 0; time < action.times && record.error === undefined; time += 1) {
      yield { untilMs: world.nowMs + PATCH_MS };
      this.#change(record, (pod) => stepped(pod, action.path, action.step));
    }
  }

  #remove(record: ActionRecord, removal: Extract<Action, { do: 'remove' }>): void {
    const { api } = this.#parts;
    if (removal.objectKind === 'Pod' && removal.name === api.pod?.metadata.name) {
      this.#delete(record, undefined);
      return;
    }
    this.#later(REQUEST_MS, () => {
      const error = api.removeObject(removal, record.id);
      if (error !== undefined) refuse(record, error);
    });
  }

  #delete(record: ActionRecord, gracePeriodSeconds: number | undefined): void {
    const { world, api } = this.#parts;
    if (api.pod === undefined) refuse(record, api.notFound());
    else this.#later(world.latency.deleteMs, () => api.deletePod(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }, record.id, 'api.delete'));
  }

  /**
   * Asks the budgets, then writes the condition, then deletes (`pkg/registry/core/pod/storage/eviction.go`). `onBusy`: the budget has nothing to give
   * now, so that another try makes sense.
   */
  #evict(record: ActionRecord, onBusy?: (error: ApiError) => void): void {
    const { world, api, budgets } = this.#parts;
    world.queue.at(world.nowMs + world.latency.deleteMs, () => {
      const error = api.pod && budgets.refusal(api.pod, record.id);
      if (error) {
        refuse(record, error);
        if (error.reason === 'TooManyRequests') onBusy?.(error);
        return;
      }
      api.patchStatus(
        (pod) => withDisruption(pod, 'EvictionByEvictionAPI', 'Eviction API: evicting', world.timestamp(), { observed: false }),
        record.id,
        'api.delete',
      );
      world.queue.at(world.nowMs + 1, () => api.deletePod({}, record.id, 'api.delete'));
    });
  }

  #apply(object: KubernetesObject, record: ActionRecord): void {
    if (object.kind === 'Pod') {
      this.#change(record, (pod) => ({ ...pod, ...object, metadata: { ...pod.metadata, ...object.metadata } }));
      return;
    }
    const error = this.#parts.api.applyObject(object, record.id);
    if (error !== undefined) refuse(record, error);
  }

  #later(delayMs: number, run: () => void): void {
    const { world } = this.#parts;
    this.#answeredMs = world.nowMs + delayMs;
    world.queue.at(this.#answeredMs, run, PRIORITY.action);
  }

  #change(record: ActionRecord, change: (pod: Pod) => object, subresource?: PodSubresource): void {
    const error = this.#parts.api.changePod(change, record.id, subresource);
    if (error !== undefined) refuse(record, error);
  }
}

/** Notes in the record of an action that it was refused. */
export function refuse(record: ActionRecord, { reason, code, message, causes }: ApiError): void {
  // Causes of other refusals are in the message already
  const why = reason === 'TooManyRequests' && { causes: causes.map(({ field, message: said }) => ({ field, message: said })) };
  record.error = { reason, code, message, ...why };
}

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
