/**
 * The axis: ticks with about 80 px between labels, and the playhead's flag, in seconds or by the wall clock. A label under the flag is hidden;
 * the first visible label has the unit.
 */
import { clockTime } from '../../base/time-words.ts';
import { timeOfDay } from '../../base/timestamp.ts';
import { tickLabel, timeTicks, wallTickLabel } from '../scale.ts';
import { paintClaimBadges } from './claims.ts';
import { paintBreaks } from './folds.ts';
import { hair, type Painter } from './painter.ts';
import type { OverlayState } from './scene.ts';

export function paintAxis(painter: Painter, heightPx: number, state: OverlayState): void {
  const { palette, scale, surface, unit } = painter;
  const ticks = timeTicks(scale);
  const minor: number[] = [];
  for (const { timeMs, taller } of ticks.minor) {
    const x = hair(painter, scale.xPx(timeMs));
    minor.push(x, heightPx - (taller ? 6 : 3.5) * unit, x, heightPx);
  }
  surface.segments(minor, { color: palette.edge, opacity: 0.55 });
  const font = { px: 11 * unit, mono: true };
  const flag = playheadFlag(painter, state.playheadMs);
  const hover = hoverFlag(painter, state.hoverMs, flag);
  const flags = hover ? [flag, hover] : [flag];
  const major: number[] = [];
  let lastRightPx = -Infinity;
  for (const timeMs of ticks.major) {
    const x = hair(painter, scale.xPx(timeMs));
    major.push(x, heightPx - 9 * unit, x, heightPx);
    const label =
      scale.wallStartMs === undefined ? tickLabel(timeMs, ticks.stepMs, lastRightPx === -Infinity) : wallTickLabel(scale.wallStartMs + timeMs, ticks.stepMs);
    const widthPx = surface.textWidth(label, font);
    const leftPx = timeMs === 0 ? x : x - widthPx / 2;
    const isInBreak = scale.breaks.some((each) => leftPx < each.rightPx && leftPx + widthPx > each.leftPx);
    const isUnderFlag = flags.some((each) => leftPx < each.rightPx + 4 * unit && leftPx + widthPx > each.leftPx - 4 * unit);
    if (isInBreak || isUnderFlag || leftPx < lastRightPx + 8 * unit || leftPx < 0 || leftPx + widthPx > scale.widthPx) continue;
    lastRightPx = leftPx + widthPx;
    surface.text(leftPx, Math.round(heightPx - 13 * unit), label, { font, color: palette.ink3 });
  }
  surface.segments(major, { color: palette.ink3 });
  paintBreaks(painter, heightPx, flags);
  if (hover) paintHoverTime(painter, hover);
  paintFlag(painter, flag, heightPx);
  if (state.claims !== undefined) paintClaimBadges(painter, heightPx, state.claims, flag);
}

interface Flag {
  text: string;
  linePx: number;
  leftPx: number;
  rightPx: number;
}

function playheadFlag(painter: Painter, timeMs: number): Flag {
  return timeFlag(painter, timeMs, 700);
}

/** Centred over its time, but never cut by the edge. */
function timeFlag({ surface, scale, unit }: Painter, timeMs: number, weight: number): Flag {
  // As fine as the ticks: between two of them a tenth of a second may be all there is
  const { stepMs } = timeTicks(scale);
  const decimals = stepMs >= 500 ? 1 : stepMs >= 50 ? 2 : 3;
  const text = scale.wallStartMs === undefined ? clockTime(timeMs, decimals) : timeOfDay(scale.wallStartMs + timeMs, decimals);
  const widthPx = Math.round(surface.textWidth(text, { px: 11.5 * unit, mono: true, weight }) + 12 * unit);
  const linePx = scale.xPx(timeMs);
  // A flag that is off screen takes no room
  if (linePx < 0 || linePx > scale.widthPx) return { text, linePx, leftPx: -Infinity, rightPx: -Infinity };
  const leftPx = Math.round(Math.min(Math.max(0, linePx - widthPx / 2), scale.widthPx - widthPx));
  return { text, linePx, leftPx, rightPx: leftPx + widthPx };
}

function paintFlag({ surface, palette, unit }: Painter, { text, linePx, leftPx, rightPx }: Flag, heightPx: number): void {
  if (leftPx === -Infinity) return;
  const tallPx = Math.round(18 * unit);
  surface.segments([linePx, 3 + tallPx, linePx, heightPx], { color: palette.ink, width: 1.5 });
  surface.fillRect(leftPx, 3, rightPx - leftPx, tallPx, palette.ink, 2);
  surface.text((leftPx + rightPx) / 2, Math.round(3 + tallPx / 2 + 4 * unit), text, {
    font: { px: 11.5 * unit, mono: true, weight: 700 },
    color: palette.canvas,
    align: 'middle',
  });
}

/** The flag with the crosshair's time; undefined where it would cover that of the playhead. */
function hoverFlag(painter: Painter, hoverMs: number | undefined, playhead: Flag): Flag | undefined {
  const hover = hoverMs === undefined ? undefined : timeFlag(painter, hoverMs, 500);
  return hover && hover.leftPx < playhead.rightPx && hover.rightPx > playhead.leftPx ? undefined : hover;
}

/** An outline, to be told from the flag of the playhead. */
function paintHoverTime({ surface, palette, unit }: Painter, { text, leftPx, rightPx }: Flag): void {
  const tallPx = Math.round(18 * unit);
  surface.fillRect(leftPx, 3, rightPx - leftPx, tallPx, palette.raise, 2);
  surface.strokeRect(leftPx + 0.5, 3.5, rightPx - leftPx - 1, tallPx - 1, { color: palette.edge }, 2);
  surface.text((leftPx + rightPx) / 2, Math.round(3 + tallPx / 2 + 4 * unit), text, {
    font: { px: 11.5 * unit, mono: true, weight: 500 },
    color: palette.ink2,
    align: 'middle',
  });
}
