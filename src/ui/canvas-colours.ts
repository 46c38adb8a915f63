/** The colours of what is drawn on canvases, which know nothing of style sheets. */
import { forcedPalette, PALETTES, type Palette } from '../timeline/tokens.ts';
import { coloursAreForced, currentLook, currentTheme } from './theme.ts';

/** Colours for the canvases. */
export function currentPalette(): Palette {
  return coloursAreForced() ? forcedPalette(systemColour('Canvas'), systemColour('CanvasText')) : (currentLook() ?? PALETTES[currentTheme()]);
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
