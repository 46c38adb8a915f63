/** From a scenario text to a link. Apart from reading, because the deflater is needed only for sharing. */
import { deflateRaw } from 'pako';
import { toBase64url } from './base64url.ts';
import { toUtf8 } from './utf8.ts';
import { checksum1, dictionary1, MAX_BYTES } from './version-1.ts';
import { CURRENT_VERSION } from './versions.ts';
import { formatView, type LinkView } from './view.ts';

/** zlib's Z_DEFAULT_STRATEGY and Z_FIXED. For short texts the fixed code table is often smaller than one of the text's own. */
const STRATEGIES = [0, 4] as const;

/** Thrown for a text that no link can carry, because the reader of links would refuse it. */
export class TooLargeForLinkError extends Error {
  override readonly name = 'TooLargeForLinkError';

  constructor(bytes: number) {
    super(`The text has ${(bytes / MAX_BYTES).toFixed(1)} MiB; a link carries at most 1 MiB.`);
  }
}

/** The fragment of a link, without `#`: version character, packed text, view settings. Decoding gives the text back byte for byte. */
export function encodeLink(text: string, view: LinkView = {}): string {
  return `${packedText(text)}${formatView(view)}`;
}

/** The payload of a link: version character and packed text. */
export function packedText(text: string): string {
  const bytes = toUtf8(text);
  if (bytes.length > MAX_BYTES) throw new TooLargeForLinkError(bytes.length);
  const packed = STRATEGIES.map((strategy) => deflateRaw(bytes, { level: 9, memLevel: 9, strategy, dictionary: dictionary1() }));
  const smallest = packed.reduce((best, each) => (each.length < best.length ? each : best));
  return `${CURRENT_VERSION}${checksum1(bytes)}${toBase64url(smallest)}`;
}
