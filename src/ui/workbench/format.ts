/** The text in one style, as one edit. */
import { newGesture } from '../../store/hand.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { Changes } from '../../store/changes.ts';
import { commandTexts } from '../texts/en-commands.ts';

export async function formatText(store: AppStore, changes: Pick<Changes, 'gesture'>): Promise<void> {
  const { text, diagnostics } = store.getState();
  const after = await changes.gesture(text, { kind: 'format' }, []);
  // What was typed in the meantime is not thrown away.
  if (store.getState().text !== text) return;
  if (after) {
    if (after.text !== text) store.actions.applyChange(commandTexts.words.format, after.text, newGesture());
    return;
  }
  const problem = diagnostics.find(({ severity }) => severity === 'error')?.message;
  store.actions.set({ notice: { kind: 'not-formatted', ...(problem !== undefined && { problem }) } });
}
