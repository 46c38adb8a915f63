/**
 * Version 1: two digits of a checksum, then the text as UTF-8, deflated with {@link DICTIONARY_1}, in base64url. The
 * checksum tells a changed letter, which deflate alone would take for another text, from a good link.
 */
import { Inflate } from 'fflate';
import { fromBase64url, twoDigits } from './base64url.ts';
import { DICTIONARY_1 } from './dictionary-1.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/** A link may not unpack to more than this many bytes. */
export const MAX_BYTES = 1 << 20;

export type Unpacked = { text: string } | { error: 'truncated' | 'corrupted' | 'too-large' };

/** The text of a payload (what follows the version character). */
export function unpack1(payload: string): Unpacked {
  if (payload.length < 3) return { error: 'truncated' };
  const packed = fromBase64url(payload.slice(2));
  // Four digits hold three bytes: a single digit at the end is what is left of a cut link.
  if (!packed) return { error: /^[\w-]*$/.test(payload) ? 'truncated' : 'corrupted' };
  const inflated = inflate(packed);
  if ('error' in inflated) return inflated;
  const text = fromUtf8(inflated.bytes);
  return text !== undefined && checksum1(inflated.bytes) === payload.slice(0, 2) ? { text } : { error: 'corrupted' };
}

/** Inflates in slices, so that a small payload that stands for gigabytes is stopped at {@link MAX_BYTES}. */
function inflate(packed: Uint8Array): { bytes: Uint8Array } | { error: 'truncated' | 'corrupted' | 'too-large' } {
  const SLICE = 512;
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate({ dictionary: dictionary1() }, (part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    for (let at = 0; at < packed.length; at += SLICE) {
      stream.push(packed.slice(at, at + SLICE), at + SLICE >= packed.length);
      if (length > MAX_BYTES) return { error: 'too-large' };
    }
  } catch (error) {
    // fflate's code 0: the data ends before the last block does.
    return { error: (error as { code?: number }).code === 0 ? 'truncated' : 'corrupted' };
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes };
}

let dictionaryBytes: Uint8Array | undefined;

/** The bytes of the dictionary; nobody writes to them. */
export function dictionary1(): Uint8Array {
  dictionaryBytes ??= toUtf8(DICTIONARY_1);
  return dictionaryBytes;
}

/** Twelve bits of FNV-1a. A copy of its own: what links rest on must not change with the rest of the program. */
export function checksum1(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return twoDigits((hash ^ (hash >>> 12) ^ (hash >>> 24)) & 0xfff);
}
