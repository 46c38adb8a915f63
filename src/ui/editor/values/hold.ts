/** Changing a value of the text by hand: while it is dragged, and by keys. */
import { grabText, newGesture } from '../../../store/hand.ts';
import type { AppStore } from '../../../store/app-store.ts';
import { editHalf } from '../../../store/halves.ts';
import type { Half } from '../../../model/scenario-text.ts';
import { valueTexts as words } from '../../texts/en-values.ts';
import { editorOf } from '../editor-of.ts';
import { stepped, type Value, valueAt, withValue } from './values.ts';

/** A value that is being dragged: all steps count from where it was taken. */
export interface HeldValue {
  move(steps: number): void;
  release(): void;
}

/** Keys that follow each other faster than this are one change. */
const KEY_PAUSE_MS = 1000;

/** Takes hold of a value of a tab; the run follows, and all of it is one step for an undo. */
export function holdValue(store: AppStore, half: Half, value: Value): HeldValue {
  const grip = grabText(store);
  const { halves } = store.getState();
  return {
    move: (steps) => {
      const now = stepped(value, steps);
      grip.move(words.set(value.name, now), editHalf(halves, half, withValue(halves[half], value, now)).text);
    },
    release: () => void grip.release(),
  };
}

let burst = { key: '', part: 0, atMs: 0 };

/** Makes the value at the caret of the code editor bigger or smaller; says so where there is none. */
export function nudgeValue(store: AppStore, steps: number): void {
  const editor = editorOf(store);
  const caret = editor?.caret();
  if (!editor || !caret) return;
  const { halves } = store.getState();
  const { half, line, column } = caret;
  const lines = halves[half].split('\n');
  const value = valueAt(half, (number) => lines[number - 1] ?? '', line, column);
  if (!value) {
    editor.say(words.none);
    return;
  }
  const now = stepped(value, steps);
  editor.say(now === value.text ? words.atLimit(value.name, now) : words.set(value.name, now));
  if (now === value.text) return;
  const key = `${half} ${line} ${value.name}`;
  const nowMs = performance.now();
  const isSame = burst.key === key && nowMs - burst.atMs < KEY_PAUSE_MS;
  burst = { key, part: isSame ? burst.part : newGesture(), atMs: nowMs };
  store.actions.applyChange(words.set(value.name, now), editHalf(halves, half, withValue(halves[half], value, now)).text, burst.part);
}
