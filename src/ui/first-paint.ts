import { useEffect, useState } from 'react';
import type { AppStore } from '../store/app-store.ts';
import { useWiring } from './context.ts';
import type { FrameLoop } from './frame-loop.ts';
import { isPreparing } from './idle.ts';

/** Resolves when the first run (or the beat of its story) is on screen, or when it is known that there is none. What is not visible before then need not be loaded before. */
export async function firstPaint(store: AppStore, frames: FrameLoop): Promise<void> {
  await firstAnswer(store);
  await new Promise<void>((resolve) => frames.request('canvas', () => resolve()));
}

/**
 * What `load` resolves to, loaded once the first run is on screen; undefined until then, and the page does not count as idle. This is not
 * `React.lazy`, because React delays what replaces a fallback, so that fallbacks do not flicker, and here there is no fallback.
 */
export function useAfterFirstPaint<Module>(load: () => Promise<Module>): Module | undefined {
  const { store, frames } = useWiring();
  const [loaded, setLoaded] = useState<Module>();
  useEffect(() => {
    if (loaded !== undefined) return undefined;
    let gone = false;
    const release = frames.hold();
    firstPaint(store, frames)
      .then(load)
      .then(
        (module) => !gone && setLoaded(module),
        (error: unknown) =>
          setLoaded(() => {
            // For the boundary around the page
            throw error;
          }),
      );
    return () => {
      gone = true;
      release();
    };
  }, [store, frames, load, loaded]);
  return loaded;
}

/** Resolves when the first text has been simulated or found to have errors, and its story is there if that is to be presented. */
function firstAnswer(store: AppStore): Promise<void> {
  return new Promise((resolve) => {
    const answered = () => {
      const state = store.getState();
      return !state.running && state.textEpoch > 0 && !isPreparing(state);
    };
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
