import { describe, expect, it } from 'vitest';
import { contrast, seenDistance } from '../testing/color-science.ts';
import { type ColorToken, cssCustomProperties, cssName, forcedPalette, type Palette, PALETTES, type Theme } from './tokens.ts';

const THEMES: Theme[] = ['light', 'dark'];
const GROUNDS: ColorToken[] = ['canvas', 'panel', 'sel'];

describe.each(THEMES)('%s palette', (theme) => {
  const palette = PALETTES[theme];

  it.each(['ink', 'ink2', 'ink3', 'serveLine', 'bootLine', 'hookLine', 'failLine'] as const)('%s is legible as text on every ground (4.5)', (token) => {
    for (const ground of GROUNDS) expect(contrast(palette[token], palette[ground]), `${token} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it('edge and wait are visible as graphics on every ground (3)', () => {
    for (const ground of GROUNDS) {
      expect(contrast(palette.edge, palette[ground])).toBeGreaterThanOrEqual(3);
      expect(contrast(palette.waitLine, palette[ground])).toBeGreaterThanOrEqual(3);
    }
  });

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
    ];
    for (const [text, fill] of pairs) expect(contrast(palette[text], palette[fill]), `${text} on ${fill}`).toBeGreaterThanOrEqual(4.5);
  });

  it('solid fills stand out from the ground (3)', () => {
    for (const fill of ['serveFill', 'hookFill', 'failFill'] as const) expect(contrast(palette[fill], palette.canvas), fill).toBeGreaterThanOrEqual(3);
  });

  it('what is painted stays apart for every colour vision', () => {
    expect(smallestDistance(palette, 'deuteranopia')).toBeGreaterThanOrEqual(6.5);
    expect(smallestDistance(palette, 'protanopia')).toBeGreaterThanOrEqual(5.5);
    expect(smallestDistance(palette, 'tritanopia')).toBeGreaterThanOrEqual(7.5);
  });
});

/** Between the colours that roles are painted with: serve, hook and fail by their fill, boot by its tint, wait by its line. */
function smallestDistance(palette: Palette, vision: 'deuteranopia' | 'protanopia' | 'tritanopia'): number {
  const painted = [palette.serveFill, palette.bootTint, palette.hookFill, palette.failFill, palette.waitLine];
  const distances = painted.flatMap((a, i) => painted.slice(i + 1).map((b) => seenDistance(a, b, vision)));
  return Math.min(...distances);
}

describe('contrast and distance as such', () => {
  it('agree with known values', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2);
    expect(seenDistance('#FFFFFF', '#000000', 'protanopia')).toBeCloseTo(100, 0);
  });
});

describe('tokens as CSS', () => {
  it('writes one light-dark pair a colour', () => {
    expect(cssCustomProperties()).toContain('--serve-fill: light-dark(#0B6BA8, #2A76B0);');
    expect(cssName('ink2')).toBe('--ink2');
    expect(cssName('onBoot')).toBe('--on-boot');
  });

  it('maps everything to two colours where the system forces colours', () => {
    const forced = forcedPalette('#000000', '#FFFF00');
    expect(new Set(Object.values(forced))).toEqual(new Set(['#000000', '#FFFF00']));
    expect(forced.failFill).toBe('#FFFF00');
    expect(forced.onFail).toBe('#000000');
    expect(forced.bootTint).toBe('#000000');
    expect(forced.onBoot).toBe('#FFFF00');
  });
});
