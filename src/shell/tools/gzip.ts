/** The format of gzip. Files here hold text: a byte of compressed data stands there as the character with its number. */
import { Gunzip, gzipSync } from 'fflate';
import { utf8Bytes } from './digests.ts';

export class GzipError extends Error {
  /** What could be read before the error: gzip has written it by then. */
  readonly textBefore: string;

  constructor(message: string, textBefore = '') {
    super(message);
    this.textBefore = textBefore;
  }
}

/** `code` of fflate's error for data that ends too early. */
const UNEXPECTED_EOF = 0;

export function gzipped(text: string): string {
  return Array.from(gzipSync(utf8Bytes(text), { mtime: 0 }), (byte) => String.fromCharCode(byte)).join('');
}

export const isGzipped = (text: string): boolean => text.startsWith('\u001f\u008b');

/** The texts in it, one behind the other. Throws {@link GzipError}. */
export function gunzipped(text: string): string {
  if (!isGzipped(text)) throw new GzipError('not in gzip format');
  const decoder = new TextDecoder();
  const parts: string[] = [];
  try {
    // As a stream, which goes on behind the end of a member
    new Gunzip((bytes) => void parts.push(decoder.decode(bytes, { stream: true }))).push(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
      true,
    );
  } catch (error) {
    const isShort = error instanceof Error && 'code' in error && error.code === UNEXPECTED_EOF;
    // As gzip 1.12 does: `fill_inbuf` writes what was read when it comes to an early end; with other faults it is lost
    throw isShort ? new GzipError('unexpected end of file', parts.join('')) : new GzipError('invalid compressed data--format violated');
  }
  return parts.join('') + decoder.decode();
}
