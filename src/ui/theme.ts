/** Which colours are on: the reader's choice, the system's, or forced by the system. */
import type { Theme as ThemeChoice } from '../store/app-store.ts';
import { forcedPalette, PALETTES, type Palette, type Theme } from '../timeline/tokens.ts';

const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const forcedColours = matchMedia('(forced-colors: active)');

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
darkSystem.addEventListener('change', tell);
forcedColours.addEventListener('change', tell);

let choice: ThemeChoice = 'system';

/** Puts a choice into effect. */
export function applyTheme(theme: ThemeChoice): void {
  choice = theme;
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  tell();
}

export function currentTheme(): Theme {
  return choice === 'system' ? (darkSystem.matches ? 'dark' : 'light') : choice;
}

/** Colours for the canvases. */
export function currentPalette(): Palette {
  return forcedColours.matches ? forcedPalette(systemColour('Canvas'), systemColour('CanvasText')) : PALETTES[currentTheme()];
}

/** Calls `listener` when the theme in effect may be another. */
export function onAppearanceChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A system colour as `#RRGGBB`: canvases know no keywords that follow the user's choice. */
function systemColour(keyword: string): string {
  const probe = document.createElement('span');
  probe.style.color = keyword;
  document.body.append(probe);
  const channels = getComputedStyle(probe).color.match(/\d+/g) ?? [];
  probe.remove();
  return `#${channels
    .slice(0, 3)
    .map((channel) => Number(channel).toString(16).padStart(2, '0'))
    .join('')}`;
}
