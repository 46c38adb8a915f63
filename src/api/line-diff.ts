/**
 * Unified diffs as Python's difflib makes them (github.com/pmezard/go-difflib), which is what the API server shows for
 * a refused update. Its matcher ignores lines that are frequent in long texts, so a shortest diff would differ.
 */

type Block = { a: number; b: number; size: number };
type Opcode = { tag: 'equal' | 'replace' | 'delete' | 'insert'; a1: number; a2: number; b1: number; b2: number };

const CONTEXT = 3;

/** The diff of two texts without file header; the empty text if they are equal. */
export function unifiedDiff(a: string, b: string): string {
  const [left, right] = [lines(a), lines(b)];
  let out = '';
  for (const group of grouped(opcodes(left, right))) {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) continue;
    out += `@@ -${range(first.a1, last.a2)} +${range(first.b1, last.b2)} @@\n`;
    for (const { tag, a1, a2, b1, b2 } of group) {
      if (tag === 'equal')
        out += left
          .slice(a1, a2)
          .map((line) => ` ${line}`)
          .join('');
      if (tag === 'replace' || tag === 'delete')
        out += left
          .slice(a1, a2)
          .map((line) => `-${line}`)
          .join('');
      if (tag === 'replace' || tag === 'insert')
        out += right
          .slice(b1, b2)
          .map((line) => `+${line}`)
          .join('');
    }
  }
  return out;
}

/** Every line with its line feed, the last one included (`SplitLines`). */
const lines = (text: string): string[] => text.split('\n').map((line) => `${line}\n`);

function range(start: number, stop: number): string {
  const length = stop - start;
  if (length === 1) return `${start + 1}`;
  return `${length === 0 ? start : start + 1},${length}`;
}

function opcodes(a: string[], b: string[]): Opcode[] {
  const out: Opcode[] = [];
  let [i, j] = [0, 0];
  for (const block of [...matchingBlocks(a, b), { a: a.length, b: b.length, size: 0 }]) {
    const tag = i < block.a && j < block.b ? 'replace' : i < block.a ? 'delete' : j < block.b ? 'insert' : undefined;
    if (tag !== undefined) out.push({ tag, a1: i, a2: block.a, b1: j, b2: block.b });
    i = block.a + block.size;
    j = block.b + block.size;
    if (block.size > 0) out.push({ tag: 'equal', a1: block.a, a2: i, b1: block.b, b2: j });
  }
  return out;
}

function matchingBlocks(a: string[], b: string[]): Block[] {
  const index = indexLines(b);
  const blocks: Block[] = [];
  const queue = [{ aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { aLow, aHigh, bLow, bHigh } = next;
    const block = longestMatch(a, b, index, aLow, aHigh, bLow, bHigh);
    if (block.size === 0) continue;
    blocks.push(block);
    if (aLow < block.a && bLow < block.b) queue.push({ aLow, aHigh: block.a, bLow, bHigh: block.b });
    if (block.a + block.size < aHigh && block.b + block.size < bHigh) queue.push({ aLow: block.a + block.size, aHigh, bLow: block.b + block.size, bHigh });
  }
  blocks.sort((x, y) => x.a - y.a || x.b - y.b);
  return blocks.reduce<Block[]>((merged, block) => {
    const last = merged.at(-1);
    if (last !== undefined && last.a + last.size === block.a && last.b + last.size === block.b) last.size += block.size;
    else merged.push({ ...block });
    return merged;
  }, []);
}

/** Where each line of `b` stands; in texts of 200 lines and more, lines that make up over 1 % are left out. */
function indexLines(b: string[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [j, line] of b.entries()) {
    const places = index.get(line);
    if (places === undefined) index.set(line, [j]);
    else places.push(j);
  }
  if (b.length >= 200) {
    const most = Math.floor(b.length / 100) + 1;
    for (const [line, places] of index) if (places.length > most) index.delete(line);
  }
  return index;
}

function longestMatch(a: string[], b: string[], index: Map<string, number[]>, aLow: number, aHigh: number, bLow: number, bHigh: number): Block {
  const best = { a: aLow, b: bLow, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = aLow; i < aHigh; i += 1) {
    const next = new Map<number, number>();
    for (const j of index.get(a[i] ?? '') ?? []) {
      if (j < bLow) continue;
      if (j >= bHigh) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) Object.assign(best, { a: i - size + 1, b: j - size + 1, size });
    }
    lengths = next;
  }
  // Frequent lines may extend a match that others have begun.
  while (best.a > aLow && best.b > bLow && a[best.a - 1] === b[best.b - 1]) Object.assign(best, { a: best.a - 1, b: best.b - 1, size: best.size + 1 });
  while (best.a + best.size < aHigh && best.b + best.size < bHigh && a[best.a + best.size] === b[best.b + best.size]) best.size += 1;
  return best;
}

/** Changes with three lines around them; far ones apart. */
function grouped(codes: Opcode[]): Opcode[][] {
  const all = codes.map((code) => ({ ...code }));
  const first = all[0];
  if (first?.tag === 'equal') Object.assign(first, { a1: Math.max(first.a1, first.a2 - CONTEXT), b1: Math.max(first.b1, first.b2 - CONTEXT) });
  const last = all.at(-1);
  if (last?.tag === 'equal') Object.assign(last, { a2: Math.min(last.a2, last.a1 + CONTEXT), b2: Math.min(last.b2, last.b1 + CONTEXT) });
  const groups: Opcode[][] = [];
  let group: Opcode[] = [];
  for (const code of all) {
    if (code.tag === 'equal' && code.a2 - code.a1 > 2 * CONTEXT) {
      group.push({ ...code, a2: Math.min(code.a2, code.a1 + CONTEXT), b2: Math.min(code.b2, code.b1 + CONTEXT) });
      groups.push(group);
      group = [{ ...code, a1: Math.max(code.a1, code.a2 - CONTEXT), b1: Math.max(code.b1, code.b2 - CONTEXT) }];
    } else group.push(code);
  }
  if (group.length > 0 && !(group.length === 1 && group[0]?.tag === 'equal')) groups.push(group);
  return groups;
}
