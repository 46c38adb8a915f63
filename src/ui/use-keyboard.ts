import { useEffect } from 'react';
import type { PagePart } from './commands/commands.ts';
import { useWiring } from './context.ts';
import { useAfterFirstPaint } from './first-paint.ts';

/** There is nothing to steer before a run is on screen. */
const loadKeyboard = () => import('./keyboard.ts');

/** Listens to the keys of the page, whose parts are always the same array, while the component that calls this is there. */
export function useKeyboard(parts: readonly PagePart[]): void {
  const { store, services } = useWiring();
  const keyboard = useAfterFirstPaint(loadKeyboard);
  useEffect(() => keyboard?.listenToKeys(store, services, parts), [keyboard, store, services, parts]);
}
