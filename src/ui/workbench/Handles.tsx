import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type Grip, grab, isInHand, newGesture, perform } from '../../store/hand.ts';
import { historyOf, presentFork } from '../../store/history.ts';
import { timeAxis, visibleWindow } from '../../store/selectors.ts';
import { createTimeScale, foldAt, type LaneLayout } from '../../timeline/index.ts';
import { useApp, useWiring } from '../context.ts';
import { workbenchTexts as words } from '../texts/en-workbench.ts';
import { type Handle, handlesOf } from './handles.ts';
import styles from './Handles.module.css';

export interface HandlesProps {
  layout: LaneLayout;
  labelPx: number;
  chartPx: number;
}

interface Drag {
  key: string;
  /** The handle as it was taken. */
  handle: Handle;
  grip: Grip;
  atMs: number;
}

const NO_EXITS: readonly string[] = [];
/** Keys that follow each other faster than this are one change. */
const KEY_PAUSE_MS = 1000;
const KEY_STEP_MS = 100;
const SECOND_MS = 1000;
/** Places that a handle can be dragged to: so many milliseconds apart, the first that are at least a pixel. */
const STEPS_MS = [10, 50, 100, 500, 1000];

/** The handles over the lanes. One tab stop: up and down go from handle to handle, left and right move the one that has the focus. */
export function Handles({ layout, labelPx, chartPx }: HandlesProps) {
  const { store, services } = useWiring();
  const trace = useApp((state) => state.run?.trace);
  const exits = useApp((state) => state.run?.facts.exits ?? NO_EXITS);
  const usable = useApp((state) => isInHand({ ...state, running: false }));
  const window = useApp(visibleWindow);
  const axis = useApp(timeAxis);
  const hiddenFromMs = useApp((state) => (state.hideFuture ? state.playheadMs : Number.POSITIVE_INFINITY));
  const history = historyOf(store);
  const forkMs = useSyncExternalStore(history.subscribe, () => presentFork(history.getState())?.forkMs);
  const handles = useMemo(() => (trace ? handlesOf(trace, { exits, forkMs }) : []), [trace, exits, forkMs]);
  const [drag, setDrag] = useState<Drag>();
  const [home, setHome] = useState('');
  const burst = useRef({ key: '', part: 0, atMs: 0 });
  const group = useRef<HTMLDivElement>(null);
  const held = useRef<Grip>(undefined);
  // Whoever leaves the timeline in the middle of a drag lets go
  useEffect(() => () => void held.current?.release(), []);
  const scale = useMemo(() => createTimeScale(window, chartPx, axis), [window, chartPx, axis]);
  const lanes = useMemo(() => new Map(layout.rects.map((rect) => [rect.lane.id, rect])), [layout]);

  // The handle that was taken stays under the pointer, whatever the run that it made has in its place.
  const shown = (drag && !handles.some(({ key }) => key === drag.key) ? [...handles, drag.handle] : handles).flatMap((handle) => {
    const atMs = drag?.key === handle.key ? drag.atMs : handle.atMs;
    const rect = lanes.get(handle.lane);
    const isVisible = rect && atMs >= window.fromMs && atMs <= window.toMs && atMs <= hiddenFromMs && !foldAt(axis, atMs);
    return isVisible ? [{ handle, atMs, rect }] : [];
  });
  useEffect(() => {
    if (group.current?.contains(document.activeElement) && home !== '') focusOn(group.current, home);
  }, [home, handles]);
  if (!usable || !trace || shown.length === 0) return null;

  const stepMs = STEPS_MS.find((ms) => ms * scale.pxPerMs >= 1) ?? SECOND_MS;
  const down = (handle: Handle) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const grip = grab(store, services.changes);
    if (!grip) return;
    held.current = grip;
    // The handle itself may go with a run and come back with the next
    const target = group.current ?? event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const startPx = event.clientX;
    let last = handle.atMs;
    store.actions.set({ playing: false });
    setHome(handle.key);
    setDrag({ key: handle.key, handle, grip, atMs: handle.atMs });
    const move = (moved: globalThis.PointerEvent) => {
      if (moved.clientX === startPx && last === handle.atMs) return;
      const wantedMs = handle.atMs + (moved.clientX - startPx) / scale.pxPerMs;
      const atMs = Math.min(Math.max(handle.fromMs, Math.round(wantedMs / stepMs) * stepMs), handle.toMs);
      if (atMs === last) return;
      last = atMs;
      setDrag({ key: handle.key, handle, grip, atMs });
      grip.move(titleOf(handle, atMs), handle.gesture(atMs));
    };
    const up = () => {
      for (const [type, listener] of listeners) target.removeEventListener(type, listener as EventListener);
      held.current = undefined;
      void grip.release().finally(() => setDrag(undefined));
    };
    const listeners = [
      ['pointermove', move],
      ['pointerup', up],
      ['pointercancel', up],
    ] as const;
    for (const [type, listener] of listeners) target.addEventListener(type, listener as EventListener);
  };
  const nudge = (handle: Handle, byMs: number) => {
    const atMs = Math.min(Math.max(handle.fromMs, Math.round((handle.atMs + byMs) / KEY_STEP_MS) * KEY_STEP_MS), handle.toMs);
    const nowMs = performance.now();
    const isSame = burst.current.key === handle.key && nowMs - burst.current.atMs < KEY_PAUSE_MS;
    burst.current = { key: handle.key, part: isSame ? burst.current.part : newGesture(), atMs: nowMs };
    void perform(store, services.changes, titleOf(handle, atMs), handle.gesture(atMs), burst.current.part).then(
      (action) => handle.action !== undefined && action !== undefined && setHome(`action ${action}`),
    );
  };
  const press = (handle: Handle) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stepBy = event.shiftKey ? SECOND_MS : KEY_STEP_MS;
    const index = shown.findIndex(({ handle: { key } }) => key === handle.key);
    const go = (by: number) => {
      const next = shown[Math.min(Math.max(0, index + by), shown.length - 1)];
      if (next) setHome(next.handle.key);
    };
    const { action } = handle;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => nudge(handle, -stepBy),
      ArrowRight: () => nudge(handle, stepBy),
      ArrowUp: () => go(-1),
      ArrowDown: () => go(1),
      ...(action !== undefined && {
        Delete: () => void perform(store, services.changes, words.removed(handle.name), { kind: 'remove-action', index: action }),
        d: () =>
          void perform(store, services.changes, words.copied(handle.name, handle.value(handle.atMs + SECOND_MS)), {
            kind: 'copy-action',
            index: action,
            toMs: handle.atMs + SECOND_MS,
          }),
      }),
    };
    const act = keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  // One order of elements whatever the run: one that is moved would lose the focus
  const elements = [...shown].sort((a, b) => (a.handle.key < b.handle.key ? -1 : 1));
  const isHome = shown.some(({ handle }) => handle.key === home) ? home : shown[0]?.handle.key;
  return (
    <div ref={group} className={styles.handles} role="group" aria-label={words.handles.label} style={{ left: labelPx, width: chartPx }}>
      <span id="handles-hint" hidden>
        {words.handles.hint}
      </span>
      {elements.map(({ handle, atMs, rect }) => (
        <div
          key={handle.key}
          role="slider"
          className={styles.handle}
          data-key={handle.key}
          data-kind={handle.action === undefined ? 'process' : 'action'}
          data-taken={drag?.key === handle.key || undefined}
          tabIndex={handle.key === isHome ? 0 : -1}
          aria-label={handle.name}
          aria-describedby="handles-hint"
          aria-valuemin={handle.fromMs}
          aria-valuemax={handle.toMs}
          aria-valuenow={atMs}
          aria-valuetext={handle.value(atMs)}
          style={{ left: scale.xPx(atMs), top: rect.yPx, height: rect.heightPx }}
          onPointerDown={down(handle)}
          onKeyDown={press(handle)}
          onFocus={() => setHome(handle.key)}
        >
          <span className={styles.told} aria-hidden="true" data-left={scale.xPx(atMs) > chartPx - 160 || undefined}>
            {words.handles.set(handle.name, handle.value(atMs))}
          </span>
        </div>
      ))}
    </div>
  );
}

function titleOf(handle: Handle, atMs: number): string {
  return words.handles.set(handle.name, handle.value(atMs));
}

function focusOn(group: HTMLElement, key: string): void {
  group.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
