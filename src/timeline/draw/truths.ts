/**
 * Where node, API and Events disagree: a bracket on the edge between the lanes that say different things, with an unequal sign
 * where it begins. A moment is the sign alone; signs that would cover each other are one, with a count.
 *
 *     process   ▓▓▓▓▓▓▓▓╳
 *                        ┌ ≠ ───────────┐
 *     API status  ( Running              )( Error )
 */
import type { LaneRect } from '../lanes.ts';
import type { Track } from '../model.ts';
import { visibleRange } from '../tracks.ts';
import { centredBaseline, hair, type Painter, sans } from './painter.ts';
import { truthRow } from './places.ts';
import type { Glyph } from './surface.ts';

/** Half the width of the sign. */
const REACH_PX = 4.5;
const CAP_PX = 4;
/** Signs closer than this are one. */
const APART_PX = 12;
/** A bracket shorter than this is drawn as the sign alone. */
const LEAST_BRACKET_PX = 20;

interface Bracket {
  leftPx: number;
  rightPx: number;
  /** Whether its end is known. */
  isClosed: boolean;
  count: number;
}

export function paintTruths(painter: Painter, rect: LaneRect): void {
  const track = rect.lane.tracks.find(({ name }) => name === 'truths');
  if (track === undefined) return;
  const { surface, palette, unit } = painter;
  const y = hair(painter, rect.yPx + truthRow(rect.lane, rect.heightPx, unit).linePx);
  const brackets = bracketsOf(painter, track);
  const lines: number[] = [];
  for (const { leftPx, rightPx, isClosed } of brackets) {
    if (rightPx - leftPx < LEAST_BRACKET_PX * unit) continue;
    lines.push(leftPx, y, rightPx, y, leftPx, y, leftPx, y + CAP_PX * unit);
    if (isClosed) lines.push(rightPx, y, rightPx, y + CAP_PX * unit);
  }
  surface.segments(lines, { color: palette.ink2 });
  const glyph = signOf(painter);
  surface.stamps(brackets.map((bracket) => ({ glyph, x: signPx(painter, bracket), y })));
  brackets.forEach((bracket, index) => bracket.count > 1 && paintCount(painter, bracket, y, brackets[index + 1]?.leftPx ?? Infinity));
}

/** From left to right. */
function bracketsOf(painter: Painter, track: Track): Bracket[] {
  const { scale, fromMs, toMs, unit, widthPx } = painter;
  const { first, last } = visibleRange(track, fromMs, toMs);
  const brackets: Bracket[] = [];
  for (let mark = first; mark < last; mark += 1) {
    const endMs = track.endMs[mark] as number;
    if (endMs < fromMs) continue;
    const leftPx = hair(painter, scale.xPx(track.startMs[mark] as number));
    const rightPx = Math.min(widthPx + 20, hair(painter, scale.xPx(Math.min(endMs, toMs))));
    const before = brackets.at(-1);
    if (before === undefined || leftPx - before.leftPx >= APART_PX * unit) brackets.push({ leftPx, rightPx, isClosed: endMs <= toMs, count: 1 });
    else {
      before.count += 1;
      if (rightPx > before.rightPx) Object.assign(before, { rightPx, isClosed: endMs <= toMs });
    }
  }
  return brackets;
}

/** Where the sign stands: behind the cap of a bracket (at the edge of the screen, if it begins left of that), in the middle of a moment. */
function signPx({ unit }: Painter, { leftPx, rightPx }: Bracket): number {
  return rightPx - leftPx < LEAST_BRACKET_PX * unit ? leftPx : Math.max(leftPx, 0) + 9 * unit;
}

function signOf({ palette, unit }: Painter): Glyph {
  const reach = REACH_PX * unit;
  return {
    key: `truth ${palette.ink} ${palette.canvas} ${unit}`,
    reachPx: reach + 2 * unit,
    paint: (on, x, y) => {
      on.fillRect(x - reach - unit, y - reach, 2 * (reach + unit), 2 * reach, palette.canvas, 2);
      const bars = [x - reach + 0.5, y - 1.7 * unit, x + reach - 0.5, y - 1.7 * unit, x - reach + 0.5, y + 1.7 * unit, x + reach - 0.5, y + 1.7 * unit];
      on.segments([...bars, x - 2.2 * unit, y + 4.2 * unit, x + 2.2 * unit, y - 4.2 * unit], { color: palette.ink, width: 1.3 });
    },
  };
}

function paintCount(painter: Painter, bracket: Bracket, yPx: number, nextPx: number): void {
  const { palette, surface, unit, scale, isCut, toMs } = painter;
  const font = sans(painter);
  const leftPx = signPx(painter, bracket) + (REACH_PX + 2) * unit;
  const textPx = surface.textWidth(String(bracket.count), font);
  if (leftPx + textPx > Math.min(nextPx - REACH_PX * unit, isCut ? scale.xPx(toMs) : Infinity)) return;
  surface.fillRect(leftPx - unit, yPx - 5 * unit, textPx + 2 * unit, 10 * unit, palette.canvas);
  surface.text(leftPx, centredBaseline(painter, yPx), String(bracket.count), { font, color: palette.ink });
}
