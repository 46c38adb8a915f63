/** Tools that show bytes: `od`, `hexdump`, `xxd`. */
import type { Gen } from '../wait.ts';
import { utf8Bytes } from './digests.ts';
import { openInput } from './input.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

export const DUMP_TOOLS: Record<string, Tool> = { od, hexdump, hd: hexdump, xxd };

/** The first bytes of the operands, or all; of what never ends as many as are asked for. */
function* bytesOf(call: ToolCall, operands: readonly string[], limit: number): Gen<{ bytes: number[]; failed: boolean }> {
  const bytes: number[] = [];
  let failed = false;
  for (const path of operands.length === 0 ? ['-'] : operands) {
    const file = yield* openInput(call, path);
    if (!file) {
      failed = true;
      continue;
    }
    file.retain();
    while (bytes.length < limit) {
      const text = file.take(Math.min(65_536, limit - bytes.length));
      if (text === '') break;
      if (text === undefined) yield { queue: file.queue };
      // What an endless device gives are bytes, not letters
      else if (file.endless) for (const each of text) bytes.push(each.charCodeAt(0) & 0xff);
      else bytes.push(...utf8Bytes(text));
      yield* call.process.tick();
    }
    file.release();
  }
  return { bytes: bytes.slice(0, limit), failed };
}

const ESCAPES: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

const character = (byte: number): string =>
  (ESCAPES[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))).padStart(4);

/** How wide a number of so many bytes is at most. */
const WIDTHS: Readonly<Record<string, readonly [one: number, two: number, four: number, eight: number]>> = {
  x: [2, 4, 8, 16],
  o: [3, 6, 11, 22],
  u: [3, 5, 10, 20],
  d: [4, 6, 11, 20],
};

function number(kind: string, bytes: readonly number[], size: number): string {
  const unsigned = bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
  const width = WIDTHS[kind]?.[Math.log2(size)] ?? 0;
  if (kind === 'd') return ` ${String(BigInt.asIntN(size * 8, unsigned)).padStart(width)}`;
  return ` ${kind === 'u' ? String(unsigned).padStart(width) : unsigned.toString(kind === 'x' ? 16 : 8).padStart(width, '0')}`;
}

/** A line of so many bytes after the other, `*` for those that repeat the one before. */
function dumped(bytes: readonly number[], width: number, isFull: boolean, line: (at: number, part: readonly number[]) => string): string {
  let output = '';
  let before = '';
  let starred = false;
  for (let at = 0; at < bytes.length; at += width) {
    const part = bytes.slice(at, at + width);
    const key = part.join();
    if (!isFull && key === before && part.length === width) {
      if (!starred) output += '*\n';
      starred = true;
      continue;
    }
    [before, starred] = [key, false];
    output += line(at, part);
  }
  return output;
}

function* od(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'AtNwj', { 'address-radix': 'A', format: 't', 'read-bytes': 'N', width: 'w' });
  const short = (['c', 'x', 'b', 'd', 'o'] as const).find((letter) => options.has(letter));
  const type = options.value('t') ?? { c: 'c', x: 'x2', b: 'o1', d: 'u2', o: 'o2' }[short ?? 'o'];
  const [, kind = '', digits = ''] = /^([acdoux])([1248]?)z?$/.exec(type) ?? [];
  if (kind === '') {
    yield* complain(call, `invalid type string '${type}'`);
    return 1;
  }
  const size = kind === 'c' || kind === 'a' ? 1 : Number(digits || 4);
  const { bytes, failed } = yield* bytesOf(call, options.operands, options.has('N') ? Number(options.value('N')) : Number.POSITIVE_INFINITY);
  const radix = options.value('A') ?? 'o';
  const address = (at: number) => (radix === 'n' ? '' : at.toString({ x: 16, d: 10 }[radix] ?? 8).padStart(radix === 'x' ? 6 : 7, '0'));
  const output = dumped(bytes, Number(options.value('w') || 16), options.has('v'), (at, part) => {
    let row = address(at);
    for (let i = 0; i < part.length; i += size)
      row += size === 1 && !/[doux]/.test(kind) ? character(part[i] ?? 0) : number(kind, part.slice(i, i + size), size);
    return `${row}\n`;
  });
  yield* call.process.out(`${output}${radix === 'n' ? '' : `${address(bytes.length)}\n`}`);
  return failed ? 1 : 0;
}

const printable = (part: readonly number[]) => part.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
const hex = (byte: number, digits = 2) => byte.toString(16).padStart(digits, '0');

function* hexdump(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'nse');
  const { bytes, failed } = yield* bytesOf(call, options.operands, options.has('n') ? Number(options.value('n')) : Number.POSITIVE_INFINITY);
  const canonical = options.has('C') || call.name === 'hd';
  const output = dumped(bytes, 16, options.has('v'), (at, part) => {
    if (!canonical) {
      const words = Array.from({ length: Math.ceil(part.length / 2) }, (_, i) => ` ${hex((part[2 * i] ?? 0) + 256 * (part[2 * i + 1] ?? 0), 4)}`);
      return `${hex(at, 7)}${words.join('').padEnd(40)}\n`.replace(/ +\n$/, (end) => (part.length === 16 ? '\n' : end));
    }
    const half = (from: number) =>
      part
        .slice(from, from + 8)
        .map((byte) => `${hex(byte)} `)
        .join('')
        .padEnd(24);
    return `${hex(at, 8)}  ${half(0)} ${half(8)} |${printable(part)}|\n`;
  });
  if (bytes.length > 0) yield* call.process.out(`${output}${hex(bytes.length, canonical ? 8 : 7)}\n`);
  return failed ? 1 : 0;
}

function* xxd(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'lcgs');
  const { bytes, failed } = yield* bytesOf(call, options.operands, options.has('l') ? Number(options.value('l')) : Number.POSITIVE_INFINITY);
  const plain = options.has('p');
  const width = Number(options.value('c') || (plain ? 30 : 16));
  const output = dumped(bytes, width, true, (at, part) => {
    const digits = part.map((byte) => hex(byte));
    if (plain) return `${digits.join('')}\n`;
    const pairs = Array.from({ length: Math.ceil(width / 2) }, (_, i) => `${digits[2 * i] ?? ''}${digits[2 * i + 1] ?? ''}`.padEnd(4));
    return `${hex(at, 8)}: ${pairs.join(' ')}  ${printable(part)}\n`;
  });
  yield* call.process.out(output);
  return failed ? 1 : 0;
}
