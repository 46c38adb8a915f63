/**
 * Marks narrower than two pixels, many to a pixel: they go into one row of device pixels, where the strongest
 * colour wins, and are drawn as a strip. Marks within one pixel are taken together, from the track's summary. This is what keeps
 * a million marks at sixty frames a second.
 */
import { MARK_KINDS, type MarkKind, type Track } from '../model.ts';
import { bitOf } from '../summary.ts';
import { visibleRange } from '../tracks.ts';
import { FOLD_PX, isCrowded, type Painter } from './painter.ts';
import { packColor } from './surface.ts';

/** A mark at least this wide is drawn as itself; in a crowd, one as wide as a glyph. */
const DENSE_BELOW_PX = 2;
/** From so many marks to a pixel on, they are taken block by block. */
const BLOCKS_FROM = 24;

/** How narrow marks of each kind look: a colour, and a strength from 0 to 254; the stronger one wins a shared pixel. */
export interface DenseLook {
  /** Undefined: not drawn. */
  color(kind: MarkKind): string | undefined;
  strength: Partial<Record<MarkKind, number>>;
}

/**
 * Draws the narrow marks of a track as a strip and calls `each` for the others, in order. The strip is drawn last, because its
 * marks would vanish under their wide neighbours.
 */
export function forVisibleSpans(painter: Painter, track: Track, yPx: number, heightPx: number, look: DenseLook, each: (mark: number) => void): void {
  const { scale, toMs } = painter;
  const { first, last } = visibleRange(track, painter.fromMs, toMs);
  const { kind, startMs, endMs } = track;
  const { pxPerMs } = scale;
  const originPx = scale.xPx(0);
  const wideMs = (isCrowded(painter, track, FOLD_PX) ? FOLD_PX : DENSE_BELOW_PX) / pxPerMs;
  let row: DenseRow | undefined;
  // One by one, in one loop: a picture that is painted for the first time is painted by code that is not compiled yet
  if (last - first < BLOCKS_FROM * painter.roomPx * painter.surface.pixelRatio) {
    for (let mark = first; mark < last; ) {
      const start = startMs[mark] as number;
      if (Math.min(endMs[mark] as number, toMs) - start < wideMs)
        mark = (row ??= new DenseRow(painter, look)).addNarrow(track, mark, last, originPx, pxPerMs, toMs, wideMs);
      else {
        each(mark);
        mark += 1;
      }
    }
    row?.paint(painter, yPx, heightPx);
    return;
  }
  track.summary.walk(
    first,
    last,
    (from, end, kinds, longestMs) => {
      if (longestMs >= wideMs) return false;
      row ??= new DenseRow(painter, look);
      const [earliestMs, latestMs] = [startMs[from] as number, startMs[end - 1] as number];
      return row.addBlock(originPx + earliestMs * pxPerMs, originPx + latestMs * pxPerMs, longestMs * pxPerMs, kinds, kind[from] as number);
    },
    (mark) => {
      if (Math.min(endMs[mark] as number, toMs) - (startMs[mark] as number) >= wideMs) each(mark);
      else (row ??= new DenseRow(painter, look)).addNarrow(track, mark, mark + 1, originPx, pxPerMs, toMs, wideMs);
    },
  );
  row?.paint(painter, yPx, heightPx);
}

class DenseRow {
  readonly #ratio: number;
  /** Device pixels of the narrowest mark. */
  readonly #least: number;
  readonly #colors: Uint32Array;
  readonly #strengths: Uint8Array;
  /** By kind. */
  readonly #packed: Uint32Array;
  /** By kind; 0: not drawn. */
  readonly #strength: Uint8Array;

  constructor({ surface, widthPx }: Painter, look: DenseLook) {
    this.#ratio = surface.pixelRatio;
    this.#least = Math.max(1, Math.floor(this.#ratio));
    const length = Math.ceil(widthPx * this.#ratio);
    this.#colors = new Uint32Array(length);
    this.#strengths = new Uint8Array(length);
    const colors = MARK_KINDS.map((kind) => look.color(kind));
    this.#packed = Uint32Array.from(colors, (color) => (color === undefined ? 0 : packColor(color)));
    this.#strength = Uint8Array.from(MARK_KINDS, (kind, code) => (colors[code] === undefined ? 0 : (look.strength[kind] ?? 0) + 1));
  }

  /** Adds the marks from `first` on that are narrow, at least a pixel each, up to one that is wide. Returns where that is; `last` if there is none. */
  addNarrow({ kind, startMs, endMs }: Track, first: number, last: number, originPx: number, pxPerMs: number, toMs: number, wideMs: number): number {
    const [ratio, least, strengths] = [this.#ratio, this.#least, this.#strengths];
    for (let mark = first; mark < last; mark += 1) {
      const start = startMs[mark] as number;
      const end = Math.min(endMs[mark] as number, toMs);
      if (end - start >= wideMs) return mark;
      const from = Math.max(0, Math.floor((originPx + start * pxPerMs) * ratio));
      const to = Math.max(from + least, Math.round((originPx + end * pxPerMs) * ratio));
      // Most lie in a pixel that shows something stronger already
      if (to > from + 1 || (this.#strength[kind[mark] as number] as number) > (strengths[from] as number)) this.#fill(from, to, kind[mark] as number);
    }
    return last;
  }

  /** Marks that would all cover the same pixel; false if they would not. `like` is the kind of one of them. */
  addBlock(firstLeftPx: number, lastLeftPx: number, longestPx: number, kinds: number, like: number): boolean {
    const from = Math.floor(firstLeftPx * this.#ratio);
    const to = from + this.#least;
    if (from < 0 || Math.floor(lastLeftPx * this.#ratio) !== from || Math.round((lastLeftPx + longestPx) * this.#ratio) > to) return false;
    let strongest = like;
    for (let kind = like & ~31; kind < this.#strength.length && kind < (like & ~31) + 32; kind += 1)
      if ((kinds & bitOf(kind)) !== 0 && (this.#strength[kind] as number) > (this.#strength[strongest] as number)) strongest = kind;
    this.#fill(from, to, strongest);
    return true;
  }

  #fill(from: number, to: number, kind: number): void {
    const strength = this.#strength[kind] as number;
    const end = Math.min(this.#colors.length, to);
    for (let i = from; i < end; i += 1) {
      if (strength <= (this.#strengths[i] as number)) continue;
      this.#strengths[i] = strength;
      this.#colors[i] = this.#packed[kind] as number;
    }
  }

  paint({ surface }: Painter, yPx: number, heightPx: number): void {
    surface.pixelRow(0, yPx, heightPx, this.#colors);
  }
}
