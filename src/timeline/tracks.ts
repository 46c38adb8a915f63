/** Building the columns of a lane, and searching them. */
import type { RecordId } from '../model/trace.ts';
import { Summary } from './summary.ts';
import { MARK, type MarkKind, type Track, type TrackName } from './model.ts';

/** Labels are stored once; marks hold their position. Position 0 is the empty text. */
class StringTable {
  readonly strings: string[] = [''];
  readonly #positions = new Map<string, number>([['', 0]]);

  add(text: string): number {
    const known = this.#positions.get(text);
    if (known !== undefined) return known;
    const position = this.strings.push(text) - 1;
    this.#positions.set(text, position);
    return position;
  }
}

/** A mark that is put into the columns. A member that is left out is empty, NaN or 1, as its column has it. */
export interface MarkInput {
  kind: MarkKind;
  startMs: number;
  /** Default: the start, a moment. */
  endMs?: number;
  value?: number;
  limit?: number;
  tookMs?: number;
  flags?: number;
  repeat?: number;
  periodMs?: number;
  text?: string;
  note?: string;
  record: RecordId;
  endRecord?: RecordId;
  alsoRecords?: RecordId[];
}

/** Rows of a track on their way into their final columns: room for more than there are. */
class Columns {
  length = 0;
  isSorted = true;
  kind = new Uint8Array(FIRST_ROOM);
  startMs = new Float64Array(FIRST_ROOM);
  endMs = new Float64Array(FIRST_ROOM);
  value = new Float64Array(FIRST_ROOM);
  limit = new Float64Array(FIRST_ROOM);
  tookMs = new Float64Array(FIRST_ROOM);
  flags = new Uint8Array(FIRST_ROOM);
  repeat = new Uint32Array(FIRST_ROOM);
  periodMs = new Float64Array(FIRST_ROOM);
  text = new Uint32Array(FIRST_ROOM);
  note = new Uint32Array(FIRST_ROOM);
  record = new Int32Array(FIRST_ROOM);
  endRecord = new Int32Array(FIRST_ROOM);
  alsoRecords = new Map<number, readonly RecordId[]>();

  clear(): void {
    this.length = 0;
    this.isSorted = true;
    this.alsoRecords = new Map();
  }

  /** The rows from the earliest start to the latest. */
  order(): Uint32Array {
    const { startMs } = this;
    return Uint32Array.from({ length: this.length }, (_, row) => row).sort((a, b) => (startMs[a] as number) - (startMs[b] as number) || a - b);
  }

  add(mark: MarkInput, strings: StringTable): void {
    const i = this.length;
    if (i === this.kind.length) this.#grow();
    this.length = i + 1;
    if (i > 0 && mark.startMs < (this.startMs[i - 1] as number)) this.isSorted = false;
    this.kind[i] = MARK[mark.kind];
    this.startMs[i] = mark.startMs;
    this.endMs[i] = Math.max(mark.startMs, mark.endMs ?? mark.startMs);
    this.value[i] = mark.value ?? Number.NaN;
    this.limit[i] = mark.limit ?? Number.NaN;
    this.tookMs[i] = mark.tookMs ?? 0;
    this.flags[i] = mark.flags ?? 0;
    this.repeat[i] = mark.repeat ?? 1;
    this.periodMs[i] = mark.periodMs ?? 0;
    this.text[i] = strings.add(mark.text ?? '');
    this.note[i] = strings.add(mark.note ?? '');
    this.record[i] = mark.record;
    this.endRecord[i] = mark.endRecord ?? -1;
    if (mark.alsoRecords !== undefined && mark.alsoRecords.length > 0) this.alsoRecords.set(i, mark.alsoRecords);
  }

  #grow(): void {
    for (const name of COLUMNS) {
      const column = this[name];
      const larger = new (column.constructor as new (length: number) => typeof column)(column.length * 2);
      larger.set(column);
      Object.assign(this, { [name]: larger });
    }
  }
}

const FIRST_ROOM = 16;
const COLUMNS = ['kind', 'startMs', 'endMs', 'value', 'limit', 'tookMs', 'flags', 'repeat', 'periodMs', 'text', 'note', 'record', 'endRecord'] as const;

/** Makes tracks, one after the other. Labels go into one table; the rows of a track are collected where those of the one before were. */
export class TrackBuilder {
  readonly #strings = new StringTable();
  readonly #rows = new Columns();

  get strings(): readonly string[] {
    return this.#strings.strings;
  }

  /** Puts the marks into columns, sorted by start; marks of the same moment keep their order. They are read once and not kept. */
  build(name: TrackName, marks: Iterable<MarkInput>, title = ''): Track {
    const rows = this.#rows;
    rows.clear();
    for (const mark of marks) rows.add(mark, this.#strings);
    const order = rows.isSorted ? undefined : rows.order();
    const placed = <Column extends Float64Array | Int32Array | Uint32Array | Uint8Array>(column: Column): Column => {
      const out = column.slice(0, rows.length) as Column;
      order?.forEach((from, to) => (out[to] = column[from] as number));
      return out;
    };
    const kind = placed(rows.kind);
    const startMs = placed(rows.startMs);
    const endMs = placed(rows.endMs);
    const limit = placed(rows.limit);
    const tookMs = placed(rows.tookMs);
    const flags = placed(rows.flags);
    return {
      name,
      title,
      length: rows.length,
      kind,
      startMs,
      endMs,
      reachMs: reachOf(endMs, tookMs),
      value: placed(rows.value),
      limit,
      tookMs,
      longestTookMs: tookMs.reduce((longest, ms) => Math.max(longest, ms), 0),
      flags,
      repeat: placed(rows.repeat),
      periodMs: placed(rows.periodMs),
      text: placed(rows.text),
      note: placed(rows.note),
      record: placed(rows.record),
      endRecord: placed(rows.endRecord),
      alsoRecords: order === undefined ? rows.alsoRecords : inOrder(rows.alsoRecords, order),
      summary: new Summary({ length: rows.length, kind, startMs, endMs, limit, flags }),
    };
  }
}

/** A probe's result is shown when it is known, which is later than its start. */
function reachOf(endMs: Float64Array, tookMs: Float64Array): Float64Array {
  let reachMs = -Infinity;
  return endMs.map((ms, mark) => (reachMs = Math.max(reachMs, ms + (tookMs[mark] as number))));
}

function inOrder(alsoRecords: ReadonlyMap<number, readonly RecordId[]>, order: Uint32Array): Map<number, readonly RecordId[]> {
  const placed = new Map<number, readonly RecordId[]>();
  order.forEach((from, to) => {
    const also = alsoRecords.get(from);
    if (also !== undefined) placed.set(to, also);
  });
  return placed;
}

/** Position of the first entry that is not below `value`; the length if all are. The column must be sorted. */
export function lowerBound(column: Float64Array, value: number, from = 0, to = column.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((column[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same as `lowerBound`, faster where the entry is not far from `from`. */
export function lowerBoundNear(column: Float64Array, value: number, from: number, to = column.length): number {
  let low = from;
  let step = 1;
  while (low + step < to && (column[low + step] as number) < value) {
    low += step;
    step *= 2;
  }
  return lowerBound(column, value, low, Math.min(to, low + step));
}

/** Position of the first entry above `value`. */
export function upperBound(column: Float64Array, value: number, from = 0, to = column.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((column[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The marks `[first, last)` that touch the stretch from `fromMs` to `toMs`. */
export function visibleRange(track: Track, fromMs: number, toMs: number): { first: number; last: number } {
  return { first: lowerBound(track.reachMs, fromMs), last: upperBound(track.startMs, toMs) };
}

/**
 * The last mark that has begun by `timeMs` and not ended before it; -1 if there is none. Ends of spans are exclusive, except where only the end
 * of the run cuts a span off: at `runEndMs` it is still there.
 */
export function spanAt(track: Track, timeMs: number, runEndMs = Infinity): number {
  for (let mark = upperBound(track.startMs, timeMs) - 1; mark >= 0; mark -= 1) {
    const [startMs, endMs] = [track.startMs[mark] as number, track.endMs[mark] as number];
    if (endMs > timeMs) return mark;
    if (timeMs === runEndMs && endMs === runEndMs && endMs > startMs && (track.endRecord[mark] as number) < 0) return mark;
    if ((track.reachMs[mark] as number) <= timeMs) return -1;
  }
  return -1;
}
