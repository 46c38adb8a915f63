import { describe, expect, it } from 'vitest';
import { contrast, seenDistance } from '../testing/color-science.ts';
import { paletteOf } from './looks.ts';
import type { ColorToken, Palette } from './tokens.ts';

const LOOKS: [string, Palette][] = [
  ['high contrast, light', paletteOf('contrast', 'light')],
  ['high contrast, dark', paletteOf('contrast', 'dark')],
  ['projector', paletteOf('projector', 'dark')],
];

describe.each(LOOKS)('%s', (_name, palette) => {
  it.each(['ink', 'ink2', 'ink3', 'serveLine', 'bootLine', 'hookLine', 'failLine', 'waitLine', 'edge'] as const)(
    '%s has a contrast of 7 on every ground',
    (token) => {
      for (const ground of ['canvas', 'panel', 'raise'] as const)
        expect(contrast(palette[token], palette[ground]), `${token} on ${ground}`).toBeGreaterThanOrEqual(7);
    },
  );

  it('text on fills and tints is legible', () => {
    const pairs: [ColorToken, ColorToken][] = [
      ['onServe', 'serveFill'],
      ['onHook', 'hookFill'],
      ['onFail', 'failFill'],
      ['onBoot', 'bootTint'],
      ['ink', 'serveTint'],
      ['ink', 'hookTint'],
      ['ink', 'failTint'],
      ['ink', 'waitTint'],
      ['ink', 'sel'],
    ];
    for (const [text, fill] of pairs) expect(contrast(palette[text], palette[fill]), `${text} on ${fill}`).toBeGreaterThanOrEqual(4.5);
  });

  it('what is painted stays apart for every colour vision', () => {
    const painted = [palette.serveFill, palette.bootTint, palette.hookFill, palette.failFill, palette.waitLine];
    for (const vision of ['deuteranopia', 'protanopia', 'tritanopia'] as const) {
      const distances = painted.flatMap((a, i) => painted.slice(i + 1).map((b) => seenDistance(a, b, vision)));
      expect(Math.min(...distances), vision).toBeGreaterThanOrEqual(5.5);
    }
  });
});
