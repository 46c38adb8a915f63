/** How every glyph is shown: in both themes, and without colour. */
import type { Theme } from '../../timeline/index.ts';
import type { glyphTexts } from '../texts/en-glyphs.ts';

export interface Look {
  name: keyof typeof glyphTexts.looks;
  theme: Theme;
  isGrey: boolean;
}

export const LOOKS: readonly Look[] = [
  { name: 'light', theme: 'light', isGrey: false },
  { name: 'dark', theme: 'dark', isGrey: false },
  { name: 'lightGrey', theme: 'light', isGrey: true },
  { name: 'darkGrey', theme: 'dark', isGrey: true },
];
