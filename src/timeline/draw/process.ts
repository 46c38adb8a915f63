/** The process lane: what the main process did on the node. Flags are placed first, labels take what room is left. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { MarkKind, Track } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import { lengthText } from '../words.ts';
import { type DenseLook, forVisibleSpans } from './dense.ts';
import { paintGrace } from './grace.ts';
import { hatch } from './hatch.ts';
import { paintHooks } from './hooks.ts';
import { centredBaseline, dottedLine, firstThatFits, freeStretches, groundEndMs, hair, type Painter, sans, snap, spanPx } from './painter.ts';
import { type ProcessRows, processRows } from './places.ts';
import { paintSignals, paintSignalTicks, placeFlags } from './signals.ts';

/** A bar of the main row, on screen. */
interface Bar {
  kind: MarkKind;
  startMs: number;
  endMs: number;
  leftPx: number;
  rightPx: number;
  isOpen: boolean;
  /** Part of a boot reached at the bar's end, 0 to 1. */
  reached: number;
  /** Whole length of a back-off in ms. */
  wholeMs: number;
}

const STRENGTH: Partial<Record<MarkKind, number>> = { pullFailed: 5, backOff: 4, serving: 3, running: 3, draining: 2, booting: 1 };

export function paintProcess(painter: Painter, rect: LaneRect): void {
  const { lane, yPx, heightPx } = rect;
  const { scale, unit } = painter;
  const rows = offset(processRows(heightPx, unit), yPx);
  const main = lane.tracks[0] as Track;
  const hooks = lane.tracks[1] as Track;
  const grace = lane.tracks[2] as Track;
  const signals = lane.tracks[3] as Track;
  dottedLine(painter, Math.max(0, scale.xPx(0)), scale.xPx(groundEndMs(painter)), rows.baselinePx - 0.5);
  const flags = rows.isTall ? placeFlags(painter, signals, main) : [];
  const blocks = flags.map(({ blockFromPx, blockToPx }) => [blockFromPx, blockToPx] as const);
  const look: DenseLook = { color: (kind) => denseColor(painter, kind), strength: STRENGTH };
  forVisibleSpans(painter, main, rows.barTopPx, rows.barHeightPx, look, (mark) => {
    const startMs = main.startMs[mark] as number;
    const endMs = main.endMs[mark] as number;
    const bar: Bar = {
      kind: kindAt(main, mark),
      startMs,
      endMs,
      ...spanPx(painter, main, mark),
      reached: main.value[mark] as number,
      wholeMs: main.value[mark] as number,
    };
    paintBar(painter, rows, bar, blocks);
  });
  if (!rows.isTall) {
    paintSignalTicks(painter, rows, signals);
    return;
  }
  paintHooks(painter, rows, hooks);
  paintGrace(painter, rows, grace);
  paintSignals(painter, rows, flags);
}

function offset(rows: ProcessRows, yPx: number): ProcessRows {
  return {
    ...rows,
    hookTopPx: yPx + rows.hookTopPx,
    barTopPx: yPx + rows.barTopPx,
    baselinePx: yPx + rows.baselinePx,
    gracePx: Math.round(yPx + rows.gracePx),
  };
}

function denseColor({ palette }: Painter, kind: MarkKind): string {
  switch (kind) {
    case 'booting':
      return palette.bootLine;
    case 'pull':
      return palette.waitLine;
    case 'pullFailed':
    case 'backOff':
      return palette.failLine;
    case 'draining':
      return palette.serveLine;
    default:
      return palette.serveFill;
  }
}

/** No label is narrower than this. */
const LEAST_LABEL_PX = 10;

type Blocks = readonly (readonly [number, number])[];

function paintBar(painter: Painter, rows: ProcessRows, bar: Bar, blocks: Blocks): void {
  switch (bar.kind) {
    case 'pull':
    case 'pullFailed':
      return paintPull(painter, rows, bar);
    case 'booting':
      return paintBoot(painter, rows, bar, blocks);
    case 'draining':
      return paintDrain(painter, rows, bar, blocks);
    case 'backOff':
      return paintBackOff(painter, rows, bar);
    default:
      return paintBlock(painter, rows, bar, blocks);
  }
}

/** Words for a bar, longest first. While the future is hidden, an unfinished bar does not tell its length. */
function barForms({ startMs, endMs, isOpen }: Bar, ...names: string[]): string[] {
  const [name = ''] = names;
  return [...(isOpen ? [] : [`${name} ${lengthText(endMs - startMs)}`]), ...names];
}

function labelInBar(painter: Painter, { leftPx, rightPx }: Bar, blocks: Blocks, forms: string[], baselinePx: number, color: string): void {
  const { surface, unit } = painter;
  const [fromPx, toPx] = [Math.max(0, leftPx), Math.min(painter.widthPx, rightPx)];
  if (toPx - fromPx < LEAST_LABEL_PX) return;
  const stretches = freeStretches(fromPx, toPx, blocks);
  const font = sans(painter);
  for (const form of forms) {
    const widthPx = surface.textWidth(form, font);
    const stretch = stretches.find(([from, to]) => widthPx + 10 * unit <= to - from);
    if (stretch === undefined) continue;
    surface.text(stretch[0] + 6 * unit, baselinePx, form, { font, color });
    return;
  }
}

function paintBlock(painter: Painter, rows: ProcessRows, bar: Bar, blocks: Blocks): void {
  const { palette, surface } = painter;
  // One pixel of ground between boot and serve, whose fills are too close in the dark theme.
  const x = snap(painter, bar.leftPx) + 1;
  surface.fillRect(x, rows.barTopPx, Math.max(1, snap(painter, bar.rightPx) - x), rows.barHeightPx, palette.serveFill, rows.isTall ? 1 : 0);
  if (!rows.isTall) return;
  labelInBar(
    painter,
    bar,
    blocks,
    barForms(bar, bar.kind === 'serving' ? timelineTexts.process.serving : timelineTexts.process.running),
    centredBaseline(painter, rows.barTopPx + rows.barHeightPx / 2),
    palette.onServe,
  );
}

/** A ramp from half to full height; a boot cut short stops at the height it had reached. */
function paintBoot(painter: Painter, rows: ProcessRows, bar: Bar, blocks: Blocks): void {
  const { palette } = painter;
  const { booting, boot } = timelineTexts.process;
  const reached = Number.isNaN(bar.reached) ? 0.5 : bar.reached;
  const look = { fill: palette.bootTint, line: palette.bootLine, ink: palette.onBoot };
  paintSlope(painter, rows, bar, blocks, (share) => 0.5 + 0.5 * reached * share, look, barForms(bar, booting, boot));
}

function paintDrain(painter: Painter, rows: ProcessRows, bar: Bar, blocks: Blocks): void {
  const { palette } = painter;
  const { draining, drain } = timelineTexts.process;
  const look = { fill: palette.serveTint, line: palette.serveLine, ink: palette.ink };
  paintSlope(painter, rows, bar, blocks, (share) => 1 - 0.6 * share, look, barForms(bar, draining, drain));
}

/** A bar whose top rises or falls with time. `heightAt` gives its height after a share of its length; 1 is the height of a bar that serves. */
function paintSlope(
  painter: Painter,
  rows: ProcessRows,
  bar: Bar,
  blocks: Blocks,
  heightAt: (share: number) => number,
  look: { fill: string; line: string; ink: string },
  forms: string[],
): void {
  const { scale, surface, unit } = painter;
  const topAt = (xPx: number) => {
    const share = (scale.timeMs(xPx) - bar.startMs) / (bar.endMs - bar.startMs);
    return rows.baselinePx - heightAt(Math.min(1, Math.max(0, share))) * rows.barHeightPx;
  };
  const [left, right] = [snap(painter, bar.leftPx), snap(painter, bar.rightPx)];
  const [leftTop, rightTop] = [topAt(bar.leftPx), topAt(bar.rightPx)];
  surface.fillPolygon([left, rows.baselinePx, left, leftTop, right, rightTop, right, rows.baselinePx], look.fill);
  surface.strokePath([left, leftTop, right, rightTop], { color: look.line, width: 1.6 * unit });
  if (rows.isTall) labelInBar(painter, bar, blocks, forms, slopeBaseline(painter, rows), look.ink);
}

/** Words stay under the lower half of a slope: its line would strike them through. */
function slopeBaseline({ textPx, unit }: Painter, { baselinePx, barHeightPx }: ProcessRows): number {
  return Math.round(baselinePx - Math.max(2.5 * unit, barHeightPx / 4 - textPx * 0.36));
}

/** An image pull: a half-height box with a down arrow. A failed one ends in a block, so that it can be told without its colour. */
function paintPull(painter: Painter, rows: ProcessRows, bar: Bar): void {
  const { palette, surface, unit } = painter;
  const heightPx = Math.round(rows.isTall ? rows.barHeightPx * 0.5 : rows.barHeightPx);
  const x = hair(painter, bar.leftPx);
  const width = Math.max(1, hair(painter, bar.rightPx - 1) - x);
  const y = rows.baselinePx - heightPx + 0.5;
  const color = bar.kind === 'pullFailed' ? palette.failLine : palette.waitLine;
  surface.fillRect(x, y, width, heightPx - 1, palette.waitTint, 1);
  surface.strokeRect(x, y, width, heightPx - 1, { color }, 1);
  if (bar.kind === 'pullFailed' && width > 4 * unit) surface.fillRect(x + width - 3 * unit, y, 3 * unit, heightPx - 1, color);
  if (width <= 8 * unit || heightPx <= 10 * unit) return;
  const middle = Math.round(x + width / 2) + 0.5;
  const centre = rows.baselinePx - heightPx / 2;
  surface.segments([middle, centre - 4 * unit, middle, centre + 3 * unit], { color, width: 1.3 * unit });
  surface.strokePath([middle - 3 * unit, centre, middle, centre + 3 * unit, middle + 3 * unit, centre], { color, width: 1.3 * unit });
}

function paintBackOff(painter: Painter, rows: ProcessRows, bar: Bar): void {
  const { palette, scale, surface, unit } = painter;
  const x = hair(painter, bar.leftPx);
  const width = Math.max(1, hair(painter, bar.rightPx - 1) - x);
  const y = rows.barTopPx + 0.5;
  const height = rows.barHeightPx - 1;
  surface.fillRect(x, y, width, height, palette.canvas, 1);
  // Thinning is measured on the whole wait, not on the part that is on screen.
  const wholeLeftPx = scale.xPx(bar.startMs);
  const wholePx = scale.xPx(bar.endMs) - wholeLeftPx;
  surface.clipped(x, y, width, height, () => hatch(painter, wholeLeftPx, y, wholePx, height, true));
  surface.strokeRect(x, y, width, height, { color: palette.failLine }, 1);
  if (height <= 13 * unit) return;
  const length = lengthText(bar.wholeMs);
  const font = sans(painter, 700);
  const forms = bar.isOpen ? [timelineTexts.process.backOff] : [timelineTexts.process.backOffOf(length), length];
  const label = firstThatFits(painter, forms, font, width - 14 * unit);
  if (label === undefined) return;
  const middle = Math.max(0, x) + (Math.min(painter.widthPx, x + width) - Math.max(0, x)) / 2;
  surface.fillRect(middle - label.widthPx / 2 - 4 * unit, y + height / 2 - 8 * unit, label.widthPx + 8 * unit, 16 * unit, palette.canvas, 2);
  surface.text(middle, centredBaseline(painter, y + height / 2), label.form, { font, color: palette.failLine, align: 'middle' });
}
