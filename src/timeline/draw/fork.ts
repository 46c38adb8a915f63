/**
 * The fork line: from here on two runs are not the same. Two strands that are one above the flag.
 *
 *     ║
 *     ┌─────────────────────────────┐
 *     │ app liveness: only A, fails │
 *     └╥────────────────────────────┘
 *      ║
 */
import { centredBaseline, firstThatFits, hair, type Painter, sans } from './painter.ts';
import type { OverlayState } from './scene.ts';

const STRANDS_PX = 3;

export function paintFork(painter: Painter, topPx: number, bottomPx: number, { timeMs, forms }: NonNullable<OverlayState['fork']>): void {
  const { palette, scale, surface, toMs, unit, widthPx } = painter;
  const x = hair(painter, scale.xPx(timeMs));
  if (timeMs > toMs || x < 0 || x > widthPx) return;
  const right = x + STRANDS_PX;
  surface.fillRect(x - 0.5, topPx, STRANDS_PX + 1, bottomPx - topPx, palette.canvas);
  surface.segments([x, topPx, x, bottomPx, right, topPx, right, bottomPx], { color: palette.ink });
  const font = sans(painter, 600);
  const padPx = 6 * unit;
  const label = firstThatFits(painter, forms, font, widthPx - 2 * padPx);
  if (label === undefined) return;
  const flagPx = label.widthPx + 2 * padPx;
  const leftPx = Math.min(x - 0.5, widthPx - flagPx);
  const tallPx = Math.round(18 * unit);
  const topOfFlagPx = flagTopPx(painter, topPx, bottomPx, tallPx);
  surface.fillRect(leftPx, topOfFlagPx, flagPx, tallPx, palette.canvas, 2);
  surface.strokeRect(leftPx + 0.5, topOfFlagPx + 0.5, flagPx - 1, tallPx - 1, { color: palette.ink }, 2);
  surface.text(leftPx + padPx, centredBaseline(painter, topOfFlagPx + tallPx / 2), label.form, { font, color: palette.ink });
}

/** In the Pod's group row, where no marks are; at the top of what is on screen if that row is not. */
function flagTopPx({ lanes }: Painter, topPx: number, bottomPx: number, tallPx: number): number {
  const row = lanes.rects.find(({ lane }) => lane.kind === 'group' && lane.container === undefined);
  const rowTopPx = row && Math.round(row.yPx + (row.heightPx - tallPx) / 2);
  return rowTopPx !== undefined && rowTopPx >= topPx && rowTopPx + tallPx <= bottomPx ? rowTopPx : topPx + 2;
}
