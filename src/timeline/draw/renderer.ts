/**
 * The renderer: one canvas, one layer. The page stacks a canvas for the lanes (static) and one for the overlay (hover,
 * selection, playhead), and has two more for the axis and the overview; each gets a renderer of its own.
 */
import type { TimelineModel } from '../model.ts';
import type { Palette } from '../tokens.ts';
import { paintAxis } from './axis.ts';
import { type Canvas2D, CanvasCache, CanvasSurface, KeptPicture } from './canvas-surface.ts';
import { paintLanes } from './lanes.ts';
import { LanesInMotion, type MovingCanvas } from './motion.ts';
import { isBlankOverlay, paintOverlay } from './overlay.ts';
import { paintOverview, paintOverviewRun } from './overview.ts';
import { createPainter } from './painter.ts';
import type { OverlayState, OverviewState, View } from './scene.ts';
import type { Surface } from './surface.ts';

export interface Renderer {
  /** Sets the canvas's size: CSS pixels and device pixels per CSS pixel. Clears it. */
  resize(widthPx: number, heightPx: number, devicePixelRatio: number): void;
  /** Lanes, gridlines and marks. The expensive layer; opaque. */
  drawLanes(model: TimelineModel, view: View, palette: Palette): void;
  /**
   * A cheaper `drawLanes` for while the window moves: moves the picture that is there, then paints lanes anew, one by one, as long as `mayGoOn`
   * says so. False if that is not possible; then nothing was drawn. Once the window rests, `drawLanes` has to paint the whole picture.
   */
  moveLanes(model: TimelineModel, view: View, palette: Palette, mayGoOn: () => boolean): boolean;
  /** Crosshair, selection, causal path, veil of the hidden future, playhead line. On transparent ground. False if nothing is there to be seen. */
  drawOverlay(model: TimelineModel, view: View, palette: Palette, state: OverlayState): boolean;
  /** The axis with its ticks, and the playhead's flag. On transparent ground. */
  drawAxis(model: TimelineModel, view: View, palette: Palette, state: OverlayState): void;
  /** The whole run as a strip: the scrubber of the transport bar. On transparent ground. */
  drawOverview(model: TimelineModel, palette: Palette, state: OverviewState): void;
}

/** What is needed of an HTMLCanvasElement or an OffscreenCanvas. */
export interface CanvasLike {
  width: number;
  height: number;
  getContext(kind: '2d', options?: { alpha: boolean }): Canvas2D | null;
}

/**
 * Throws if the canvas gives no 2D context. The caller keeps the element's CSS size equal to what it passes to `resize`. `isOpaque`: every
 * layer that is drawn fills the canvas, so that the browser need not look what lies below it.
 */
export function createCanvasRenderer(canvas: CanvasLike, { isOpaque = false } = {}): Renderer {
  const context = canvas.getContext('2d', { alpha: !isOpaque });
  if (context === null) throw new Error('This browser gives no 2D canvas: the timeline cannot be drawn');
  const cache = new CanvasCache();
  const overviewRun = new KeptPicture(cache);
  const motion = new LanesInMotion();
  let size = { widthPx: 0, heightPx: 0, ratio: 1 };
  let originYPx = 0;
  let wasBlank = false;
  let surface = new CanvasSurface(context, 1, cache, () => originYPx);

  /** Moves the origin by the scroll position. */
  const scrollTo = (scrollTopPx: number): void => {
    originYPx = -scrollTopPx;
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, Math.round(originYPx * size.ratio));
  };

  /** Runs `paint` on a cleared canvas. */
  const frame = (scrollTopPx: number, paint: () => void): void => {
    motion.forget();
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    if (!isOpaque) context.clearRect(0, 0, size.widthPx, size.heightPx);
    scrollTo(scrollTopPx);
    paint();
  };

  const moving = (scrollTopPx: number): MovingCanvas => ({
    surface,
    widthPx: size.widthPx,
    heightPx: size.heightPx,
    moveTo(from, to, left, right) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(canvas as HTMLCanvasElement, from, 0, to - from, canvas.height, left, 0, right - left, canvas.height);
      scrollTo(scrollTopPx);
    },
  });

  return {
    resize(widthPx, heightPx, devicePixelRatio) {
      const width = Math.max(1, Math.round(widthPx * devicePixelRatio));
      const height = Math.max(1, Math.round(heightPx * devicePixelRatio));
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      if (size.ratio !== devicePixelRatio) surface = new CanvasSurface(context, devicePixelRatio, cache, () => originYPx);
      size = { widthPx, heightPx, ratio: devicePixelRatio };
      motion.forget();
    },
    drawLanes(model, view, palette) {
      const topPx = view.scrollTopPx ?? 0;
      frame(topPx, () => paintLanes(createPainter(surface, model, view, palette), topPx, topPx + size.heightPx));
      motion.painted(model, view, palette);
    },
    moveLanes(model, view, palette, mayGoOn) {
      return motion.move(moving(view.scrollTopPx ?? 0), model, view, palette, mayGoOn);
    },
    drawOverlay(model, view, palette, state) {
      const topPx = view.scrollTopPx ?? 0;
      const painter = createPainter(surface, model, view, palette);
      const isBlank = isBlankOverlay(painter, state);
      // Without a graphics card a canvas costs most for being changed at all
      if (!isBlank || !wasBlank) frame(topPx, () => paintOverlay(painter, topPx, topPx + size.heightPx, state));
      wasBlank = isBlank;
      return !isBlank;
    },
    drawAxis(model, view, palette, state) {
      frame(0, () => paintAxis(createPainter(surface, model, view, palette), size.heightPx, state));
    },
    drawOverview(model, palette, state) {
      const { widthPx, heightPx } = size;
      const paintRun = (on: Surface) => paintOverviewRun(on, model, palette, widthPx, heightPx, state.hiddenFromMs);
      const key = [model, palette, widthPx, heightPx, size.ratio, state.hiddenFromMs];
      const picture = overviewRun.of(key, canvas.width, canvas.height, size.ratio, paintRun);
      const paint = picture === undefined ? () => paintRun(surface) : () => context.drawImage(picture, 0, 0, widthPx, heightPx);
      frame(0, () => paintOverview(surface, model, palette, widthPx, heightPx, state, paint));
    },
  };
}
