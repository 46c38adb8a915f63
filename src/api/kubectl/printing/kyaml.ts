/** `-o kyaml`: YAML in braces, with quotes around every text (sigs.k8s.io/yaml/kyaml). */
import { isFields } from '../../schema/fields.ts';
import { printedKeys } from './json.ts';

/** One document with its `---`. */
export const kyamlText = (value: unknown): string => `---\n${node(value, 0)}\n`;

const indented = (level: number) => '  '.repeat(level);

function node(value: unknown, level: number): string {
  if (typeof value === 'string') return quoted(value, level + 1);
  if (Array.isArray(value)) return sequence(value, level);
  if (!isFields(value)) return String(value ?? null);
  const keys = printedKeys(value);
  if (keys.length === 0) return '{}';
  const entries = keys.map((key) => `${indented(level + 1)}${isPlainKey(key) ? key : quoted(key, level + 1)}: ${node(value[key], level + 1)},\n`);
  return `{\n${entries.join('')}${indented(level)}}`;
}

/** Lists of lists and maps only open their brackets on one line. */
function sequence(items: readonly unknown[], level: number): string {
  if (items.length === 0) return '[]';
  if (items.every((item) => typeof item === 'object' && item !== null)) return `[${items.map((item) => node(item, level)).join(', ')}]`;
  return `[\n${items.map((item) => `${indented(level + 1)}${node(item, level + 1)},\n`).join('')}${indented(level)}]`;
}

/** Keys that nothing could take for something else than text. */
function isPlainKey(key: string): boolean {
  if (/^(?:null|~|true|false|t|f|y|yes|on|n|no|off|[-+]?\.inf|\.nan|[-+]?(?:inf|infinity)|nan)$/i.test(key)) return false;
  if (/^[-+]?(?:0x[0-9a-f_]+|0b[01_]+|0o[0-7_]+|[0-9_]*\.?[0-9_]+(?:e[-+]?[0-9]+)?|[0-9]+\.)$/i.test(key)) return false;
  if (/^\d{4}-\d\d?-\d\d?$/.test(key)) return false;
  return /^[\p{L}\p{N}_](?:[\p{L}\p{N}_\-./]*[\p{L}\p{N}_])?$/u.test(key);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\r': '\\r',
  '\v': '\\v',
  '\0': '\\0',
  '\u001b': '\\e',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

/** Text of several lines has each on a line of its own, folded together by the backslash at its end. */
function quoted(value: string, level: number): string {
  const lines = value.split('\n').map((line) => Array.from(line, escaped).join(''));
  if (lines.length === 1) return `"${lines[0] ?? ''}"`;
  const last = lines.pop() ?? '';
  const begun = (line: string) => `${indented(level)}${/^\s/.test(line) ? '\\' : ' '}${line}`;
  const folded = lines.map((line) => `${begun(line)}\\n\\\n`).join('');
  return `"\\\n${folded}${last === '' ? '' : `${begun(last)}\\\n`}${indented(level)}"`;
}

function escaped(char: string): string {
  const known = ESCAPES[char];
  if (known !== undefined) return known;
  if (char === '\t' || /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
