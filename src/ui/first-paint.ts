import { useEffect, useState } from 'react';
import type { AppStore } from '../store/app-store.ts';
import { useWiring } from './context.ts';
import type { FrameLoop } from './frame-loop.ts';

/** Until the first run is on screen, or it is known that there is none: what is not seen before then need not be loaded before. */
export async function firstPaint(store: AppStore, frames: FrameLoop): Promise<void> {
  await firstAnswer(store);
  await new Promise<void>((resolve) => frames.request('canvas', () => resolve()));
}

/** Whether it is that far. */
export function useFirstPaint(): boolean {
  const { store, frames } = useWiring();
  const [painted, setPainted] = useState(false);
  useEffect(() => void firstPaint(store, frames).then(() => setPainted(true)), [store, frames]);
  return painted;
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
