/**
 * Why a patched object is not one of its type: after a strategic merge patch the server converts maps to structs instead of
 * decoding JSON, with words of its own (staging/src/k8s.io/apimachinery/pkg/runtime/converter.go: fromUnstructured).
 */
import { base64Error } from '../../base/base64.ts';
import { sortedKeys } from '../go-text.ts';
import { parseQuantity } from '../quantity.ts';
import { timeError } from './decode.ts';
import { type Fields, isFields, isWholeNumber } from './fields.ts';
import { goTypeName, structInfo, type TypeRef, unwrap } from './schema.ts';

/** The first value that does not fit struct `typeName`, in the order of the fields; undefined if all fit. */
export function conversionError(typeName: string, value: unknown): string | undefined {
  if (!isFields(value)) return `cannot restore struct from: ${goKind(value)}`;
  for (const field of structInfo(typeName)?.fields ?? []) {
    const error = valueError(field.type, value[field.name]);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Whole numbers that need more than 32 bits lose the upper ones where a field has no more, in place. */
export function wrapNumbers(typeName: string, value: Fields): void {
  for (const field of structInfo(typeName)?.fields ?? []) {
    const inner = value[field.name];
    if (inner !== undefined && inner !== null) value[field.name] = wrapped(field.type, inner);
  }
}

function wrapped(type: TypeRef, value: unknown): unknown {
  if (Array.isArray(value)) return type.wraps.length === 0 ? value : value.map((item) => wrapped(unwrap(type), item));
  if (type.wraps[0] === '*') return wrapped(unwrap(type), value);
  // What 64 bits cannot hold either has none of the lower 32.
  if (type.wraps.length === 0 && type.base === 'int32' && isWholeNumber(value))
    return Math.abs(Number(value)) < 2 ** 63 ? Number(BigInt.asIntN(32, BigInt(value))) : 0;
  if (type.wraps.length === 0 && isFields(value)) wrapNumbers(type.base, value);
  return value;
}

function valueError(type: TypeRef, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type.wraps[0]) {
    case '*':
      return valueError(unwrap(type), value);
    case '[]':
      if (unwrap(type).base === 'byte' && typeof value === 'string') {
        const illegal = base64Error(value);
        return illegal === undefined ? undefined : `error decoding from json: illegal base64 data at input byte ${illegal}`;
      }
      return Array.isArray(value) ? firstError(value.map((item) => valueError(unwrap(type), item))) : `cannot restore slice from ${goKind(value)}`;
    case '{}':
      return isFields(value) ? firstError(sortedKeys(value).map((key) => valueError(unwrap(type), value[key]))) : `cannot restore map from ${goKind(value)}`;
    case undefined:
      return plainError(type, value);
  }
}

function plainError(type: TypeRef, value: unknown): string | undefined {
  switch (type.base) {
    case 'ResourceList':
      if (!isFields(value)) return `cannot restore map from ${goKind(value)}`;
      return firstError(sortedKeys(value).map((key) => quantityError(value[key])));
    case 'Quantity':
      return quantityError(value);
    case 'IntOrString':
      return typeof value === 'string' || isInt32(value) ? undefined : `json: cannot unmarshal ${shownKind(value)} into Go value of type int32`;
    case 'Time':
    case 'MicroTime':
      return typeof value === 'string' ? timeError(value) : `json: cannot unmarshal ${jsonKind(value)} into Go value of type string`;
    case 'FieldsV1':
      return undefined;
    case 'int32':
    case 'int64':
      if (typeof value !== 'number' && typeof value !== 'bigint') return `unrecognized type: ${type.base}`;
      return isWholeNumber(value) ? undefined : `cannot convert float64 to ${type.base}`;
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'unrecognized type: bool';
    default:
      if (!type.namedString && type.base !== 'string') return conversionError(type.base, value);
      if (typeof value === 'string') return undefined;
      // Go can make a text of a whole number, which is what the refusal comes from.
      return isWholeNumber(value) ? `cannot convert int64 to ${goTypeName(type)}` : 'unrecognized type: string';
  }
}

function quantityError(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const parsed = parseQuantity(typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value));
  return 'error' in parsed ? parsed.error : undefined;
}

const firstError = (errors: readonly (string | undefined)[]): string | undefined => errors.find((error) => error !== undefined);

/** Go's kind of a decoded JSON value. */
function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number' || typeof value === 'bigint') return isWholeNumber(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'map';
}

const isInt32 = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= -(2 ** 31) && (value as number) < 2 ** 31;

/** A number that an int32 cannot hold is shown. */
function shownKind(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? `number ${value}` : jsonKind(value);
}

/** What encoding/json calls a value. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'bigint' ? 'number' : typeof value;
}
