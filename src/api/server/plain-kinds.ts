/** Kinds without a Pod template: what the server fills in and refuses (pkg/apis/core/v1/defaults.go, pkg/apis/core/validation/validation.go). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { sortedKeys } from '../go-text.ts';
import { jsonMapError } from '../kubectl/json-text.ts';
import { validateBudget } from '../validation/budgets.ts';
import { configMapKeyErrors, dnsLabelErrors } from '../names.ts';
import { type Fields, fields, list, map, num, text } from '../schema/fields.ts';
import { defaultService, specOf, validateService } from './services.ts';

const HIGHEST_PRIORITY = 1_000_000_000;
const MOST_BYTES = 1_048_576;

/** Fills in what nobody wrote, in place. */
export function defaultPlain(kind: string, object: Fields): void {
  DEFAULTS[kind]?.(object);
}

const DEFAULTS: Readonly<Record<string, (object: Fields) => void>> = {
  Service: (object) => defaultService(specOf(object)),
  Secret(object) {
    object['type'] ||= 'Opaque';
    const written = map(object, 'stringData');
    delete object['stringData'];
    if (Object.keys(written).length === 0) return;
    const encoded = Object.entries(written).map(([key, value]) => [key, base64(value)] as const);
    object['data'] = { ...fields(object, 'data'), ...Object.fromEntries(encoded) };
  },
  PriorityClass(object) {
    object['preemptionPolicy'] ??= 'PreemptLowerPriority';
    object['metadata'] = { ...fields(object, 'metadata'), generation: 1 };
  },
  Namespace(object) {
    const meta = fields(object, 'metadata') ?? {};
    object['metadata'] = { ...meta, labels: { ...fields(meta, 'labels'), 'kubernetes.io/metadata.name': text(meta, 'name') } };
    object['spec'] = { finalizers: ['kubernetes'], ...fields(object, 'spec') };
  },
  LimitRange(object) {
    for (const limit of list(specOf(object), 'limits')) {
      if (limit['type'] !== 'Container') continue;
      // What is at most is given where nothing is, and what is given is asked for.
      const given = { ...fields(limit, 'max'), ...fields(limit, 'default') };
      const requested = { ...fields(limit, 'min'), ...given, ...fields(limit, 'defaultRequest') };
      if (Object.keys(given).length > 0) limit['default'] = given;
      if (Object.keys(requested).length > 0) limit['defaultRequest'] = requested;
    }
  },
};

/** Of the UTF-8 bytes. */
const base64 = (text: string): string => btoa(String.fromCodePoint(...bytesOf(text)));

function bytesOf(text: string): number[] {
  return Array.from(encodeURIComponent(text).matchAll(/%(..)|(.)/gs), ([, hex, char]) =>
    hex === undefined ? (char ?? '').charCodeAt(0) : Number.parseInt(hex, 16),
  );
}

/** Findings against an object beyond its metadata. */
export function plainErrors(kind: string, object: Fields): FieldError[] {
  const errors = new FieldErrors();
  CHECKS[kind]?.(errors, object);
  return errors.list;
}

const CHECKS: Readonly<Record<string, (errors: FieldErrors, object: Fields) => void>> = {
  Service: (errors, object) => validateService(errors, specOf(object)),
  ConfigMap(errors, object) {
    const [data, binary] = [map(object, 'data'), map(object, 'binaryData')];
    for (const key of sortedKeys(data)) {
      errors.invalidEach(`data[${key}]`, key, configMapKeyErrors(key));
      if (binary[key] !== undefined) errors.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData');
    }
    for (const key of sortedKeys(binary)) errors.invalidEach(`binaryData[${key}]`, key, configMapKeyErrors(key));
    if (Object.values(data).join('').length > MOST_BYTES) errors.tooLong('[]', MOST_BYTES);
  },
  Secret(errors, object) {
    const data = map(object, 'data');
    for (const key of sortedKeys(data)) errors.invalidEach(`data[${key}]`, key, configMapKeyErrors(key));
    const type = text(object, 'type');
    for (const key of REQUIRED[type] ?? []) {
      const value = data[key];
      const unreadable = value !== undefined && DOCKER_CONFIGS.has(key) ? jsonMapError(atob(value)) : undefined;
      if (value === undefined || (value === '' && key === 'ssh-privatekey')) errors.required(`data[${key}]`);
      else if (unreadable !== undefined) errors.invalid(`data[${key}]`, '<secret contents redacted>', unreadable);
    }
    if (type === 'kubernetes.io/service-account-token') {
      const label = 'kubernetes.io/service-account.name';
      if ((map(fields(object, 'metadata'), 'annotations')[label] ?? '') === '') errors.required(`metadata.annotations[${label}]`);
    }
    // One of the two is enough.
    const names = ['username', 'password'];
    if (type === 'kubernetes.io/basic-auth' && names.every((key) => data[key] === undefined)) for (const key of names) errors.required(`data[${key}]`);
  },
  PodDisruptionBudget: (errors, object) => validateBudget(errors, specOf(object)),
  RuntimeClass(errors, object) {
    const handler = text(object, 'handler');
    if (handler === '') errors.required('handler');
    else errors.invalidEach('handler', handler, dnsLabelErrors(handler));
  },
  PriorityClass(errors, object) {
    const name = text(fields(object, 'metadata'), 'name');
    if (name.startsWith('system-'))
      errors.forbidden(
        'metadata.name',
        `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`,
      );
    else if ((num(object, 'value') ?? 0) > HIGHEST_PRIORITY)
      errors.forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_PRIORITY}`);
  },
};

const DOCKER_CONFIGS = new Set(['.dockercfg', '.dockerconfigjson']);

/** What a Secret of a type must hold. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};
