import type { AppStore } from '../../store/app-store.ts';
import type { FrameLoop } from '../frame-loop.ts';
import type { CodeEditor, CodeEditorOptions } from './code-editor.ts';

const PHONE = '(max-width: 640px)';

/**
 * Loads the code editor, 3.4 MB, after the first run is on screen and the browser has nothing better to do. A phone shows the
 * timeline only and never loads it. Undefined if it could not be loaded: the textarea stays, nothing is lost.
 */
export async function loadCodeEditor(store: AppStore, frames: FrameLoop): Promise<((options: CodeEditorOptions) => CodeEditor) | undefined> {
  if (matchMedia(PHONE).matches) return undefined;
  await firstAnswer(store);
  await new Promise<void>((resolve) => frames.request('canvas', () => resolve()));
  await whenIdle();
  try {
    const { MonacoCodeEditor } = await import('./monaco-editor.ts');
    return (options) => new MonacoCodeEditor(options);
  } catch (error) {
    console.warn('The code editor could not be loaded; the plain text field stays.', error);
    return undefined;
  }
}

/** Until the first text has been simulated, or found to have errors. */
function firstAnswer(store: AppStore): Promise<void> {
  return new Promise((resolve) => {
    const answered = () => !store.getState().running && store.getState().textEpoch > 0;
    if (answered()) {
      resolve();
      return;
    }
    const stop = store.subscribe(() => {
      if (!answered()) return;
      stop();
      resolve();
    });
  });
}

function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 1500 });
    else setTimeout(resolve, 200);
  });
}
