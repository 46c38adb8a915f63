/** Times and counts as the page prints them. */

/** 45300 → `45.3 s`; from a minute on `1 min 45.3 s`. */
export function seconds(timeMs: number): string {
  const tenths = Math.round(timeMs / 100);
  const minutes = Math.floor(tenths / 600);
  const rest = (tenths % 600) / 10;
  return minutes === 0 ? `${rest.toFixed(1)} s` : `${minutes} min ${rest.toFixed(1)} s`;
}

/** 45300 → `45.3 s`, 105000 → `105.0 s`: for columns and clocks, where a changing number of units would jump. */
export function clockSeconds(timeMs: number): string {
  return `${(Math.round(timeMs / 100) / 10).toFixed(1)} s`;
}

/** 25000 → `25 s`, 8853 → `8.9 s`: a length of time, without a decimal where there is nothing behind it. */
export function shortSeconds(timeMs: number): string {
  return seconds(timeMs).replace('.0 s', ' s');
}

/** `once`, `twice`, `3 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

/** `1 restart`, `2 restarts`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
