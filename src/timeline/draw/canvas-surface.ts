/** The canvas backend of `Surface`. */
import { MONO_FONT, SANS_FONT } from '../tokens.ts';
import { type Font, forEachRun, type Stroke, type Surface, type TextStyle, unpackColor } from './surface.ts';

/** The part of CanvasRenderingContext2D that is used; tests hand in a recorder. */
export type Canvas2D = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'clearRect'
  | 'clip'
  | 'closePath'
  | 'createImageData'
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
  | 'lineCap'
  | 'lineJoin'
  | 'lineWidth'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
>;

/** Up to this many stretches of colour are cheaper as rectangles than as an image. */
const MAX_RECTS_PER_ROW = 24;
const MAX_MEASURED = 4000;

export function fontCss({ px, mono, weight }: Font): string {
  return `${weight ?? 500} ${Math.round(px * 100) / 100}px ${mono === true ? MONO_FONT : SANS_FONT}`;
}

export class CanvasSurface implements Surface {
  readonly pixelRatio: number;
  readonly #context: Canvas2D;
  readonly #widths: Map<string, number>;
  readonly #originYPx: () => number;

  /** `widths` remembers measured texts across frames; `originYPx` is the current vertical translation, which putImageData ignores. */
  constructor(context: Canvas2D, pixelRatio: number, widths: Map<string, number>, originYPx: () => number) {
    this.#context = context;
    this.pixelRatio = pixelRatio;
    this.#widths = widths;
    this.#originYPx = originYPx;
  }

  fillRect(x: number, y: number, width: number, height: number, color: string, radius = 0): void {
    const context = this.#context;
    context.fillStyle = color;
    // Corners of a bar narrower than its radius would eat it.
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
    const context = this.#context;
    context.fillStyle = color;
    context.beginPath();
    tracePoints(context, points);
    context.closePath();
    context.fill();
  }

  strokePath(points: readonly number[], stroke: Stroke, closed = false): void {
    this.#withStroke(stroke, (context) => {
      tracePoints(context, points);
      if (closed) context.closePath();
    });
  }

  segments(points: readonly number[], stroke: Stroke): void {
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
    const key = `${css}/${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    this.#context.font = css;
    const { width } = this.#context.measureText(text);
    if (this.#widths.size >= MAX_MEASURED) this.#widths.clear();
    this.#widths.set(key, width);
    return width;
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
    const rows = Math.max(1, Math.round(height * ratio));
    const image = this.#context.createImageData(colors.length, rows);
    const pixels = new Uint32Array(image.data.buffer);
    pixels.set(colors);
    for (let row = 1; row < rows; row += 1) pixels.copyWithin(row * colors.length, 0, colors.length);
    this.#context.putImageData(image, Math.round(x * ratio), Math.round((y + this.#originYPx()) * ratio));
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

function tracePoints(context: Canvas2D, points: readonly number[]): void {
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (i === 0) context.moveTo(points[0] as number, points[1] as number);
    else context.lineTo(points[i] as number, points[i + 1] as number);
  }
}
