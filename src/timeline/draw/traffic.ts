/** Traffic: solid = served, comb = sent and refused, dots = terminating, dotted hairline = not in the slice. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { MarkKind, Track } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import { forVisibleSpans } from './dense.ts';
import { dottedLine, firstThatFits, groundEndMs, knockedOutText, middleOf, type Painter, positiveModulo, sans, snap, spanPx } from './painter.ts';

export function paintTraffic(painter: Painter, rect: LaneRect): void {
  const { palette, scale, unit } = painter;
  const track = rect.lane.tracks[0] as Track;
  const middlePx = Math.round(middleOf(rect));
  const heightPx = Math.round(8 * unit);
  const topPx = middlePx - heightPx / 2;
  dottedLine(painter, Math.max(0, scale.xPx(0)), scale.xPx(groundEndMs(painter)), middlePx);
  const colorOf = (kind: MarkKind) => (kind === 'trafficRefused' ? palette.failLine : palette.serveLine);
  forVisibleSpans(painter, track, topPx, heightPx, { color: colorOf, strength: { trafficRefused: 1 } }, (mark) => {
    const kind = kindAt(track, mark);
    const { leftPx, rightPx } = spanPx(painter, track, mark);
    const color = colorOf(kind);
    const x = snap(painter, leftPx);
    const width = snap(painter, rightPx) - x;
    paintSpan(painter, kind, x, width, topPx, heightPx, scale.xPx(track.startMs[mark] as number));
    const spare = (kind === 'trafficRefused' ? 34 : 18) * unit;
    const label = firstThatFits(painter, formsOf(kind), sans(painter), width - spare);
    if (label !== undefined) knockedOutText(painter, Math.max(0, x) + (width - Math.max(0, -x)) / 2, middlePx, label.form, color, palette.canvas);
  });
}

/** The forms of a label, longest first. */
function formsOf(kind: MarkKind): string[] {
  const { traffic } = timelineTexts;
  if (kind === 'trafficRefused') return [traffic.sentAndRefused, traffic.refused];
  return [kind === 'trafficServed' ? traffic.served : traffic.closing];
}

/** Combs and dots are anchored at the span's own start, so that they stand still while the user pans. */
function paintSpan({ surface, palette, unit }: Painter, kind: MarkKind, x: number, width: number, topPx: number, heightPx: number, originPx: number): void {
  if (kind === 'trafficServed') {
    surface.fillRect(x, topPx, width, heightPx, palette.serveLine, 1);
    return;
  }
  surface.fillRect(x, topPx, width, heightPx, palette.canvas);
  const stepPx = (kind === 'trafficClosing' ? 5 : 6) * unit;
  const first = x - positiveModulo(x - originPx, stepPx);
  if (kind === 'trafficClosing') {
    for (let at = first; at < x + width - 2 * unit; at += stepPx)
      if (at >= x) surface.fillRect(at, topPx + heightPx / 2 - 1.5 * unit, 2.5 * unit, 3 * unit, palette.serveLine);
    return;
  }
  surface.fillRect(x, topPx, width, 1.5 * unit, palette.failLine);
  const teeth: number[] = [];
  for (let at = first + 2 * unit; at < x + width - 1; at += stepPx) if (at >= x) teeth.push(at + 0.5, topPx, at + 0.5, topPx + heightPx);
  surface.segments(teeth, { color: palette.failLine, width: unit });
}
