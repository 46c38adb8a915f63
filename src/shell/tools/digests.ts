/** MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4), in hexadecimal. */

export function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Message, one 1 bit, zeros, length in bits: a multiple of 64 bytes. */
function padded(bytes: Uint8Array, littleEndian: boolean): DataView {
  const size = ((bytes.length + 8) >> 6) + 1;
  const view = new DataView(new ArrayBuffer(size * 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  const bits = bytes.length * 8;
  const high = Math.floor(bits / 2 ** 32);
  view.setUint32(view.byteLength - 8, littleEndian ? bits >>> 0 : high, littleEndian);
  view.setUint32(view.byteLength - 4, littleEndian ? high : bits >>> 0, littleEndian);
  return view;
}

const rotateLeft = (x: number, n: number) => (x << n) | (x >>> (32 - n));
const rotateRight = (x: number, n: number) => (x >>> n) | (x << (32 - n));

const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const MD5_SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

export function md5(bytes: Uint8Array): string {
  const view = padded(bytes, true);
  const state: [number, number, number, number] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i += 1) {
      const round = i >> 4;
      const f = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const g = round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
      const sum = (a + f + (MD5_SINES[i] as number) + view.getInt32(block + g * 4, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + rotateLeft(sum, MD5_SHIFTS[round * 4 + (i % 4)] as number)) | 0];
    }
    state[0] = (state[0] + a) | 0;
    state[1] = (state[1] + b) | 0;
    state[2] = (state[2] + c) | 0;
    state[3] = (state[3] + d) | 0;
  }
  return hex(state, true);
}

export function sha1(bytes: Uint8Array): string {
  const view = padded(bytes, false);
  const state: [number, number, number, number, number] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  const words = new Int32Array(80);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 80; i += 1) {
      words[i] =
        i < 16
          ? view.getInt32(block + i * 4)
          : rotateLeft((words[i - 3] as number) ^ (words[i - 8] as number) ^ (words[i - 14] as number) ^ (words[i - 16] as number), 1);
    }
    let [a, b, c, d, e] = state;
    for (let i = 0; i < 80; i += 1) {
      const [f, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      [a, b, c, d, e] = [(rotateLeft(a, 5) + f + e + k + (words[i] as number)) | 0, a, rotateLeft(b, 30), c, d];
    }
    state[0] = (state[0] + a) | 0;
    state[1] = (state[1] + b) | 0;
    state[2] = (state[2] + c) | 0;
    state[3] = (state[3] + d) | 0;
    state[4] = (state[4] + e) | 0;
  }
  return hex(state, false);
}

/** The first 64: SHA-256 takes its constants from their roots. */
const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n += 1) if (PRIMES.every((prime) => n % prime !== 0)) PRIMES.push(n);
/** First 32 bits of the fractional part. */
const fraction = (x: number) => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
const SHA256_CONSTANTS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

export function sha256(bytes: Uint8Array): string {
  const view = padded(bytes, false);
  const state = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const words = new Int32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) {
        words[i] = view.getInt32(block + i * 4);
        continue;
      }
      const [x, y] = [words[i - 15] as number, words[i - 2] as number];
      const s0 = rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
      const s1 = rotateRight(y, 17) ^ rotateRight(y, 19) ^ (y >>> 10);
      words[i] = ((words[i - 16] as number) + s0 + (words[i - 7] as number) + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i += 1) {
      const s1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (SHA256_CONSTANTS[i] as number) + (words[i] as number)) | 0;
      const s0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
    }
    for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = ((state[index] as number) + value) | 0;
  }
  return hex(state, false);
}

const MASK64 = (1n << 64n) - 1n;

const fraction64 = (root: bigint, n: number): bigint => {
  // The first 64 bits behind the point of a root, by Newton's method on whole numbers: doubles have 53
  const power = BigInt(n);
  const scaled = root << (64n * power);
  let guess = 1n << BigInt(Math.ceil(scaled.toString(2).length / n) + 1);
  for (;;) {
    const next = ((power - 1n) * guess + scaled / guess ** (power - 1n)) / power;
    if (next >= guess) return guess & MASK64;
    guess = next;
  }
};

function firstPrimes(count: number): bigint[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map(BigInt);
}

let sha512Tables: { start: bigint[]; constants: bigint[] } | undefined;

/** Made when they are first asked for: the roots of the first primes. */
function tablesOf512(): { start: bigint[]; constants: bigint[] } {
  if (!sha512Tables) {
    const primes = firstPrimes(80);
    sha512Tables = { start: primes.slice(0, 8).map((prime) => fraction64(prime, 2)), constants: primes.map((prime) => fraction64(prime, 3)) };
  }
  return sha512Tables;
}

export function sha512(bytes: Uint8Array): string {
  const { start, constants } = tablesOf512();
  const size = ((bytes.length + 16) >> 7) + 1;
  const view = new DataView(new ArrayBuffer(size * 128));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(view.byteLength - 8, BigInt(bytes.length) * 8n);
  const turn = (x: bigint, n: bigint) => ((x >> n) | (x << (64n - n))) & MASK64;
  const state = [...start];
  const words: bigint[] = [];
  for (let block = 0; block < view.byteLength; block += 128) {
    for (let i = 0; i < 80; i += 1) {
      if (i < 16) {
        words[i] = view.getBigUint64(block + i * 8);
        continue;
      }
      const [x, y] = [words[i - 15] as bigint, words[i - 2] as bigint];
      const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
      const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
      words[i] = ((words[i - 16] as bigint) + s0 + (words[i - 7] as bigint) + s1) & MASK64;
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i += 1) {
      const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & MASK64 & g)) + (constants[i] as bigint) + (words[i] as bigint);
      const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(t1 + t2) & MASK64, a, b, c, (d + t1) & MASK64, e, f, g];
    }
    for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = ((state[index] as bigint) + value) & MASK64;
  }
  return state.map((word) => word.toString(16).padStart(16, '0')).join('');
}

function hex(words: readonly number[], littleEndian: boolean): string {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [index, word] of words.entries()) view.setInt32(index * 4, word, littleEndian);
  return [...new Uint8Array(view.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
