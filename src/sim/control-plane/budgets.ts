import { sameJson } from '../../base/json.ts';
import { type LabelSelector, selects } from '../../base/label-selector.ts';
import { rfc3339 } from '../../base/timestamp.ts';
import type { ApiError } from '../../api/index.ts';
import type { EventObject, KubernetesObject, Pod } from '../../model/kubernetes.ts';
import type { RuleId } from '../../model/rules.ts';
import type { RecordId } from '../../model/trace.ts';
import { EventCorrelator } from '../kubelet/events/correlator.ts';
import { NO_CAUSE } from '../trace-writer.ts';
import type { World } from '../world.ts';
import { type ApiServer, DEFAULT_NAMESPACE, uidOf } from './api-server.ts';
import { controllerEvent } from './controller-events.ts';

const KIND = 'PodDisruptionBudget';
/** What the server says to a budget that would be overdrawn (`createTooManyRequestsError`, `checkAndDecrement`). */
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
const SEVERAL = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

type Count = number | string;

interface BudgetSpec {
  minAvailable?: Count;
  maxUnavailable?: Count;
  selector?: LabelSelector;
  unhealthyPodEvictionPolicy?: string;
}

interface Condition {
  type: 'DisruptionAllowed';
  status: 'True' | 'False';
  observedGeneration?: number;
  lastTransitionTime: string;
  reason: string;
  message: string;
}

interface BudgetStatus {
  observedGeneration?: number;
  disruptedPods?: Record<string, string>;
  disruptionsAllowed: number;
  currentHealthy: number;
  desiredHealthy: number;
  expectedPods: number;
  conditions?: Condition[];
}

/** A budget as the API server holds it. */
interface Budget {
  written: KubernetesObject;
  spec: BudgetSpec;
  generation: number;
  createdAtMs: number;
  status: BudgetStatus;
}

interface Owner {
  kind: string;
  controller?: boolean;
}

/** The Pods that a budget is about. */
interface Covered {
  /** The Pod of the run. */
  own: Pod | undefined;
  /** Replicas beside it, which nobody simulates: taken to be Ready all the time. */
  others: number;
}

/** Labels that each replica has for itself. */
const OF_ONE_REPLICA: ReadonlySet<string> = new Set(['apps.kubernetes.io/pod-index', 'statefulset.kubernetes.io/pod-name']);
/** Controllers that keep no number of Pods, as the API server calls them. */
const WITHOUT_SCALE: Readonly<Record<string, string>> = { DaemonSet: 'daemonsets.apps', Job: 'jobs.batch', Node: 'nodes' };

/**
 * The budgets for disruptions: the controller that works out how many Pods may go (`pkg/controller/disruption/disruption.go`), and what the
 * eviction subresource makes of that (`pkg/registry/core/pod/storage/eviction.go`).
 */
export class Budgets {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #budgets = new Map<string, Budget>();
  /** What was said of each object, by its uid. */
  readonly #correlators = new Map<string, EventCorrelator>();
  /** Events that may come again, by what they say. */
  readonly #said = new Map<string, EventObject>();

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
    this.#take(NO_CAUSE);
    api.watchObjects((kind, cause) => {
      if (kind === KIND) this.#take(cause);
    });
    api.watchPod(({ pod, cause }) => {
      const [first, ...more] = this.#of(pod);
      if (first === undefined) return;
      const { namespace = '', name = '' } = pod.metadata;
      const message = `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${nameOf(first)}" arbitrarily.`;
      if (more.length > 0) this.#later(() => this.#say(pod, 'Warning', 'MultiplePodDisruptionBudgets', message, cause));
      this.#later(() => this.#sync(first, cause));
    });
  }

  /**
   * Why the Eviction API does not evict the Pod now; undefined if it does, and has taken that from the budget. Pods that do not run, or are being
   * deleted, need none (`canIgnorePDB`).
   */
  refusal(pod: Pod, cause: RecordId): ApiError | undefined {
    if (pod.status.phase !== 'Running' || pod.metadata.deletionTimestamp !== undefined) return undefined;
    const [budget, ...more] = this.#of(pod);
    if (budget === undefined) return undefined;
    if (more.length > 0) return { reason: 'Unknown', code: 500, message: SEVERAL, causes: [] };
    const { spec, status } = budget;
    const isSpared = status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
    if (!isReady(pod) && (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' || isSpared)) return undefined;
    const isBehind = (status.observedGeneration ?? 0) < budget.generation;
    const message = isBehind ? `The disruption budget ${nameOf(budget)} is still being processed by the server.` : whyNot(nameOf(budget), status);
    if (message !== undefined) {
      const causes = [{ field: '', message, type: 'DisruptionBudget' }];
      return { reason: 'TooManyRequests', code: 429, message: REFUSED, causes, ...(isBehind && { retryAfterSeconds: 10 }) };
    }
    const left = { ...status, disruptionsAllowed: status.disruptionsAllowed - 1, disruptedPods: { [pod.metadata.name ?? '']: this.#world.timestamp() } };
    this.#write(budget, left.disruptionsAllowed > 0 ? left : this.#concluded(left), cause, 'eviction.budget');
    return undefined;
  }

  /** Takes in the budgets as they are now written. */
  #take(cause: RecordId): void {
    const there = this.#api.objects.filter(({ kind }) => kind === KIND);
    const names = new Set(there.map(({ metadata }) => metadata.name ?? ''));
    for (const [name, budget] of this.#budgets) {
      if (names.has(name)) continue;
      this.#budgets.delete(name);
      this.#world.trace.add({ kind: 'Object', cause, rule: 'api.remove', type: 'DELETED', object: this.#object(budget) });
    }
    for (const written of there) {
      const name = written.metadata.name ?? '';
      const before = this.#budgets.get(name);
      if (before?.written === written) continue;
      const spec = (written['spec'] ?? {}) as BudgetSpec;
      const isChanged = before !== undefined && !sameJson(before.spec, spec);
      const budget: Budget = {
        written,
        spec,
        generation: (before?.generation ?? 1) + (isChanged ? 1 : 0),
        createdAtMs: before?.createdAtMs ?? this.#world.nowMs,
        status: before?.status ?? { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
      };
      this.#budgets.set(name, budget);
      this.#later(() => this.#sync(budget, cause));
    }
  }

  #later(run: () => void): void {
    const { queue, nowMs, latency } = this.#world;
    queue.at(nowMs + latency.budgetMs, run);
  }

  /** The budgets that select a Pod (`getPodDisruptionBudgets`). */
  #of(pod: Pod): Budget[] {
    return [...this.#budgets.values()].filter(
      (budget) => this.#namespaceOf(budget) === pod.metadata.namespace && selects(budget.spec.selector, pod.metadata.labels ?? {}),
    );
  }

  #namespaceOf({ written }: Budget): string {
    return written.metadata.namespace ?? this.#world.scenario.pod.metadata.namespace ?? DEFAULT_NAMESPACE;
  }

  #covered(budget: Budget): Covered {
    const { pod } = this.#api;
    const { podSource, pod: manifest } = this.#world.scenario;
    const labels = Object.fromEntries(Object.entries(manifest.metadata.labels ?? {}).filter(([name]) => !OF_ONE_REPLICA.has(name)));
    const isTheirs = this.#namespaceOf(budget) === (manifest.metadata.namespace ?? DEFAULT_NAMESPACE) && selects(budget.spec.selector, labels);
    return {
      own: pod !== undefined && this.#of(pod).includes(budget) ? pod : undefined,
      others: isTheirs ? Math.max(0, (podSource.replicas ?? 1) - 1) : 0,
    };
  }

  /** `trySync`, and `failSafe` where that does not work out. */
  #sync(budget: Budget, cause: RecordId): void {
    if (this.#budgets.get(nameOf(budget)) !== budget) return;
    const covered = this.#covered(budget);
    const { own, others } = covered;
    const pods = others + (own === undefined ? 0 : 1);
    if (pods === 0) this.#say(this.#object(budget), 'Normal', 'NoPods', 'No matching pods found', cause);
    const expected = this.#expected(budget, covered, pods, cause);
    if (typeof expected === 'string') {
      this.#say(this.#object(budget), 'Warning', 'CalculateExpectedPodCountFailed', `Failed to calculate the number of expected pods: ${expected}`, cause);
      this.#write(budget, this.#concluded({ ...budget.status, disruptionsAllowed: 0 }, 'SyncFailed', expected), cause, 'disruption.sync');
      return;
    }
    const name = own?.metadata.name ?? '';
    const disruptedAt = own?.metadata.deletionTimestamp === undefined ? budget.status.disruptedPods?.[name] : undefined;
    const currentHealthy = others + (own !== undefined && own.metadata.deletionTimestamp === undefined && disruptedAt === undefined && isReady(own) ? 1 : 0);
    const [expectedPods, desiredHealthy] = expected;
    const status = {
      observedGeneration: budget.generation,
      ...(disruptedAt !== undefined && { disruptedPods: { [name]: disruptedAt } }),
      disruptionsAllowed: expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0,
      currentHealthy,
      desiredHealthy,
      expectedPods,
      ...(budget.status.conditions !== undefined && { conditions: budget.status.conditions }),
    };
    this.#write(budget, this.#concluded(status), cause, 'disruption.sync');
  }

  /** How many Pods there should be, and how many of them healthy; or why that is not known (`getExpectedPodCount`). */
  #expected(budget: Budget, { own }: Covered, pods: number, cause: RecordId): [expected: number, healthy: number] | string {
    const { minAvailable, maxUnavailable, selector } = budget.spec;
    if (maxUnavailable === undefined && typeof minAvailable !== 'string') return minAvailable === undefined ? [0, 0] : [pods, minAvailable];
    const owner = (own?.metadata['ownerReferences'] as Owner[] | undefined)?.find(({ controller }) => controller === true)?.kind;
    const isUnmanaged = own !== undefined && owner === undefined;
    const withoutScale = WITHOUT_SCALE[owner ?? ''];
    if (withoutScale !== undefined) return `${withoutScale} does not implement the scale subresource`;
    if (isUnmanaged)
      this.#say(
        this.#object(budget),
        'Warning',
        'UnmanagedPods',
        `Pods selected by this PodDisruptionBudget (selector: ${selectorText(selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
        cause,
      );
    const scale = pods === 0 || isUnmanaged ? 0 : (this.#world.scenario.podSource.replicas ?? 1);
    if (maxUnavailable === undefined) return [scale, portion(minAvailable, scale)];
    return [scale, Math.max(0, scale - portion(maxUnavailable, scale))];
  }

  /** The status with its condition (`component-helpers/apps/poddisruptionbudget/helpers.go: UpdateDisruptionAllowedCondition`). */
  #concluded(status: BudgetStatus, failed?: string, message = ''): BudgetStatus {
    const isAllowed = status.disruptionsAllowed > 0;
    const [before] = status.conditions ?? [];
    const state = isAllowed ? 'True' : 'False';
    const condition: Condition = {
      type: 'DisruptionAllowed',
      status: state,
      ...(status.observedGeneration !== undefined && { observedGeneration: status.observedGeneration }),
      lastTransitionTime: (before?.status === state ? before.lastTransitionTime : undefined) ?? this.#world.timestamp(),
      reason: failed ?? (isAllowed ? 'SufficientPods' : 'InsufficientPods'),
      message,
    };
    return { ...status, conditions: [condition] };
  }

  #write(budget: Budget, status: BudgetStatus, cause: RecordId, rule: RuleId): void {
    if (sameJson(status, budget.status)) return;
    budget.status = status;
    this.#world.trace.add({ kind: 'Object', cause, rule, type: 'MODIFIED', object: this.#object(budget) });
  }

  #object(budget: Budget): KubernetesObject {
    const { apiVersion, kind, metadata, spec } = budget.written;
    const { name = '', namespace: _namespace, ...rest } = metadata;
    return {
      apiVersion,
      kind,
      metadata: {
        name,
        namespace: this.#namespaceOf(budget),
        uid: uidOf(`budget/${name}`),
        resourceVersion: this.#api.nextResourceVersion(),
        generation: budget.generation,
        creationTimestamp: rfc3339(this.#world.createdAtMs + budget.createdAtMs),
        ...rest,
      },
      spec,
      status: budget.status,
    };
  }

  /** An Event of the controller; one that comes again is counted (`client-go/tools/record/events_cache.go: EventCorrelate`). */
  #say(about: KubernetesObject, type: EventObject['type'], reason: string, message: string, cause: RecordId): void {
    const world = this.#world;
    const { uid = '' } = about.metadata;
    const correlator = this.#correlators.get(uid) ?? new EventCorrelator(world.random('disruption-events'));
    this.#correlators.set(uid, correlator);
    const seen = correlator.correlate({ type, reason, message }, world.nowMs);
    if (seen === undefined) return;
    const key = `${uid}/${seen.key}`;
    const fresh = controllerEvent(world, this.#api, about, { type, reason, message: seen.message, component: 'controllermanager' }, key);
    const before = this.#said.get(key);
    const { lastTimestamp, metadata } = fresh;
    const { resourceVersion = '' } = metadata;
    const object = before ? { ...before, metadata: { ...before.metadata, resourceVersion }, count: seen.count, lastTimestamp } : fresh;
    this.#said.set(key, object);
    const record = { type: before ? ('MODIFIED' as const) : ('ADDED' as const), cause, rule: 'disruption.sync' as const };
    // The Events of a trace are those about the Pod
    if (about.kind === 'Pod') world.trace.add({ ...record, kind: 'Event', object });
    else world.trace.add({ ...record, kind: 'Object', object: object as unknown as KubernetesObject });
  }
}

const nameOf = ({ written }: Budget): string => written.metadata.name ?? '';

function isReady({ status }: Pod): boolean {
  return status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
}

/** Why a budget has nothing to give; undefined if it has (`checkAndDecrement`). */
function whyNot(name: string, { disruptionsAllowed, currentHealthy, desiredHealthy, conditions }: BudgetStatus): string | undefined {
  if (disruptionsAllowed > 0) return undefined;
  const failed = conditions?.find(({ reason }) => reason === 'SyncFailed');
  const refusal = `The disruption budget ${name} does not allow evicting pods currently`;
  if (failed) return `${refusal} because it failed sync: ${failed.message}`;
  return currentHealthy <= desiredHealthy ? `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently` : refusal;
}

/** A count, or that percentage of a total, rounded up (`apimachinery/pkg/util/intstr: GetScaledValueFromIntOrPercent`). */
function portion(count: Count = 0, total: number): number {
  return typeof count === 'number' ? count : Math.ceil((Number.parseInt(count, 10) * total) / 100);
}

/** A selector as Go prints it. */
function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}): string {
  const labels = Object.keys(matchLabels).sort();
  const expressions = matchExpressions.map(
    ({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],}`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.map((key) => `${key}: ${matchLabels[key]},`).join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.map((each) => `${each},`).join('')}},}`;
}
