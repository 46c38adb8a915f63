/**
 * The canvases of the timeline. Nothing here goes through React: the state changes the pictures by way of the frame loop, and what the
 * pointer does in between (hover, crosshair, measuring) is known to `pointer.ts` alone.
 *
 * Spaces: `...Px` are CSS pixels from the chart's top left corner as it is on screen, `...Ms` is time since creation.
 */
import type { AppState } from '../../store/app-store.ts';
import {
  chanceBands,
  claimMarks,
  counterpartMark,
  differenceMarks,
  foldableLoops,
  selectedMark,
  selectedPath,
  timeAxis,
  visibleWindow,
} from '../../store/selectors.ts';
import {
  axisBetween,
  createCanvasRenderer,
  createTimeScale,
  type LaneLayout,
  loopForms,
  type MarkRef,
  type OverlayState,
  type Palette,
  PLAIN_AXIS,
  type Renderer,
  type TimeAxis,
  type TimelineModel,
  type TimeScale,
  type View,
} from '../../timeline/index.ts';
import { pixelRatio, sizeCanvas } from '../canvas.ts';
import type { Wiring } from '../context.ts';
import { foldTexts } from '../texts/en-folds.ts';
import { currentPalette } from '../canvas-colours.ts';
import { mayMove, onAppearanceChange } from '../theme.ts';
import { TimelinePointer } from './pointer.ts';

export interface SurfaceElements {
  /** Scrolls the lanes. */
  scroller: HTMLElement;
  /** Takes the pointer; as large as the visible part of the chart. */
  chart: HTMLElement;
  lanes: HTMLCanvasElement;
  overlay: HTMLCanvasElement;
  axis: HTMLCanvasElement;
  tip: HTMLElement;
}

/** What React knows and the surface draws. */
export interface Scene {
  model: TimelineModel;
  layout: LaneLayout;
  widthPx: number;
  heightPx: number;
  /** The request whose run this is. */
  runId: number;
}

const AXIS_HEIGHT_PX = 28;
const GLIDE_MS = 120;
const FOLD_MS = 160;
/** If painting the lanes took longer than this, their picture is moved while the window moves. */
const LONG_PAINT_MS = 5;
/** How long lanes may be painted in a frame that moves their picture. */
const PAINT_BESIDE_MS = 3;
/** A window that was moved less than this ago counts as moving. */
const REST_MS = 100;

/** Where two runs part. While the future is hidden, the flag does not tell what comes of it. */
function forkOf({ compared, hideFuture }: AppState): OverlayState['fork'] {
  const fork = compared?.words.fork;
  return fork && hideFuture ? { ...fork, forms: fork.forms.slice(1) } : fork;
}

/** The wall clock of time 0, if ticks and flags are to show the time of day. */
function wallClockOf({ clock, run }: AppState): Pick<TimeScale, 'wallStartMs'> {
  return clock === 'wall' && run ? { wallStartMs: run.trace.meta.createdAtMs } : {};
}

export class TimelineSurface {
  readonly #elements: SurfaceElements;
  readonly #wiring: Wiring;
  readonly #renderers: { lanes: Renderer; overlay: Renderer; axis: Renderer };
  readonly #pointer: TimelinePointer;
  readonly #cleanUps: (() => void)[] = [];
  #scene: Scene | undefined;
  #focused: MarkRef | undefined;
  #lanesAreStale = true;
  /** When the lanes were last drawn; -Infinity if the next picture is not just the same lanes in another window. */
  #lanesDrawnMs = -Infinity;
  #lastPaintMs = 0;
  /** Waits until the window rests, to paint the whole picture; the page is not idle until then. */
  #rest: { timer: ReturnType<typeof setTimeout>; release(): void } | undefined;
  #sizes = '';
  #paintedRun = -1;
  #glide: { fromMs: number; startedMs: number } | undefined;
  #shownPlayheadMs = 0;
  #axis: TimeAxis = PLAIN_AXIS;
  /** The animation of folding and unfolding: the axis is on its way from one to another. */
  #folding: { from: TimeAxis; to: TimeAxis; startedMs: number } | undefined;

  constructor(elements: SurfaceElements, wiring: Wiring) {
    this.#elements = elements;
    this.#wiring = wiring;
    this.#renderers = {
      lanes: createCanvasRenderer(elements.lanes, { isOpaque: true }),
      overlay: createCanvasRenderer(elements.overlay),
      axis: createCanvasRenderer(elements.axis),
    };
    this.#pointer = new TimelinePointer(elements, wiring, {
      scene: () => this.#scene,
      view: (scene) => this.#view(scene),
      redraw: () => this.#redraw(),
    });
    const scrolled = () => this.#invalidateLanes();
    elements.scroller.addEventListener('scroll', scrolled, { passive: true });
    this.#cleanUps.push(
      () => this.#pointer.dispose(),
      () => elements.scroller.removeEventListener('scroll', scrolled),
      wiring.store.subscribe((state, before) => this.#stateChanged(state, before)),
      onAppearanceChange(() => this.#invalidateLanes()),
    );
  }

  dispose(): void {
    this.#endMotion();
    for (const cleanUp of this.#cleanUps) cleanUp();
  }

  setScene(scene: Scene): void {
    const modelChanged = scene.model !== this.#scene?.model;
    this.#scene = scene;
    if (modelChanged) {
      this.#pointer.forgetMarks();
      this.#focused = undefined;
      this.#glide = undefined;
      this.#shownPlayheadMs = this.#state.playheadMs;
    }
    this.#invalidateLanes();
  }

  /** The mark that has the keyboard focus: it gets a ring. */
  setFocused(mark: MarkRef | undefined): void {
    this.#focused = mark;
    this.#redraw();
  }

  get #state(): AppState {
    return this.#wiring.store.getState();
  }

  #stateChanged(state: AppState, before: AppState): void {
    if (
      state.window !== before.window ||
      state.clock !== before.clock ||
      state.hideFuture !== before.hideFuture ||
      (state.hideFuture && state.playheadMs !== before.playheadMs)
    )
      this.#lanesAreStale = true;
    if (state.run === before.run && state.unfoldedLoops !== before.unfoldedLoops && mayMove())
      this.#folding = { from: this.#axis, to: timeAxis(state), startedMs: performance.now() };
    else if (
      state.run !== before.run ||
      state.hideFuture !== before.hideFuture ||
      state.compare !== before.compare ||
      state.unfoldedLoops !== before.unfoldedLoops
    ) {
      this.#folding = undefined;
      this.#lanesAreStale = true;
    }
    if (state.playheadMs !== before.playheadMs) {
      const mayGlide = state.playheadGlides && mayMove();
      this.#glide = mayGlide ? { fromMs: this.#shownPlayheadMs, startedMs: performance.now() } : undefined;
    }
    this.#redraw();
  }

  #invalidateLanes(): void {
    this.#lanesAreStale = true;
    this.#lanesDrawnMs = -Infinity;
    this.#redraw();
  }

  #redraw(): void {
    this.#wiring.frames.request('canvas', this.#draw);
  }

  #view(scene: Scene): View {
    const state = this.#state;
    const scale = createTimeScale(visibleWindow(state), scene.widthPx, this.#axis);
    const series = scale.breaks.length > 0 ? foldableLoops(state) : [];
    return {
      scale: {
        ...scale,
        // In the reader's language
        breaks: scale.breaks.map((each) => {
          const loops = series.find(({ key }) => key === each.fold.key);
          return loops ? { ...each, fold: { ...each.fold, forms: [foldTexts.label(loops), foldTexts.short(loops), ...loopForms(loops).slice(2)] } } : each;
        }),
        ...wallClockOf(state),
      },
      lanes: scene.layout,
      scrollTopPx: this.#elements.scroller.scrollTop,
      ...(state.hideFuture && { hiddenFromMs: this.#shownPlayheadMs }),
    };
  }

  readonly #draw = (nowMs: number): void => {
    const scene = this.#scene;
    if (!scene) return;
    this.#resize(scene);
    this.#movePlayhead(nowMs);
    this.#fold(nowMs);
    const palette = currentPalette();
    const view = this.#view(scene);
    if (this.#lanesAreStale || view.hiddenFromMs !== undefined) this.#drawLanes(scene, view, palette);
    this.#lanesAreStale = false;
    const overlay = this.#overlayState(view);
    const isOverlaid = this.#renderers.overlay.drawOverlay(scene.model, view, palette, overlay);
    // A blank canvas would be blended with what is below it all the same
    this.#elements.overlay.style.opacity = isOverlaid ? '' : '0';
    this.#renderers.axis.drawAxis(scene.model, view, palette, overlay);
    if (this.#paintedRun !== scene.runId) {
      this.#paintedRun = scene.runId;
      performance.mark('podloupe:painted', { detail: { requestId: scene.runId } });
    }
    if (this.#glide || this.#folding) this.#redraw();
  };

  /** Paints the lanes: the whole picture, unless the window is moving and that would take too long. */
  #drawLanes({ model }: Scene, view: View, palette: Palette): void {
    const { lanes } = this.#renderers;
    const beganMs = performance.now();
    const isMoving = beganMs - this.#lanesDrawnMs < REST_MS && this.#lastPaintMs > LONG_PAINT_MS;
    if (isMoving && lanes.moveLanes(model, view, palette, () => performance.now() - beganMs < PAINT_BESIDE_MS)) this.#awaitRest();
    else {
      lanes.drawLanes(model, view, palette);
      this.#lastPaintMs = performance.now() - beganMs;
      this.#endMotion();
    }
    this.#lanesDrawnMs = performance.now();
  }

  #awaitRest(): void {
    if (this.#rest) clearTimeout(this.#rest.timer);
    const release = this.#rest?.release ?? this.#wiring.frames.hold();
    this.#rest = { release, timer: setTimeout(() => this.#invalidateLanes(), REST_MS) };
  }

  #endMotion(): void {
    if (!this.#rest) return;
    clearTimeout(this.#rest.timer);
    this.#rest.release();
    this.#rest = undefined;
  }

  #resize({ widthPx, heightPx }: Scene): void {
    const sizes = `${widthPx} ${heightPx} ${pixelRatio()}`;
    if (sizes === this.#sizes) return;
    this.#sizes = sizes;
    const { lanes, overlay, axis } = this.#elements;
    sizeCanvas(lanes, this.#renderers.lanes, widthPx, heightPx);
    sizeCanvas(overlay, this.#renderers.overlay, widthPx, heightPx);
    sizeCanvas(axis, this.#renderers.axis, widthPx, AXIS_HEIGHT_PX);
    this.#lanesAreStale = true;
  }

  /** Where the playhead is drawn: on its way to where the state says it is. */
  #movePlayhead(nowMs: number): void {
    const targetMs = this.#state.playheadMs;
    const glide = this.#glide;
    const passed = glide ? (nowMs - glide.startedMs) / GLIDE_MS : 1;
    if (!glide || passed >= 1) {
      this.#glide = undefined;
      this.#shownPlayheadMs = targetMs;
    } else {
      const eased = 1 - (1 - Math.max(0, passed)) ** 3;
      this.#shownPlayheadMs = glide.fromMs + (targetMs - glide.fromMs) * eased;
    }
  }

  /** The axis as it is drawn: that of the state, or on its way there. */
  #fold(nowMs: number): void {
    const folding = this.#folding;
    const passed = folding ? (nowMs - folding.startedMs) / FOLD_MS : 1;
    const axis = !folding || passed >= 1 ? timeAxis(this.#state) : axisBetween(folding.from, folding.to, 1 - (1 - Math.max(0, passed)) ** 3);
    if (axis !== this.#axis) this.#lanesAreStale = true;
    if (passed >= 1) this.#folding = undefined;
    this.#axis = axis;
  }

  #overlayState(view: View): OverlayState {
    const state = this.#state;
    const marks = differenceMarks(state);
    const selected = selectedMark(state) ?? marks?.a;
    const counterpart = counterpartMark(state) ?? marks?.b;
    const fork = forkOf(state);
    const path = selectedPath(state);
    const bands = chanceBands(state);
    const claims = claimMarks(state);
    return {
      playheadMs: this.#shownPlayheadMs,
      ...this.#pointer.overlay(view),
      ...(selected && { selected }),
      ...(counterpart && { counterpart }),
      ...(fork && { fork }),
      ...(bands && { bands }),
      ...(claims.length > 0 && { claims }),
      ...(this.#focused && { focused: this.#focused }),
      ...(path && { path }),
      ...(state.hotStep !== undefined && { pathHot: state.hotStep }),
    };
  }
}
