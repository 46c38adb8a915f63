/**
 * Colours, type and spacing of the design, as data. The page turns them into CSS custom properties, the canvas takes a
 * `Palette`. Hue belongs to the Pod: the chrome uses only the first group.
 */

/** Colours by name; every value is `#RRGGBB`. */
export interface Palette {
  /** Lanes, editor, inspector. */
  canvas: string;
  /** Header, bars, group rows, veil. */
  panel: string;
  /** Tooltip, menu. */
  raise: string;
  /** Wells. */
  sunk: string;
  /** Hover, selected row, selected lines. */
  sel: string;
  /** Text, playhead, signals, arrows, primary button. */
  ink: string;
  /** Secondary text. */
  ink2: string;
  /** Tertiary text, axis: the faintest text allowed. */
  ink3: string;
  /** Control borders and quiet graphics, never text. */
  edge: string;
  /** Separators and grid: decoration only. */
  rule: string;
  rule2: string;
  /** Five roles: `…Line` for glyphs, edges and text, `…Fill` solid, `…Tint` area, `on…` text on the fill (boot: on the tint). */
  serveLine: string;
  serveFill: string;
  serveTint: string;
  onServe: string;
  bootLine: string;
  bootTint: string;
  onBoot: string;
  hookLine: string;
  hookFill: string;
  hookTint: string;
  onHook: string;
  failLine: string;
  failFill: string;
  failTint: string;
  onFail: string;
  waitLine: string;
  waitTint: string;
}

export type ColorToken = keyof Palette;

export type Theme = 'light' | 'dark';

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    canvas: '#FFFFFF',
    panel: '#F5F6F7',
    raise: '#FFFFFF',
    sunk: '#ECEEF0',
    sel: '#E9ECEF',
    ink: '#15181C',
    ink2: '#454D57',
    ink3: '#5B6470',
    edge: '#7D8691',
    rule: '#DDE1E5',
    rule2: '#EEF0F2',
    serveLine: '#0B6BA8',
    serveFill: '#0B6BA8',
    serveTint: '#D6E8F5',
    onServe: '#FFFFFF',
    bootLine: '#7A5200',
    bootTint: '#F5D27C',
    onBoot: '#15181C',
    hookLine: '#7E2A73',
    hookFill: '#7E2A73',
    hookTint: '#F1DFEE',
    onHook: '#FFFFFF',
    failLine: '#B5350E',
    failFill: '#B5350E',
    failTint: '#FBE0D6',
    onFail: '#FFFFFF',
    waitLine: '#5B6470',
    waitTint: '#E6E9EC',
  },
  dark: {
    canvas: '#111418',
    panel: '#171B20',
    raise: '#1F242A',
    sunk: '#0C0E11',
    sel: '#222830',
    ink: '#E9ECEF',
    ink2: '#B4BCC6',
    ink3: '#8F99A5',
    edge: '#69737F',
    rule: '#2A3037',
    rule2: '#1D2228',
    serveLine: '#4FA3E3',
    serveFill: '#2A76B0',
    serveTint: '#16324A',
    onServe: '#FFFFFF',
    bootLine: '#EDB84A',
    bootTint: '#694D0C',
    onBoot: '#FFF6E0',
    hookLine: '#F2B8E0',
    hookFill: '#AC4C96',
    hookTint: '#40203B',
    onHook: '#FFFFFF',
    failLine: '#FF7E4D',
    failFill: '#FF7E4D',
    failTint: '#4A2013',
    onFail: '#240A00',
    waitLine: '#87919D',
    waitTint: '#262C33',
  },
};

export const COLOR_TOKENS = Object.keys(PALETTES.light) as ColorToken[];

export const SANS_FONT = '-apple-system, "Segoe UI", Inter, "Adwaita Sans", Roboto, "Noto Sans", system-ui, sans-serif';
export const MONO_FONT = 'ui-monospace, "SF Mono", SFMono-Regular, "Cascadia Mono", "Roboto Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** `serveLine` → `--serve-line`. */
export function cssName(token: ColorToken): string {
  return `--${token.replace(/[A-Z]|\d/g, (part) => (/\d/.test(part) ? part : `-${part.toLowerCase()}`))}`;
}

/**
 * Declarations for `:root`: every colour as one `light-dark()` pair, so that `color-scheme` is the only switch, and
 * `--font`, `--mono`.
 */
export function cssCustomProperties(): string {
  const lines = COLOR_TOKENS.map((token) => `${cssName(token)}: light-dark(${PALETTES.light[token]}, ${PALETTES.dark[token]});`);
  return [...lines, `--font: ${SANS_FONT};`, `--mono: ${MONO_FONT};`].join('\n');
}

/** A palette with the colour that `colorOf` has for each token. */
export function paletteOf(colorOf: (token: ColorToken, index: number) => string): Palette {
  const palette = { ...PALETTES.light };
  for (const [index, token] of COLOR_TOKENS.entries()) palette[token] = colorOf(token, index);
  return palette;
}

/** Forced colours: everything is ink on canvas; shapes and textures carry the meaning. Takes the system's two colours as `#RRGGBB`. */
export function forcedPalette(canvas: string, ink: string): Palette {
  const isGround = (token: ColorToken) => /^(canvas|panel|raise|sunk|sel|on[A-Z].*)$|Tint$/.test(token) && token !== 'onBoot';
  return paletteOf((token) => (isGround(token) ? canvas : ink));
}
