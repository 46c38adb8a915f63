/** What changed between two texts, line by line. */

export interface DiffLine {
  /** `gap` stands for lines that are the same and left out. */
  kind: 'same' | 'added' | 'removed' | 'gap';
  text: string;
}

/** Where a change has more lines than this on both sides, they are not matched with each other: that takes quadratic time. */
const MOST = 400;

/** The changed lines with `context` lines around them. Empty for equal texts. */
export function lineDiff(before: string, after: string, context = 1): DiffLine[] {
  const all = aligned(before.split(/\r?\n/), after.split(/\r?\n/));
  const isNear = (index: number) => all.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same');
  const out: DiffLine[] = [];
  all.forEach((line, index) => {
    if (isNear(index)) out.push(line);
    else if (out.length > 0 && out.at(-1)?.kind !== 'gap') out.push({ kind: 'gap', text: '' });
  });
  return out.at(-1)?.kind === 'gap' ? out.slice(0, -1) : out;
}

/** How many edits turn one text into the other: a line that was replaced counts once, as does one that was added or removed. */
export function editCount(before: string, after: string): number {
  let count = 0;
  let hunk = { added: 0, removed: 0 };
  for (const { kind } of [...lineDiff(before, after), { kind: 'same' as const }]) {
    if (kind === 'added' || kind === 'removed') hunk[kind] += 1;
    else {
      count += Math.max(hunk.added, hunk.removed);
      hunk = { added: 0, removed: 0 };
    }
  }
  return count;
}

/** Positions (from 0) of the lines of `after` that `before` does not have there. */
export function addedLines(before: string, after: string): number[] {
  const lines = aligned(before.split('\n'), after.split('\n')).filter(({ kind }) => kind !== 'removed');
  return lines.flatMap(({ kind }, index) => (kind === 'added' ? [index] : []));
}

function aligned(before: readonly string[], after: readonly string[]): DiffLine[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return [
    ...before.slice(0, head).map(same),
    ...between(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/** The changes between two stretches of lines, by their longest common subsequence; removed lines come before added ones. */
function between(before: readonly string[], after: readonly string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: 'removed', text });
  const added = (text: string): DiffLine => ({ kind: 'added', text });
  if (before.length > MOST || after.length > MOST) return [...before.map(removed), ...after.map(added)];
  // longest[i][j]: length of the longest common subsequence of before[i…] and after[j…]
  const longest = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      (longest[i] as Uint16Array)[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const left = before[i];
    const right = after[j];
    if (left !== undefined && left === right) {
      out.push({ kind: 'same', text: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      out.push(removed(left));
      i += 1;
    } else if (right !== undefined) {
      out.push(added(right));
      j += 1;
    }
  }
  return out;
}
