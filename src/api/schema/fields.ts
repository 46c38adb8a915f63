/** Reading from objects whose types the schema has already made sure of. */

/** Any object of the API, by JSON field names. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text field; the empty text if absent, as in Go. */
export function text(from: Fields | undefined, name: string): string {
  const value = from?.[name];
  return typeof value === 'string' ? value : '';
}

/** Whole numbers of 64 bits that a float cannot hold are bigints, everywhere in an object. */
export const isWholeNumber = (value: unknown): value is number | bigint => typeof value === 'bigint' || Number.isInteger(value);

/** What an integer in a manifest is: exact up to 64 bits, beyond them a float, as in Go. */
export function exactInteger(digits: bigint): number | bigint {
  const float = Number(digits);
  return Number.isSafeInteger(float) || BigInt.asIntN(64, digits) !== digits ? float : digits;
}

/** A number field, undefined if absent; one of 64 bits as the nearest float. */
export function num(from: Fields | undefined, name: string): number | undefined {
  const value = from?.[name];
  return typeof value === 'bigint' ? Number(value) : typeof value === 'number' ? value : undefined;
}

/** Whether a boolean field is there and true. */
export const isTrue = (from: Fields | undefined, name: string): boolean => from?.[name] === true;

export function fields(from: Fields | undefined, name: string): Fields | undefined {
  const value = from?.[name];
  return isFields(value) ? value : undefined;
}

/** A list of objects, empty if absent. */
export function list(from: Fields | undefined, name: string): Fields[] {
  const value = from?.[name];
  return Array.isArray(value) ? (value as Fields[]) : [];
}

export function strings(from: Fields | undefined, name: string): string[] {
  const value = from?.[name];
  return Array.isArray(value) ? (value as string[]) : [];
}

/** A map of texts, empty if absent. */
export function map(from: Fields | undefined, name: string): Record<string, string> {
  const value = from?.[name];
  return isFields(value) ? (value as Record<string, string>) : {};
}

/** A copy of JSON data. */
export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T;
  if (isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clone(item)])) as T;
  return value;
}

/** Equal as JSON data, whatever the order of keys. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => deepEqual(item, b[i]));
  if (!isFields(a) || !isFields(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && deepEqual(a[key], b[key]));
}
