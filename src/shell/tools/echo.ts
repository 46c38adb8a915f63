import type { ShellFlavour } from '../sh/wording.ts';

/** What `echo` prints: dash always takes escapes and knows only -n; the others take them after -e. */
export function echoText(args: readonly string[], flavour: ShellFlavour | 'coreutils'): string {
  let words = args;
  let newline = true;
  let escapes = flavour === 'dash';
  if (flavour === 'dash') {
    if (words[0] === '-n') {
      newline = false;
      words = words.slice(1);
    }
  } else {
    while (/^-[neE]+$/.test(words[0] ?? '')) {
      for (const letter of (words[0] as string).slice(1)) {
        if (letter === 'n') newline = false;
        else escapes = letter === 'e';
      }
      words = words.slice(1);
    }
  }
  const text = words.join(' ');
  if (!escapes || !text.includes('\\')) return newline ? `${text}\n` : text;
  const { output, stop } = unescape(text, { hexadecimal: flavour !== 'dash', byte: rawByte });
  return newline && !stop ? `${joinBytes(output)}\n` : joinBytes(output);
}

/** Where bytes of 128 and more stand until their neighbours are known: halves of pairs, which no text has alone. */
const RAW = 0xdc00;
const RAW_BYTES = /[\udc80-\udcff]+/gu;
const decoder = new TextDecoder();

/** One byte of the output, for {@link joinBytes}. */
export function rawByte(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : RAW + byte);
}

/** Bytes side by side as the characters that they are in UTF-8. What is none becomes U+FFFD, as in all that Go writes as JSON. */
export function joinBytes(text: string): string {
  return text.replace(RAW_BYTES, (bytes) => decoder.decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0) - RAW)));
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Backslash escapes as `echo` and `printf %b` know them; `stop` after `\c`. dash has none in hexadecimal. */
export function unescape(
  text: string,
  { hexadecimal = true, byte = String.fromCharCode }: { hexadecimal?: boolean; byte?: (code: number) => string } = {},
): { output: string; stop: boolean } {
  let output = '';
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] as string;
    if (c !== '\\') {
      output += c;
      continue;
    }
    const rest = text.slice(i + 1);
    const octal = /^0([0-7]{1,3})/.exec(rest) ?? /^([1-7][0-7]{0,2})/.exec(rest);
    const hex = hexadecimal && /^x([0-9a-fA-F]{1,2})/.exec(rest);
    const simple = SIMPLE[rest[0] ?? ''];
    if (rest.startsWith('c')) return { output, stop: true };
    if (simple !== undefined) {
      output += simple;
      i += 1;
    } else if (octal) {
      output += byte(Number.parseInt(octal[1] as string, 8) & 0xff);
      i += octal[0].length;
    } else if (hex) {
      output += byte(Number.parseInt(hex[1] as string, 16));
      i += hex[0].length;
    } else if (rest.startsWith('0')) {
      output += '\0';
      i += 1;
    } else output += '\\';
  }
  return { output, stop: false };
}
