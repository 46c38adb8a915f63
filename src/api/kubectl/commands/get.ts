/** `kubectl get` (staging/src/k8s.io/kubectl/pkg/cmd/get). */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { since } from '../../printers/duration.ts';
import { EVENT_COLUMNS, eventCells } from '../../printers/events.ts';
import { POD_COLUMNS, podCells } from '../../printers/pods.ts';
import { alignTabs, TABLE_LAYOUT } from '../../printers/tabwriter.ts';
import { type Column, type Row, tableText } from '../../printers/table.ts';
import { compareText } from '../../go-text.ts';
import { type Fields, fields, isFields, list, map, num, strings, text } from '../../schema/fields.ts';
import { type Kind, printedResource } from '../../server/kinds.ts';
import { UsageError } from '../outcome.ts';
import { jsonText } from '../printing/json.ts';
import { evaluateJsonPath, jsonPathText } from '../printing/json-path.ts';
import { goTemplateText } from '../printing/go-template.ts';
import { yamlText } from '../printing/yaml.ts';
import type { Session } from '../session.ts';
import { findTargets, type Found, noteNothingFound, type Targets } from '../targets.ts';

const FORMATS =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml';

export function get(session: Session): void {
  const format = session.options.text('output') ?? '';
  const [name = '', argument] = /^([a-z-]*)(?:=(.*))?$/s.exec(format)?.slice(1) ?? [];
  if (format !== '' && !FORMATS.split(',').includes(name))
    throw new UsageError(`unable to match a printer suitable for the output format "${format}", allowed formats are: ${FORMATS}`);
  const targets = findTargets(session);
  sortBy(session, targets.found);
  switch (name) {
    case '':
    case 'wide':
      printTables(session, targets, name === 'wide');
      return;
    case 'name':
      for (const { kind, object } of targets.found) session.out.line(`${printedResource(kind)}/${object.metadata.name ?? ''}`);
      return;
    case 'custom-columns':
      printCustomColumns(session, targets.found, argument ?? '');
      return;
    default:
      printWhole(session, targets, name, argument ?? '');
  }
}

function sortBy(session: Session, found: Found[]): void {
  const path = session.options.text('sort-by');
  if (path === undefined) return;
  const value = ({ object }: Found) => evaluateJsonPath(object, path.startsWith('{') ? path : `{${path}}`)[0];
  found.sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return compareText(String(left ?? ''), String(right ?? ''));
  });
}

function printTables(session: Session, { found, kinds, named }: Targets, wide: boolean): void {
  if (found.length === 0) {
    if (!session.out.hasFailed && !(named && session.options.flag('ignore-not-found'))) noteNothingFound(session, kinds);
    return;
  }
  const { options } = session;
  const uniqueKinds = [...new Set(kinds)];
  const blocks = uniqueKinds
    .map((kind) => ({ kind, objects: found.filter((entry) => entry.kind === kind).map(({ object }) => object) }))
    .filter(({ objects }) => objects.length > 0);
  const withKind = options.flag('show-kind') || uniqueKinds.length > 1;
  session.out.stdout += blocks
    .map(({ kind, objects }) => {
      const { columns, cells } = tableOf(kind);
      const rows: Row[] = objects.map((object) => ({ object: object as unknown as Fields, cells: cells(object as unknown as Fields, session.server.nowMs) }));
      return tableText(columns, rows, {
        wide,
        noHeaders: options.flag('no-headers'),
        withNamespace: options.flag('all-namespaces') && kind.namespaced,
        ...(withKind && { withKind: printedResource(kind) }),
        labelColumns: options.list('label-columns'),
        showLabels: options.flag('show-labels'),
      });
    })
    .join('\n');
}

interface Table {
  columns: readonly Column[];
  cells: (object: Fields, nowMs: number) => string[];
}

function tableOf(kind: Kind): Table {
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

/** Columns between NAME and AGE. */
const MIDDLE_COLUMNS: Record<string, [name: string, cell: (object: Fields) => string][]> = {
  Namespace: [['Status', (object) => text(fields(object, 'status'), 'phase') || 'Active']],
  ConfigMap: [['Data', dataCount]],
  Secret: [
    ['Type', (object) => text(object, 'type') || 'Opaque'],
    ['Data', dataCount],
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

function printCustomColumns(session: Session, found: Found[], definition: string): void {
  const columns = definition
    .split(/,(?![^[]*\])/)
    .map((column) => ({ header: column.slice(0, column.indexOf(':')), path: column.slice(column.indexOf(':') + 1) }));
  if (definition === '' || columns.some(({ header }) => header === ''))
    throw new UsageError(`unexpected custom-columns spec: ${definition}, expected <header>:<json-path-expr>`);
  const lines = found.map(({ object }) =>
    columns
      .map(({ path }) => {
        const values = evaluateJsonPath(object, `{${path.startsWith('.') ? path : `.${path}`}}`);
        return values.length === 0 ? '<none>' : values.map((value) => (isFields(value) || Array.isArray(value) ? goValue(value) : String(value))).join(',');
      })
      .join('\t'),
  );
  const header = session.options.flag('no-headers') ? [] : [columns.map((column) => column.header).join('\t')];
  session.out.stdout += `${alignTabs([...header, ...lines].join('\n'), TABLE_LAYOUT)}\n`;
}

/** A map or list as Go's `%v` prints it. */
function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (isFields(value))
    return `map[${Object.keys(value)
      .sort(compareText)
      .map((key) => `${key}:${goValue(value[key])}`)
      .join(' ')}]`;
  return value === null || value === undefined ? '<nil>' : String(value);
}

function printWhole(session: Session, { found, named }: Targets, format: string, argument: string): void {
  const objects = found.map(({ object }) => object);
  if (named && objects.length === 0) return;
  const whole: unknown = named && objects.length === 1 && session.words.length <= 2 ? objects[0] : asList(objects);
  switch (format) {
    case 'json':
      session.out.stdout += `${jsonText(whole)}\n`;
      return;
    case 'yaml':
      session.out.stdout += yamlText(whole);
      return;
    case 'jsonpath':
    case 'jsonpath-as-json':
      session.out.stdout += format === 'jsonpath' ? jsonPathText(whole, argument) : `${jsonText(evaluateJsonPath(whole, argument))}\n`;
      return;
    case 'go-template':
    case 'template':
      session.out.stdout += goTemplateText(whole, argument);
      return;
    default:
      throw new UsageError(`the output format "${format}" is not covered; use json, yaml, jsonpath, go-template, custom-columns, name or wide`);
  }
}

const asList = (items: KubernetesObject[]) => ({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } });
