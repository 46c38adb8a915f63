/** Every kill by a probe keeps a whisper: one grey arrow from the threshold it met to the decision to kill. */
import { kindAt } from '../marks.ts';
import { FLAG, type Track } from '../model.ts';
import { arrowHead } from './glyphs.ts';
import { failureThreshold } from './mark-box.ts';
import { forVisibleApart, type Painter } from './painter.ts';
import { isFailure, probeRows, processRows, shownMs } from './places.ts';

export function paintWhispers(painter: Painter): void {
  const { lanes, palette, scale, surface, unit } = painter;
  for (const process of lanes.rects) {
    // Between the lanes of two runs an arrow would cross what it has nothing to do with
    if (process.lane.kind !== 'process' || process.lane.home !== undefined) continue;
    const rows = processRows(process.heightPx, unit);
    const grace = process.lane.tracks[2] as Track;
    if (!rows.isTall) continue;
    forVisibleApart(painter, grace, 3, (mark) => {
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
      surface.segments([x, fromPx, x, toPx + 4 * unit], { color: palette.edge, width: 1.2 });
      arrowHead(surface, x, toPx, 6 * unit, 'up', palette.edge);
    });
  }
}

/** The attempt that met the failure threshold, the last one before a time. */
function triggerBefore(attempts: Track, timeMs: number): number {
  for (let mark = attempts.length - 1; mark >= 0; mark -= 1) {
    const isMet = ((attempts.flags[mark] as number) & FLAG.met) !== 0;
    if (isMet && isFailure(kindAt(attempts, mark)) && (attempts.startMs[mark] as number) <= timeMs) return mark;
  }
  return -1;
}
