import { parseInteger } from '../sh/arithmetic.ts';
import type { ShellFlavour } from '../sh/wording.ts';
import { joinBytes, rawByte, unescape } from './echo.ts';

/** A format that cannot be used at all. */
export class PrintfError extends Error {
  override readonly name = 'PrintfError';
}

/** `printf`: the format is used again until the arguments are used up. */
export function formatPrintf(format: string, args: readonly string[], flavour: ShellFlavour | 'coreutils'): { output: string; errors: string[] } {
  const errors: string[] = [];
  let output = '';
  let at = 0;
  do {
    const before = at;
    const round = formatOnce(format, () => args[at++], flavour, errors);
    output += round.output;
    if (round.stop || at === before) break;
  } while (at < args.length);
  return { output: joinBytes(output), errors };
}

const DIRECTIVE = /^%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?(?:hh|h|ll|l|L|j|z|t|q)?(.)?/s;

function formatOnce(format: string, next: () => string | undefined, flavour: ShellFlavour | 'coreutils', errors: string[]): { output: string; stop: boolean } {
  let output = '';
  for (let i = 0; i < format.length; ) {
    const c = format[i] as string;
    if (c === '\\') {
      const known = flavour === 'dash' ? /^\\(?:[0-7]{1,3}|.)/s : /^\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/s;
      const escape = known.exec(format.slice(i))?.[0] ?? '\\';
      if (escape === '\\c') return { output, stop: true };
      output +=
        escape === '\\"'
          ? '"'
          : unescape(/^\\[0-7]/.test(escape) ? `\\0${escape.slice(1)}` : escape, { hexadecimal: flavour !== 'dash', byte: rawByte }).output;
      i += escape.length;
      continue;
    }
    if (c !== '%') {
      output += c;
      i += 1;
      continue;
    }
    if (format[i + 1] === '%') {
      output += '%';
      i += 2;
      continue;
    }
    const match = DIRECTIVE.exec(format.slice(i));
    const conversion = match?.[4];
    const isQuote = match !== null && /^%[-+ 0#]*\d*q/.test(match[0]);
    if (!match || (conversion === undefined && !isQuote) || (!isQuote && !'diouxXcsbeEfFgG'.includes(conversion as string))) {
      throw new PrintfError(flavour === 'busybox' ? `${format.slice(i)}: invalid format` : `%${format.slice(i + 1, i + 2)}: invalid directive`);
    }
    if (isQuote) {
      if (flavour !== 'bash') throw new PrintfError(flavour === 'busybox' ? `${format.slice(i)}: invalid format` : '%q: invalid directive');
      output += shellQuote(next() ?? '');
      i += match[0].indexOf('q') + 1;
      continue;
    }
    i += match[0].length;
    const flags = match[1] ?? '';
    const width = match[2] === '*' ? Number(next() ?? 0) : Number(match[2] ?? 0);
    const precision = match[3] === undefined ? undefined : match[3] === '*' ? Number(next() ?? 0) : Number(match[3] || 0);
    const argument = next();
    const { text, stop } = convert(conversion as string, argument, flags, precision, flavour, errors);
    output += pad(text, Math.abs(width), width < 0 ? `${flags}-` : flags, conversion as string, precision);
    if (stop) return { output, stop: true };
  }
  return { output, stop: false };
}

function convert(
  conversion: string,
  argument: string | undefined,
  flags: string,
  precision: number | undefined,
  flavour: ShellFlavour | 'coreutils',
  errors: string[],
): { text: string; stop: boolean } {
  const done = (text: string) => ({ text, stop: false });
  switch (conversion) {
    case 's':
      return done((argument ?? '').slice(0, precision));
    case 'b': {
      const { output, stop } = unescape(argument ?? '', { hexadecimal: flavour !== 'dash', byte: rawByte });
      return { text: output.slice(0, precision), stop };
    }
    case 'c':
      return done((argument ?? '').slice(0, 1));
    case 'd':
    case 'i':
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      return done(integerText(conversion, toInteger(argument, flavour, errors), flags, precision));
    default:
      return done(floatText(conversion, Number(argument ?? '0') || 0, flags, precision));
  }
}

function toInteger(argument: string | undefined, flavour: ShellFlavour | 'coreutils', errors: string[]): bigint {
  if (argument === undefined || argument === '') return 0n;
  if (/^["']/.test(argument)) return BigInt(argument.codePointAt(1) ?? 0);
  const value = parseInteger(argument);
  if (value !== undefined) return value;
  const number = /^\s*[-+]?\d+/.exec(argument)?.[0];
  if (flavour === 'busybox') errors.push(`invalid number '${argument}'`);
  else if (flavour === 'bash') errors.push(`${argument}: invalid number`);
  else if (flavour === 'dash') errors.push(`${argument}: ${number === undefined ? 'expected numeric value' : 'not completely converted'}`);
  else errors.push(`'${argument}': ${number === undefined ? 'expected a numeric value' : 'value not completely converted'}`);
  return flavour === 'busybox' || number === undefined ? 0n : BigInt(number.trim());
}

function integerText(conversion: string, value: bigint, flags: string, precision: number | undefined): string {
  const signed = conversion === 'd' || conversion === 'i';
  const magnitude = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const radix = conversion === 'o' ? 8 : conversion === 'x' || conversion === 'X' ? 16 : 10;
  let digits = magnitude.toString(radix);
  if (conversion === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  if (flags.includes('#') && magnitude !== 0n) digits = (radix === 8 ? '0' : radix === 16 ? `0${conversion}` : '') + digits;
  if (!signed) return digits;
  return (value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + digits;
}

function floatText(conversion: string, value: number, flags: string, precision: number | undefined): string {
  const digits = precision ?? 6;
  let text: string;
  if (conversion === 'f' || conversion === 'F') text = value.toFixed(digits);
  else if (conversion === 'e' || conversion === 'E') text = value.toExponential(digits).replace(/e([-+])(\d)$/, 'e$10$2');
  else text = String(Number(value.toPrecision(digits || 1)));
  if (conversion === 'E' || conversion === 'G') text = text.toUpperCase();
  return value >= 0 && flags.includes('+') ? `+${text}` : text;
}

function pad(text: string, width: number, flags: string, conversion: string, precision: number | undefined): string {
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  const integer = 'diouxX'.includes(conversion);
  if (!flags.includes('0') || 'scb'.includes(conversion) || (integer && precision !== undefined)) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function shellQuote(text: string): string {
  if (text === '') return "''";
  return text.replace(/[^\w@%+=:,./-]/g, '\\$&');
}
