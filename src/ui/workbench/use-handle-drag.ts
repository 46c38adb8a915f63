import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type Grip, grab } from '../../store/hand.ts';
import { useWiring } from '../context.ts';
import { dragStepMs, placeNear } from './handle-steps.ts';
import { type Handle, titleOf } from './handles.ts';

export interface Drag {
  /** The handle as it was taken. */
  handle: Handle;
  atMs: number;
}

/** The handle that is being dragged, if any, and what takes one: each place that it comes to is a wish for a change of the text. */
export function useHandleDrag(
  group: RefObject<HTMLElement | null>,
  pxPerMs: number,
  onTake: (handle: Handle) => void,
): { drag: Drag | undefined; take(handle: Handle, event: PointerEvent<HTMLElement>): void } {
  const { store, services } = useWiring();
  const [drag, setDrag] = useState<Drag>();
  const held = useRef<Grip>(undefined);
  // Whoever leaves the timeline in the middle of a drag lets go
  useEffect(() => () => void held.current?.release(), []);

  const take = (handle: Handle, event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const grip = grab(store, services.changes);
    if (!grip) return;
    held.current = grip;
    store.actions.set({ playing: false });
    onTake(handle);
    setDrag({ handle, atMs: handle.atMs });
    const startPx = event.clientX;
    let lastMs = handle.atMs;
    const move = (nowPx: number) => {
      // A press that has not moved leaves the handle where it is, between two places perhaps
      if (nowPx === startPx && lastMs === handle.atMs) return;
      const atMs = placeNear(handle.atMs + (nowPx - startPx) / pxPerMs, dragStepMs(pxPerMs), handle);
      if (atMs === lastMs) return;
      lastMs = atMs;
      setDrag({ handle, atMs });
      grip.move(titleOf(handle, atMs), handle.gesture(atMs));
    };
    const release = () => {
      held.current = undefined;
      void grip.release().finally(() => setDrag(undefined));
    };
    // The handle itself may go with a run and come back with the next
    followPointer(group.current ?? event.currentTarget, event.pointerId, move, release);
  };
  return { drag, take };
}

/** Calls `move` with the pointer's place (`clientX`) until it is let go. */
function followPointer(target: HTMLElement, pointerId: number, move: (clientXPx: number) => void, release: () => void): void {
  const following = new AbortController();
  const { signal } = following;
  const end = () => {
    following.abort();
    release();
  };
  target.setPointerCapture(pointerId);
  target.addEventListener('pointermove', (moved) => move(moved.clientX), { signal });
  target.addEventListener('pointerup', end, { signal });
  target.addEventListener('pointercancel', end, { signal });
}
