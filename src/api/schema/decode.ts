/**
 * Strict decoding as the API server does it (vendor/sigs.k8s.io/json): the first value of a wrong type ends it, unknown
 * fields are all found. kubectl sends JSON made from a map, so fields are met in alphabetical order.
 */
import { base64Error } from '../../base/base64.ts';
import { goQuote, sortedKeys } from '../go-text.ts';
import { parseQuantity } from '../quantity.ts';
import { isFields } from './fields.ts';
import { type FieldInfo, goTypeName, isScalar, structInfo, type TypeRef, unwrap } from './schema.ts';

/** What was found: a fatal error (then nothing else counts), and the paths of unknown fields. */
export interface Decoded {
  typeError?: string;
  unknownFields: string[];
}

/** At most so many strict errors are reported. */
const MAX_STRICT_ERRORS = 100;

/** Checks `value` against struct `typeName`. */
export function decode(typeName: string, value: unknown): Decoded {
  const walk = new Walk();
  try {
    walk.struct(typeName, value, { struct: typeName, field: undefined, outer: undefined, json: '' });
  } catch (error) {
    if (error instanceof FatalError) return { typeError: error.message, unknownFields: [] };
    throw error;
  }
  const unknownFields = [...new Set(walk.unknown)].slice(0, MAX_STRICT_ERRORS);
  return { ...(walk.typeError !== undefined && { typeError: walk.typeError }), unknownFields };
}

/** Types that decode themselves (quantities, times, ports) end the decoding at once; plain mismatches are remembered and the rest is read. */
class FatalError extends Error {}

/** Where the walk is: innermost Go struct, its field, and where that struct stands; path with indexes for unknown fields. */
interface Place {
  struct: string;
  field: FieldInfo | undefined;
  outer: Place | undefined;
  json: string;
}

class Walk {
  typeError: string | undefined;
  readonly unknown: string[] = [];

  struct(typeName: string, value: unknown, place: Place): void {
    const info = structInfo(typeName);
    if (info === undefined || !isFields(value)) return;
    for (const key of sortedKeys(value)) {
      const field = info.byName.get(key);
      // The name of a field that there is needs no escapes
      const name = field === undefined ? goText(key) : key;
      const json = place.json === '' ? name : `${place.json}.${name}`;
      if (field === undefined) this.unknown.push(json);
      else this.#value(field.type, value[key], { struct: typeName, field, outer: place, json });
    }
  }

  #value(type: TypeRef, value: unknown, place: Place): void {
    if (value === null || value === undefined) return;
    switch (type.wraps[0]) {
      case '*':
        this.#value(unwrap(type), value, place);
        return;
      case '[]':
        this.#list(type, value, place);
        return;
      case '{}':
        if (!isFields(value)) this.#fail(type, value, place);
        else for (const key of sortedKeys(value)) this.#value(unwrap(type), value[key], { ...place, json: `${place.json}.${key}` });
        return;
      case undefined:
        this.#plain(type, value, place);
    }
  }

  #list(type: TypeRef, value: unknown, place: Place): void {
    if (unwrap(type).base === 'byte') {
      const illegal = typeof value === 'string' ? base64Error(value) : undefined;
      if (typeof value !== 'string') this.#fail(type, value, place);
      else if (illegal !== undefined) this.typeError ??= `illegal base64 data at input byte ${illegal}`;
    } else if (!Array.isArray(value)) this.#fail(type, value, place);
    else for (const [i, item] of value.entries()) this.#value(unwrap(type), item, { ...place, json: `${place.json}[${i}]` });
  }

  #plain(type: TypeRef, value: unknown, place: Place): void {
    if (type.base === 'ResourceList') {
      if (!isFields(value)) this.#fail(type, value, place);
      else for (const key of sortedKeys(value)) this.#quantity(value[key]);
    } else if (type.base === 'Quantity') this.#quantity(value);
    else if (isScalar(type)) this.#scalar(type, value, place);
    else if (isFields(value)) this.struct(type.base, value, place);
    else this.#fail(type, value, place);
  }

  #scalar(type: TypeRef, value: unknown, place: Place): void {
    switch (type.base) {
      case 'int32':
      case 'int64':
        if (!isInteger(value, type.base)) this.#fail(type, value, place);
        return;
      case 'bool':
        if (typeof value !== 'boolean') this.#fail(type, value, place);
        return;
      case 'IntOrString':
        if (typeof value !== 'string' && !isInteger(value, 'int32')) throw new FatalError(mismatch({ ...type, base: 'int32' }, value, place));
        return;
      case 'Time':
      case 'MicroTime':
        if (typeof value !== 'string') throw new FatalError(mismatch({ ...type, base: 'string' }, value, place));
        const reason = timeError(value);
        if (reason !== undefined) throw new FatalError(reason);
        return;
      case 'FieldsV1':
        return;
      default:
        if (typeof value !== 'string') this.#fail(type, value, place);
    }
  }

  #quantity(value: unknown): void {
    if (value === null || value === undefined) return;
    // A bare number is read by its digits, anything that is not a scalar cannot be one.
    const parsed = parseQuantity(typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value));
    if ('error' in parsed) throw new FatalError(parsed.error);
  }

  #fail(type: TypeRef, value: unknown, place: Place): void {
    this.typeError ??= mismatch(type, value, place);
  }
}

const mismatch = (type: TypeRef, value: unknown, place: Place): string =>
  `json: cannot unmarshal ${jsonKind(value, type)} into Go struct field ${place.struct}.${goPath(place).join('.')} of type ${goTypeName(type)}`;

/** Go's path of a field. */
function goPath({ field, outer }: Place): string[] {
  return [...(outer === undefined ? [] : goPath(outer)), ...(field === undefined ? [] : [...field.embedded, field.name])];
}

const TIME_LAYOUT: [element: string, pattern: RegExp][] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d?/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d(?:[.,]\d+)?/],
  ['Z07:00', /^(?:Z|[+-]\d\d:\d\d)/],
];

/** Go's words for where a text stops being an RFC 3339 time (`time.Parse`); undefined if it is one. */
export function timeError(value: string): string | undefined {
  let rest = value;
  const failed = (reason: string) => `parsing time ${goQuote(value)}${reason}`;
  for (const [element, pattern] of TIME_LAYOUT) {
    const match = pattern.exec(rest);
    if (match === null) return failed(` as "2006-01-02T15:04:05Z07:00": cannot parse ${goQuote(rest)} as ${goQuote(element)}`);
    rest = rest.slice(match[0].length);
  }
  return rest === '' ? undefined : failed(`: extra text: ${goQuote(rest)}`);
}

function isInteger(value: unknown, base: 'int32' | 'int64'): boolean {
  if (typeof value === 'bigint') return base === 'int64';
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  return base === 'int64' ? Math.abs(value) < 2 ** 63 : value >= -(2 ** 31) && value < 2 ** 31;
}

/** What Go calls a JSON value; numbers are shown where an integer was expected. */
function jsonKind(value: unknown, type: TypeRef): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint')
    return type.wraps.length === 0 && (type.base === 'int32' || type.base === 'int64') ? `number ${value}` : 'number';
  return typeof value;
}

/** A key inside a quoted path: odd characters escaped. */
const goText = (key: string): string => goQuote(key).slice(1, -1);
