/** Conditions as hairlines: thick where True, dotted where not. In tall lanes each line carries its name. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { type DenseLook, forVisibleSpans } from './dense.ts';
import { centredBaseline, dottedLine, forVisible, groundEndMs, type Painter, sans, snap, spanPx } from './painter.ts';

/** Rows of at least this height have room for names. */
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
    const look: DenseLook = {
      color: (kind) => (kind === 'conditionFalse' ? undefined : kind === 'conditionTrue' ? color : palette.failLine),
      strength: { conditionUnknown: 1 },
    };
    forVisibleSpans(painter, track, middlePx - thickPx / 2, thickPx, look, (mark) => {
      const kind = kindAt(track, mark);
      if (kind === 'conditionFalse') return;
      const { leftPx, rightPx } = spanPx(painter, track, mark);
      const x = snap(painter, leftPx);
      const width = Math.max(1, snap(painter, rightPx) - x);
      if (kind === 'conditionTrue') surface.fillRect(x, middlePx - thickPx / 2, width, thickPx, color, 0.5);
      else surface.segments([x, middlePx, x + width, middlePx], { color: palette.failLine, width: thickPx, dash: [3, 3] });
    });
    if (rowPx >= NAMED_ROW_PX * unit) paintName(painter, track, middlePx, isReady ? palette.serveLine : palette.ink3);
  });
}

/** The name sits on its line, in the first stretch that has room for it: preferably one where the condition is True. */
function paintName(painter: Painter, track: Track, middlePx: number, color: string): void {
  const { surface, unit, palette } = painter;
  const font = sans(painter);
  const widthPx = surface.textWidth(track.title, font);
  const stretches = namePlaces(painter, track);
  const fits = ({ leftPx, rightPx }: Stretch) => rightPx - leftPx >= widthPx + 36 * unit;
  const place = stretches.find((stretch) => stretch.isTrue && fits(stretch)) ?? stretches.find(fits);
  if (place === undefined) return;
  const x = place.leftPx + 14 * unit;
  surface.fillRect(x, middlePx - 6 * unit, widthPx + 8 * unit, 12 * unit, palette.canvas);
  surface.text(x + 4 * unit, centredBaseline(painter, middlePx), track.title, { font, color });
}

interface Stretch {
  leftPx: number;
  rightPx: number;
  isTrue: boolean;
}

/** The stretches on screen in which the line looks the same from end to end. */
function namePlaces(painter: Painter, track: Track): Stretch[] {
  const { scale } = painter;
  const firstPx = Math.max(0, scale.xPx(0));
  const lastPx = scale.xPx(groundEndMs(painter));
  const places: Stretch[] = [];
  let fromPx = firstPx;
  forVisible(painter, track, (mark) => {
    if (kindAt(track, mark) === 'conditionFalse') return;
    const { leftPx, rightPx } = spanPx(painter, track, mark);
    if (leftPx > fromPx) places.push({ leftPx: fromPx, rightPx: leftPx, isTrue: false });
    places.push({ leftPx: Math.max(firstPx, leftPx), rightPx, isTrue: kindAt(track, mark) === 'conditionTrue' });
    fromPx = rightPx;
  });
  if (lastPx > fromPx) places.push({ leftPx: fromPx, rightPx: lastPx, isTrue: false });
  return places;
}
