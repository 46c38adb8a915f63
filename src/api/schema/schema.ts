/** The API's types as data: what decoding, serialisation, patches and diffs need to know about every field. */
import { remembered } from '../../base/remembered.ts';
import { POD_TYPES } from './pod-types.ts';

/** A type as written in a table: `*int32`, `[]Container`, `{}string`, `$RestartPolicy`. */
export interface TypeRef {
  /** The wrappers from outside in: pointer, list or map. */
  wraps: readonly ('*' | '[]' | '{}')[];
  /** Name of a struct of the tables or of a scalar. */
  base: string;
  /** `base` is a string with a Go type name of its own. */
  namedString: boolean;
}

export interface FieldInfo {
  name: string;
  type: TypeRef;
  omitEmpty: boolean;
  /** Strategic merge key; the empty text for a merged list of scalars; undefined: the list is replaced. */
  mergeKey?: string;
  retainKeys: boolean;
  /** Go name of the struct that is embedded between, as in `ProbeHandler` for `Probe.httpGet`. */
  embedded: readonly string[];
}

export interface StructInfo {
  name: string;
  fields: readonly FieldInfo[];
  byName: ReadonlyMap<string, FieldInfo>;
}

const SCALARS = new Set(['string', 'int32', 'int64', 'bool', 'byte', 'Quantity', 'IntOrString', 'Time', 'MicroTime', 'FieldsV1', 'ResourceList']);

const lines = new Map<string, string>();
const structs = new Map<string, StructInfo>();

/** Adds a table to what `structInfo` finds. The Pod's own table is always there. */
export function registerTypes(table: string): void {
  for (const line of table.split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) lines.set(line.slice(0, space), line);
  }
}
registerTypes(POD_TYPES);

/** A struct by its Go name; undefined for scalars and unknown names. */
export function structInfo(name: string): StructInfo | undefined {
  const known = structs.get(name);
  if (known !== undefined) return known;
  const line = lines.get(name);
  if (line === undefined) return undefined;
  const fields = line.split(' ').slice(1).flatMap(fieldsOf);
  const info = { name, fields, byName: new Map(fields.map((field) => [field.name, field])) };
  structs.set(name, info);
  return info;
}

function fieldsOf(text: string): FieldInfo[] {
  if (text.startsWith('+')) {
    const inner = structInfo(text.slice(1));
    // TypeMeta and the like are embedded, too, but Go names them in errors only where the JSON has a parent.
    return (inner?.fields ?? []).map((field) => ({ ...field, embedded: [text.slice(1), ...field.embedded] }));
  }
  const match = /^([^?:]+)(\??):([^@!]+)(?:@([^!]*))?(!?)$/.exec(text);
  if (match === null) throw new Error(`Malformed field "${text}" in the type table`);
  const [, name = '', optional, type = '', mergeKey, retain] = match;
  return [
    {
      name,
      type: parseTypeRef(type),
      omitEmpty: optional === '?',
      ...(mergeKey !== undefined && { mergeKey }),
      retainKeys: retain === '!',
      embedded: [],
    },
  ];
}

function parseTypeRef(text: string): TypeRef {
  const wraps: ('*' | '[]' | '{}')[] = [];
  let rest = text;
  for (;;) {
    if (rest.startsWith('*')) wraps.push('*');
    else if (rest.startsWith('[]')) wraps.push('[]');
    else if (rest.startsWith('{}')) wraps.push('{}');
    else break;
    rest = rest.slice(wraps.at(-1) === '*' ? 1 : 2);
  }
  const namedString = rest.startsWith('$');
  return { wraps, base: namedString ? rest.slice(1) : rest, namedString };
}

/** The type inside the outermost wrapper. */
export const unwrap = remembered((type: TypeRef): TypeRef => ({ ...type, wraps: type.wraps.slice(1) }));

/** The type without leading pointers. */
export function withoutPointer(type: TypeRef): TypeRef {
  return type.wraps[0] === '*' ? withoutPointer(unwrap(type)) : type;
}

export const isScalar = (type: TypeRef): boolean => type.wraps.length === 0 && (type.namedString || SCALARS.has(type.base));

/** A type as Go prints it in an error: `[]v1.Container`, `map[string]string`, `v1.RestartPolicy`. */
export function goTypeName(type: TypeRef): string {
  const [outer] = type.wraps;
  if (outer === '*') return goTypeName(unwrap(type));
  if (outer === '[]') return `[]${goTypeName(unwrap(type))}`;
  if (outer === '{}') return `map[string]${goTypeName(unwrap(type))}`;
  if (type.base === 'UID') return 'types.UID';
  if (type.base === 'Quantity') return 'resource.Quantity';
  if (type.base === 'ResourceList') return 'v1.ResourceList';
  if (!type.namedString && SCALARS.has(type.base)) return type.base === 'byte' ? 'uint8' : type.base;
  return `v1.${type.base}`;
}
