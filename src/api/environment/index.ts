/** The environment of each container's process, and where every variable comes from. */
import type { Container, EnvVar, KubernetesObject, Pod } from '../../model/kubernetes.ts';
import type { PodRecord, ProcessRecord } from '../../model/trace.ts';
import { objectsHeldAt, type SimulatedRun } from '../kubectl/moment/held.ts';

export interface Variable {
  container: string;
  name: string;
  value: string;
  /** In words: `ConfigMap settings, key mode`. */
  from: string;
}

interface EnvFrom {
  prefix?: string;
  configMapRef?: { name?: string };
  secretRef?: { name?: string };
}

/** What a process was started with. */
interface Started {
  run: SimulatedRun;
  pod: Pod;
  container: Container;
  objects: readonly KubernetesObject[];
}

/** Of each container the instance that was started last up to a moment; containers in the order of their start in the Pod. */
export function environmentAt(run: SimulatedRun, atMs: number): Variable[] {
  return containersAt(run, atMs).flatMap((container) => {
    const start = run.trace.records.findLast((record): record is ProcessRecord => isStartOf(record, container.name) && record.t <= atMs);
    if (start === undefined) return [];
    const pod = podAt(run, start.t);
    if (pod === undefined) return [];
    const started = { run, pod, container, objects: objectsHeldAt(run, start.t) };
    return Object.entries(start.env ?? {}).map(([name, value]) => ({ container: container.name, name, value, from: sourceOf(name, value, started) }));
  });
}

/** Containers of the Pod that had not been started up to a moment. */
export function neverStarted(run: SimulatedRun, atMs: number): string[] {
  return containersAt(run, atMs)
    .map(({ name }) => name)
    .filter((name) => !run.trace.records.some((record) => record.t <= atMs && isStartOf(record, name)));
}

/** Comments begin here, where the lines allow it. */
const COMMENT_COLUMN = 56;

/** `CONTAINER NAME=VALUE  # where it comes from`, one line each. */
export function environmentText(run: SimulatedRun, atMs = run.trace.endMs): string {
  return environmentAt(run, atMs)
    .map(({ container, name, value, from }) => `${`${container} ${name}=${oneLine(value)}`.padEnd(COMMENT_COLUMN)}  # ${from}\n`)
    .join('');
}

const oneLine = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

function isStartOf(record: SimulatedRun['trace']['records'][number], container: string): boolean {
  return record.kind === 'Process' && record.what === 'start' && record.container === container;
}

function podAt({ trace }: SimulatedRun, atMs: number): Pod | undefined {
  return trace.records.findLast((record): record is PodRecord => record.kind === 'Pod' && record.t <= atMs)?.object;
}

function containersAt(run: SimulatedRun, atMs: number): Container[] {
  const spec = podAt(run, atMs)?.spec;
  return spec === undefined ? [] : [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}

/** The rules of precedence read backwards (pkg/kubelet/kubelet_pods.go: makeEnvironmentVariables): what came last counts. */
function sourceOf(name: string, value: string, started: Started): string {
  return ofEnv(name, value, started) ?? ofEnvFrom(name, started) ?? ofService(name, started) ?? ofImage(name, value, started);
}

function ofEnv(name: string, value: string, { container, objects }: Started): string | undefined {
  const entry = container.env?.findLast((variable) => variable.name === name && !isSkipped(variable, objects));
  if (entry === undefined) return undefined;
  const { valueFrom: from } = entry;
  if (from === undefined || (entry.value !== undefined && entry.value !== ''))
    return (entry.value ?? '') === value ? 'literal' : `literal ${JSON.stringify(entry.value)}`;
  if (from.configMapKeyRef) return `ConfigMap ${from.configMapKeyRef.name ?? ''}, key ${from.configMapKeyRef.key}`;
  if (from.secretKeyRef) return `Secret ${from.secretKeyRef.name ?? ''}, key ${from.secretKeyRef.key}`;
  if (from.fieldRef) return `field ${from.fieldRef.fieldPath}`;
  if (from.resourceFieldRef) {
    const { resource, containerName, divisor } = from.resourceFieldRef;
    return `resource ${resource}${containerName === undefined || containerName === container.name ? '' : ` of ${containerName}`}${divisor === undefined || divisor === '0' || divisor === '1' ? '' : `, divided by ${divisor}`}`;
  }
  return from.fileKeyRef ? `file ${from.fileKeyRef.path} of volume ${from.fileKeyRef.volumeName}, key ${from.fileKeyRef.key}` : 'literal';
}

/** An optional reference to what does not exist sets nothing. */
function isSkipped({ valueFrom }: EnvVar, objects: readonly KubernetesObject[]): boolean {
  for (const [kind, ref] of [
    ['ConfigMap', valueFrom?.configMapKeyRef],
    ['Secret', valueFrom?.secretKeyRef],
  ] as const)
    if (ref?.optional === true && !keysOf(objects, kind, ref.name ?? '').includes(ref.key)) return true;
  return false;
}

function ofEnvFrom(name: string, { container, objects }: Started): string | undefined {
  for (const { prefix = '', configMapRef, secretRef } of ((container.envFrom ?? []) as EnvFrom[]).toReversed()) {
    const kind = configMapRef === undefined ? 'Secret' : 'ConfigMap';
    const object = (configMapRef ?? secretRef)?.name ?? '';
    const key = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
    if (key !== undefined && keysOf(objects, kind, object).includes(key)) return `${kind} ${object}, key ${key} (envFrom)`;
  }
  return undefined;
}

function keysOf(objects: readonly KubernetesObject[], kind: string, name: string): string[] {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  return ['data', 'stringData'].flatMap((field) => Object.keys((found?.[field] ?? {}) as object));
}

/** The longest name wins: `WEB_PORT_80_TCP` of a Service `web-port-80` is not the Service `web`'s. */
function ofService(name: string, { pod, objects }: Started): string | undefined {
  const links = pod.spec['enableServiceLinks'] === false ? [] : objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name ?? '');
  const service = ['kubernetes', ...links]
    .filter((each) => /^_(SERVICE_(HOST|PORT)|PORT)(_|$)/.test(name.startsWith(prefixOf(each)) ? name.slice(prefixOf(each).length) : ''))
    .sort((a, b) => b.length - a.length)[0];
  return service === undefined ? undefined : `Service ${service}`;
}

const prefixOf = (service: string): string => service.toUpperCase().replaceAll('-', '_');

/** What the container runtime gives where the image says nothing. */
const RUNTIME_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function ofImage(name: string, value: string, { run, container }: Started): string {
  const isDeclared = run.scenario.images.some(({ env }) => env !== undefined && env[name] === value);
  const isRuntimes = name === 'HOSTNAME' || name === 'HOME' || (name === 'PATH' && value === RUNTIME_PATH);
  return isRuntimes && !isDeclared ? 'container runtime' : `image ${container.image ?? ''}`;
}
