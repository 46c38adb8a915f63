import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { foldableLoops, timeAxis, visibleWindow } from '../../store/selectors.ts';
import {
  createTimeScale,
  type FoldedStretch,
  type LaneId,
  type LaneLayout,
  type LaneRect,
  type MarkRef,
  markSentence,
  nextMark,
  previousMark,
  type TimelineModel,
  timeOfMark,
} from '../../timeline/index.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { Icon } from '../Icon.tsx';
import { useInSight } from '../in-sight.ts';
import { foldTexts } from '../texts/en-folds.ts';
import { runTexts } from '../texts/en-run.ts';
import { LaneValues } from './lane-values.ts';
import styles from './Timeline.module.css';
import { useLaneCursor } from './use-lane-cursor.ts';

/** Up to so many rows are all there: who reads with a screen reader may wander through them. Of more the grid says how many there are. */
const MOST_ROWS = 200;

interface LaneGridProps {
  model: TimelineModel;
  layout: LaneLayout;
  /** What the lanes scroll in. */
  scroller: RefObject<HTMLElement | null>;
  labelPx: number;
  chartPx: number;
}

/**
 * The label column, and with it the lanes as a grid for the keyboard and for screen readers. The grid is one tab stop: up and
 * down go from lane to lane, left and right from mark to mark. Of a lane's marks only the focused one and its neighbours
 * exist as elements, however many there are.
 */
export function LaneGrid({ model, layout, scroller, labelPx, chartPx }: LaneGridProps) {
  const { toggleFold, set } = useActions();
  const grid = useRef<HTMLDivElement>(null);
  const indexes = useMemo(() => new Map(layout.rects.map(({ lane }, index) => [lane.id, index])), [layout]);
  const { cursor, fold, go, press, setActive, reach } = useLaneCursor(grid, model, layout, indexes);
  const values = useLaneValues(model, layout, labelPx);
  const rows = useRows(layout, scroller, cursor.lane);
  return (
    <div
      ref={grid}
      className={styles.grid}
      role="grid"
      aria-label={runTexts.timeline.label}
      aria-describedby="timeline-grid-hint"
      aria-rowcount={layout.rects.length}
      aria-colcount={-1}
      tabIndex={-1}
      onKeyDown={press}
      onFocus={() => setActive(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setActive(false)}
    >
      <span id="timeline-grid-hint" hidden>
        {runTexts.timeline.gridHint}
      </span>
      {rows.map((rect) => (
        <Row
          key={rect.lane.id}
          rect={rect}
          index={indexes.get(rect.lane.id) ?? 0}
          unit={layout.unit}
          labelPx={labelPx}
          isHome={rect.lane.id === cursor.lane}
          cursorIsHere={rect.lane.id === cursor.lane && cursor.mark === undefined}
          values={values}
          onReach={() => reach(rect.lane.id)}
          onPick={() => {
            setActive(true);
            go(rect.lane.id, undefined);
            set({ selectedLane: rect.lane.id });
            if (rect.lane.kind === 'group') toggleFold(rect.lane.group);
          }}
        >
          {rect.lane.id === cursor.lane && fold && <FoldCell fold={fold} labelPx={labelPx} chartPx={chartPx} />}
          {rect.lane.id === cursor.lane && cursor.mark && !fold && (
            <MarkCells model={model} lane={cursor.lane} mark={cursor.mark} labelPx={labelPx} chartPx={chartPx} />
          )}
        </Row>
      ))}
    </div>
  );
}

/** The rows that exist as elements: all, or of very many those in sight, and those that the keyboard or the selection needs. */
function useRows(layout: LaneLayout, scroller: RefObject<HTMLElement | null>, home: LaneId): readonly LaneRect[] {
  const selectedLane = useApp((state) => state.selectedLane);
  const isLong = layout.rects.length > MOST_ROWS;
  const { fromPx, toPx } = useInSight(scroller, isLong);
  if (!isLong) return layout.rects;
  return layout.rects.filter(({ lane: { id }, yPx, heightPx }) => (yPx < toPx && yPx + heightPx > fromPx) || id === home || id === selectedLane);
}

/** What the labels say of the moment at the playhead; it moves with every frame, past React. */
function useLaneValues(model: TimelineModel, layout: LaneLayout, labelPx: number): LaneValues {
  const { store } = useWiring();
  const values = useMemo(() => new LaneValues(), []);
  useLayoutEffect(() => {
    values.configure(model, layout, labelPx);
    values.show(store.getState().playheadMs);
  });
  useEffect(() => {
    return store.subscribe((state, before) => {
      if (state.playheadMs !== before.playheadMs) values.show(state.playheadMs);
    });
  }, [store, values]);
  return values;
}

interface RowProps {
  rect: LaneRect;
  index: number;
  unit: number;
  labelPx: number;
  isHome: boolean;
  cursorIsHere: boolean;
  values: LaneValues;
  /** The keyboard has come to the label, by whatever way. */
  onReach(): void;
  onPick(): void;
  children: ReactNode;
}

function Row({ rect: { lane, yPx, heightPx }, index, unit, labelPx, isHome, cursorIsHere, values, onReach, onPick, children }: RowProps) {
  const folded = useApp((state) => state.folded.has(lane.group));
  const isSelected = useApp((state) => state.selectedLane === lane.id);
  const isGroup = lane.kind === 'group';
  const hasRoomForDetail = labelPx - lane.label.length * BOLD_CHARACTER_PX * unit > DETAIL_FROM_PX;
  return (
    <div className={styles.row} role="row" aria-rowindex={index + 1} tabIndex={-1} style={{ top: yPx, height: heightPx }}>
      <div
        role="rowheader"
        className={`${styles.label} ${isGroup ? styles.group : ''}`}
        style={{ width: labelPx, fontSize: Math.min(13.5, 12 * unit) }}
        tabIndex={isHome ? 0 : -1}
        data-cursor={cursorIsHere || undefined}
        data-selected={isSelected || undefined}
        data-lane={lane.id}
        data-side={lane.home?.side}
        {...(isGroup && { 'aria-expanded': !folded })}
        onFocus={onReach}
        onClick={onPick}
      >
        {lane.home && <span className={styles.badge}>{runTexts.timeline.sides[lane.home.side]}</span>}
        {isGroup && <Icon name={folded ? 'right' : 'down'} />}
        <span className={styles.name} title={isGroup ? lane.label : undefined}>
          {lane.label}
        </span>
        {isGroup && lane.detail !== '' && hasRoomForDetail && (
          <small className={styles.detail} title={lane.detail}>
            {lane.detail}
          </small>
        )}
        <span className={styles.value} ref={values.register(lane.id)} />
      </div>
      {children}
    </div>
  );
}

/** Less room than this beside a group's name, and its small print would be nothing but an ellipsis. */
const DETAIL_FROM_PX = 120;
const BOLD_CHARACTER_PX = 7.4;

/** The focused mark and its neighbours; the canvas draws the ring. */
function MarkCells({ model, lane, mark, labelPx, chartPx }: { model: TimelineModel; lane: LaneId; mark: MarkRef; labelPx: number; chartPx: number }) {
  const window = useApp(visibleWindow);
  const axis = useApp(timeAxis);
  const scale = createTimeScale(window, chartPx, axis);
  const marks = [previousMark(model, lane, mark), mark, nextMark(model, lane, mark)];
  return marks.map(
    (each) =>
      each && (
        <div
          key={`${each.track} ${each.mark} ${each.attempt}`}
          role="gridcell"
          className={styles.markCell}
          tabIndex={-1}
          data-cursor={each === mark || undefined}
          style={{ left: labelPx + Math.min(chartPx, Math.max(0, scale.xPx(timeOfMark(model, each)))) }}
        >
          {markSentence(model, each)}
        </div>
      ),
  );
}

/** Marks that are folded away, in the place of all of them. */
function FoldCell({ fold, labelPx, chartPx }: { fold: FoldedStretch; labelPx: number; chartPx: number }) {
  const window = useApp(visibleWindow);
  const axis = useApp(timeAxis);
  const series = useApp(foldableLoops).find(({ key }) => key === fold.key);
  const scale = createTimeScale(window, chartPx, axis);
  const [leftPx, rightPx] = [scale.xPx(fold.fromMs), scale.xPx(fold.toMs)].map((xPx) => Math.min(chartPx, Math.max(0, xPx))) as [number, number];
  return (
    <div
      role="gridcell"
      className={styles.markCell}
      tabIndex={-1}
      data-cursor
      data-fold
      style={{ left: labelPx + leftPx, width: Math.max(1, rightPx - leftPx) }}
    >
      {series && foldTexts.name(series)}
    </div>
  );
}
