/**
 * The causal path of the selected effect: short orthogonal lines in ink with a halo of ground, and numbered badges. Where marks
 * already touch (the end of a hook and its SIGTERM), or lie far apart, the path adds no line: the numbers say enough.
 */
import type { RecordId } from '../../model/trace.ts';
import type { LaneRect } from '../lanes.ts';
import { isClosedBy, kindAt, marksOfRecord, trackOf } from '../marks.ts';
import type { Track, TrackName } from '../model.ts';
import { spanAt, visibleRange } from '../tracks.ts';
import { actionBoxes } from './actions.ts';
import { eventBoxes } from './events.ts';
import { arrowHead } from './glyphs.ts';
import { graceLabelBox } from './grace.ts';
import { hookName } from './hooks.ts';
import { markBand } from './mark-box.ts';
import { FOLD_PX, type Painter, VEIL_PX } from './painter.ts';
import { eventRows, processRows, shownMs } from './places.ts';

interface Anchor {
  number: number;
  rect: LaneRect;
  track: TrackName;
  x: number;
  /** Where the mark begins. */
  startX: number;
  /** Where the mark ends; equal to `x` for a moment. */
  endX: number;
  /** Of a grace bracket: whether it is used up, and this is where. */
  isUsedUp: boolean;
  topPx: number;
  bottomPx: number;
}

const BADGE_PX = 7.5;
/** Between two badges. */
const APART_PX = 2;
/** How far the diamond of a decision to kill, and the cap of its bracket, reach beyond their times. */
const DIAMOND_PX = 5;
const CAP_PX = 2;
/** How far what stands behind a mark may reach. */
const LONGEST_NAME_PX = 150;
const NO_GAPS: ReadonlySet<number> = new Set();
/** Steps that are further apart than this get no line: it would explain less than their two numbers. */
const LONGEST_PX = 160;
/** A line along a row that is shorter than this is no more than its arrow. */
const LEAST_ALONG_PX = 24;
/** Draws the path. `hot`: position of the step whose badge is enlarged. `gaps`: positions to which no line leads. */
export function paintPath(painter: Painter, path: readonly RecordId[], hot: number | undefined, gaps: ReadonlySet<number> = NO_GAPS): void {
  const { surface, palette, unit } = painter;
  const anchors = path.map((record, i) => anchorOf(painter, record, i + 1)).filter((anchor) => anchor !== undefined);
  const lines = anchors.flatMap((to, i) => {
    const from = anchors[i - 1];
    const line = from === undefined || gaps.has(to.number - 1) ? undefined : connect(painter, from, to);
    return line === undefined ? [] : [line];
  });
  const pieces = lines.map((line) => {
    const y = line.at(-1) as number;
    const isUp = (line[line.length - 3] as number) > y;
    return { whole: behindBars(painter, line), short: behindBars(painter, [...line.slice(0, -1), y + (isUp ? 4 : -4) * unit]), isUp };
  });
  for (const { whole } of pieces) for (const piece of whole) surface.strokePath(piece, { color: palette.canvas, width: 4.5 * unit, opacity: 0.9 });
  for (const [index, { short, isUp }] of pieces.entries()) {
    const [x = 0, y = 0] = (lines[index] ?? []).slice(-2);
    for (const piece of short) surface.strokePath(piece, { color: palette.ink, width: 1.5 * unit });
    arrowHead(surface, x, y, 6 * unit, isUp ? 'up' : 'down', palette.ink);
  }
  paintBadges(painter, anchors, hot);
}

/** A line without what lies behind the bar of a process: it would strike the words in it through. */
function behindBars(painter: Painter, line: readonly number[]): number[][] {
  const pieces: number[][] = [[line[0] as number, line[1] as number]];
  for (let at = 2; at < line.length; at += 2) {
    const [fromX, fromY, x, y] = line.slice(at - 2, at + 2) as [number, number, number, number];
    const bar = fromX === x ? barBetween(painter, x, Math.min(fromY, y), Math.max(fromY, y)) : undefined;
    if (bar) {
      const [nearY, farY] = y > fromY ? [bar.topPx, bar.bottomPx] : [bar.bottomPx, bar.topPx];
      pieces.at(-1)?.push(x, nearY);
      pieces.push([x, farY]);
    }
    pieces.at(-1)?.push(x, y);
  }
  return pieces;
}

/** The bar of a process at a place, if it lies wholly between two heights. */
function barBetween({ lanes, scale, unit }: Painter, x: number, topPx: number, bottomPx: number): { topPx: number; bottomPx: number } | undefined {
  for (const { lane, yPx, heightPx } of lanes.rects) {
    if (lane.kind !== 'process') continue;
    const rows = processRows(heightPx, unit);
    const bar = { topPx: yPx + rows.barTopPx, bottomPx: yPx + rows.baselinePx };
    if (rows.isTall && bar.topPx >= topPx && bar.bottomPx <= bottomPx && spanAt(lane.tracks[0] as Track, scale.timeMs(x)) >= 0) return bar;
  }
  return undefined;
}

function anchorOf(painter: Painter, record: RecordId, number: number): Anchor | undefined {
  const { lanes, model, scale, toMs } = painter;
  for (const ref of marksOfRecord(model, record)) {
    const rect = lanes.rects.find(({ lane }) => lane.index === ref.lane);
    if (rect === undefined) continue;
    const track = trackOf(model, ref);
    const isEnd = isClosedBy(model, ref, record);
    const timeMs = track.name === 'attempts' ? shownMs(track, ref.mark, ref.attempt) : ((isEnd ? track.endMs[ref.mark] : track.startMs[ref.mark]) as number);
    if (timeMs > toMs) return undefined;
    const band = markBand(model, ref, rect.heightPx, lanes.unit);
    const x = scale.xPx(timeMs);
    const endX = isEnd || track.name === 'attempts' ? x : scale.xPx(Math.min(toMs, track.endMs[ref.mark] as number));
    const isUsedUp = isEnd && kindAt(track, ref.mark) === 'graceUsedUp';
    const startX = scale.xPx(track.startMs[ref.mark] as number);
    return { number, rect, track: track.name, x, startX, endX, isUsedUp, topPx: rect.yPx + band.topPx, bottomPx: rect.yPx + band.bottomPx };
  }
  return undefined;
}

/** The corners of the line from one anchor to the next, the last corner at the arrow's tip; undefined where none is needed. */
function connect({ unit }: Painter, from: Anchor, to: Anchor): number[] | undefined {
  // A bar is not a moment: it has no single place for a line to start
  if (from.track === 'main' && from.endX > from.x + 1) return undefined;
  // The staircase leads from one attempt to the next
  if (from.rect === to.rect && from.track === 'attempts') return undefined;
  const fromX = from.track === 'hooks' ? Math.min(Math.max(to.x, from.x), from.endX) : from.x;
  if (Math.abs(to.x - fromX) > LONGEST_PX * unit) return undefined;
  const isBelow = to.topPx >= from.bottomPx - 1;
  const isAbove = to.bottomPx <= from.topPx + 1;
  if (!isBelow && !isAbove) return sameBand(from, to, fromX, unit);
  const isTouching = from.rect === to.rect && from.track === 'hooks' && Math.abs(to.x - fromX) < 8 * unit && Math.abs(to.x - from.endX) < 8 * unit;
  if (isTouching) return undefined;
  const startY = isBelow ? from.bottomPx : from.topPx;
  const endY = isBelow ? to.topPx : to.bottomPx;
  // The bar of a hook leads to its end by itself
  if (to.track === 'hooks' && to.x - fromX >= 8 * unit && Math.abs(to.startX - fromX) < 8 * unit) return [fromX, startY, fromX, endY];
  if (Math.abs(endY - startY) < 5 * unit) return undefined;
  if (Math.abs(to.x - fromX) < 5 * unit) return [to.x, startY, to.x, endY];
  // To the end of a grace bracket the line comes down beside the bar, which has words in it
  const isPastBar = isBelow && to.track === 'grace' && from.rect !== to.rect;
  const turnPx = Math.min(9 * unit, Math.abs(endY - startY) / 2);
  const turnY = isPastBar ? startY + turnPx / 2 : endY + (isBelow ? -1 : 1) * turnPx;
  return [fromX, startY, fromX, turnY, to.x, turnY, to.x, endY];
}

/** From the end of one process to the start of the next: along the grace row, and up. */
function sameBand(from: Anchor, to: Anchor, fromX: number, unit: number): number[] | undefined {
  // A grace bracket leads to its end by itself
  if (from.rect !== to.rect || from.rect.lane.kind !== 'process' || from.track === 'grace' || to.x - fromX < LEAST_ALONG_PX * unit) return undefined;
  const rows = processRows(from.rect.heightPx, unit);
  if (!rows.isTall) return undefined;
  const alongY = from.rect.yPx + rows.gracePx;
  return [fromX, alongY, to.x + unit, alongY, to.x + unit, from.rect.yPx + rows.baselinePx + 2 * unit];
}

interface Place {
  x: number;
  y: number;
}

/** Beside its mark, where nothing else is: bars of the process row have theirs in the hook row above or the grace row below. */
function paintBadges(painter: Painter, anchors: readonly Anchor[], hot: number | undefined): void {
  const { surface, palette, unit, widthPx } = painter;
  const radius = BADGE_PX * unit;
  const taken: (Place & { number: number })[] = [];
  const goneNames = new Set<string>();
  const nameAt = ({ y }: Place, { leftPx }: Covered) => `${y} ${leftPx}`;
  for (const anchor of anchors) {
    const near = placesFor(painter, anchor);
    const beyond = anchor.track === 'hooks' ? near.flatMap((place) => beyondNames(place, neighbours(painter, anchor, place, radius), unit)) : [];
    const places = [...near, ...beyond].filter(({ x }) => x > radius && x < widthPx - radius);
    const free = places.filter(({ x, y }) => taken.every((other) => Math.hypot(other.x - x, other.y - y) >= 2 * radius + APART_PX * unit - 0.5));
    const covered = (place: Place) => neighbours(painter, anchor, place, radius).filter((each) => !goneNames.has(nameAt(place, each)));
    // If need be a badge may stand for its own mark or cover a name, but never another mark. Half a name would read as another word: then all of it is covered
    const place =
      free.find((candidate) => covered(candidate).length === 0) ??
      free.find((candidate) => covered(candidate).every(({ isName }) => isName)) ??
      free[0] ??
      places[0];
    if (place === undefined) continue;
    for (const each of covered(place)) {
      if (!each.isName) continue;
      surface.fillRect(each.leftPx, place.y - 7 * unit, each.rightPx - each.leftPx, 14 * unit, palette.canvas);
      goneNames.add(nameAt(place, each));
    }
    taken.push({ x: Math.round(place.x * 2) / 2, y: Math.round(place.y * 2) / 2, number: anchor.number });
  }
  // Once no name is left to be covered: the ground of a name may reach to where another badge stands
  for (const { x, y, number } of taken) {
    const isHot = hot === number - 1;
    surface.fillCircle(x, y, radius + (isHot ? 3.5 : 1.5) * unit, palette.canvas);
    surface.fillCircle(x, y, radius + (isHot ? 2 : 0) * unit, palette.ink);
    const font = { px: (isHot ? 12 : 10.5) * unit, weight: 700 };
    surface.text(x, Math.round(y + font.px * 0.36), `${number}`, { font, color: palette.canvas, align: 'middle' });
  }
}

/** On the far sides of the names that a badge would cover. */
function beyondNames({ y }: Place, covered: readonly Covered[], unit: number): Place[] {
  const awayPx = (BADGE_PX + APART_PX) * unit;
  return covered.filter(({ isName }) => isName).flatMap(({ leftPx, rightPx }) => [leftPx - awayPx, rightPx + awayPx].map((x) => ({ x, y })));
}

function placesFor(painter: Painter, anchor: Anchor): Place[] {
  const { unit } = painter;
  const { rect, track, x, isUsedUp, topPx, bottomPx } = anchor;
  const sides = (y: number, ...offsets: number[]) => offsets.map((offset) => ({ x: x + offset * unit, y }));
  const middle = (topPx + bottomPx) / 2;
  if (isRowOfMoments(rect)) {
    const drawnPx = drawnAt(painter, anchor);
    return [-15, 15, 0, -34, 34].map((offset) => ({ x: drawnPx + offset * unit, y: middle }));
  }
  if (rect.lane.kind !== 'process') return sides(middle, -15, 15, -34, 34);
  const rows = processRows(rect.heightPx, unit);
  if (!rows.isTall) return sides(middle, -12, 12);
  const hookY = rect.yPx + rows.hookTopPx + rows.hookHeightPx / 2;
  const graceY = rect.yPx + rows.gracePx;
  // Behind the cap of a bracket that is used up nothing is said of it
  if (track === 'grace')
    return isUsedUp
      ? [...sides(graceY, 14), ...sides(hookY, -11, 12), ...sides(graceY, -14)]
      : [...sides(graceY, -14, -33), ...sides(hookY, -11, 12, -30, 31), ...sides(graceY, -52)];
  return [...sides(hookY, -11, 12), ...sides(graceY, 12, -14), ...sides(hookY, -30, 31)];
}

/** A lane of marks that are moments, each with its name beside it. */
function isRowOfMoments({ lane }: LaneRect): boolean {
  return lane.kind === 'events' || lane.kind === 'actions';
}

interface Covered {
  leftPx: number;
  rightPx: number;
  isName: boolean;
}

/** What stands in the row of an anchor. */
function momentBoxes(painter: Painter, { rect, topPx, bottomPx }: Anchor): Covered[] {
  const { lane, heightPx, yPx } = rect;
  if (lane.kind === 'actions') return actionBoxes(painter, lane.tracks[0] as Track);
  const isNormal = (topPx + bottomPx) / 2 - yPx > eventRows(heightPx, painter.unit).warningPx + 1;
  return eventBoxes(painter, lane.tracks[isNormal ? 1 : 0] as Track);
}

/** Where a moment is drawn: neighbours that are too close are one mark. */
function drawnAt(painter: Painter, anchor: Anchor): number {
  const middles = momentBoxes(painter, anchor).flatMap(({ leftPx, rightPx, isName }) => (isName ? [] : [(leftPx + rightPx) / 2]));
  const nearestPx = middles.reduce((best, each) => (Math.abs(each - anchor.x) < Math.abs(best - anchor.x) ? each : best), Infinity);
  return Math.abs(nearestPx - anchor.x) <= FOLD_PX * painter.unit + 1 ? nearestPx : anchor.x;
}

/** What a badge at this place would cover: other marks (in a process lane hooks or grace brackets), and what stands beside them. */
function neighbours(painter: Painter, anchor: Anchor, { x, y }: Place, radius: number): Covered[] {
  const { rect } = anchor;
  const isUnder = ({ leftPx, rightPx }: Covered) => x + radius > leftPx && x - radius < rightPx;
  if (isRowOfMoments(rect)) {
    const ownPx = drawnAt(painter, anchor);
    return momentBoxes(painter, anchor).filter((box) => isUnder(box) && (box.isName || x !== ownPx || (box.leftPx + box.rightPx) / 2 !== ownPx));
  }
  if (rect.lane.kind !== 'process') return [];
  const { scale, unit, isCut, toMs } = painter;
  const rows = processRows(rect.heightPx, unit);
  // A strip has no room for hooks, brackets and what is said of them
  if (!rows.isTall) return [];
  const isHookRow = y - rect.yPx < rows.barTopPx;
  const track = rect.lane.tracks[isHookRow ? 1 : 2] as Track;
  const range = visibleRange(track, scale.timeMs(x - LONGEST_NAME_PX * unit), scale.timeMs(x + LONGEST_NAME_PX * unit));
  const found: Covered[] = [];
  for (let mark = range.first; mark < range.last; mark += 1) {
    const leftPx = scale.xPx(track.startMs[mark] as number);
    const rightPx = scale.xPx(Math.min(toMs, track.endMs[mark] as number));
    if (isHookRow) found.push({ leftPx, rightPx, isName: false });
    else {
      found.push({ leftPx: leftPx - DIAMOND_PX * unit, rightPx: rightPx + CAP_PX * unit, isName: false });
      const label = graceLabelBox(painter, track, mark);
      if (label !== undefined) found.push({ ...label, isName: true });
      continue;
    }
    const name = hookName(painter, rows, track, mark);
    if (name !== undefined && name.place === 'beside') found.push({ leftPx: name.leftPx - unit, rightPx: name.rightPx + unit, isName: true });
  }
  // What the veil of a hidden future covers is not there
  const seenPx = isCut ? scale.xPx(toMs) + VEIL_PX : Infinity;
  return found.filter((each) => isUnder(each) && (!each.isName || each.leftPx < seenPx));
}
