/** A whisper for every kill by a probe: one faint grey arrow from the attempt that met the threshold to the decision to kill. */
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { MET_BIT } from '../summary.ts';
import { upperBound } from '../tracks.ts';
import { arrowHead } from './glyphs.ts';
import { failureThreshold } from './mark-box.ts';
import { FOLD_PX, forVisibleApart, isCrowded, type Painter } from './painter.ts';
import { isFailure, probeRows, processRows, shownMs } from './places.ts';
import type { Glyph, Stamp } from './surface.ts';

export function paintWhispers(painter: Painter): void {
  const { lanes, palette, scale, surface, unit } = painter;
  const head: Glyph = { key: `whisper ${palette.edge} ${unit}`, reachPx: 7 * unit, paint: (on, x, y) => arrowHead(on, x, y, 6 * unit, 'up', palette.edge) };
  for (const process of lanes.rects) {
    // Between the lanes of two runs an arrow would cross what it has nothing to do with
    if (process.lane.kind !== 'process' || process.lane.home !== undefined) continue;
    const rows = processRows(process.heightPx, unit);
    const grace = process.lane.tracks[2] as Track;
    if (!rows.isTall) continue;
    const lines: number[] = [];
    const heads: Stamp[] = [];
    forVisibleApart(painter, grace, isCrowded(painter, grace, FOLD_PX) ? FOLD_PX : 3, (mark) => {
      const reason = painter.model.strings[grace.text[mark] as number];
      const probe = lanes.rects.find(({ lane }) => lane.id === `${process.lane.container}.${reason}`);
      const attempts = probe?.lane.tracks[1];
      if (probe === undefined || attempts === undefined) return;
      const trigger = triggerBefore(attempts, grace.startMs[mark] as number);
      if (trigger < 0) return;
      const x = Math.round(scale.xPx(shownMs(attempts, trigger, 0)) * 2) / 2;
      const fromPx = probe.yPx + probeRows(probe.heightPx, unit, failureThreshold(attempts)).thresholdPx - 7 * unit;
      const toPx = process.yPx + rows.gracePx + 7 * unit;
      if (fromPx - toPx < 2) return;
      lines.push(x, fromPx, x, toPx + 4 * unit);
      heads.push({ glyph: head, x, y: toPx });
    });
    surface.segments(lines, { color: palette.edge, width: 1.2 });
    surface.stamps(heads);
  }
}

/** The attempt that met the failure threshold, the last one before a time. */
function triggerBefore(attempts: Track, timeMs: number): number {
  let mark = upperBound(attempts.startMs, timeMs);
  do mark = attempts.summary.previous(MET_BIT, mark);
  while (mark >= 0 && !isFailure(kindAt(attempts, mark)));
  return mark;
}
