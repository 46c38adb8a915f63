/** Actions of the scenario: pennants in their lane, and a dotted line of each through all lanes. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { pennant } from './glyphs.ts';
import { centredBaseline, firstThatFits, forVisible, forVisibleApart, hair, middleOf, mono, type Painter } from './painter.ts';

/** A name that is painted, and the stretch that it takes. */
interface Label {
  form: string;
  leftPx: number;
  rightPx: number;
}

export function paintActions(painter: Painter, rect: LaneRect): void {
  const { palette, scale, surface, unit } = painter;
  const track = rect.lane.tracks[0] as Track;
  const middlePx = Math.round(middleOf(rect));
  const radius = 4.5 * unit;
  forVisibleApart(painter, track, 3, (mark) => {
    const x = scale.xPx(track.startMs[mark] as number);
    const kind = kindAt(track, mark);
    if (kind === 'actionWorld') pennant(surface, x, middlePx, radius, palette.canvas, { color: palette.ink, width: 1.4 * unit });
    else if (kind === 'actionRefused') pennant(surface, x, middlePx, radius, palette.canvas, { color: palette.failLine, width: 1.4 * unit });
    else pennant(surface, x, middlePx, radius, palette.ink);
    const label = labelOf(painter, track, mark);
    if (label !== undefined) {
      const color = kind === 'actionRefused' ? palette.failLine : palette.ink;
      surface.text(label.leftPx, centredBaseline(painter, middlePx), label.form, { font: mono(painter), color });
    }
  });
}

/** The name of an action: behind its pennant, or before it at the edge of a hidden future; undefined where there is no room. */
function labelOf(painter: Painter, track: Track, mark: number): Label | undefined {
  const { scale, unit, isCut, toMs, widthPx } = painter;
  const x = scale.xPx(track.startMs[mark] as number);
  const nextMs = track.startMs[mark + 1] ?? Infinity;
  const leftPx = x + 9 * unit;
  const behind = namedWithin(painter, track, mark, Math.min(scale.xPx(Math.min(nextMs, isCut ? toMs : Infinity)), widthPx) - x - 14 * unit);
  if (behind !== undefined) return { form: behind.form, leftPx, rightPx: leftPx + behind.widthPx };
  if (!isCut || nextMs <= toMs) return undefined;
  const takenPx = mark === 0 ? 0 : (labelOf(painter, track, mark - 1)?.rightPx ?? scale.xPx(track.startMs[mark - 1] as number) + 9 * unit);
  const rightPx = x - 9 * unit;
  const before = namedWithin(painter, track, mark, rightPx - Math.max(0, takenPx) - 6 * unit);
  return before && { form: before.form, leftPx: rightPx - before.widthPx, rightPx };
}

function namedWithin(painter: Painter, track: Track, mark: number, roomPx: number): { form: string; widthPx: number } | undefined {
  return firstThatFits(painter, actionForms(painter.model.strings[track.text[mark] as number] as string), mono(painter), roomPx);
}

/** What stands in the lane of actions: each pennant, and its name if it has one. */
export function actionBoxes(painter: Painter, track: Track): { leftPx: number; rightPx: number; isName: boolean }[] {
  const boxes: { leftPx: number; rightPx: number; isName: boolean }[] = [];
  forVisibleApart(painter, track, 3, (mark) => {
    const x = painter.scale.xPx(track.startMs[mark] as number);
    const label = labelOf(painter, track, mark);
    boxes.push({ leftPx: x - 2 * painter.unit, rightPx: x + 2 * painter.unit, isName: false }, ...(label ? [{ ...label, isName: true }] : []));
  });
  return boxes;
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
