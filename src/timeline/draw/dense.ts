/**
 * Marks narrower than two pixels, many to a pixel: they are counted into one row of device pixels, where the strongest
 * colour wins, and drawn as a strip. This is what keeps a hundred thousand marks at sixty frames a second.
 */
import type { Painter } from './painter.ts';
import { packColor } from './surface.ts';

/** A mark at least this wide is drawn as itself. */
export const DENSE_BELOW_PX = 2;

export class DenseRow {
  readonly #painter: Painter;
  readonly #yPx: number;
  readonly #heightPx: number;
  readonly #packed = new Map<string, number>();
  #colors: Uint32Array | undefined;
  #strengths: Uint8Array | undefined;

  constructor(painter: Painter, yPx: number, heightPx: number) {
    this.#painter = painter;
    this.#yPx = yPx;
    this.#heightPx = heightPx;
  }

  /** At least one pixel; `strength` 0 to 254, the larger wins. */
  add(leftPx: number, rightPx: number, color: string, strength: number): void {
    const ratio = this.#painter.surface.pixelRatio;
    const length = Math.ceil(this.#painter.widthPx * ratio);
    this.#colors ??= new Uint32Array(length);
    this.#strengths ??= new Uint8Array(length);
    const from = Math.max(0, Math.floor(leftPx * ratio));
    const to = Math.min(length, Math.max(from + Math.max(1, Math.floor(ratio)), Math.round(rightPx * ratio)));
    const packed = this.#pack(color);
    for (let i = from; i < to; i += 1) {
      if (strength + 1 <= (this.#strengths[i] as number)) continue;
      this.#strengths[i] = strength + 1;
      this.#colors[i] = packed;
    }
  }

  /** Draws what was added. */
  flush(): void {
    const colors = this.#colors;
    if (colors === undefined) return;
    const { surface } = this.#painter;
    for (let from = 0; from < colors.length; ) {
      if (colors[from] === 0) {
        from += 1;
        continue;
      }
      let to = from + 1;
      while (to < colors.length && colors[to] !== 0) to += 1;
      surface.pixelRow(from / surface.pixelRatio, this.#yPx, this.#heightPx, colors.subarray(from, to));
      from = to;
    }
  }

  #pack(color: string): number {
    let packed = this.#packed.get(color);
    if (packed === undefined) {
      packed = packColor(color);
      this.#packed.set(color, packed);
    }
    return packed;
  }
}
