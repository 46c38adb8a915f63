/** Modules of Monaco that come without types. The first four are only loaded, not used. */
declare module 'monaco-editor/base/common/event';
declare module 'monaco-editor/platform/registry/common/platform';
declare module 'monaco-editor/editor/common/core/range';
declare module 'monaco-editor/editor/browser/editorExtensions';
declare module 'monaco-editor/platform/undoRedo/common/undoRedo' {
  /** Names the service that keeps what can be undone. */
  export const IUndoRedoService: { toString(): string };
}
declare module 'monaco-editor/editor/standalone/browser/standaloneServices' {
  import type { IUndoRedoService } from 'monaco-editor/platform/undoRedo/common/undoRedo';
  export const StandaloneServices: { get(service: typeof IUndoRedoService): { pushElement(element: object): void } };
}
