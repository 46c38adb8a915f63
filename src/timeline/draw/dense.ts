/**
 * Marks narrower than two pixels, many to a pixel: they are counted into one row of device pixels, where the strongest
 * colour wins, and drawn as a strip. This is what keeps a hundred thousand marks at sixty frames a second.
 */
import { MARK_KINDS, type MarkKind, type Track } from '../model.ts';
import { visibleRange } from '../tracks.ts';
import type { Painter } from './painter.ts';
import { packColor } from './surface.ts';

/** A mark at least this wide is drawn as itself. */
const DENSE_BELOW_PX = 2;

/** How narrow marks of each kind look: a colour, and who wins a shared pixel (the larger strength, 0 to 254). */
export interface DenseLook {
  color(kind: MarkKind): string;
  strength: Partial<Record<MarkKind, number>>;
}

/**
 * Draws the narrow marks of a track as a strip and calls `each` for the others, in order. A callback that takes a second
 * parameter is told of the narrow ones, too. The strip comes last, on top: its marks would vanish under their wide neighbours.
 */
export function forVisibleSpans(
  painter: Painter,
  track: Track,
  yPx: number,
  heightPx: number,
  look: DenseLook,
  each: (mark: number, isNarrow: boolean) => void,
): void {
  const { scale, toMs } = painter;
  const { first, last } = visibleRange(track, painter.fromMs, toMs);
  const { kind, startMs, endMs } = track;
  const { pxPerMs } = scale;
  const originPx = scale.xPx(0);
  const wantsNarrow = each.length > 1;
  let row: DenseRow | undefined;
  for (let mark = first; mark < last; mark += 1) {
    const start = startMs[mark] as number;
    const end = Math.min(endMs[mark] as number, toMs);
    if ((end - start) * pxPerMs >= DENSE_BELOW_PX) each(mark, false);
    else {
      if (wantsNarrow) each(mark, true);
      row ??= new DenseRow(painter, look);
      row.add(originPx + start * pxPerMs, originPx + end * pxPerMs, kind[mark] as number);
    }
  }
  row?.paint(painter, yPx, heightPx);
}

class DenseRow {
  readonly #ratio: number;
  readonly #colors: Uint32Array;
  readonly #strengths: Uint8Array;
  /** By kind. */
  readonly #packed: Uint32Array;
  readonly #strength: Uint8Array;

  constructor({ surface, widthPx }: Painter, look: DenseLook) {
    this.#ratio = surface.pixelRatio;
    const length = Math.ceil(widthPx * this.#ratio);
    this.#colors = new Uint32Array(length);
    this.#strengths = new Uint8Array(length);
    this.#packed = Uint32Array.from(MARK_KINDS, (kind) => packColor(look.color(kind)));
    this.#strength = Uint8Array.from(MARK_KINDS, (kind) => (look.strength[kind] ?? 0) + 1);
  }

  /** At least one pixel. */
  add(leftPx: number, rightPx: number, kind: number): void {
    const ratio = this.#ratio;
    const from = Math.max(0, Math.floor(leftPx * ratio));
    const to = Math.min(this.#colors.length, Math.max(from + Math.max(1, Math.floor(ratio)), Math.round(rightPx * ratio)));
    const strength = this.#strength[kind] as number;
    for (let i = from; i < to; i += 1) {
      if (strength <= (this.#strengths[i] as number)) continue;
      this.#strengths[i] = strength;
      this.#colors[i] = this.#packed[kind] as number;
    }
  }

  paint({ surface }: Painter, yPx: number, heightPx: number): void {
    const colors = this.#colors;
    for (let from = 0; from < colors.length; ) {
      if (colors[from] === 0) {
        from += 1;
        continue;
      }
      let to = from + 1;
      while (to < colors.length && colors[to] !== 0) to += 1;
      surface.pixelRow(from / this.#ratio, yPx, heightPx, colors.subarray(from, to));
      from = to;
    }
  }
}
