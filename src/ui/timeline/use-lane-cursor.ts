import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { timeAxis, visibleWindow, wholeWindow } from '../../store/selectors.ts';
import {
  foldAt,
  type FoldedStretch,
  type LaneId,
  type LaneLayout,
  markFrom,
  type MarkRef,
  nextMark,
  previousMark,
  revealTime,
  type TimelineModel,
  timeOfMark,
} from '../../timeline/index.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { selectMark } from '../playback.ts';
import { inLane, type LaneCursor, markBeside } from './lane-cursor.ts';
import { useSurface } from './surface-context.ts';

export interface CursorInLanes {
  /** Its lane is one of the layout, whatever lane it was in before. */
  cursor: LaneCursor;
  /** What is folded away where the cursor is. */
  fold: FoldedStretch | undefined;
  go(lane: LaneId, mark: MarkRef | undefined): void;
  press(event: KeyboardEvent): void;
  /** The keyboard has come into the grid, or has left it. */
  setActive(active: boolean): void;
  /** The keyboard has come to the label of a lane, by whatever way. */
  reach(lane: LaneId): void;
}

/** The cursor of the keyboard in the lanes. While it is there, the focus follows it, and the canvas draws a ring around its mark. */
export function useLaneCursor(
  grid: RefObject<HTMLElement | null>,
  model: TimelineModel,
  layout: LaneLayout,
  indexes: ReadonlyMap<LaneId, number>,
): CursorInLanes {
  const { store } = useWiring();
  const { seek, setWindow, toggleFold, unfoldLoops } = useActions();
  const surface = useSurface();
  const axis = useApp(timeAxis);
  const [kept, setCursor] = useState<LaneCursor>({ lane: '', mark: undefined });
  const [active, setActive] = useState(false);
  const lane = indexes.has(kept.lane) ? kept.lane : (layout.rects[0]?.lane.id ?? '');

  // A mark belongs to one layout: with another the cursor goes back to the lane's label.
  const [knownModel, setKnownModel] = useState(model);
  if (knownModel !== model) {
    setKnownModel(model);
    setCursor({ lane: kept.lane, mark: undefined });
  }
  // A lane that was hidden takes its marks along
  const mark = lane === kept.lane ? kept.mark : undefined;
  const fold = mark && knownModel === model ? foldAt(axis, timeOfMark(model, mark)) : undefined;
  const cursor = { lane, mark };

  useEffect(() => surface?.setFocused(active && !fold ? mark : undefined), [surface, mark, fold, active]);
  useLayoutEffect(() => {
    if (!active) return;
    const target = grid.current?.querySelector<HTMLElement>('[data-cursor]');
    target?.focus({ preventScroll: true });
    target?.closest<HTMLElement>('[role=row]')?.scrollIntoView({ block: 'nearest' });
  }, [grid, kept, fold, active]);

  const go = (to: LaneId, on: MarkRef | undefined) => {
    setCursor({ lane: to, mark: on });
    if (!on) return;
    const state = store.getState();
    const window = revealTime(visibleWindow(state), wholeWindow(state), timeOfMark(model, on), timeAxis(state));
    if (window !== visibleWindow(state)) setWindow(window);
  };
  const beside = (direction: 1 | -1) => markBeside(model, cursor, direction, { fold, playheadMs: store.getState().playheadMs });
  const goToLane = (index: number) => {
    const rect = layout.rects[Math.min(Math.max(0, index), layout.rects.length - 1)];
    if (!rect) return;
    const to = inLane(model, rect.lane.id, cursor);
    go(to.lane, to.mark);
  };
  const activate = () => {
    const rect = layout.rects[indexes.get(lane) ?? 0];
    if (fold) {
      unfoldLoops(fold.key);
      go(lane, markFrom(model, lane, fold.fromMs, 1));
    } else if (mark) {
      selectMark(store, model, mark);
      seek(timeOfMark(model, mark), 'glide');
    } else if (rect?.lane.kind === 'group') toggleFold(rect.lane.group);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const index = indexes.get(lane) ?? 0;
    const keys: Record<string, () => void> = {
      ArrowDown: () => goToLane(index + 1),
      ArrowUp: () => goToLane(index - 1),
      ArrowRight: () => {
        const next = beside(1);
        if (next) go(lane, next);
      },
      ArrowLeft: () => mark && go(lane, beside(-1)),
      Home: () => go(lane, nextMark(model, lane)),
      End: () => go(lane, previousMark(model, lane)),
      Enter: activate,
      ' ': activate,
    };
    const act = keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  const reach = (to: LaneId) => {
    if (kept.lane !== to) setCursor({ lane: to, mark: undefined });
  };
  return { cursor, fold, go, press, setActive, reach };
}
