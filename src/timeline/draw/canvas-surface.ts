/** The canvas backend of `Surface`. */
import { MONO_FONT, SANS_FONT } from '../tokens.ts';
import { CollectedCrowd } from './crowd.ts';
import { hiddenCanvas, Scratch } from './scratch.ts';
import { Sheet } from './sheet.ts';
import { type Crowd, type Font, forEachRun, type Stamp, type Stroke, type Surface, type TextStyle, unpackColor } from './surface.ts';

/** The part of CanvasRenderingContext2D that is used; tests hand in a recorder. */
export type Canvas2D = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'clearRect'
  | 'clip'
  | 'closePath'
  | 'createImageData'
  | 'drawImage'
  | 'fill'
  | 'fillRect'
  | 'fillText'
  | 'lineTo'
  | 'measureText'
  | 'moveTo'
  | 'putImageData'
  | 'rect'
  | 'restore'
  | 'roundRect'
  | 'save'
  | 'setLineDash'
  | 'setTransform'
  | 'stroke'
  | 'strokeText'
  | 'translate'
  | 'fillStyle'
  | 'font'
  | 'fontKerning'
  | 'globalAlpha'
  | 'imageSmoothingEnabled'
  | 'lineCap'
  | 'lineJoin'
  | 'lineWidth'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
>;

/** What is kept from frame to frame: measured texts, glyphs as they were drawn, and the row that strips are drawn with. */
export class CanvasCache {
  readonly #widths = new Map<string, Map<string, number>>();
  readonly strips = Scratch.create();
  readonly sheet = Sheet.create((context, pixelRatio) => new CanvasSurface(context, pixelRatio, this, () => 0));

  /** Measured texts of a font. */
  widthsIn(css: string): Map<string, number> {
    let widths = this.#widths.get(css);
    if (widths === undefined) this.#widths.set(css, (widths = new Map()));
    return widths;
  }
}

/** A picture that is drawn again only when something that it depends on has changed. */
export class KeptPicture {
  readonly #cache: CanvasCache;
  #key: readonly unknown[] = [];
  #picture: OffscreenCanvas | undefined;

  constructor(cache: CanvasCache) {
    this.#cache = cache;
  }

  /** The picture, `width` by `height` device pixels; undefined where none can be kept. */
  of(key: readonly unknown[], width: number, height: number, pixelRatio: number, paint: (surface: Surface) => void): OffscreenCanvas | undefined {
    if (this.#key.length === key.length && key.every((part, i) => part === this.#key[i])) return this.#picture;
    this.#picture = hiddenCanvas(width, height);
    const context = this.#picture?.getContext('2d');
    if (!context) return undefined;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    paint(new CanvasSurface(context, pixelRatio, this.#cache, () => 0));
    this.#key = key;
    return this.#picture;
  }
}

/** From this many shapes on, drawing them pixel by pixel on a sheet is cheaper than one by one on the canvas. */
const LEAST_CROWD = 48;
/** Up to this many stretches of colour, rectangles are cheaper than an image. */
const MAX_RECTS_PER_ROW = 24;
const MAX_MEASURED = 4000;

export function fontCss({ px, mono = false, weight = 500 }: Font): string {
  const hundredths = Math.round(px * 100);
  const key = (hundredths * 1000 + weight) * 2 + (mono ? 1 : 0);
  let css = FONTS.get(key);
  if (css === undefined) FONTS.set(key, (css = `${weight} ${hundredths / 100}px ${mono ? MONO_FONT : SANS_FONT}`));
  return css;
}

/** The fonts that were asked for: a few sizes and weights. */
const FONTS = new Map<number, string>();

export class CanvasSurface implements Surface {
  readonly pixelRatio: number;
  readonly #context: Canvas2D;
  readonly #cache: CanvasCache;
  readonly #originYPx: () => number;

  /** `originYPx` is the current vertical translation, which putImageData ignores. */
  constructor(context: Canvas2D, pixelRatio: number, cache: CanvasCache, originYPx: () => number) {
    this.#context = context;
    this.pixelRatio = pixelRatio;
    this.#cache = cache;
    this.#originYPx = originYPx;
  }

  fillRect(x: number, y: number, width: number, height: number, color: string, radius = 0): void {
    const context = this.#context;
    context.fillStyle = color;
    // A bar narrower than its radius would be all corners
    if (radius < 0.5 || width < radius * 2) context.fillRect(x, y, width, height);
    else {
      context.beginPath();
      context.roundRect(x, y, width, height, radius);
      context.fill();
    }
  }

  strokeRect(x: number, y: number, width: number, height: number, stroke: Stroke, radius = 0): void {
    this.#withStroke(stroke, (context) => {
      if (radius < 0.5) context.rect(x, y, width, height);
      else context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
    });
  }

  fillPolygon(points: readonly number[], color: string): void {
    this.fillPolygons([points], color);
  }

  fillPolygons(polygons: readonly (readonly number[])[], color: string): void {
    const context = this.#context;
    if (polygons.length === 0) return;
    context.fillStyle = color;
    context.beginPath();
    for (const points of polygons) {
      tracePoints(context, points);
      context.closePath();
    }
    context.fill();
  }

  strokePath(points: readonly number[], stroke: Stroke, closed = false): void {
    this.#withStroke(stroke, (context) => {
      tracePoints(context, points);
      if (closed) context.closePath();
    });
  }

  segments(points: readonly number[], stroke: Stroke): void {
    if (points.length === 0) return;
    this.#withStroke(stroke, (context) => {
      for (let i = 0; i + 3 < points.length; i += 4) {
        context.moveTo(points[i] as number, points[i + 1] as number);
        context.lineTo(points[i + 2] as number, points[i + 3] as number);
      }
    });
  }

  fillCircle(x: number, y: number, radius: number, color: string): void {
    const context = this.#context;
    context.fillStyle = color;
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fill();
  }

  strokeCircle(x: number, y: number, radius: number, stroke: Stroke): void {
    this.#withStroke(stroke, (context) => context.arc(x, y, radius, 0, Math.PI * 2));
  }

  text(x: number, y: number, text: string, { font, color, align, halo }: TextStyle): void {
    const context = this.#context;
    context.font = fontCss(font);
    context.textAlign = align === 'middle' ? 'center' : align === 'end' ? 'right' : 'left';
    context.textBaseline = 'alphabetic';
    if (halo !== undefined) {
      context.strokeStyle = halo.color;
      context.lineWidth = halo.width;
      context.lineJoin = 'round';
      context.setLineDash([]);
      context.strokeText(text, x, y);
    }
    context.fillStyle = color;
    context.fillText(text, x, y);
  }

  textWidth(text: string, font: Font): number {
    const css = fontCss(font);
    const widths = this.#cache.widthsIn(css);
    const known = widths.get(text);
    if (known !== undefined) return known;
    this.#context.font = css;
    const { width } = this.#context.measureText(text);
    if (widths.size >= MAX_MEASURED) widths.clear();
    widths.set(text, width);
    return width;
  }

  stamps(stamps: readonly Stamp[]): void {
    this.crowd((crowd) => crowd.stamps(stamps));
  }

  crowd(paint: (crowd: Crowd) => void): void {
    const crowd = new CollectedCrowd();
    paint(crowd);
    const sheet = crowd.shapes < LEAST_CROWD ? undefined : this.#cache.sheet;
    if (sheet === undefined) this.#oneByOne(crowd);
    else {
      const ratio = this.pixelRatio;
      const originYPx = this.#originYPx();
      const { picture, left, top, width, height } = sheet.draw(crowd, ratio, originYPx);
      this.#context.imageSmoothingEnabled = false;
      this.#context.drawImage(picture, 0, 0, width, height, left / ratio, top / ratio - originYPx, width / ratio, height / ratio);
    }
  }

  #oneByOne({ parts }: CollectedCrowd): void {
    for (const part of parts) {
      if (part.kind === 'rect') this.fillRect(part.x, part.y, part.width, part.height, part.color);
      else if (part.kind === 'segments') this.segments(part.points, part.stroke);
      else for (const { glyph, x, y } of part.stamps) glyph.paint(this, x, y);
    }
  }

  clipped(x: number, y: number, width: number, height: number, paint: () => void): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    paint();
    context.restore();
  }

  pixelRow(x: number, y: number, height: number, colors: Uint32Array): void {
    const ratio = this.pixelRatio;
    let runs = 0;
    forEachRun(colors, () => {
      runs += 1;
    });
    if (runs <= MAX_RECTS_PER_ROW) {
      forEachRun(colors, (from, to, color) => this.fillRect(x + from / ratio, y, (to - from) / ratio, height, unpackColor(color)));
      return;
    }
    const strip = this.#cache.strips?.show(colors, colors.length, 1);
    const rows = Math.max(1, Math.round(height * ratio));
    const topPx = Math.round((y + this.#originYPx()) * ratio) / ratio - this.#originYPx();
    if (strip === undefined) forEachFilled(colors, (from, to) => this.#putPixels(x + from / ratio, y, rows, colors.subarray(from, to)));
    else {
      this.#context.imageSmoothingEnabled = false;
      this.#context.drawImage(strip, 0, 0, colors.length, 1, x, topPx, colors.length / ratio, rows / ratio);
    }
  }

  #putPixels(x: number, y: number, rows: number, colors: Uint32Array): void {
    const image = this.#context.createImageData(colors.length, rows);
    const pixels = new Uint32Array(image.data.buffer);
    pixels.set(colors);
    for (let row = 1; row < rows; row += 1) pixels.copyWithin(row * colors.length, 0, colors.length);
    this.#context.putImageData(image, Math.round(x * this.pixelRatio), Math.round((y + this.#originYPx()) * this.pixelRatio));
  }

  #withStroke({ color, width, dash, opacity }: Stroke, trace: (context: Canvas2D) => void): void {
    const context = this.#context;
    context.strokeStyle = color;
    context.lineWidth = width ?? 1;
    context.lineCap = 'butt';
    context.lineJoin = 'miter';
    context.setLineDash(dash === undefined ? [] : [...dash]);
    if (opacity !== undefined) context.globalAlpha = opacity;
    context.beginPath();
    trace(context);
    context.stroke();
    if (opacity !== undefined) context.globalAlpha = 1;
  }
}

/** Calls `each` for every stretch without a gap. */
function forEachFilled(colors: Uint32Array, each: (from: number, to: number) => void): void {
  for (let from = 0; from < colors.length; ) {
    let to = from;
    while (to < colors.length && colors[to] !== 0) to += 1;
    if (to > from) each(from, to);
    from = to + 1;
  }
}

function tracePoints(context: Canvas2D, points: readonly number[]): void {
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (i === 0) context.moveTo(points[0] as number, points[1] as number);
    else context.lineTo(points[i] as number, points[i + 1] as number);
  }
}
