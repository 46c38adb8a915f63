/**
 * Summaries of stretches of a track: which kinds of marks they hold, how long the longest mark is, between which bounds the limits lie.
 * With them the cost of a picture grows with the pixels and not with the marks: all marks that share a pixel are asked for at once, and a search
 * finds a mark without looking at all those before it.
 *
 *     marks     ................ ................ ................ ...
 *     level 0   [ 8 marks      ] [ 8 marks      ] [ 8 marks      ]
 *     level 1   [ 8 blocks of level 0                            ...
 */
import { FLAG, MARK, type MarkKind, type Track } from './model.ts';

const SHIFT = 3;
const FAN_OUT = 1 << SHIFT;

/** The columns that a summary is made of. */
type Columns = Pick<Track, 'length' | 'kind' | 'startMs' | 'endMs' | 'flags' | 'limit'>;

/** The bit of an attempt that met its threshold, but for a success, which meets that of successes. Kinds that are never in the same track share bits; this one is free in tracks of attempts. */
export const MET_BIT = 1 << 31;

/** The bit that stands for a kind. */
export function bitOf(kind: number): number {
  return 1 << (kind & 31);
}

export function bitsOf(...kinds: readonly MarkKind[]): number {
  return kinds.reduce((bits, kind) => bits | bitOf(MARK[kind]), 0);
}

interface Level {
  /** Marks in a block: 8, 64, 512, … */
  readonly size: number;
  /** Bits of the kinds in a block, and `MET_BIT`. */
  readonly kinds: Int32Array;
  readonly longestMs: Float64Array;
  /** NaN if a mark of the block has no limit. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

export class Summary {
  readonly #columns: Columns;
  readonly #levels: readonly Level[];

  constructor(columns: Columns) {
    this.#columns = columns;
    const levels: Level[] = [];
    for (let blocks = Math.ceil(columns.length / FAN_OUT); blocks > 0; blocks = blocks > 1 ? Math.ceil(blocks / FAN_OUT) : 0) {
      const below = levels.at(-1);
      levels.push(below === undefined ? this.#lowestLevel(blocks) : levelOver(below, blocks));
    }
    this.#levels = levels;
  }

  /** The first mark in `[from, to)` that has one of the bits; `to` if none has. */
  next(bits: number, from: number, to: number): number {
    let mark = from;
    while (mark < to) {
      const size = mark % FAN_OUT === 0 ? this.#emptyFrom(mark, to, bits) : 0;
      if (size > 0) mark += size;
      else if ((this.#bitsAt(mark) & bits) !== 0) return mark;
      else mark += 1;
    }
    return to;
  }

  /** The last mark before `before` that has one of the bits; -1 if none has. */
  previous(bits: number, before: number): number {
    let end = before;
    while (end > 0) {
      const size = this.#emptyBefore(end, bits);
      if (size > 0) end -= size;
      else if ((this.#bitsAt(end - 1) & bits) !== 0) return end - 1;
      else end -= 1;
    }
    return -1;
  }

  /** The kinds in `[from, to)`, as bits. */
  kinds(from: number, to: number): number {
    let bits = 0;
    for (let mark = from; mark < to; ) {
      const level = this.#levels[this.#widest(mark, to)];
      bits |= level === undefined ? this.#bitsAt(mark) : (level.kinds[mark / level.size] as number);
      mark += level?.size ?? 1;
    }
    return bits;
  }

  /** The lowest and the highest limit in `[from, to)`; NaN if one of the marks has none. */
  limits(from: number, to: number): { lowest: number; highest: number } {
    let lowest = Infinity;
    let highest = -Infinity;
    const { limit } = this.#columns;
    for (let mark = from; mark < to; ) {
      const level = this.#levels[this.#widest(mark, to)];
      lowest = Math.min(lowest, level === undefined ? (limit[mark] as number) : (level.lowest[mark / level.size] as number));
      highest = Math.max(highest, level === undefined ? (limit[mark] as number) : (level.highest[mark / level.size] as number));
      mark += level?.size ?? 1;
    }
    return { lowest, highest };
  }

  /** Walks over `[from, to)` in order: block by block where `take` takes one, the largest first, and mark by mark where it does not. */
  walk(from: number, to: number, take: (first: number, end: number, kinds: number, longestMs: number) => boolean, each: (mark: number) => void): void {
    for (let mark = from; mark < to; ) {
      let taken = 0;
      for (let i = this.#widest(mark, to); i >= 0 && taken === 0; i -= 1) {
        const { size, kinds, longestMs } = this.#levels[i] as Level;
        if (take(mark, mark + size, kinds[mark / size] as number, longestMs[mark / size] as number)) taken = size;
      }
      if (taken === 0) each(mark);
      mark += Math.max(1, taken);
    }
  }

  /** The level of the largest block that begins at `mark` and ends by `to`; -1 if there is none. */
  #widest(mark: number, to: number): number {
    let i = -1;
    while (i + 1 < this.#levels.length) {
      const { size } = this.#levels[i + 1] as Level;
      if (mark % size !== 0 || mark + size > to) break;
      i += 1;
    }
    return i;
  }

  /** How many marks there are in the largest block from `mark` on in which none has one of the bits; 0 if there is no such block. */
  #emptyFrom(mark: number, to: number, bits: number): number {
    for (let i = this.#widest(mark, to); i >= 0; i -= 1) {
      const { size, kinds } = this.#levels[i] as Level;
      if (((kinds[mark / size] as number) & bits) === 0) return size;
    }
    return 0;
  }

  /** The same for the block before `end`. */
  #emptyBefore(end: number, bits: number): number {
    let empty = 0;
    for (const { size, kinds } of this.#levels) {
      // A larger block has all the kinds of those in it.
      if (end % size !== 0 || ((kinds[end / size - 1] as number) & bits) !== 0) break;
      empty = size;
    }
    return empty;
  }

  #bitsAt(mark: number): number {
    const { kind, flags } = this.#columns;
    const code = kind[mark] as number;
    return bitOf(code) | (((flags[mark] as number) & FLAG.met) !== 0 && code !== MARK.probeOk ? MET_BIT : 0);
  }

  #lowestLevel(blocks: number): Level {
    const { length, startMs, endMs, limit } = this.#columns;
    const level = emptyLevel(FAN_OUT, blocks);
    for (let mark = 0; mark < length; mark += 1) {
      const block = mark >> SHIFT;
      level.kinds[block] = (level.kinds[block] as number) | this.#bitsAt(mark);
      level.longestMs[block] = Math.max(level.longestMs[block] as number, (endMs[mark] as number) - (startMs[mark] as number));
      level.lowest[block] = Math.min(level.lowest[block] as number, limit[mark] as number);
      level.highest[block] = Math.max(level.highest[block] as number, limit[mark] as number);
    }
    return level;
  }
}

function levelOver(below: Level, blocks: number): Level {
  const level = emptyLevel(below.size * FAN_OUT, blocks);
  for (let i = 0; i < below.kinds.length; i += 1) {
    const block = i >> SHIFT;
    level.kinds[block] = (level.kinds[block] as number) | (below.kinds[i] as number);
    level.longestMs[block] = Math.max(level.longestMs[block] as number, below.longestMs[i] as number);
    level.lowest[block] = Math.min(level.lowest[block] as number, below.lowest[i] as number);
    level.highest[block] = Math.max(level.highest[block] as number, below.highest[i] as number);
  }
  return level;
}

function emptyLevel(size: number, blocks: number): Level {
  return {
    size,
    kinds: new Int32Array(blocks),
    longestMs: new Float64Array(blocks),
    lowest: new Float64Array(blocks).fill(Infinity),
    highest: new Float64Array(blocks).fill(-Infinity),
  };
}
