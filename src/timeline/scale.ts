/**
 * The time scale: which stretch of time is on screen and where. Three spaces meet here, and every name says which it is in:
 * `...Ms` is time since the creation of the Pod, `...Px` is CSS pixels from the left edge of the chart.
 *
 *     |pad|                      inner                      |pad|
 *     0  xPx(fromMs)                                xPx(toMs)  widthPx
 *
 * Everything is a pure function of a window; a gesture maps one window to the next.
 */
import { ticks } from 'd3-array';
import { timeOfDay } from '../base/timestamp.ts';

/** The stretch of time on screen. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimeScale extends TimeWindow {
  readonly widthPx: number;
  readonly padLeftPx: number;
  readonly padRightPx: number;
  readonly pxPerMs: number;
  /** The wall clock of time 0, if times are read by it: ticks then stand at round times of day. */
  readonly wallStartMs?: number;
  xPx(timeMs: number): number;
  timeMs(xPx: number): number;
}

export const PAD_LEFT_PX = 8;
export const PAD_RIGHT_PX = 10;

/** Nothing is shorter than what the simulation's clock and the kubelet's own delays can tell apart. */
export const MIN_SPAN_MS = 50;

/** `padLeftPx` keeps a mark at time 0 whole; the paddings default to those of the lanes. */
export function createTimeScale(window: TimeWindow, widthPx: number, padLeftPx = PAD_LEFT_PX, padRightPx = PAD_RIGHT_PX): TimeScale {
  const innerPx = Math.max(1, widthPx - padLeftPx - padRightPx);
  const pxPerMs = innerPx / Math.max(MIN_SPAN_MS, window.toMs - window.fromMs);
  const originPx = padLeftPx - window.fromMs * pxPerMs;
  return {
    fromMs: window.fromMs,
    toMs: window.toMs,
    widthPx,
    padLeftPx,
    padRightPx,
    pxPerMs,
    xPx: (timeMs) => originPx + timeMs * pxPerMs,
    timeMs: (xPx) => (xPx - originPx) / pxPerMs,
  };
}

/** The whole run with a little air behind it, so that the last marks and their labels have room. */
export function fitWindow(endMs: number): TimeWindow {
  return { fromMs: 0, toMs: Math.max(MIN_SPAN_MS, endMs * 1.02) };
}

/** Keeps the window inside the run and not shorter than `MIN_SPAN_MS`. */
export function clampWindow(window: TimeWindow, bounds: TimeWindow): TimeWindow {
  const wholeMs = Math.max(MIN_SPAN_MS, bounds.toMs - bounds.fromMs);
  const spanMs = Math.min(wholeMs, Math.max(MIN_SPAN_MS, window.toMs - window.fromMs));
  const fromMs = Math.min(Math.max(window.fromMs, bounds.fromMs), bounds.fromMs + wholeMs - spanMs);
  return { fromMs, toMs: fromMs + spanMs };
}

/** Zooms by `factor` (above 1: in) while the time under the pointer stays under the pointer. */
export function zoomAt(window: TimeWindow, bounds: TimeWindow, anchorMs: number, factor: number): TimeWindow {
  const wholeMs = Math.max(MIN_SPAN_MS, bounds.toMs - bounds.fromMs);
  const spanMs = Math.min(wholeMs, Math.max(MIN_SPAN_MS, (window.toMs - window.fromMs) / factor));
  const share = (anchorMs - window.fromMs) / (window.toMs - window.fromMs);
  const fromMs = anchorMs - share * spanMs;
  return clampWindow({ fromMs, toMs: fromMs + spanMs }, bounds);
}

/** Moves the window by a stretch of time (positive: later); its length stays. */
export function panBy(window: TimeWindow, bounds: TimeWindow, deltaMs: number): TimeWindow {
  return clampWindow({ fromMs: window.fromMs + deltaMs, toMs: window.toMs + deltaMs }, bounds);
}

/** Moves the window just enough for `timeMs` to be on screen, with a tenth of the span to spare. */
export function revealTime(window: TimeWindow, bounds: TimeWindow, timeMs: number): TimeWindow {
  const marginMs = (window.toMs - window.fromMs) / 10;
  if (timeMs < window.fromMs) return panBy(window, bounds, timeMs - marginMs - window.fromMs);
  if (timeMs > window.toMs) return panBy(window, bounds, timeMs + marginMs - window.toMs);
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
  const pxPerMs = (bPx - aPx) / (touched.bMs - touched.aMs);
  if (!Number.isFinite(pxPerMs) || pxPerMs <= 0) return { fromMs: scale.fromMs, toMs: scale.toMs };
  const spanMs = (scale.widthPx - scale.padLeftPx - scale.padRightPx) / pxPerMs;
  const middleMs = (touched.aMs + touched.bMs) / 2;
  const fromMs = middleMs - ((aPx + bPx) / 2 - scale.padLeftPx) / pxPerMs;
  return clampWindow({ fromMs, toMs: fromMs + spanMs }, bounds);
}

export interface Ticks {
  /** Labelled ticks, `stepMs` apart. */
  readonly stepMs: number;
  readonly major: readonly number[];
  /** Unlabelled ticks between them, at least 5 px apart; `middleMs` marks the taller ones (halves or fifths). */
  readonly minor: readonly { readonly timeMs: number; readonly taller: boolean }[];
}

const LABEL_PX = 80;
const LEAST_LABEL_PX = 64;
/** `10:05:30` and the air around it. */
const LEAST_WALL_LABEL_PX = 76;
const MINOR_PX = 5;

/**
 * Ticks at 1, 2 or 5 x 10^n, about 80 px between labels; from a minute on the steps of a clock (1, 2, 5, 10, 30 min, 1 h), by the
 * wall clock from a second on.
 */
export function timeTicks(scale: TimeScale): Ticks {
  const stepMs = majorStepMs(scale);
  const minorMs = minorStepMs(stepMs, MINOR_PX / scale.pxPerMs);
  const tallerMs = stepMs / 2;
  const isMultiple = (timeMs: number, ofMs: number) => (timeMs + (scale.wallStartMs ?? 0)) % ofMs === 0;
  const minor = multiples(minorMs, scale)
    .filter((timeMs) => !isMultiple(timeMs, stepMs))
    .map((timeMs) => ({ timeMs, taller: isMultiple(timeMs, tallerMs) }));
  return { stepMs, major: multiples(stepMs, scale), minor };
}

/** Seconds that divide a minute: on a wall clock every label says where in the minute it is. */
const WALL_SECOND_STEPS_MS = [1000, 2000, 5000, 10_000, 20_000, 30_000];
const CLOCK_STEPS_MS = [60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000];

function majorStepMs(scale: TimeScale): number {
  const stepMs = decimalStepMs(scale);
  if (scale.wallStartMs === undefined || stepMs < 1000) return stepMs;
  return [...WALL_SECOND_STEPS_MS, ...CLOCK_STEPS_MS].find((clockMs) => clockMs * scale.pxPerMs >= LEAST_WALL_LABEL_PX) ?? stepMs;
}

function decimalStepMs(scale: TimeScale): number {
  const spanMs = scale.widthPx / scale.pxPerMs;
  // d3 takes a wished number of ticks; wish for fewer until the labels have their distance.
  for (let wanted = Math.ceil(scale.widthPx / LABEL_PX) + 2; wanted >= 1; wanted -= 1) {
    const [first = 0, second = spanMs] = ticks(0, spanMs, wanted);
    const stepMs = Math.max(1, Math.round(second - first));
    if (stepMs * scale.pxPerMs >= LEAST_LABEL_PX && stepMs <= 50_000) return stepMs;
    if (stepMs > 50_000) break;
  }
  return CLOCK_STEPS_MS.find((clockMs) => clockMs * scale.pxPerMs >= LEAST_LABEL_PX) ?? spanMs;
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
 * A label of the axis: `0 s`, `10`, `120`; the unit stands at 0 only, steps below a second show decimals. Seconds are what
 * manifests count in, so a run of ten minutes stays in seconds; only steps of a minute and more are labelled in minutes.
 */
export function tickLabel(timeMs: number, stepMs: number): string {
  if (stepMs >= 60_000) return timeMs === 0 ? '0 min' : trim(timeMs / 60_000, 1);
  return timeMs === 0 ? '0 s' : (timeMs / 1000).toFixed(decimalsOf(stepMs));
}

/** The same by the wall clock, UTC: `10:05:30`, with decimals for steps below a second, without seconds from a minute on. */
export function wallTickLabel(epochMs: number, stepMs: number): string {
  return stepMs >= 60_000 ? timeOfDay(epochMs).slice(0, 5) : timeOfDay(epochMs, decimalsOf(stepMs));
}

function decimalsOf(stepMs: number): 0 | 1 | 2 | 3 {
  if (stepMs >= 1000) return 0;
  return stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3;
}

function trim(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/\.0+$/, '');
}
