/** The static picture: ground, bands, grid, then lane by lane. Where the axis is broken, each part of it is a picture of its own. */
import type { LaneRect } from '../lanes.ts';
import { partsOf, timeTicks } from '../scale.ts';
import { paintActions, paintCauseLines } from './actions.ts';
import { paintConditions } from './conditions.ts';
import { paintEvents } from './events.ts';
import { paintFolded } from './folds.ts';
import { hatch } from './hatch.ts';
import { paintKubelet } from './kubelet.ts';
import { hair, type Painter } from './painter.ts';
import { paintPills } from './pills.ts';
import { paintProbe } from './probe.ts';
import { paintProcess } from './process.ts';
import { paintRuns } from './runs.ts';
import { paintTraffic } from './traffic.ts';
import { paintTruths } from './truths.ts';
import { paintWhispers } from './whispers.ts';

/** `topPx`, `bottomPx`: the part of the lanes that is on screen. */
export function paintLanes(painter: Painter, topPx: number, bottomPx: number): void {
  if (painter.scale.breaks.length > 0) paintFolded(painter, topPx, bottomPx, paintWhole);
  else paintWhole(withoutFolds(painter), topPx, bottomPx);
}

/** Outside of folds all milliseconds are equally wide. Painters of crowds rely on that, for times that are off screen too. */
function withoutFolds(painter: Painter): Painter {
  if (painter.scale.axis.folds.length === 0) return painter;
  const [part] = partsOf(painter.scale);
  return part ? { ...painter, scale: part.scale } : painter;
}

/** What lies below the marks. */
export function paintGround(painter: Painter, topPx: number, bottomPx: number): void {
  const { lanes, palette, surface, widthPx } = painter;
  surface.fillRect(0, topPx, widthPx, bottomPx - topPx, palette.canvas);
  for (const { lane, yPx, heightPx } of visibleRects(painter, topPx, bottomPx))
    if (lane.kind === 'group') surface.fillRect(0, yPx, widthPx, heightPx, palette.panel);
  paintGrid(painter, lanes.totalPx);
}

function visibleRects({ lanes }: Painter, topPx: number, bottomPx: number): LaneRect[] {
  return lanes.rects.filter((rect) => rect.yPx < bottomPx && rect.yPx + rect.heightPx > topPx);
}

function paintWhole(painter: Painter, topPx: number, bottomPx: number): void {
  const { lanes, palette, surface, widthPx, scale, isCut, toMs } = painter;
  paintGround(painter, topPx, bottomPx);
  const visible = visibleRects(painter, topPx, bottomPx);
  paintCauseLines(painter, lanes.totalPx);
  const rightPx = isCut ? scale.xPx(toMs) : widthPx;
  const separators: number[] = [];
  for (const { lane, yPx, heightPx: laneHeightPx } of visible) {
    // The two lanes of a pair belong together
    if (lane.kind !== 'group' && lane.home?.side !== 'a') separators.push(0, yPx + laneHeightPx - 0.5, rightPx, yPx + laneHeightPx - 0.5);
  }
  surface.segments(separators, { color: palette.rule2 });
  for (const rect of visible) paintLane(painter, rect);
  paintWhispers(painter);
  paintEndWall(painter);
}

function paintGrid(painter: Painter, heightPx: number): void {
  const { scale, surface, palette, toMs } = painter;
  const lines: number[] = [];
  for (const timeMs of timeTicks(scale).major) {
    if (timeMs > toMs) break;
    const x = hair(painter, scale.xPx(timeMs));
    lines.push(x, 0, x, heightPx);
  }
  surface.segments(lines, { color: palette.rule2 });
}

function paintLane(painter: Painter, rect: LaneRect): void {
  const { home } = rect.lane;
  const own = home === undefined ? painter : { ...painter, model: home.model };
  paintMarks(own, rect);
  paintTruths(own, rect);
  if (home !== undefined) paintRunEnd(painter, rect, home.model.endMs);
}

/** Of two runs one may end before the other: its lanes show that nothing is known from there on. */
function paintRunEnd({ model, palette, scale, surface, toMs, widthPx }: Painter, { yPx, heightPx }: LaneRect, endMs: number): void {
  const leftPx = scale.xPx(endMs);
  if (endMs >= model.endMs || endMs >= toMs || leftPx >= widthPx) return;
  surface.fillRect(leftPx, yPx, widthPx - leftPx, heightPx, palette.panel);
  surface.segments([leftPx, yPx, leftPx, yPx + heightPx], { color: palette.edge });
}

function paintMarks(painter: Painter, rect: LaneRect): void {
  switch (rect.lane.kind) {
    case 'actions':
      return paintActions(painter, rect);
    case 'group':
      return paintRuns(painter, rect);
    case 'phase':
    case 'status':
      return paintPills(painter, rect);
    case 'conditions':
      return paintConditions(painter, rect);
    case 'traffic':
      return paintTraffic(painter, rect);
    case 'events':
      return paintEvents(painter, rect);
    case 'process':
      return paintProcess(painter, rect);
    case 'probe':
      return paintProbe(painter, rect);
    case 'kubelet':
      return paintKubelet(painter, rect);
  }
}

/** A run that a limit cut short ends in a hatched wall. */
function paintEndWall(painter: Painter): void {
  const { model, scale, surface, palette, lanes, toMs } = painter;
  if (model.cut === undefined || model.cut.atMs > toMs) return;
  const x = hair(painter, scale.xPx(model.cut.atMs));
  hatch(painter, x, 0, 10, lanes.totalPx, false);
  surface.segments([x, 0, x, lanes.totalPx], { color: palette.failLine });
}
