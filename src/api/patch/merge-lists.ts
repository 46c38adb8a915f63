/**
 * Orders of merged lists (staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go). What a patch orders comes in its
 * order, what only the server has keeps its own, and both are interleaved by the order on the server.
 */
import { compareText, goValue } from '../go-text.ts';
import { type Fields, isFields, isWholeNumber } from '../schema/fields.ts';
import { PatchError } from './patch-error.ts';

export const DIRECTIVE = '$patch';

/** What tells the elements of a list apart: the value of the merge key, or a scalar itself. */
export const identityOf = (item: unknown, mergeKey: string): unknown => (mergeKey === '' || !isFields(item) ? item : (item[mergeKey] ?? null));

/** Go's sort of short lists. Here "less" may be true both ways, so that the algorithm decides. */
export function insertionSort<T>(items: readonly T[], less: (a: T, b: T) => boolean): T[] {
  const out = [...items];
  for (let i = 1; i < out.length; i += 1)
    for (let j = i; j > 0 && less(out[j] as T, out[j - 1] as T); j -= 1) [out[j - 1], out[j]] = [out[j] as T, out[j - 1] as T];
  return out;
}

/** By the text of the identity; equal ones swap places (`SortableSliceOfMaps`, `SortableSliceOfScalars`). */
export const sortByIdentity = (items: readonly unknown[], mergeKey: string): unknown[] =>
  insertionSort(items, (a, b) => compareText(goValue(identityOf(a, mergeKey)), goValue(identityOf(b, mergeKey))) <= 0);

const isDeletion = (item: unknown): boolean => isFields(item) && item[DIRECTIVE] === 'delete';

/** `toSort` by `order`, deletions last (`normalizeSliceOrder`). */
export function sortByOrder(toSort: readonly unknown[], order: readonly unknown[], mergeKey: string): unknown[] {
  if (mergeKey !== '') requireMergeKey(mergeKey, [...toSort, ...order]);
  const place = (item: unknown) => order.findIndex((other) => identityOf(other, mergeKey) === identityOf(item, mergeKey));
  const sorted = insertionSort(
    toSort.filter((item) => !isDeletion(item)),
    (a, b) => {
      const [left, right] = [place(a), place(b)];
      return left < 0 || right < 0 || left < right;
    },
  );
  return [...sorted, ...toSort.filter(isDeletion)];
}

/** `merged` in order: elements of `patchOrder`, interleaved with those that only the server has (`normalizeElementOrder`). */
export function orderElements(merged: readonly unknown[], patchOrder: readonly unknown[], serverOrder: readonly unknown[], mergeKey: string): unknown[] {
  if (mergeKey !== '') requireMergeKey(mergeKey, merged);
  const patched = new Set(patchOrder.map((item) => identityOf(item, mergeKey)));
  const isPatched = (item: unknown) => patched.has(identityOf(item, mergeKey));
  const right = sortByOrder(merged.filter(isPatched), patchOrder, mergeKey);
  const left = sortByOrder(
    merged.filter((item) => !isPatched(item)),
    serverOrder,
    mergeKey,
  );
  const place = (item: unknown) => serverOrder.findIndex((other) => identityOf(other, mergeKey) === identityOf(item, mergeKey));
  const out: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const [a, b] = [i < left.length ? place(left[i]) : -1, j < right.length ? place(right[j]) : -1];
    const takesLeft = j >= right.length || (i < left.length && a >= 0 && b >= 0 && a < b);
    out.push(takesLeft ? left[i++] : right[j++]);
  }
  return out;
}

export function requireMergeKey(mergeKey: string, items: readonly unknown[]): void {
  for (const item of items) {
    if (!isFields(item)) throw new PatchError(`expected a map[string]interface {}, but received a ${goType(item)}`);
    if (!(mergeKey in item)) throw noMergeKey(item, mergeKey);
  }
}

export const noMergeKey = (item: Fields, mergeKey: string): PatchError =>
  new PatchError(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);

/** All elements must be of one type, and none a list (`sliceElementType`). True if they are maps. */
export function elementsAreMaps(...lists: readonly (readonly unknown[])[]): boolean {
  const items = lists.flat();
  if (items.length === 0) throw new PatchError('no elements in any of the given slices');
  const [first] = items;
  if (Array.isArray(first)) throw new PatchError('lists of lists are not supported');
  if (items.some((item) => goType(item) !== goType(first))) throw new PatchError(`list element types are not identical: ${goValue(lists)}`);
  return isFields(first);
}

/** Each value once; the place of a repetition goes to the last element (`deduplicateScalars`). */
export function deduplicated(items: readonly unknown[]): unknown[] {
  const out = [...items];
  for (let i = 0; i < out.length - 1; i += 1) {
    for (let j = i + 1; j < out.length; j += 1) {
      if (out[i] !== out[j]) continue;
      out[j] = out[out.length - 1];
      out.pop();
      j -= 1;
    }
  }
  return out;
}

/** Go's type of a decoded JSON value, as an error prints it. */
export function goType(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number' || typeof value === 'bigint') return isWholeNumber(value) ? 'int64' : 'float64';
  return { string: 'string', boolean: 'bool' }[typeof value as string] ?? 'map[string]interface {}';
}
