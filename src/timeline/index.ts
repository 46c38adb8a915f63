/**
 * The timeline: a trace becomes lanes of marks (`layoutTrace`), lanes get their places (`laneRects`), a time scale says what is
 * on screen (`createTimeScale`), a renderer paints it, and `hitTest` finds what the pointer is on. Pure but for the canvas backend.
 */
export {
  type Density,
  type Lane,
  type LaneId,
  type LaneKind,
  MARK_KINDS,
  type MarkKind,
  type MarkRef,
  type Side,
  type TimelineModel,
  type Track,
  type TrackName,
} from './model.ts';
export { type LayoutOptions, layoutSteps, layoutTrace } from './layout.ts';
export { classesIn, filterNamed, hiddenClasses, isFilteredOut, isFolded, LANE_CLASSES, type LaneClass, type LaneFilter, shownLanes } from './filter.ts';
export { type LaneLayout, type LaneRect, type LaneRoom, laneRects } from './lanes.ts';
export { countsOfBoth, crashLoops, foldedAxis, loopForms, type LoopSeries, loopsToldBy, roundPeriod } from './crash-loops.ts';
export { pairedLoops } from './paired-loops.ts';
export { axisBetween, foldAt, type FoldedStretch, PLAIN_AXIS, type TimeAxis } from './time-axis.ts';
export {
  axisSpanMs,
  clampWindow,
  createTimeScale,
  fitWindow,
  MIN_SPAN_MS,
  panBy,
  pinchWindow,
  revealTime,
  tickLabel,
  type Ticks,
  type TimeScale,
  type TimeWindow,
  timeTicks,
  type WheelGesture,
  type WheelInput,
  wheelGesture,
  zoomAt,
} from './scale.ts';
export { actionText, describeMark, isBadValue, markSentence, type MarkText, readyAt, valueAt } from './words.ts';
export {
  findMark,
  type Listed,
  listedOf,
  markAt,
  markFrom,
  markOfListed,
  marksOfRecord,
  nextMark,
  previousMark,
  recordsOf,
  runStarts,
  timeOfMark,
  transitions,
} from './marks.ts';
export { laneOfSubject, markOfHappening, OTHER, pairModels, type PairOptions } from './pair.ts';
export { type Hit, hitTest, snapTime } from './hit.ts';
export type { ChanceBand, ClaimMark, OverlayState, OverviewState, View } from './draw/scene.ts';
export { claimsAt } from './draw/claims.ts';
export { type CanvasLike, createCanvasRenderer, type Renderer } from './draw/renderer.ts';
export { overviewTimeMs, overviewXPx } from './draw/overview.ts';
export {
  type ColorToken,
  MONO_FONT,
  type Palette,
  PALETTES,
  SANS_FONT,
  type Theme,
} from './tokens.ts';
