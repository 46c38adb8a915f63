/** Searching lists in the order of the trace: what belongs together is found without looking at all the rest. */

/** How many items at the beginning of a list pass a test that none after them passes. */
export function countWhile<T>(items: readonly T[], test: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The items from `fromMs` to `toMs`, both inclusive. */
export function between<T extends { t: number }>(items: readonly T[], fromMs: number, toMs: number): T[] {
  const first = countWhile(items, ({ t }) => t < fromMs);
  let end = first;
  while (end < items.length && (items[end] as T).t <= toMs) end += 1;
  return items.slice(first, end);
}

/** The last item before position `before` that passes the test. */
export function findLastBefore<T>(items: readonly T[], before: number, test: (item: T) => boolean): T | undefined {
  for (let i = before - 1; i >= 0; i -= 1) if (test(items[i] as T)) return items[i];
  return undefined;
}

/** A function that finds the first item after a position that has a key; items without one are passed over. */
export function nextOfKey<T>(items: readonly T[], keyOf: (item: T) => string | undefined): (position: number, key: string) => T | undefined {
  const places = new Map<string, number[]>();
  items.forEach((item, position) => {
    const key = keyOf(item);
    if (key === undefined) return;
    const known = places.get(key);
    if (known === undefined) places.set(key, [position]);
    else known.push(position);
  });
  return (position, key) => {
    const known = places.get(key) ?? [];
    const found = known[countWhile(known, (place) => place <= position)];
    return found === undefined ? undefined : items[found];
  };
}
