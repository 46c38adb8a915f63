/** What templates compute with: JSON and literals with the Go type that errors name. */
import { goType, goValue } from '../../../go-text.ts';

export interface Value {
  /** Undefined stands for no value at all, null for a nil in the object. */
  is: unknown;
  goType: string;
  /** It came out of a map or list of any values, whose type is `interface {}`. */
  isBoxed?: boolean;
}

export const NOTHING: Value = { is: undefined, goType: '' };

/** Part of the object. */
export const boxed = (is: unknown): Value => (is === undefined ? NOTHING : { is, goType: goType(is), isBoxed: true });

/** The value itself; a nil in its box is no value. */
export const unboxed = (value: Value): Value => (value.is === null || value.is === undefined ? NOTHING : { is: value.is, goType: value.goType });

/** Empty texts, lists and maps, zero, false and nothing are false. */
export function isTrue({ is }: Value): boolean {
  if (typeof is === 'object' && is !== null) return Object.keys(is).length > 0;
  return Boolean(is);
}

/** What Go's `fmt.Fprint` makes of it. */
export const printed = ({ is }: Value): string => (is === undefined ? '<no value>' : goValue(is));
