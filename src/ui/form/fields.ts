/** Which fields a form has for a Pod, what stands in them, and the edits that an entry makes. */
import { parseDurationMs } from '../../base/duration.ts';
import type { Edit } from '../../explain/types.ts';
import type { FormSource } from '../../store/services.ts';

export type FieldName =
  | 'image'
  | 'command'
  | 'args'
  | 'restartPolicy'
  | 'terminationGracePeriodSeconds'
  | 'handler'
  | 'path'
  | 'port'
  | 'seconds'
  | 'initialDelaySeconds'
  | 'periodSeconds'
  | 'timeoutSeconds'
  | 'successThreshold'
  | 'failureThreshold'
  | 'boot'
  | 'exitAfter'
  | 'exitCode'
  | 'termAfter'
  | 'termCode';

export type Control =
  | { kind: 'number'; least: number; most?: number; unit?: 's' }
  | { kind: 'duration' }
  | { kind: 'text' }
  /** One word a line; fixed where a word has lines of its own, which is for the code editor. */
  | { kind: 'words'; isFixed?: boolean }
  | { kind: 'choice'; options: readonly string[] };

export interface Field {
  name: FieldName;
  document: Edit['document'];
  /** In the Pod or the Scenario document, as an edit names it. */
  path: string;
  control: Control;
  /** As it is written; empty where nothing is. */
  value: string;
  /** What holds where nothing is written. */
  otherwise: string;
  /** What an entry does to the text; undefined if it cannot be read. */
  edits(entry: string): Edit[] | undefined;
}

export type PartName = 'container' | 'startupProbe' | 'readinessProbe' | 'livenessProbe' | 'postStart' | 'preStop' | 'behaviour';

export interface Part {
  name: PartName;
  fields: Field[];
  /** Whether the text says anything about it. */
  isWritten: boolean;
}

export interface ContainerForm {
  name: string;
  /** An init container; a sidecar is one, too. */
  isInit: boolean;
  parts: Part[];
}

export interface PodForm {
  name: string;
  fields: Field[];
  containers: ContainerForm[];
}

type Fields = Readonly<Record<string, unknown>>;

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;
const HOOKS = ['postStart', 'preStop'] as const;
/** `none` takes the probe or hook away. */
const NONE = 'none';
const PROBE_HANDLERS = [NONE, 'httpGet', 'tcpSocket', 'grpc', 'exec'];
const HOOK_HANDLERS = [NONE, 'exec', 'httpGet', 'sleep'];
const PORT = { kind: 'number', least: 1, most: 65_535 } as const;
const SECONDS = { kind: 'number', least: 0, unit: 's' } as const;
const COUNT = { kind: 'number', least: 1 } as const;

/** All fields of a text's Pod. */
export function podForm({ pod, scenario }: FormSource): PodForm {
  const spec = fieldsOf(pod['spec']);
  const at = placer('pod', 'spec', spec);
  const containersIn = (list: 'initContainers' | 'containers') =>
    listOf(spec[list]).map((container, index) => containerForm(fieldsOf(container), `spec.${list}[${index}]`, list === 'initContainers', scenario));
  return {
    name: textOf(fieldsOf(pod['metadata'])['name']),
    fields: [
      at('restartPolicy', 'restartPolicy', { kind: 'choice', options: ['Always', 'OnFailure', 'Never'] }, 'Always'),
      at('terminationGracePeriodSeconds', 'terminationGracePeriodSeconds', SECONDS, '30'),
    ],
    containers: [...containersIn('initContainers'), ...containersIn('containers')],
  };
}

function containerForm(container: Fields, path: string, isInit: boolean, scenario: Fields): ContainerForm {
  const name = textOf(container['name']);
  const at = placer('pod', path, container);
  const isSidecar = container['restartPolicy'] === 'Always';
  const parts: Part[] = [
    {
      name: 'container',
      isWritten: true,
      fields: [at('image', 'image', { kind: 'text' }, ''), at('command', 'command', { kind: 'words' }, ''), at('args', 'args', { kind: 'words' }, '')],
    },
  ];
  // The API server takes probes and hooks of sidecars, and of no other init container
  if (!isInit || isSidecar) {
    const port =
      listOf(container['ports'])
        .map((each) => fieldsOf(each)['containerPort'])
        .find((each) => typeof each === 'number') ?? 8080;
    for (const probe of PROBES) parts.push(probePart(probe, fieldsOf(container[probe]), `${path}.${probe}`, port));
    for (const hook of HOOKS) parts.push(hookPart(hook, fieldsOf(fieldsOf(container['lifecycle'])[hook]), `${path}.lifecycle.${hook}`, port));
  }
  if (name !== '') parts.push(behaviourPart(fieldsOf(fieldsOf(scenario['workloads'])[name]), `spec.workloads[${name}]`));
  return { name, isInit, parts };
}

function probePart(name: (typeof PROBES)[number], probe: Fields, path: string, port: number): Part {
  const at = placer('pod', path, probe);
  const handler = handlerOf(probe, PROBE_HANDLERS);
  const fields = [handlerField(path, PROBE_HANDLERS, handler, port), ...handlerFields(handler, fieldsOf(probe[handler]), path)];
  if (handler === NONE) return { name, isWritten: false, fields };
  fields.push(
    at('initialDelaySeconds', 'initialDelaySeconds', SECONDS, '0'),
    at('periodSeconds', 'periodSeconds', { ...SECONDS, least: 1 }, '10'),
    at('timeoutSeconds', 'timeoutSeconds', { ...SECONDS, least: 1 }, '1'),
    at('failureThreshold', 'failureThreshold', COUNT, '3'),
  );
  // Liveness and startup probes succeed at once
  if (name === 'readinessProbe') fields.push(at('successThreshold', 'successThreshold', COUNT, '1'));
  return { name, isWritten: true, fields };
}

function hookPart(name: (typeof HOOKS)[number], hook: Fields, path: string, port: number): Part {
  const handler = handlerOf(hook, HOOK_HANDLERS);
  const fields = [handlerField(path, HOOK_HANDLERS, handler, port), ...handlerFields(handler, fieldsOf(hook[handler]), path)];
  return { name, isWritten: handler !== NONE, fields };
}

function behaviourPart(workload: Fields, path: string): Part {
  const exit = fieldsOf(workload['exit']);
  const onTerm = fieldsOf(workload['onTerm']);
  const isIgnored = workload['onTerm'] === 'ignore';
  return {
    name: 'behaviour',
    isWritten: Object.keys(workload).length > 0,
    fields: [
      placer('scenario', path, workload)('boot', 'boot', { kind: 'duration' }, ''),
      placer('scenario', `${path}.exit`, exit)('exitAfter', 'after', { kind: 'duration' }, ''),
      ...(exit['after'] === undefined ? [] : [placer('scenario', `${path}.exit`, exit)('exitCode', 'code', { kind: 'number', least: 0, most: 255 }, '0')]),
      ...(isIgnored
        ? []
        : [
            placer('scenario', `${path}.onTerm`, onTerm)('termAfter', 'exitAfter', { kind: 'duration' }, ''),
            ...(onTerm['exitAfter'] === undefined
              ? []
              : [placer('scenario', `${path}.onTerm`, onTerm)('termCode', 'code', { kind: 'number', least: 0, most: 255 }, '0')]),
          ]),
    ],
  };
}

function handlerOf(owner: Fields, handlers: readonly string[]): string {
  return handlers.find((each) => owner[each] !== undefined) ?? NONE;
}

function handlerField(path: string, options: readonly string[], value: string, port: number): Field {
  const fresh: Record<string, unknown> = {
    httpGet: { path: '/', port },
    tcpSocket: { port },
    grpc: { port },
    exec: { command: ['true'] },
    sleep: { seconds: 5 },
  };
  return {
    name: 'handler',
    document: 'pod',
    path,
    control: { kind: 'choice', options },
    value,
    otherwise: NONE,
    edits: (entry) => {
      if (entry === NONE) return [{ document: 'pod', path }];
      const old: Edit[] = value === NONE ? [] : [{ document: 'pod', path: `${path}.${value}` }];
      // First the new one: without any the whole would be empty for a moment
      return [{ document: 'pod', path: `${path}.${entry}`, value: fresh[entry] }, ...old];
    },
  };
}

function handlerFields(kind: string, handler: Fields, path: string): Field[] {
  const at = placer('pod', `${path}.${kind}`, handler);
  if (kind === 'httpGet') return [at('path', 'path', { kind: 'text' }, '/'), portField(at, handler)];
  if (kind === 'tcpSocket' || kind === 'grpc') return [portField(at, handler)];
  if (kind === 'exec') return [at('command', 'command', { kind: 'words' }, '')];
  return kind === 'sleep' ? [at('seconds', 'seconds', SECONDS, '')] : [];
}

/** A port may be told by its name. */
function portField(at: ReturnType<typeof placer>, handler: Fields): Field {
  return at('port', 'port', typeof handler['port'] === 'string' ? { kind: 'text' } : PORT, '');
}

/** Makes the fields of one place in the text. */
function placer(document: Edit['document'], owner: string, fields: Fields) {
  return (name: FieldName, key: string, control: Control, otherwise: string): Field => {
    const path = `${owner}.${key}`;
    return {
      name,
      document,
      path,
      control: control.kind === 'words' && listOf(fields[key]).some((word) => textOf(word).includes('\n')) ? { kind: 'words', isFixed: true } : control,
      value: shown(fields[key]),
      otherwise,
      edits: (entry) => {
        if (entry.trim() === '') return [{ document, path }];
        const value = read(control, entry);
        return value === undefined ? undefined : [{ document, path, value }];
      },
    };
  };
}

/** Why an entry is refused has the page's words; undefined says that it is. */
function read(control: Control, entry: string): unknown {
  const text = entry.trim();
  switch (control.kind) {
    case 'number':
      return /^-?\d{1,12}$/.test(text) ? Number(text) : undefined;
    case 'duration':
      return /[a-z]/.test(text) && parseDurationMs(text) !== undefined ? text : undefined;
    case 'words':
      return entry.split('\n').filter((word) => word !== '');
    default:
      return text;
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  return textOf(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
