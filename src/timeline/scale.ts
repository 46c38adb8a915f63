/**
 * The time scale: which stretch of time is on screen and where. Three spaces meet here, and every name says which it is in:
 * `...Ms` is time since the creation of the Pod, `...Px` is CSS pixels from the left edge of the chart.
 *
 *     |pad|                      inner                      |pad|
 *     0  xPx(fromMs)                                xPx(toMs)  widthPx
 *
 * Everything is a pure function of a window; a gesture maps one window to the next. Where stretches of time are folded (`time-axis.ts`), the
 * scale is broken there; gestures and pixels then count what is on the axis, and windows still say times.
 */
import { tickStep } from 'd3-array';
import { clockDigits, LONG_MS } from '../base/time-words.ts';
import { timeOfDay } from '../base/timestamp.ts';
import { type FoldedStretch, PLAIN_AXIS, type TimeAxis } from './time-axis.ts';

/** The stretch of time on screen. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimeScale extends TimeWindow {
  readonly widthPx: number;
  readonly padLeftPx: number;
  readonly padRightPx: number;
  /** Outside of folds. */
  readonly pxPerMs: number;
  readonly axis: TimeAxis;
  /** The folds that are on screen, from left to right. */
  readonly breaks: readonly AxisBreak[];
  /** The wall clock of time 0, if times are read by it: ticks then stand at round times of day. */
  readonly wallStartMs?: number;
  xPx(timeMs: number): number;
  timeMs(xPx: number): number;
}

/** Where the axis is broken: a folded stretch between its two edges. */
export interface AxisBreak {
  readonly fold: FoldedStretch;
  readonly leftPx: number;
  readonly rightPx: number;
}

export const PAD_LEFT_PX = 8;
export const PAD_RIGHT_PX = 10;

/** The shortest window. Below it the simulation's clock and the kubelet's own delays can tell nothing apart. */
export const MIN_SPAN_MS = 50;

/** `padLeftPx` keeps a mark at time 0 whole; the paddings default to those of the lanes. */
export function createTimeScale(window: TimeWindow, widthPx: number, axis = PLAIN_AXIS, padLeftPx = PAD_LEFT_PX, padRightPx = PAD_RIGHT_PX): TimeScale {
  const innerPx = Math.max(1, widthPx - padLeftPx - padRightPx);
  const fromPlaceMs = axis.placeMs(window.fromMs);
  const pxPerMs = innerPx / Math.max(MIN_SPAN_MS, axis.placeMs(window.toMs) - fromPlaceMs);
  const originPx = padLeftPx - fromPlaceMs * pxPerMs;
  const isPlain = axis.folds.length === 0;
  const xPx = isPlain ? (timeMs: number) => originPx + timeMs * pxPerMs : (timeMs: number) => originPx + axis.placeMs(timeMs) * pxPerMs;
  return {
    fromMs: window.fromMs,
    toMs: window.toMs,
    widthPx,
    padLeftPx,
    padRightPx,
    pxPerMs,
    axis,
    breaks: axis.folds
      .map((fold) => ({ fold, leftPx: xPx(fold.fromMs), rightPx: xPx(fold.toMs) }))
      .filter(({ leftPx, rightPx }) => rightPx > 0 && leftPx < widthPx),
    xPx,
    timeMs: isPlain ? (atPx) => (atPx - originPx) / pxPerMs : (atPx) => axis.timeMs((atPx - originPx) / pxPerMs),
  };
}

/** A part of a broken scale between two folds: a scale of its own, without any, `leftPx` from the left edge of the whole. */
export interface ScalePart {
  readonly scale: TimeScale;
  readonly leftPx: number;
}

/** The parts of a scale between its folds that are on screen, from left to right. Each `leftPx` is a whole number of `stepPx`, the size of a device pixel. */
export function partsOf(whole: TimeScale, stepPx = 1): ScalePart[] {
  const { breaks, widthPx, wallStartMs } = whole;
  const edges = [
    { fromPx: 0, knownMs: breaks[0]?.fold.fromMs ?? whole.timeMs(0) },
    ...breaks.map(({ fold, rightPx }) => ({ fromPx: rightPx, knownMs: fold.toMs })),
  ];
  return edges.flatMap(({ fromPx, knownMs }, index) => {
    const toPx = breaks[index]?.leftPx ?? widthPx;
    const leftPx = Math.floor(fromPx / stepPx) * stepPx;
    if (toPx - leftPx <= 0 || fromPx >= widthPx) return [];
    const { pxPerMs } = whole;
    const originPx = whole.xPx(knownMs) - leftPx - knownMs * pxPerMs;
    const timeMs = (xPx: number) => (xPx - originPx) / pxPerMs;
    const scale: TimeScale = {
      fromMs: timeMs(0),
      toMs: timeMs(toPx - leftPx),
      widthPx: toPx - leftPx,
      padLeftPx: 0,
      padRightPx: 0,
      pxPerMs,
      axis: PLAIN_AXIS,
      breaks: [],
      ...(wallStartMs !== undefined && { wallStartMs }),
      xPx: (ms) => originPx + ms * pxPerMs,
      timeMs,
    };
    return [{ scale, leftPx }];
  });
}

/** The break that a place lies in. */
export function breakAt({ breaks }: TimeScale, xPx: number): AxisBreak | undefined {
  return breaks.find(({ leftPx, rightPx }) => xPx > leftPx && xPx < rightPx);
}

/** The whole run with a little air behind it, so that the last marks and their labels have room. */
export function fitWindow(endMs: number, axis = PLAIN_AXIS): TimeWindow {
  return { fromMs: 0, toMs: Math.max(MIN_SPAN_MS, axis.timeMs(axis.placeMs(endMs) * 1.02)) };
}

/** Keeps the window inside the run and not shorter than `MIN_SPAN_MS`. */
export function clampWindow(window: TimeWindow, bounds: TimeWindow): TimeWindow {
  const wholeMs = Math.max(MIN_SPAN_MS, bounds.toMs - bounds.fromMs);
  const spanMs = Math.min(wholeMs, Math.max(MIN_SPAN_MS, window.toMs - window.fromMs));
  const fromMs = Math.min(Math.max(window.fromMs, bounds.fromMs), bounds.fromMs + wholeMs - spanMs);
  return { fromMs, toMs: fromMs + spanMs };
}

/** Carries out a gesture on the axis as it is drawn: a fold counts with the room that it has there. */
function onAxis(axis: TimeAxis, window: TimeWindow, bounds: TimeWindow, gesture: (window: TimeWindow, bounds: TimeWindow) => TimeWindow): TimeWindow {
  const placed = ({ fromMs, toMs }: TimeWindow) => ({ fromMs: axis.placeMs(fromMs), toMs: axis.placeMs(toMs) });
  const { fromMs, toMs } = gesture(placed(window), placed(bounds));
  return { fromMs: axis.timeMs(fromMs), toMs: axis.timeMs(toMs) };
}

/** Zooms by `factor` (above 1: in) while the time under the pointer stays under the pointer. */
export function zoomAt(window: TimeWindow, bounds: TimeWindow, anchorMs: number, factor: number, axis = PLAIN_AXIS): TimeWindow {
  return onAxis(axis, window, bounds, ({ fromMs, toMs }, whole) => {
    const wholeMs = Math.max(MIN_SPAN_MS, whole.toMs - whole.fromMs);
    const spanMs = Math.min(wholeMs, Math.max(MIN_SPAN_MS, (toMs - fromMs) / factor));
    const anchorPlaceMs = axis.placeMs(anchorMs);
    const zoomedFromMs = anchorPlaceMs - ((anchorPlaceMs - fromMs) / (toMs - fromMs)) * spanMs;
    return clampWindow({ fromMs: zoomedFromMs, toMs: zoomedFromMs + spanMs }, whole);
  });
}

/** Moves the window along the axis by a length of it (positive: later). The window keeps its length on the axis. */
export function panBy(window: TimeWindow, bounds: TimeWindow, deltaMs: number, axis = PLAIN_AXIS): TimeWindow {
  return onAxis(axis, window, bounds, ({ fromMs, toMs }, whole) => clampWindow({ fromMs: fromMs + deltaMs, toMs: toMs + deltaMs }, whole));
}

/** How much of the axis is on screen. */
export function axisSpanMs({ fromMs, toMs }: TimeWindow, axis: TimeAxis): number {
  return axis.placeMs(toMs) - axis.placeMs(fromMs);
}

/** Moves the window just enough for `timeMs` to be on screen, with a tenth of the span to spare. */
export function revealTime(window: TimeWindow, bounds: TimeWindow, timeMs: number, axis = PLAIN_AXIS): TimeWindow {
  const marginMs = axisSpanMs(window, axis) / 10;
  const placeMs = axis.placeMs(timeMs);
  if (timeMs < window.fromMs) return panBy(window, bounds, placeMs - marginMs - axis.placeMs(window.fromMs), axis);
  if (timeMs > window.toMs) return panBy(window, bounds, placeMs + marginMs - axis.placeMs(window.toMs), axis);
  return window;
}

/** The parts of a WheelEvent that the gesture depends on. */
export interface WheelInput {
  deltaX: number;
  deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  deltaMode: number;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

export type WheelGesture = { kind: 'zoom'; factor: number } | { kind: 'pan'; deltaPx: number } | { kind: 'scroll' };

const LINE_PX = 16;
const PAGE_PX = 400;

/**
 * What turning the wheel means. Ctrl or Cmd zooms (browsers report a trackpad pinch as a wheel with ctrlKey, in steps about
 * ten times smaller), Shift or sideways pans, and plain vertical turning is left to the page so that lanes can be scrolled.
 */
export function wheelGesture(wheel: WheelInput): WheelGesture {
  const unitPx = wheel.deltaMode === 1 ? LINE_PX : wheel.deltaMode === 2 ? PAGE_PX : 1;
  const xPx = wheel.deltaX * unitPx;
  const yPx = wheel.deltaY * unitPx;
  if (wheel.ctrlKey || wheel.metaKey) {
    const isPinch = wheel.ctrlKey && wheel.deltaMode === 0 && Math.abs(yPx) < 40;
    return { kind: 'zoom', factor: 2 ** (-yPx * (isPinch ? 0.01 : 0.002)) };
  }
  if (wheel.shiftKey) return { kind: 'pan', deltaPx: xPx !== 0 ? xPx : yPx };
  if (Math.abs(xPx) > Math.abs(yPx)) return { kind: 'pan', deltaPx: xPx };
  return { kind: 'scroll' };
}

/** Two fingers: the times under them when they touched stay under them. `bPx` must not equal `aPx`. */
export function pinchWindow(scale: TimeScale, bounds: TimeWindow, touched: { aMs: number; bMs: number }, aPx: number, bPx: number): TimeWindow {
  const { axis } = scale;
  const [aMs, bMs] = [axis.placeMs(touched.aMs), axis.placeMs(touched.bMs)];
  const pxPerMs = (bPx - aPx) / (bMs - aMs);
  if (!Number.isFinite(pxPerMs) || pxPerMs <= 0) return { fromMs: scale.fromMs, toMs: scale.toMs };
  const spanMs = (scale.widthPx - scale.padLeftPx - scale.padRightPx) / pxPerMs;
  const fromMs = (aMs + bMs) / 2 - ((aPx + bPx) / 2 - scale.padLeftPx) / pxPerMs;
  return onAxis(axis, scale, bounds, (_, whole) => clampWindow({ fromMs, toMs: fromMs + spanMs }, whole));
}

export interface Ticks {
  /** Labelled ticks, `stepMs` apart. */
  readonly stepMs: number;
  readonly major: readonly number[];
  /** Unlabelled ticks between them, at least 5 px apart; `middleMs` marks the taller ones (halves or fifths). */
  readonly minor: readonly { readonly timeMs: number; readonly taller: boolean }[];
}

const LEAST_LABEL_PX = 64;
const WISHED_TICKS = 16;
/** `10:05:30` and the air around it. */
const LEAST_WALL_LABEL_PX = 76;
const MINOR_PX = 5;

/**
 * Ticks at 1, 2 or 5 x 10^n, at least 64 px and mostly about 80 between labels; from a minute on the steps of a clock (1, 2, 5, 10, 30 min, 1 h), by the
 * wall clock from a second on.
 */
export function timeTicks(scale: TimeScale): Ticks {
  if (scale.breaks.length > 0) return ticksBesideBreaks(scale);
  const stepMs = majorStepMs(scale);
  const minorMs = minorStepMs(stepMs, MINOR_PX / scale.pxPerMs);
  const tallerMs = stepMs / 2;
  const isMultiple = (timeMs: number, ofMs: number) => (timeMs + (scale.wallStartMs ?? 0)) % ofMs === 0;
  const minor = multiples(minorMs, scale)
    .filter((timeMs) => !isMultiple(timeMs, stepMs))
    .map((timeMs) => ({ timeMs, taller: isMultiple(timeMs, tallerMs) }));
  return { stepMs, major: multiples(stepMs, scale), minor };
}

/** Ticks of a scale with folds: none inside a fold, and the same steps on both sides of it. */
function ticksBesideBreaks(scale: TimeScale): Ticks {
  const parts = partsOf(scale).map((part) => timeTicks(part.scale));
  return { stepMs: majorStepMs(scale), major: parts.flatMap(({ major }) => major), minor: parts.flatMap(({ minor }) => minor) };
}

/** Seconds that divide a minute: on a wall clock every label says where in the minute it is. */
const WALL_SECOND_STEPS_MS = [1000, 2000, 5000, 10_000, 20_000, 30_000];
const CLOCK_STEPS_MS = [60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000];

function majorStepMs(scale: TimeScale): number {
  const stepMs = decimalStepMs(scale);
  if (scale.wallStartMs === undefined || stepMs < 1000) return stepMs;
  return [...WALL_SECOND_STEPS_MS, ...CLOCK_STEPS_MS].find((clockMs) => clockMs * scale.pxPerMs >= LEAST_WALL_LABEL_PX) ?? stepMs;
}

/** The step between labels. It depends on the scale alone, not on how much of it is on screen, so that both sides of a fold have the same. */
function decimalStepMs({ pxPerMs, widthPx }: TimeScale): number {
  // d3 takes the number of ticks as a wish; ask for fewer until the labels are far enough apart
  for (let wanted = WISHED_TICKS; wanted >= 1; wanted -= 1) {
    const stepMs = Math.max(1, Math.round(tickStep(0, (WISHED_TICKS * LEAST_LABEL_PX) / pxPerMs, wanted)));
    if (stepMs * pxPerMs >= LEAST_LABEL_PX && stepMs <= 50_000) return stepMs;
    if (stepMs > 50_000) break;
  }
  return CLOCK_STEPS_MS.find((clockMs) => clockMs * pxPerMs >= LEAST_LABEL_PX) ?? widthPx / pxPerMs;
}

function minorStepMs(stepMs: number, leastMs: number): number {
  for (const parts of [10, 6, 5, 4, 3, 2]) {
    const partMs = stepMs / parts;
    if (partMs >= leastMs && Number.isInteger(partMs)) return partMs;
  }
  return stepMs;
}

function multiples(stepMs: number, scale: TimeScale): number[] {
  const { wallStartMs = 0 } = scale;
  const fromMs = wallStartMs + Math.max(0, scale.timeMs(0));
  const toMs = wallStartMs + scale.timeMs(scale.widthPx);
  const out: number[] = [];
  for (let n = Math.ceil(fromMs / stepMs); n * stepMs <= toMs; n += 1) out.push(n * stepMs - wallStartMs);
  return out;
}

/**
 * A label of the axis: `0 s`, `10`, `120`; the unit stands at one label only, that of 0 unless `hasUnit` says otherwise. Steps below a
 * second show decimals, but not at 0. Seconds are what manifests count in, so a run of ten minutes stays in seconds; only steps of a minute
 * and more are labelled in minutes, steps of an hour in hours. What is later than that reads as on a clock: `14:30`, `2:14:30`, and of
 * minutes `2:14`.
 */
export function tickLabel(timeMs: number, stepMs: number, hasUnit = timeMs === 0): string {
  const { value, unit } = tickWords(timeMs, stepMs);
  return hasUnit ? `${value} ${unit}` : value;
}

function tickWords(timeMs: number, stepMs: number): { value: string; unit: string } {
  if (stepMs >= HOUR_MS) return { value: String(timeMs / HOUR_MS), unit: 'h' };
  if (stepMs >= MINUTE_MS) return timeMs < HOUR_MS ? { value: String(timeMs / MINUTE_MS), unit: 'min' } : { value: clockDigits(timeMs / 60, 0), unit: 'h' };
  if (timeMs >= LONG_MS) return { value: clockDigits(timeMs, decimalsOf(stepMs)), unit: timeMs < HOUR_MS ? 'min' : 'h' };
  return { value: timeMs === 0 ? '0' : (timeMs / 1000).toFixed(decimalsOf(stepMs)), unit: 's' };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The same by the wall clock, UTC: `10:05:30`, with decimals for steps below a second, without seconds from a minute on. */
export function wallTickLabel(epochMs: number, stepMs: number): string {
  return stepMs >= 60_000 ? timeOfDay(epochMs).slice(0, 5) : timeOfDay(epochMs, decimalsOf(stepMs));
}

function decimalsOf(stepMs: number): 0 | 1 | 2 | 3 {
  if (stepMs >= 1000) return 0;
  return stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3;
}
