/** Building the columns of a lane, and searching them. */
import type { RecordId } from '../model/trace.ts';
import { MARK, type MarkKind, type Track, type TrackName } from './model.ts';

/** Labels are stored once; marks hold their position. Position 0 is the empty text. */
export class StringTable {
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

/** A mark on its way into the columns; what is left out is empty, NaN, or one. */
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

/** Sorts the marks by start (marks of the same moment keep their order) and puts them into columns. */
export function buildTrack(name: TrackName, marks: readonly MarkInput[], strings: StringTable, title = ''): Track {
  const sorted = marks.map((mark, order) => ({ mark, order })).sort((a, b) => a.mark.startMs - b.mark.startMs || a.order - b.order);
  const { length } = sorted;
  const alsoRecords = new Map<number, readonly RecordId[]>();
  const track = {
    name,
    title,
    length,
    kind: new Uint8Array(length),
    startMs: new Float64Array(length),
    endMs: new Float64Array(length),
    reachMs: new Float64Array(length),
    value: new Float64Array(length),
    limit: new Float64Array(length),
    tookMs: new Float64Array(length),
    flags: new Uint8Array(length),
    repeat: new Uint32Array(length),
    periodMs: new Float64Array(length),
    text: new Uint32Array(length),
    note: new Uint32Array(length),
    record: new Int32Array(length),
    endRecord: new Int32Array(length),
    alsoRecords,
  };
  let reachMs = -Infinity;
  sorted.forEach(({ mark }, i) => {
    const endMs = Math.max(mark.startMs, mark.endMs ?? mark.startMs);
    // A probe's result is shown when it is known, which is later than its start.
    reachMs = Math.max(reachMs, endMs + (mark.tookMs ?? 0));
    track.kind[i] = MARK[mark.kind];
    track.startMs[i] = mark.startMs;
    track.endMs[i] = endMs;
    track.reachMs[i] = reachMs;
    track.value[i] = mark.value ?? Number.NaN;
    track.limit[i] = mark.limit ?? Number.NaN;
    track.tookMs[i] = mark.tookMs ?? 0;
    track.flags[i] = mark.flags ?? 0;
    track.repeat[i] = mark.repeat ?? 1;
    track.periodMs[i] = mark.periodMs ?? 0;
    track.text[i] = strings.add(mark.text ?? '');
    track.note[i] = strings.add(mark.note ?? '');
    track.record[i] = mark.record;
    track.endRecord[i] = mark.endRecord ?? -1;
    if (mark.alsoRecords !== undefined && mark.alsoRecords.length > 0) alsoRecords.set(i, mark.alsoRecords);
  });
  return track;
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

/** The last mark that has begun by `timeMs` and not ended before it, -1 if none is there. Ends are exclusive for spans. */
export function spanAt(track: Track, timeMs: number): number {
  for (let mark = upperBound(track.startMs, timeMs) - 1; mark >= 0; mark -= 1) {
    if ((track.endMs[mark] as number) > timeMs) return mark;
    if ((track.reachMs[mark] as number) <= timeMs) return -1;
  }
  return -1;
}
