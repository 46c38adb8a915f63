/** Which table `kubectl get` prints for a kind (pkg/printers/internalversion/printers.go). */
import { type Fields, fields, list, map, num, strings, text } from '../schema/fields.ts';
import type { Kind } from '../server/kinds.ts';
import { since } from './duration.ts';
import { EVENT_COLUMNS, eventCells } from './events.ts';
import { POD_COLUMNS, podCells } from './pods.ts';
import type { Column } from './table.ts';

export interface Table {
  columns: readonly Column[];
  /** One for each column. */
  cells: (object: Fields, nowMs: number) => string[];
}

/** Pods and Events as the server prints them; other kinds as far as Pods need them. */
export function tableOf(kind: Kind): Table {
  if (kind.kind === 'Pod') return { columns: POD_COLUMNS, cells: podCells };
  if (kind.kind === 'Event') return { columns: EVENT_COLUMNS, cells: eventCells };
  const middle = MIDDLE_COLUMNS[kind.kind] ?? [];
  return {
    columns: [{ name: 'Name' }, ...middle.map(([name]) => ({ name })), { name: 'Age' }],
    cells: (object, nowMs) => {
      const meta = fields(object, 'metadata');
      return [text(meta, 'name'), ...middle.map(([, cell]) => cell(object)), since(meta?.['creationTimestamp'], nowMs)];
    },
  };
}

const specNumber = (name: string) => (object: Fields) => String(num(fields(object, 'spec'), name) ?? 0);
const statusNumber = (name: string) => (object: Fields) => String(num(fields(object, 'status'), name) ?? 0);
const dataCount = (object: Fields) => String(Object.keys(map(object, 'data')).length + Object.keys(map(object, 'binaryData')).length);

/** At most three of a list, as `formatDiscoveryPorts` and `formatDiscoveryEndpoints` shorten it. */
function firstThree(items: readonly string[]): string {
  if (items.length === 0) return '<unset>';
  return items.length > 3 ? `${items.slice(0, 3).join(',')} + ${items.length - 3} more...` : items.join(',');
}

/** Columns between NAME and AGE. */
const MIDDLE_COLUMNS: Record<string, [name: string, cell: (object: Fields) => string][]> = {
  Namespace: [['Status', (object) => text(fields(object, 'status'), 'phase') || 'Active']],
  ConfigMap: [['Data', dataCount]],
  Secret: [
    ['Type', (object) => text(object, 'type') || 'Opaque'],
    ['Data', dataCount],
  ],
  EndpointSlice: [
    ['AddressType', (object) => text(object, 'addressType')],
    ['Ports', (object) => firstThree(list(object, 'ports').map((port) => String(num(port, 'port') ?? '*')))],
    ['Endpoints', (object) => firstThree(list(object, 'endpoints').flatMap((endpoint) => strings(endpoint, 'addresses')))],
  ],
  ServiceAccount: [['Secrets', (object) => String(list(object, 'secrets').length)]],
  Deployment: [
    ['Ready', (object) => `${statusNumber('readyReplicas')(object)}/${specNumber('replicas')(object)}`],
    ['Up-to-date', statusNumber('updatedReplicas')],
    ['Available', statusNumber('availableReplicas')],
  ],
  ReplicaSet: [
    ['Desired', specNumber('replicas')],
    ['Current', statusNumber('replicas')],
    ['Ready', statusNumber('readyReplicas')],
  ],
  ReplicationController: [
    ['Desired', specNumber('replicas')],
    ['Current', statusNumber('replicas')],
    ['Ready', statusNumber('readyReplicas')],
  ],
  StatefulSet: [['Ready', (object) => `${statusNumber('readyReplicas')(object)}/${specNumber('replicas')(object)}`]],
  DaemonSet: [
    ['Desired', statusNumber('desiredNumberScheduled')],
    ['Current', statusNumber('currentNumberScheduled')],
    ['Ready', statusNumber('numberReady')],
    ['Up-to-date', statusNumber('updatedNumberScheduled')],
    ['Available', statusNumber('numberAvailable')],
    [
      'Node Selector',
      (object) =>
        Object.entries(map(fields(fields(fields(object, 'spec'), 'template'), 'spec'), 'nodeSelector'))
          .map(([key, value]) => `${key}=${value}`)
          .join(',') || '<none>',
    ],
  ],
  PriorityClass: [
    ['Value', (object) => String(num(object, 'value') ?? 0)],
    ['Global-Default', (object) => String(object['globalDefault'] === true)],
    ['PreemptionPolicy', (object) => text(object, 'preemptionPolicy') || 'PreemptLowerPriority'],
  ],
  RuntimeClass: [['Handler', (object) => text(object, 'handler')]],
  Service: [
    ['Type', (object) => text(fields(object, 'spec'), 'type') || 'ClusterIP'],
    ['Cluster-IP', (object) => text(fields(object, 'spec'), 'clusterIP') || '<none>'],
    ['External-IP', (object) => strings(fields(object, 'spec'), 'externalIPs').join(',') || '<none>'],
    [
      'Port(s)',
      (object) =>
        list(fields(object, 'spec'), 'ports')
          .map((port) => `${num(port, 'port') ?? 0}/${text(port, 'protocol') || 'TCP'}`)
          .join(',') || '<none>',
    ],
  ],
};
