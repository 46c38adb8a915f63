/** Collects shapes until it is known how many there are: few are drawn one by one, hundreds on a sheet. */
import type { Crowd, Stamp, Stroke } from './surface.ts';

type Part =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; color: string }
  | { kind: 'segments'; points: readonly number[]; stroke: Stroke }
  | { kind: 'stamps'; stamps: readonly Stamp[] };

export class CollectedCrowd implements Crowd {
  readonly parts: Part[] = [];
  shapes = 0;

  fillRect(x: number, y: number, width: number, height: number, color: string): void {
    this.parts.push({ kind: 'rect', x, y, width, height, color });
    this.shapes += 1;
  }

  segments(points: readonly number[], stroke: Stroke): void {
    if (points.length === 0) return;
    this.parts.push({ kind: 'segments', points, stroke });
    this.shapes += points.length / 4;
  }

  stamps(stamps: readonly Stamp[]): void {
    this.parts.push({ kind: 'stamps', stamps });
    this.shapes += stamps.length;
  }
}

/** Calls `each` for the rectangles that a stroke paints along horizontal and vertical segments, dash by dash. */
export function forEachPiece(
  points: readonly number[],
  { width = 1, dash = SOLID }: Stroke,
  each: (left: number, top: number, right: number, bottom: number) => void,
): void {
  for (let i = 0; i + 3 < points.length; i += 4) {
    const x1 = points[i] as number;
    const y1 = points[i + 1] as number;
    const x2 = points[i + 2] as number;
    const y2 = points[i + 3] as number;
    const half = width / 2;
    if (x1 === x2) {
      each(x1 - half, Math.min(y1, y2), x1 + half, Math.max(y1, y2));
      continue;
    }
    const to = Math.max(x1, x2);
    for (let left = Math.min(x1, x2), step = 0; left < to; step += 1) {
      const right = Math.min(to, left + (dash[step % dash.length] ?? Infinity));
      if (step % 2 === 0) each(left, y1 - half, right, y1 + half);
      left = right;
    }
  }
}

const SOLID: readonly number[] = [];
