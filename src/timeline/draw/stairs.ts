/**
 * The staircase of a probe's lane: the area under the counter of failures, and over each flight a piece of the threshold's line.
 */
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { bitsOf, MET_BIT } from '../summary.ts';
import { lowerBound, lowerBoundNear, visibleRange } from '../tracks.ts';
import { FOLD_PX, isCrowded, type Painter, positiveModulo, snap } from './painter.ts';
import { attemptLevel, FAILURES, isFailure, type ProbeRows, shownMs } from './places.ts';
import type { Crowd } from './surface.ts';

/** Steps closer than this are one: a comb of thousands costs more than it shows. */
const STEP_PX = 2;
/** A place left of the screen: what began before it is drawn from here on, however long ago that was. */
const OFF_SCREEN_PX = -20;
const LINE_DASH = [3, 2];
const LINE_DASH_PX = 5;
const NOT_FAILED = bitsOf('probeOk', 'probeError');

/**
 * The area under the counter. A flight of stairs begins at a failure and goes on until a success, or until the worker stops
 * or holds: then the counter is gone or frozen.
 */
export function paintStairs(painter: Painter, crowd: Crowd, rows: ProbeRows, baseline: Track, attempts: Track, threshold: number, hasLine: boolean): void {
  const { scale, unit, fromMs, toMs } = painter;
  const range = visibleRange(attempts, fromMs, toMs);
  if (isCrowded(painter, attempts, STEP_PX)) {
    paintCrowdedStairs(painter, crowd, rows, attempts, threshold, hasLine);
    return;
  }
  // Stairs that began before the screen reach into it, as high as their last step before it
  const first = Math.max(attempts.summary.previous(NOT_FAILED, range.first) + 1, range.first - 1);
  let points: number[] = [];
  let startPx = 0;
  let hitPx: number | undefined;
  const yOf = (steps: number) => rows.baselinePx - steps * rows.stepPx;
  const flights = new Flights(painter, rows, hasLine);
  const finish = (endPx: number) => {
    if (points.length === 0) return;
    const lastY = points[points.length - 1] as number;
    flights.add([...points, endPx, lastY, endPx, rows.baselinePx], startPx, hitPx === undefined ? endPx : hitPx - 7 * unit);
    points = [];
    hitPx = undefined;
  };
  let lastMs = -Infinity;
  for (let mark = first; mark < range.last; mark += 1) {
    const kind = kindAt(attempts, mark);
    const stopMs = endOfProbing(baseline, lastMs, shownMs(attempts, mark, 0));
    if (points.length > 0 && stopMs !== undefined) finish(scale.xPx(Math.min(stopMs, toMs)));
    if (kind === 'probeError') continue;
    const atMs = shownMs(attempts, mark, 0);
    if (!isFailure(kind)) {
      finish(scale.xPx(Math.min(atMs, toMs)));
      lastMs = atMs;
      continue;
    }
    const repeat = attempts.repeat[mark] as number;
    for (let attempt = 0; attempt < repeat; attempt += 1) {
      const stepMs = shownMs(attempts, mark, attempt);
      if (stepMs > toMs) break;
      const x = Math.max(OFF_SCREEN_PX, scale.xPx(stepMs));
      const steps = attemptLevel(attempts, mark, attempt, threshold);
      const y = yOf(steps);
      if (points.length === 0) {
        startPx = x;
        points.push(x, rows.baselinePx, x, y);
      } else if (x - (points[points.length - 2] as number) < STEP_PX) points[points.length - 1] = Math.min(y, points[points.length - 1] as number);
      else points.push(x, points[points.length - 1] as number, x, y);
      if (steps === threshold) hitPx ??= x;
      lastMs = stepMs;
      // Once at the top, more failures change nothing.
      if (steps === threshold && attempt + 1 < repeat) {
        lastMs = Math.min(toMs, shownMs(attempts, mark, repeat - 1));
        break;
      }
    }
  }
  const stopMs = endOfProbing(baseline, lastMs, Infinity);
  finish(scale.xPx(Math.min(stopMs ?? Math.min(painter.model.endMs, lastMs + 3000), toMs)));
  flights.paint(crowd);
}

/** Flights of stairs, and over each a piece of the threshold's line. */
class Flights {
  readonly #painter: Painter;
  readonly #thresholdPx: number;
  readonly #hasLine: boolean;
  readonly #areas: number[][] = [];
  readonly #lines: number[] = [];

  constructor(painter: Painter, rows: ProbeRows, hasLine: boolean) {
    this.#painter = painter;
    this.#thresholdPx = Math.round(rows.thresholdPx) + 0.5;
    this.#hasLine = hasLine;
  }

  /** The line begins a little before the flight. */
  add(area: number[], startPx: number, lineEndPx: number): void {
    this.#areas.push(area);
    // The dashes of a line that begins before the screen are anchored in time: they must not crawl while the user pans
    const lineStartPx =
      startPx > OFF_SCREEN_PX ? startPx - 12 * this.#painter.unit : OFF_SCREEN_PX - positiveModulo(OFF_SCREEN_PX - this.#painter.scale.xPx(0), LINE_DASH_PX);
    if (this.#hasLine && lineEndPx > lineStartPx) this.#lines.push(lineStartPx, this.#thresholdPx, lineEndPx, this.#thresholdPx);
  }

  paint(crowd: Crowd): void {
    const { palette, surface } = this.#painter;
    surface.fillPolygons(this.#areas, palette.failTint);
    crowd.segments(this.#lines, { color: palette.failLine, dash: LINE_DASH });
  }
}

/**
 * Where there are more attempts than steps have room: a column is as high as the threshold if it was met there, one step
 * if there was any failure.
 */
function paintCrowdedStairs(painter: Painter, crowd: Crowd, rows: ProbeRows, attempts: Track, threshold: number, hasLine: boolean): void {
  const { palette, scale, toMs, widthPx } = painter;
  const endPx = Math.min(widthPx, scale.xPx(toMs));
  const thresholdPx = Math.round(rows.thresholdPx) + 0.5;
  const line: number[] = [];
  let open: { leftPx: number; heightPx: number } | undefined;
  const finish = (rightPx: number) => {
    if (open !== undefined) crowd.fillRect(open.leftPx, rows.baselinePx - open.heightPx, rightPx - open.leftPx, open.heightPx, palette.failTint);
    open = undefined;
  };
  // Columns are anchored in time, not in the window: they must not flicker while the user pans
  const firstPx = -positiveModulo(-scale.xPx(0), FOLD_PX);
  let first = lowerBound(attempts.startMs, scale.timeMs(firstPx));
  for (let x = firstPx; x < endPx; x += FOLD_PX) {
    const [leftPx, rightPx] = [snap(painter, x), snap(painter, Math.min(endPx, x + FOLD_PX))];
    const end = lowerBoundNear(attempts.startMs, scale.timeMs(x + FOLD_PX), first);
    const kinds = attempts.summary.kinds(first, end);
    first = end;
    const heightPx = (kinds & FAILURES) === 0 ? 0 : rows.stepPx * ((kinds & MET_BIT) !== 0 ? threshold : 1);
    if (heightPx !== open?.heightPx) finish(leftPx);
    if (heightPx === 0) continue;
    open ??= { leftPx, heightPx };
    if (line[line.length - 2] === leftPx) line[line.length - 2] = rightPx;
    else line.push(leftPx, thresholdPx, rightPx, thresholdPx);
  }
  finish(endPx);
  if (hasLine) crowd.segments(line, { color: palette.failLine, dash: LINE_DASH });
}

/** When the worker stopped probing after `afterMs`, if that was before `beforeMs`. States of a worker follow each other, so that their ends are sorted. */
function endOfProbing(baseline: Track, afterMs: number, beforeMs: number): number | undefined {
  for (let mark = lowerBound(baseline.endMs, afterMs - 1); mark < baseline.length; mark += 1) {
    const endMs = baseline.endMs[mark] as number;
    if (kindAt(baseline, mark) === 'baselineProbing') return endMs <= beforeMs ? Math.max(endMs, afterMs) : undefined;
    if (endMs > beforeMs) return undefined;
  }
  return undefined;
}
