/** The JSON that a refused patch is shown with: what the patch touched has its keys sorted, the rest stands as it was stored. */
import { goJson, sortedKeys } from '../go-text.ts';
import { type Fields, isFields } from '../schema/fields.ts';
import { pointer } from './json-patch.ts';

/** After a merge patch. */
export const mergedJson = (result: unknown, patch: unknown): string => goJson(orderedBy(result, patch));

/** After a JSON patch. */
export function jsonPatchedJson(result: unknown, operations: readonly unknown[]): string {
  const touched: Fields = {};
  for (const operation of operations) {
    if (!isFields(operation)) continue;
    for (const path of [pointer(operation['path']), pointer(operation['from'])]) {
      let at = touched;
      for (const step of (path ?? []).slice(0, -1)) at = (at[step] ??= {}) as Fields;
    }
  }
  return goJson(orderedBy(result, touched));
}

/** `touched` has the same keys as the maps and lists that were taken apart. */
function orderedBy(value: unknown, touched: unknown): unknown {
  // A list that the patch brought along was gone through for nulls, which sorts what it holds.
  if (Array.isArray(touched)) return sorted(value);
  if (!isFields(touched)) return value;
  if (Array.isArray(value)) return value.map((item, i) => orderedBy(item, touched[String(i)]));
  if (!isFields(value)) return value;
  return Object.fromEntries(sortedKeys(value).map((key) => [key, orderedBy(value[key], touched[key])]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return isFields(value) ? Object.fromEntries(sortedKeys(value).map((key) => [key, sorted(value[key])])) : value;
}
