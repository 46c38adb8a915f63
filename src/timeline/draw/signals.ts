/** Signals: a hollow pennant on a line for SIGTERM, a filled block on a heavy line for SIGKILL. */
import { timelineTexts } from '../texts/en.ts';
import { kindAt } from '../marks.ts';
import { MARK, type Track } from '../model.ts';
import { spanAt } from '../tracks.ts';
import { FOLD_PX, forVisibleApart, isCrowded, type Painter, sans } from './painter.ts';
import type { ProcessRows } from './places.ts';

/** Where a flag went: right of its line, left of it, or nowhere (`line`). */
export interface PlacedFlag {
  linePx: number;
  isKill: boolean;
  name: string;
  side: 'right' | 'left' | 'line';
  flagLeftPx: number;
  flagWidthPx: number;
  /** Whether nothing in the process reacts to it. */
  isIgnored: boolean;
  /** `no handler`, `lost`, or empty where there is no room. */
  lost: string;
  lostColor: string;
  /** The stretch that other labels must not cover. */
  blockFromPx: number;
  blockToPx: number;
}

/** Lines closer than this are one: two pixels where there are few signals, a glyph's width in a crowd. */
function apartPx(painter: Painter, signals: Track): number {
  return isCrowded(painter, signals, FOLD_PX) ? FOLD_PX : 2;
}

/** A flag with less room than this has no text. */
const FLAG_ROOM_PX = 40;

/**
 * SIGTERM's flag stands right of its line, inside the process that got it; without room there it flips to the left, and
 * without room on either side only the line remains. SIGKILL's stands left: nothing comes after it.
 */
export function placeFlags(painter: Painter, signals: Track, main: Track): PlacedFlag[] {
  const { model, palette, scale, surface, unit, textPx } = painter;
  const placed: PlacedFlag[] = [];
  forVisibleApart(painter, signals, apartPx(painter, signals), (mark) => {
    const timeMs = signals.startMs[mark] as number;
    const linePx = scale.xPx(timeMs);
    const isKill = kindAt(signals, mark) === 'signalKill';
    const name = model.strings[signals.text[mark] as number] as string;
    const widthPx = surface.textWidth(name, { px: textPx * 0.93, mono: true, weight: 700 }) + 9 * unit;
    const isIgnored = signals.value[mark] === 0;
    const segment = spanAt(main, timeMs);
    const process = processAround(main, timeMs);
    const limitPx = Math.min(scale.xPx(Math.min(process.endMs, painter.toMs)), scale.xPx(signals.startMs[mark + 1] ?? Infinity));
    const beforePx = Math.max(placed.at(-1)?.blockToPx ?? -Infinity, scale.xPx(process.startMs));
    const roomRightPx = limitPx - linePx;
    const roomLeftPx = linePx - beforePx;
    const fitsRight = !isKill && roomRightPx > widthPx + 6 * unit;
    const fitsLeft = roomLeftPx >= Math.max(widthPx, isKill ? 0 : Math.min(FLAG_ROOM_PX * unit, widthPx));
    const side = fitsRight ? 'right' : fitsLeft ? 'left' : 'line';
    const flagLeftPx = side === 'right' ? linePx : linePx - widthPx;
    let lost = '';
    if (isIgnored && side === 'right') {
      const segmentEndPx = segment < 0 ? limitPx : Math.min(limitPx, scale.xPx(main.endMs[segment] as number));
      lost = timelineTexts.signal.lost.find((form) => linePx + widthPx + 7 * unit + surface.textWidth(form, sans(painter, 700)) < segmentEndPx) ?? '';
    }
    const lostPx = lost === '' ? 0 : surface.textWidth(lost, sans(painter, 700)) + 5 * unit;
    placed.push({
      linePx,
      isKill,
      name,
      side,
      isIgnored,
      flagLeftPx,
      flagWidthPx: widthPx,
      lost,
      lostColor:
        segment >= 0 && main.kind[segment] === MARK.booting
          ? palette.onBoot
          : segment >= 0 && main.kind[segment] === MARK.draining
            ? palette.ink
            : palette.onServe,
      blockFromPx: (side === 'line' ? linePx : flagLeftPx) - 2 * unit,
      blockToPx: (side === 'line' ? linePx : flagLeftPx + widthPx) + lostPx + 2 * unit,
    });
  });
  return placed;
}

/** The stretch of the process that a signal at `timeMs` went to: bars of the main row that touch each other. */
function processAround(main: Track, timeMs: number): { startMs: number; endMs: number } {
  let first = spanAt(main, timeMs);
  // A signal that ends the process lies on its last bar's end, which is exclusive.
  if (first < 0 || !isProcess(main, first)) first = spanAt(main, timeMs - 1);
  if (first < 0) return { startMs: timeMs, endMs: timeMs };
  let last = first;
  while (last + 1 < main.length && main.startMs[last + 1] === main.endMs[last] && isProcess(main, last + 1)) last += 1;
  while (first > 0 && main.endMs[first - 1] === main.startMs[first] && isProcess(main, first - 1)) first -= 1;
  return { startMs: main.startMs[first] as number, endMs: main.endMs[last] as number };
}

/** A bar during which the process is alive. */
function isProcess(main: Track, mark: number): boolean {
  const kind = kindAt(main, mark);
  return kind === 'booting' || kind === 'serving' || kind === 'running' || kind === 'draining';
}

export function paintSignals(painter: Painter, rows: ProcessRows, flags: readonly PlacedFlag[]): void {
  const { palette, surface, unit, textPx } = painter;
  const heightPx = Math.round(13 * unit);
  const topPx = Math.round(rows.barTopPx + 1.5 * unit);
  const lines: { term: number[]; kill: number[] } = { term: [], kill: [] };
  for (const { linePx, isKill } of flags) {
    const fromPx = isKill ? rows.barTopPx - 3 * unit : rows.hookTopPx + rows.hookHeightPx;
    lines[isKill ? 'kill' : 'term'].push(linePx, fromPx, linePx, rows.baselinePx + (isKill ? 5 : 4) * unit);
  }
  surface.segments(lines.term, { color: palette.ink, width: 1.5 * unit });
  surface.segments(lines.kill, { color: palette.ink, width: 3 * unit });
  for (const { isKill, name, side, isIgnored, flagLeftPx, flagWidthPx, lost, lostColor, linePx } of flags) {
    if (side !== 'line') {
      if (isKill) surface.fillRect(flagLeftPx, topPx, flagWidthPx, heightPx, palette.ink);
      else {
        const outline = pennantOutline(linePx, topPx, flagWidthPx, heightPx, side === 'right' ? 1 : -1, 4 * unit);
        surface.fillPolygon(outline, palette.canvas);
        // A dashed flag says without words that the signal was sent but nothing took it
        surface.strokePath(outline, { color: palette.ink, width: 1.2 * unit, ...(isIgnored && { dash: [3, 2] }) }, true);
      }
      const nudgePx = isKill ? 0 : (side === 'right' ? -1.5 : 1.5) * unit;
      const font = { px: textPx * 0.93, mono: true, weight: 700 };
      surface.text(flagLeftPx + flagWidthPx / 2 + nudgePx, Math.round(topPx + heightPx / 2 + textPx * 0.33), name, {
        font,
        color: isKill ? palette.canvas : palette.ink,
        align: 'middle',
      });
    }
    if (lost !== '')
      surface.text(flagLeftPx + flagWidthPx + 3 * unit, Math.round(rows.baselinePx - textPx * 0.45), lost, { font: sans(painter, 700), color: lostColor });
  }
}

/** A swallow-tailed flag, flying to the right (1) or the left (-1) of its line. */
function pennantOutline(x: number, y: number, width: number, height: number, direction: 1 | -1, notch: number): number[] {
  const tip = x + direction * width;
  return [x, y, tip, y, tip - direction * notch, y + height / 2, tip, y + height, x, y + height];
}

/** In a strip a signal is a line. */
export function paintSignalTicks(painter: Painter, rows: ProcessRows, signals: Track): void {
  const { palette, scale, surface, unit } = painter;
  forVisibleApart(painter, signals, apartPx(painter, signals), (mark) => {
    const x = scale.xPx(signals.startMs[mark] as number);
    const isKill = kindAt(signals, mark) === 'signalKill';
    surface.segments([x, rows.barTopPx - 3 * unit, x, rows.baselinePx + 3 * unit], { color: palette.ink, width: (isKill ? 3 : 1.5) * unit });
  });
}
