import { useEffect } from 'react';

/** Who waits longer waits for a long run. No other page pays for the rehearsal. */
const LONG_MS = 1000;

/** While a long run is awaited its first picture is rehearsed. */
export function useRehearsal(isAwaited: boolean): void {
  useEffect(() => {
    if (!isAwaited) return undefined;
    const rehearsal = new AbortController();
    const rehearse = () =>
      import('./rehearsal.ts').then(
        (module) => module.rehearse(rehearsal.signal),
        () => {},
      );
    const timer = setTimeout(rehearse, LONG_MS);
    return () => {
      clearTimeout(timer);
      rehearsal.abort();
    };
  }, [isAwaited]);
}
