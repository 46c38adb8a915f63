/** Environment variables and their sources (validation.go: ValidateEnv, ValidateEnvFrom, validateObjectFieldSelector). */
import type { FieldErrors } from '../errors.ts';
import { compareText } from '../go-text.ts';
import { configMapKeyErrors, dnsLabelErrors, dnsSubdomainErrors, envNameErrors, prefixOfSubdomainErrors, qualifiedNameErrors } from '../names.ts';
import { formatQuantity, quantity } from '../quantity.ts';
import { type Fields, fields, list, text } from '../schema/fields.ts';
import type { PodContext } from './context.ts';
import { validateNoBacksteps } from './paths.ts';

const ENV_FIELD_PATHS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** What `ConvertDownwardAPIFieldLabel` knows without a subscript (pkg/apis/core/pods/helpers.go). */
const KNOWN_FIELD_PATHS = new Set([
  ...ENV_FIELD_PATHS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'spec.host',
]);
const RESOURCES = ['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory'];

export function validateEnv({ errors }: PodContext, container: Fields, path: string): void {
  for (const [i, variable] of list(container, 'env').entries()) {
    const name = text(variable, 'name');
    if (name === '') errors.required(`${path}[${i}].name`);
    else errors.invalidEach(`${path}[${i}].name`, name, envNameErrors(name));
    const source = fields(variable, 'valueFrom');
    if (source !== undefined) validateValueFrom(errors, source, text(variable, 'value'), `${path}[${i}].valueFrom`);
  }
}

function validateValueFrom(errors: FieldErrors, source: Fields, value: string, path: string): void {
  const checks: Record<string, (from: Fields, at: string) => void> = {
    fieldRef: (from, at) => validateFieldRef(errors, from, ENV_FIELD_PATHS, at),
    resourceFieldRef: (from, at) => validateResourceFieldRef(errors, from, at, false),
    configMapKeyRef: (from, at) => validateKeyRef(errors, from, at),
    secretKeyRef: (from, at) => validateKeyRef(errors, from, at),
    fileKeyRef: (from, at) => validateFileKeyRef(errors, from, at),
  };
  let sources = 0;
  for (const [name, check] of Object.entries(checks)) {
    const from = fields(source, name);
    if (from === undefined) continue;
    sources += 1;
    check(from, `${path}.${name}`);
  }
  if (sources === 0) errors.invalid(path, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`');
  else if (value !== '') errors.invalid(path, '', 'may not be specified when `value` is not empty');
  else if (sources > 1) errors.invalid(path, '', 'may not have more than one field specified at a time');
}

/** A reference to a field of the Pod; `supported` are the paths without subscript that fit the place. */
export function validateFieldRef(errors: FieldErrors, reference: Fields, supported: readonly string[], path: string): void {
  const version = text(reference, 'apiVersion');
  const fieldPath = text(reference, 'fieldPath');
  if (version === '') {
    errors.required(`${path}.apiVersion`);
    return;
  }
  if (fieldPath === '') {
    errors.required(`${path}.fieldPath`);
    return;
  }
  const failed = (why: string) => errors.invalid(`${path}.fieldPath`, fieldPath, `error converting fieldPath: ${why}`);
  if (version !== 'v1') {
    failed(`unsupported pod version: ${version}`);
    return;
  }
  const subscripted = /^(.*)\['(.*)'\]$/s.exec(fieldPath);
  if (subscripted !== null) {
    const [, base = '', key = ''] = subscripted;
    if (base === 'metadata.annotations') errors.invalidEach(path, key.toLowerCase(), qualifiedNameErrors(key.toLowerCase()));
    else if (base === 'metadata.labels') errors.invalidEach(path, key, qualifiedNameErrors(key));
    else failed(`field label does not support subscript: ${fieldPath}`);
    return;
  }
  if (!KNOWN_FIELD_PATHS.has(fieldPath)) failed(`field label not supported: ${fieldPath}`);
  else if (!supported.includes(fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath))
    errors.unsupported(`${path}.fieldPath`, fieldPath, [...supported].sort(compareText));
}

/** A reference to a resource of a container; in a volume the container must be named. */
export function validateResourceFieldRef(errors: FieldErrors, reference: Fields, path: string, inVolume: boolean): void {
  const resource = text(reference, 'resource');
  if (inVolume && text(reference, 'containerName') === '') errors.required(`${path}.containerName`);
  else if (resource === '') errors.required(`${path}.resource`);
  else if (!RESOURCES.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource)) errors.unsupported(`${path}.resource`, resource, RESOURCES);
  const divisor = formatQuantity(quantity(reference['divisor'] ?? '0'));
  if (divisor === '0') return;
  const kind = divisorKind(resource);
  if (kind === undefined) return;
  const allowed = kind === 'cpu' ? ['1m', '1'] : ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
  if (!allowed.includes(divisor))
    errors.invalid(
      `${path}.divisor`,
      resource,
      `only divisor's values ${kind === 'cpu' ? '1m and 1' : allowed.join(', ')} are supported with the ${kind} resource`,
    );
}

function divisorKind(resource: string): string | undefined {
  const name = resource.replace(/^(limits|requests)\./, '');
  if (name === resource) return undefined;
  if (name.startsWith('hugepages-')) return 'hugepages';
  return { cpu: 'cpu', memory: 'memory', 'ephemeral-storage': 'local ephemeral storage' }[name];
}

function validateKeyRef(errors: FieldErrors, reference: Fields, path: string): void {
  const name = text(reference, 'name');
  errors.invalidEach(`${path}.name`, name, dnsSubdomainErrors(name));
  const key = text(reference, 'key');
  if (key === '') errors.required(`${path}.key`);
  else errors.invalidEach(`${path}.key`, key, configMapKeyErrors(key));
}

function validateFileKeyRef(errors: FieldErrors, reference: Fields, path: string): void {
  const key = text(reference, 'key');
  if (key === '') errors.required(`${path}.key`);
  else errors.invalidEach(`${path}.key`, key, envNameErrors(key));
  const volume = text(reference, 'volumeName');
  if (volume === '') errors.required(`${path}.volumeName`);
  else errors.invalidEach(`${path}.volumeName`, volume, dnsLabelErrors(volume));
  const file = text(reference, 'path');
  if (file === '') errors.required(`${path}.path`);
  else validateNoBacksteps(errors, file, `${path}.path`);
}

export function validateEnvFrom({ errors }: PodContext, container: Fields, path: string): void {
  for (const [i, entry] of list(container, 'envFrom').entries()) {
    const prefix = text(entry, 'prefix');
    if (prefix !== '') errors.invalidEach(`${path}[${i}].prefix`, prefix, envNameErrors(prefix));
    let sources = 0;
    for (const name of ['configMapRef', 'secretRef']) {
      const reference = fields(entry, name);
      if (reference === undefined) continue;
      sources += 1;
      const target = text(reference, 'name');
      if (target === '') errors.required(`${path}[${i}].${name}.name`);
      else errors.invalidEach(`${path}[${i}].${name}.name`, target, prefixOfSubdomainErrors(target));
    }
    if (sources === 0) errors.invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`');
    else if (sources > 1) errors.invalid(path, '', 'may not have more than one field specified at a time');
  }
}

/** Variables from files need an emptyDir; checked after everything else of the Pod (`validateFileKeyRefVolumes`). */
export function validateFileKeyVolumes({ errors }: PodContext, spec: Fields, containers: { value: Fields; path: string }[]): void {
  const volumes = new Map(list(spec, 'volumes').map((volume) => [text(volume, 'name'), volume]));
  for (const { value, path } of containers) {
    for (const [i, variable] of list(value, 'env').entries()) {
      const reference = fields(fields(variable, 'valueFrom'), 'fileKeyRef');
      if (reference === undefined) continue;
      const name = text(reference, 'volumeName');
      const at = `${path}.env[${i}].valueFrom.fileKeyRef.volumeName`;
      if (!volumes.has(name)) errors.notFound(at, name);
      else if (fields(volumes.get(name), 'emptyDir') === undefined) errors.invalid(at, name, 'referenced volume must be of type emptyDir');
    }
  }
}
