/** What the arbitraries of this folder are made of: pieces of a manifest or of a Scenario document, still without a place. */
import fc from 'fast-check';

/** A map of fields as a text has it. */
export type Part = Record<string, unknown>;

/** `arbitrary` in one of so many cases, otherwise nothing; it shrinks to nothing. */
export function oneIn<T>(cases: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ withCrossShrink: true }, { weight: cases - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

/** One of several, the first being the plainest: all shrink to it. */
export function choice<T>(...arbitraries: fc.MaybeWeightedArbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ withCrossShrink: true }, ...arbitraries);
}

/** A part whose fields are arbitrary; a field without a value is left out. */
export function part(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Part> {
  return fc.record(fields).map(withoutUndefined);
}

export function withoutUndefined(fields: Part): Part {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A whole number of seconds as Kubernetes' own fields have it. */
export const seconds = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** A duration as the Scenario document has it, in whole seconds. */
export const duration = (minSeconds: number, maxSeconds: number): fc.Arbitrary<string> => seconds(minSeconds, maxSeconds).map((s) => `${s}s`);
