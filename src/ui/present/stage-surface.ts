/**
 * The canvases of the stage. They are the timeline's, drawn large: a canvas that is told to be smaller and to have more device
 * pixels scales type, glyphs and strokes alike. From beat to beat the time and the stretch glide, by way of the frame loop.
 */
import type { RecordId } from '../../model/trace.ts';
import {
  axisBetween,
  createCanvasRenderer,
  createTimeScale,
  type LaneLayout,
  type Renderer,
  type TimeAxis,
  type TimelineModel,
  type TimeWindow,
} from '../../timeline/index.ts';
import type { FrameLoop } from '../frame-loop.ts';
import { currentPalette } from '../canvas-colours.ts';
import { mayMove, onAppearanceChange } from '../theme.ts';

export interface StageElements {
  lanes: HTMLCanvasElement;
  overlay: HTMLCanvasElement;
  axis: HTMLCanvasElement;
}

/** What the lanes of a beat are, and how large. */
export interface StageScene {
  model: TimelineModel;
  layout: LaneLayout;
  /** CSS pixels for one pixel of the timeline. */
  zoom: number;
  /** CSS pixels. */
  widthPx: number;
  heightPx: number;
}

/** What a beat shows in them. */
export interface StageView {
  window: TimeWindow;
  /** How time is laid along it. */
  axis: TimeAxis;
  playheadMs: number;
  hidesFuture: boolean;
  /** The records of the beats so far, by their numbers. */
  path: readonly RecordId[];
  /** Positions in the path that do not follow from the one before. */
  pathGaps: ReadonlySet<number>;
}

/** Heights of the timeline's axis, in its pixels. */
export const STAGE_AXIS_PX = 28;
const GLIDE_MS = 500;

type Moment = Pick<StageView, 'playheadMs' | 'axis'> & { fromMs: number; toMs: number };

export class StageSurface {
  readonly #elements: StageElements;
  readonly #renderers: { lanes: Renderer; overlay: Renderer; axis: Renderer };
  readonly #frames: FrameLoop;
  readonly #shown: (timeMs: number, xPx: number) => void;
  readonly #stopListening: () => void;
  #scene: StageScene | undefined;
  #view: StageView | undefined;
  #moment: Moment | undefined;
  #glide: { from: Moment; startedMs: number | undefined } | undefined;

  /** `shown` hears where the playhead is drawn, in CSS pixels from the left edge of the chart. */
  constructor(elements: StageElements, frames: FrameLoop, shown: (timeMs: number, xPx: number) => void) {
    this.#elements = elements;
    this.#frames = frames;
    this.#shown = shown;
    this.#renderers = {
      lanes: createCanvasRenderer(elements.lanes, { isOpaque: true }),
      overlay: createCanvasRenderer(elements.overlay),
      axis: createCanvasRenderer(elements.axis),
    };
    this.#stopListening = onAppearanceChange(() => this.#redraw());
  }

  dispose(): void {
    this.#stopListening();
    this.#scene = undefined;
  }

  setScene(scene: StageScene): void {
    // The lanes of a beat are few: there is room for every name
    this.#scene = { ...scene, model: { ...scene.model, density: 'detail' } };
    const { widthPx, heightPx, zoom } = scene;
    for (const [name, canvas] of Object.entries(this.#elements) as [keyof StageElements, HTMLCanvasElement][]) {
      const tallPx = name === 'axis' ? STAGE_AXIS_PX * zoom : heightPx;
      canvas.style.width = `${widthPx}px`;
      canvas.style.height = `${tallPx}px`;
      this.#renderers[name].resize(widthPx / zoom, tallPx / zoom, devicePixelRatio * zoom);
    }
    this.#redraw();
  }

  /** Goes to a view; it glides there unless it is the first, or the reader wants no motion. */
  show(view: StageView): void {
    this.#view = view;
    this.#glide = this.#moment && mayMove() ? { from: this.#moment, startedMs: undefined } : undefined;
    this.#redraw();
  }

  #redraw(): void {
    this.#frames.request('canvas', this.#draw);
  }

  readonly #draw = (nowMs: number): void => {
    const scene = this.#scene;
    const view = this.#view;
    if (!scene || !view) return;
    if (!this.#moment) performance.mark('podloupe:staged');
    const moment = this.#move(view, nowMs);
    this.#moment = moment;
    const { model, layout, zoom, widthPx } = scene;
    const scale = createTimeScale(moment, widthPx / zoom, moment.axis);
    const palette = currentPalette();
    const seen = { scale, lanes: layout, ...(view.hidesFuture && { hiddenFromMs: moment.playheadMs }) };
    const overlay = { playheadMs: moment.playheadMs, path: view.path, pathGaps: view.pathGaps };
    this.#renderers.lanes.drawLanes(model, seen, palette);
    this.#renderers.overlay.drawOverlay(model, seen, palette, overlay);
    this.#renderers.axis.drawAxis(model, seen, palette, overlay);
    this.#shown(moment.playheadMs, scale.xPx(moment.playheadMs) * zoom);
    if (this.#glide) this.#redraw();
  };

  #move({ window, axis, playheadMs }: StageView, nowMs: number): Moment {
    const target = { fromMs: window.fromMs, toMs: window.toMs, axis, playheadMs };
    if (!this.#glide) return target;
    this.#glide.startedMs ??= nowMs;
    const passed = Math.max(0, (nowMs - this.#glide.startedMs) / GLIDE_MS);
    if (passed >= 1) {
      this.#glide = undefined;
      return target;
    }
    const eased = passed < 0.5 ? 4 * passed ** 3 : 1 - (2 - 2 * passed) ** 3 / 2;
    const { from } = this.#glide;
    const between = (a: number, b: number) => a + (b - a) * eased;
    return {
      fromMs: between(from.fromMs, target.fromMs),
      toMs: between(from.toMs, target.toMs),
      axis: from.axis === target.axis ? target.axis : axisBetween(from.axis, target.axis, eased),
      playheadMs: between(from.playheadMs, target.playheadMs),
    };
  }
}
