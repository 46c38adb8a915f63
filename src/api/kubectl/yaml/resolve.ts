/** YAML nodes to JSON data as sigs.k8s.io/yaml converts them: YAML 1.1 scalars as go-yaml v2 resolves them, the last of equal keys wins. */
import { goQuote, sortedKeys } from '../../go-text.ts';
import { exactInteger, type Fields } from '../../schema/fields.ts';
import { type Anchor, parseYamlNode, type YamlNode } from './parser.ts';
import { YamlError } from './reader.ts';

/** The JSON data of the first document of a text; null for an empty one. Throws `YamlError`. */
export function yamlToJson(text: string): unknown {
  const node = parseYamlNode(text);
  return node === undefined ? null : new Resolver().json(node);
}

/** One document; counts what aliases make of it (vendor/sigs.k8s.io/yaml/goyaml.v2/decode.go). */
class Resolver {
  readonly #open = new Set<Anchor>();
  #resolved = 0;
  #throughAliases = 0;

  json(node: YamlNode): unknown {
    this.#resolved += 1;
    if (this.#open.size > 0) this.#throughAliases += 1;
    if (this.#throughAliases > 100 && this.#resolved > 1000 && this.#throughAliases / this.#resolved > allowedShare(this.#resolved))
      throw new YamlError('document contains excessive aliasing');
    switch (node.kind) {
      case 'scalar':
        return scalar(node.value, node.plain, node.tag);
      case 'sequence':
        return node.items.map((item) => this.json(item));
      case 'mapping':
        return this.#mapping(node);
      case 'alias':
        return this.#alias(node);
    }
  }

  #alias({ name, anchor }: YamlNode & { kind: 'alias' }): unknown {
    if (this.#open.has(anchor) || anchor.node === undefined) throw new YamlError(`anchor '${name}' value contains itself`);
    this.#open.add(anchor);
    const value = this.json(anchor.node);
    this.#open.delete(anchor);
    return value;
  }

  #mapping(node: YamlNode & { kind: 'mapping' }): Fields {
    const out: Fields = {};
    for (const [key, value] of node.entries) {
      if (key.kind === 'scalar' && key.plain && key.value === '<<') this.#merge(out, value);
      else {
        const name = this.json(key);
        out[keyText(name, () => this.json(value))] = this.json(value);
      }
    }
    return out;
  }

  #merge(out: Fields, source: YamlNode): void {
    // Of several maps the earlier ones win, so they come last.
    for (const item of source.kind === 'sequence' ? [...source.items].reverse() : [source]) {
      const target = item.kind === 'alias' ? item.anchor.node : item;
      if (target !== undefined && target.kind !== 'mapping') throw new YamlError('map merge requires map or sequence of maps as the value');
      Object.assign(out, this.json(item));
    }
  }
}

/** A small document may consist of aliases nearly alone, a huge one hardly at all. */
function allowedShare(resolved: number): number {
  const [low, high] = [400_000, 4_000_000];
  return resolved <= low ? 0.99 : resolved >= high ? 0.1 : 0.99 - (0.89 * (resolved - low)) / (high - low);
}

/** Keys are text in JSON, whatever they were in YAML. */
function keyText(key: unknown, value: () => unknown): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean') return String(key);
  if (key === null) {
    const held = value();
    throw new YamlError(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${held === null ? '<nil>' : goSyntax(held)}`, false);
  }
  throw new YamlError(`invalid map key: ${goSyntax(key)}`);
}

/** A value as Go's `%#v` prints it. */
function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value === 'object')
    return `map[interface {}]interface {}{${sortedKeys(value)
      .map((key) => `${goQuote(key)}:${goSyntax((value as Fields)[key])}`)
      .join(', ')}}`;
  return typeof value === 'string' ? goQuote(value) : String(value);
}

const SHORT_TAGS: Record<string, string> = {
  'tag:yaml.org,2002:str': '!!str',
  'tag:yaml.org,2002:int': '!!int',
  'tag:yaml.org,2002:float': '!!float',
  'tag:yaml.org,2002:bool': '!!bool',
  'tag:yaml.org,2002:null': '!!null',
};

function scalar(value: string, plain: boolean, writtenTag: string): unknown {
  const tag = SHORT_TAGS[writtenTag] ?? writtenTag;
  if (tag === '' && !plain) return value;
  if (tag === '!!binary') return binary(value);
  if (tag !== '' && !RESOLVED_TAGS.has(tag)) return value;
  const resolved = resolvePlain(value);
  const found = tagOf(value, resolved);
  if (tag === '' || tag === found || (tag === '!!float' && found === '!!int')) return resolved;
  throw new YamlError(`cannot decode ${found} \`${value}\` as a ${tag}`);
}

const RESOLVED_TAGS = new Set(['!!int', '!!float', '!!bool', '!!null', '!!timestamp']);

function tagOf(text: string, value: unknown): string {
  if (value === null) return '!!null';
  if (typeof value === 'boolean') return '!!bool';
  if (typeof value === 'number' || typeof value === 'bigint') return integer(text.replaceAll('_', '')) === undefined ? '!!float' : '!!int';
  return /^\d{4}-\d\d?-\d\d?([Tt\s].*)?$/.test(text) ? '!!timestamp' : '!!str';
}

function binary(value: string): string {
  const compact = value.replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) throw new YamlError('!!binary value contains invalid base64 data');
  return atob(compact);
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
  const special = SPECIAL.get(value);
  if (special !== undefined) throw new YamlError(`json: unsupported value: ${special}`, false);
  // What is too large for a float is text.
  return integer(digits) ?? (FLOAT.test(digits) && Number.isFinite(Number(digits)) ? Number(digits) : value);
}

/** Floats that JSON cannot hold. */
const SPECIAL = new Map<string, string>([
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, '+Inf'] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, '-Inf'] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, 'NaN'] as const),
]);

/** Decimal, octal with a leading 0 or 0o, hexadecimal and binary, as `strconv.ParseInt(text, 0, 64)`. */
function integer(text: string): number | bigint | undefined {
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]+|0|[1-9][0-9]*)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = ''] = match;
  const absolute = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return exactInteger(sign === '-' ? -absolute : absolute);
}
