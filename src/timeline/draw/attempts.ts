/** The attempts of a probe as they are drawn: failures one by one as far as there is room, successes as dots or as a line. */
import { kindAt } from '../marks.ts';
import { FLAG, type MarkKind, type Track } from '../model.ts';
import { bitsOf, MET_BIT } from '../summary.ts';
import { lowerBoundNear } from '../tracks.ts';
import { cross, hollowDiamond } from './glyphs.ts';
import { centredBaseline, FOLD_PX, isCrowded, type Painter, sans } from './painter.ts';
import { attemptLevel, attemptsBetween, FAILURES, isFailure, type ProbeRows, shownMs } from './places.ts';
import type { Crowd, Glyph, Stamp, Surface } from './surface.ts';

/** Successes that are at least this far apart are dots, others a line. */
const DOT_PX = 4;
/** Attempts closer than this, on average, are a crowd. */
const CROWD_PX = 2;
/** From this distance on, failures carry their count. */
export const COUNTER_PX = 31;

export interface Range {
  first: number;
  last: number;
}

/** The attempts of a train that are on screen or nearly so. */
function attemptsOnScreen({ scale, fromMs, toMs }: Painter, attempts: Track, mark: number): Range {
  return attemptsBetween(attempts, mark, fromMs - 20 / scale.pxPerMs, toMs);
}

const FAILED_OR_UNKNOWN = FAILURES | bitsOf('probeError');

/** The failures that are drawn: enough to stay visible, but not on top of each other. One that met the threshold takes precedence. */
export function failuresOf(painter: Painter, rows: ProbeRows, attempts: Track, { first, last }: Range, hasCounters: boolean): Failure[] {
  const { scale, unit } = painter;
  const { startMs, summary } = attempts;
  const foldPx = FOLD_PX * unit;
  const gapOf = (mark: number) => (attempts.periodMs[mark] as number) * scale.pxPerMs;
  const failures: Failure[] = [];
  let lastGlyphPx = -Infinity;
  let lastMetPx = -Infinity;
  /** Where the search goes on: earlier marks are too close to the last glyph, however late they are shown. */
  const from = (glyphPx: number, mark: number) => lowerBoundNear(startMs, scale.timeMs(glyphPx + foldPx) - attempts.longestTookMs, mark, last);
  const nextOf = (mark: number) => Math.min(summary.next(FAILED_OR_UNKNOWN, from(lastGlyphPx, mark), last), summary.next(MET_BIT, from(lastMetPx, mark), last));
  const isCrowd = isCrowded(painter, attempts, CROWD_PX);
  for (let mark = nextOf(first); mark < last; mark = nextOf(mark + 1)) {
    if (isCrowd) mark = triggerWithin(attempts, mark, foldPx / scale.pxPerMs, last);
    const hasMet = ((attempts.flags[mark] as number) & FLAG.met) !== 0;
    const isTrain = attempts.repeat[mark] !== 1;
    const shown = isTrain ? attemptsOnScreen(painter, attempts, mark) : { first: 0, last: 0 };
    const stride = isTrain ? Math.max(1, Math.floor(foldPx / gapOf(mark))) : 1;
    for (let attempt = shown.first; attempt <= shown.last; ) {
      const x = scale.xPx(shownMs(attempts, mark, attempt));
      // An attempt that is under way has no result yet
      if (painter.isCut && shownMs(attempts, mark, attempt) > painter.toMs) break;
      if (x - (hasMet && !isTrain ? lastMetPx : lastGlyphPx) < foldPx) {
        attempt += 1;
        continue;
      }
      const gapAfterPx = attempt < shown.last ? gapOf(mark) : nextGapPx(painter, attempts, mark);
      failures.push(failureOf(painter, rows, attempts, mark, attempt, hasCounters ? x - lastGlyphPx : 0, gapAfterPx));
      lastGlyphPx = x;
      if (hasMet && !isTrain) lastMetPx = x;
      attempt += stride;
    }
  }
  return failures;
}

/** In a crowd there is room for one of several failures: the one that met the threshold, if there is one within `reachMs`. */
function triggerWithin(attempts: Track, mark: number, reachMs: number, last: number): number {
  const end = lowerBoundNear(attempts.startMs, (attempts.startMs[mark] as number) + reachMs, mark, last);
  const trigger = attempts.summary.next(MET_BIT, mark, end);
  return trigger < end && isFailure(kindAt(attempts, trigger)) ? trigger : mark;
}

const SUCCESSES = bitsOf('probeOk');

export function paintSuccesses(painter: Painter, crowd: Crowd, rows: ProbeRows, attempts: Track, { first, last }: Range, isSmall: boolean): void {
  const { scale, isCut, toMs } = painter;
  const { startMs, reachMs, summary } = attempts;
  const successes = new Successes(painter, rows, isSmall);
  for (let mark = summary.next(SUCCESSES, first, last); mark < last; mark = summary.next(SUCCESSES, mark + 1, last)) {
    if (attempts.repeat[mark] === 1) {
      if (isCut && shownMs(attempts, mark, 0) > toMs) continue;
      successes.add(scale.xPx(shownMs(attempts, mark, 0)));
    } else {
      const shown = attemptsOnScreen(painter, attempts, mark);
      if (shown.last < shown.first) continue;
      if ((attempts.periodMs[mark] as number) * scale.pxPerMs < DOT_PX)
        successes.addRun(scale.xPx(shownMs(attempts, mark, shown.first)), scale.xPx(shownMs(attempts, mark, shown.last)));
      else for (let attempt = shown.first; attempt <= shown.last; attempt += 1) successes.add(scale.xPx(shownMs(attempts, mark, attempt)));
    }
    // Of the attempts that touch what is drawn, only the one that ends last can be the end of the line
    const touching = lowerBoundNear(startMs, scale.timeMs(successes.toPx + DOT_PX) - attempts.longestTookMs, mark + 1, last);
    const furthest = summary.previous(SUCCESSES, touching);
    if (furthest > mark + 1 && reachMs[furthest] === (attempts.endMs[furthest] as number) + (attempts.tookMs[furthest] as number)) mark = furthest - 1;
  }
  successes.finish();
  successes.paint(crowd);
}

/** Successes from left to right: dots while they are 4 px apart, one line where they are closer. */
class Successes {
  readonly #painter: Painter;
  readonly #baselinePx: number;
  readonly #dot: Glyph;
  readonly #dots: Stamp[] = [];
  readonly #lines: number[] = [];
  /** The line or dot that is still growing. */
  #fromPx = -Infinity;
  #toPx = -Infinity;

  constructor(painter: Painter, rows: ProbeRows, isSmall: boolean) {
    this.#painter = painter;
    this.#baselinePx = rows.baselinePx;
    const radius = (isSmall ? 2.2 : 3.6) * painter.unit;
    const color = painter.palette.serveLine;
    this.#dot = { key: `ok ${color} ${radius}`, reachPx: radius, paint: (on, x, y) => on.fillCircle(x, y, radius, color) };
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

  /** Where the line or dot ends that is still growing. */
  get toPx(): number {
    return this.#toPx;
  }

  finish(): void {
    if (this.#fromPx === -Infinity) return;
    const y = this.#baselinePx;
    if (this.#toPx === this.#fromPx) this.#dots.push({ glyph: this.#dot, x: Math.round(this.#fromPx * 2) / 2, y });
    else this.#lines.push(this.#fromPx, y, this.#toPx, y);
    this.#fromPx = -Infinity;
    this.#toPx = -Infinity;
  }

  paint(crowd: Crowd): void {
    const { palette, unit } = this.#painter;
    crowd.segments(this.#lines, { color: palette.serveLine, width: 2.4 * unit });
    crowd.stamps(this.#dots);
  }
}

function nextGapPx({ scale }: Painter, attempts: Track, mark: number): number {
  const next = attempts.startMs[mark + 1];
  return next === undefined ? Infinity : (next - (attempts.endMs[mark] as number)) * scale.pxPerMs;
}

/** A failure or an unknown result as it is drawn. */
export interface Failure {
  mark: number;
  kind: MarkKind;
  hasMet: boolean;
  x: number;
  y: number;
  /** `2/3`; empty where nothing is counted. */
  count: string;
  gapBeforePx: number;
  gapAfterPx: number;
}

function failureOf(painter: Painter, rows: ProbeRows, attempts: Track, mark: number, attempt: number, gapBeforePx: number, gapAfterPx: number): Failure {
  const kind = kindAt(attempts, mark);
  const threshold = Math.max(1, attempts.limit[mark] as number);
  const steps = kind === 'probeError' ? 0 : attemptLevel(attempts, mark, attempt, threshold);
  // At the top more failures change nothing: the number is said once
  const isRepeated = (attempts.value[mark] as number) + attempt > threshold;
  return {
    mark,
    kind,
    hasMet: ((attempts.flags[mark] as number) & FLAG.met) !== 0 && attempt === 0,
    x: Math.round(painter.scale.xPx(shownMs(attempts, mark, attempt)) * 2) / 2,
    y: rows.baselinePx - steps * rows.stepPx,
    count: kind === 'probeError' || threshold === 1 || isRepeated ? '' : `${steps}/${threshold}`,
    gapBeforePx,
    gapAfterPx,
  };
}

export function paintFailures(painter: Painter, crowd: Crowd, rows: ProbeRows, attempts: Track, failures: readonly Failure[]): void {
  const { palette, scale, unit } = painter;
  const stems: number[] = [];
  const tails: number[] = [];
  for (const { mark, kind, x, y } of failures) {
    if (kind === 'probeError') continue;
    stems.push(x, rows.baselinePx, x, y);
    // The tail is as long as the attempt waited.
    if (kind === 'probeTimeout') tails.push(x - (attempts.tookMs[mark] as number) * scale.pxPerMs, y, x, y);
  }
  const stroke = { color: palette.failLine, width: 1.4 * unit };
  crowd.segments(stems, stroke);
  crowd.segments(tails, stroke);
  const looks = new Map<string, Glyph>();
  const stamps = failures.map(({ kind, hasMet, x, y }): Stamp => {
    const name = `${kind} ${hasMet}`;
    const known = looks.get(name);
    const glyph = known ?? {
      key: `${name} ${palette.failLine} ${palette.canvas} ${unit}`,
      reachPx: 7 * unit,
      paint: (on, atPx, linePx) => paintGlyph(on, painter, kind, hasMet, atPx, linePx),
    };
    looks.set(name, glyph);
    return { glyph, x, y };
  });
  crowd.stamps(stamps);
}

function paintGlyph(surface: Surface, { palette, unit }: Painter, kind: MarkKind, hasMet: boolean, x: number, y: number): void {
  const radius = 3.1 * unit;
  if (kind === 'probeError') hollowDiamond(surface, x, y, 4 * unit, palette.canvas, { color: palette.ink2, width: 1.3 * unit });
  else if (hasMet) {
    surface.fillCircle(x, y, 6.5 * unit, palette.failFill);
    if (kind === 'probeTimeout')
      surface.strokeRect(x - radius + 0.5, y - radius + 0.5, 2 * radius - 1, 2 * radius - 1, { color: palette.onFail, width: 1.6 * unit });
    else cross(surface, x, y, radius, { color: palette.onFail, width: 1.8 * unit });
  } else if (kind === 'probeTimeout') {
    surface.fillRect(x - radius, y - radius, 2 * radius, 2 * radius, palette.canvas);
    surface.strokeRect(x - radius, y - radius, 2 * radius, 2 * radius, { color: palette.failLine, width: 1.5 * unit });
  } else {
    surface.fillCircle(x, y, 5 * unit, palette.canvas);
    cross(surface, x, y, radius, { color: palette.failLine, width: 1.8 * unit });
  }
}

/** `2/3` left of a step, `3/3` in bold right of the trigger: where ticks are far enough apart. */
export function paintCounter(painter: Painter, { count, x, y, hasMet, gapBeforePx, gapAfterPx }: Failure): void {
  const { palette, surface, unit } = painter;
  if (hasMet) {
    const roomPx = Math.min(gapAfterPx, painter.isCut ? painter.scale.xPx(painter.toMs) - x : Infinity);
    if (roomPx > 34 * unit) surface.text(x + 10 * unit, centredBaseline(painter, y), count, { font: sans(painter, 700), color: palette.failLine });
    return;
  }
  if (Math.min(gapBeforePx, gapAfterPx) >= COUNTER_PX * unit)
    surface.text(x - 7 * unit, centredBaseline(painter, y), count, {
      font: sans(painter),
      color: palette.failLine,
      align: 'end',
      // The threshold's line must not strike it through
      halo: { color: palette.canvas, width: 4 * unit },
    });
}
