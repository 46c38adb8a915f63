/** Go's escapes in quoted texts (`strconv.UnquoteChar`). */

const ESCAPED: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.?))/gs;

/** The text between two quotes with its escapes undone; undefined if one does not exist. */
export function unescaped(inner: string, quote: string): string | undefined {
  let isValid = true;
  const out = inner.replaceAll(ESCAPE, (_all, ...groups: (string | undefined)[]) => {
    const [byte, short, long, octal, char = ''] = groups;
    const hex = byte ?? short ?? long;
    if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    if (char === quote) return char;
    const known = ESCAPED[char];
    if (known === undefined) isValid = false;
    return known ?? '';
  });
  return isValid ? out : undefined;
}

/** A quoted text, or a raw one between backquotes; undefined if it is none. */
export function unquotedText(written: string): string | undefined {
  const quote = written.charAt(0);
  return quote === '`' ? written.slice(1, -1) : unescaped(written.slice(1, -1), quote);
}

/** `U+0023 '#'`, Go's `%#U`. */
export function codePointText(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(char) ? `U+${code} '${char}'` : `U+${code}`;
}
