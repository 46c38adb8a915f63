/**
 * A probe's lane: each failure climbs one step of a staircase towards a dashed threshold; touching it is the trigger;
 * success drops to the baseline.
 *
 *     - - - - - -(x) 3/3          threshold, met
 *            x---|
 *       x----|   |
 *     ..|____|___|_._._._.        delay, probing, on hold
 */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import { lowerBound, upperBound, visibleRange } from '../tracks.ts';
import { COUNTER_PX, failuresOf, paintCounter, paintFailures, paintSuccesses } from './attempts.ts';
import { type DenseLook, forVisibleSpans } from './dense.ts';
import { failureThreshold } from './mark-box.ts';
import { firstThatFits, type Painter, sans, spanPx } from './painter.ts';
import { isFailure, type ProbeRows, probeRows, shownMs } from './places.ts';
import { paintStairs } from './stairs.ts';
import type { Crowd } from './surface.ts';

export function paintProbe(painter: Painter, rect: LaneRect): void {
  const { lane, yPx, heightPx } = rect;
  const baseline = lane.tracks[0] as Track;
  const attempts = lane.tracks[1] as Track;
  const threshold = failureThreshold(attempts);
  const rows = offset(probeRows(heightPx, painter.unit, threshold), yPx);
  const range = visibleRange(attempts, painter.fromMs, painter.toMs);
  const hasCounters = !lane.compact || painter.model.density === 'detail';
  const failures = failuresOf(painter, rows, attempts, range, hasCounters);
  painter.surface.crowd((crowd) => {
    paintStairs(painter, crowd, rows, baseline, attempts, threshold, heightPx >= 30 * painter.unit);
    paintBaseline(painter, crowd, rows, baseline, attempts, !lane.compact);
    paintFailures(painter, crowd, rows, attempts, failures);
    paintSuccesses(painter, crowd, rows, attempts, range, lane.probe === 'readiness');
  });
  for (const failure of failures) if (failure.count !== '') paintCounter(painter, failure);
}

function offset(rows: ProbeRows, yPx: number): ProbeRows {
  return { ...rows, baselinePx: yPx + rows.baselinePx, thresholdPx: yPx + rows.thresholdPx };
}

function paintBaseline(painter: Painter, crowd: Crowd, rows: ProbeRows, baseline: Track, attempts: Track, isTall: boolean): void {
  const { palette, surface, unit } = painter;
  const y = rows.baselinePx;
  const thickPx = 1.2 * unit;
  const look: DenseLook = { color: (kind) => (kind === 'baselineOnHold' ? undefined : palette.ink3), strength: {} };
  const lines: { probing: number[]; delay: number[]; onHold: number[] } = { probing: [], delay: [], onHold: [] };
  forVisibleSpans(painter, baseline, y - thickPx / 2, thickPx, look, (mark) => {
    const kind = kindAt(baseline, mark);
    const { leftPx, rightPx } = spanPx(painter, baseline, mark);
    if (kind === 'baselineProbing') lines.probing.push(leftPx, y, rightPx, y);
    else if (kind === 'baselineDelay') lines.delay.push(leftPx, y, rightPx, y);
    else if (isFailedBefore(attempts, baseline.startMs[mark] as number)) {
      lines.onHold.push(leftPx, y, rightPx, y);
      const forms = isTall ? [timelineTexts.probe.onHoldUntil, timelineTexts.probe.onHold, timelineTexts.probe.hold] : [];
      const roomPx = rightPx - Math.max(0, leftPx) - 22 * unit - counterOverhangPx(painter, attempts, baseline.endMs[mark] as number);
      const label = firstThatFits(painter, forms, sans(painter), roomPx);
      if (label !== undefined)
        surface.text(Math.max(0, leftPx) + 11 * unit, Math.round(y - 4 * unit), label.form, { font: sans(painter), color: palette.ink3 });
    }
  });
  crowd.segments(lines.probing, { color: palette.ink3, width: thickPx });
  crowd.segments(lines.delay, { color: palette.ink3, width: thickPx, dash: [2, 2] });
  crowd.segments(lines.onHold, { color: palette.edge, dash: [6, 3, 1, 3] });
}

/** How far the count of the first failure after a time reaches back over that time: it stands left of its cross. */
function counterOverhangPx({ scale, unit }: Painter, attempts: Track, timeMs: number): number {
  const next = lowerBound(attempts.startMs, timeMs);
  if (next >= attempts.length || !isFailure(kindAt(attempts, next))) return 0;
  return Math.max(0, COUNTER_PX * unit - (scale.xPx(shownMs(attempts, next, 0)) - scale.xPx(timeMs)));
}

/** A startup probe that has passed is on hold too, but it has nothing left to do: it has no baseline. */
function isFailedBefore(attempts: Track, timeMs: number): boolean {
  const last = upperBound(attempts.startMs, timeMs) - 1;
  return last >= 0 && isFailure(kindAt(attempts, last));
}
