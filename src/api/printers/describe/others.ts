/** `kubectl describe` of everything but Pods (staging/src/k8s.io/kubectl/pkg/describe/describe.go). */
import { selects } from '../../../base/label-selector.ts';
import { aggregateRequests } from '../../defaults/pod-spec.ts';
import { compareText, sortedKeys } from '../../go-text.ts';
import { addQuantities, formatQuantity, quantity, quantityMilli, quantityUnits } from '../../quantity.ts';
import { type Fields, fields, isFields, list, map, num, strings, text } from '../../schema/fields.ts';
import { between, rfc1123, since } from '../duration.ts';
import { describeContainers } from './containers.ts';
import { describeEvents } from './events.ts';
import { describeAnnotations, describeLabels, describeTolerations, describeTopologySpread, formatSelector } from './pod.ts';
import { describeVolumes } from './volumes.ts';
import { DescribeWriter } from './writer.ts';

/** What a description may look at besides the object. */
export interface Surroundings {
  /** The objects of a kind, in a namespace or in all. */
  list(kind: string, namespace?: string): Fields[];
  /** Undefined: the block of Events is left out. */
  events: Fields[] | undefined;
  nowMs: number;
}

type Describe = (w: DescribeWriter, object: Fields, around: Surroundings) => void;

/** A description in kubectl's words; a kind that it has no words for is printed field by field. */
export function describeObject(object: Fields, around: Surroundings): string {
  const w = new DescribeWriter();
  const kind = text(object, 'kind');
  (DESCRIBERS[kind] ?? describeAny)(w, object, around);
  if (around.events !== undefined && !WITHOUT_EVENTS.has(kind)) describeEvents(w, around.events, around.nowMs);
  return w.text();
}

const WITHOUT_EVENTS = new Set(['Secret', 'Namespace', 'LimitRange', 'ResourceQuota']);

const metaOf = (object: Fields) => fields(object, 'metadata') ?? {};
const specOf = (object: Fields) => fields(object, 'spec') ?? {};
const statusOf = (object: Fields) => fields(object, 'status') ?? {};
const count = (from: Fields, name: string) => num(from, name) ?? 0;
const pairs = (labels: Record<string, string>): string =>
  sortedKeys(labels)
    .map((key) => `${key}=${labels[key] ?? ''}`)
    .join(',') || '<none>';

function described(w: DescribeWriter, label: string, value: unknown): void {
  w.line(0, `${label}:\t${String(value)}`);
}

/** A line only where there is a value. */
function given(w: DescribeWriter, label: string, value: unknown): void {
  if (value !== undefined && value !== null && value !== '') described(w, label, value);
}

const orUnset = (value: unknown) => value ?? '<unset>';

function head(w: DescribeWriter, object: Fields): void {
  described(w, 'Name', text(metaOf(object), 'name'));
  described(w, 'Namespace', text(metaOf(object), 'namespace'));
}

function labelsAndAnnotations(w: DescribeWriter, object: Fields): void {
  describeLabels(w, 'Labels', map(metaOf(object), 'labels'));
  describeAnnotations(w, map(metaOf(object), 'annotations'));
}

function controlledBy(w: DescribeWriter, object: Fields): void {
  const owner = list(metaOf(object), 'ownerReferences').find((reference) => reference['controller'] === true);
  if (owner !== undefined) described(w, 'Controlled By', `${text(owner, 'kind')}/${text(owner, 'name')}`);
}

function podTemplate(w: DescribeWriter, template: Fields | undefined): void {
  w.line(0, 'Pod Template:');
  const [meta, spec] = [fields(template, 'metadata') ?? {}, fields(template, 'spec') ?? {}];
  describeLabels(w, '  Labels', map(meta, 'labels'));
  if (Object.keys(map(meta, 'annotations')).length > 0) describeAnnotations(w, map(meta, 'annotations'), '  Annotations');
  if (text(spec, 'serviceAccountName') !== '') w.line(1, `Service Account:\t${text(spec, 'serviceAccountName')}`);
  describeContainers(w, { spec }, true);
  describeVolumes(w, list(spec, 'volumes'), true);
  describeTopologySpread(w, list(spec, 'topologySpreadConstraints'), '  Topology Spread Constraints');
  if (text(spec, 'priorityClassName') !== '') w.line(1, `Priority Class Name:\t${text(spec, 'priorityClassName')}`);
  describeLabels(w, '  Node-Selectors', map(spec, 'nodeSelector'));
  describeTolerations(w, list(spec, 'tolerations'), '  Tolerations');
}

function conditions(w: DescribeWriter, object: Fields): void {
  const found = list(statusOf(object), 'conditions');
  if (found.length === 0) return;
  w.write(0, 'Conditions:\n  Type\tStatus\tReason\n');
  w.line(1, '----\t------\t------');
  for (const condition of found) w.line(1, `${text(condition, 'type')} \t${text(condition, 'status')}\t${text(condition, 'reason')}`);
}

/** The Pods that a workload controls, by phase. */
function podsStatus(w: DescribeWriter, object: Fields, around: Surroundings): void {
  const { namespace, uid } = metaOf(object) as { namespace?: string; uid?: string };
  const selector = fields(specOf(object), 'selector');
  const pods = around.list('Pod', namespace).filter((pod) => {
    const owner = list(metaOf(pod), 'ownerReferences').find((reference) => reference['controller'] === true);
    const labels = map(metaOf(pod), 'labels');
    const wanted = text(object, 'kind') === 'ReplicationController' ? { matchLabels: selector as Record<string, string> } : selector;
    return owner?.['uid'] === uid && selects(wanted, labels);
  });
  const inPhase = (phase: string) => pods.filter((pod) => text(statusOf(pod), 'phase') === phase).length;
  described(
    w,
    'Pods Status',
    `${inPhase('Running')} Running / ${inPhase('Pending')} Waiting / ${inPhase('Succeeded')} Succeeded / ${inPhase('Failed')} Failed`,
  );
}

const DESCRIBERS: Readonly<Record<string, Describe>> = {
  ConfigMap(w, object) {
    head(w, object);
    labelsAndAnnotations(w, object);
    w.write(0, '\nData\n====\n');
    const [data, binary] = [map(object, 'data'), map(object, 'binaryData')];
    for (const key of sortedKeys(data)) w.write(0, `${key}:\n----\n${data[key] ?? ''}\n\n`);
    w.write(0, '\nBinaryData\n====\n');
    for (const key of sortedKeys(binary)) w.line(0, `${key}: ${atob(binary[key] ?? '').length} bytes`);
    w.write(0, '\n');
  },
  Secret(w, object) {
    head(w, object);
    labelsAndAnnotations(w, object);
    w.write(0, `\nType:\t${text(object, 'type')}\n\nData\n====\n`);
    const data = map(object, 'data');
    for (const key of sortedKeys(data)) {
      const value = atob(data[key] ?? '');
      const isToken = key === 'token' && text(object, 'type') === 'kubernetes.io/service-account-token';
      w.line(0, `${key}:\t${isToken ? value : `${value.length} bytes`}`);
    }
  },
  ServiceAccount(w, object) {
    head(w, object);
    labelsAndAnnotations(w, object);
    const names = list(object, 'imagePullSecrets').map((secret) => text(secret, 'name'));
    for (const [i, name] of (names.length === 0 ? ['<none>'] : names).entries()) w.line(0, `${i === 0 ? 'Image pull secrets:' : ' '.repeat(19)}\t${name}`);
  },
  Service: service,
  Namespace(w, object) {
    described(w, 'Name', text(metaOf(object), 'name'));
    labelsAndAnnotations(w, object);
    described(w, 'Status', text(statusOf(object), 'phase'));
    w.write(0, '\nNo resource quota.\n\nNo LimitRange resource.\n');
  },
  Node: node,
  LimitRange(w, object) {
    head(w, object);
    w.line(0, LIMIT_COLUMNS.join('\t'));
    w.line(0, LIMIT_COLUMNS.map((name) => '-'.repeat(name.length)).join('\t'));
    for (const limit of list(specOf(object), 'limits')) {
      const maps = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'].map((name) => map(limit, name));
      for (const resource of sortedKeys(Object.assign({}, ...maps) as object))
        w.line(0, [text(limit, 'type'), resource, ...maps.map((values) => values[resource] ?? '-')].join('\t'));
    }
  },
  ResourceQuota(w, object) {
    head(w, object);
    w.line(0, 'Resource\tUsed\tHard');
    w.line(0, '--------\t----\t----');
    const [hard, used] = [map(statusOf(object), 'hard'), map(statusOf(object), 'used')];
    for (const name of sortedKeys(hard)) w.line(0, `${name}\t${used[name] ?? '0'}\t${hard[name] ?? ''}`);
  },
  PersistentVolumeClaim: claim,
  PodDisruptionBudget(w, object) {
    const [spec, status] = [specOf(object), statusOf(object)];
    const { minAvailable, maxUnavailable } = spec;
    const selector = fields(spec, 'selector');
    head(w, object);
    if (minAvailable !== undefined) described(w, 'Min available', minAvailable);
    else given(w, 'Max unavailable', maxUnavailable);
    described(w, 'Selector', selector === undefined ? '<unset>' : formatSelector(selector));
    w.line(0, 'Status:');
    for (const [label, name] of BUDGET_COUNTS) w.line(2, `${label}:\t${count(status, name)}`);
  },
  PriorityClass(w, object) {
    described(w, 'Name', text(metaOf(object), 'name'));
    described(w, 'Value', count(object, 'value'));
    described(w, 'GlobalDefault', object['globalDefault'] === true);
    described(w, 'PreemptionPolicy', text(object, 'preemptionPolicy'));
    described(w, 'Description', text(object, 'description'));
    described(w, 'Annotations', pairs(map(metaOf(object), 'annotations')));
  },
  Deployment: deployment,
  ReplicaSet(w, object, around) {
    head(w, object);
    described(w, 'Selector', formatSelector(fields(specOf(object), 'selector') ?? {}));
    labelsAndAnnotations(w, object);
    controlledBy(w, object);
    replicaSetRest(w, object, around);
  },
  ReplicationController(w, object, around) {
    head(w, object);
    described(w, 'Selector', pairs(map(specOf(object), 'selector')));
    labelsAndAnnotations(w, object);
    replicaSetRest(w, object, around);
  },
  StatefulSet(w, object, around) {
    const spec = specOf(object);
    head(w, object);
    described(w, 'CreationTimestamp', rfc1123(metaOf(object)['creationTimestamp']));
    described(w, 'Selector', formatSelector(fields(spec, 'selector') ?? {}));
    labelsAndAnnotations(w, object);
    described(w, 'Replicas', `${count(spec, 'replicas')} desired | ${count(statusOf(object), 'replicas')} total`);
    const strategy = fields(spec, 'updateStrategy') ?? {};
    described(w, 'Update Strategy', text(strategy, 'type'));
    const partition = num(fields(strategy, 'rollingUpdate'), 'partition');
    if (partition !== undefined) w.line(1, `Partition:\t${partition}`);
    podsStatus(w, object, around);
    podTemplate(w, fields(spec, 'template'));
    claimTemplates(w, list(spec, 'volumeClaimTemplates'));
  },
  DaemonSet(w, object, around) {
    const [spec, status] = [specOf(object), statusOf(object)];
    head(w, object);
    described(w, 'Selector', formatSelector(fields(spec, 'selector') ?? {}));
    described(w, 'Node-Selector', pairs(map(fields(fields(spec, 'template'), 'spec'), 'nodeSelector')));
    labelsAndAnnotations(w, object);
    for (const [label, name] of [
      ['Desired Number of Nodes Scheduled', 'desiredNumberScheduled'],
      ['Current Number of Nodes Scheduled', 'currentNumberScheduled'],
      ['Number of Nodes Scheduled with Up-to-date Pods', 'updatedNumberScheduled'],
      ['Number of Nodes Scheduled with Available Pods', 'numberAvailable'],
      ['Number of Nodes Misscheduled', 'numberMisscheduled'],
    ] as const)
      w.line(0, `${label}: ${count(status, name)}`);
    podsStatus(w, object, around);
    podTemplate(w, fields(spec, 'template'));
  },
  Job: job,
  CronJob: cronJob,
};

const BUDGET_COUNTS = [
  ['Allowed disruptions', 'disruptionsAllowed'],
  ['Current', 'currentHealthy'],
  ['Desired', 'desiredHealthy'],
  ['Total', 'expectedPods'],
] as const;

const LIMIT_COLUMNS = ['Type', 'Resource', 'Min', 'Max', 'Default Request', 'Default Limit', 'Max Limit/Request Ratio'];

function claim(w: DescribeWriter, object: Fields, around: Surroundings): void {
  const [meta, spec, status] = [metaOf(object), specOf(object), statusOf(object)];
  const isBound = text(spec, 'volumeName') !== '';
  head(w, object);
  described(w, 'StorageClass', text(spec, 'storageClassName'));
  described(w, 'Status', text(status, 'phase'));
  described(w, 'Volume', text(spec, 'volumeName'));
  labelsAndAnnotations(w, object);
  described(w, 'Finalizers', `[${strings(meta, 'finalizers').join(' ')}]`);
  described(w, 'Capacity', isBound ? (map(status, 'capacity')['storage'] ?? '') : '');
  described(w, 'Access Modes', isBound ? strings(status, 'accessModes').join(',') : '');
  given(w, 'VolumeMode', spec['volumeMode']);
  const users = around
    .list('Pod', text(meta, 'namespace'))
    .filter((pod) => list(specOf(pod), 'volumes').some((volume) => text(fields(volume, 'persistentVolumeClaim'), 'claimName') === text(meta, 'name')))
    .map((pod) => text(metaOf(pod), 'name'));
  for (const [i, user] of (users.length === 0 ? ['<none>'] : users).entries()) w.line(0, `${i === 0 ? 'Used By:' : ''}\t${user}`);
}

function replicaSetRest(w: DescribeWriter, object: Fields, around: Surroundings): void {
  described(w, 'Replicas', `${count(statusOf(object), 'replicas')} current / ${count(specOf(object), 'replicas')} desired`);
  podsStatus(w, object, around);
  podTemplate(w, fields(specOf(object), 'template'));
  conditions(w, object);
}

function deployment(w: DescribeWriter, object: Fields, around: Surroundings): void {
  const [spec, status] = [specOf(object), statusOf(object)];
  head(w, object);
  described(w, 'CreationTimestamp', rfc1123(metaOf(object)['creationTimestamp']));
  labelsAndAnnotations(w, object);
  described(w, 'Selector', formatSelector(fields(spec, 'selector') ?? {}));
  const counts = ['updated', '', 'available', 'unavailable'].map((what) => `${count(status, what === '' ? 'replicas' : `${what}Replicas`)} ${what || 'total'}`);
  described(w, 'Replicas', [`${count(spec, 'replicas')} desired`, ...counts].join(' | '));
  const strategy = fields(spec, 'strategy') ?? {};
  described(w, 'StrategyType', text(strategy, 'type'));
  described(w, 'MinReadySeconds', count(spec, 'minReadySeconds'));
  const rolling = fields(strategy, 'rollingUpdate');
  if (rolling !== undefined)
    described(w, 'RollingUpdateStrategy', `${String(rolling['maxUnavailable'])} max unavailable, ${String(rolling['maxSurge'])} max surge`);
  podTemplate(w, fields(spec, 'template'));
  conditions(w, object);
  replicaSetsOf(w, object, around);
}

/** ReplicaSets of a Deployment: those of older templates, and the one of the present template. */
function replicaSetsOf(w: DescribeWriter, object: Fields, around: Surroundings): void {
  const { namespace, uid } = metaOf(object) as { namespace?: string; uid?: string };
  const owned = around.list('ReplicaSet', namespace).filter((set) => list(metaOf(set), 'ownerReferences').some((owner) => owner['uid'] === uid));
  if (owned.length === 0) return;
  const revision = (of: Fields) => map(metaOf(of), 'annotations')['deployment.kubernetes.io/revision'];
  const isNew = (set: Fields) => revision(set) === revision(object);
  const shown = (sets: Fields[]) =>
    sets.map((set) => `${text(metaOf(set), 'name')} (${count(statusOf(set), 'replicas')}/${count(specOf(set), 'replicas')} replicas created)`).join(', ') ||
    '<none>';
  described(w, 'OldReplicaSets', shown(owned.filter((set) => !isNew(set))));
  described(w, 'NewReplicaSet', shown(owned.filter(isNew)));
}

function claimTemplates(w: DescribeWriter, templates: Fields[]): void {
  if (templates.length === 0) described(w, 'Volume Claims', '<none>');
  else w.line(0, 'Volume Claims:');
  for (const claim of templates) {
    const spec = specOf(claim);
    w.line(1, `Name:\t${text(metaOf(claim), 'name')}`);
    w.line(1, `StorageClass:\t${text(spec, 'storageClassName')}`);
    describeLabels(w, '  Labels', map(metaOf(claim), 'labels'));
    describeLabels(w, '  Annotations', map(metaOf(claim), 'annotations'));
    w.line(1, `Capacity:\t${map(fields(spec, 'resources'), 'requests')['storage'] ?? '<default>'}`);
    w.line(1, `Access Modes:\t[${strings(spec, 'accessModes').join(' ')}]`);
  }
}

function job(w: DescribeWriter, object: Fields, { nowMs }: Surroundings): void {
  const [spec, status] = [specOf(object), statusOf(object)];
  head(w, object);
  described(w, 'Selector', formatSelector(fields(spec, 'selector') ?? {}));
  labelsAndAnnotations(w, object);
  controlledBy(w, object);
  given(w, 'Parallelism', spec['parallelism']);
  described(w, 'Completions', orUnset(spec['completions']));
  given(w, 'Completion Mode', spec['completionMode']);
  given(w, 'Suspend', spec['suspend']);
  given(w, 'Backoff Limit', spec['backoffLimit']);
  given(w, 'TTL Seconds After Finished', spec['ttlSecondsAfterFinished']);
  const [started, completed] = [status['startTime'], status['completionTime']];
  if (started !== undefined) described(w, 'Start Time', rfc1123(started));
  if (completed !== undefined) described(w, 'Completed At', rfc1123(completed));
  if (started !== undefined && completed !== undefined) described(w, 'Duration', between(started, completed, nowMs));
  if (spec['activeDeadlineSeconds'] !== undefined) described(w, 'Active Deadline Seconds', `${String(spec['activeDeadlineSeconds'])}s`);
  const ready = num(status, 'ready');
  const active = `${count(status, 'active')} Active${ready === undefined ? '' : ` (${ready} Ready)`}`;
  described(w, 'Pods Statuses', `${active} / ${count(status, 'succeeded')} Succeeded / ${count(status, 'failed')} Failed`);
  if (spec['completionMode'] === 'Indexed') described(w, 'Completed Indexes', cut(text(status, 'completedIndexes'), 50) || '<none>');
  podTemplate(w, fields(spec, 'template'));
}

/** `capIndexesListOrNone` */
const cut = (indexes: string, longest: number) => {
  if (indexes.length <= longest) return indexes;
  return `${indexes.slice(0, indexes.lastIndexOf(',', longest) + 1)}...`;
};

function cronJob(w: DescribeWriter, object: Fields): void {
  const [spec, status] = [specOf(object), statusOf(object)];
  head(w, object);
  labelsAndAnnotations(w, object);
  described(w, 'Schedule', text(spec, 'schedule'));
  described(w, 'Concurrency Policy', text(spec, 'concurrencyPolicy'));
  described(w, 'Suspend', spec['suspend'] === undefined ? '<unset>' : spec['suspend'] === true ? 'True' : 'False');
  described(w, 'Time Zone', orUnset(spec['timeZone']));
  described(w, 'Successful Job History Limit', orUnset(spec['successfulJobsHistoryLimit']));
  described(w, 'Failed Job History Limit', orUnset(spec['failedJobsHistoryLimit']));
  const deadline = num(spec, 'startingDeadlineSeconds');
  described(w, 'Starting Deadline Seconds', deadline === undefined ? '<unset>' : `${deadline}s`);
  const jobSpec = specOf(fields(spec, 'jobTemplate') ?? {});
  const selector = fields(jobSpec, 'selector');
  described(w, 'Selector', selector === undefined ? '<unset>' : formatSelector(selector));
  described(w, 'Parallelism', orUnset(jobSpec['parallelism']));
  described(w, 'Completions', orUnset(jobSpec['completions']));
  if (jobSpec['activeDeadlineSeconds'] !== undefined) described(w, 'Active Deadline Seconds', `${String(jobSpec['activeDeadlineSeconds'])}s`);
  podTemplate(w, fields(jobSpec, 'template'));
  described(w, 'Last Schedule Time', status['lastScheduleTime'] === undefined ? '<unset>' : rfc1123(status['lastScheduleTime']));
  described(
    w,
    'Active Jobs',
    list(status, 'active')
      .map((active) => text(active, 'name'))
      .join(', ') || '<none>',
  );
}

function service(w: DescribeWriter, object: Fields, around: Surroundings): void {
  const spec = specOf(object);
  head(w, object);
  labelsAndAnnotations(w, object);
  described(w, 'Selector', pairs(map(spec, 'selector')));
  described(w, 'Type', text(spec, 'type'));
  given(w, 'IP Family Policy', spec['ipFamilyPolicy']);
  described(w, 'IP Families', strings(spec, 'ipFamilies').join(',') || '<none>');
  described(w, 'IP', text(spec, 'clusterIP'));
  described(w, 'IPs', strings(spec, 'clusterIPs').join(',') || '<none>');
  given(w, 'External IPs', strings(spec, 'externalIPs').join(','));
  given(w, 'Desired LoadBalancer IP', spec['loadBalancerIP']);
  given(w, 'External Name', spec['externalName']);
  const slices = around
    .list('EndpointSlice', text(metaOf(object), 'namespace'))
    .filter((slice) => map(metaOf(slice), 'labels')['kubernetes.io/service-name'] === text(metaOf(object), 'name'));
  for (const port of list(spec, 'ports')) {
    const [name, protocol] = [text(port, 'name') || '<unset>', text(port, 'protocol')];
    described(w, 'Port', `${name}\t${count(port, 'port')}/${protocol}`);
    described(w, 'TargetPort', `${String(port['targetPort'])}/${protocol}`);
    given(w, 'AppProtocol', port['appProtocol']);
    if (count(port, 'nodePort') !== 0) described(w, 'NodePort', `${name}\t${count(port, 'nodePort')}/${protocol}`);
    described(w, 'Endpoints', endpoints(slices, text(port, 'name')));
  }
  described(w, 'Session Affinity', text(spec, 'sessionAffinity'));
  given(w, 'External Traffic Policy', spec['externalTrafficPolicy']);
  given(w, 'Internal Traffic Policy', spec['internalTrafficPolicy']);
  given(w, 'HealthCheck NodePort', spec['healthCheckNodePort']);
  given(w, 'LoadBalancer Source Ranges', strings(spec, 'loadBalancerSourceRanges').join(','));
  given(w, 'Traffic Distribution', spec['trafficDistribution']);
}

const MOST_ENDPOINTS = 3;

/** `formatEndpointSlices`: addresses that are ready, with their port, the first three of them. */
function endpoints(slices: Fields[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const ready = (slice: Fields) => list(slice, 'endpoints').filter((endpoint) => fields(endpoint, 'conditions')?.['ready'] !== false);
  const addresses = slices.flatMap((slice) =>
    list(slice, 'ports')
      .filter((port) => text(port, 'name') === portName)
      .flatMap((port) => ready(slice).map((endpoint) => `${strings(endpoint, 'addresses')[0] ?? ''}:${count(port, 'port')}`)),
  );
  const shown = addresses.slice(0, MOST_ENDPOINTS).join(',');
  return addresses.length > MOST_ENDPOINTS ? `${shown} + ${addresses.length - MOST_ENDPOINTS} more...` : shown;
}

function node(w: DescribeWriter, object: Fields, around: Surroundings): void {
  const [meta, spec, status] = [metaOf(object), specOf(object), statusOf(object)];
  const name = text(meta, 'name');
  described(w, 'Name', name);
  described(w, 'Roles', rolesOf(map(meta, 'labels')).join(',') || '<none>');
  labelsAndAnnotations(w, object);
  described(w, 'CreationTimestamp', rfc1123(meta['creationTimestamp']));
  taints(w, list(spec, 'taints'));
  described(w, 'Unschedulable', spec['unschedulable'] === true);
  described(w, 'Lease', `Failed to get lease: leases.coordination.k8s.io "${name}" not found`);
  nodeConditions(w, list(status, 'conditions'));
  w.line(0, 'Addresses:');
  for (const address of list(status, 'addresses')) w.line(1, `${text(address, 'type')}:\t${text(address, 'address')}`);
  for (const [label, field] of [
    ['Capacity', 'capacity'],
    ['Allocatable', 'allocatable'],
  ] as const) {
    const resources = map(status, field);
    if (Object.keys(resources).length > 0) w.line(0, `${label}:`);
    for (const key of sortedKeys(resources)) w.line(1, `${key}:\t${resources[key] ?? ''}`);
  }
  w.line(0, 'System Info:');
  for (const [label, field] of SYSTEM_INFO) w.line(1, `${label}:\t${text(fields(status, 'nodeInfo'), field)}`);
  given(w, 'PodCIDR', spec['podCIDR']);
  given(w, 'PodCIDRs', strings(spec, 'podCIDRs').join(','));
  given(w, 'ProviderID', spec['providerID']);
  const pods = around.list('Pod').filter((pod) => text(specOf(pod), 'nodeName') === name && !['Failed', 'Succeeded'].includes(text(statusOf(pod), 'phase')));
  const allocatable = Object.keys(map(status, 'allocatable')).length > 0 ? map(status, 'allocatable') : map(status, 'capacity');
  podsOfNode(w, pods, allocatable, around.nowMs);
}

const SYSTEM_INFO = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
] as const;

function rolesOf(labels: Record<string, string>): string[] {
  const prefix = 'node-role.kubernetes.io/';
  const roles = sortedKeys(labels).flatMap((key) => {
    if (key.startsWith(prefix)) return [key.slice(prefix.length)];
    return key === 'kubernetes.io/role' ? [labels[key] ?? ''] : [];
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort(compareText);
}

/** In the order of their effects, then of their keys. */
function taints(w: DescribeWriter, found: Fields[]): void {
  const key = (taint: Fields) => `${text(taint, 'effect')},${text(taint, 'key')}`;
  const sorted = [...found].sort((a, b) => compareText(key(a), key(b)));
  if (sorted.length === 0) described(w, 'Taints', '<none>');
  for (const [i, taint] of sorted.entries()) {
    const value = text(taint, 'value');
    w.line(0, `${i === 0 ? 'Taints:' : ''}\t${text(taint, 'key')}${value === '' ? '' : `=${value}`}:${text(taint, 'effect')}`);
  }
}

function nodeConditions(w: DescribeWriter, found: Fields[]): void {
  if (found.length === 0) return;
  w.write(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n');
  w.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const condition of found) {
    const times = ['lastHeartbeatTime', 'lastTransitionTime'].map((name) => rfc1123(condition[name])).join(' \t');
    w.line(1, `${text(condition, 'type')} \t${text(condition, 'status')} \t${times} \t${text(condition, 'reason')} \t${text(condition, 'message')}`);
  }
}

type Amounts = Record<string, string>;

/** What the Pods of a node ask for, each and together, and which part of the node that is. */
function podsOfNode(w: DescribeWriter, pods: Fields[], allocatable: Amounts, nowMs: number): void {
  described(w, 'Non-terminated Pods', `(${pods.length} in total)`);
  w.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  w.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  const totals: Record<'requests' | 'limits', Amounts> = { requests: {}, limits: {} };
  for (const pod of pods) {
    const [requests, limits] = (['requests', 'limits'] as const).map((kind) => amountsOf(specOf(pod), kind)) as [Amounts, Amounts];
    add(totals.requests, requests);
    add(totals.limits, limits);
    const cells = ['cpu', 'memory'].flatMap((name) => [share(requests, allocatable, name), share(limits, allocatable, name)]);
    const meta = metaOf(pod);
    w.line(1, `${text(meta, 'namespace')}\t${text(meta, 'name')}\t\t${cells.join('\t')}\t${since(meta['creationTimestamp'], nowMs)}`);
  }
  w.write(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n');
  w.line(1, 'Resource\tRequests\tLimits');
  w.line(1, '--------\t--------\t------');
  const hugePages = sortedKeys(allocatable).filter((name) => name.startsWith('hugepages-'));
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...hugePages])
    w.line(1, `${name}\t${share(totals.requests, allocatable, name)}\t${share(totals.limits, allocatable, name)}`);
  for (const name of sortedKeys(allocatable).filter((each) => each.includes('/')))
    w.line(1, `${name}\t${totals.requests[name] ?? '0'}\t${totals.limits[name] ?? '0'}`);
}

function amountsOf(spec: Fields, kind: 'requests' | 'limits'): Amounts {
  const amounts: Amounts = { ...aggregateRequests(spec, kind), ...map(fields(spec, 'resources'), kind) };
  for (const [name, cost] of Object.entries(map(spec, 'overhead'))) if (kind === 'requests' || amounts[name] !== undefined) add(amounts, { [name]: cost });
  return amounts;
}

function add(totals: Amounts, amounts: Amounts): void {
  for (const [name, amount] of Object.entries(amounts)) totals[name] = formatQuantity(addQuantities(quantity(totals[name] ?? '0'), quantity(amount)));
}

/** `100m (2%)` */
function share(amounts: Amounts, allocatable: Amounts, name: string): string {
  const unit = name === 'cpu' ? quantityMilli : quantityUnits;
  const [amount, whole] = [unit(amounts[name] ?? '0'), unit(allocatable[name] ?? '0')];
  return `${formatQuantity(quantity(amounts[name] ?? '0'))} (${whole === 0n ? 0n : (amount * 100n) / whole}%)`;
}

/** Name, labels, annotations, then all fields under labels made of their names (`genericDescriber`). */
function describeAny(w: DescribeWriter, object: Fields): void {
  head(w, object);
  labelsAndAnnotations(w, object);
  content(w, 0, object, '');
}

const SHOWN_ABOVE = new Set(['.metadata.managedFields', '.metadata.name', '.metadata.namespace', '.metadata.labels', '.metadata.annotations']);

function content(w: DescribeWriter, level: number, from: Fields, above: string): void {
  for (const field of sortedKeys(from)) {
    const [value, path] = [from[field], `${above}.${field}`];
    if (SHOWN_ABOVE.has(path)) continue;
    if (isFields(value)) {
      w.line(level, `${labelFor(field)}:`);
      content(w, level + 1, value, path);
    } else if (Array.isArray(value)) {
      w.line(level, `${labelFor(field)}:`);
      for (const item of value as unknown[]) {
        if (isFields(item)) content(w, level + 1, item, path);
        else w.line(level + 1, String(item));
      }
    } else w.line(level, `${labelFor(field)}:\t${String(value)}`);
  }
}

/** `podFixed` → `Pod Fixed`, `apiVersion` → `API Version` (`smartLabelFor`). */
function labelFor(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  const parts = field.split(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
  const shown = (part: string) => {
    if (['API', 'URL', 'UID', 'GUID'].includes(part.toUpperCase())) return part.toUpperCase();
    return part === part.toLowerCase() ? part.charAt(0).toUpperCase() + part.slice(1) : part;
  };
  return parts.map(shown).join(' ');
}
