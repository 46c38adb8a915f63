/** From a scenario text to a link. Apart from reading, because the deflater is needed only for sharing. */
import { Deflate } from 'pako';
import { toBase64url } from './base64url.ts';
import { toUtf8 } from './utf8.ts';
import { checksum1, dictionary1, MAX_BYTES } from './version-1.ts';
import { CURRENT_VERSION } from './versions.ts';
import { formatView, type LinkView } from './view.ts';

/** How much is packed at once, in bytes. */
const SLICE = 1 << 16;

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
  const packing = packingText(text);
  for (;;) {
    const step = packing.next();
    if (step.done === true) return step.value;
  }
}

/** The same, slice by slice: a page that packs a long text has something else to do between them. */
export function* packingText(text: string): Generator<void, string, void> {
  const bytes = toUtf8(text);
  if (bytes.length > MAX_BYTES) throw new TooLargeForLinkError(bytes.length);
  const deflating = new Deflate({ raw: true, level: 9, memLevel: 9, dictionary: dictionary1() });
  let at = 0;
  for (; at + SLICE < bytes.length; at += SLICE) {
    deflating.push(bytes.subarray(at, at + SLICE));
    yield;
  }
  deflating.push(bytes.subarray(at), true);
  return `${CURRENT_VERSION}${checksum1(bytes)}${toBase64url(deflating.result)}`;
}
