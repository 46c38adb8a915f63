/** Changes of the text that the page proposes: previews them and applies them. */
import type { Diagnostic, TextRange } from '../model/diagnostics.ts';
import type { SimulationClient } from '../worker/client.ts';
import type { Change, Edited, Gesture, Gestured } from '../worker/protocol.ts';
import type { AppStore } from './app-store.ts';

export interface Changes {
  /** The present text with the change in it; undefined if the text has no place for it. */
  preview(change: Change): Promise<Edited | undefined>;
  /** Puts the change into the text, as one edit that can be undone. */
  apply(change: Change): Promise<void>;
  /** Mends what a diagnostic of the present text is about, as one edit that can be undone; `title` says what it does. */
  mend(diagnostic: Diagnostic, title: string): Promise<void>;
  /** A text after a gesture in its run; undefined if it has no place for it. */
  gesture(text: string, gesture: Gesture, doneMs: readonly (number | undefined)[]): Promise<Gestured | undefined>;
}

export function changesOn(store: AppStore, client: Pick<SimulationClient, 'edit' | 'gesture'>): Changes {
  // A worker that was stopped has no answer, which says nothing about the text; asking again starts another one. A text that was too much for the
  // first would be too much for that one as well
  const preview = ({ edits }: Change) => {
    const ask = () => client.edit(store.getState().text, edits);
    return ask().catch(() => (store.getState().status.kind === 'current' ? ask().catch(() => undefined) : undefined));
  };
  const apply = async (change: Change) => {
    const { text } = store.getState();
    const edited = await preview(change);
    // The reader has typed in the meantime: that must not be lost
    if (store.getState().text !== text) return;
    if (edited) store.actions.applyChange(change.title, edited.text);
    else store.actions.set({ notice: { kind: 'not-applied', title: change.title } });
  };
  const respace = async (title: string) => {
    const { withOrdinarySpaces } = await import('./spaces.ts');
    store.actions.applyChange(title, withOrdinarySpaces(store.getState().text));
  };
  return {
    preview,
    apply,
    mend: async ({ fix, range }, title) => {
      // While a newer text is simulated the ranges are those of the one before
      if (!fix || store.getState().running) return;
      if ('edits' in fix) await apply({ title, edits: fix.edits });
      else if ('spaces' in fix) await respace(title);
      else if (range) store.actions.applyChange(title, withReplaced(store.getState().text, range, fix.replacement));
    },
    gesture: (text, gesture, doneMs) => client.gesture(text, store.getState().choices, gesture, doneMs).catch(() => undefined),
  };
}

/** The text with something else in the place of a range. */
function withReplaced(text: string, { startLine, startColumn, endLine, endColumn }: TextRange, replacement: string): string {
  const lines = text.split('\n');
  const offsetOf = (line: number, column: number) => lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
  return `${text.slice(0, offsetOf(startLine, startColumn))}${replacement}${text.slice(offsetOf(endLine, endColumn))}`;
}
