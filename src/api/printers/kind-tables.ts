/** Which table `kubectl get` prints for a kind (pkg/printers/internalversion/printers.go). */
import { sortedKeys } from '../go-text.ts';
import { formatQuantity, quantity } from '../quantity.ts';
import { type Fields, fields, isTrue, list, map, num, strings, text } from '../schema/fields.ts';
import type { Kind } from '../server/kinds.ts';
import { between, since } from './duration.ts';
import { EVENT_COLUMNS, eventCells } from './events.ts';
import { POD_COLUMNS, podCells } from './pods.ts';
import type { Column } from './table.ts';

export interface Table {
  columns: readonly Column[];
  /** One for each column. */
  cells: (object: Fields, nowMs: number) => string[];
}

type Cell = (object: Fields, nowMs: number) => string;
type CellOf = [name: string, cell: Cell, wide?: 'wide'];

/** Pods and Events as the server prints them; other kinds likewise, an unknown one by its name and age. */
export function tableOf(kind: Kind): Table {
  if (kind.kind === 'Pod') return { columns: POD_COLUMNS, cells: podCells };
  if (kind.kind === 'Event') return { columns: EVENT_COLUMNS, cells: eventCells };
  const columns: CellOf[] = [['Name', (object) => text(fields(object, 'metadata'), 'name')], ...(COLUMNS[kind.kind] ?? [AGE])];
  return {
    columns: columns.map(([name, , wide]) => ({ name, ...(wide && { wide: true }) })),
    cells: (object, nowMs) => columns.map(([, cell]) => cell(object, nowMs)),
  };
}

/** What kubectl prints of any object where the server does not print (`--server-print=false`). */
export const BARE_TABLE: Table = {
  columns: [{ name: 'Name' }, { name: 'Age' }],
  cells: (object, nowMs) => [text(fields(object, 'metadata'), 'name'), since(fields(object, 'metadata')?.['creationTimestamp'], nowMs)],
};

const AGE: CellOf = ['Age', (object, nowMs) => since(fields(object, 'metadata')?.['creationTimestamp'], nowMs)];

const spec = (object: Fields) => fields(object, 'spec');
const status = (object: Fields) => fields(object, 'status');
const specNumber =
  (name: string): Cell =>
  (object) =>
    String(num(spec(object), name) ?? 0);
const statusNumber =
  (name: string): Cell =>
  (object) =>
    String(num(status(object), name) ?? 0);
const orNotApplicable = (value: unknown): string => String(value ?? 'N/A');
const dataCount: Cell = (object) => String(Object.keys(map(object, 'data')).length + Object.keys(map(object, 'binaryData')).length);
const readyOfWanted: Cell = (object, nowMs) => `${statusNumber('readyReplicas')(object, nowMs)}/${specNumber('replicas')(object, nowMs)}`;

/** `a=b,c=d`, or `<none>` (`labels.FormatLabels`). */
const pairs = (labels: Record<string, string>): string =>
  sortedKeys(labels)
    .map((key) => `${key}=${labels[key] ?? ''}`)
    .join(',') || '<none>';

/** `metav1.FormatLabelSelector` */
function selectorText(selector: Fields | undefined): string {
  const labels = map(selector, 'matchLabels');
  const terms = [
    ...Object.entries(labels).map(([key, value]) => ({ key, term: `${key}=${value}` })),
    ...list(selector, 'matchExpressions').map((expression) => ({ key: text(expression, 'key'), term: expressionText(expression) })),
  ];
  terms.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return terms.map(({ term }) => term).join(',') || '<none>';
}

function expressionText(expression: Fields): string {
  const [key, operator] = [text(expression, 'key'), text(expression, 'operator')];
  const values = [...strings(expression, 'values')].sort().join(',');
  return { Exists: key, DoesNotExist: `!${key}`, In: `${key} in (${values})` }[operator] ?? `${key} notin (${values})`;
}

const containersAt =
  (template: (object: Fields) => Fields | undefined, field: string): Cell =>
  (object) =>
    list(fields(template(object), 'spec'), 'containers')
      .map((container) => text(container, field))
      .join(',');

const ownTemplate = (object: Fields) => fields(spec(object), 'template');
const jobTemplate = (object: Fields) => fields(fields(fields(spec(object), 'jobTemplate'), 'spec'), 'template');

const wideContainers = (template = ownTemplate): CellOf[] => [
  ['Containers', containersAt(template, 'name'), 'wide'],
  ['Images', containersAt(template, 'image'), 'wide'],
];
const wideSelector = (selector = (object: Fields) => selectorText(fields(spec(object), 'selector'))): CellOf => ['Selector', selector, 'wide'];

const REPLICAS: CellOf[] = [
  ['Desired', specNumber('replicas')],
  ['Current', statusNumber('replicas')],
  ['Ready', statusNumber('readyReplicas')],
  AGE,
  ...wideContainers(),
];

/** At most three of a list, as `formatDiscoveryPorts` and `formatDiscoveryEndpoints` shorten it. */
function firstThree(items: readonly string[]): string {
  if (items.length === 0) return '<unset>';
  return items.length > 3 ? `${items.slice(0, 3).join(',')} + ${items.length - 3} more...` : items.join(',');
}

/** `formatEndpoints`: each address that is ready with each port, the first three of them. */
function readyAddresses(object: Fields): string {
  const subsets = list(object, 'subsets');
  const shown = subsets.flatMap((subset) => {
    const addresses = list(subset, 'addresses').map((address) => text(address, 'ip'));
    const ports = list(subset, 'ports');
    return ports.length === 0 ? addresses : ports.flatMap((port) => addresses.map((ip) => `${ip}:${num(port, 'port') ?? 0}`));
  });
  if (subsets.length === 0) return '<none>';
  return shown.length === 0 ? '' : firstThree(shown);
}

const isJob = (object: Fields, condition: string) => list(status(object), 'conditions').some(({ type, status: is }) => type === condition && is === 'True');

function jobStatus(object: Fields): string {
  if (isJob(object, 'Complete')) return 'Complete';
  if (isJob(object, 'Failed')) return 'Failed';
  if (fields(object, 'metadata')?.['deletionTimestamp'] !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find((condition) => isJob(object, condition)) ?? 'Running';
}

function jobCompletions(object: Fields): string {
  const [succeeded, completions, parallelism] = [
    num(status(object), 'succeeded') ?? 0,
    num(spec(object), 'completions'),
    num(spec(object), 'parallelism') ?? 0,
  ];
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

/** `getServiceExternalIP` for what has no load balancer. */
function externalIp(object: Fields): string {
  const external = strings(spec(object), 'externalIPs').join(',');
  const type = text(spec(object), 'type');
  if (type === 'ExternalName') return text(spec(object), 'externalName') || '<none>';
  if (type !== 'LoadBalancer') return external || '<none>';
  const ingress = list(fields(status(object), 'loadBalancer'), 'ingress').map((entry) => text(entry, 'ip') || text(entry, 'hostname'));
  return [...ingress, ...strings(spec(object), 'externalIPs')].join(',') || '<pending>';
}

function portText(port: Fields): string {
  const nodePort = num(port, 'nodePort') ?? 0;
  return `${num(port, 'port') ?? 0}${nodePort > 0 ? `:${nodePort}` : ''}/${text(port, 'protocol') || 'TCP'}`;
}

function nodeStatus(object: Fields): string {
  const ready = list(status(object), 'conditions').find(({ type }) => type === 'Ready');
  const state = ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady';
  return isTrue(spec(object), 'unschedulable') ? `${state},SchedulingDisabled` : state;
}

function nodeRoles(object: Fields): string {
  const labels = map(fields(object, 'metadata'), 'labels');
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(labels).flatMap((key) => (key.startsWith(prefix) && key !== prefix ? [key.slice(prefix.length)] : []));
  const role = labels['kubernetes.io/role'];
  return [...new Set([...roles, ...(role === undefined || role === '' ? [] : [role])])].sort().join(',') || '<none>';
}

const nodeInfo = (name: string) => (object: Fields) => text(fields(status(object), 'nodeInfo'), name);
const nodeAddress = (type: string) => (object: Fields) =>
  text(
    list(status(object), 'addresses').find((address) => address['type'] === type),
    'address',
  ) || '<none>';

function kernel(object: Fields): string {
  const [version, architecture] = [nodeInfo('kernelVersion')(object) || '<unknown>', nodeInfo('architecture')(object)];
  return architecture === '' ? version : `${version} (${architecture})`;
}

/** Used of allowed; limits in a column of their own. */
const quotaUse =
  (ofLimits: boolean): Cell =>
  (object) => {
    const [hard, used] = [map(status(object), 'hard'), map(status(object), 'used')];
    const shown = (value: string | undefined) => formatQuantity(quantity(value ?? '0'));
    return sortedKeys(hard)
      .filter((name) => name.startsWith('limits.') === ofLimits)
      .map((name) => `${name}: ${shown(used[name])}/${shown(hard[name])}`)
      .join(', ');
  };

/** Columns behind NAME. */
const COLUMNS: Record<string, CellOf[]> = {
  Namespace: [['Status', (object) => text(status(object), 'phase') || 'Active'], AGE],
  ConfigMap: [['Data', dataCount], AGE],
  Secret: [['Type', (object) => text(object, 'type') || 'Opaque'], ['Data', dataCount], AGE],
  EndpointSlice: [
    ['AddressType', (object) => text(object, 'addressType')],
    ['Ports', (object) => firstThree(list(object, 'ports').map((port) => String(num(port, 'port') ?? '*')))],
    ['Endpoints', (object) => firstThree(list(object, 'endpoints').flatMap((endpoint) => strings(endpoint, 'addresses')))],
    AGE,
  ],
  Endpoints: [['Endpoints', readyAddresses], AGE],
  Deployment: [
    ['Ready', readyOfWanted],
    ['Up-to-date', statusNumber('updatedReplicas')],
    ['Available', statusNumber('availableReplicas')],
    AGE,
    ...wideContainers(),
    wideSelector(),
  ],
  ReplicaSet: [...REPLICAS, wideSelector()],
  ReplicationController: [...REPLICAS, wideSelector((object) => pairs(map(spec(object), 'selector')))],
  StatefulSet: [['Ready', readyOfWanted], AGE, ...wideContainers()],
  DaemonSet: [
    ['Desired', statusNumber('desiredNumberScheduled')],
    ['Current', statusNumber('currentNumberScheduled')],
    ['Ready', statusNumber('numberReady')],
    ['Up-to-date', statusNumber('updatedNumberScheduled')],
    ['Available', statusNumber('numberAvailable')],
    ['Node Selector', (object) => pairs(map(fields(ownTemplate(object), 'spec'), 'nodeSelector'))],
    AGE,
    ...wideContainers(),
    wideSelector(),
  ],
  Job: [
    ['Status', jobStatus],
    ['Completions', jobCompletions],
    ['Duration', (object, nowMs) => between(status(object)?.['startTime'], status(object)?.['completionTime'], nowMs)],
    AGE,
    ...wideContainers(),
    wideSelector(),
  ],
  CronJob: [
    ['Schedule', (object) => text(spec(object), 'schedule')],
    ['Timezone', (object) => text(spec(object), 'timeZone') || '<none>'],
    ['Suspend', (object) => (isTrue(spec(object), 'suspend') ? 'True' : 'False')],
    ['Active', (object) => String(list(status(object), 'active').length)],
    ['Last Schedule', (object, nowMs) => (status(object)?.['lastScheduleTime'] === undefined ? '<none>' : since(status(object)?.['lastScheduleTime'], nowMs))],
    AGE,
    ...wideContainers(jobTemplate),
    wideSelector((object) => selectorText(fields(fields(fields(spec(object), 'jobTemplate'), 'spec'), 'selector'))),
  ],
  PodTemplate: [
    ['Containers', containersAt((object) => fields(object, 'template'), 'name')],
    ['Images', containersAt((object) => fields(object, 'template'), 'image')],
    ['Pod Labels', (object) => pairs(map(fields(fields(object, 'template'), 'metadata'), 'labels'))],
  ],
  PriorityClass: [
    ['Value', (object) => String(num(object, 'value') ?? 0)],
    ['Global-Default', (object) => String(object['globalDefault'] === true)],
    AGE,
    ['PreemptionPolicy', (object) => text(object, 'preemptionPolicy') || 'PreemptLowerPriority'],
  ],
  PodDisruptionBudget: [
    ['Min Available', (object) => orNotApplicable(spec(object)?.['minAvailable'])],
    ['Max Unavailable', (object) => orNotApplicable(spec(object)?.['maxUnavailable'])],
    ['Allowed Disruptions', statusNumber('disruptionsAllowed')],
    AGE,
  ],
  LimitRange: [['Created At', (object) => text(fields(object, 'metadata'), 'creationTimestamp')]],
  RuntimeClass: [['Handler', (object) => text(object, 'handler')], AGE],
  ResourceQuota: [['Request', quotaUse(false)], ['Limit', quotaUse(true)], AGE],
  PersistentVolumeClaim: [
    ['Status', (object) => (fields(object, 'metadata')?.['deletionTimestamp'] === undefined ? text(status(object), 'phase') : 'Terminating')],
    ['Volume', (object) => text(spec(object), 'volumeName')],
    ['Capacity', (object) => (text(spec(object), 'volumeName') === '' ? '' : (map(status(object), 'capacity')['storage'] ?? '0'))],
    ['Access Modes', (object) => (text(spec(object), 'volumeName') === '' ? '' : strings(status(object), 'accessModes').map(shortMode).join(','))],
    ['StorageClass', (object) => text(spec(object), 'storageClassName')],
    ['VolumeAttributesClass', (object) => text(spec(object), 'volumeAttributesClassName') || '<unset>'],
    AGE,
    ['VolumeMode', (object) => text(spec(object), 'volumeMode') || '<unset>', 'wide'],
  ],
  Service: [
    ['Type', (object) => text(spec(object), 'type') || 'ClusterIP'],
    ['Cluster-IP', (object) => strings(spec(object), 'clusterIPs')[0] ?? (text(spec(object), 'clusterIP') || '<none>')],
    ['External-IP', externalIp],
    ['Port(s)', (object) => list(spec(object), 'ports').map(portText).join(',') || '<none>'],
    AGE,
    ['Selector', (object) => pairs(map(spec(object), 'selector')), 'wide'],
  ],
  Node: [
    ['Status', nodeStatus],
    ['Roles', nodeRoles],
    AGE,
    ['Version', nodeInfo('kubeletVersion')],
    ['Internal-IP', nodeAddress('InternalIP'), 'wide'],
    ['External-IP', nodeAddress('ExternalIP'), 'wide'],
    ['OS-Image', (object) => nodeInfo('osImage')(object) || '<unknown>', 'wide'],
    ['Kernel-Version', kernel, 'wide'],
    ['Container-Runtime', (object) => nodeInfo('containerRuntimeVersion')(object) || '<unknown>', 'wide'],
  ],
};

function shortMode(mode: string): string {
  return { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' }[mode] ?? mode;
}
