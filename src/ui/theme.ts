/** Which colours are on: the reader's choice, the system's, or forced by the system. */
import type { Theme as ThemeChoice } from '../store/app-store.ts';
import type { Palette, Theme } from '../timeline/tokens.ts';

const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const forcedColours = matchMedia('(forced-colors: active)');

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
darkSystem.addEventListener('change', () => applyTheme(choice));
forcedColours.addEventListener('change', tell);

let choice: ThemeChoice = 'system';
/** The colours of a look that the first chunk does not have. */
let look: Palette | undefined;

/** Puts a choice into effect. */
export function applyTheme(theme: ThemeChoice): void {
  choice = theme;
  const { dataset, style } = document.documentElement;
  if (theme === 'system' || theme === 'contrast') delete dataset['theme'];
  else dataset['theme'] = theme;
  style.setProperty('--zoom', theme === 'projector' ? String(PROJECTOR_ZOOM) : null);
  tell();
  if (theme === 'contrast' || theme === 'projector' || look) {
    void import('../timeline/looks.ts').then(({ customProperties, paletteOf }) => {
      look = choice === 'contrast' || choice === 'projector' ? paletteOf(choice, currentTheme()) : undefined;
      for (const [name, value] of customProperties(look)) style.setProperty(name, value ?? null);
      tell();
    });
  }
}

export function currentTheme(): Theme {
  if (choice === 'light' || choice === 'dark') return choice;
  return choice !== 'projector' && darkSystem.matches ? 'dark' : 'light';
}

/** Everything is larger where it is read from the last row. */
const PROJECTOR_ZOOM = 1.3;

/** How many pixels of the window one pixel of the page has. */
export function pageZoom(): number {
  return choice === 'projector' ? PROJECTOR_ZOOM : 1;
}

/** The colours of the look in effect, if it is not one of the plain themes. */
export function currentLook(): Palette | undefined {
  return look;
}

/** Whether the system chooses the colours. */
export function coloursAreForced(): boolean {
  return forcedColours.matches;
}

/** Whether things may take a moment to get where they go. */
export function mayMove(): boolean {
  return document.documentElement.dataset['motion'] !== 'less' && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Calls `listener` when the theme in effect may be another. */
export function onAppearanceChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
