/** What each suffix of a quantity multiplies by (apimachinery/pkg/api/resource/suffix.go). */
export const QUANTITY_SUFFIXES: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity as a number; NaN if it is none. */
export function quantity(text: string): number {
  const match = /^([+-]?[\d.]+)(?:([eE][+-]?\d+)|(n|u|m|k|Ki|Mi|Gi|Ti|Pi|Ei|[MGTPE]))?$/.exec(text.trim());
  if (match === null) return Number.NaN;
  return Number(`${match[1]}${match[2] ?? ''}`) * (QUANTITY_SUFFIXES[match[3] ?? ''] ?? 1);
}
