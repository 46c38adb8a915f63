import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { isInHand } from '../../store/hand.ts';
import { historyOf, presentFork } from '../../store/history.ts';
import { timeAxis, visibleWindow } from '../../store/selectors.ts';
import { createTimeScale, foldAt, type LaneLayout, type LaneRect } from '../../timeline/index.ts';
import { useApp, useWiring } from '../context.ts';
import { workbenchTexts as words } from '../texts/en-workbench.ts';
import { type Handle, handlesOf, titleOf } from './handles.ts';
import styles from './Handles.module.css';
import { type Drag, useHandleDrag } from './use-handle-drag.ts';
import { useHandleKeys } from './use-handle-keys.ts';

export interface HandlesProps {
  layout: LaneLayout;
  labelPx: number;
  chartPx: number;
}

const NO_EXITS: readonly string[] = [];
/** What a handle says of itself stands on its left if there is less room than this on its right. */
const TOLD_PX = 160;

/** The handles over the lanes. One tab stop: up and down go from handle to handle, left and right move the one that has the focus. */
export function Handles({ layout, labelPx, chartPx }: HandlesProps) {
  const usable = useApp((state) => isInHand({ ...state, running: false }));
  const window = useApp(visibleWindow);
  const axis = useApp(timeAxis);
  const scale = useMemo(() => createTimeScale(window, chartPx, axis), [window, chartPx, axis]);
  const group = useRef<HTMLDivElement>(null);
  const handles = useHandles();
  const [home, setHome] = useState('');
  const { drag, take } = useHandleDrag(group, scale.pxPerMs, ({ key }) => setHome(key));
  const shown = useInView(handles, drag, layout);
  const press = useHandleKeys(
    shown.map(({ handle }) => handle),
    setHome,
  );
  useEffect(() => {
    if (group.current?.contains(document.activeElement) && home !== '') focusOn(group.current, home);
  }, [home, handles]);
  if (!usable || shown.length === 0) return null;

  // One order of elements whatever the run: one that is moved would lose the focus
  const elements = [...shown].sort((a, b) => (a.handle.key < b.handle.key ? -1 : 1));
  const tabStop = shown.some(({ handle }) => handle.key === home) ? home : shown[0]?.handle.key;
  return (
    <div ref={group} className={styles.handles} role="group" aria-label={words.handles.label} style={{ left: labelPx, width: chartPx }}>
      <span id="handles-hint" hidden>
        {words.handles.hint}
      </span>
      {elements.map(({ handle, atMs, rect }) => {
        const xPx = scale.xPx(atMs);
        return (
          <Slider
            key={handle.key}
            handle={handle}
            atMs={atMs}
            xPx={xPx}
            rect={rect}
            isTaken={drag?.handle.key === handle.key}
            isTabStop={handle.key === tabStop}
            isToldOnLeft={xPx > chartPx - TOLD_PX}
            onPointerDown={(event) => take(handle, event)}
            onKeyDown={(event) => press(handle, event)}
            onFocus={() => setHome(handle.key)}
          />
        );
      })}
    </div>
  );
}

/** All handles of the run on screen. */
function useHandles(): Handle[] {
  const { store } = useWiring();
  const trace = useApp((state) => state.run?.trace);
  const exits = useApp((state) => state.run?.facts.exits ?? NO_EXITS);
  const history = historyOf(store);
  const forkMs = useSyncExternalStore(history.subscribe, () => presentFork(history.getState())?.forkMs);
  return useMemo(() => (trace ? handlesOf(trace, { exits, forkMs }) : []), [trace, exits, forkMs]);
}

interface Placed {
  handle: Handle;
  atMs: number;
  rect: LaneRect;
}

/** The handles that have a place on screen. One that was taken stays under the pointer, whatever the run that it made has in its place. */
function useInView(handles: readonly Handle[], drag: Drag | undefined, layout: LaneLayout): Placed[] {
  const { fromMs, toMs } = useApp(visibleWindow);
  const axis = useApp(timeAxis);
  const hiddenFromMs = useApp((state) => (state.hideFuture ? state.playheadMs : Number.POSITIVE_INFINITY));
  const lanes = useMemo(() => new Map(layout.rects.map((rect) => [rect.lane.id, rect])), [layout]);
  const all = drag && !handles.some(({ key }) => key === drag.handle.key) ? [...handles, drag.handle] : handles;
  return all.flatMap((handle) => {
    const atMs = drag?.handle.key === handle.key ? drag.atMs : handle.atMs;
    const rect = lanes.get(handle.lane);
    const isVisible = rect && atMs >= fromMs && atMs <= toMs && atMs <= hiddenFromMs && !foldAt(axis, atMs);
    return isVisible ? [{ handle, atMs, rect }] : [];
  });
}

interface SliderProps extends Placed {
  xPx: number;
  isTaken: boolean;
  isTabStop: boolean;
  isToldOnLeft: boolean;
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onKeyDown(event: KeyboardEvent): void;
  onFocus(): void;
}

function Slider({ handle, atMs, rect, xPx, isTaken, isTabStop, isToldOnLeft, ...listeners }: SliderProps) {
  return (
    <div
      role="slider"
      className={styles.handle}
      data-key={handle.key}
      data-kind={handle.action === undefined ? 'process' : 'action'}
      data-taken={isTaken || undefined}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={handle.name}
      aria-describedby="handles-hint"
      aria-valuemin={handle.fromMs}
      aria-valuemax={handle.toMs}
      aria-valuenow={atMs}
      aria-valuetext={handle.value(atMs)}
      style={{ left: xPx, top: rect.yPx, height: rect.heightPx }}
      {...listeners}
    >
      <span className={styles.told} aria-hidden="true" data-left={isToldOnLeft || undefined}>
        {titleOf(handle, atMs)}
      </span>
    </div>
  );
}

function focusOn(group: HTMLElement, key: string): void {
  group.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
