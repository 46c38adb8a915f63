/** Kubernetes quantities (apimachinery/pkg/api/resource/quantity.go), as far as reading them goes. */

const FORM = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;

const SUFFIXES: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
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

export type QuantityResult = { value: number } | { error: string };

/** `72Mi` → 75497472; the errors are the API server's words (ParseQuantity: ErrFormatWrong, ErrSuffix). */
export function parseQuantity(text: string): QuantityResult {
  const match = FORM.exec(text);
  const digits = match?.[1] ?? '';
  if (!match || !/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(digits)) {
    return { error: `quantities must match the regular expression '${FORM.source}'` };
  }
  const suffix = match[2] ?? '';
  const exponent = /^[eE]([-+]?\d+)$/.exec(suffix);
  const factor = exponent ? 10 ** Number(exponent[1]) : Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : undefined;
  return factor === undefined ? { error: "unable to parse quantity's suffix" } : { value: Number(digits) * factor };
}
