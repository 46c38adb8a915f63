/** Modules of Monaco that are only loaded, not used: they come without types. */
declare module 'monaco-editor/base/common/event';
declare module 'monaco-editor/platform/registry/common/platform';
declare module 'monaco-editor/editor/common/core/range';
declare module 'monaco-editor/editor/browser/editorExtensions';
