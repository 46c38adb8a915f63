/** The functions that templates know (text/template/funcs.go, staging/src/k8s.io/cli-runtime/pkg/printers/template.go). */
import { byteLength, compareText, goValue } from '../../../go-text.ts';
import { isFields } from '../../../schema/fields.ts';
import { sprintf } from './printf.ts';
import { boxed, isTrue, unboxed, type Value } from './values.ts';

/** Why a function refuses its arguments. */
export class FunctionError extends Error {}

interface TemplateFunction {
  /** How many arguments it needs; with `isVariadic` at least. */
  arity: number;
  isVariadic?: boolean;
  /** Its first argument is a text. */
  takesText?: boolean;
  call(args: readonly Value[]): Value;
}

const text = (is: string): Value => ({ is, goType: 'string' });
const truth = (is: boolean): Value => ({ is, goType: 'bool' });
const many = (call: (args: readonly Value[]) => Value): TemplateFunction => ({ arity: 0, isVariadic: true, call });
const pair = (call: (left: Value, right: Value) => boolean): TemplateFunction => ({
  arity: 2,
  call: ([left, right]) => truth(call(unboxed(left as Value), unboxed(right as Value))),
});

export const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  // These two stop at the first argument that decides; `run.ts` carries them out.
  and: { arity: 1, isVariadic: true, call: ([first]) => first as Value },
  or: { arity: 1, isVariadic: true, call: ([first]) => first as Value },
  not: { arity: 1, call: ([value]) => truth(!isTrue(value as Value)) },
  len: { arity: 1, call: ([value]) => ({ is: lengthOf(value as Value), goType: 'int' }) },
  index: { arity: 1, isVariadic: true, call: ([item, ...indexes]) => indexes.reduce(itemAt, itself(item as Value, 'index')) },
  slice: { arity: 1, isVariadic: true, call: ([item, ...indexes]) => sliceOf(itself(item as Value, 'slice'), indexes) },
  print: many((args) => text(joined(args))),
  println: many((args) => text(`${args.map(({ is }) => goValue(is)).join(' ')}\n`)),
  printf: { arity: 1, isVariadic: true, takesText: true, call: ([format, ...args]) => text(sprintf(String(format?.is), args)) },
  html: many((args) => text(joined(args).replaceAll(/["'&<>\0]/g, (char) => HTML[char] ?? ''))),
  js: many((args) => text(escapedJs(joined(args)))),
  urlquery: many((args) =>
    text(
      encodeURIComponent(joined(args))
        .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll('%20', '+'),
    ),
  ),
  eq: { arity: 1, isVariadic: true, call: ([first, ...others]) => truth(isAnyEqual(unboxed(first as Value), others.map(unboxed))) },
  ne: pair((left, right) => !isAnyEqual(left, [right])),
  lt: pair(isLess),
  le: pair((left, right) => isLess(left, right) || isAnyEqual(left, [right])),
  gt: pair((left, right) => !(isLess(left, right) || isAnyEqual(left, [right]))),
  ge: pair((left, right) => !isLess(left, right)),
  exists: { arity: 1, isVariadic: true, call: ([item, ...indexes]) => truth(isThere(item as Value, indexes)) },
  base64decode: { arity: 1, takesText: true, call: ([value]) => text(decoded(String(value?.is))) },
};

export const FUNCTION_NAMES: ReadonlySet<string> = new Set(Object.keys(FUNCTIONS));

const HTML: Readonly<Record<string, string>> = { '"': '&#34;', "'": '&#39;', '&': '&amp;', '<': '&lt;', '>': '&gt;', '\0': '\ufffd' };

function escapedJs(value: string): string {
  return Array.from(value, (char) => {
    if (/[\\'"]/.test(char)) return `\\${char}`;
    if (char >= ' ' && !/[<>&=]/.test(char)) return char;
    return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  }).join('');
}

/** `fmt.Sprint`: a space between two that are no texts. */
function joined(args: readonly Value[]): string {
  return args.map((arg, i) => (i > 0 && typeof arg.is !== 'string' && typeof args[i - 1]?.is !== 'string' ? ` ${goValue(arg.is)}` : goValue(arg.is))).join('');
}

function lengthOf({ is, goType }: Value): number {
  if (is === undefined) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  if (is === null) throw new FunctionError('len of nil pointer');
  if (typeof is === 'string') return byteLength(is);
  if (typeof is === 'object') return Object.keys(is).length;
  throw new FunctionError(`len of type ${goType}`);
}

function itself(item: Value, name: string): Value {
  const value = unboxed(item);
  if (value.is === undefined) throw new FunctionError(`${name} of untyped nil`);
  return value;
}

function position({ is, goType }: Value, length: number): number {
  if (is === undefined) throw new FunctionError('cannot index slice/array with nil');
  if (!goType.startsWith('int')) throw new FunctionError(`cannot index slice/array with type ${goType}`);
  if ((is as number) < 0 || (is as number) > length) throw new FunctionError(`index out of range: ${String(is)}`);
  return is as number;
}

function itemAt(of: Value, by: Value): Value {
  const [item, index] = [unboxed(of), unboxed(by)];
  if (item.is === undefined) throw new FunctionError('index of nil pointer');
  if (Array.isArray(item.is) || typeof item.is === 'string') {
    const at = position(index, item.is.length);
    if (at >= item.is.length) throw new FunctionError(`reflect: ${typeof item.is === 'string' ? 'string' : 'slice'} index out of range`);
    return typeof item.is === 'string' ? { is: item.is.charCodeAt(at), goType: 'uint8' } : boxed(item.is[at]);
  }
  if (!isFields(item.is)) throw new FunctionError(`can't index item of type ${item.goType}`);
  if (index.is === undefined) throw new FunctionError('value is nil; should be of type string');
  if (typeof index.is !== 'string') throw new FunctionError(`value has type ${index.goType}; should be string`);
  return boxed(item.is[index.is] ?? null);
}

function sliceOf(item: Value, indexes: readonly Value[]): Value {
  if (indexes.length > 3) throw new FunctionError(`too many slice indexes: ${indexes.length}`);
  const isText = typeof item.is === 'string';
  if (isText && indexes.length === 3) throw new FunctionError('cannot 3-index slice a string');
  if (!isText && !Array.isArray(item.is)) throw new FunctionError(`can't slice item of type ${item.goType}`);
  const whole = item.is as string | unknown[];
  const [from = 0, to = whole.length, limit = whole.length] = indexes.map((index) => position(unboxed(index), whole.length));
  if (from > to) throw new FunctionError(`invalid slice index: ${from} > ${to}`);
  if (to > limit) throw new FunctionError(`invalid slice index: ${to} > ${limit}`);
  return { is: whole.slice(from, to), goType: item.goType };
}

/** The kinds that can be compared; undefined for lists, maps and nothing. */
function kindOf({ is, goType }: Value): string | undefined {
  if (typeof is === 'number') return goType === 'float64' ? 'float' : goType.startsWith('uint') ? 'uint' : 'int';
  return typeof is === 'string' || typeof is === 'boolean' ? typeof is : undefined;
}

function isAnyEqual(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new FunctionError('missing argument for comparison');
  return others.some((other) => {
    const [left, right] = [kindOf(first), kindOf(other)];
    const areNumbers = [left, right].every((kind) => kind === 'int' || kind === 'uint');
    if (left !== right && !areNumbers) {
      if (first.is !== undefined && other.is !== undefined) throw new FunctionError(`incompatible types for comparison: ${first.goType} and ${other.goType}`);
      return false;
    }
    if (left === undefined && first.is !== undefined && other.is !== undefined)
      throw new FunctionError(`non-comparable type ${goValue(other.is)}: ${other.goType}`);
    return first.is === other.is;
  });
}

function isLess(first: Value, second: Value): boolean {
  const [left, right] = [kindOf(first), kindOf(second)];
  if (left === undefined || right === undefined) throw new FunctionError('invalid type for comparison');
  if (left !== right && ![left, right].every((kind) => kind === 'int' || kind === 'uint'))
    throw new FunctionError(`incompatible types for comparison: ${first.goType} and ${second.goType}`);
  if (left === 'boolean') throw new FunctionError('invalid type for comparison');
  return typeof first.is === 'string' ? compareText(first.is, second.is as string) < 0 : (first.is as number) < (second.is as number);
}

function isThere(item: Value, indexes: readonly Value[]): boolean {
  let at: unknown = item.is;
  for (const { is: index } of indexes) {
    if (Array.isArray(at) || typeof at === 'string') at = typeof index === 'number' && Number.isInteger(index) ? at[index] : undefined;
    else at = isFields(at) && typeof index === 'string' ? at[index] : undefined;
  }
  return at !== undefined && at !== null;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with its padding; the error names the first byte that is wrong. */
function decoded(value: string): string {
  const written = value.replaceAll(/[\r\n]/g, '');
  const [good = ''] = /^[A-Za-z0-9+/]*/.exec(written) ?? [];
  const padding = written.slice(good.length);
  const isWhole = written.length % 4 === 0 && (padding === '' || (padding === '=' && good.length % 4 === 3) || (padding === '==' && good.length % 4 === 2));
  if (!isWhole) {
    const at = padding === '' ? good.length - (good.length % 4) : good.length;
    throw new FunctionError(`base64 decode failed: illegal base64 data at input byte ${at}`);
  }
  const bits = Array.from(good, (char) => BASE64.indexOf(char).toString(2).padStart(6, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  try {
    return decodeURIComponent(bytes.map((byte) => `%${Number.parseInt(byte, 2).toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 2)));
  }
}
