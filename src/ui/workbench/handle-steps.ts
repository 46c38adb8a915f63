/** Where a handle comes to stand when it is dragged, or moved by keys. */
import type { Handle } from './handles.ts';

type Range = Pick<Handle, 'fromMs' | 'toMs'>;

/** Places that a handle can be dragged to lie so many milliseconds apart: the first of these that is at least a pixel wide. */
const DRAG_STEPS_MS = [10, 50, 100, 500, 1000];
const COARSEST_STEP_MS = 1000;

/** Places that keys move a handle to. */
export const KEY_STEP_MS = 100;

/** The distance between the places that a handle can be dragged to, at this zoom. */
export function dragStepMs(pxPerMs: number): number {
  return DRAG_STEPS_MS.find((stepMs) => stepMs * pxPerMs >= 1) ?? COARSEST_STEP_MS;
}

/** The place nearest to `wantedMs` of those that lie `stepMs` apart, within the times that the handle can be moved to. */
export function placeNear(wantedMs: number, stepMs: number, { fromMs, toMs }: Range): number {
  return Math.min(Math.max(fromMs, Math.round(wantedMs / stepMs) * stepMs), toMs);
}
