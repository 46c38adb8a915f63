/** Where one mark is on screen: for outlines, for the causal path, and for tooltips of the page. */
import type { LaneLayout } from '../lanes.ts';
import { kindOf, laneOf, trackOf } from '../marks.ts';
import type { MarkRef, TimelineModel, Track } from '../model.ts';
import type { TimeScale } from '../scale.ts';
import { eventRows, FAILURES, isFailure, kubeletRows, probeRows, processRows, shownMs, truthRow } from './places.ts';

export interface Box {
  xPx: number;
  /** From the top of the lanes, not of the screen. */
  yPx: number;
  widthPx: number;
  heightPx: number;
}

/** Half the size of a mark that is a moment. */
const MOMENT_PX = 6;

/** Undefined if the mark's lane is folded away. Spans are clipped to the chart. */
export function markBox(model: TimelineModel, scale: TimeScale, lanes: LaneLayout, ref: MarkRef): Box | undefined {
  const rect = lanes.rects.find(({ lane }) => lane.index === ref.lane);
  if (rect === undefined) return undefined;
  const track = trackOf(model, ref);
  const { topPx, bottomPx } = markBand(model, ref, rect.heightPx, lanes.unit);
  const startMs = track.startMs[ref.mark] as number;
  const endMs = track.endMs[ref.mark] as number;
  const isMoment = track.name === 'attempts' || endMs === startMs;
  const middlePx = scale.xPx(track.name === 'attempts' ? shownMs(track, ref.mark, ref.attempt) : startMs);
  const leftPx = isMoment ? middlePx - MOMENT_PX * lanes.unit : Math.max(0, middlePx);
  const rightPx = isMoment ? middlePx + MOMENT_PX * lanes.unit : Math.max(leftPx + 2, Math.min(scale.widthPx, scale.xPx(endMs)));
  return { xPx: leftPx, yPx: rect.yPx + topPx, widthPx: rightPx - leftPx, heightPx: bottomPx - topPx };
}

/** The vertical extent of a mark's glyph, in pixels from the top of its lane. */
export function markBand(model: TimelineModel, ref: MarkRef, heightPx: number, unit: number): { topPx: number; bottomPx: number } {
  const lane = laneOf(model, ref);
  const track = trackOf(model, ref);
  const around = (yPx: number, halfPx: number) => ({ topPx: yPx - halfPx, bottomPx: yPx + halfPx });
  if (track.name === 'truths') return truthRow(lane, heightPx, unit);
  switch (lane.kind) {
    case 'process': {
      const rows = processRows(heightPx, unit);
      if (rows.isTall && track.name === 'hooks') return { topPx: rows.hookTopPx, bottomPx: rows.hookTopPx + rows.hookHeightPx };
      if (rows.isTall && track.name === 'grace') return around(rows.gracePx, MOMENT_PX * unit);
      return { topPx: rows.barTopPx, bottomPx: rows.baselinePx };
    }
    case 'probe': {
      const threshold = failureThreshold(lane.tracks[1] ?? track);
      const rows = probeRows(heightPx, unit, threshold);
      const steps = isFailure(kindOf(model, ref)) ? Math.min(threshold, (track.value[ref.mark] as number) + ref.attempt) : 0;
      return around(rows.baselinePx - steps * rows.stepPx, MOMENT_PX * unit);
    }
    case 'kubelet': {
      const rows = kubeletRows(lane, heightPx, unit);
      if (track.name === 'syncs') return { topPx: rows.syncsPx, bottomPx: rows.syncsPx + rows.barPx };
      return around(track.name === 'waits' ? rows.waitsPx : rows.notesPx, MOMENT_PX * unit);
    }
    case 'events': {
      const rows = eventRows(heightPx, unit);
      return around(track.name === 'warnings' ? rows.warningPx : rows.normalPx, MOMENT_PX * unit);
    }
    case 'conditions': {
      const rowPx = (heightPx - 8 * unit) / lane.tracks.length;
      return around(4 * unit + (ref.track + 0.5) * rowPx, 3 * unit);
    }
    default:
      return { topPx: 4 * unit, bottomPx: heightPx - 4 * unit };
  }
}

/** The threshold that failures climb to: read off the failures themselves, 3 if none ever failed. */
export function failureThreshold(attempts: Track): number {
  const mark = attempts.summary.next(FAILURES, 0, attempts.length);
  return mark < attempts.length ? Math.max(1, attempts.limit[mark] as number) : 3;
}
