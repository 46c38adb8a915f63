/** Colours for readers who need more contrast, and for projectors, which lose contrast. Loaded when one of these looks is on. */
import { type ColorToken, cssName, type Palette, PALETTES, type Theme } from './tokens.ts';

export type Look = 'contrast' | 'projector';

const STRONG: Readonly<Record<Theme, Palette>> = {
  light: {
    canvas: '#FFFFFF',
    panel: '#FFFFFF',
    raise: '#FFFFFF',
    sunk: '#F0F2F4',
    sel: '#DCE3EA',
    ink: '#000000',
    ink2: '#000000',
    ink3: '#1F2328',
    edge: '#000000',
    rule: '#6B737C',
    rule2: '#A9B0B7',
    serveLine: '#00416F',
    serveFill: '#0B5FA5',
    serveTint: '#CFE6FA',
    onServe: '#FFFFFF',
    bootLine: '#4D3300',
    bootTint: '#FFCB47',
    onBoot: '#000000',
    hookLine: '#5A0F50',
    hookFill: '#5A0F50',
    hookTint: '#F6DDF2',
    onHook: '#FFFFFF',
    failLine: '#9A2500',
    failFill: '#C43A06',
    failTint: '#FFDCCF',
    onFail: '#FFFFFF',
    waitLine: '#4A5057',
    waitTint: '#DADDE1',
  },
  dark: {
    canvas: '#000000',
    panel: '#000000',
    raise: '#0A0C0E',
    sunk: '#000000',
    sel: '#2A3440',
    ink: '#FFFFFF',
    ink2: '#FFFFFF',
    ink3: '#E3E7EB',
    edge: '#FFFFFF',
    rule: '#8F979F',
    rule2: '#555C63',
    serveLine: '#7CC4FF',
    serveFill: '#5FB4FF',
    serveTint: '#0E3A5E',
    onServe: '#000000',
    bootLine: '#FFD25C',
    bootTint: '#6B4E00',
    onBoot: '#FFFFFF',
    hookLine: '#FFC2EF',
    hookFill: '#E48AD6',
    hookTint: '#4A1243',
    onHook: '#000000',
    failLine: '#FF9A70',
    failFill: '#FF8452',
    failTint: '#5A1E08',
    onFail: '#000000',
    waitLine: '#C3C9CF',
    waitTint: '#33393F',
  },
};

/** The colours of a look; `projector` is light whatever the system is. */
export function paletteOf(look: Look, theme: Theme): Palette {
  return look === 'contrast' ? STRONG[theme] : { ...STRONG.light, panel: '#F0F2F4' };
}

/** The custom properties of a look, by name; a value of undefined removes one. */
export function customProperties(palette: Palette | undefined): [name: string, value: string | undefined][] {
  return (Object.keys(PALETTES.light) as ColorToken[]).map((token) => [cssName(token), palette?.[token]]);
}
