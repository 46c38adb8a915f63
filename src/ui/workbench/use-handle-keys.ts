import { type KeyboardEvent, useRef } from 'react';
import { newGesture, perform } from '../../store/hand.ts';
import { useWiring } from '../context.ts';
import { workbenchTexts as words } from '../texts/en-workbench.ts';
import { KEY_STEP_MS, placeNear } from './handle-steps.ts';
import { type Handle, titleOf } from './handles.ts';

/** Keys that follow each other faster than this are one change. */
const KEY_PAUSE_MS = 1000;
const SECOND_MS = 1000;

/** What keys do on a handle that has the focus; `setHome` gives the focus to the handle of a key (`Handle.key`). */
export function useHandleKeys(shown: readonly Handle[], setHome: (key: string) => void): (handle: Handle, event: KeyboardEvent) => void {
  const { store, services } = useWiring();
  const burst = useRef({ key: '', part: 0, atMs: 0 });

  const nudge = (handle: Handle, byMs: number) => {
    const atMs = placeNear(handle.atMs + byMs, KEY_STEP_MS, handle);
    const nowMs = performance.now();
    const isSame = burst.current.key === handle.key && nowMs - burst.current.atMs < KEY_PAUSE_MS;
    burst.current = { key: handle.key, part: isSame ? burst.current.part : newGesture(), atMs: nowMs };
    void perform(store, services.changes, titleOf(handle, atMs), handle.gesture(atMs), burst.current.part).then(
      (action) => handle.action !== undefined && action !== undefined && setHome(`action ${action}`),
    );
  };
  const go = (handle: Handle, by: number) => {
    const index = shown.findIndex(({ key }) => key === handle.key) + by;
    const next = shown[Math.min(Math.max(0, index), shown.length - 1)];
    if (next) setHome(next.key);
  };
  const remove = (handle: Handle, index: number) => {
    void perform(store, services.changes, words.removed(handle.name), { kind: 'remove-action', index });
  };
  const copy = (handle: Handle, index: number) => {
    const toMs = handle.atMs + SECOND_MS;
    void perform(store, services.changes, words.copied(handle.name, handle.value(toMs)), { kind: 'copy-action', index, toMs });
  };

  return (handle, event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stepMs = event.shiftKey ? SECOND_MS : KEY_STEP_MS;
    const { action } = handle;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => nudge(handle, -stepMs),
      ArrowRight: () => nudge(handle, stepMs),
      ArrowUp: () => go(handle, -1),
      ArrowDown: () => go(handle, 1),
      ...(action !== undefined && { Delete: () => remove(handle, action), d: () => copy(handle, action) }),
    };
    const act = keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
}
