/** A range to begin with, around the present value: `5` → `1..10/1`, `25s` → `5s..50s/5s`. */
export function rangeAround(value: number | string): string {
  const [, amount = '1', unit = ''] = /^(\d+(?:\.\d+)?)(\D*)$/.exec(String(value)) ?? [];
  const present = Math.max(Number(amount), 1);
  // A twelfth of the way, rounded to what people count in
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((each) => (2 * present) / each <= 10) ?? Math.ceil(present / 5);
  return `${step}${unit}..${Math.max(10 * step, Math.ceil(present / step) * step)}${unit}/${step}${unit}`;
}
