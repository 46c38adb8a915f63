/** Diagonal stripes. `thinning`: the stripes of a back-off lose weight as the wait runs down. */
import type { Painter } from './painter.ts';

export function hatch({ surface, palette, unit, widthPx }: Painter, x: number, y: number, width: number, height: number, thinning: boolean): void {
  if (width < 2) return;
  const gapPx = (thinning ? 7 : 6) * unit;
  surface.clipped(x, y, width, height, () => {
    const firstPx = -height + Math.max(0, Math.floor(-x / gapPx)) * gapPx;
    // One call for each weight would be one per stripe; even stripes go in one.
    const even: number[] = [];
    for (let k = firstPx; k < width && x + k < widthPx; k += gapPx) {
      const line = [x + k, y + height, x + k + height, y];
      if (thinning) surface.segments(line, { color: palette.failLine, width: (0.5 + 3 * (1 - Math.max(0, k) / width)) * unit, opacity: 0.55 });
      else even.push(...line);
    }
    if (even.length > 0) surface.segments(even, { color: palette.failLine, width: unit, opacity: 0.55 });
  });
}
