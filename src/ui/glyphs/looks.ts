/** How every glyph is shown: in both themes, and without colour. */
import type { Theme } from '../../timeline/index.ts';
import type { texts } from '../texts/index.ts';

export interface Look {
  name: keyof typeof texts.glyphs.looks;
  theme: Theme;
  isGrey: boolean;
}

export const LOOKS: readonly Look[] = [
  { name: 'light', theme: 'light', isGrey: false },
  { name: 'dark', theme: 'dark', isGrey: false },
  { name: 'lightGrey', theme: 'light', isGrey: true },
  { name: 'darkGrey', theme: 'dark', isGrey: true },
];
