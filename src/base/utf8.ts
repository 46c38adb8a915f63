const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The first bytes of a text in UTF-8; a character that is cut through becomes U+FFFD, as in JSON that Go writes. */
export function firstBytes(text: string, count: number): string {
  if (text.length * 3 <= count) return text;
  const bytes = encoder.encode(text);
  return bytes.length <= count ? text : decoder.decode(bytes.subarray(0, count));
}

/** The last bytes of a text in UTF-8. */
export function lastBytes(text: string, count: number): string {
  if (text.length * 3 <= count) return text;
  const bytes = encoder.encode(text);
  return bytes.length <= count ? text : decoder.decode(bytes.subarray(bytes.length - count));
}
