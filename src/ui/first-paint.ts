import { useEffect, useState } from 'react';
import type { AppStore } from '../store/app-store.ts';
import { useWiring } from './context.ts';
import type { FrameLoop } from './frame-loop.ts';
import { isPreparing } from './idle.ts';

/** Until the first run is on screen, or the beat of its story, or it is known that there is none: what is not seen before then need not be loaded before. */
export async function firstPaint(store: AppStore, frames: FrameLoop): Promise<void> {
  await firstAnswer(store);
  await new Promise<void>((resolve) => frames.request('canvas', () => resolve()));
}

/**
 * What `load` brings, loaded once the first run is on screen; undefined until then, and the page is not idle. Not `React.lazy`: React
 * keeps what takes the place of a fallback back for a while, so that fallbacks do not flicker, and here is none.
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

/** Until the first text has been simulated, or found to have errors, and its story is told if that is to be presented. */
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
