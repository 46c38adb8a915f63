import { KUBERNETES_ADDRESS, withClusterAddresses } from '../../api/index.ts';
import type { Container, EnvVar, KubernetesObject, Pod } from '../../model/kubernetes.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import { NODE_ADDRESS } from '../node/runtime.ts';
import { envFileValue } from './env-file.ts';
import { expandVariables } from './prober/handlers.ts';
import { containerResource } from './resources.ts';

/** Thrown for a container that cannot be configured: CreateContainerConfigError. */
export interface ConfigError {
  error: string;
}

interface EnvFromSource {
  prefix?: string;
  configMapRef?: { name?: string; optional?: boolean };
  secretRef?: { name?: string; optional?: boolean };
}

/**
 * The variables a container gets from the kubelet, in rising precedence: Services, `envFrom`, `env`
 * (`pkg/kubelet/kubelet_pods.go: makeEnvironmentVariables`). Resolved anew at each creation of the container.
 */
export function environmentOf(
  pod: Pod,
  container: Container,
  api: ApiServer,
  podIp: string,
  node: { name: string; allocatable: Record<string, string> },
  readVolume: ReadVolume,
): { env: Record<string, string> } | ConfigError {
  const result = new Map<string, string>();
  for (const source of (container.envFrom ?? []) as EnvFromSource[]) {
    const kind = source.configMapRef === undefined ? 'Secret' : 'ConfigMap';
    const ref = source.configMapRef ?? source.secretRef;
    if (ref === undefined) continue;
    const object = api.object(kind, ref.name ?? '');
    if (object === undefined) {
      if (ref.optional === true) continue;
      return { error: `${kind.toLowerCase()} "${ref.name ?? ''}" not found` };
    }
    for (const [key, value] of Object.entries(dataOf(object))) result.set(`${source.prefix ?? ''}${key}`, value);
  }
  const services = serviceVariables(pod, api);
  for (const variable of container.env ?? []) {
    const value = valueOf(pod, container, variable, api, podIp, node, readVolume, (name) => result.get(name) ?? services.get(name));
    if (value === undefined) continue;
    if (typeof value === 'object') return value;
    result.set(variable.name, value);
  }
  for (const [name, value] of services) if (!result.has(name)) result.set(name, value);
  return { env: Object.fromEntries(result) };
}

function valueOf(
  pod: Pod,
  container: Container,
  variable: EnvVar,
  api: ApiServer,
  podIp: string,
  node: { name: string; allocatable: Record<string, string> },
  readVolume: ReadVolume,
  lookUp: (name: string) => string | undefined,
): string | undefined | ConfigError {
  if (variable.value !== undefined && variable.value !== '') return expandVariables(variable.value, lookUp);
  const from = variable.valueFrom;
  if (from === undefined) return '';
  if (from.fieldRef !== undefined) return fieldValue(pod, from.fieldRef.fieldPath, podIp);
  if (from.resourceFieldRef !== undefined) {
    const { containerName, resource, divisor } = from.resourceFieldRef;
    const target =
      containerName === undefined || containerName === ''
        ? container
        : [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((candidate) => candidate.name === containerName);
    // The API server does not look (`pkg/api/v1/resource/helpers.go: findContainerInPod`)
    if (target === undefined) return { error: `container ${containerName} not found` };
    return containerResource(target, resource, divisor, node.allocatable, (pod.spec['resources'] as { limits?: Record<string, string> } | undefined)?.limits);
  }
  for (const [kind, ref] of [
    ['ConfigMap', from.configMapKeyRef],
    ['Secret', from.secretKeyRef],
  ] as const) {
    if (ref === undefined) continue;
    const object = api.object(kind, ref.name ?? '');
    if (object === undefined) return ref.optional === true ? undefined : { error: `${kind.toLowerCase()} "${ref.name ?? ''}" not found` };
    const value = dataOf(object)[ref.key];
    if (value === undefined)
      return ref.optional === true ? undefined : { error: `couldn't find key ${ref.key} in ${kind} ${pod.metadata.namespace ?? ''}/${ref.name ?? ''}` };
    return value;
  }
  return from.fileKeyRef === undefined ? '' : fileValue(from.fileKeyRef, readVolume);
}

/** Reads a file of a volume; undefined if the Pod has no such volume, its `text` if there is no such file. */
export type ReadVolume = (volume: string, path: string) => { hostPath: string; text: string | undefined } | undefined;

/** A variable from a file (gate EnvFiles; `pkg/kubelet/kubelet_pods.go: makeEnvironmentVariables`). Only the key is optional, never the file. */
function fileValue(ref: { volumeName: string; path: string; key: string; optional?: boolean }, readVolume: ReadVolume): string | undefined | ConfigError {
  const file = readVolume(ref.volumeName, ref.path);
  if (file === undefined) return { error: `cannot find the volume "${ref.volumeName}" referenced by FileKeyRef` };
  const value = file.text === undefined ? undefined : envFileValue(file.text, ref.key);
  if (value === undefined) return { error: "couldn't parse env file" };
  if (value !== '') return value;
  return ref.optional === true ? undefined : { error: `environment variable key "${ref.key}" not found in file "${file.hostPath}"` };
}

/** ConfigMap data, or a Secret's data decoded. */
export function dataOf(object: KubernetesObject): Record<string, string> {
  const data = (object['data'] ?? {}) as Record<string, string>;
  const plain = (object['stringData'] ?? {}) as Record<string, string>;
  if (object.kind !== 'Secret') return data;
  return { ...Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decodeBase64(value)])), ...plain };
}

/** What a volume of it holds: a ConfigMap's `binaryData`, too, which no variable can have (`pkg/volume/configmap/configmap.go: MakePayload`). */
export function filesIn(object: KubernetesObject): Record<string, string> {
  const binary = object.kind === 'ConfigMap' ? ((object['binaryData'] ?? {}) as Record<string, string>) : {};
  return { ...dataOf(object), ...Object.fromEntries(Object.entries(binary).map(([key, value]) => [key, decodeBase64(value)])) };
}

function decodeBase64(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text) {
    const index = alphabet.indexOf(character);
    if (index < 0) continue;
    value = (value << 6) | index;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/**
 * The Pod's annotations as the kubelet has them: it notes where it has the Pod from, and when it first saw it (`pkg/kubelet/config/config.go: updatePodsFunc`;
 * recorded). The API does not show these.
 */
function annotationsOf({ metadata: { annotations, creationTimestamp = '' } }: Pod): Record<string, string> {
  return {
    'kubernetes.io/config.seen': creationTimestamp.replace(/Z$/, SEEN_AFTER),
    'kubernetes.io/config.source': 'api',
    ...annotations,
  };
}

/** What it takes a new Pod to be bound and to come to its kubelet, behind the seconds of its creation. */
const SEEN_AFTER = '.012Z';

/** `metadata.labels['app']` and the like (`pkg/fieldpath/fieldpath.go`, `podFieldSelectorRuntimeValue`). */
export function fieldValue(pod: Pod, path: string, podIp: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (keyed !== null) return (keyed[1] === 'labels' ? (pod.metadata.labels ?? {}) : annotationsOf(pod))[keyed[2] ?? ''] ?? '';
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name ?? '';
    case 'metadata.namespace':
      return pod.metadata.namespace ?? '';
    case 'metadata.uid':
      return pod.metadata.uid ?? '';
    case 'metadata.labels':
    case 'metadata.annotations':
      return Object.entries(path === 'metadata.labels' ? (pod.metadata.labels ?? {}) : annotationsOf(pod))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join('\n');
    case 'spec.nodeName':
      return pod.spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return String(pod.spec['serviceAccountName'] ?? '');
    case 'status.hostIP':
    case 'status.hostIPs':
      return NODE_ADDRESS;
    case 'status.podIP':
    case 'status.podIPs':
      return podIp;
    default:
      return '';
  }
}

/** The address that the cluster's DNS gives for a name: that of a Service of the Pod's namespace, by its short or its full name. */
export function serviceAddress(name: string, pod: Pod, api: ApiServer, clusterDomain: string): string | undefined {
  const namespace = pod.metadata.namespace ?? 'default';
  const matches = (service: string, where: string) =>
    [service, `${service}.${where}`, `${service}.${where}.svc`, `${service}.${where}.svc.${clusterDomain}`].includes(name);
  if (name !== 'kubernetes' || namespace === 'default') if (matches('kubernetes', 'default')) return KUBERNETES_ADDRESS;
  return withClusterAddresses(api.objects).find(({ service }) => matches(service.metadata.name ?? '', namespace))?.address;
}

interface Port {
  name?: string;
  port: number;
  protocol?: string;
}

/** `pkg/kubelet/envvars/envvars.go: FromServices`; the Service `kubernetes` always, the others with enableServiceLinks. */
function serviceVariables(pod: Pod, api: ApiServer): ReadonlyMap<string, string> {
  if (pod.spec['enableServiceLinks'] === false) return OF_KUBERNETES;
  const services = withClusterAddresses(api.objects);
  if (services.length === 0) return OF_KUBERNETES;
  const result = new Map(OF_KUBERNETES);
  for (const { service, address } of services) {
    const { ports } = (service['spec'] ?? {}) as { ports?: Port[] };
    addService(result, service.metadata.name ?? '', address, ports ?? []);
  }
  return result;
}

/** The variables that each container has. */
const OF_KUBERNETES: ReadonlyMap<string, string> = addService(new Map(), 'kubernetes', KUBERNETES_ADDRESS, [{ name: 'https', port: 443 }]);

function addService(result: Map<string, string>, name: string, ip: string, ports: Port[]): Map<string, string> {
  const prefix = name.toUpperCase().replace(/-/g, '_');
  const [first] = ports;
  if (first === undefined) return result;
  result.set(`${prefix}_SERVICE_HOST`, ip);
  result.set(`${prefix}_SERVICE_PORT`, String(first.port));
  for (const port of ports)
    if (port.name !== undefined && port.name !== '') result.set(`${prefix}_SERVICE_PORT_${port.name.toUpperCase().replace(/-/g, '_')}`, String(port.port));
  const url = (port: Port) => `${(port.protocol ?? 'TCP').toLowerCase()}://${ip}:${port.port}`;
  result.set(`${prefix}_PORT`, url(first));
  for (const port of ports) {
    const base = `${prefix}_PORT_${port.port}_${(port.protocol ?? 'TCP').toUpperCase()}`;
    result.set(base, url(port));
    result.set(`${base}_PROTO`, (port.protocol ?? 'TCP').toLowerCase());
    result.set(`${base}_PORT`, String(port.port));
    result.set(`${base}_ADDR`, ip);
  }
  return result;
}
