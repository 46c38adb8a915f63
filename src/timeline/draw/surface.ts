/**
 * What painters draw on: a dozen primitives, in CSS pixels, colours as `#RRGGBB`. Backends: a 2D canvas on screen, SVG text
 * for exports. Keeping the set small is what keeps the backends equal.
 */

export interface Font {
  readonly px: number;
  readonly mono?: boolean;
  /** Default 500. */
  readonly weight?: number;
}

export interface Stroke {
  readonly color: string;
  /** Default 1. */
  readonly width?: number;
  readonly dash?: readonly number[];
  /** Default 1. */
  readonly opacity?: number;
}

export interface TextStyle {
  readonly font: Font;
  readonly color: string;
  /** Default `start`. */
  readonly align?: 'start' | 'middle' | 'end';
  /** A ground-coloured outline that keeps text legible on a texture. */
  readonly halo?: { readonly color: string; readonly width: number };
}

/** A glyph that is drawn many times. */
export interface Glyph {
  /** Glyphs with equal keys look equal: a backend may keep the picture. */
  readonly key: string;
  /** It is drawn no further than this from its place. */
  readonly reachPx: number;
  paint(surface: Surface, x: number, y: number): void;
}

/** A glyph and its place. */
export interface Stamp {
  readonly glyph: Glyph;
  readonly x: number;
  readonly y: number;
}

/** Shapes of which there may be hundreds. Segments are horizontal or vertical, and opaque. */
export type Crowd = Pick<Surface, 'fillRect' | 'segments' | 'stamps'>;

export interface Surface {
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
  fillRect(x: number, y: number, width: number, height: number, color: string, radius?: number): void;
  strokeRect(x: number, y: number, width: number, height: number, stroke: Stroke, radius?: number): void;
  /** `points` are x, y, x, y, …; the last is joined to the first. */
  fillPolygon(points: readonly number[], color: string): void;
  /** Many at once, none of which may cover another. */
  fillPolygons(polygons: readonly (readonly number[])[], color: string): void;
  strokePath(points: readonly number[], stroke: Stroke, closed?: boolean): void;
  /** Many separate lines at once: x1, y1, x2, y2, … */
  segments(points: readonly number[], stroke: Stroke): void;
  fillCircle(x: number, y: number, radius: number, color: string): void;
  strokeCircle(x: number, y: number, radius: number, stroke: Stroke): void;
  /** `y` is the baseline of the text. */
  text(x: number, y: number, text: string, style: TextStyle): void;
  textWidth(text: string, font: Font): number;
  /** Glyphs, the later ones on top. */
  stamps(stamps: readonly Stamp[]): void;
  /**
   * Shapes by the hundred, the later ones on top: a backend may put them together and draw them at once. What is drawn on the surface
   * meanwhile lies below them.
   */
  crowd(paint: (crowd: Crowd) => void): void;
  clipped(x: number, y: number, width: number, height: number, paint: () => void): void;
  /**
   * A strip of colours, one per device pixel from `x` on, `height` CSS pixels tall: marks too many to be drawn one by one.
   * A colour is 0xAABBGGRR (the byte order of ImageData on little-endian machines) and opaque; 0 leaves the ground as it is.
   */
  pixelRow(x: number, y: number, height: number, colors: Uint32Array): void;
}

/** `#RRGGBB` as 0xAABBGGRR, opaque. */
export function packColor(color: string): number {
  const rgb = Number.parseInt(color.slice(1, 7), 16);
  return ((0xff << 24) | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

export function unpackColor(packed: number): string {
  const hex = ((packed & 0xff) << 16) | (packed & 0xff00) | ((packed >> 16) & 0xff);
  return `#${hex.toString(16).padStart(6, '0').toUpperCase()}`;
}

/** Calls `each` for every stretch of equal colours, but for those that are left out. */
export function forEachRun(colors: Uint32Array, each: (from: number, to: number, color: number) => void): void {
  for (let from = 0; from < colors.length; ) {
    const color = colors[from] as number;
    let to = from + 1;
    while (to < colors.length && colors[to] === color) to += 1;
    if (color !== 0) each(from, to, color);
    from = to;
  }
}
