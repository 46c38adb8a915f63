/**
 * The grace bracket: thick plum = spent by preStop, thin ink = waiting after SIGTERM, solid cap = used up.
 *
 *     ◆━━━━━━━━━─────────── grace 30 of 30 s, used up ───────█
 */
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import { plainSeconds } from '../words.ts';
import { diamond } from './glyphs.ts';
import { centredBaseline, firstThatFits, FOLD_PX, forVisibleApart, hair, isCrowded, knockedOutText, type Painter, sans, spanPx } from './painter.ts';
import type { ProcessRows } from './places.ts';
import type { Glyph, Stamp } from './surface.ts';

export function paintGrace(painter: Painter, rows: ProcessRows, grace: Track): void {
  const { palette, scale, surface, unit } = painter;
  const y = rows.gracePx;
  const cap: Glyph = { key: `grace ${palette.ink} ${unit}`, reachPx: 5 * unit, paint: (on, x, middlePx) => diamond(on, x, middlePx, 5 * unit, palette.ink) };
  const bars: { x: number; y: number; width: number; height: number; color: string }[] = [];
  const placed: Placed[] = [];
  const caps: Stamp[] = [];
  const ends: number[] = [];
  forVisibleApart(painter, grace, isCrowded(painter, grace, FOLD_PX) ? FOLD_PX : 3, (mark) => {
    const startMs = grace.startMs[mark] as number;
    const { rightPx, isOpen } = spanPx(painter, grace, mark);
    const leftPx = scale.xPx(startMs);
    const hookEndMs = grace.value[mark] as number;
    const hookPx = Number.isNaN(hookEndMs) ? leftPx : scale.xPx(Math.min(hookEndMs, painter.toMs));
    const isUsedUp = kindAt(grace, mark) === 'graceUsedUp' && !isOpen;
    if (hookPx > leftPx) bars.push({ x: leftPx, y: y - 2 * unit, width: hookPx - leftPx, height: 4 * unit, color: palette.hookFill });
    if (rightPx > hookPx) bars.push({ x: hookPx, y: y - unit, width: rightPx - hookPx, height: 2 * unit, color: palette.ink });
    caps.push({ glyph: cap, x: leftPx, y });
    if (isUsedUp) bars.push({ x: rightPx - 2 * unit, y: y - 5 * unit, width: 4 * unit, height: 10 * unit, color: palette.ink });
    else if (!isOpen) {
      const x = hair(painter, rightPx);
      ends.push(x, y - 4 * unit, x, y + 4 * unit);
    }
    placed.push({ mark, y, leftPx, hookPx, rightPx, isUsedUp, isOpen });
  });
  surface.crowd((crowd) => {
    for (const { x, y: topPx, width, height, color } of bars) crowd.fillRect(x, topPx, width, height, color);
    crowd.segments(ends, { color: palette.ink, width: 1.5 * unit });
    crowd.stamps(caps);
  });
  for (const each of placed) paintLabel(painter, grace, each);
}

interface Placed {
  mark: number;
  y: number;
  leftPx: number;
  hookPx: number;
  rightPx: number;
  isUsedUp: boolean;
  isOpen: boolean;
}

/** `grace 5.7 of 30 s` behind the bracket; in its middle if it is used up; what is left while the future is hidden. */
function paintLabel(painter: Painter, grace: Track, { mark, y, hookPx, rightPx, isUsedUp, isOpen }: Placed): void {
  const { palette, surface, unit } = painter;
  const startMs = grace.startMs[mark] as number;
  const endMs = grace.endMs[mark] as number;
  const graceMs = grace.limit[mark] as number;
  const font = sans(painter);
  const { grace: words } = timelineTexts;
  if (isOpen && painter.isCut) {
    surface.text(rightPx + 10 * unit, centredBaseline(painter, y), textOfRest(painter, grace, mark), { font: sans(painter, 700), color: palette.ink });
    return;
  }
  const used = plainSeconds(Math.min(endMs - startMs, isUsedUp ? graceMs : Infinity));
  const whole = plainSeconds(graceMs);
  if (isUsedUp) {
    const from = Math.max(0, hookPx);
    const label = firstThatFits(
      painter,
      [words.usedUp(used, whole), words.spent(used, whole), `${whole} s`],
      font,
      Math.min(painter.widthPx, rightPx) - from - 34 * unit,
    );
    if (label !== undefined) knockedOutText(painter, (from + Math.min(painter.widthPx, rightPx)) / 2, y, label.form, palette.ink, palette.canvas);
    return;
  }
  const label = labelBehind(painter, grace, mark, rightPx);
  if (label !== undefined) surface.text(rightPx + 6 * unit, centredBaseline(painter, y), label.form, { font, color: palette.ink });
}

/** What stands behind a bracket that was not used up. */
function labelBehind(painter: Painter, grace: Track, mark: number, rightPx: number): { form: string; widthPx: number } | undefined {
  const { scale, unit, isCut, toMs, widthPx } = painter;
  const used = plainSeconds((grace.endMs[mark] as number) - (grace.startMs[mark] as number));
  const whole = plainSeconds(grace.limit[mark] as number);
  const nextPx = Math.min(scale.xPx(grace.startMs[mark + 1] ?? Infinity), isCut ? scale.xPx(toMs) : widthPx);
  const { grace: words } = timelineTexts;
  return firstThatFits(painter, [words.spent(used, whole), words.short(used, whole)], sans(painter), nextPx - rightPx - 14 * unit);
}

/** Where what stands behind a bracket is; undefined if nothing does. */
export function graceLabelBox(painter: Painter, grace: Track, mark: number): { leftPx: number; rightPx: number } | undefined {
  const { surface, unit, isCut } = painter;
  const { rightPx, isOpen } = spanPx(painter, grace, mark);
  if (isOpen && isCut) {
    const leftPx = rightPx + 10 * unit;
    return { leftPx, rightPx: leftPx + surface.textWidth(textOfRest(painter, grace, mark), sans(painter, 700)) };
  }
  if (kindAt(grace, mark) === 'graceUsedUp' && !isOpen) return undefined;
  const label = labelBehind(painter, grace, mark, rightPx);
  return label && { leftPx: rightPx + 5 * unit, rightPx: rightPx + 6 * unit + label.widthPx };
}

/** What is left at the edge of a hidden future. */
function textOfRest({ toMs }: Painter, grace: Track, mark: number): string {
  const leftMs = Math.max(0, (grace.startMs[mark] as number) + (grace.limit[mark] as number) - toMs);
  return timelineTexts.grace.left(plainSeconds(leftMs));
}
