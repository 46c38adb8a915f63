/** Tools for bytes: `dd`, `base64`, checksums. */
import { SystemError } from '../errors.ts';
import type { Gen } from '../wait.ts';
import { md5, sha1, sha256, sha512, utf8Bytes } from './digests.ts';
import { parseSize } from './file-trees.ts';
import { readOperands } from './input.ts';
import { splitLines } from '../text.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

/** Bytes that a disk takes in a millisecond. */
const DISK_BYTES_PER_MS = 512 * 1024;

export const DATA_TOOLS: Record<string, Tool> = {
  dd,
  *base64(call) {
    const options = parseOptions(call.args, 'w');
    const texts = yield* readOperands(call, options.operands);
    const text = texts.map((one) => one.text).join('');
    if (options.has('d') || options.has('decode')) {
      const decoded = decodeBase64(text);
      if (decoded === undefined) {
        // BusyBox leaves out what is none of its letters
        if (call.flavour === 'busybox') return 0;
        yield* complain(call, 'invalid input');
        return 1;
      }
      yield* call.process.out(decoded);
      return 0;
    }
    const encoded = encodeBase64(utf8Bytes(text));
    const width = options.has('w') ? Number(options.value('w')) : 76;
    yield* call.process.out(width === 0 ? encoded : `${encoded.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') ?? ''}\n`);
    return texts.failed ? 1 : 0;
  },
  *cksum(call) {
    const texts = yield* readOperands(call, call.args);
    for (const { path, text } of texts) {
      const bytes = utf8Bytes(text);
      yield* call.process.out(`${posixCrc(bytes)} ${bytes.length}${path === '-' ? '' : ` ${path}`}\n`);
    }
    return texts.failed ? 1 : 0;
  },
  md5sum: (call) => checksum(call, md5),
  sha1sum: (call) => checksum(call, sha1),
  sha256sum: (call) => checksum(call, sha256),
  sha512sum: (call) => checksum(call, sha512),
};

/** The CRC of POSIX `cksum`: over the bytes, then over their number. */
function posixCrc(bytes: Uint8Array): number {
  let crc = 0;
  const add = (byte: number) => {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  };
  bytes.forEach(add);
  for (let length = bytes.length; length > 0; length = Math.floor(length / 256)) add(length & 0xff);
  return ~crc >>> 0;
}

function* checksum(call: ToolCall, digest: (bytes: Uint8Array) => string): Gen<number> {
  const options = parseOptions(call.args, '', { check: 'c', quiet: 's', status: 's', silent: 's' });
  const texts = yield* readOperands(call, options.operands);
  if (options.has('c')) {
    for (const list of texts) if (!(yield* verify(call, list, digest, options.has('s')))) texts.failed = true;
    return texts.failed ? 1 : 0;
  }
  for (const { path, text } of texts) yield* call.process.out(`${digest(utf8Bytes(text))}  ${path}\n`);
  return texts.failed ? 1 : 0;
}

/** `-c`: whether each file of a list has the sum that stands before its name. */
function* verify(call: ToolCall, list: { path: string; text: string }, digest: (bytes: Uint8Array) => string, isQuiet: boolean): Gen<boolean> {
  const { process, flavour } = call;
  let [bad, missing] = [0, 0];
  const { length } = digest(new Uint8Array());
  const entries = splitLines(list.text).flatMap((line) => {
    const [, sum = '', path = ''] = /^\\?([0-9a-fA-F]+) [ *](.+)$/.exec(line) ?? [];
    return sum.length === length ? [{ sum, path }] : [];
  });
  if (entries.length === 0) {
    yield* complain(
      call,
      flavour === 'busybox' ? 'no checksum lines found' : `${list.path === '-' ? "'standard input'" : list.path}: no properly formatted checksum lines found`,
    );
    return false;
  }
  for (const { sum, path } of entries) {
    const [file] = yield* readOperands(call, [path]);
    const isGood = file !== undefined && digest(utf8Bytes(file.text)) === sum.toLowerCase();
    if (!file) missing += 1;
    else if (!isGood) bad += 1;
    const word = isGood ? 'OK' : file || flavour === 'busybox' ? 'FAILED' : 'FAILED open or read';
    if (!isQuiet) yield* process.out(`${path}: ${word}\n`);
  }
  const plural = (count: number, one: string, many: string) => `WARNING: ${count} ${count === 1 ? one : many}`;
  if (flavour === 'busybox') {
    if (bad + missing > 0 && !isQuiet) yield* complain(call, `WARNING: ${bad + missing} of ${entries.length} computed checksums did NOT match`);
    return bad + missing === 0;
  }
  if (missing > 0) yield* complain(call, plural(missing, 'listed file could not be read', 'listed files could not be read'));
  if (bad > 0) yield* complain(call, plural(bad, 'computed checksum did NOT match', 'computed checksums did NOT match'));
  return bad + missing === 0;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function encodeBase64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.subarray(i, i + 3);
    out += (ALPHABET[a >> 2] ?? '') + (ALPHABET[((a & 3) << 4) | ((b ?? 0) >> 4)] ?? '');
    out += b === undefined ? '=' : (ALPHABET[((b & 15) << 2) | ((c ?? 0) >> 6)] ?? '');
    out += c === undefined ? '=' : (ALPHABET[c & 63] ?? '');
  }
  return out;
}

function decodeBase64(text: string): string | undefined {
  const clean = text.replace(/\s/g, '').replace(/=+$/, '');
  if (/[^A-Za-z0-9+/]/.test(clean)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const c of clean) {
    value = (value << 6) | ALPHABET.indexOf(c);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** How many bytes, and how fast: the time is as good as that of the disk. */
function speed({ flavour }: ToolCall, bytes: number, tookMs: number): string {
  const scaled = (value: number, base: number, units: string, gap: string) => {
    let power = 0;
    let left = value;
    while (left >= base && power < units.length) {
      left /= base;
      power += 1;
    }
    return `${power === 0 ? left : left.toFixed(left < 10 || flavour === 'busybox' ? 1 : 0)}${gap}${power === 0 ? '' : units[power - 1]}`;
  };
  const perSecond = (bytes * 1000) / tookMs;
  if (flavour === 'busybox') {
    return `${bytes} bytes (${scaled(bytes, 1024, 'KMGT', '')}B) copied, ${(tookMs / 1000).toFixed(6)} seconds, ${scaled(perSecond, 1024, 'KMGT', '')}B/s`;
  }
  const sizes = bytes < 1000 ? '' : ` (${scaled(bytes, 1000, 'kMGT', ' ')}B${bytes < 1024 ? '' : `, ${scaled(bytes, 1024, 'KMGT', ' ')}iB`})`;
  return `${bytes} byte${bytes === 1 ? '' : 's'}${sizes} copied, ${tookMs / 1000} s, ${scaled(perSecond, 1000, 'kMGT', ' ')}B/s`;
}

function* dd(call: ToolCall): Gen<number> {
  const { process } = call;
  const settings = new Map(call.args.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
  const blockSize = parseSize((settings.get('bs') ?? settings.get('ibs') ?? '512').replace(/^(\d+)c$/, '$1'));
  const count = settings.has('count') ? parseSize(settings.get('count') as string) : Number.POSITIVE_INFINITY;
  const source = settings.get('if');
  const target = settings.get('of');
  const notrunc = settings.get('conv')?.includes('notrunc') === true;
  const startMs = process.kernel.now();
  let written = 0;
  try {
    const input =
      source === undefined ? process.fd(0) : process.fs.open(source, process.cwd, { read: true, write: false, append: false, create: false, truncate: false });
    const output =
      target === undefined
        ? process.fd(1)
        : process.fs.open(target, process.cwd, { read: false, write: true, append: false, create: true, truncate: !notrunc, umask: process.umask });
    process.useMemory(blockSize);
    if (input.endless && output.sink && count === Number.POSITIVE_INFINITY) for (;;) yield {};
    input.retain();
    output.retain();
    try {
      const file = target === undefined ? undefined : process.fs.find(target, process.cwd);
      const total = blockSize * count;
      if (
        source !== undefined &&
        process.fs.find(source, process.cwd)?.kind === 'device' &&
        file?.kind === 'file' &&
        source !== '/dev/null' &&
        total !== Number.POSITIVE_INFINITY
      ) {
        // A big file of zeros is not written byte by byte: it grows as fast as a disk takes it.
        const seek = parseSize(settings.get('seek') ?? '0') * blockSize;
        while (written < total) {
          const step = Math.min(total - written, DISK_BYTES_PER_MS * 100, file.tree.room);
          if (step === 0) throw new SystemError('ENOSPC');
          yield* process.sleep(Math.floor(step / DISK_BYTES_PER_MS));
          written += step;
          file.resize(Math.max(seek + written, notrunc ? file.size : 0), process.kernel.now());
        }
      } else {
        for (let left = count; left > 0; left -= 1) {
          const text = input.take(blockSize);
          if (text === '') break;
          if (text === undefined) {
            yield { queue: input.queue };
            left += 1;
            continue;
          }
          written += text.length;
          if (target === undefined) yield* process.out(text);
          else output.put(text);
          yield* process.tick();
        }
      }
    } finally {
      input.release();
      output.release();
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const path = source !== undefined && !process.fs.find(source, process.cwd) ? source : (target ?? '');
    const failed = error.code === 'ENOSPC' ? 'error writing' : call.flavour === 'busybox' ? "can't open" : 'failed to open';
    yield* complain(call, `${failed} '${path}': ${error.message}`);
    return 1;
  }
  if (settings.get('status') === 'none') return 0;
  const whole = Math.floor(written / blockSize);
  const records = `${whole}+${written % blockSize === 0 ? 0 : 1}`;
  yield* process.err(
    `${records} records in\n${records} records out\n${settings.get('status') === 'noxfer' ? '' : `${speed(call, written, Math.max(process.kernel.now() - startMs, 1))}\n`}`,
  );
  return 0;
}
