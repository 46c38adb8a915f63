/** The SVG backend of `Surface`, for exports: the same painters, text instead of pixels. */
import { escapeXml } from '../../base/xml.ts';
import type { TimelineModel } from '../model.ts';
import { MONO_FONT, type Palette, SANS_FONT } from '../tokens.ts';
import { paintAxis } from './axis.ts';
import { paintLanes } from './lanes.ts';
import { createPainter } from './painter.ts';
import type { View } from './scene.ts';
import { type Crowd, type Font, forEachRun, type Stamp, type Stroke, type Surface, type TextStyle, unpackColor } from './surface.ts';

/** Height of the axis above the lanes. */
export const SVG_AXIS_PX = 28;
/** Width of the lanes' names left of the view. */
export const SVG_LABELS_PX = 150;

/**
 * The lanes with their names and their axis as a standalone SVG document, `SVG_LABELS_PX` wider than the view. `measure` tells the width
 * of a text in pixels; without it widths are estimated from the font size, enough for labels to keep their distance.
 */
export function timelineSvg(model: TimelineModel, view: View, palette: Palette, measure: (text: string, font: Font) => number = estimateWidth): string {
  const surface = new SvgSurface(measure);
  const painter = createPainter(surface, model, view, palette);
  const lanesPx = view.lanes.totalPx;
  surface.clipped(0, 0, view.scale.widthPx, lanesPx, () => paintLanes(painter, 0, lanesPx));
  const lanes = surface.take();
  paintAxis(painter, SVG_AXIS_PX, { playheadMs: -1e9 });
  const axis = surface.take();
  paintLabels(surface, view, palette);
  const labels = surface.take();
  const [widthPx, heightPx] = [view.scale.widthPx + SVG_LABELS_PX, lanesPx + SVG_AXIS_PX];
  const ground = `<rect width="${widthPx}" height="${heightPx}" fill="${palette.canvas}"/>`;
  const parts = `<g transform="translate(${SVG_LABELS_PX} 0)">${axis}</g><g transform="translate(${SVG_LABELS_PX} ${SVG_AXIS_PX})">${lanes}</g><g transform="translate(0 ${SVG_AXIS_PX})">${labels}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-variant-numeric="tabular-nums">${ground}${parts}</svg>\n`;
}

function paintLabels(surface: Surface, { lanes }: View, palette: Palette): void {
  for (const { lane, yPx, heightPx } of lanes.rects) {
    const isGroup = lane.kind === 'group';
    if (isGroup) surface.fillRect(0, yPx, SVG_LABELS_PX, heightPx, palette.panel);
    const font = { px: 12 * lanes.unit, weight: isGroup ? 640 : 400 };
    surface.text(isGroup ? 8 : 20, Math.round(yPx + heightPx / 2 + font.px * 0.36), lane.label, { font, color: isGroup ? palette.ink : palette.ink2 });
  }
  surface.segments([SVG_LABELS_PX - 0.5, 0, SVG_LABELS_PX - 0.5, lanes.totalPx], { color: palette.rule });
}

/** Average advance of the design's faces, wide enough for the widest fallback; a Chinese character is as wide as it is high. */
function estimateWidth(text: string, { px, mono }: Font): number {
  const wide = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return ((text.length - wide) * (mono === true ? 0.602 : 0.56) + wide) * px;
}

class SvgSurface implements Surface {
  readonly pixelRatio = 1;
  readonly #measure: (text: string, font: Font) => number;
  #parts: string[] = [];
  #clips = 0;

  constructor(measure: (text: string, font: Font) => number) {
    this.#measure = measure;
  }

  /** What was drawn since the last call. */
  take(): string {
    const text = this.#parts.join('');
    this.#parts = [];
    return text;
  }

  fillRect(x: number, y: number, width: number, height: number, color: string, radius = 0): void {
    this.#parts.push(`<rect ${box(x, y, width, height)}${corner(radius, width, height)} fill="${color}"/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number, stroke: Stroke, radius = 0): void {
    this.#parts.push(`<rect ${box(x, y, width, height)}${corner(radius, width, height)} fill="none" ${strokeAttributes(stroke)}/>`);
  }

  fillPolygon(points: readonly number[], color: string): void {
    this.#parts.push(`<polygon points="${points.map(n).join(' ')}" fill="${color}"/>`);
  }

  fillPolygons(polygons: readonly (readonly number[])[], color: string): void {
    for (const points of polygons) this.fillPolygon(points, color);
  }

  strokePath(points: readonly number[], stroke: Stroke, closed = false): void {
    this.#parts.push(`<${closed ? 'polygon' : 'polyline'} points="${points.map(n).join(' ')}" fill="none" ${strokeAttributes(stroke)}/>`);
  }

  segments(points: readonly number[], stroke: Stroke): void {
    const lines: string[] = [];
    for (let i = 0; i + 3 < points.length; i += 4)
      lines.push(`M${n(points[i] as number)} ${n(points[i + 1] as number)}L${n(points[i + 2] as number)} ${n(points[i + 3] as number)}`);
    if (lines.length > 0) this.#parts.push(`<path d="${lines.join('')}" fill="none" ${strokeAttributes(stroke)}/>`);
  }

  fillCircle(x: number, y: number, radius: number, color: string): void {
    this.#parts.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${color}"/>`);
  }

  strokeCircle(x: number, y: number, radius: number, stroke: Stroke): void {
    this.#parts.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="none" ${strokeAttributes(stroke)}/>`);
  }

  text(x: number, y: number, text: string, { font, color, align, halo }: TextStyle): void {
    const family = (font.mono === true ? MONO_FONT : SANS_FONT).replaceAll('"', "'");
    const outline = halo === undefined ? '' : ` paint-order="stroke" stroke="${halo.color}" stroke-width="${n(halo.width)}" stroke-linejoin="round"`;
    const anchor = align === undefined || align === 'start' ? '' : ` text-anchor="${align}"`;
    this.#parts.push(
      `<text x="${n(x)}" y="${n(y)}" font-family="${family}" font-size="${n(font.px)}" font-weight="${font.weight ?? 500}" fill="${color}"${anchor}${outline}>${escapeXml(text)}</text>`,
    );
  }

  textWidth(text: string, font: Font): number {
    return this.#measure(text, font);
  }

  crowd(paint: (crowd: Crowd) => void): void {
    paint(this);
  }

  stamps(stamps: readonly Stamp[]): void {
    for (const { glyph, x, y } of stamps) glyph.paint(this, x, y);
  }

  clipped(x: number, y: number, width: number, height: number, paint: () => void): void {
    this.#clips += 1;
    const id = `clip-${this.#clips}`;
    this.#parts.push(`<clipPath id="${id}"><rect ${box(x, y, width, height)}/></clipPath><g clip-path="url(#${id})">`);
    paint();
    this.#parts.push('</g>');
  }

  pixelRow(x: number, y: number, height: number, colors: Uint32Array): void {
    forEachRun(colors, (from, to, color) => this.fillRect(x + from, y, to - from, height, unpackColor(color)));
  }
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function box(x: number, y: number, width: number, height: number): string {
  return `x="${n(x)}" y="${n(y)}" width="${n(Math.max(0, width))}" height="${n(Math.max(0, height))}"`;
}

function corner(radius: number, width: number, height: number): string {
  return radius < 0.5 || width < radius * 2 ? '' : ` rx="${n(Math.min(radius, width / 2, height / 2))}"`;
}

function strokeAttributes({ color, width, dash, opacity }: Stroke): string {
  return `stroke="${color}" stroke-width="${n(width ?? 1)}"${dash === undefined ? '' : ` stroke-dasharray="${dash.map(n).join(' ')}"`}${opacity === undefined ? '' : ` stroke-opacity="${opacity}"`}`;
}
