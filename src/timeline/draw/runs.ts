/** Run brackets of a group row, with the exit code as a flag at the end. */
import type { LaneRect } from '../lanes.ts';
import type { Track } from '../model.ts';
import { lowerBound, visibleRange } from '../tracks.ts';
import { type DenseLook, forVisibleSpans } from './dense.ts';
import { centredBaseline, firstThatFits, hair, middleOf, mono, type Painter, sans, spanPx } from './painter.ts';

interface Flag {
  leftPx: number;
  rightPx: number;
  code: number;
  count: number;
  isUniform: boolean;
}

export function paintRuns(painter: Painter, rect: LaneRect): void {
  const track = rect.lane.tracks[0];
  if (track === undefined) return;
  const { palette, surface, unit, model } = painter;
  const middlePx = Math.round(middleOf(rect)) + 0.5;
  const lines: number[] = [];
  const { flags, widths } = placeFlags(painter, track);
  const labels: { atPx: number; text: string }[] = [];
  // Runs too narrow for a bracket are a line; their exit codes are the last text to go.
  const look: DenseLook = { color: () => palette.edge, strength: {} };
  forVisibleSpans(painter, track, middlePx - 0.5, 1, look, (mark) => {
    const { leftPx, rightPx } = spanPx(painter, track, mark);
    const startPx = hair(painter, leftPx);
    lines.push(startPx, middlePx, Math.max(startPx + 1, rightPx), middlePx, startPx, middlePx - 4 * unit, startPx, middlePx + 4 * unit);
    const from = Math.max(0, leftPx);
    const freePx = rightPx - from - (widths.get(mark) ?? 0);
    if (freePx < 24 * unit) return;
    const label = firstThatFits(painter, [model.strings[track.text[mark] as number] as string], sans(painter), freePx - 20 * unit);
    if (label !== undefined) labels.push({ atPx: from + freePx / 2, text: label.form });
  });
  surface.segments(lines, { color: palette.edge });
  for (const { atPx, text } of labels) {
    const font = sans(painter);
    const widthPx = surface.textWidth(text, font) + 8 * unit;
    surface.fillRect(atPx - widthPx / 2, middlePx - 7 * unit, widthPx, 14 * unit, palette.panel);
    surface.text(atPx, centredBaseline(painter, middlePx), text, { font, color: palette.ink3, align: 'middle' });
  }
  for (const flag of flags) paintFlag(painter, flag, middlePx);
}

/** The flags of all runs on screen, from left to right; `widths`: by mark, how much of its run a flag takes. */
function placeFlags(painter: Painter, track: Track): { flags: Flag[]; widths: Map<number, number> } {
  const flags: Flag[] = [];
  const widths = new Map<number, number>();
  const { first, last } = visibleRange(track, painter.fromMs, painter.toMs);
  for (let mark = first; mark < last; ) {
    const { leftPx, rightPx, isOpen } = spanPx(painter, track, mark);
    const code = track.limit[mark] as number;
    if (!isOpen && !Number.isNaN(code)) {
      const placed = flags.length;
      const widthPx = addFlag(painter, flags, leftPx, rightPx, code);
      if (flags.length > placed) widths.set(mark, widthPx);
    }
    mark = foldFollowing(painter, flags.at(-1), track, mark + 1, last, rightPx);
  }
  return { flags, widths };
}

/** Folds the runs into a flag that end under it, or within a pixel of `atPx`. Returns the first that does not. */
function foldFollowing(painter: Painter, flag: Flag | undefined, track: Track, from: number, last: number, atPx: number): number {
  if (flag === undefined) return from;
  const { scale, toMs } = painter;
  let mark = from;
  for (;;) {
    const endPx = Math.max(endUnderPx(painter, flag), atPx + 1);
    const end = lowerBound(track.reachMs, Math.min(toMs, scale.timeMs(endPx)), mark, last);
    if (end <= mark) return mark;
    const step = Math.min(end - mark, nextWider(flag.count) - flag.count);
    const { lowest, highest } = track.summary.limits(mark, mark + step);
    // One of these runs has no recorded end
    if (Number.isNaN(lowest)) return mark;
    fold(painter, flag, lowest, highest, step);
    mark += step;
  }
}

function flagWidth({ surface, unit, textPx }: Painter, text: string): number {
  return surface.textWidth(text, { px: textPx, mono: true, weight: 700 }) + 7 * unit;
}

/** No flag is narrower than this. */
const LEAST_FLAG_PX = 12;
/** How far the flag of a run that is shorter may stick out to the right. */
const OVERHANG_PX = 3;

/** A run that ends left of this is under the flag. */
function endUnderPx({ unit }: Painter, flag: Flag): number {
  return flag.rightPx + 1 + (LEAST_FLAG_PX - OVERHANG_PX) * unit;
}

/** Flags that would overlap become one: the strongest exit code, with a count. Returns the width that the flag takes. */
function addFlag(painter: Painter, flags: Flag[], runLeftPx: number, rightPx: number, code: number): number {
  const last = flags.at(-1);
  const overhangPx = OVERHANG_PX * painter.unit;
  if (last !== undefined && rightPx < endUnderPx(painter, last)) return fold(painter, last, code, code, 1);
  const widthPx = flagWidth(painter, `${code}`);
  const runPx = rightPx - runLeftPx;
  const leftPx = Math.round(rightPx - widthPx + (runPx < widthPx ? Math.min(widthPx - runPx, overhangPx) : 0));
  if (last !== undefined && leftPx < last.rightPx + 1) return fold(painter, last, code, code, 1);
  flags.push({ leftPx, rightPx: leftPx + widthPx, code, count: 1, isUniform: true });
  return widthPx;
}

/** The counts at which a flag's text gets wider: with the first run that is folded in, and with each further digit. */
function nextWider(count: number): number {
  return count < 2 ? 2 : 10 ** (Math.floor(Math.log10(count)) + 1);
}

/** Folds runs in whose exit codes lie between two bounds, no more than until the text gets wider. */
function fold(painter: Painter, flag: Flag, lowest: number, highest: number, runs: number): number {
  const isWider = flag.count + runs === nextWider(flag.count);
  flag.count += runs;
  if (lowest !== flag.code || highest !== flag.code) flag.isUniform = false;
  flag.code = Math.max(flag.code, highest);
  if (isWider) flag.rightPx = Math.max(flag.rightPx, flag.leftPx + flagWidth(painter, flagText(flag)));
  return 0;
}

function flagText({ code, count, isUniform }: Flag): string {
  return count === 1 ? `${code}` : isUniform ? `${code} ×${count}` : `${code} +${count - 1}`;
}

function paintFlag(painter: Painter, flag: Flag, middlePx: number): void {
  const { surface, palette, unit, textPx } = painter;
  const y = Math.round(middlePx - 7 * unit);
  const height = Math.round(14 * unit);
  const width = Math.round(flag.rightPx - flag.leftPx);
  if (flag.code !== 0) surface.fillRect(flag.leftPx, y, width, height, palette.failFill, 2);
  else {
    surface.fillRect(flag.leftPx, y, width, height, palette.canvas, 2);
    surface.strokeRect(flag.leftPx + 0.5, y + 0.5, width - 1, height - 1, { color: palette.ink }, 2);
  }
  surface.text(flag.leftPx + width / 2, Math.round(y + height / 2 + textPx * 0.36), flagText(flag), {
    font: { ...mono(painter), weight: 700 },
    color: flag.code !== 0 ? palette.onFail : palette.ink,
    align: 'middle',
  });
}
