/** `-o yaml` as go-yaml writes it: sorted keys, two spaces, lists not indented. */
import { sortedKeys } from '../../go-text.ts';
import { type Fields, isFields } from '../../schema/fields.ts';

const MAX_LINE = 80;

export const yamlText = (value: unknown): string => node(value, 0, false);

/** `inline`: the text goes behind a key or a dash. */
function node(value: unknown, indent: number, inline: boolean): string {
  if (Array.isArray(value))
    return value.length === 0
      ? `${inline ? ' ' : ''}[]\n`
      : `${inline ? '\n' : ''}${value.map((item) => `${' '.repeat(indent)}-${item_(item, indent)}`).join('')}`;
  if (isFields(value)) return mapping(value, indent, inline);
  return `${inline ? ' ' : ''}${scalar(value, indent)}\n`;
}

function mapping(value: Fields, indent: number, inline: boolean): string {
  const keys = sortedKeys(value);
  if (keys.length === 0) return `${inline ? ' ' : ''}{}\n`;
  return (inline ? '\n' : '') + keys.map((key) => `${' '.repeat(indent)}${entry(key, value[key], indent)}`).join('');
}

function entry(key: string, value: unknown, indent: number): string {
  const childIndent = Array.isArray(value) ? indent : indent + 2;
  return `${plainOrQuoted(key)}:${node(value, childIndent, true)}`;
}

/** The first key of a map stands on the line of its dash. */
function item_(value: unknown, indent: number): string {
  if (isFields(value) && Object.keys(value).length > 0) return ` ${mapping(value, indent + 2, false).trimStart()}`;
  if (Array.isArray(value) && value.length > 0) return ` ${node(value, indent + 2, false).trimStart()}`;
  return node(value, indent + 2, true);
}

function scalar(value: unknown, indent: number): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = String(value);
  if (text.includes('\n') && isPrintable(text)) return literal(text, indent);
  return plainOrQuoted(text, indent);
}

const isPrintable = (text: string) => !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text);

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') || text === '\n' ? '+' : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`));
  return `|${hint}${chomp}\n${lines.join('\n')}`;
}

function plainOrQuoted(text: string, indent = 0): string {
  if (needsQuotes(text)) {
    if (looksTyped(text) || !isPrintable(text)) return folded(doubleQuoted(text), indent);
    return folded(`'${text.replaceAll("'", "''")}'`, indent);
  }
  return folded(text, indent);
}

const doubleQuoted = (text: string) =>
  `"${text.replaceAll(/[\\"\u0000-\u001f\u007f]/g, (char) => ({ '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\', '\0': '\\0', '\u0007': '\\a', '\b': '\\b', '\v': '\\v', '\f': '\\f', '\u001b': '\\e' })[char] ?? `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}"`;

/** Text that would be read as something else: these get double quotes. */
function looksTyped(text: string): boolean {
  return (
    /^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|true|True|TRUE|false|False|FALSE|null|Null|NULL|~|)$/.test(text) ||
    /^[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|[0-9][0-9_]*)$/.test(text) ||
    /^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$/.test(text) ||
    /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/.test(text) ||
    /^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/.test(text) ||
    /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/.test(text) ||
    text === '<<'
  );
}

function needsQuotes(text: string): boolean {
  if (looksTyped(text)) return true;
  if (/^[-?:,[\]{}#&*!|>'"%@`\s]/.test(text) && !/^[-?:][^\s]/.test(text)) return true;
  if (/^(---|\.\.\.)/.test(text)) return true;
  return /: |:$| #|\s$|^\s/.test(text) || !isPrintable(text);
}

/** Lines are broken at a space once they are longer than 80 characters. */
function folded(text: string, indent: number): string {
  if (text.length + indent <= MAX_LINE || text.startsWith('|')) return text;
  const quoted = text.startsWith("'") || text.startsWith('"');
  let out = '';
  let column = indent;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    const mayBreak = char === ' ' && column > MAX_LINE && i > 0 && i < text.length - 1 && text.charAt(i + 1) !== ' ' && text.charAt(i - 1) !== ' ';
    if (mayBreak) {
      out += `\n${' '.repeat(indent)}`;
      if (text.startsWith('"') && text.charAt(i + 1) === ' ') out += '\\';
      column = indent;
    } else {
      out += char;
      column += 1;
    }
  }
  return quoted ? out : out;
}
