/** `-o yaml` as go-yaml writes it: sorted keys, two spaces, lists not indented, lines folded behind column 80. */
import { sortedKeys } from '../../go-text.ts';
import { isFields } from '../../schema/fields.ts';

const BEST_WIDTH = 80;

export const yamlText = (value: unknown): string => node(value, 0, 0, false);

/** `column` is where the text begins; `inline`: behind a key. `indent` is the level of what belongs to the node. */
function node(value: unknown, indent: number, column: number, inline: boolean): string {
  const gap = inline ? ' ' : '';
  if (Array.isArray(value)) {
    if (value.length === 0) return `${gap}[]\n`;
    return (inline ? '\n' : '') + value.map((item) => `${' '.repeat(indent)}- ${listItem(item, indent)}`).join('');
  }
  if (isFields(value)) {
    const keys = sortedKeys(value);
    if (keys.length === 0) return `${gap}{}\n`;
    return (inline ? '\n' : '') + keys.map((key) => `${' '.repeat(indent)}${entry(key, value[key], indent)}`).join('');
  }
  return `${gap}${scalar(value, indent, column)}\n`;
}

function entry(key: string, value: unknown, indent: number): string {
  const written = text(key, 0, Number.NEGATIVE_INFINITY);
  return `${written}:${node(value, Array.isArray(value) ? indent : indent + 2, indent + written.length + 2, true)}`;
}

/** What stands behind a dash: the first key of a map on the same line. */
function listItem(value: unknown, indent: number): string {
  const isNested = (isFields(value) && Object.keys(value).length > 0) || (Array.isArray(value) && value.length > 0);
  const written = node(value, indent + 2, indent + 2, false);
  return isNested ? written.slice(indent + 2) : written;
}

function scalar(value: unknown, indent: number, column: number): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return goNumber(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  const written = String(value);
  return written.includes('\n') && isPrintable(written) ? literal(written, indent) : text(written, indent, column);
}

/** Whole numbers in digits, others as Go's `%g` with an exponent from a million on. */
function goNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  return power < -4 || power >= 6 ? `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}` : String(value);
}

/** Line breaks apart, only what YAML 1.1 calls printable below 0x10000. */
function isPrintable(value: string): boolean {
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    const isPlain =
      (code >= 0x20 && code <= 0x7e) ||
      code === 0x0a ||
      code === 0x85 ||
      (code >= 0xa0 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff);
    if (!isPlain) return false;
  }
  return true;
}

function literal(value: string, indent: number): string {
  const hint = /^[ \n]/.test(value) ? '2' : '';
  const chomping = value.endsWith('\n\n') || value === '\n' ? '+' : value.endsWith('\n') ? '' : '-';
  const body = value.endsWith('\n') ? value.slice(0, -1) : value;
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`));
  return `|${hint}${chomping}\n${lines.join('\n')}`;
}

/** One line of text, plain where YAML would read it back as the same text. */
function text(value: string, indent: number, column: number): string {
  if (looksTyped(value) || !isPrintable(value)) return `"${fold(doubleQuoted(value), indent, column + 1, true)}"`;
  if (needsQuotes(value)) return `'${fold(value.replaceAll("'", "''"), indent, column + 1, false)}'`;
  return fold(value, indent, column, false);
}

const ESCAPES: Record<string, string> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
  '\u001b': '\\e',
};

function doubleQuoted(value: string): string {
  return [...value]
    .map((char) => {
      const escape = ESCAPES[char];
      if (escape !== undefined) return escape;
      if (isPrintable(char)) return char;
      const code = char.codePointAt(0) ?? 0;
      const hex = code.toString(16).toUpperCase();
      return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
    })
    .join('');
}

/** Text that would be read as something else. */
function looksTyped(value: string): boolean {
  return (
    /^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|true|True|TRUE|false|False|FALSE|null|Null|NULL|~|)$/.test(value) ||
    /^[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|[0-9][0-9_]*)$/.test(value) ||
    /^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$/.test(value) ||
    /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/.test(value) ||
    /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/.test(value) ||
    /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/.test(value)
  );
}

function needsQuotes(value: string): boolean {
  if (/^[-?:,[\]{}#&*!|>'"%@`\s]/.test(value) && !/^[-?:][^\s]/.test(value)) return true;
  if (/^(---|\.\.\.)/.test(value)) return true;
  return /: |:$| #|\s$|^\s/.test(value);
}

/** Breaks at single spaces once the line is longer than 80 columns. */
function fold(value: string, indent: number, startColumn: number, isDouble: boolean): string {
  let out = '';
  let column = startColumn;
  const chars = [...value];
  for (const [i, char] of chars.entries()) {
    const isSingle = char === ' ' && i > 0 && i < chars.length - 1 && chars[i - 1] !== ' ' && chars[i + 1] !== ' ';
    const mayBreak = isSingle || (isDouble && char === ' ' && i > 0 && i < chars.length - 1 && chars[i - 1] !== ' ');
    if (mayBreak && column > BEST_WIDTH) {
      out += `\n${' '.repeat(indent)}${isDouble && chars[i + 1] === ' ' ? '\\' : ''}`;
      column = indent;
    } else {
      out += char;
      column += 1;
    }
  }
  return out;
}
