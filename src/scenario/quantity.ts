/** Kubernetes quantities (apimachinery/pkg/api/resource/quantity.go), as far as reading them goes. */
import { QUANTITY_SUFFIXES } from '../base/quantity.ts';

const FORM = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;

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
  const factor = exponent ? 10 ** Number(exponent[1]) : Object.hasOwn(QUANTITY_SUFFIXES, suffix) ? QUANTITY_SUFFIXES[suffix] : undefined;
  return factor === undefined ? { error: "unable to parse quantity's suffix" } : { value: Number(digits) * factor };
}
