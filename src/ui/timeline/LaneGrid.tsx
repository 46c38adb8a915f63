import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { foldableLoops, timeAxis, visibleWindow, wholeWindow } from '../../store/selectors.ts';
import {
  createTimeScale,
  foldAt,
  type FoldedStretch,
  type LaneId,
  type LaneLayout,
  type LaneRect,
  markAt,
  markFrom,
  type MarkRef,
  markSentence,
  nextMark,
  previousMark,
  revealTime,
  type TimelineModel,
  timeOfMark,
} from '../../timeline/index.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { Icon } from '../Icon.tsx';
import { useInSight } from '../in-sight.ts';
import { selectMark } from '../playback.ts';
import { foldTexts } from '../texts/en-folds.ts';
import { runTexts } from '../texts/en-run.ts';
import { LaneValues } from './lane-values.ts';
import { useSurface } from './surface-context.ts';
import styles from './Timeline.module.css';

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

/** Where the keyboard is: on a lane's label, or on one of its marks. On a mark that is folded away, it is on all that is folded there. */
interface Cursor {
  lane: LaneId;
  mark: MarkRef | undefined;
}

/**
 * The label column, and with it the lanes as a grid for the keyboard and for screen readers. The grid is one tab stop: up and
 * down go from lane to lane, left and right from mark to mark. Of a lane's marks only the focused one and its neighbours
 * exist as elements, however many there are.
 */
export function LaneGrid({ model, layout, scroller, labelPx, chartPx }: LaneGridProps) {
  const { store } = useWiring();
  const { seek, setWindow, toggleFold, unfoldLoops, set } = useActions();
  const surface = useSurface();
  const grid = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<Cursor>({ lane: '', mark: undefined });
  const [active, setActive] = useState(false);
  const values = useMemo(() => new LaneValues(), []);
  const first = layout.rects[0]?.lane.id ?? '';
  const indexes = useMemo(() => new Map(layout.rects.map(({ lane }, index) => [lane.id, index])), [layout]);
  const home = indexes.has(cursor.lane) ? cursor.lane : first;
  const selectedLane = useApp((state) => state.selectedLane);
  const isLong = layout.rects.length > MOST_ROWS;
  const { fromPx, toPx } = useInSight(scroller, isLong);
  const rows = isLong
    ? layout.rects.filter(({ lane: { id }, yPx, heightPx }) => (yPx < toPx && yPx + heightPx > fromPx) || id === home || id === selectedLane)
    : layout.rects;

  // A mark belongs to one layout: with another the cursor goes back to the lane's label.
  const [knownModel, setKnownModel] = useState(model);
  if (knownModel !== model) {
    setKnownModel(model);
    setCursor({ lane: cursor.lane, mark: undefined });
  }

  const axis = useApp(timeAxis);
  const fold = cursor.mark && knownModel === model ? foldAt(axis, timeOfMark(model, cursor.mark)) : undefined;

  useLayoutEffect(() => {
    values.configure(model, layout, labelPx);
    values.show(store.getState().playheadMs);
  });
  useEffect(() => {
    return store.subscribe((state, before) => {
      if (state.playheadMs !== before.playheadMs) values.show(state.playheadMs);
    });
  }, [store, values]);
  useEffect(() => surface?.setFocused(active && !fold ? cursor.mark : undefined), [surface, cursor.mark, fold, active]);
  useLayoutEffect(() => {
    if (!active) return;
    const target = grid.current?.querySelector<HTMLElement>('[data-cursor]');
    target?.focus({ preventScroll: true });
    target?.closest<HTMLElement>('[role=row]')?.scrollIntoView({ block: 'nearest' });
  }, [cursor, fold, active]);

  const go = (lane: LaneId, mark: MarkRef | undefined) => {
    setCursor({ lane, mark });
    if (!mark) return;
    const state = store.getState();
    const window = revealTime(visibleWindow(state), wholeWindow(state), timeOfMark(model, mark), timeAxis(state));
    if (window !== visibleWindow(state)) setWindow(window);
  };
  const step = (direction: 1 | -1) => {
    const { mark } = cursor;
    if (fold) return direction > 0 ? markFrom(model, home, fold.toMs, 1) : markFrom(model, home, fold.fromMs, -1);
    if (mark) return direction > 0 ? nextMark(model, home, mark) : previousMark(model, home, mark);
    return direction > 0 ? (markAt(model, home, store.getState().playheadMs) ?? nextMark(model, home)) : undefined;
  };
  const goToLane = (index: number) => {
    const rect = layout.rects[Math.min(Math.max(0, index), layout.rects.length - 1)];
    if (!rect) return;
    const timeMs = cursor.mark && timeOfMark(model, cursor.mark);
    go(rect.lane.id, timeMs === undefined ? undefined : (markAt(model, rect.lane.id, timeMs) ?? nextMark(model, rect.lane.id)));
  };
  const activate = () => {
    const rect = layout.rects.find(({ lane }) => lane.id === home);
    if (fold) {
      unfoldLoops(fold.key);
      go(home, markFrom(model, home, fold.fromMs, 1));
    } else if (cursor.mark) {
      selectMark(store, model, cursor.mark);
      seek(timeOfMark(model, cursor.mark), 'glide');
    } else if (rect?.lane.kind === 'group') toggleFold(rect.lane.group);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const index = indexes.get(home) ?? 0;
    const keys: Record<string, () => void> = {
      ArrowDown: () => goToLane(index + 1),
      ArrowUp: () => goToLane(index - 1),
      ArrowRight: () => {
        const next = step(1);
        if (next) go(home, next);
      },
      ArrowLeft: () => cursor.mark && go(home, step(-1)),
      Home: () => go(home, nextMark(model, home)),
      End: () => go(home, previousMark(model, home)),
      Enter: activate,
      ' ': activate,
    };
    const act = keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
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
          isHome={rect.lane.id === home}
          cursorIsHere={rect.lane.id === home && cursor.mark === undefined}
          values={values}
          onReach={() => cursor.lane !== rect.lane.id && setCursor({ lane: rect.lane.id, mark: undefined })}
          onPick={() => {
            setActive(true);
            go(rect.lane.id, undefined);
            set({ selectedLane: rect.lane.id });
            if (rect.lane.kind === 'group') toggleFold(rect.lane.group);
          }}
        >
          {rect.lane.id === home && fold && <FoldCell fold={fold} labelPx={labelPx} chartPx={chartPx} />}
          {rect.lane.id === home && cursor.mark && !fold && <MarkCells model={model} lane={home} mark={cursor.mark} labelPx={labelPx} chartPx={chartPx} />}
        </Row>
      ))}
    </div>
  );
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
        <span className={styles.name}>{lane.label}</span>
        {isGroup && lane.detail !== '' && hasRoomForDetail && <small className={styles.detail}>{lane.detail}</small>}
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
