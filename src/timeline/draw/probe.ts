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
import { FLAG, type Track } from '../model.ts';
import { lowerBound, upperBound, visibleRange } from '../tracks.ts';
import { cross, hollowDiamond } from './glyphs.ts';
import { centredBaseline, firstThatFits, forVisible, type Painter, sans, spanPx } from './painter.ts';
import { failureThreshold } from './mark-box.ts';
import { attemptsBetween, isFailure, type ProbeRows, probeRows, shownMs } from './places.ts';

/** Below this distance successes are a line, from it on dots. */
const DOT_PX = 4;
/** From this distance on, failures carry their count. */
const COUNTER_PX = 31;
/** Failures closer than this share a glyph. */
const FAILURE_PX = 6;
/** Steps closer than this are one: a comb of thousands costs more than it shows. */
const STEP_PX = 2;

export function paintProbe(painter: Painter, rect: LaneRect): void {
  const { lane, yPx, heightPx } = rect;
  const baseline = lane.tracks[0] as Track;
  const attempts = lane.tracks[1] as Track;
  const threshold = failureThreshold(attempts);
  const rows = offset(probeRows(heightPx, painter.unit, threshold), yPx);
  paintStairs(painter, rows, baseline, attempts, threshold, heightPx >= 30 * painter.unit);
  paintBaseline(painter, rows, baseline, attempts, !lane.compact);
  paintAttempts(painter, rows, attempts, lane.probe === 'readiness', !lane.compact || painter.model.density === 'detail');
}

function offset(rows: ProbeRows, yPx: number): ProbeRows {
  return { ...rows, baselinePx: yPx + rows.baselinePx, thresholdPx: yPx + rows.thresholdPx };
}

function paintBaseline(painter: Painter, rows: ProbeRows, baseline: Track, attempts: Track, isTall: boolean): void {
  const { palette, surface, unit } = painter;
  const y = rows.baselinePx;
  forVisible(painter, baseline, (mark) => {
    const kind = kindAt(baseline, mark);
    const { leftPx, rightPx } = spanPx(painter, baseline, mark);
    const line = [leftPx, y, rightPx, y];
    if (kind === 'baselineProbing') surface.segments(line, { color: palette.ink3, width: 1.2 * unit });
    else if (kind === 'baselineDelay') surface.segments(line, { color: palette.ink3, width: 1.2 * unit, dash: [2, 2] });
    else if (isFailedBefore(attempts, baseline.startMs[mark] as number)) {
      surface.segments(line, { color: palette.edge, dash: [6, 3, 1, 3] });
      const forms = isTall ? ['on hold until there is a new container', 'on hold', 'hold'] : [];
      const roomPx = rightPx - Math.max(0, leftPx) - 22 * unit - counterOverhangPx(painter, attempts, baseline.endMs[mark] as number);
      const label = firstThatFits(painter, forms, sans(painter), roomPx);
      if (label !== undefined)
        surface.text(Math.max(0, leftPx) + 11 * unit, Math.round(y - 4 * unit), label.form, { font: sans(painter), color: palette.ink3 });
    }
  });
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

/** Height of the staircase in steps after an attempt. */
function level(attempts: Track, mark: number, attempt: number, threshold: number): number {
  return Math.min(threshold, (attempts.value[mark] as number) + attempt);
}

/**
 * The area under the counter. A flight of stairs begins at a failure and goes on until a success, or until the worker stops
 * or holds: then the counter is gone or frozen.
 */
function paintStairs(painter: Painter, rows: ProbeRows, baseline: Track, attempts: Track, threshold: number, hasLine: boolean): void {
  const { scale, surface, palette, unit, fromMs, toMs } = painter;
  const range = visibleRange(attempts, fromMs, toMs);
  // Stairs that began before the screen still stand on it.
  let first = range.first;
  while (first > 0 && isFailure(kindAt(attempts, first - 1))) first -= 1;
  let points: number[] = [];
  let startPx = 0;
  let hitPx: number | undefined;
  const yOf = (steps: number) => rows.baselinePx - steps * rows.stepPx;
  const finish = (endPx: number) => {
    if (points.length === 0) return;
    const lastY = points[points.length - 1] as number;
    surface.fillPolygon([...points, endPx, lastY, endPx, rows.baselinePx], palette.failTint);
    const lineEndPx = hitPx === undefined ? endPx : hitPx - 7 * unit;
    const y = Math.round(rows.thresholdPx) + 0.5;
    if (hasLine && lineEndPx > startPx - 12 * unit) surface.segments([startPx - 12 * unit, y, lineEndPx, y], { color: palette.failLine, dash: [3, 2] });
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
      const x = scale.xPx(stepMs);
      const steps = level(attempts, mark, attempt, threshold);
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
}

/** When the worker ceased to probe after `afterMs`, if that was before `beforeMs`. States of a worker follow each other, so ends are sorted. */
function endOfProbing(baseline: Track, afterMs: number, beforeMs: number): number | undefined {
  for (let mark = lowerBound(baseline.endMs, afterMs - 1); mark < baseline.length; mark += 1) {
    const endMs = baseline.endMs[mark] as number;
    if (kindAt(baseline, mark) === 'baselineProbing') return endMs <= beforeMs ? Math.max(endMs, afterMs) : undefined;
    if (endMs > beforeMs) return undefined;
  }
  return undefined;
}

function paintAttempts(painter: Painter, rows: ProbeRows, attempts: Track, isSmall: boolean, hasCounters: boolean): void {
  const successes = new Successes(painter, rows, isSmall);
  const { scale, fromMs, toMs } = painter;
  const foldPx = FAILURE_PX * painter.unit;
  const marginMs = 20 / scale.pxPerMs;
  let lastGlyphPx = -Infinity;
  let lastMetPx = -Infinity;
  forVisible(painter, attempts, (mark) => {
    const kind = kindAt(attempts, mark);
    const hasMet = ((attempts.flags[mark] as number) & FLAG.met) !== 0;
    const firstPx = scale.xPx(shownMs(attempts, mark, 0));
    if (attempts.repeat[mark] === 1) {
      if (kind === 'probeOk') successes.add(firstPx);
      // Failures stay visible, but not all on top of each other; the one that met the threshold goes before the others.
      else if (firstPx - (hasMet ? lastMetPx : lastGlyphPx) >= foldPx) {
        paintFailure(painter, rows, attempts, mark, 0, hasCounters ? firstPx - lastGlyphPx : 0, nextGapPx(painter, attempts, mark));
        lastGlyphPx = firstPx;
        if (hasMet) lastMetPx = firstPx;
      }
      return;
    }
    const { first, last } = attemptsBetween(attempts, mark, fromMs - marginMs, toMs);
    if (last < first) return;
    const gapPx = (attempts.periodMs[mark] as number) * scale.pxPerMs;
    if (kind === 'probeOk' && gapPx < DOT_PX) {
      successes.addRun(scale.xPx(shownMs(attempts, mark, first)), scale.xPx(shownMs(attempts, mark, last)));
      return;
    }
    for (let attempt = first; attempt <= last; attempt += 1) {
      const x = scale.xPx(shownMs(attempts, mark, attempt));
      if (kind === 'probeOk') successes.add(x);
      else if (x - lastGlyphPx >= foldPx) {
        paintFailure(painter, rows, attempts, mark, attempt, hasCounters ? x - lastGlyphPx : 0, attempt < last ? gapPx : nextGapPx(painter, attempts, mark));
        lastGlyphPx = x;
      }
    }
  });
  successes.finish();
}

/** Successes from left to right: dots while they are 4 px apart, one line where they are closer. */
class Successes {
  readonly #painter: Painter;
  readonly #baselinePx: number;
  readonly #radius: number;
  /** The line or dot that is still growing. */
  #fromPx = -Infinity;
  #toPx = -Infinity;

  constructor(painter: Painter, rows: ProbeRows, isSmall: boolean) {
    this.#painter = painter;
    this.#baselinePx = rows.baselinePx;
    this.#radius = (isSmall ? 2.2 : 3.6) * painter.unit;
  }

  add(xPx: number): void {
    this.addRun(xPx, xPx);
  }

  addRun(fromPx: number, toPx: number): void {
    if (fromPx - this.#toPx >= DOT_PX) {
      this.finish();
      this.#fromPx = fromPx;
    }
    this.#toPx = toPx;
  }

  finish(): void {
    if (this.#fromPx === -Infinity) return;
    const { surface, palette, unit } = this.#painter;
    const y = this.#baselinePx;
    if (this.#toPx === this.#fromPx) surface.fillCircle(Math.round(this.#fromPx * 2) / 2, y, this.#radius, palette.serveLine);
    else surface.segments([this.#fromPx, y, this.#toPx, y], { color: palette.serveLine, width: 2.4 * unit });
    this.#fromPx = -Infinity;
    this.#toPx = -Infinity;
  }
}

function nextGapPx({ scale }: Painter, attempts: Track, mark: number): number {
  const next = attempts.startMs[mark + 1];
  return next === undefined ? Infinity : (next - (attempts.endMs[mark] as number)) * scale.pxPerMs;
}

function paintFailure(painter: Painter, rows: ProbeRows, attempts: Track, mark: number, attempt: number, gapBeforePx: number, gapAfterPx: number): void {
  const { palette, scale, surface, unit } = painter;
  const hasMet = ((attempts.flags[mark] as number) & FLAG.met) !== 0 && attempt === 0;
  const kind = kindAt(attempts, mark);
  const x = Math.round(scale.xPx(shownMs(attempts, mark, attempt)) * 2) / 2;
  const threshold = Math.max(1, attempts.limit[mark] as number);
  const steps = kind === 'probeError' ? 0 : level(attempts, mark, attempt, threshold);
  const y = rows.baselinePx - steps * rows.stepPx;
  const stroke = { color: palette.failLine, width: 1.8 * unit };
  const radius = 3.1 * unit;
  if (kind === 'probeError') {
    hollowDiamond(surface, x, rows.baselinePx, 4 * unit, palette.canvas, { color: palette.ink2, width: 1.3 * unit });
    return;
  }
  surface.segments([x, rows.baselinePx, x, y], { color: palette.failLine, width: 1.4 * unit });
  if (kind === 'probeTimeout') {
    // The tail is as long as the attempt waited.
    const fromPx = scale.xPx(shownMs(attempts, mark, attempt) - (attempts.tookMs[mark] as number));
    surface.segments([fromPx, y, x, y], { color: palette.failLine, width: 1.4 * unit });
  }
  if (hasMet) {
    surface.fillCircle(x, y, 6.5 * unit, palette.failFill);
    if (kind === 'probeTimeout')
      surface.strokeRect(x - radius + 0.5, y - radius + 0.5, 2 * radius - 1, 2 * radius - 1, { color: palette.onFail, width: 1.6 * unit });
    else cross(surface, x, y, radius, { color: palette.onFail, width: 1.8 * unit });
  } else if (kind === 'probeTimeout') {
    surface.fillRect(x - radius, y - radius, 2 * radius, 2 * radius, palette.canvas);
    surface.strokeRect(x - radius, y - radius, 2 * radius, 2 * radius, { color: palette.failLine, width: 1.5 * unit });
  } else {
    surface.fillCircle(x, y, 5 * unit, palette.canvas);
    cross(surface, x, y, radius, stroke);
  }
  if (threshold > 1) paintCounter(painter, `${steps}/${threshold}`, x, y, hasMet, gapBeforePx, gapAfterPx);
}

/** `2/3` left of a step, `3/3` in bold right of the trigger: where ticks are far enough apart. */
function paintCounter(painter: Painter, text: string, x: number, y: number, hasMet: boolean, gapBeforePx: number, gapAfterPx: number): void {
  const { palette, surface, unit } = painter;
  if (hasMet) {
    const roomPx = Math.min(gapAfterPx, painter.isCut ? painter.scale.xPx(painter.toMs) - x : Infinity);
    if (roomPx > 34 * unit) surface.text(x + 10 * unit, centredBaseline(painter, y), text, { font: sans(painter, 700), color: palette.failLine });
    return;
  }
  if (Math.min(gapBeforePx, gapAfterPx) >= COUNTER_PX * unit)
    surface.text(x - 7 * unit, centredBaseline(painter, y), text, { font: sans(painter), color: palette.failLine, align: 'end' });
}
