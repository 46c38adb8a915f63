/** Conditions as hairlines: thick where True, dotted where not. In tall lanes each line carries its name. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { centredBaseline, dottedLine, forVisible, groundEndMs, type Painter, sans, snap, spanPx } from './painter.ts';

/** Rows from this height on have room for names. */
const NAMED_ROW_PX = 13;

export function paintConditions(painter: Painter, { lane, yPx, heightPx }: LaneRect): void {
  const { scale, unit, palette, surface } = painter;
  const rowPx = (heightPx - 8 * unit) / lane.tracks.length;
  lane.tracks.forEach((track, row) => {
    const middlePx = Math.round(yPx + 4 * unit + (row + 0.5) * rowPx);
    const isReady = track.title === 'Ready';
    const thickPx = (isReady ? 4 : 2.5) * unit;
    const color = isReady ? palette.serveLine : palette.ink3;
    dottedLine(painter, Math.max(0, scale.xPx(0)), scale.xPx(groundEndMs(painter)), middlePx);
    forVisible(painter, track, (mark) => {
      const kind = kindAt(track, mark);
      if (kind === 'conditionFalse') return;
      const { leftPx, rightPx } = spanPx(painter, track.startMs[mark] as number, track.endMs[mark] as number);
      const x = snap(painter, leftPx);
      const width = Math.max(1, snap(painter, rightPx) - x);
      if (kind === 'conditionTrue') surface.fillRect(x, middlePx - thickPx / 2, width, thickPx, color, 0.5);
      else surface.segments([x, middlePx, x + width, middlePx], { color: palette.failLine, width: thickPx, dash: [3, 3] });
    });
    if (rowPx >= NAMED_ROW_PX * unit) paintName(painter, track, middlePx, isReady ? palette.serveLine : palette.ink3);
  });
}

/** The name sits on its line, where the line first is True on screen; a condition that never is has it at the left. */
function paintName(painter: Painter, track: Track, middlePx: number, color: string): void {
  const { surface, scale, unit, palette } = painter;
  let atMs = Math.max(0, painter.fromMs);
  let found = false;
  forVisible(painter, track, (mark) => {
    if (found || kindAt(track, mark) !== 'conditionTrue') return;
    found = true;
    atMs = Math.max(atMs, track.startMs[mark] as number);
  });
  const font = sans(painter);
  const x = scale.xPx(atMs) + 14 * unit;
  const widthPx = surface.textWidth(track.title, font);
  if (x + widthPx > scale.xPx(painter.toMs)) return;
  surface.fillRect(x, middlePx - 6 * unit, widthPx + 8 * unit, 12 * unit, palette.canvas);
  surface.text(x + 4 * unit, centredBaseline(painter, middlePx), track.title, { font, color });
}
