import { type KeyboardEvent, type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Trace } from '../../model/trace.ts';
import type { AppStore } from '../../store/app-store.ts';
import { shownEndMs } from '../../store/comparison.ts';
import { timelineModel, transitionTimes, visibleOnStrip, visibleWindow, wholeWindow } from '../../store/selectors.ts';
import { clampWindow, createCanvasRenderer, MIN_SPAN_MS, overviewTimeMs, overviewXPx } from '../../timeline/index.ts';
import { pixelRatio, sizeCanvas } from '../canvas.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { runTexts } from '../texts/en-run.ts';
import { timeText } from '../time-text.ts';
import { currentPalette } from '../canvas-colours.ts';
import { onAppearanceChange, pageZoom } from '../theme.ts';
import styles from './Transport.module.css';

const GRIP_PX = 8;
/** From so many records on the picture of a new run takes long enough to hold up the lanes: it comes a frame behind them. */
const LONG_RECORDS = 20_000;

/** The whole run as a strip. It is the scrubber, and its two grips are the zoom window. */
export function Overview() {
  const { store } = useWiring();
  const { seek } = useActions();
  const { box, canvas } = useStrip();
  const endMs = useApp(shownEndMs);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'PageUp' && event.key !== 'PageDown') return;
    const times = transitionTimes(store.getState());
    const { playheadMs } = store.getState();
    const tenthMs = shownEndMs(store.getState()) / 10;
    if (times.length > 0) seek(playheadMs + (event.key === 'PageUp' ? tenthMs : -tenthMs), 'glide');
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      className={styles.overview}
      role="slider"
      tabIndex={0}
      aria-label={runTexts.transport.playhead}
      aria-describedby="overview-hint"
      aria-valuemin={0}
      // The frame loop writes the value; React only begins with it.
      aria-valuenow={0}
      aria-valuemax={endMs}
      onPointerDown={(event) => beginDrag(store, event)}
      onKeyDown={press}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <span id="overview-hint" hidden>
        {runTexts.transport.overview}
      </span>
    </div>
  );
}

/** Draws the run into the canvas, and says at the slider where the playhead is. */
function useStrip(): { box: RefObject<HTMLDivElement | null>; canvas: RefObject<HTMLCanvasElement | null> } {
  const { store, frames } = useWiring();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const [area, target] = [box.current, canvas.current];
    if (!area || !target) return undefined;
    const renderer = createCanvasRenderer(target);
    let sized = '';
    let drawn: Trace | undefined;
    const draw = () => {
      const state = store.getState();
      const trace = state.run?.trace;
      const isNew = trace !== drawn;
      drawn = trace;
      if (isNew && trace && trace.records.length >= LONG_RECORDS) {
        request();
        return;
      }
      const model = timelineModel(state);
      const { clientWidth, clientHeight } = area;
      const size = `${clientWidth} ${clientHeight} ${pixelRatio()}`;
      if (size !== sized) sizeCanvas(target, renderer, clientWidth, clientHeight);
      sized = size;
      area.setAttribute('aria-valuenow', String(Math.round(state.playheadMs)));
      area.setAttribute('aria-valuetext', timeText(state, state.playheadMs));
      if (!model) return;
      renderer.drawOverview(model, currentPalette(), {
        playheadMs: state.playheadMs,
        window: visibleOnStrip(state),
        ...(state.hideFuture && { hiddenFromMs: state.playheadMs }),
      });
    };
    const request = () => frames.request('canvas', draw);
    const observer = new ResizeObserver(request);
    observer.observe(area);
    const stopListening = [store.subscribe(request), onAppearanceChange(request)];
    request();
    return () => {
      observer.disconnect();
      for (const stop of stopListening) stop();
    };
  }, [store, frames]);
  return { box, canvas };
}

/** A press on the strip: it takes the grip that is near, or the playhead, and both follow the pointer until it is let go. */
function beginDrag(store: AppStore, event: ReactPointerEvent<HTMLDivElement>): void {
  const area = event.currentTarget;
  const model = timelineModel(store.getState());
  if (!model || event.button !== 0) return;
  const width = area.clientWidth;
  const left = area.getBoundingClientRect().left;
  const within = (clientX: number) => (clientX - left) / pageZoom();
  const timeAt = (clientX: number) => Math.round(Math.min(Math.max(0, overviewTimeMs(model, width, within(clientX))), model.endMs));
  const brush = visibleOnStrip(store.getState());
  const isNear = (timeMs: number) => Math.abs(overviewXPx(model, width, timeMs) - within(event.clientX)) <= GRIP_PX;
  // With the whole run in view both grips stand at the edges; elsewhere the strip is the scrubber.
  const grip = isNear(brush.toMs) ? 'to' : isNear(brush.fromMs) ? 'from' : undefined;
  const drag = grip ? gripDrag(store, grip) : (timeMs: number) => store.actions.seek(timeMs);
  store.actions.set({ playing: false });
  area.setPointerCapture(event.pointerId);
  if (!grip) drag(timeAt(event.clientX));
  const move = (moved: PointerEvent) => drag(timeAt(moved.clientX));
  const up = () => {
    area.removeEventListener('pointermove', move);
    area.removeEventListener('pointerup', up);
    area.removeEventListener('pointercancel', up);
  };
  area.addEventListener('pointermove', move);
  area.addEventListener('pointerup', up);
  area.addEventListener('pointercancel', up);
}

/** Moves one edge of the window; the other stays where it is now. */
function gripDrag(store: AppStore, grip: 'from' | 'to'): (timeMs: number) => void {
  const { fromMs, toMs } = visibleWindow(store.getState());
  return (timeMs) => {
    const window = grip === 'from' ? { fromMs: Math.min(timeMs, toMs - MIN_SPAN_MS), toMs } : { fromMs, toMs: Math.max(timeMs, fromMs + MIN_SPAN_MS) };
    store.actions.setWindow(clampWindow(window, wholeWindow(store.getState())));
  };
}
