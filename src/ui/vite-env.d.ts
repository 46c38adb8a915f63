/// <reference types="vite/client" />

declare module 'monaco-editor/editor/editor.worker' {
  export function initialize(create: (context: unknown, createData: unknown) => object): void;
}
declare module 'monaco-editor/editor/contrib/*';
