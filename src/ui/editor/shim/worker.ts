// In place of `monaco-worker-manager/worker`, which imports a path that monaco-editor no longer exports since 0.56.
import { initialize as initializeWorker } from 'monaco-editor/editor/editor.worker';

/** Called by monaco-yaml's worker; the first message only makes the worker install its initializer. */
export function initialize(create: (context: unknown, createData: unknown) => object): void {
  self.onmessage = () => {
    initializeWorker((context, createData) => Object.create(create(context, createData)) as object);
  };
}
