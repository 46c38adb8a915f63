import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { OnStage } from '../../store/presenter.ts';
import type { Beat } from '../../store/services.ts';
import { timelineModel } from '../../store/selectors.ts';
import type { Run } from '../../store/app-store.ts';
import {
  crashLoops,
  foldedAxis,
  isBadValue,
  type Lane,
  type LaneLayout,
  laneRects,
  type LoopSeries,
  loopsToldBy,
  PLAIN_AXIS,
  readyAt,
  type TimeAxis,
  type TimelineModel,
  valueAt,
} from '../../timeline/index.ts';
import { useApp } from '../context.ts';
import type { FrameLoop } from '../frame-loop.ts';
import { mayMove } from '../theme.ts';
import { foldTexts } from '../texts/en-folds.ts';
import { presentTexts as words } from '../texts/en-present.ts';
import styles from './Present.module.css';
import { STAGE_AXIS_PX, StageSurface, type StageView } from './stage-surface.ts';

interface StageProps {
  stage: OnStage;
  beats: readonly Beat[];
  hidesFuture: boolean;
  frames: FrameLoop;
  /** Called with the moment that is drawn while the stage glides to that of the beat. */
  onShown(timeMs: number): void;
  onClick(): void;
}

/** The lanes of a beat, as large as there is room, and their values at its moment. */
export function Stage({ stage, beats, hidesFuture, frames, onShown, onClick }: StageProps) {
  const model = useApp(timelineModel);
  const room = useRef<HTMLDivElement>(null);
  const chart = useRef<HTMLDivElement>(null);
  const canvases = useRef<Partial<Record<'lanes' | 'overlay' | 'axis', HTMLCanvasElement | null>>>({});
  const veil = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ widthPx: 0, heightPx: 0, labelPx: 0, smallestZoom: 1 });
  const [surface, setSurface] = useState<StageSurface>();
  const [shownMs, setShownMs] = useState(stage.playheadMs);
  const names = stage.shown.lanes.join(' ');
  const scene = useMemo(
    () => (model && size.heightPx > 0 ? sceneOf(model, names.split(' '), size.heightPx, size.smallestZoom) : undefined),
    [model, names, size],
  );
  const chartPx = Math.max(0, size.widthPx - size.labelPx);

  const hear = useRef(onShown);
  useLayoutEffect(() => {
    hear.current = onShown;
  });
  useLayoutEffect(() => {
    const { lanes, overlay, axis } = canvases.current;
    if (!lanes || !overlay || !axis) return undefined;
    const created = new StageSurface({ lanes, overlay, axis }, frames, (timeMs, xPx) => {
      setShownMs(timeMs);
      hear.current(timeMs);
      veil.current?.style.setProperty('--from', `${xPx}px`);
    });
    setSurface(created);
    return () => created.dispose();
  }, [frames]);
  useLayoutEffect(() => {
    const element = room.current;
    if (!element) return undefined;
    const measure = () => {
      const remPx = Number.parseFloat(getComputedStyle(element).getPropertyValue('font-size'));
      setSize({ widthPx: element.clientWidth, heightPx: element.clientHeight, labelPx: LABEL_REM * remPx, smallestZoom: SMALLEST_ZOOM_REM * remPx });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (!surface || !model || !scene || chartPx <= 0) return;
    surface.setScene({ model, layout: scene.layout, zoom: scene.zoom, widthPx: chartPx, heightPx: size.heightPx - STAGE_AXIS_PX * scene.zoom });
  }, [surface, model, scene, chartPx, size]);
  // Lanes that were not there before fade in
  useLayoutEffect(() => {
    if (mayMove()) chart.current?.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 200, easing: 'ease-out' });
  }, [names]);

  const run = useApp((state) => state.run);
  const loops = useMemo(() => (run ? crashLoops(run.trace) : []), [run]);
  const view = useMemo(() => {
    const seen = viewOf(stage, beats, hidesFuture);
    return { ...seen, axis: run ? axisOf(run, loops, seen) : PLAIN_AXIS };
  }, [stage, beats, hidesFuture, run, loops]);
  const { window, playheadMs, path } = view;
  const key = `${window.fromMs} ${window.toMs} ${playheadMs} ${hidesFuture} ${path.join(',')}`;
  const newest = useRef(view);
  useLayoutEffect(() => {
    newest.current = view;
  });
  useLayoutEffect(() => surface?.show(newest.current), [surface, key]);

  const isAsked = stage.question !== undefined;
  return (
    <div ref={room} className={styles.stage} role="presentation" onClick={onClick}>
      {model && scene && <Labels model={model} {...scene} timeMs={shownMs} hidesFuture={hidesFuture} />}
      <div ref={chart} className={styles.chart} style={{ left: size.labelPx }}>
        <canvas ref={(element) => void (canvases.current.axis = element)} aria-hidden="true" data-testid="stage-axis" />
        <div className={styles.lanes}>
          <canvas ref={(element) => void (canvases.current.lanes = element)} aria-hidden="true" />
          <canvas ref={(element) => void (canvases.current.overlay = element)} aria-hidden="true" data-testid="stage-canvas" />
        </div>
        {hidesFuture && (
          <div ref={veil} className={styles.veil} aria-hidden={!isAsked}>
            <b>?</b>
            {!isAsked && <i>{words.whatNextOnVeil}</i>}
          </div>
        )}
      </div>
    </div>
  );
}

/** In hundredths of the slide's height. */
const LABEL_REM = 33;
/** Lane text of 11 pixels, and a signal's of 10.2, are 25 pixels and more on a slide of 1080. */
const SMALLEST_ZOOM_REM = 2.46 / 10.8;
/** Beyond this few lanes only become coarse. */
const LARGEST_ZOOM = 1.35;

interface Scene {
  layout: LaneLayout;
  zoom: number;
}

/** The lanes in their order on the timeline, without those for which there is no room: the last of a beat go first. */
function sceneOf(model: TimelineModel, names: readonly string[], heightPx: number, smallestZoom: number): Scene {
  for (let count = names.length; ; count -= 1) {
    const some = names.slice(0, count);
    const hidden = (lane: Lane) => !isNamed(lane, some);
    const lowestPx = laneRects(model, { heightPx: 0, hidden }).totalPx;
    const fits = (zoom: number) => (lowestPx + STAGE_AXIS_PX) * zoom <= heightPx;
    if (!fits(smallestZoom) && count > 1) continue;
    const zoom = Math.min(Math.max(smallestZoom, heightPx / ((lowestPx + STAGE_AXIS_PX) * 1.25)), smallestZoom * LARGEST_ZOOM);
    return { layout: laneRects(model, { heightPx: heightPx / zoom - STAGE_AXIS_PX, hidden }), zoom };
  }
}

/** A container's name alone means all of its lanes. */
function isNamed({ id, kind, group }: Lane, names: readonly string[]): boolean {
  return kind !== 'group' && (names.includes(id) || names.includes(group));
}

function viewOf({ index, shown, question, playheadMs }: OnStage, beats: readonly Beat[], hidesFuture: boolean): Omit<StageView, 'axis'> {
  // A beat about the run as a whole has no path that leads to it
  const told = shown.record === undefined ? [] : beats.slice(0, question === undefined ? index + 1 : index);
  return {
    window: shown.window,
    playheadMs,
    hidesFuture,
    path: told.map(({ record }) => record ?? NOT_DRAWN),
    pathGaps: new Set(told.flatMap(({ follows }, position) => (follows ? [] : [position]))),
  };
}

/** Crash loops that are alike are folded, but for those to come while the future is hidden, and those that the path leads into. */
function axisOf({ trace }: Run, loops: readonly LoopSeries[], { window, playheadMs, hidesFuture, path }: Omit<StageView, 'axis'>): TimeAxis {
  const told = path.flatMap((id) => trace.records[id]?.t ?? []);
  const folded = loopsToldBy(loops, window, hidesFuture ? playheadMs : trace.endMs, told);
  return foldedAxis(folded, trace.endMs, (series) => [foldTexts.label(series), foldTexts.short(series)]);
}

const NOT_DRAWN = -1;

function Labels({ model, layout, zoom, timeMs, hidesFuture }: Scene & { model: TimelineModel; timeMs: number; hidesFuture: boolean }) {
  const owners = new Set(layout.rects.flatMap(({ lane }) => lane.container ?? []));
  return layout.rects.map(({ lane, yPx, heightPx }) => {
    const value = lane.kind === 'actions' && hidesFuture ? '' : valueOnStage(model, lane, timeMs);
    return (
      <div key={lane.id} className={styles.label} style={{ top: (STAGE_AXIS_PX + yPx) * zoom, height: heightPx * zoom }}>
        <b>
          {owners.size > 1 && lane.container !== undefined && <small>{lane.container}</small>}
          <span>{nameOf(lane)}</span>
        </b>
        <i data-bad={isBadValue(value) || undefined}>{value}</i>
      </div>
    );
  });
}

/** Of the conditions, which are lines without names here, what most people look for. */
function valueOnStage(model: TimelineModel, lane: Lane, timeMs: number): string {
  return (lane.kind === 'conditions' ? readyAt(model, lane, timeMs) : undefined) ?? valueAt(model, lane.id, timeMs, true);
}

function nameOf({ kind, label }: Lane): string {
  return kind === 'status' ? words.api : label;
}
