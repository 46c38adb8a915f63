/**
 * The format of gzip (RFC 1952) around data with fixed codes (RFC 1951). Files here hold text: a byte of compressed data stands there as the
 * character with its number. What other programs have compressed does not come through that whole, so that no other codes have to be read.
 */
import { utf8Bytes } from './digests.ts';

export class GzipError extends Error {}

const WINDOW = 32_768;
const LONGEST = 258;
const SHORTEST = 3;
/** Magic, deflate, no flags, no time, Unix. */
const HEADER = '\u001f\u008b\u0008\0\0\0\0\0\0\u0003';
const END_OF_BLOCK = 256;

/** Code, extra bits, first value: RFC 1951, 3.2.5. */
const LENGTHS = table(257, 28, SHORTEST, (index) => (index < 8 ? 0 : (index - 4) >> 2), [285, 0, LONGEST]);
const DISTANCES = table(0, 30, 1, (index) => (index < 4 ? 0 : (index - 2) >> 1));

type Row = readonly [code: number, bits: number, first: number];

function table(code: number, count: number, first: number, bitsOf: (index: number) => number, ...last: Row[]): Row[] {
  const rows: Row[] = [];
  let value = first;
  for (let index = 0; index < count; index += 1) {
    rows.push([code + index, bitsOf(index), value]);
    value += 2 ** bitsOf(index);
  }
  return [...rows, ...last];
}

const rowFor = (rows: readonly Row[], value: number): Row => rows.findLast(([, , first]) => value >= first) as Row;

/** The code of a literal or a length: value and number of bits (RFC 1951, 3.2.6). */
function fixedCode(symbol: number): [code: number, bits: number] {
  if (symbol < 144) return [0x30 + symbol, 8];
  if (symbol < 256) return [0x190 + symbol - 144, 9];
  return symbol < 280 ? [symbol - 256, 7] : [0xc0 + symbol - 280, 8];
}

export function gzipped(text: string): string {
  const data = utf8Bytes(text);
  const out: string[] = [HEADER];
  let held = 0;
  let count = 0;
  const put = (value: number, bits: number) => {
    held |= value << count;
    count += bits;
    while (count >= 8) {
      out.push(String.fromCharCode(held & 0xff));
      held >>>= 8;
      count -= 8;
    }
  };
  const putCode = (code: number, bits: number) => {
    for (let bit = bits - 1; bit >= 0; bit -= 1) put((code >> bit) & 1, 1);
  };
  const putRow = ([code, bits, first]: Row, value: number, write: (code: number) => void) => {
    write(code);
    put(value - first, bits);
  };
  const symbol = (code: number) => putCode(...fixedCode(code));
  put(1, 1);
  put(1, 2);
  const seen = new Map<number, number>();
  for (let at = 0; at < data.length; ) {
    const key = ((data[at] as number) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    const before = at + SHORTEST <= data.length ? seen.get(key) : undefined;
    seen.set(key, at);
    if (before === undefined || at - before > WINDOW) {
      symbol(data[at] as number);
      at += 1;
      continue;
    }
    let length = SHORTEST;
    while (length < LONGEST && at + length < data.length && data[before + length] === data[at + length]) length += 1;
    putRow(rowFor(LENGTHS, length), length, symbol);
    putRow(rowFor(DISTANCES, at - before), at - before, (code) => putCode(code, 5));
    at += length;
  }
  symbol(END_OF_BLOCK);
  if (count > 0) put(0, 8 - count);
  for (const number of [crc32(data), data.length]) for (const shift of [0, 8, 16, 24]) out.push(String.fromCharCode((number >>> shift) & 0xff));
  return out.join('');
}

export const isGzipped = (text: string): boolean => text.startsWith('\u001f\u008b');

/** The texts in it, one behind the other. Throws {@link GzipError}. */
export function gunzipped(text: string): string {
  const bytes: number[] = [];
  let at = 0;
  while (at < text.length) {
    if (!isGzipped(text.slice(at, at + 2))) throw new GzipError('not in gzip format');
    at = inflate(text, at + HEADER.length, bytes) + 8;
  }
  if (at !== text.length) throw new GzipError('unexpected end of file');
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** Appends what is in the block that begins there; returns where it ends. */
function inflate(text: string, from: number, bytes: number[]): number {
  let at = from;
  let bit = 0;
  const get = (bits: number): number => {
    let value = 0;
    for (let index = 0; index < bits; index += 1) {
      if (at >= text.length) throw new GzipError('unexpected end of file');
      value |= ((text.charCodeAt(at) >> bit) & 1) << index;
      bit += 1;
      if (bit === 8) [at, bit] = [at + 1, 0];
    }
    return value;
  };
  const code = (bits: number, start = 0): number => {
    let value = start;
    for (let index = 0; index < bits; index += 1) value = (value << 1) | get(1);
    return value;
  };
  const symbol = (): number => {
    const seven = code(7);
    if (seven < 0x18) return END_OF_BLOCK + seven;
    const eight = code(1, seven);
    if (eight < 0xc0) return eight - 0x30;
    return eight < 0xc8 ? 280 + eight - 0xc0 : 144 + code(1, eight) - 0x190;
  };
  const valueOf = (rows: readonly Row[], wanted: number): number => {
    const row = rows.find(([each]) => each === wanted);
    if (!row) throw new GzipError('invalid compressed data--format violated');
    return row[2] + get(row[1]);
  };
  if (get(3) !== 3) throw new GzipError('invalid compressed data--format violated');
  for (let next = symbol(); next !== END_OF_BLOCK; next = symbol()) {
    if (next < END_OF_BLOCK) bytes.push(next);
    else {
      const length = valueOf(LENGTHS, next);
      const distance = valueOf(DISTANCES, code(5));
      for (let index = 0; index < length; index += 1) bytes.push(bytes[bytes.length - distance] ?? 0);
    }
  }
  return bit === 0 ? at : at + 1;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}
