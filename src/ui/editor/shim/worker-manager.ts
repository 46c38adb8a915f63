// In place of the package `monaco-worker-manager` 2.0.1, which calls `createWebWorker({moduleId})`: gone since
// monaco-editor 0.53. An alias in vite.config.ts puts this in its place.

interface MonacoWorker {
  dispose(): void;
  withSyncedResources(uris: unknown[]): Promise<unknown>;
}

interface Monaco {
  editor: { createWebWorker(options: { worker: Promise<Worker>; keepIdleModels?: boolean }): MonacoWorker };
}

interface Options {
  createData?: unknown;
  interval?: number;
  label: string;
  stopWhenIdleFor?: number;
}

/** Starts the worker when it is first needed and stops it when nobody has asked for a while. */
export function createWorkerManager(monaco: Monaco, options: Options) {
  const { interval = 30_000, label, stopWhenIdleFor = 120_000 } = options;
  let { createData } = options;
  let worker: MonacoWorker | undefined;
  let lastUsed = 0;
  let disposed = false;
  const stop = () => {
    worker?.dispose();
    worker = undefined;
  };
  const timer = setInterval(() => {
    if (worker && Date.now() - lastUsed > stopWhenIdleFor) stop();
  }, interval);
  return {
    dispose() {
      disposed = true;
      clearInterval(timer);
      stop();
    },
    async getWorker(...resources: unknown[]): Promise<unknown> {
      if (disposed) throw new Error('Worker manager has been disposed');
      lastUsed = Date.now();
      if (!worker) {
        const started = await globalThis.MonacoEnvironment?.getWorker?.('workerMain.js', label);
        if (!started) throw new Error(`No worker for ${label}`);
        if (!worker) {
          started.postMessage('ignore');
          started.postMessage(createData);
          worker = monaco.editor.createWebWorker({ worker: Promise.resolve(started) });
        }
      }
      return worker.withSyncedResources(resources);
    },
    updateCreateData(data: unknown) {
      createData = data;
      stop();
    },
  };
}
