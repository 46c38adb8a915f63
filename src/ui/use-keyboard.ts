import { useEffect } from 'react';
import { useWiring } from './context.ts';
import { useAfterFirstPaint } from './first-paint.ts';

/** There is nothing to steer before a run is on screen. */
const loadKeyboard = () => import('./keyboard.ts');

/** Listens to the keys of the page while the component that calls this is there. */
export function useKeyboard(): void {
  const { store, services } = useWiring();
  const keyboard = useAfterFirstPaint(loadKeyboard);
  useEffect(() => keyboard?.listenToKeys(store, services), [keyboard, store, services]);
}
