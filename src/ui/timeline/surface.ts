/**
 * The canvases of the timeline and the pointer over them. Nothing here goes through React: the state changes the pictures
 * by way of the frame loop, and what the pointer does in between (hover, crosshair, measuring) is known only here.
 *
 * Spaces: `...Px` are CSS pixels from the chart's top left corner as it is on screen, `...Ms` is time since creation.
 */
import type { AppState } from '../../store/app-store.ts';
import {
  claimMarks,
  claimsOnScreen,
  counterpartMark,
  differenceMarks,
  foldableLoops,
  selectedMark,
  selectedPath,
  timeAxis,
  transitionTimes,
  visibleWindow,
  wholeWindow,
  chanceBands,
} from '../../store/selectors.ts';
import {
  axisBetween,
  type ClaimMark,
  claimsAt,
  createCanvasRenderer,
  createTimeScale,
  describeMark,
  type Hit,
  hitTest,
  type LaneLayout,
  type MarkRef,
  type OverlayState,
  type Palette,
  panBy,
  pinchWindow,
  PLAIN_AXIS,
  type Renderer,
  snapTime,
  type TimeAxis,
  type TimelineModel,
  timeOfMark,
  type TimeScale,
  type View,
  wheelGesture,
  zoomAt,
} from '../../timeline/index.ts';
import { pixelRatio, sizeCanvas } from '../canvas.ts';
import type { Wiring } from '../context.ts';
import { selectMark } from '../playback.ts';
import { foldTexts } from '../texts/en-folds.ts';
import { currentPalette } from '../canvas-colours.ts';
import { mayMove, onAppearanceChange, pageZoom } from '../theme.ts';

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
/** A press that moves further than this is a drag. */
const CLICK_SLACK_PX = 4;
const GLIDE_MS = 120;
const FOLD_MS = 160;
/** Where painting the lanes took longer than this, they are moved while the window moves. */
const LONG_PAINT_MS = 5;
/** How long lanes may be painted in a frame that moves them. */
const PAINT_BESIDE_MS = 3;
/** A window that was moved so lately is moving. */
const REST_MS = 100;

type Place = Pick<PointerEvent, 'clientX' | 'clientY'>;

type Gesture =
  | { kind: 'press'; startXPx: number; hit: Hit | undefined }
  | { kind: 'drag' }
  | { kind: 'measure'; fromMs: number; toMs: number }
  | { kind: 'pinch'; touchedMs: { aMs: number; bMs: number } };

/** Where two runs part; what comes of it is not told while the future is hidden. */
function forkOf({ compared, hideFuture }: AppState): OverlayState['fork'] {
  const fork = compared?.words.fork;
  return fork && hideFuture ? { ...fork, forms: fork.forms.slice(1) } : fork;
}

/** What makes ticks and flags tell the time of day. */
function wallClockOf({ clock, run }: AppState): Pick<TimeScale, 'wallStartMs'> {
  return clock === 'wall' && run ? { wallStartMs: run.trace.meta.createdAtMs } : {};
}

export class TimelineSurface {
  readonly #elements: SurfaceElements;
  readonly #wiring: Wiring;
  readonly #renderers: { lanes: Renderer; overlay: Renderer; axis: Renderer };
  readonly #cleanUps: (() => void)[] = [];
  readonly #pointers = new Map<number, number>();
  #scene: Scene | undefined;
  #gesture: Gesture | undefined;
  #hover: { xPx: number; yPx: number; clientX: number; clientY: number } | undefined;
  #hovered: MarkRef | undefined;
  /** The claims that the tip tells, or is about to. */
  #told: readonly ClaimMark[] | undefined;
  #focused: MarkRef | undefined;
  #lanesAreStale = true;
  /** When the lanes were last drawn; what is asked for but the window's next place is drawn as if that were long ago. */
  #lanesDrawnMs = -Infinity;
  #lastPaintMs = 0;
  /** Calls for the picture of a window that has come to rest; the page is not idle until then. */
  #rest: { timer: ReturnType<typeof setTimeout>; release(): void } | undefined;
  #sizes = '';
  #paintedRun = -1;
  #glide: { fromMs: number; startedMs: number } | undefined;
  #shownPlayheadMs = 0;
  #axis: TimeAxis = PLAIN_AXIS;
  /** What folds and unfolds takes a moment: the axis is on its way from another one. */
  #folding: { from: TimeAxis; to: TimeAxis; startedMs: number } | undefined;

  constructor(elements: SurfaceElements, wiring: Wiring) {
    this.#elements = elements;
    this.#wiring = wiring;
    this.#renderers = {
      lanes: createCanvasRenderer(elements.lanes),
      overlay: createCanvasRenderer(elements.overlay),
      axis: createCanvasRenderer(elements.axis),
    };
    this.#listen();
    this.#cleanUps.push(
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
      this.#hovered = undefined;
      this.#focused = undefined;
      this.#glide = undefined;
      this.#shownPlayheadMs = this.#state.playheadMs;
    }
    this.#invalidateLanes();
  }

  /** The mark that has the keyboard, to be ringed. */
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
          return loops ? { ...each, fold: { ...each.fold, forms: [foldTexts.label(loops), foldTexts.short(loops)] } } : each;
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
    this.#renderers.overlay.drawOverlay(scene.model, view, palette, overlay);
    this.#renderers.axis.drawAxis(scene.model, view, palette, overlay);
    if (this.#paintedRun !== scene.runId) {
      this.#paintedRun = scene.runId;
      performance.mark('podloupe:painted', { detail: { requestId: scene.runId } });
    }
    if (this.#glide || this.#folding) this.#redraw();
  };

  /** Whole, unless the window is moving and that would take too long. */
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
    const hoverMs = this.#hover && !this.#gesture ? view.scale.timeMs(this.#hover.xPx) : undefined;
    return {
      playheadMs: this.#shownPlayheadMs,
      ...(hoverMs !== undefined && { hoverMs }),
      ...(this.#hovered && { hovered: this.#hovered }),
      ...(selected && { selected }),
      ...(counterpart && { counterpart }),
      ...(fork && { fork }),
      ...(bands && { bands }),
      ...(claims.length > 0 && { claims }),
      ...(this.#focused && { focused: this.#focused }),
      ...(path && { path }),
      ...(state.hotStep !== undefined && { pathHot: state.hotStep }),
      ...(this.#gesture?.kind === 'measure' && {
        measure: { fromMs: Math.min(this.#gesture.fromMs, this.#gesture.toMs), toMs: Math.max(this.#gesture.fromMs, this.#gesture.toMs) },
      }),
    };
  }

  #listen(): void {
    const { chart, scroller, axis } = this.#elements;
    const on = <K extends keyof HTMLElementEventMap>(
      element: HTMLElement,
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
      options?: AddEventListenerOptions,
    ) => {
      element.addEventListener(type, listener, options);
      this.#cleanUps.push(() => element.removeEventListener(type, listener, options));
    };
    on(chart, 'pointerdown', (event) => this.#pointerDown(event));
    on(chart, 'pointermove', (event) => this.#pointerMove(event));
    on(chart, 'pointerup', (event) => this.#pointerUp(event));
    on(chart, 'pointercancel', (event) => this.#endGesture(event));
    on(chart, 'contextmenu', (event) => this.#openMenu(event));
    on(chart, 'pointerleave', () => this.#leave());
    on(axis, 'pointermove', (event) => this.#axisMoved(event));
    on(axis, 'pointerleave', () => this.#hideTip());
    on(scroller, 'wheel', (event) => this.#wheel(event), { passive: false });
    on(scroller, 'scroll', () => this.#invalidateLanes(), { passive: true });
  }

  #place(event: MouseEvent): { xPx: number; yPx: number } {
    const box = this.#elements.chart.getBoundingClientRect();
    return { xPx: (event.clientX - box.left) / pageZoom(), yPx: (event.clientY - box.top) / pageZoom() };
  }

  #pointerDown(event: PointerEvent): void {
    const scene = this.#scene;
    if (!scene || event.button !== 0) return;
    const { xPx, yPx } = this.#place(event);
    this.#pointers.set(event.pointerId, xPx);
    this.#elements.chart.setPointerCapture(event.pointerId);
    this.#wiring.store.actions.set({ playing: false });
    const { scale } = this.#view(scene);
    if (this.#pointers.size === 2) {
      const [aPx, bPx] = this.#twoPointers();
      this.#gesture = { kind: 'pinch', touchedMs: { aMs: scale.timeMs(aPx), bMs: scale.timeMs(bPx) } };
    } else if (event.shiftKey) {
      const fromMs = this.#snapped(event, xPx);
      this.#gesture = { kind: 'measure', fromMs, toMs: fromMs };
    } else this.#gesture = { kind: 'press', startXPx: xPx, hit: hitTest(scene.model, this.#view(scene), xPx, yPx) };
    this.#hideTip();
    this.#redraw();
  }

  #pointerMove(event: PointerEvent): void {
    const { xPx, yPx } = this.#place(event);
    if (this.#pointers.has(event.pointerId)) this.#pointers.set(event.pointerId, xPx);
    this.#hover = { xPx, yPx, clientX: event.clientX, clientY: event.clientY };
    const gesture = this.#gesture;
    if (!gesture) {
      this.#wiring.frames.request('input', this.#hoverMoved);
      return;
    }
    if (gesture.kind === 'press' && Math.abs(xPx - gesture.startXPx) > CLICK_SLACK_PX) this.#gesture = { kind: 'drag' };
    if (this.#gesture?.kind === 'drag') this.#wiring.store.actions.seek(this.#snapped(event, xPx));
    if (gesture.kind === 'measure') this.#gesture = { ...gesture, toMs: this.#snapped(event, xPx) };
    if (gesture.kind === 'pinch' && this.#scene && this.#pointers.size === 2) {
      const [aPx, bPx] = this.#twoPointers();
      const { scale } = this.#view(this.#scene);
      this.#wiring.store.actions.setWindow(pinchWindow(scale, wholeWindow(this.#state), gesture.touchedMs, aPx, bPx));
    }
    this.#redraw();
  }

  #pointerUp(event: PointerEvent): void {
    const gesture = this.#gesture;
    const { xPx } = this.#place(event);
    this.#endGesture(event);
    if (gesture?.kind !== 'press' || !this.#scene) return;
    const { store } = this.#wiring;
    const { seek } = store.actions;
    const { mark, fold } = gesture.hit ?? {};
    if (fold) store.actions.unfoldLoops(fold.key);
    else if (mark) {
      selectMark(store, this.#scene.model, mark);
      seek(timeOfMark(this.#scene.model, mark), 'glide');
    } else seek(this.#snapped(event, xPx));
  }

  #endGesture(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    this.#gesture = undefined;
    this.#redraw();
  }

  /** The two fingers' places, from left to right. */
  #twoPointers(): [number, number] {
    const [aPx = 0, bPx = 0] = [...this.#pointers.values()].sort((a, b) => a - b);
    return [aPx, bPx];
  }

  /** The time under the pointer, on the nearest transition if one is close; with Alt exactly where it points. */
  #snapped(event: MouseEvent, xPx: number): number {
    if (!this.#scene) return 0;
    const view = this.#view(this.#scene);
    const timeMs = event.altKey ? view.scale.timeMs(xPx) : snapTime(transitionTimes(this.#state), view, xPx);
    return Math.round(Math.min(Math.max(0, timeMs), this.#scene.model.endMs));
  }

  /** What can happen here: a right click, or a long press. A mark under the pointer is what the menu is about. */
  #openMenu(event: MouseEvent): void {
    const scene = this.#scene;
    if (!scene || this.#state.compare) return;
    event.preventDefault();
    const { xPx, yPx } = this.#place(event);
    const hit = hitTest(scene.model, this.#view(scene), xPx, yPx);
    const { seek, select, set } = this.#wiring.store.actions;
    if (hit?.mark && hit.record !== undefined) select({ record: hit.record, attempt: hit.mark.attempt });
    seek(hit?.mark ? timeOfMark(scene.model, hit.mark) : this.#snapped(event, xPx));
    this.#gesture = undefined;
    this.#hideTip();
    set({ dialog: 'act', actPlace: { xPx: event.clientX, yPx: event.clientY } });
  }

  #wheel(event: WheelEvent): void {
    if (!this.#scene) return;
    const gesture = wheelGesture(event);
    if (gesture.kind === 'scroll') return;
    event.preventDefault();
    const { scale } = this.#view(this.#scene);
    const [window, whole] = [visibleWindow(this.#state), wholeWindow(this.#state)];
    const { setWindow } = this.#wiring.store.actions;
    if (gesture.kind === 'zoom') setWindow(zoomAt(window, whole, scale.timeMs(this.#place(event).xPx), gesture.factor, scale.axis));
    else setWindow(panBy(window, whole, gesture.deltaPx / scale.pxPerMs, scale.axis));
  }

  readonly #hoverMoved = (): void => {
    const { chart } = this.#elements;
    if (!this.#scene || !this.#hover || this.#gesture) return;
    const hit = hitTest(this.#scene.model, this.#view(this.#scene), this.#hover.xPx, this.#hover.yPx);
    this.#hovered = hit?.mark;
    chart.style.cursor = hit?.mark || hit?.fold ? 'pointer' : 'crosshair';
    const loops = hit?.fold && foldableLoops(this.#state).find(({ key }) => key === hit.fold?.key);
    if (loops) this.#showTip([foldTexts.what(loops), foldTexts.when(loops), foldTexts.how], this.#hover);
    else if (hit?.mark) {
      const { what, when, why } = describeMark(this.#scene.model, hit.mark);
      this.#showTip([what, when, why], this.#hover);
    } else this.#tellClaims(this.#hover.xPx, this.#hover.yPx, this.#hover);
    this.#redraw();
  };

  /** What the claims at a place say and whether they hold; over the axis without `yPx`. Their words come when they are first asked for. */
  #tellClaims(xPx: number, yPx: number | undefined, at: Place): void {
    const near = this.#scene ? claimsAt(this.#view(this.#scene), claimMarks(this.#state), xPx, yPx) : [];
    this.#told = near;
    if (near.length === 0) {
      this.#hideTip();
      return;
    }
    void import('./claim-tip.ts').then(({ claimTip }) => {
      if (this.#told === near) this.#showTip(claimTip(near, claimsOnScreen(this.#state)), at);
    });
  }

  #axisMoved(event: PointerEvent): void {
    this.#tellClaims(this.#place(event).xPx, undefined, event);
  }

  #leave(): void {
    this.#hover = undefined;
    this.#hovered = undefined;
    this.#hideTip();
    this.#redraw();
  }

  #showTip(texts: readonly string[], at: Place): void {
    const { tip } = this.#elements;
    const lines = texts.map((text, index) => {
      const line = document.createElement(index === 0 ? 'b' : 'span');
      line.textContent = text;
      return line;
    });
    tip.replaceChildren(...lines.filter((line) => line.textContent !== ''));
    tip.hidden = false;
    tip.style.left = `${Math.max(8, Math.min(at.clientX / pageZoom() + 14, innerWidth / pageZoom() - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.max(8, Math.min(at.clientY / pageZoom() + 16, innerHeight / pageZoom() - tip.offsetHeight - 8))}px`;
  }

  #hideTip(): void {
    this.#told = undefined;
    this.#elements.tip.hidden = true;
  }
}
