/** Texts as Go's standard library prints them. */
import { isWholeNumber } from './schema/fields.ts';

const ESCAPES: Record<string, string> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** `strconv.Quote`: what `%q` prints. */
export function goQuote(value: string): string {
  let out = '"';
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    const escape = ESCAPES[char];
    if (escape !== undefined) out += escape;
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(char)) out += char;
    else out += code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `${out}"`;
}

/** The JSON that `encoding/json.Marshal` writes: compact, `<`, `>` and `&` escaped. Keys keep their order. */
export function goJson(value: unknown, indent?: number): string {
  // Integers that JSON.stringify does not know go through it as texts that begin with a NUL.
  const marked = (_key: string, item: unknown) => (typeof item === 'bigint' ? `\0${item}` : item);
  const written = JSON.stringify(value, marked, indent).replaceAll(/"\\u0000(-?\d+)"/g, '$1');
  return written.replaceAll(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Bytewise order, as Go sorts strings. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let same = 0;
  while (same < length && a.charCodeAt(same) === b.charCodeAt(same)) same += 1;
  if (same === length) return a.length - b.length;
  const [unit, other] = [a.charCodeAt(same), b.charCodeAt(same)];
  if (!isSurrogate(unit) && !isSurrogate(other)) return unit - other;
  // Code units and UTF-8 bytes disagree only about surrogates; comparing code points settles those.
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

export const sortedKeys = (value: object): string[] => Object.keys(value).sort(compareText);

/** Length in bytes, which is what Go's `len` counts. */
export function byteLength(value: string): number {
  let bytes = 0;
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** A decoded JSON value as `%v` prints it: `map[a:1 b:[x y]]`. */
export function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (value === null || value === undefined) return '<nil>';
  if (typeof value !== 'object') return String(value);
  return `map[${sortedKeys(value)
    .map((key) => `${key}:${goValue((value as Record<string, unknown>)[key])}`)
    .join(' ')}]`;
}

/** A decoded JSON value as `%#v` prints it: `map[string]interface {}{"a":1, "b":[]interface {}{"x"}}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  const entries = sortedKeys(value).map((key) => `${goQuote(key)}:${goSyntax((value as Record<string, unknown>)[key])}`);
  return `map[string]interface {}{${entries.join(', ')}}`;
}

/** The Go type that a decoded JSON value has: `map[string]interface {}`, `int64`. */
export function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number' || typeof value === 'bigint') return isWholeNumber(value) ? 'int64' : 'float64';
  return { string: 'string', boolean: 'bool' }[typeof value as 'string' | 'boolean'] ?? 'map[string]interface {}';
}
