import { goJson, sortedKeys } from '../../go-text.ts';
import { type Fields, isFields } from '../../schema/fields.ts';

/** A list that kubectl itself put together: its fields stand in the order of Go's struct. */
export class OwnList {
  readonly kind = 'List';
  readonly apiVersion = 'v1';
  readonly metadata = {};
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** An object as `-o json` prints it: four spaces (other commands: fewer), sorted keys. */
export const jsonText = (value: unknown, indent = 4): string => goJson(sorted(value), indent);

/** Compact, as in annotations and jsonpath. */
export const compactJson = (value: unknown): string => goJson(sorted(value));

/** The order in which the fields of an object are printed. */
export const printedKeys = (value: object): string[] => (value instanceof OwnList ? Object.keys(value) : sortedKeys(value));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  return Object.fromEntries(printedKeys(value).map((key) => [key, sorted((value as Fields)[key])]));
}
