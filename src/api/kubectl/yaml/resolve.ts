/** YAML nodes to JSON data as sigs.k8s.io/yaml converts them: YAML 1.1 scalars as go-yaml v2 resolves them, the last of equal keys wins. */
import type { Fields } from '../../schema/fields.ts';
import { parseYamlNode, type YamlNode } from './parser.ts';
import { YamlError } from './scanner.ts';

/** The JSON data of the first document of a text; null for an empty one. Throws `YamlError`. */
export function yamlToJson(text: string): unknown {
  const node = parseYamlNode(text);
  return node === undefined ? null : toJson(node);
}

function toJson(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return scalar(node.value, node.plain, node.tag);
    case 'sequence':
      return node.items.map(toJson);
    case 'mapping':
      return mapping(node);
  }
}

function mapping(node: YamlNode & { kind: 'mapping' }): Fields {
  const out: Fields = {};
  const explicit = new Set<string>();
  for (const [key, value] of node.entries) {
    if (key.kind === 'scalar' && key.plain && key.value === '<<') {
      merge(out, explicit, value);
      continue;
    }
    const name = keyText(key);
    explicit.add(name);
    out[name] = toJson(value);
  }
  return out;
}

function merge(out: Fields, explicit: ReadonlySet<string>, source: YamlNode): void {
  if (source.kind === 'sequence') {
    // Earlier entries win, so they are laid over the later ones.
    for (const item of [...source.items].reverse()) merge(out, explicit, item);
    return;
  }
  if (source.kind !== 'mapping') throw new YamlError('map merge requires map or sequence of maps as the value');
  for (const [name, value] of Object.entries(mapping(source))) if (!explicit.has(name)) out[name] = value;
}

/** Keys are text in JSON, whatever they were in YAML. */
function keyText(node: YamlNode): string {
  const value = toJson(node);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new YamlError('invalid map key');
}

function scalar(value: string, plain: boolean, tag: string): unknown {
  if (tag === '!!str' || tag === '!') return value;
  if (tag === '!!binary') return value;
  if (!plain && tag === '') return value;
  const resolved = resolvePlain(value);
  if (tag === '!!float' && typeof resolved === 'number') return resolved;
  return resolved;
}

const BOOLEANS = new Map<string, boolean>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** A plain scalar's value (vendor/sigs.k8s.io/yaml/goyaml.v2/resolve.go). */
function resolvePlain(value: string): unknown {
  if (['', '~', 'null', 'Null', 'NULL'].includes(value)) return null;
  const boolean = BOOLEANS.get(value);
  if (boolean !== undefined) return boolean;
  if (!/^[-+.0-9]/.test(value)) return value;
  const digits = value.replaceAll('_', '');
  return integer(digits) ?? (FLOAT.test(digits) ? Number(digits) : value);
}

/** Decimal, octal with a leading 0 or 0o, hexadecimal and binary, as `strconv.ParseInt(text, 0, 64)`. */
function integer(text: string): number | undefined {
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]+|0|[1-9][0-9]*)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = ''] = match;
  const absolute = Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return sign === '-' ? -absolute : absolute;
}
