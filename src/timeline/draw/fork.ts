/**
 * The fork line: from here on two runs differ. Above the flag the two strands are one.
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
  const tallPx = Math.round(18 * unit);
  const rowPx = freeRowPx(painter, topPx, bottomPx, tallPx);
  // Over lanes it covers as little as possible
  const label = firstThatFits(painter, rowPx === undefined ? forms.slice(-1) : forms, font, widthPx - 2 * padPx);
  if (label === undefined) return;
  const flagPx = label.widthPx + 2 * padPx;
  const leftPx = Math.min(x - 0.5, widthPx - flagPx);
  const topOfFlagPx = rowPx ?? topPx + 2;
  surface.fillRect(leftPx, topOfFlagPx, flagPx, tallPx, palette.canvas, 2);
  surface.strokeRect(leftPx + 0.5, topOfFlagPx + 0.5, flagPx - 1, tallPx - 1, { color: palette.ink }, 2);
  surface.text(leftPx + padPx, centredBaseline(painter, topOfFlagPx + tallPx / 2), label.form, { font, color: palette.ink });
}

/** The Pod's group row, where no marks are; undefined if it is not on screen. */
function freeRowPx({ lanes }: Painter, topPx: number, bottomPx: number, tallPx: number): number | undefined {
  const row = lanes.rects.find(({ lane }) => lane.kind === 'group' && lane.container === undefined);
  const rowTopPx = row && Math.round(row.yPx + (row.heightPx - tallPx) / 2);
  return rowTopPx !== undefined && rowTopPx >= topPx && rowTopPx + tallPx <= bottomPx ? rowTopPx : undefined;
}
