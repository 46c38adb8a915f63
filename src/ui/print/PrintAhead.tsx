import { type ComponentType, useEffect, useState } from 'react';
import { useWiring } from '../context.ts';
import { firstPaint } from '../first-paint.ts';

/** A browser asks for the paper at once, so it is loaded before anybody prints, and after everything that is on screen. */
export function PrintAhead() {
  const { store, frames } = useWiring();
  const [sheet, setSheet] = useState<{ default: ComponentType }>();
  useEffect(() => {
    let gone = false;
    // Without it the page itself is printed
    const load = () => void import('./PrintSheet.tsx').then((loaded) => !gone && setSheet(loaded)).catch(() => undefined);
    void firstPaint(store, frames).then(() => ('requestIdleCallback' in globalThis ? requestIdleCallback(load) : setTimeout(load, 1000)));
    return () => {
      gone = true;
    };
  }, [store, frames]);
  return sheet ? <sheet.default /> : null;
}
