import { sameJson, sharing } from '../../base/json.ts';
import { hashHex } from '../../base/random.ts';
import {
  type ApiError,
  admitPod,
  budgetErrors,
  deletePod,
  type FieldError,
  invalidError,
  plainUpdateErrors,
  removeFinalizer,
  resizePod,
  resizeRefusal,
  updateEphemeralContainers,
  updatePod,
} from '../../api/index.ts';
import type { KubernetesObject, Pod, PodStatus } from '../../model/kubernetes.ts';
import type { RuleId } from '../../model/rules.ts';
import type { NodeSettings, PodManifest, Taint } from '../../model/scenario.ts';
import type { RecordId } from '../../model/trace.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import { shortages } from './fit.ts';

/** A change of the Pod as watchers learn of it; `cause` is the record of the change itself. */
export interface PodChange {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  pod: Pod;
  cause: RecordId;
}

/** The subresource of the Pod that an update is for; without one it is for the Pod itself. */
export type PodSubresource = 'status' | 'ephemeralcontainers' | 'resize';

const HOLDS_DATA: ReadonlySet<string> = new Set(['ConfigMap', 'Secret']);

/** A Secret has a type, and its texts are data (`pkg/apis/core/v1/defaults.go: SetDefaults_Secret`). */
function withData(object: KubernetesObject): KubernetesObject {
  const { data, stringData } = object as { data?: object; stringData?: object };
  return { type: 'Opaque', ...object, data: { ...data, ...stringData } };
}

/** What the server finds against an object that is created, or that takes the place of an old one. */
function faultsOf(object: KubernetesObject, old: KubernetesObject | undefined): FieldError[] {
  if (object.kind === 'PodDisruptionBudget') return budgetErrors(object);
  return old === undefined || !HOLDS_DATA.has(object.kind) ? [] : plainUpdateErrors(object.kind, withData(object), withData(old));
}

/** The namespace of a Pod whose manifest names none. */
export const DEFAULT_NAMESPACE = 'default';

/**
 * The API server: the one Pod, the objects around it, and a watch on both. Every write is a record of the trace. Watchers hear of a write at
 * once; each delays it by the latency that it has in reality.
 */
export class ApiServer {
  readonly #world: World;
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #podWatchers: ((change: PodChange) => void)[] = [];
  readonly #objectWatchers: ((kind: string, cause: RecordId) => void)[] = [];
  readonly #nodeWatchers: ((cause: RecordId) => void)[] = [];
  #pod: Pod | undefined;
  #resourceVersion = 1000;
  #uids = 0;
  /** The record of the last removal. */
  #removed: RecordId = NO_CAUSE;

  constructor(world: World) {
    this.#world = world;
    for (const object of world.scenario.objects) this.#objects.set(keyOf(object.kind, object.metadata.name ?? ''), object);
  }

  get pod(): Pod | undefined {
    return this.#pod;
  }

  get objects(): KubernetesObject[] {
    return [...this.#objects.values()];
  }

  object(kind: string, name: string): KubernetesObject | undefined {
    return this.#objects.get(keyOf(kind, name));
  }

  watchPod(watcher: (change: PodChange) => void): void {
    this.#podWatchers.push(watcher);
  }

  watchObjects(watcher: (kind: string, cause: RecordId) => void): void {
    this.#objectWatchers.push(watcher);
  }

  /** The node of the cluster, as it is now. */
  get node(): NodeSettings {
    return this.#world.scenario.cluster.node;
  }

  watchNode(watcher: (cause: RecordId) => void): void {
    this.#nodeWatchers.push(watcher);
  }

  taintNode(change: (taints: readonly Taint[]) => readonly Taint[], cause: RecordId): void {
    this.changeNode((node) => ({ ...node, taints: change(node.taints) }), cause);
  }

  /** Labels or taints of the node change. The node itself is no subject of the trace: `cause` is what changed it. */
  changeNode(change: (node: NodeSettings) => NodeSettings, cause: RecordId): void {
    const { scenario } = this.#world;
    this.#world.scenario = { ...scenario, cluster: { ...scenario.cluster, node: change(scenario.cluster.node) } };
    for (const watcher of this.#nodeWatchers) watcher(cause);
  }

  /** Creates the Pod: admission, defaults, validation. The error is the API server's answer. */
  createPod(manifest: PodManifest, cause: RecordId): ApiError | undefined {
    this.#uids += 1;
    const admitted = admitPod(manifest, {
      namespace: manifest.metadata.namespace ?? DEFAULT_NAMESPACE,
      uid: uidOf(`${this.#world.scenario.name}/${manifest.metadata.name ?? ''}/${this.#uids}`),
      createdAtMs: this.#world.createdAtMs + this.#world.nowMs,
      objects: this.objects,
      admissionPlugins: this.#world.scenario.cluster.admissionPlugins,
      featureGates: this.#world.scenario.cluster.featureGates,
    });
    if ('error' in admitted) return admitted.error;
    this.#publish('ADDED', gated(this.#withTopology(admitted.pod), this.#world.timestamp()), cause, 'api.create');
    return undefined;
  }

  /** Puts the Pod on a node: a write of its own kind, `pods/binding`. */
  bindPod(pod: Pod, cause: RecordId, rule: RuleId): RecordId {
    return this.#publish('MODIFIED', this.#withTopology(pod), cause, rule);
  }

  /** A Pod on a node gets the node's labels for its zone and region, whatever it had (`plugin/pkg/admission/podtopologylabels/admission.go`). */
  #withTopology(pod: Pod): Pod {
    const { node } = this.#world.scenario.cluster;
    if (pod.spec.nodeName !== node.name || !this.#world.gate('PodTopologyLabelsAdmission', true)) return pod;
    const topology = Object.entries(node.labels).filter(([name]) => TOPOLOGY.has(name));
    if (topology.length === 0) return pod;
    return { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, ...Object.fromEntries(topology) } } };
  }

  /** Creates the mirror of a static Pod, as the kubelet asks for it: at a turn of its own, because the last one was removed. */
  createMirror(pod: Pod, cause: RecordId): void {
    this.#uids += 1;
    const { generation: _none, ...metadata } = pod.metadata;
    const creationTimestamp = this.#world.timestamp();
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: pod.spec.nodeName, uid: uidOf('node'), controller: true }];
    const uid = uidOf(`mirror/${pod.metadata.uid}/${this.#uids}`);
    const mirror = { ...pod, metadata: { ...metadata, uid, generation: 1, creationTimestamp, ownerReferences } };
    this.#publish('ADDED', this.#withTopology(mirror), cause === NO_CAUSE ? this.#removed : cause, 'api.create');
  }

  /** Writes the Pod's status as `change` makes it. Nothing is written (and -1 returned) if nothing changes. */
  patchStatus(change: (pod: Pod) => PodStatus, cause: RecordId, rule: RuleId): RecordId {
    if (this.#pod === undefined) return -1;
    const status = sharing(change(this.#pod), this.#pod.status);
    if (status === this.#pod.status) return -1;
    return this.#publish('MODIFIED', { ...this.#pod, status }, cause, rule);
  }

  /** Writes another version of the Pod. The caller decides whether its generation grows. */
  updatePod(pod: Pod, cause: RecordId, rule: RuleId): RecordId {
    return this.#publish('MODIFIED', pod, cause, rule);
  }

  /**
   * Deletes the Pod (`pkg/registry/core/pod/strategy.go: CheckGracefulDelete`). With a grace period, or while finalizers
   * hold it, the object stays and says so.
   */
  deletePod(options: { gracePeriodSeconds?: number }, cause: RecordId, rule: RuleId): void {
    if (this.#pod === undefined) return;
    const outcome = deletePod(this.#pod, options, this.#world.createdAtMs + this.#world.nowMs);
    switch (outcome.kind) {
      case 'graceful':
        this.#publish('MODIFIED', outcome.pod, cause, rule);
        return;
      case 'removed': {
        for (const version of outcome.objects) this.#publish('MODIFIED', version, cause, rule);
        this.removePod(cause);
        return;
      }
      default:
        return;
    }
  }

  /** Takes a finalizer away; the last one lets a deleted Pod go, as it last was (`store.go: deleteForEmptyFinalizers`). */
  removeFinalizer(finalizer: string, cause: RecordId): void {
    const pod = this.#pod;
    if (pod === undefined) return;
    const outcome = removeFinalizer(pod, finalizer);
    if (outcome.kind === 'unchanged') return;
    if (outcome.kind === 'removed') this.removePod(cause);
    else this.#publish('MODIFIED', outcome.pod, cause, 'api.update');
  }

  /** The answer to a request about a Pod that does not exist. */
  notFound(): ApiError {
    return absent('pods', this.#world.scenario.pod.metadata.name ?? '');
  }

  /** An update of the Pod by a user, with validation; the error is the API server's answer. */
  changePod(change: (pod: Pod) => object, cause: RecordId, subresource?: PodSubresource): ApiError | undefined {
    const pod = this.#pod;
    if (pod === undefined) return this.notFound();
    const changed = change(pod) as Record<string, unknown>;
    const stated = (changed['metadata'] as { name?: unknown } | undefined)?.name;
    if (typeof stated === 'string' && stated !== pod.metadata.name)
      return {
        reason: 'BadRequest',
        code: 400,
        message: `the name of the object (${stated}) does not match the name on the URL (${pod.metadata.name})`,
        causes: [],
      };
    const outcome = this.#updated(pod, changed, subresource);
    if ('error' in outcome) return outcome.error;
    if (!sameJson(outcome.pod, pod)) this.#publish('MODIFIED', outcome.pod, cause, 'api.update');
    return undefined;
  }

  #updated(pod: Pod, changed: Record<string, unknown>, subresource: PodSubresource | undefined): { pod: Pod } | { error: ApiError } {
    const { featureGates, node } = this.#world.scenario.cluster;
    if (subresource === 'ephemeralcontainers') return updateEphemeralContainers(pod, changed);
    if (subresource !== 'resize') return updatePod(pod, changed, { featureGates, ...(subresource !== undefined && { subresource }) });
    const resized = resizePod(pod, changed, featureGates);
    if ('error' in resized || resized.pod.metadata.generation === pod.metadata.generation) return resized;
    const context = { namespace: pod.metadata.namespace ?? DEFAULT_NAMESPACE, objects: [...this.objects, pod] };
    const refusal = resizeRefusal(pod, resized.pod, context, beyondNode(resized.pod, node));
    return refusal === undefined ? resized : { error: refusal };
  }

  /** Takes the Pod out of etcd. */
  removePod(cause: RecordId): void {
    const pod = this.#pod;
    if (pod === undefined) return;
    this.#removed = this.#publish('DELETED', pod, cause, 'api.remove');
    this.#pod = undefined;
  }

  /** Creates or replaces an object around the Pod, unless that changes what may not change. */
  applyObject(object: KubernetesObject, cause: RecordId): ApiError | undefined {
    const old = this.object(object.kind, object.metadata.name ?? '');
    const errors = faultsOf(object, old);
    if (errors.length > 0)
      return invalidError(object.kind === 'PodDisruptionBudget' ? `${object.kind}.policy` : object.kind, object.metadata.name ?? '', errors);
    this.#objects.set(keyOf(object.kind, object.metadata.name ?? ''), object);
    for (const watcher of this.#objectWatchers) watcher(object.kind, cause);
    return undefined;
  }

  /** Takes an object around the Pod away; the error is that there is none. */
  removeObject({ objectKind: kind, resource, name }: { objectKind: string; resource: string; name: string }, cause: RecordId): ApiError | undefined {
    const wasThere = this.#objects.delete(keyOf(kind, name));
    if (!wasThere && !OF_EVERY_CLUSTER.has(keyOf(kind, name))) return absent(resource, name);
    for (const watcher of this.#objectWatchers) watcher(kind, cause);
    return undefined;
  }

  /** The next resourceVersion, for objects that others write. */
  nextResourceVersion(): string {
    this.#resourceVersion += 1;
    return String(this.#resourceVersion);
  }

  #publish(type: PodChange['type'], pod: Pod, cause: RecordId, rule: RuleId): RecordId {
    const resourceVersion = this.nextResourceVersion();
    // The metadata that were written last are in order already
    const metadata = pod.metadata === this.#pod?.metadata ? { ...pod.metadata, resourceVersion } : inOrder(pod.metadata, resourceVersion);
    const written: Pod = { kind: 'Pod', apiVersion: 'v1', metadata, spec: pod.spec, status: pod.status };
    this.#pod = written;
    const record = this.#world.trace.add({ kind: 'Pod', cause, rule, type, object: written });
    for (const watcher of this.#podWatchers) watcher({ type, pod: written, cause: record.id });
    return record.id;
  }
}

/** Metadata with their members in the order in which the API prints them. */
function inOrder({ name, generateName, namespace, uid, resourceVersion: _old, ...rest }: Pod['metadata'], resourceVersion: string): Pod['metadata'] {
  return {
    ...(name !== undefined && { name }),
    ...(generateName !== undefined && { generateName }),
    ...(namespace !== undefined && { namespace }),
    ...(uid !== undefined && { uid }),
    resourceVersion,
    ...rest,
  };
}

/** A resize of a bound Pod may not ask for more than the whole node has (`plugin/pkg/admission/podresize/admission.go: validateRequestsWithinAllocatable`). */
function beyondNode(pod: Pod, node: NodeSettings): ApiError | undefined {
  if (pod.spec.nodeName === undefined) return undefined;
  const why = shortages(pod, node)
    .filter(({ name }) => name === 'cpu' || name === 'memory')
    .map(({ name, requested, capacity }) => `${name}, requested: ${requested}, allocatable: ${capacity}`);
  if (why.length === 0) return undefined;
  const message = `pods "${pod.metadata.name ?? ''}" is forbidden: node didn't have enough allocatable resources: ${why.join('; ')}`;
  return { reason: 'Forbidden', code: 403, message, causes: [] };
}

/** A Pod with scheduling gates says so from the beginning (`pkg/registry/core/pod/strategy.go: applySchedulingGatedCondition`). */
function gated(pod: Pod, now: string): Pod {
  const gates = (pod.spec['schedulingGates'] as unknown[] | undefined) ?? [];
  if (gates.length === 0 || pod.status.conditions?.some((condition) => condition.type === 'PodScheduled') === true) return pod;
  const condition = {
    type: 'PodScheduled',
    status: 'False' as const,
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  return { ...pod, status: { ...pod.status, conditions: [condition] } };
}

const TOPOLOGY: ReadonlySet<string> = new Set(['topology.kubernetes.io/zone', 'topology.kubernetes.io/region']);

function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}

/** What a cluster has and no scenario names; whoever removes one of these is not told that there is none. */
const OF_EVERY_CLUSTER: ReadonlySet<string> = new Set([
  'ConfigMap/kube-root-ca.crt',
  'Namespace/default',
  'PriorityClass/system-cluster-critical',
  'PriorityClass/system-node-critical',
  'Service/kubernetes',
  'ServiceAccount/default',
]);

/** The answer to a request about an object that does not exist (`apimachinery/pkg/api/errors/errors.go: NewNotFound`). */
function absent(resource: string, name: string): ApiError {
  return { reason: 'NotFound', code: 404, message: `${resource} "${name}" not found`, causes: [] };
}

/** A uid of the usual form that depends on nothing but the text. */
export function uidOf(text: string): string {
  const hex = hashHex(`uid/${text}`, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The name of an Event: that of what it is about, and when it was made in nanoseconds. Lists are in the order of names, which makes them one of time
 * (`client-go/tools/record/event.go: makeEvent`). `id` stands for what is below a millisecond.
 */
export function eventName(about: Pick<KubernetesObject, 'metadata'>, madeAtMs: number, id: string): string {
  const nanoseconds = BigInt(madeAtMs) * 1_000_000n + BigInt(Number.parseInt(hashHex(id, 8), 16) % 1_000_000);
  return `${about.metadata.name ?? ''}.${nanoseconds.toString(16)}`;
}
