import type { AppStore } from '../../store/app-store.ts';
import { firstPaint } from '../first-paint.ts';
import { insist } from '../insist.ts';
import type { FrameLoop } from '../frame-loop.ts';
import { currentTheme } from '../theme.ts';
import type { CodeEditor, CodeEditorOptions } from './code-editor.ts';

const PHONE = '(max-width: 640px)';
/** A speaker who has pressed no key for so long is talking. */
const STAGE_REST_MS = 3000;

/**
 * A module of each layer of Monaco, the lowest first. Each comes as one chunk (vite.config.ts) and runs in a task of its own; they are
 * fetched side by side.
 */
const LAYERS = [
  () => import('monaco-editor/base/common/event'),
  () => import('monaco-editor/platform/registry/common/platform'),
  () => import('monaco-editor/editor/common/core/range'),
  () => import('monaco-editor/editor/browser/editorExtensions'),
];

/**
 * Loads the code editor, 3.4 MB, after the first run is on screen and the browser has nothing better to do. A phone shows the
 * timeline only and never loads it. Undefined if it could not be loaded: the textarea stays, nothing is lost.
 */
export async function loadCodeEditor(store: AppStore, frames: FrameLoop): Promise<((options: Omit<CodeEditorOptions, 'hold'>) => CodeEditor) | undefined> {
  if (matchMedia(PHONE).matches) return undefined;
  await firstPaint(store, frames);
  await restOnStage(store);
  await whenIdle();
  try {
    const [{ dressEditors, MonacoCodeEditor }, { holdValue }] = await insist(() =>
      Promise.all([import('./monaco-editor.ts'), import('./values/hold.ts'), ...LAYERS.map((layer) => layer())]),
    );
    // The style sheet, and then the editor, are made in tasks of their own, apart from the one that ran the chunk
    await whenIdle();
    dressEditors(currentTheme());
    await whenIdle();
    return (options) => new MonacoCodeEditor({ ...options, hold: (half, value) => holdValue(store, half, value) });
  } catch (error) {
    console.warn('The code editor could not be loaded; the plain text field stays.', error);
    return undefined;
  }
}

/** Behind the stage nobody sees the editor, and its code would hold the change of a beat up: it waits for a rest, or for the end of the talk. */
function restOnStage(store: AppStore): Promise<void> {
  if (!store.getState().present) return Promise.resolve();
  return new Promise((resolve) => {
    const rested = () => {
      clearTimeout(timer);
      removeEventListener('keydown', restLater, { capture: true });
      unsubscribe();
      resolve();
    };
    const restLater = () => {
      clearTimeout(timer);
      timer = setTimeout(rested, STAGE_REST_MS);
    };
    let timer = setTimeout(rested, STAGE_REST_MS);
    addEventListener('keydown', restLater, { capture: true });
    const unsubscribe = store.subscribe(({ present }) => !present && rested());
  });
}

function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 1500 });
    else setTimeout(resolve, 200);
  });
}
