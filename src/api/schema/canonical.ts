/** Objects as the API server writes them: declared order of fields, zero values left out or filled in as Go's JSON does. */
import { formatQuantity, quantity, roundUpToMilli } from '../quantity.ts';
import { sortedKeys } from '../go-text.ts';
import { clone, type Fields, isFields } from './fields.ts';
import { type FieldInfo, isScalar, type StructInfo, structInfo, type TypeRef, unwrap } from './schema.ts';

/**
 * `value` as struct `typeName` would be serialised. Idempotent. Unknown fields are dropped; values are trusted to have
 * the right types (see `decode`). Maps are sorted by key, quantities get their canonical text. `empties: 'kept'` leaves
 * empty lists and maps that somebody wrote: until an object is stored they are not the same as none, and refusals show it.
 */
export function canonical<T extends object>(typeName: string, value: T, empties: Empties = 'dropped'): T {
  const info = structInfo(typeName);
  return (info === undefined ? clone(value) : writeStruct(info, value as Fields, empties)) as T;
}

type Empties = 'dropped' | 'kept';

function writeStruct(info: StructInfo, value: Fields, empties: Empties): Fields {
  const out: Fields = {};
  for (const field of info.fields) {
    const written = writeField(field, value[field.name], empties);
    if (written !== undefined) out[field.name] = written;
  }
  return out;
}

function writeField(field: FieldInfo, value: unknown, empties: Empties): unknown {
  const { type } = field;
  if (value === undefined || value === null) return field.omitEmpty && !isPlainStruct(type) ? undefined : zeroValue(type);
  const written = writeValue(type, value, empties);
  if (!isZero(type, written) || (empties === 'kept' && typeof written === 'object')) return written;
  // The storage does not know an empty list from none.
  return field.omitEmpty ? undefined : zeroValue(type);
}

/** A struct that is no pointer is always written: `resources: {}`, `divisor: "0"`. */
const isPlainStruct = (type: TypeRef) =>
  type.wraps.length === 0 && type.base !== 'ResourceList' && (!isScalar(type) || type.base === 'Quantity' || type.base === 'IntOrString');

/** What Go's JSON writes for a field that nothing was decoded into; `structOf` writes a struct without fields. */
export function zeroValue(type: TypeRef, structOf: (name: string) => unknown = emptyStruct): unknown {
  if (type.wraps.length > 0) return null;
  switch (type.base) {
    case 'int32':
    case 'int64':
    case 'IntOrString':
      return 0;
    case 'bool':
      return false;
    case 'Quantity':
      return '0';
    case 'Time':
    case 'MicroTime':
    case 'ResourceList':
      return null;
    default:
      return structInfo(type.base) === undefined || type.namedString ? '' : structOf(type.base);
  }
}

const emptyStruct = (name: string) => canonical(name, {});

function isZero(type: TypeRef, value: unknown): boolean {
  if (type.wraps[0] === '*') return false;
  if (Array.isArray(value)) return value.length === 0;
  if (type.wraps[0] === '{}' || type.base === 'ResourceList') return Object.keys(value as object).length === 0;
  // A quantity and an int-or-string are structs in Go, so `omitempty` never omits them.
  return type.base !== 'Quantity' && type.base !== 'IntOrString' && (value === '' || value === 0 || value === false);
}

function writeValue(type: TypeRef, value: unknown, empties: Empties): unknown {
  switch (type.wraps[0]) {
    case '*':
      return writeValue(unwrap(type), value, empties);
    case '[]':
      return Array.isArray(value)
        ? value.map((item) => (item === null || item === undefined ? zeroValue(unwrap(type)) : writeValue(unwrap(type), item, empties)))
        : value;
    case '{}':
      return writeMap(unwrap(type), value, empties);
    case undefined:
      break;
  }
  if (type.base === 'ResourceList')
    return isFields(value) ? Object.fromEntries(sortedKeys(value).map((key) => [key, formatQuantity(roundUpToMilli(quantity(value[key])))])) : value;
  if (type.base === 'Quantity') return formatQuantity(quantity(value));
  const info = isScalar(type) ? undefined : structInfo(type.base);
  return info !== undefined && isFields(value) ? writeStruct(info, value, empties) : clone(value);
}

function writeMap(item: TypeRef, value: unknown, empties: Empties): unknown {
  if (!isFields(value)) return value;
  return Object.fromEntries(sortedKeys(value).map((key) => [key, writeValue(item, value[key] ?? '', empties)]));
}
