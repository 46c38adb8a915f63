/** Plain JSON values as immutable data: equality, and versions that share what did not change. */

type Members = Record<string, unknown>;

/** Deep equality of plain JSON values; the order of members does not count, that of array elements does. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && sameElements(a, b);
  }
  if (Array.isArray(b)) return false;
  const left = a as Members;
  const right = b as Members;
  let members = 0;
  for (const key in left) {
    members += 1;
    if (!sameJson(left[key], right[key])) return false;
  }
  for (const _key in right) members -= 1;
  return members === 0;
}

function sameElements(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (!sameJson(a[index], b[index])) return false;
  return true;
}

/**
 * A value equal to `next` that shares with `before` every part that stands at the same place in both: a long history of
 * versions takes the memory of its changes. Gives `before` itself if nothing changed. Neither value is changed.
 */
export function sharing<T>(next: T, before: unknown): T {
  // Strings too: equal ones need not be the same piece of memory
  if (next === before) return before as T;
  if (typeof next !== 'object' || typeof before !== 'object' || next === null || before === null) return next;
  if (Array.isArray(next)) return Array.isArray(before) ? (sharedElements(next, before) as T) : next;
  return Array.isArray(before) ? next : (sharedMembers(next as Members, before as Members) as T);
}

function sharedElements(next: readonly unknown[], before: readonly unknown[]): readonly unknown[] {
  let shared: unknown[] | undefined;
  let changed = next.length !== before.length;
  for (let index = 0; index < next.length; index += 1) {
    const value = sharing(next[index], before[index]);
    changed ||= value !== before[index];
    if (value !== next[index]) (shared ??= [...next])[index] = value;
  }
  return changed ? (shared ?? next) : before;
}

function sharedMembers(next: Members, before: Members): Members {
  let shared: Members | undefined;
  let members = 0;
  let changed = false;
  for (const key in next) {
    members += 1;
    const value = sharing(next[key], before[key]);
    changed ||= value !== before[key];
    if (value === next[key]) continue;
    shared ??= { ...next };
    shared[key] = value;
  }
  if (!changed) for (const _key in before) members -= 1;
  return !changed && members === 0 ? before : (shared ?? next);
}
