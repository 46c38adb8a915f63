/**
 * Matches two sequences of items so that as few as possible are left over. Items that may be missing
 * (`excused`: shorter than a watch or a kubelet loop can tell, or too close to the end) cost nothing to leave out, and
 * neither does the rest of a state that only an excused item interrupted.
 */
import type { Item } from './aspects.ts';

export interface AlignedItem extends Item {
  excused: boolean;
}

export interface Gap {
  /** The item of the first sequence that the gap comes after. */
  after: AlignedItem | undefined;
  a: AlignedItem[];
  b: AlignedItem[];
}

export interface Alignment {
  pairs: [AlignedItem, AlignedItem][];
  /** The items without a counterpart that are not excused. */
  gaps: Gap[];
}

const UNMATCHED = 1000;
const FAR_MS = 60_000;

export function align(a: readonly AlignedItem[], b: readonly AlignedItem[]): Alignment {
  const skipA = skipCosts(a);
  const skipB = skipCosts(b);
  const width = b.length + 1;
  const costs = new Float64Array((a.length + 1) * width);
  const cost = (i: number, j: number) => costs[i * width + j] ?? Infinity;
  for (let i = a.length; i >= 0; i -= 1) {
    for (let j = b.length; j >= 0; j -= 1) {
      if (i === a.length && j === b.length) continue;
      costs[i * width + j] = Math.min(
        i < a.length ? (skipA[i] ?? 0) + cost(i + 1, j) : Infinity,
        j < b.length ? (skipB[j] ?? 0) + cost(i, j + 1) : Infinity,
        matchCost(a[i], b[j]) + (i < a.length && j < b.length ? cost(i + 1, j + 1) : Infinity),
      );
    }
  }
  return walk(a, b, cost, skipA);
}

/** The cost of matching two items: Infinity if they cannot match; else less the closer they are in time, so that near ones win. */
function matchCost(a: AlignedItem | undefined, b: AlignedItem | undefined): number {
  if (!a || !b || a.label !== b.label) return Infinity;
  return -1 + Math.min(0.5, Math.abs(a.t - b.t) / FAR_MS);
}

function skipCosts(items: readonly AlignedItem[]): number[] {
  return items.map((item, index) => (item.excused || interrupted(items, index) >= 0 ? 0 : UNMATCHED));
}

/** The item that the item continues after nothing but excused ones, or -1. */
function interrupted(items: readonly AlignedItem[], index: number): number {
  const label = items[index]?.label;
  let before = index - 1;
  while (before >= 0 && items[before]?.excused && items[before]?.label !== label) before -= 1;
  return before >= 0 && before < index - 1 && items[before]?.label === label ? before : -1;
}

/** Follows the least cost from the beginning. */
function walk(a: readonly AlignedItem[], b: readonly AlignedItem[], cost: (i: number, j: number) => number, skipA: readonly number[]): Alignment {
  const pairs: Alignment['pairs'] = [];
  const matchedA = new Set<number>();
  const matchedB = new Set<number>();
  const steps = [{ i: 0, j: 0 }];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left && right && left.label === right.label && cost(i, j) === matchCost(left, right) + cost(i + 1, j + 1)) {
      pairs.push([left, right]);
      matchedA.add(i);
      matchedB.add(j);
      i += 1;
      j += 1;
      steps.push({ i, j });
    } else if (i < a.length && cost(i, j) === (skipA[i] ?? 0) + cost(i + 1, j)) {
      i += 1;
    } else {
      j += 1;
    }
  }
  const gaps = steps.map((from, index): Gap => {
    const to = steps[index + 1] ?? { i: a.length + 1, j: b.length + 1 };
    return {
      after: pairs[index - 1]?.[0],
      a: leftOver(a, matchedA, from.i, to.i - 1),
      b: leftOver(b, matchedB, from.j, to.j - 1),
    };
  });
  return { pairs, gaps: gaps.filter((gap) => gap.a.length + gap.b.length > 0) };
}

/** The unmatched items from `from` to before `to` that nothing excuses. */
function leftOver(items: readonly AlignedItem[], matched: ReadonlySet<number>, from: number, to: number): AlignedItem[] {
  const isUnmatched = (index: number) => !matched.has(index);
  return items.slice(from, Math.max(from, to)).filter((item, offset) => {
    const index = from + offset;
    const before = interrupted(items, index);
    const isContinuation = before >= 0 && range(before + 1, index).every(isUnmatched);
    return isUnmatched(index) && !item.excused && !isContinuation;
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
