/** Counts that may be percentages (pkg/apis/apps/validation/validation.go: ValidatePositiveIntOrPercent, getIntOrPercentValue). */
import type { FieldErrors } from '../errors.ts';

/** What a count or percentage says: the bare number, and whether it is more than everything. */
export function validateIntOrPercent(errors: FieldErrors, value: unknown, path: string): { count: number; isOverAll: boolean } {
  if (typeof value !== 'string') {
    const count = typeof value === 'number' ? value : 0;
    if (count < 0) errors.invalid(path, count, 'must be greater than or equal to 0');
    return { count, isOverAll: false };
  }
  const percent = /^([0-9]+)%$/.exec(value);
  if (percent === null) {
    errors.invalid(
      path,
      value,
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    );
    return { count: /^[-+]?\d+$/.test(value) ? Number(value) : 0, isOverAll: false };
  }
  const count = Number(percent[1]);
  return { count, isOverAll: count > 100 };
}
