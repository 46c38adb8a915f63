import { goJson, sortedKeys } from '../../go-text.ts';
import { type Fields, isFields } from '../../schema/fields.ts';

/** An object as `-o json` prints it: four spaces, sorted keys. */
export const jsonText = (value: unknown): string => goJson(sorted(value), 4);

/** Compact, as in annotations and jsonpath. */
export const compactJson = (value: unknown): string => goJson(sorted(value));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  return Object.fromEntries(sortedKeys(value).map((key) => [key, sorted((value as Fields)[key])]));
}
