/** Go's `fmt.Sprintf` for JSON values. */
import { goQuote, goSyntax, goValue } from '../../../go-text.ts';
import type { Value } from './values.ts';

const VERB = /%([-+# 0]*)(\d+|\*)?(?:\.(\d+))?(.|$)/gsu;

/** Unknown verbs and missing arguments are said in the text, as Go does: `%!d(string=x)`. */
export function sprintf(format: string, args: readonly Value[]): string {
  let used = 0;
  const out = format.replaceAll(VERB, (_all, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    if (verb === '') return '%!(NOVERB)';
    const arg = args[used];
    used += 1;
    if (arg === undefined) return `%!${verb}(MISSING)`;
    return padded(formatted(verb, flags, precision, arg), flags, Number(width ?? 0));
  });
  const extra = args.slice(used).map((arg) => (arg.is === undefined ? '<nil>' : `${arg.goType}=${goValue(arg.is)}`));
  return extra.length === 0 ? out : `${out}%!(EXTRA ${extra.join(', ')})`;
}

function formatted(verb: string, flags: string, precision: string | undefined, { is, goType }: Value): string {
  const sign = flags.includes('+') && typeof is === 'number' && is >= 0 ? '+' : '';
  if (verb === 'v') return sign + (flags.includes('#') ? goSyntax(is) : goValue(is));
  if (verb === 'T') return goType === '' ? '<nil>' : goType;
  const isWhole = typeof is === 'number' && goType !== 'float64';
  if (typeof is === 'string' && verb === 's') return precision === undefined ? is : [...is].slice(0, Number(precision)).join('');
  if (typeof is === 'string' && verb === 'q') return goQuote(is);
  if (typeof is === 'boolean' && verb === 't') return String(is);
  if (isWhole && verb === 'd') return sign + String(is);
  if (isWhole && 'xXob'.includes(verb)) {
    const digits = is.toString({ x: 16, X: 16, o: 8, b: 2 }[verb]);
    return verb === 'X' ? digits.toUpperCase() : digits;
  }
  if (isWhole && verb === 'c') return String.fromCodePoint(is);
  if (typeof is === 'number' && !isWhole && 'fF'.includes(verb)) return sign + is.toFixed(Number(precision ?? 6));
  if (typeof is === 'number' && !isWhole && verb === 'g') return sign + goValue(is);
  if (typeof is === 'object' && is !== null && (verb === 's' || verb === 'd')) return listed(verb, flags, precision, is);
  return is === undefined || is === null ? `%!${verb}(<nil>)` : `%!${verb}(${goType}=${goValue(is)})`;
}

/** Lists and maps with the verb for each of their values. */
function listed(verb: string, flags: string, precision: string | undefined, whole: object): string {
  const each = (is: unknown) =>
    formatted(verb, flags, precision, {
      is,
      goType: typeof is === 'number' ? (Number.isInteger(is) ? 'int64' : 'float64') : typeof is === 'boolean' ? 'bool' : typeof is,
    });
  if (Array.isArray(whole)) return `[${whole.map(each).join(' ')}]`;
  return `map[${Object.entries(whole)
    .map(([key, value]) => `${each(key)}:${each(value)}`)
    .join(' ')}]`;
}

function padded(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  return flags.includes('0') && /^[+-]?\d/.test(text)
    ? text.replace(/\d/, (first) => '0'.repeat(Math.max(0, width - text.length)) + first)
    : text.padStart(width);
}
