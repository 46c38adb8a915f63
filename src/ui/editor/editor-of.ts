import type { AppStore } from '../../store/app-store.ts';
import type { CodeEditor } from './code-editor.ts';

const editors = new WeakMap<AppStore, CodeEditor>();

/** The code editor of a page; undefined as long as a textarea does the work. */
export function editorOf(store: AppStore): CodeEditor | undefined {
  return editors.get(store);
}

/** Makes an editor known to what is not part of its panel: commands. Undefined: it is gone. */
export function setEditorOf(store: AppStore, editor: CodeEditor | undefined): void {
  if (editor) editors.set(store, editor);
  else editors.delete(store);
}
