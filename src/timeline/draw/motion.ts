/**
 * The lanes while the window moves. Where painting all of them takes longer than a frame may, the picture that is there is moved and
 * stretched to where it belongs. What comes into view at its edges is painted lane by lane, as many as there is time for, in turn; then,
 * if there is time left, lanes anew:
 *
 *     |  strip  |      the picture before, moved      |
 *     |  strip  |  ...  one lane or two, painted  ... |
 *
 * Times and marks are where they should be in every frame; strips of some lanes come a few frames late, and so may labels. Once the window
 * rests, the lanes are painted whole.
 */
import type { LaneLayout, LaneRect } from '../lanes.ts';
import type { TimelineModel } from '../model.ts';
import type { Palette } from '../tokens.ts';
import { paintGround, paintLanes } from './lanes.ts';
import { createPainter, type Painter } from './painter.ts';
import type { View } from './scene.ts';
import type { Surface } from './surface.ts';

/** A picture that would be stretched more than this is painted anew instead. */
const MAX_STRETCH = 8;
/** The longest time that a strip that comes into view may stay empty. */
const MOST_FRAMES_LATE = 4;
/** How far glyphs reach from their place: a strip is painted with the marks of its neighbourhood. */
const REACH_PX = 40;

/** What is on the canvas. */
interface Shown {
  readonly model: TimelineModel;
  readonly lanes: LaneLayout;
  readonly palette: Palette;
  readonly topPx: number;
  readonly wallStartMs: number | undefined;
  /** The time at the left edge. */
  leftMs: number;
  pxPerMs: number;
  /** Which part of each lane is painted. */
  readonly painted: Map<LaneRect, { fromMs: number; toMs: number }>;
}

/** A canvas that can be moved and painted in parts. All in CSS pixels, except in `moveTo`. */
export interface MovingCanvas {
  readonly surface: Surface;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Draws what is on the canvas over itself: the pixel columns `[from, to)` of the device over `[left, right)`. */
  moveTo(from: number, to: number, left: number, right: number): void;
}

export class LanesInMotion {
  #shown: Shown | undefined;
  /** Which lane comes next. */
  #turn = 0;

  /** Notes that the lanes were painted whole. */
  painted(model: TimelineModel, view: View, palette: Palette): void {
    const { scale, lanes, scrollTopPx: topPx = 0, hiddenFromMs } = view;
    const { pxPerMs, wallStartMs } = scale;
    const canMove = hiddenFromMs === undefined && scale.breaks.length === 0;
    const painted = new Map(lanes.rects.map((rect) => [rect, shownTimes(view)]));
    this.#shown = canMove ? { model, lanes, palette, topPx, wallStartMs, leftMs: scale.timeMs(0), pxPerMs, painted } : undefined;
  }

  /** Notes that the canvas was cleared. */
  forget(): void {
    this.#shown = undefined;
  }

  /** Moves the picture and paints what is missing. False if the picture on the canvas shows something else, or is too far away: then nothing was done. */
  move(canvas: MovingCanvas, model: TimelineModel, view: View, palette: Palette, mayGoOn: () => boolean): boolean {
    const edges = this.#moved(canvas, model, view, palette);
    if (edges === undefined) return false;
    const { surface, widthPx, heightPx } = canvas;
    const { scrollTopPx: topPx = 0 } = view;
    const whole = createPainter(surface, model, view, palette);
    const bottomPx = topPx + heightPx;
    for (const [leftPx, rightPx] of [[0, edges.leftPx] as const, [edges.rightPx, widthPx] as const])
      if (rightPx > leftPx) surface.clipped(leftPx, topPx, rightPx - leftPx, heightPx, () => paintGround(part(whole, leftPx, rightPx), topPx, bottomPx));
    this.#paintInTurn(whole, topPx, bottomPx, mayGoOn);
    return true;
  }

  /** Moves the picture and says which part of the canvas it covers now. */
  #moved({ surface, widthPx, moveTo }: MovingCanvas, model: TimelineModel, { scale, lanes, scrollTopPx = 0, hiddenFromMs }: View, palette: Palette) {
    const shown = this.#shown;
    const isOther = shown?.model !== model || shown.lanes !== lanes || shown.palette !== palette || shown.topPx !== scrollTopPx;
    if (shown === undefined || isOther || shown.wallStartMs !== scale.wallStartMs || hiddenFromMs !== undefined || scale.breaks.length > 0) return undefined;
    const { pixelRatio } = surface;
    const width = Math.round(widthPx * pixelRatio);
    const stretch = scale.pxPerMs / shown.pxPerMs;
    const isMove = Math.abs(stretch - 1) < 1e-9;
    const exact = scale.xPx(shown.leftMs) * pixelRatio;
    // By whole pixels, or the picture would blur a little with every frame
    const left = isMove ? Math.round(exact) : exact;
    const right = left + width * stretch;
    if (stretch > MAX_STRETCH || stretch < 1 / MAX_STRETCH || right < width / 4 || left > (width * 3) / 4) return undefined;
    const [from, to] = [Math.max(0, -left / stretch), Math.min(width, (width - left) / stretch)];
    if (left !== 0 || right !== width) moveTo(from, to, left + from * stretch, left + to * stretch);
    shown.pxPerMs = scale.pxPerMs;
    shown.leftMs = isMove ? shown.leftMs - left / pixelRatio / scale.pxPerMs : scale.timeMs(0);
    // What has left the screen is gone
    const { fromMs, toMs } = shownTimes({ scale });
    for (const [rect, own] of shown.painted) shown.painted.set(rect, { fromMs: Math.max(fromMs, own.fromMs), toMs: Math.min(toMs, own.toMs) });
    return { leftPx: Math.max(0, Math.ceil(left) / pixelRatio), rightPx: Math.min(widthPx, Math.floor(right) / pixelRatio) };
  }

  /** Paints missing strips first, at least so many that none waits for more than a few frames; then whole lanes. At least one of them. */
  #paintInTurn(painter: Painter, topPx: number, bottomPx: number, mayGoOn: () => boolean): void {
    const visible = painter.lanes.rects.filter((rect) => rect.yPx < bottomPx && rect.yPx + rect.heightPx > topPx);
    const inTurn = visible.map((_, index) => visible[(this.#turn + 1 + index) % visible.length] as LaneRect);
    const missing = inTurn.map((rect) => ({ rect, strips: this.#missing(painter, rect) })).filter(({ strips }) => strips.length > 0);
    const anew = inTurn.map((rect) => ({ rect, strips: [[0, painter.widthPx]] as const }));
    const least = Math.max(1, Math.min(missing.length, Math.ceil(visible.length / MOST_FRAMES_LATE)));
    for (const [index, { rect, strips }] of [...missing, ...anew].entries()) {
      if (index >= least && !mayGoOn()) return;
      const { yPx, heightPx } = rect;
      for (const [leftPx, rightPx] of strips) {
        const own = rightPx - leftPx < painter.widthPx ? part(painter, leftPx, rightPx) : painter;
        painter.surface.clipped(leftPx, yPx, rightPx - leftPx, heightPx, () => paintLanes(own, yPx, yPx + heightPx));
      }
      this.#shown?.painted.set(rect, shownTimes(painter));
      this.#turn = visible.indexOf(rect);
    }
  }

  /** The strips at the left and right edge where a lane is not painted yet, in pixels. */
  #missing({ scale, widthPx }: Painter, rect: LaneRect): Strip[] {
    const painted = this.#shown?.painted.get(rect);
    if (painted === undefined) return [[0, widthPx]];
    const [leftPx, rightPx] = [Math.min(widthPx, scale.xPx(painted.fromMs)), Math.max(0, scale.xPx(painted.toMs))];
    const strips: Strip[] = [
      [0, Math.ceil(leftPx)],
      [Math.floor(rightPx), widthPx],
    ];
    return strips.filter(([fromPx, toPx]) => toPx - fromPx >= 1);
  }
}

type Strip = readonly [leftPx: number, rightPx: number];

function shownTimes({ scale }: Pick<View, 'scale'>): { fromMs: number; toMs: number } {
  return { fromMs: scale.timeMs(0), toMs: scale.timeMs(scale.widthPx) };
}

/** Paints what lies between two places of the canvas. */
function part(painter: Painter, leftPx: number, rightPx: number): Painter {
  const { scale, toMs } = painter;
  const [fromPx, toPx] = [leftPx - REACH_PX, rightPx + REACH_PX];
  return { ...painter, fromMs: scale.timeMs(fromPx), toMs: Math.min(toMs, scale.timeMs(toPx)), roomPx: toPx - fromPx };
}
