/**
 * The pointer over the timeline's canvases: hover and tooltips, click and drag, measuring, pinching, the wheel and the menu of actions. What lasts
 * only as long as the pointer moves is known here alone; everything else goes into the store.
 *
 * Spaces: `...Px` are CSS pixels from the chart's top left corner as it is on screen, `...Ms` is time since creation.
 */
import type { AppState } from '../../store/app-store.ts';
import { claimMarks, claimsOnScreen, foldableLoops, transitionTimes, visibleWindow, wholeWindow } from '../../store/selectors.ts';
import {
  type ClaimMark,
  claimsAt,
  describeMark,
  type Hit,
  hitTest,
  type MarkRef,
  type OverlayState,
  panBy,
  pinchWindow,
  snapTime,
  timeOfMark,
  type View,
  wheelGesture,
  zoomAt,
} from '../../timeline/index.ts';
import type { Wiring } from '../context.ts';
import { selectMark } from '../playback.ts';
import { foldTexts } from '../texts/en-folds.ts';
import { pageZoom } from '../theme.ts';
import type { Scene, SurfaceElements } from './surface.ts';
import { Tip } from './tip.ts';

/** A press that moves further than this is a drag. */
const CLICK_SLACK_PX = 4;

type Place = Pick<PointerEvent, 'clientX' | 'clientY'>;

type Gesture =
  | { kind: 'press'; startXPx: number; hit: Hit | undefined }
  | { kind: 'drag' }
  | { kind: 'measure'; fromMs: number; toMs: number }
  | { kind: 'pinch'; touchedMs: { aMs: number; bMs: number } };

/** What the pointer needs to know of the surface that it moves over. */
export interface PointedAt {
  /** Undefined until there is something to point at. */
  scene(): Scene | undefined;
  view(scene: Scene): View;
  /** The overlay has to be drawn again. */
  redraw(): void;
}

export class TimelinePointer {
  readonly #elements: Pick<SurfaceElements, 'chart' | 'scroller' | 'axis'>;
  readonly #wiring: Wiring;
  readonly #surface: PointedAt;
  readonly #tip: Tip;
  readonly #cleanUps: (() => void)[] = [];
  /** Pointers that are down, by id: where they are. */
  readonly #pointers = new Map<number, number>();
  #gesture: Gesture | undefined;
  #hover: { xPx: number; yPx: number; clientX: number; clientY: number } | undefined;
  #hovered: MarkRef | undefined;
  /** The claims that the tip tells, or is about to. */
  #told: readonly ClaimMark[] | undefined;

  constructor(elements: SurfaceElements, wiring: Wiring, surface: PointedAt) {
    this.#elements = elements;
    this.#wiring = wiring;
    this.#surface = surface;
    this.#tip = new Tip(elements.tip);
    this.#listen();
  }

  dispose(): void {
    for (const cleanUp of this.#cleanUps) cleanUp();
  }

  /** There is another model: marks of the old one mean nothing any more. */
  forgetMarks(): void {
    this.#hovered = undefined;
  }

  /** What the pointer adds to the overlay. */
  overlay(view: View): Pick<OverlayState, 'hoverMs' | 'hovered' | 'measure'> {
    const gesture = this.#gesture;
    const hoverMs = this.#hover && !gesture ? view.scale.timeMs(this.#hover.xPx) : undefined;
    return {
      ...(hoverMs !== undefined && { hoverMs }),
      ...(this.#hovered && { hovered: this.#hovered }),
      ...(gesture?.kind === 'measure' && {
        measure: { fromMs: Math.min(gesture.fromMs, gesture.toMs), toMs: Math.max(gesture.fromMs, gesture.toMs) },
      }),
    };
  }

  get #scene(): Scene | undefined {
    return this.#surface.scene();
  }

  get #state(): AppState {
    return this.#wiring.store.getState();
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
    const { scale } = this.#surface.view(scene);
    if (this.#pointers.size === 2) {
      const [aPx, bPx] = this.#twoPointers();
      this.#gesture = { kind: 'pinch', touchedMs: { aMs: scale.timeMs(aPx), bMs: scale.timeMs(bPx) } };
    } else if (event.shiftKey) {
      const fromMs = this.#snapped(event, xPx);
      this.#gesture = { kind: 'measure', fromMs, toMs: fromMs };
    } else this.#gesture = { kind: 'press', startXPx: xPx, hit: hitTest(scene.model, this.#surface.view(scene), xPx, yPx) };
    this.#hideTip();
    this.#surface.redraw();
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
      const { scale } = this.#surface.view(this.#scene);
      this.#wiring.store.actions.setWindow(pinchWindow(scale, wholeWindow(this.#state), gesture.touchedMs, aPx, bPx));
    }
    this.#surface.redraw();
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
    this.#surface.redraw();
  }

  /** The places of the two fingers, from left to right. */
  #twoPointers(): [number, number] {
    const [aPx = 0, bPx = 0] = [...this.#pointers.values()].sort((a, b) => a - b);
    return [aPx, bPx];
  }

  /** The time under the pointer: that of the nearest transition if one is close; with Alt exactly where it points. */
  #snapped(event: MouseEvent, xPx: number): number {
    if (!this.#scene) return 0;
    const view = this.#surface.view(this.#scene);
    const timeMs = event.altKey ? view.scale.timeMs(xPx) : snapTime(transitionTimes(this.#state), view, xPx);
    return Math.round(Math.min(Math.max(0, timeMs), this.#scene.model.endMs));
  }

  /** A right click or a long press: opens the menu of actions, about the mark under the pointer if there is one. */
  #openMenu(event: MouseEvent): void {
    const scene = this.#scene;
    if (!scene || this.#state.compare) return;
    event.preventDefault();
    const { xPx, yPx } = this.#place(event);
    const hit = hitTest(scene.model, this.#surface.view(scene), xPx, yPx);
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
    const { scale } = this.#surface.view(this.#scene);
    const [window, whole] = [visibleWindow(this.#state), wholeWindow(this.#state)];
    const { setWindow } = this.#wiring.store.actions;
    if (gesture.kind === 'zoom') setWindow(zoomAt(window, whole, scale.timeMs(this.#place(event).xPx), gesture.factor, scale.axis));
    else setWindow(panBy(window, whole, gesture.deltaPx / scale.pxPerMs, scale.axis));
  }

  readonly #hoverMoved = (): void => {
    const { chart } = this.#elements;
    if (!this.#scene || !this.#hover || this.#gesture) return;
    const hit = hitTest(this.#scene.model, this.#surface.view(this.#scene), this.#hover.xPx, this.#hover.yPx);
    this.#hovered = hit?.mark;
    chart.style.cursor = hit?.mark || hit?.fold ? 'pointer' : 'crosshair';
    const loops = hit?.fold && foldableLoops(this.#state).find(({ key }) => key === hit.fold?.key);
    if (loops) this.#tip.show([foldTexts.what(loops), foldTexts.when(loops), foldTexts.how], this.#hover);
    else if (hit?.mark) {
      const { what, when, why } = describeMark(this.#scene.model, hit.mark);
      this.#tip.show([what, when, why], this.#hover);
    } else this.#tellClaims(this.#hover.xPx, this.#hover.yPx, this.#hover);
    this.#surface.redraw();
  };

  /** Shows what the claims at a place say and whether they hold; without `yPx` those whose badge on the axis is there. Their words are loaded when they are first needed. */
  #tellClaims(xPx: number, yPx: number | undefined, at: Place): void {
    const near = this.#scene ? claimsAt(this.#surface.view(this.#scene), claimMarks(this.#state), xPx, yPx) : [];
    this.#told = near;
    if (near.length === 0) {
      this.#hideTip();
      return;
    }
    void import('./claim-tip.ts').then(({ claimTip }) => {
      if (this.#told === near) this.#tip.show(claimTip(near, claimsOnScreen(this.#state)), at);
    });
  }

  #axisMoved(event: PointerEvent): void {
    this.#tellClaims(this.#place(event).xPx, undefined, event);
  }

  #leave(): void {
    this.#hover = undefined;
    this.#hovered = undefined;
    this.#hideTip();
    this.#surface.redraw();
  }

  #hideTip(): void {
    this.#told = undefined;
    this.#tip.hide();
  }
}
