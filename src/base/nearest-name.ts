/** The known name that somebody who wrote `name` most likely meant; undefined if none is close. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const known = [...names];
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = simplified(candidate) === simplified(name) ? 0 : editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  // `readiness` for `readinessProbe`, `cmd` for `command`: the one name that begins alike.
  const alike = known.filter((candidate) => name.length > 2 && isAbbreviation(name.toLowerCase(), candidate.toLowerCase()));
  return best ?? (alike.length === 1 ? alike[0] : undefined);
}

/** Whether the letters of `short` come in this order in `long`, the first one first. */
function isAbbreviation(short: string, long: string): boolean {
  let at = 0;
  for (const letter of short) {
    const found = long.indexOf(letter, at);
    if (found < 0 || (at === 0 && found > 0)) return false;
    at = found + 1;
  }
  return true;
}

/** Names that differ only in case, separators or a plural are the same mistake. */
function simplified(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '').replace(/s$/, '');
}

/** How many edits of one letter apart two words are; gives up at `limit`. A swap of neighbours is one edit (optimal string alignment), or two. */
export function editDistance(a: string, b: string, limit: number, swapIsOne = true): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isEqual = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (isEqual ? 0 : 1));
      if (swapIsOne && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? limit;
}
