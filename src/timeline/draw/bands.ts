/** Uncertainty: from the earliest to the latest moment of a mark over many seeds, as a whisker through its glyph. */
import { marksOfRecord } from '../marks.ts';
import { markBox } from './mark-box.ts';
import { hair, type Painter } from './painter.ts';
import type { ChanceBand } from './scene.ts';

const CAP_PX = 4;

export function paintBands(painter: Painter, bands: readonly ChanceBand[]): void {
  const { lanes, model, palette, scale, surface, unit, widthPx } = painter;
  for (const { record, fromMs, toMs } of bands) {
    const [left, right] = [scale.xPx(fromMs), scale.xPx(toMs)];
    // Less than a glyph's width says nothing
    if (right - left < 3 || right < 0 || left > widthPx) continue;
    const [ref] = marksOfRecord(model, record);
    const box = ref === undefined ? undefined : markBox(model, scale, lanes, ref);
    if (box === undefined) continue;
    const y = hair(painter, box.yPx + box.heightPx - 2 * unit);
    const cap = CAP_PX * unit;
    const ends = [left, right].flatMap((x) => (x < 0 || x > widthPx ? [] : [hair(painter, x), y - cap, hair(painter, x), y + cap]));
    const line = [Math.max(0, left), y, Math.min(widthPx, right), y];
    surface.segments([...line, ...ends], { color: palette.canvas, width: 4 * unit });
    surface.segments([...line, ...ends], { color: palette.ink, width: 1.5 * unit });
  }
}
