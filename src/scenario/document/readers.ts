/**
 * Readers for the fields of a Scenario document: each takes a value and its path, and gives what the program works with
 * or reports a problem and gives nothing. They compose: `record({boot: duration, listens: listOf(port)})`.
 */
import { parseDurationMs } from '../../base/duration.ts';
import { nearestName } from '../../base/nearest-name.ts';
import type { Path, Problems } from '../problems.ts';
import { parseQuantity } from '../quantity.ts';
import { pathText } from '../yaml/places.ts';
import type { Said } from '../texts/en.ts';
import { didYouMean, inLanguage, say, type Told, verbatim } from '../texts/say.ts';

export type Read<T> = (value: unknown, path: Path, problems: Problems) => T | undefined;

/** Reports what was found where something else is expected: `boot: expected a duration such as 25s, found "soon"`. */
export function expected(what: string, value: unknown, path: Path, problems: Problems, help?: Said | Told, instead?: string): undefined {
  problems.add(path, say('{0}: expected {1}, found {2}', pathText(path), inLanguage(what), inLanguage(described(value))), { help, instead });
  return undefined;
}

function described(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

export const text: Read<string> = (value, path, problems) =>
  typeof value === 'string'
    ? value
    : expected('text', value, path, problems, typeof value === 'number' || typeof value === 'boolean' ? say('Put it in quotes: "{0}".', value) : undefined);

/** Text that may be written without quotes even if it looks like a number. */
export const looseText: Read<string> = (value, path, problems) => (typeof value === 'number' ? String(value) : text(value, path, problems));

export const flag: Read<boolean> = (value, path, problems) => (typeof value === 'boolean' ? value : expected('true or false', value, path, problems));

export const whole =
  (min: number, max: number, what: Said = 'a whole number'): Read<number> =>
  (value, path, problems) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    const number = say(what);
    const isOpen = max === Number.MAX_SAFE_INTEGER;
    const wanted = isOpen ? (min === Number.MIN_SAFE_INTEGER ? number : say('{0} of at least {1}', number, min)) : say('{0} from {1} to {2}', number, min, max);
    return expected(wanted, value, path, problems);
  };

/** A Go duration in milliseconds; not negative. */
export const duration: Read<number> = (value, path, problems) => {
  const ms = typeof value === 'string' ? parseDurationMs(value) : value === 0 ? 0 : undefined;
  if (ms === undefined) {
    return expected(
      'a duration such as 500ms, 25s or 1m30s',
      value,
      path,
      problems,
      typeof value === 'number' ? say('Write the unit: {0}s.', value) : undefined,
    );
  }
  return ms < 0 ? expected('a duration that is not negative', value, path, problems) : ms;
};

/** A Kubernetes quantity in bytes. */
export const bytes: Read<number> = (value, path, problems) => {
  const result = typeof value === 'string' || typeof value === 'number' ? parseQuantity(String(value)) : undefined;
  if (!result) return expected('a size such as 72Mi', value, path, problems);
  if ('error' in result) {
    problems.add(path, verbatim(`${pathText(path)}: ${result.error}`), { help: 'Sizes look like `72Mi` or `1Gi`.' });
    return undefined;
  }
  return result.value < 0 ? expected('a size that is not negative', value, path, problems) : result.value;
};

/** A Kubernetes quantity as text. */
export const quantity: Read<string> = (value, path, problems) => (bytes(value, path, problems) === undefined ? undefined : String(value));

export const choice =
  <T extends string>(...values: readonly T[]): Read<T> =>
  (value, path, problems) => {
    const found = values.find((each) => each === value);
    if (found !== undefined) return found;
    const close = typeof value === 'string' ? nearestName(value, values) : undefined;
    return expected(say('one of {0}', values.join(', ')), value, path, problems, close === undefined ? undefined : didYouMean(close), close);
  };

export const listOf =
  <T>(read: Read<T>): Read<T[]> =>
  (value, path, problems) => {
    if (!Array.isArray(value))
      return expected(
        'a list',
        value,
        path,
        problems,
        value === null || typeof value === 'object' ? undefined : say('Put it in brackets: [{0}].', String(value)),
      );
    return value.map((item, index) => read(item, [...path, index], problems)).filter((item) => item !== undefined);
  };

export const mapOf =
  <T>(read: Read<T>): Read<Record<string, T>> =>
  (value, path, problems) => {
    if (!isObject(value)) return expected('a map', value, path, problems);
    const result: Record<string, T> = {};
    for (const [key, item] of Object.entries(value)) {
      const one = read(item, [...path, key], problems);
      if (one !== undefined) result[key] = one;
    }
    return result;
  };

/** Any map, as it is. */
export const anyMap: Read<Record<string, unknown>> = (value, path, problems) => (isObject(value) ? value : expected('a map', value, path, problems));

export type Fields = Record<string, Read<unknown>>;
export type RecordOf<F extends Fields> = { [K in keyof F]?: F[K] extends Read<infer T> ? T : never };

/**
 * A map with known fields, all optional unless `required` names them. A field without a value (`key:`) counts as absent.
 * Unknown fields are problems; `what` names the thing for their message.
 */
export const record =
  <F extends Fields>(what: string, fields: F, required: readonly (keyof F & string)[] = []): Read<RecordOf<F>> =>
  (value, path, problems) => {
    if (!isObject(value))
      return expected(
        say('{0} (a map of {1})', inLanguage(what), `${Object.keys(fields).slice(0, 4).join(', ')}${Object.keys(fields).length > 4 ? ', …' : ''}`),
        value,
        path,
        problems,
      );
    const result: Record<string, unknown> = {};
    for (const [field, item] of Object.entries(value)) {
      const read = Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (!read) {
        reportUnknown(what, field, Object.keys(fields), [...path, field], problems);
      } else if (item !== null) {
        const one = read(item, [...path, field], problems);
        if (one !== undefined) result[field] = one;
      }
    }
    for (const field of required) {
      if (value[field] === undefined || value[field] === null) {
        problems.add(path, say('{0}: `{1}` is missing', pathText(path) || inLanguage(what), field), {
          at: 'key',
          help: capitalised(say('{0} needs `{1}`.', inLanguage(what), field)),
        });
      }
    }
    return result as RecordOf<F>;
  };

/** A field that nobody knows, with the nearest name that somebody does. */
export function reportUnknown(what: string, field: string, known: readonly string[], path: Path, problems: Problems): void {
  const close = nearestName(field, known);
  problems.add(path, say('unknown field "{0}"', pathText(path)), {
    at: 'key',
    help: close === undefined ? capitalised(say('{0} has: {1}.', inLanguage(what), known.join(', '))) : didYouMean(close),
    instead: close,
  });
}

/**
 * Adds to what was read of a `set` the fields that are written as `null`: present and undefined, so that a spread over
 * what was declared before undoes it. `renamed` maps names of the text to those of the model.
 */
export function withUndone<T extends object>(read: T | undefined, value: unknown, renamed: Record<string, string>): T | undefined {
  if (!read || !isObject(value)) return read;
  const undone = Object.entries(value)
    .filter(([, item]) => item === null)
    .map(([field]) => [renamed[field] ?? field, undefined]);
  return { ...read, ...(Object.fromEntries(undone) as Partial<T>) };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function capitalised(sentence: Told): Told {
  return verbatim(sentence.charAt(0).toUpperCase() + sentence.slice(1));
}
