/** Where marks lie inside their lane: shared by the painters, the hit test and the overlay. */
import type { LaneRect } from '../lanes.ts';
import type { TimeScale } from '../scale.ts';
import type { Lane, MarkKind, Track } from '../model.ts';
import { bitsOf } from '../summary.ts';

/** Vertical geometry of a process lane, in pixels from the lane's top. */
export interface ProcessRows {
  /** False for a strip: no room for hooks, flags and grace. */
  isTall: boolean;
  hookTopPx: number;
  hookHeightPx: number;
  barTopPx: number;
  barHeightPx: number;
  /** Bottom of the bars: the baseline of a gone process. */
  baselinePx: number;
  /** Middle line of the grace bracket. */
  gracePx: number;
}

const TALL_PX = 50;
const STRIP_BAR_PX = 9;

/**
 *     4   hooks   10 (+15 % of spare)
 *     6   gap, so that a flag's line can start under its hook
 *         bar     24 (+50 % of spare)
 *     11  grace bracket below the baseline
 */
export function processRows(heightPx: number, unit: number): ProcessRows {
  const heightAtUnit = heightPx / unit;
  const isTall = heightAtUnit >= TALL_PX;
  const sparePx = isTall ? (heightAtUnit - 66) * unit : 0;
  const hookHeightPx = 10 * unit + sparePx * 0.15;
  const hookTopPx = 4 * unit;
  const barTopPx = Math.round(isTall ? hookTopPx + hookHeightPx + 6 * unit : heightPx - 16 * unit);
  const barHeightPx = Math.round(isTall ? 24 * unit + sparePx * 0.5 : STRIP_BAR_PX * unit);
  const baselinePx = barTopPx + barHeightPx;
  return { isTall, hookTopPx, hookHeightPx, barTopPx, barHeightPx, baselinePx, gracePx: baselinePx + 11 * unit + sparePx * 0.1 };
}

/** Vertical geometry of a probe lane, in pixels from the lane's top. */
export interface ProbeRows {
  baselinePx: number;
  /** Height of one step of the staircase. */
  stepPx: number;
  thresholdPx: number;
}

/** Steps are 10 px in a lane of 50; with a high threshold they shrink so that the threshold stays inside the lane. */
export function probeRows(heightPx: number, unit: number, threshold: number): ProbeRows {
  const baselinePx = Math.round(heightPx - 9 * unit) + 0.5;
  const roomPx = heightPx - 18 * unit;
  const stepPx = Math.min(10 * (heightPx / (46 * unit)) * unit, roomPx / Math.max(1, threshold));
  return { baselinePx, stepPx, thresholdPx: baselinePx - stepPx * threshold };
}

/** Vertical geometry of the events lane. */
export function eventRows(heightPx: number, unit: number): { warningPx: number; normalPx: number } {
  return { warningPx: 9 * unit, normalPx: heightPx - 8.5 * unit };
}

/** Where a lane's disagreements are drawn: in the lane of Events between Warnings and other Events, elsewhere on the edge to the lane above. */
export function truthRow({ kind }: Lane, heightPx: number, unit: number): { linePx: number; topPx: number; bottomPx: number } {
  const rows = eventRows(heightPx, unit);
  const linePx = kind === 'events' ? (rows.warningPx + rows.normalPx) / 2 : 0;
  return { linePx, topPx: linePx - TRUTH_PX * unit, bottomPx: linePx + TRUTH_PX * unit };
}

/** Half the height of the row of disagreements. */
const TRUTH_PX = 5;

/** Vertical geometry of a lane of a part of the kubelet; that of the worker has syncs above and what they wait for below. */
export function kubeletRows({ tracks }: Lane, heightPx: number, unit: number): { notesPx: number; syncsPx: number; barPx: number; waitsPx: number } {
  const barPx = Math.round(14 * unit);
  const syncsPx = Math.round(2 * unit);
  const notesPx = Math.round(tracks.length > 1 ? syncsPx + barPx / 2 : heightPx / 2);
  return { notesPx, syncsPx, barPx, waitsPx: Math.round(heightPx - 9 * unit) };
}

/** The vertical band of a track inside its lane, for the hit test. */
export function rowBand(rect: LaneRect, unit: number, trackIndex: number): { topPx: number; bottomPx: number } {
  const { lane, heightPx } = rect;
  const whole = { topPx: 0, bottomPx: heightPx };
  const truths = lane.tracks.at(-1)?.name === 'truths' ? truthRow(lane, heightPx, unit) : undefined;
  if (truths !== undefined && trackIndex === lane.tracks.length - 1) return truths;
  if (lane.kind === 'conditions') {
    const rowPx = (heightPx - 8 * unit) / lane.tracks.length;
    return { topPx: 4 * unit + trackIndex * rowPx, bottomPx: 4 * unit + (trackIndex + 1) * rowPx };
  }
  if (lane.kind === 'events')
    return trackIndex === 0 ? { topPx: 0, bottomPx: truths?.topPx ?? heightPx / 2 } : { topPx: truths?.bottomPx ?? heightPx / 2, bottomPx: heightPx };
  if (truths !== undefined) return { topPx: truths.bottomPx, bottomPx: heightPx };
  if (lane.kind === 'kubelet' && lane.tracks.length > 1) {
    const { syncsPx, barPx } = kubeletRows(lane, heightPx, unit);
    const edgePx = syncsPx + barPx;
    return lane.tracks[trackIndex]?.name === 'waits' ? { topPx: edgePx, bottomPx: heightPx } : { topPx: 0, bottomPx: edgePx };
  }
  if (lane.kind !== 'process') return whole;
  const rows = processRows(heightPx, unit);
  if (!rows.isTall) return whole;
  switch (lane.tracks[trackIndex]?.name) {
    case 'hooks':
      return { topPx: 0, bottomPx: rows.hookTopPx + rows.hookHeightPx };
    case 'grace':
      return { topPx: rows.baselinePx + 4 * unit, bottomPx: heightPx };
    default:
      return { topPx: rows.barTopPx - 3 * unit, bottomPx: rows.baselinePx + 4 * unit };
  }
}

/** The attempts that climb a step, as bits of a summary. */
export const FAILURES = bitsOf('probeFailed', 'probeTimeout');

/** Whether a probe attempt climbs a step; one that could not be made neither climbs nor falls. */
export function isFailure(kind: MarkKind): boolean {
  return kind === 'probeFailed' || kind === 'probeTimeout';
}

/** Height of the staircase in steps after an attempt. */
export function attemptLevel(attempts: Track, mark: number, attempt: number, threshold: number): number {
  return Math.min(threshold, (attempts.value[mark] as number) + attempt);
}

/** When the result of a probe attempt is known: that is where its mark stands. */
export function shownMs(track: Track, mark: number, attempt: number): number {
  return (track.startMs[mark] as number) + attempt * (track.periodMs[mark] as number) + (track.tookMs[mark] as number);
}

/** Attempts `[first, last]` of a train whose marks lie between two times; empty if `last < first`. */
export function attemptsBetween(track: Track, mark: number, fromMs: number, toMs: number): { first: number; last: number } {
  const repeat = track.repeat[mark] as number;
  const periodMs = track.periodMs[mark] as number;
  const firstMs = shownMs(track, mark, 0);
  if (periodMs === 0) return firstMs >= fromMs && firstMs <= toMs ? { first: 0, last: 0 } : { first: 0, last: -1 };
  return { first: Math.max(0, Math.ceil((fromMs - firstMs) / periodMs)), last: Math.min(repeat - 1, Math.floor((toMs - firstMs) / periodMs)) };
}

/** Horizontal extent of a mark near `xPx`; of a train of attempts only that of the attempts next to it. */
export function markPositions(track: Track, mark: number, scale: TimeScale, xPx: number): { attempt: number; startPx: number; endPx: number }[] {
  if (track.name !== 'attempts') return [{ attempt: 0, startPx: scale.xPx(track.startMs[mark] as number), endPx: scale.xPx(track.endMs[mark] as number) }];
  const periodMs = track.periodMs[mark] as number;
  const nearest = periodMs === 0 ? 0 : Math.round((scale.timeMs(xPx) - shownMs(track, mark, 0)) / periodMs);
  const attempt = Math.min((track.repeat[mark] as number) - 1, Math.max(0, nearest));
  const atPx = scale.xPx(shownMs(track, mark, attempt));
  return [{ attempt, startPx: atPx, endPx: atPx }];
}
