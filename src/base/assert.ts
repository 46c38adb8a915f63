/** Ends a switch over a discriminated union: a new member that nobody handles becomes a type error here. */
export function assertUnreachable(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}

/** Narrows away `undefined` and `null` where the surrounding code has already made sure; throws otherwise. */
export function defined<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`Expected ${what}`);
  return value;
}
