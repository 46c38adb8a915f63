import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRaw } from 'pako';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfOf } from '../model/scenario-text.ts';
import { toBase64url } from './base64url.ts';
import { decodeLink } from './decode.ts';
import { encodeLink, TooLargeForLinkError } from './encode.ts';
import { checksum1, dictionary1, MAX_BYTES } from './version-1.ts';
import { checkTables } from './versions.ts';
import { toUtf8 } from './utf8.ts';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: cart
spec:
  containers:
    - name: app
      image: shop/cart:1.4
`;

/** The text of a link, or the kind of its error. */
function read(link: string): string {
  const result = decodeLink(link);
  return 'error' in result ? result.error : result.text;
}

describe('a link carries its text byte for byte', () => {
  it('for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => read(encodeLink(text)) === text),
      { numRuns: 100 },
    );
  });

  it('for YAML-like text', () => {
    const piece = fc.constantFrom('apiVersion: v1\n', 'kind: Pod\n', '  - name: app\n', '\r\n', '---\n', '# é 漢字 👩‍🚀\n', '\t', '"', ' ', '\uFEFF', '...\n');
    fc.assert(fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => read(encodeLink(pieces.join(''))) === pieces.join('')));
  });

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\uFEFFapiVersion: v1\r\n'],
    ['half a surrogate pair', 'a\ud800b\udc00'],
    ['NUL', '\0'],
    ['the largest text', 'x'.repeat(MAX_BYTES)],
  ])('%s', (_, text) => {
    expect(read(encodeLink(text)) === text).toBe(true);
  });

  it('in a fragment that needs no escaping', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^1[\w-]+$/.test(encodeLink(text))));
  });

  it('whatever address stands before the #, and whatever white space is around it', () => {
    expect(read(`  https://example.com/a?b=1#${encodeLink(POD)}\n`)).toBe(POD);
  });
});

describe('a link that cannot be opened says why', () => {
  const good = encodeLink(POD);

  it('made by a newer version', () => {
    for (const version of '29AZ') expect(read(version + good.slice(1))).toBe('newer');
    expect(decodeLink(`#2${good}`)).toMatchObject({ message: expect.stringContaining('newer Podloupe. Reload') as unknown });
  });

  it.each(['', '#', '0AAAA', '#/q/slow-start', '#reset', '!', '漢'])('not a link: %j', (link) => {
    expect(read(link)).toBe('unknown');
  });

  it('cut off at any place', () => {
    for (let length = 1; length < good.length; length += 1) expect(['truncated', 'corrupted']).toContain(read(good.slice(0, length)));
    expect(read(good.slice(0, good.length / 2))).toBe('truncated');
  });

  it('one letter changed', () => {
    const results = [...good].map((letter, index) => read(good.slice(0, index) + (letter === 'A' ? 'B' : 'A') + good.slice(index + 1)));
    // The last letter may carry bits that no byte needs.
    expect(results.slice(1, -1).filter((result) => !['truncated', 'corrupted'].includes(result))).toEqual([]);
  });

  it('letters that are no base64url', () => {
    expect(read(`${good.slice(0, 10)}%20${good.slice(10)}`)).toBe('corrupted');
    expect(read(`${good}…`)).toBe('corrupted');
  });

  it('bytes that are no text', () => {
    const bytes = Uint8Array.of(0x61, 0xff, 0xfe);
    expect(read(`1${checksum1(bytes)}${toBase64url(deflateRaw(bytes, { dictionary: dictionary1() }))}`)).toBe('corrupted');
  });

  it('a bomb: a small link that unpacks to 8 MiB', () => {
    const bomb = deflateRaw(new Uint8Array(8 << 20), { level: 9, dictionary: dictionary1() });
    expect(bomb.length).toBeLessThan(10_000);
    expect(read(`1AA${toBase64url(bomb)}`)).toBe('too-large');
  });

  it('any other text never throws', () => {
    fc.assert(fc.property(fc.string(), (rest) => typeof read(`1${rest}`) === 'string'));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof read(`1AA${toBase64url(bytes)}`) === 'string'));
  });
});

it('a text that no reader would open is not packed', () => {
  expect(() => encodeLink('é'.repeat(MAX_BYTES / 2 + 1))).toThrow(TooLargeForLinkError);
});

it('the tables of versions have no gaps', () => {
  const some = () => '';
  expect(() => checkTables('2', { 1: some, 2: some }, { 1: some })).not.toThrow();
  expect(() => checkTables('2', { 1: some }, { 1: some })).toThrow('12 need unpackers');
  expect(() => checkTables('2', { 1: some, 2: some }, {})).toThrow('1 need upgraders');
  expect(() => checkTables('2', { 1: some, 2: some }, { 1: some, 2: some })).toThrow('1 need upgraders');
  expect(() => checkTables('1', { 1: some, x: some }, {})).toThrow('need unpackers');
});

describe('links are short', () => {
  const folder = join(import.meta.dirname, '..', 'testing', 'fixtures', 'conformance');
  const pods = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => halfOf(readFileSync(join(folder, file), 'utf8'), 'pod').text);
  const payloads = pods.map((pod) => encodeLink(pod).length).sort((a, b) => a - b);

  it('half of the Pods of the conformance scenarios fit into 90 characters', () => {
    expect(pods.length).toBeGreaterThan(200);
    expect(payloads[Math.floor(payloads.length / 2)]).toBeLessThanOrEqual(90);
    expect(payloads.at(-1)).toBeLessThanOrEqual(700);
  });

  it('the dictionary does most of that', () => {
    const plain = pods.map((pod) => Math.ceil((deflateRaw(toUtf8(pod), { level: 9 }).length * 4) / 3)).sort((a, b) => a - b);
    expect(plain[Math.floor(plain.length / 2)]).toBeGreaterThan(300);
  });
});
