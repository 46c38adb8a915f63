/**
 * Folded stretches of time: the lanes stand beside them as if each part were a screen of its own, and in the place of what is folded is one
 * calm band through all lanes, torn at both edges, that says how many loops it holds.
 *
 *     |  part, painted whole  ⟩  ×14, every 5 min  ⟨  part, painted whole  |
 */
import { type AxisBreak, partsOf } from '../scale.ts';
import { centredBaseline, createPainter, firstThatFits, hair, type Painter, sans } from './painter.ts';
import { ShiftedSurface } from './shifted-surface.ts';

/** Height and depth of a tooth of the torn edge. */
const TOOTH_PX = 5;
const DEPTH_PX = 3;
/** Where a name may be broken into lines. */
const PARTS = /(?:, |，)/;

/** Paints the parts beside the folds, each with `paintPart` on a scale without breaks, and the folds between them. */
export function paintFolded(painter: Painter, topPx: number, bottomPx: number, paintPart: (part: Painter, topPx: number, bottomPx: number) => void): void {
  const { lanes, model, palette, scale, surface } = painter;
  for (const { scale: part, leftPx } of partsOf(scale, 1 / surface.pixelRatio)) {
    const shifted = new ShiftedSurface(surface, leftPx);
    shifted.clipped(0, topPx, part.widthPx, bottomPx - topPx, () => paintPart(createPainter(shifted, model, { scale: part, lanes }, palette), topPx, bottomPx));
  }
  for (const each of scale.breaks) paintBand(painter, topPx, bottomPx, each);
}

function paintBand(painter: Painter, topPx: number, bottomPx: number, each: AxisBreak): void {
  const { lanes, palette, surface, unit } = painter;
  const [leftPx, rightPx] = [hair(painter, each.leftPx), hair(painter, each.rightPx)];
  surface.fillRect(leftPx, topPx, rightPx - leftPx, bottomPx - topPx, palette.canvas);
  const toPx = Math.min(bottomPx, lanes.totalPx);
  const [left, right] = [tornEdge(leftPx, topPx, toPx, unit), tornEdge(rightPx, topPx, toPx, -unit)];
  surface.fillPolygon([...left, ...reversed(right)], palette.panel);
  for (const edge of [left, right]) surface.strokePath(edge, { color: palette.edge });
  const row = lanes.rects.find(({ lane }) => lane.kind === 'group' && each.fold.key.startsWith(`${lane.id}.`));
  const isRowSeen = row !== undefined && row.yPx >= topPx && row.yPx + row.heightPx <= toPx;
  paintForm(painter, each, isRowSeen ? row.yPx + row.heightPx / 2 : (topPx + toPx) / 2, true);
}

/** The name of a fold, in the middle of its visible part: the longest form that has room; with `mayBreak` on several lines if that helps. */
function paintForm(painter: Painter, { fold, leftPx, rightPx }: AxisBreak, middlePx: number, mayBreak = false): void {
  const { palette, surface, textPx, unit, widthPx } = painter;
  const [fromPx, toPx] = [Math.max(0, leftPx), Math.min(widthPx, rightPx)];
  const font = sans(painter, 600);
  const roomPx = toPx - fromPx - 2 * (DEPTH_PX + 4) * unit;
  const [longest = ''] = fold.forms;
  const parts = longest.split(PARTS);
  const areApart = mayBreak && surface.textWidth(longest, font) > roomPx && parts.every((part) => surface.textWidth(part, font) <= roomPx);
  const lines = areApart ? parts : [firstThatFits(painter, fold.forms, font, roomPx)?.form ?? ''];
  const leadingPx = textPx * 1.3;
  lines.forEach((line, index) => {
    const y = middlePx + (index - (lines.length - 1) / 2) * leadingPx;
    if (line !== '') surface.text((fromPx + toPx) / 2, centredBaseline(painter, y), line, { font, color: palette.ink, align: 'middle' });
  });
}

/** A torn edge from top to bottom; with a negative `unit` its teeth point to the left. Teeth belong to the lanes and scroll with them. */
function tornEdge(xPx: number, topPx: number, bottomPx: number, unit: number): number[] {
  const toothPx = TOOTH_PX * Math.abs(unit);
  const points: number[] = [];
  for (let tooth = Math.floor(topPx / toothPx); (tooth - 1) * toothPx < bottomPx; tooth += 1)
    points.push(xPx + (tooth % 2 === 0 ? 0 : DEPTH_PX * unit), Math.min(bottomPx, Math.max(topPx, tooth * toothPx)));
  return points;
}

function reversed(points: readonly number[]): number[] {
  const back: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) back.push(points[i] as number, points[i + 1] as number);
  return back;
}

/** A fold on the axis: the axis ends, the name of what is folded, the axis begins again. `flags` stand above it. */
export function paintBreaks(painter: Painter, heightPx: number, flags: readonly { leftPx: number; rightPx: number }[]): void {
  const { palette, scale, surface, unit } = painter;
  for (const each of scale.breaks) {
    const { leftPx, rightPx } = each;
    for (const x of [leftPx, rightPx])
      surface.strokePath([x - 2 * unit, heightPx, x + 2 * unit, heightPx - 10 * unit], { color: palette.ink2, width: 1.5 * unit });
    const isUnderFlag = flags.some((flag) => flag.rightPx > Math.max(0, leftPx) && flag.leftPx < rightPx);
    if (!isUnderFlag) paintForm(painter, each, heightPx - 13 * unit - painter.textPx * 0.36);
  }
}
