/** Run brackets of a group row, with the exit code as a flag at the end. */
import type { LaneRect } from '../lanes.ts';
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
  const flags: Flag[] = [];
  const labels: { atPx: number; text: string }[] = [];
  // Runs too narrow for a bracket are a line; their exit codes are the last text to go.
  const look: DenseLook = { color: () => palette.edge, strength: {} };
  forVisibleSpans(painter, track, middlePx - 0.5, 1, look, (mark, isNarrow) => {
    const { leftPx, rightPx, isOpen } = spanPx(painter, track, mark);
    const code = track.limit[mark] as number;
    const flagPx = isOpen || Number.isNaN(code) ? 0 : addFlag(painter, flags, leftPx, rightPx, code);
    if (isNarrow) return;
    const startPx = hair(painter, leftPx);
    lines.push(startPx, middlePx, Math.max(startPx + 1, rightPx), middlePx, startPx, middlePx - 4 * unit, startPx, middlePx + 4 * unit);
    const from = Math.max(0, leftPx);
    const freePx = rightPx - from - flagPx;
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

function flagWidth({ surface, unit, textPx }: Painter, text: string): number {
  return surface.textWidth(text, { px: textPx, mono: true, weight: 700 }) + 7 * unit;
}

/** No flag is narrower than this. */
const LEAST_FLAG_PX = 12;

/** Flags that would overlap become one: the strongest exit code, with a count. Returns the width that the flag takes. */
function addFlag(painter: Painter, flags: Flag[], runLeftPx: number, rightPx: number, code: number): number {
  const last = flags.at(-1);
  // A run shorter than its flag lets it stick out a little to the right.
  const overhangPx = 3 * painter.unit;
  if (last !== undefined && rightPx + overhangPx - LEAST_FLAG_PX * painter.unit < last.rightPx + 1) return fold(painter, last, code);
  const widthPx = flagWidth(painter, `${code}`);
  const runPx = rightPx - runLeftPx;
  const leftPx = Math.round(rightPx - widthPx + (runPx < widthPx ? Math.min(widthPx - runPx, overhangPx) : 0));
  if (last !== undefined && leftPx < last.rightPx + 1) return fold(painter, last, code);
  flags.push({ leftPx, rightPx: leftPx + widthPx, code, count: 1, isUniform: true });
  return widthPx;
}

function fold(painter: Painter, flag: Flag, code: number): number {
  flag.count += 1;
  if (flag.code !== code) flag.isUniform = false;
  flag.code = Math.max(flag.code, code);
  // The text gets wider with the first mark that is folded in, and with each further digit of the count.
  if (flag.count === 2 || Number.isInteger(Math.log10(flag.count))) flag.rightPx = Math.max(flag.rightPx, flag.leftPx + flagWidth(painter, flagText(flag)));
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
