/** What the pointer is on, and which time it snaps to. Works on the same geometry as the painters. */
import type { View } from './draw/scene.ts';
import { markPositions, rowBand } from './draw/places.ts';
import type { LaneRect } from './lanes.ts';
import type { Lane, MarkRef, TimelineModel, Track } from './model.ts';
import { breakAt, type TimeScale } from './scale.ts';
import type { FoldedStretch } from './time-axis.ts';
import { lowerBound, spanAt, visibleRange } from './tracks.ts';

export interface Hit {
  lane: Lane;
  /** Absent over an empty part of the lane. */
  mark?: MarkRef;
  /** The record that opens the mark. */
  record?: number;
  /** Time under the pointer. */
  timeMs: number;
  /** The folded stretch that is there instead of marks. */
  fold?: FoldedStretch;
}

/** A mark that is a moment can be hit this far from its middle. */
const REACH_PX = 6;

/** `xPx`, `yPx` relative to the chart's top left corner, as on screen. Undefined outside the lanes. */
export function hitTest(model: TimelineModel, view: View, xPx: number, yPx: number): Hit | undefined {
  const laneYPx = yPx + (view.scrollTopPx ?? 0);
  const rect = view.lanes.rects.find(({ yPx: top, heightPx }) => laneYPx >= top && laneYPx < top + heightPx);
  if (rect === undefined) return undefined;
  const timeMs = view.scale.timeMs(xPx);
  const fold = breakAt(view.scale, xPx)?.fold;
  if (fold !== undefined) return { lane: rect.lane, timeMs, fold };
  const mark = isHidden(view, timeMs) ? undefined : nearestMark(view, rect, xPx, laneYPx - rect.yPx);
  const record = mark === undefined ? undefined : rect.lane.tracks[mark.track]?.record[mark.mark];
  return { lane: rect.lane, timeMs, ...(mark !== undefined && { mark }), ...(record !== undefined && { record }) };
}

function isHidden(view: View, timeMs: number): boolean {
  return view.hiddenFromMs !== undefined && timeMs >= view.hiddenFromMs;
}

/** Moments win over spans, nearer ones over others; among spans the row under the pointer wins. */
function nearestMark(view: View, rect: LaneRect, xPx: number, yInLanePx: number): MarkRef | undefined {
  let best: MarkRef | undefined;
  let bestScore = Infinity;
  rect.lane.tracks.forEach((track, trackIndex) => {
    if (track.name === 'baseline') return;
    const band = rowBand(rect, view.lanes.unit, trackIndex);
    const offRowPx = yInLanePx < band.topPx ? band.topPx - yInLanePx : Math.max(0, yInLanePx - band.bottomPx);
    const reachPx = REACH_PX * view.lanes.unit;
    for (const mark of marksNear(track, view.scale.timeMs(xPx), (reachPx * 4) / view.scale.pxPerMs)) {
      for (const { attempt, startPx, endPx } of markPositions(track, mark, view.scale, xPx)) {
        const awayPx = xPx < startPx ? startPx - xPx : Math.max(0, xPx - endPx);
        if (awayPx > reachPx || isFolded(view.scale, startPx, endPx)) continue;
        const isSpan = endPx - startPx > 1;
        const score = offRowPx * 4 + awayPx + (isSpan ? reachPx : 0);
        if (offRowPx <= reachPx * 1.5 && score < bestScore) {
          bestScore = score;
          best = { lane: rect.lane.index, track: trackIndex, mark, attempt };
        }
      }
    }
  });
  return best;
}

/** Whether a mark lies in a fold, near the edge of which the pointer is. */
function isFolded(scale: TimeScale, startPx: number, endPx: number): boolean {
  return scale.breaks.some(({ leftPx, rightPx }) => startPx > leftPx && endPx < rightPx);
}

/** In a crowd, how many marks on either side of the pointer are looked at: it cannot be on any other. */
const NEAR = 32;

/** The marks within a stretch of time around a moment; where there are too many to look at, those next to the moment. */
function* marksNear(track: Track, timeMs: number, reachMs: number): Generator<number> {
  const { first, last } = visibleRange(track, timeMs - reachMs, timeMs + reachMs);
  const middle = last - first <= 2 * NEAR ? first : lowerBound(track.startMs, timeMs, first, last);
  const from = Math.max(first, middle - NEAR);
  // All that lies between it and the moment: a span that began long ago may reach here
  const span = from > first ? spanAt(track, timeMs) : -1;
  if (span >= first && span < from) yield span;
  const end = last - first <= 2 * NEAR ? last : Math.min(last, middle + NEAR);
  for (let mark = from; mark < end; mark += 1) yield mark;
}

/** The transition within 6 px of the pointer, else the time under it. `transitionsMs` is the sorted result of `transitions`. */
export function snapTime(transitionsMs: Float64Array, view: View, xPx: number): number {
  const { scale } = view;
  const timeMs = scale.timeMs(xPx);
  const after = lowerBound(transitionsMs, timeMs);
  const near = [transitionsMs[after - 1], transitionsMs[after]].filter((candidate) => candidate !== undefined);
  const nearest = near.sort((a, b) => Math.abs(a - timeMs) - Math.abs(b - timeMs))[0];
  return nearest !== undefined && Math.abs(scale.xPx(nearest) - xPx) <= REACH_PX ? nearest : timeMs;
}
