/** `sort` */
import type { Gen } from '../wait.ts';
import { compareText, splitLines } from '../text.ts';
import { readOperands } from './input.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

export const SORT_TOOLS: Record<string, Tool> = { sort };

/** `-k 2.3,4nr`: from which character to which, and how they are compared. */
interface Key {
  from: Place;
  to: Place | undefined;
  flags: string;
}

interface Place {
  /** From 1. */
  field: number;
  /** From 1; 0 is the end of the field. */
  character: number;
}

const KEY = /^(\d+)(?:\.(\d+))?([bdfghinMrRV]*)(?:,(\d+)(?:\.(\d+))?([bdfghinMrRV]*))?$/;

function readKey(text: string): Key | undefined {
  const [whole, field, character, flags = '', toField, toCharacter, toFlags = ''] = KEY.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const to = toField === undefined ? undefined : { field: Number(toField), character: Number(toCharacter ?? 0) };
  return { from: { field: Number(field), character: Number(character ?? 1) }, to, flags: flags + toFlags };
}

function* sort(call: ToolCall): Gen<number> {
  const { process } = call;
  const options = parseOptions(call.args, 'ktoST', { key: 'k', 'field-separator': 't', reverse: 'r', unique: 'u', 'numeric-sort': 'n' });
  const keys = options.values('k').map(readKey);
  const broken = keys.indexOf(undefined);
  if (broken !== -1) {
    yield* complain(
      call,
      call.flavour === 'busybox' ? 'bad field specification' : `invalid number at field start: invalid count at start of '${options.values('k')[broken]}'`,
    );
    return 2;
  }
  const texts = yield* readOperands(call, options.operands);
  if (texts.failed) return 2;
  const global = [...'bdfghnMrRV'].filter((letter) => options.has(letter)).join('');
  const byKeys = keys.flatMap((key) => key ?? []).map((key) => comparison(key, key.flags === '' ? global : key.flags, options.value('t')));
  if (byKeys.length === 0) byKeys.push(comparison(undefined, global, undefined));
  const compare = (a: string, b: string): number => {
    for (const by of byKeys) {
      const order = by(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
  // Where the keys say nothing, the whole line decides; -u and -s leave it at that.
  const isLast = options.has('s') || options.has('u');
  const total = (a: string, b: string) => compare(a, b) || (isLast ? 0 : options.has('r') ? compareText(b, a) : compareText(a, b));
  let lines = texts.flatMap(({ text }) => splitLines(text));
  if (options.has('c')) return yield* check(call, options.operands[0] ?? '-', lines, total);
  lines.sort(total);
  if (options.has('u')) lines = lines.filter((line, index) => index === 0 || compare(lines[index - 1] as string, line) !== 0);
  const text = lines.map((line) => `${line}\n`).join('');
  const target = options.value('o');
  if (target === undefined) yield* process.out(text);
  else process.fs.open(target, process.cwd, { read: false, write: true, append: false, create: true, truncate: true }).put(text);
  return 0;
}

function* check(call: ToolCall, path: string, lines: readonly string[], compare: (a: string, b: string) => number): Gen<number> {
  const wrong = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] as string, line) > 0);
  if (wrong === -1) return 0;
  yield* complain(call, `${path}:${wrong + 1}: disorder: ${lines[wrong]}`);
  return 1;
}

function comparison(key: Key | undefined, flags: string, separator: string | undefined): (a: string, b: string) => number {
  const value = (line: string) => (key === undefined ? line : keyText(line, key, separator));
  const sign = flags.includes('r') ? -1 : 1;
  if (/[ngh]/.test(flags)) return (a, b) => sign * (numberIn(value(a), flags) - numberIn(value(b), flags));
  if (flags.includes('V')) return (a, b) => sign * compareVersions(value(a), value(b));
  const plain = (text: string) => {
    const trimmed = flags.includes('b') ? text.trimStart() : text;
    return flags.includes('f') ? trimmed.toUpperCase() : trimmed;
  };
  return (a, b) => sign * compareText(plain(value(a)), plain(value(b)));
}

/** Numbers in a text count as numbers: `a9` comes before `a10`. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (const [index, piece] of (left ?? []).entries()) {
    const other = right?.[index] ?? '';
    const order = /^\d/.test(piece) && /^\d/.test(other) ? Number(piece) - Number(other) : compareText(piece, other);
    if (order !== 0) return order;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
}

const UNITS = 'KMGTPE';

function numberIn(text: string, flags: string): number {
  const number = Number.parseFloat(text) || 0;
  if (!flags.includes('h')) return number;
  const unit = UNITS.indexOf((/^\s*-?[\d.]+([KMGTPE])/i.exec(text)?.[1] ?? '-').toUpperCase());
  return number * 1024 ** (unit + 1);
}

/** The part of a line that a key names. Without a separator, blanks before a field belong to it. */
function keyText(line: string, { from, to }: Key, separator: string | undefined): string {
  const fields = separator === undefined ? (line.match(/[ \t]*[^ \t]+/g) ?? []) : line.split(separator);
  const gap = separator?.length ?? 0;
  const start = (field: number) => fields.slice(0, field - 1).reduce((sum, text) => sum + text.length + gap, 0);
  const end = to === undefined ? line.length : start(to.field) + (to.character === 0 ? (fields[to.field - 1]?.length ?? 0) : to.character);
  return line.slice(start(from.field) + from.character - 1, end);
}
