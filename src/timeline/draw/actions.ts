/** Actions of the scenario: pennants in their lane, and a dotted line of each through all lanes. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { pennant } from './glyphs.ts';
import { centredBaseline, firstThatFits, forVisible, forVisibleApart, hair, middleOf, mono, type Painter } from './painter.ts';

export function paintActions(painter: Painter, rect: LaneRect): void {
  const { model, palette, scale, surface, unit } = painter;
  const track = rect.lane.tracks[0] as Track;
  const middlePx = Math.round(middleOf(rect));
  const radius = 4.5 * unit;
  forVisibleApart(painter, track, 3, (mark) => {
    const x = scale.xPx(track.startMs[mark] as number);
    const kind = kindAt(track, mark);
    if (kind === 'actionWorld') pennant(surface, x, middlePx, radius, palette.canvas, { color: palette.ink, width: 1.4 * unit });
    else if (kind === 'actionRefused') pennant(surface, x, middlePx, radius, palette.canvas, { color: palette.failLine, width: 1.4 * unit });
    else pennant(surface, x, middlePx, radius, palette.ink);
    const nextMs = Math.min(track.startMs[mark + 1] ?? Infinity, painter.isCut ? painter.toMs : Infinity);
    const roomPx = Math.min(scale.xPx(nextMs), painter.widthPx) - x - 14 * unit;
    const label = firstThatFits(painter, actionForms(model.strings[track.text[mark] as number] as string), mono(painter), roomPx);
    if (label !== undefined) {
      const color = kind === 'actionRefused' ? palette.failLine : palette.ink;
      surface.text(x + 9 * unit, centredBaseline(painter, middlePx), label.form, { font: mono(painter), color });
    }
  });
}

/**
 * Longest first: `kubectl delete --grace-period=10`, `delete --grace-period=10`, `delete`; of a sentence what stands before its
 * colon or without what is in brackets, then its first words.
 */
function actionForms(label: string): string[] {
  const plain = label.replace(/^kubectl /, '');
  const [beforeColon = ''] = plain.split(/[:,，（]/);
  const [beforeFlag = ''] = plain.split(' --');
  const words = plain.split(' ');
  return [label, plain, beforeFlag, beforeColon, words.slice(0, 2).join(' '), words[0] ?? ''];
}

/** Runs behind everything: what came from outside touches all lanes. The creation at 0 needs no line. */
export function paintCauseLines(painter: Painter, heightPx: number): void {
  const { scale, surface, palette } = painter;
  const lines: number[] = [];
  for (const { kind, tracks } of painter.model.lanes) {
    if (kind !== 'actions') continue;
    const track = tracks[0] as Track;
    forVisible(painter, track, (mark) => {
      const timeMs = track.startMs[mark] as number;
      if (timeMs <= 0) return;
      const x = hair(painter, scale.xPx(timeMs));
      lines.push(x, 0, x, heightPx);
    });
  }
  surface.segments(lines, { color: palette.edge, dash: [1, 3] });
}
