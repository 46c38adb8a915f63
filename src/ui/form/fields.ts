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
  | 'termCode'
  | 'httpAnswer'
  | 'grpcAnswer'
  | 'execAnswer';

export type Control =
  | { kind: 'number'; least: number; most?: number; unit?: 's' }
  | { kind: 'duration' }
  | { kind: 'text' }
  /** One word per line. `fixed` if a word itself has several lines: that can only be edited in the code editor. */
  | { kind: 'words'; isFixed?: boolean }
  | { kind: 'choice'; options: readonly string[] }
  /** Numbers one after another, each but the last with how long it lasts. `fixed` if the text says more about one than its number. */
  | { kind: 'answers'; least: number; most: number; isFixed: boolean };

export interface Field {
  name: FieldName;
  document: Edit['document'];
  /** Where there are several of the name: the path or the command that it is about; empty for every path. */
  about?: string;
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
const GRPC_ANSWERS = ['SERVING', 'NOT_SERVING', 'UNKNOWN', 'SERVICE_UNKNOWN'];
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
  if (name !== '') parts.push(behaviourPart(fieldsOf(fieldsOf(scenario['workloads'])[name]), `spec.workloads[${name}]`, container));
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
  // For liveness and startup probes successThreshold is always 1
  if (name === 'readinessProbe') fields.push(at('successThreshold', 'successThreshold', COUNT, '1'));
  return { name, isWritten: true, fields };
}

function hookPart(name: (typeof HOOKS)[number], hook: Fields, path: string, port: number): Part {
  const handler = handlerOf(hook, HOOK_HANDLERS);
  const fields = [handlerField(path, HOOK_HANDLERS, handler, port), ...handlerFields(handler, fieldsOf(hook[handler]), path)];
  return { name, isWritten: handler !== NONE, fields };
}

function behaviourPart(workload: Fields, path: string, container: Fields): Part {
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
      ...answerFields(workload, path, handlersIn(container)),
    ],
  };
}

// ---- what the program answers ----------------------------------------------------------------------------------------

/** What probes and hooks of the container ask it. */
function handlersIn(container: Fields): Fields[] {
  const lifecycle = fieldsOf(container['lifecycle']);
  return [...PROBES.map((probe) => container[probe]), ...HOOKS.map((hook) => lifecycle[hook])].map(fieldsOf);
}

function answerFields(workload: Fields, path: string, handlers: readonly Fields[]): Field[] {
  const asksGrpc = workload['grpc'] !== undefined || handlers.some(({ grpc }) => grpc !== undefined);
  const paths = handlers.flatMap(({ httpGet }) => (httpGet === undefined ? [] : [textOf(fieldsOf(httpGet)['path']) || '/']));
  const commands = handlers.flatMap(({ exec }) => (exec === undefined ? [] : [listOf(fieldsOf(exec)['command']).map(textOf)]));
  return [
    ...answersTo(HTTP, listOf(workload['http']), `${path}.http`, paths),
    ...(asksGrpc ? [placer('scenario', path, workload)('grpcAnswer', 'grpc', { kind: 'choice', options: GRPC_ANSWERS }, 'SERVING')] : []),
    ...answersTo(EXEC, listOf(workload['exec']), `${path}.exec`, commands),
  ];
}

/** A list of the Scenario whose entries say what is answered to something. */
interface Answers<Asked> {
  name: FieldName;
  /** Of an entry: what it is about, and its answers. */
  askedKey: string;
  answersKey: string;
  numberKey: string;
  /** What an entry is about that says nothing of it. */
  everything: Asked;
  read(asked: unknown): Asked;
  words(asked: Asked): string;
  least: number;
  most: number;
  otherwise: string;
}

const HTTP: Answers<string> = {
  name: 'httpAnswer',
  askedKey: 'path',
  answersKey: 'responses',
  numberKey: 'status',
  everything: '',
  read: textOf,
  words: (asked) => asked,
  least: 100,
  most: 599,
  otherwise: '200',
};

const EXEC: Answers<string[]> = {
  name: 'execAnswer',
  askedKey: 'command',
  answersKey: 'results',
  numberKey: 'exitCode',
  everything: [],
  read: (asked) => listOf(asked).map(textOf),
  words: (asked) => asked.join(' '),
  least: 0,
  most: 255,
  otherwise: '',
};

/** A field for each entry of the list, and for what probes and hooks ask beside. The first entry that fits has the answer: a new one comes first. */
function answersTo<Asked>(kind: Answers<Asked>, entries: readonly unknown[], path: string, asked: readonly Asked[]): Field[] {
  const written = entries.map((entry, index) => {
    const fields = fieldsOf(entry);
    const about = fields[kind.askedKey] === undefined ? kind.everything : kind.read(fields[kind.askedKey]);
    return { about: kind.words(about), answers: fields[kind.answersKey], index };
  });
  const forAll = written.find(({ about }) => about === kind.words(kind.everything));
  const field = (about: string, answers: unknown, entryPath: string, edits: (answers: unknown) => Edit[], clears: Edit[]): Field => {
    const control: Control = { kind: 'answers', least: kind.least, most: kind.most, isFixed: !isPlain(answers, kind.numberKey) };
    return {
      name: kind.name,
      document: 'scenario',
      about,
      path: entryPath,
      control,
      value: answersText(answers, kind.numberKey),
      otherwise: (forAll && answersText(forAll.answers, kind.numberKey)) || kind.otherwise,
      edits: (entry) => {
        if (entry.trim() === '') return clears;
        const read = answersRead(control, entry, kind.numberKey);
        return read && edits(read);
      },
    };
  };
  const known = written.map(({ about, answers, index }) => {
    const own = `${path}[${index}]`;
    const answersPath = `${own}.${kind.answersKey}`;
    const clears: Edit = { document: 'scenario', path: entries.length === 1 ? path : own };
    return field(about, answers, answersPath, (value) => [{ document: 'scenario', path: answersPath, value }], [clears]);
  });
  const open = new Map(asked.map((each) => [kind.words(each), each]));
  for (const { about } of written) open.delete(about);
  const fresh = [...open].map(([about, each]) =>
    field(
      about,
      undefined,
      `${path}[0]`,
      (answers) => {
        const value = { [kind.askedKey]: each, [kind.answersKey]: answers };
        return [entries.length === 0 ? { document: 'scenario', path, value: [value] } : { document: 'scenario', path: `${path}[0]`, value, insert: true }];
      },
      [],
    ),
  );
  return [...known, ...fresh];
}

/** Whether answers are numbers and lengths of time, and nothing more that a line could not show. */
function isPlain(answers: unknown, numberKey: string): boolean {
  return listOf(answers).every((answer) => Object.keys(fieldsOf(answer)).every((key) => key === 'for' || key === numberKey));
}

/** `200 60s, 500`. */
function answersText(answers: unknown, numberKey: string): string {
  return listOf(answers)
    .map(fieldsOf)
    .map((answer) => [textOf(answer[numberKey]) || (numberKey === HTTP.numberKey ? HTTP.otherwise : '0'), textOf(answer['for'])].join(' ').trim())
    .join(', ');
}

function answersRead({ least, most }: { least: number; most: number }, entry: string, numberKey: string): Fields[] | undefined {
  const parts = entry.trim().split(/\s*[,，]\s*/);
  const read = parts.flatMap((part, index): Fields[] => {
    const [number = '', length, ...more] = part.split(/\s+/);
    const isNumber = /^\d{1,3}$/.test(number) && Number(number) >= least && Number(number) <= most;
    // What lasts for ever comes last
    const hasLength = length === undefined ? index === parts.length - 1 : parseDurationMs(length) !== undefined;
    return isNumber && hasLength && more.length === 0 ? [{ ...(length !== undefined && { for: length }), [numberKey]: Number(number) }] : [];
  });
  return read.length === parts.length ? read : undefined;
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
      // The new one is added first: without any entry the list would be empty for a moment
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

/** The value of an entry; undefined if it cannot be read. The page words the reason. */
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
