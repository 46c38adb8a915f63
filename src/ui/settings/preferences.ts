import { useEffect } from 'react';
import type { AppState, ClockKind, LineHints, Motion } from '../../store/app-store.ts';
import type { Density } from '../../timeline/index.ts';
import { useWiring } from '../context.ts';

/** The preferences that this browser remembers, by their names there. (The session takes care of the theme, because a link may ask for another.) */
interface Remembered {
  clock: ClockKind;
  density: Density;
  motion: Motion;
  lineHints: LineHints;
}

const VALUES: { [Name in keyof Remembered]: readonly Remembered[Name][] } = {
  clock: ['run', 'wall'],
  density: ['overview', 'normal', 'detail'],
  motion: ['system', 'less'],
  lineHints: ['shown', 'hidden'],
};

const NAMES = Object.keys(VALUES) as (keyof Remembered)[];

/** Puts the reader's preferences into effect, and keeps those that the reader changes. */
export function usePreferences(): void {
  const { store, services } = useWiring();
  useEffect(() => {
    const stored = NAMES.map((name) => [name, services.preference(name)] as const);
    store.actions.set(Object.fromEntries(stored.filter(([name, value]) => (VALUES[name] as readonly unknown[]).includes(value))) as Partial<Remembered>);
    applyMotion(store.getState());
    return store.subscribe((state, before) => {
      for (const name of NAMES) if (state[name] !== before[name]) services.setPreference(name, state[name]);
      if (state.motion !== before.motion) applyMotion(state);
    });
  }, [store, services]);
}

function applyMotion({ motion }: AppState): void {
  if (motion === 'less') document.documentElement.dataset['motion'] = 'less';
  else delete document.documentElement.dataset['motion'];
}
