/**
 * A sheet of pixels that a crowd of shapes is put on. A canvas without a graphics card takes a microsecond or more for each
 * shape, and longer for a path of hundreds; setting the few pixels of each takes a tenth of that. So glyphs are drawn once and
 * copied from then on, bars are filled pixel by pixel, and the finished sheet reaches the canvas in one piece.
 */
import type { Canvas2D } from './canvas-surface.ts';
import { type CollectedCrowd, forEachPiece } from './crowd.ts';
import { hiddenCanvas, Scratch } from './scratch.ts';
import { type Glyph, packColor, type Surface } from './surface.ts';

/** Glyphs are placed to an eighth of a device pixel; nobody can see the difference. */
const STEPS = 8;
const MAX_GLYPHS = 200;

/** Pixels of a glyph that lie side by side, as 0xAABBGGRR; `x` and `y` are the first one's place, counted from the pixel in which the glyph stands. */
interface PixelRun {
  readonly x: number;
  readonly y: number;
  readonly colors: Uint32Array;
}

/** In device pixels from the canvas's upper left corner. */
interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

type SurfaceOn = (context: Canvas2D, pixelRatio: number) => Surface;

export class Sheet {
  readonly #scratch: Scratch;
  readonly #surfaceOn: SurfaceOn;
  /** By key, then by steps. */
  readonly #glyphs = new Map<string, (readonly PixelRun[] | undefined)[]>();
  #easel: OffscreenCanvasRenderingContext2D | undefined;
  #pixelRatio = 1;
  #area: Area = { left: 0, top: 0, width: 0, height: 0 };
  #colors: Uint32Array = new Uint32Array();

  private constructor(scratch: Scratch, surfaceOn: SurfaceOn) {
    this.#scratch = scratch;
    this.#surfaceOn = surfaceOn;
  }

  /** `surfaceOn` makes the surface that a glyph is drawn on for the first time. Undefined where no canvas can be had that is not shown. */
  static create(surfaceOn: SurfaceOn): Sheet | undefined {
    const scratch = Scratch.create();
    return scratch && new Sheet(scratch, surfaceOn);
  }

  /** The crowd on as small a sheet as it needs. `originYPx`: how far the canvas is scrolled, negative. The picture holds until the next call. */
  draw(crowd: CollectedCrowd, pixelRatio: number, originYPx: number): Area & { picture: OffscreenCanvas } {
    this.#area = areaOf(crowd, pixelRatio, originYPx);
    const { left, top, width, height } = this.#area;
    this.#colors = this.#scratch.pixels(width * height);
    const toX = (px: number) => px * pixelRatio - left;
    const toY = (px: number) => (px + originYPx) * pixelRatio - top;
    for (const part of crowd.parts) {
      if (part.kind === 'rect') this.#fill(toX(part.x), toY(part.y), toX(part.x + part.width), toY(part.y + part.height), packColor(part.color));
      else if (part.kind === 'segments') {
        const color = packColor(part.stroke.color);
        forEachPiece(part.points, part.stroke, (x1, y1, x2, y2) => this.#fill(toX(x1), toY(y1), toX(x2), toY(y2), color));
      } else for (const { glyph, x, y } of part.stamps) this.#stamp(glyph, toX(x), toY(y), pixelRatio);
    }
    return { picture: this.#scratch.show(this.#colors, width, height), left, top, width, height };
  }

  /** A rectangle; a pixel that it covers in part gets that part of the colour. */
  #fill(left: number, top: number, right: number, bottom: number, color: number): void {
    const firstX = Math.max(0, Math.floor(left));
    const endX = Math.min(this.#area.width, Math.ceil(right));
    const firstPart = Math.min(right, firstX + 1) - Math.max(left, firstX);
    const lastPart = right - (endX - 1);
    const fromX = firstPart < 1 ? firstX + 1 : firstX;
    const toX = Math.max(fromX, lastPart < 1 ? endX - 1 : endX);
    if (firstX < fromX) this.#fillColumns(firstX, fromX, firstPart, top, bottom, color);
    if (fromX < toX) this.#fillColumns(fromX, toX, 1, top, bottom, color);
    if (toX < endX) this.#fillColumns(toX, endX, lastPart, top, bottom, color);
  }

  /** The columns of pixels of which a rectangle covers the same part. */
  #fillColumns(fromX: number, toX: number, columnPart: number, top: number, bottom: number, color: number): void {
    const colors = this.#colors;
    const { width, height } = this.#area;
    const endY = Math.min(height, Math.ceil(bottom));
    // What lies below is mostly of one colour: what comes of that is worked out once
    let [shade, ground, blended] = [0, 0, 0];
    for (let y = Math.max(0, Math.floor(top)); y < endY; y += 1) {
      const ofRow = faded(color, columnPart * (Math.min(bottom, y + 1) - Math.max(top, y)));
      const toPixel = y * width + toX;
      if (ofRow === color) colors.fill(color, y * width + fromX, toPixel);
      else
        for (let pixel = y * width + fromX; pixel < toPixel; pixel += 1) {
          const below = colors[pixel] as number;
          if (ofRow !== shade || below !== ground) blended = onGround((shade = ofRow), (ground = below));
          colors[pixel] = blended;
        }
    }
  }

  #stamp(glyph: Glyph, x: number, y: number, pixelRatio: number): void {
    const stepsX = Math.round(x * STEPS);
    const stepsY = Math.round(y * STEPS);
    const column = Math.floor(stepsX / STEPS);
    const row = Math.floor(stepsY / STEPS);
    const { width } = this.#area;
    const place = row * width + column;
    const sheet = this.#colors;
    for (const { x: firstX, y: line, colors } of this.#pictureOf(glyph, pixelRatio, stepsX - column * STEPS, stepsY - row * STEPS)) {
      const first = place + line * width + firstX;
      for (let i = 0; i < colors.length; i += 1) {
        const color = colors[i] as number;
        const ground = sheet[first + i] as number;
        if (color >>> 24 === 255 || ground === 0) sheet[first + i] = color;
        else if (color >>> 24 !== 0) sheet[first + i] = over(color, ground);
      }
    }
  }

  /** A glyph whose place lies so many eighths of a device pixel right of and below the middle pixel's corner. */
  #pictureOf(glyph: Glyph, pixelRatio: number, stepsX: number, stepsY: number): readonly PixelRun[] {
    if (this.#pixelRatio !== pixelRatio || this.#glyphs.size > MAX_GLYPHS) this.#glyphs.clear();
    this.#pixelRatio = pixelRatio;
    let pictures = this.#glyphs.get(glyph.key);
    if (pictures === undefined) this.#glyphs.set(glyph.key, (pictures = []));
    return (pictures[stepsY * STEPS + stepsX] ??= this.#paint(glyph, pixelRatio, stepsX, stepsY));
  }

  #paint(glyph: Glyph, pixelRatio: number, stepsX: number, stepsY: number): readonly PixelRun[] {
    const reach = deviceReach(glyph, pixelRatio);
    const side = 2 * reach + 1;
    const context = this.#easelOf(side);
    if (context === undefined) return [];
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.clearRect(0, 0, side / pixelRatio, side / pixelRatio);
    const place = (steps: number) => (reach + steps / STEPS) / pixelRatio;
    glyph.paint(this.#surfaceOn(context, pixelRatio), place(stepsX), place(stepsY));
    return drawnRuns(new Uint32Array(context.getImageData(0, 0, side, side).data.buffer), side, reach);
  }

  /** A canvas that glyphs are drawn on for the first time, at least so large. */
  #easelOf(side: number): OffscreenCanvasRenderingContext2D | undefined {
    if (this.#easel === undefined || this.#easel.canvas.width < side)
      this.#easel = hiddenCanvas(side, side)?.getContext('2d', { willReadFrequently: true }) ?? undefined;
    return this.#easel;
  }
}

/** The rows of a glyph's square, each without the transparent pixels at both ends. */
function drawnRuns(pixels: Uint32Array, side: number, reach: number): PixelRun[] {
  const runs: PixelRun[] = [];
  for (let row = 0; row < side; row += 1) {
    let [first, end] = [row * side, (row + 1) * side];
    while (first < end && (pixels[first] as number) >>> 24 === 0) first += 1;
    while (end > first && (pixels[end - 1] as number) >>> 24 === 0) end -= 1;
    if (end > first) runs.push({ x: first - row * side - reach, y: row - reach, colors: pixels.slice(first, end) });
  }
  return runs;
}

/** How many device pixels a glyph reaches from the one it stands in. */
function deviceReach({ reachPx }: Glyph, pixelRatio: number): number {
  return Math.ceil(reachPx * pixelRatio) + 1;
}

function areaOf({ parts }: CollectedCrowd, pixelRatio: number, originYPx: number): Area {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const include = (x1: number, y1: number, x2: number, y2: number, reach: number) => {
    left = Math.min(left, Math.floor(x1 * pixelRatio) - reach);
    top = Math.min(top, Math.floor((y1 + originYPx) * pixelRatio) - reach);
    right = Math.max(right, Math.ceil(x2 * pixelRatio) + reach);
    bottom = Math.max(bottom, Math.ceil((y2 + originYPx) * pixelRatio) + reach);
  };
  for (const part of parts) {
    if (part.kind === 'rect') include(part.x, part.y, part.x + part.width, part.y + part.height, 0);
    else if (part.kind === 'segments') forEachPiece(part.points, { ...part.stroke, dash: [] }, (x1, y1, x2, y2) => include(x1, y1, x2, y2, 0));
    else for (const { glyph, x, y } of part.stamps) include(x, y, x, y, deviceReach(glyph, pixelRatio) + 1);
  }
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** An opaque colour that covers a part of a pixel. */
function faded(color: number, part: number): number {
  return part === 1 ? color : ((color & 0xffffff) | (Math.round(part * 255) << 24)) >>> 0;
}

/** What is seen of a colour over what lies below it; 0: nothing does. */
function onGround(color: number, ground: number): number {
  const alpha = color >>> 24;
  if (alpha === 0) return ground;
  return alpha === 255 || ground === 0 ? color : over(color, ground);
}

/** One colour over another, both with their opacity (Porter and Duff's source-over). */
function over(color: number, ground: number): number {
  const alpha = color >>> 24;
  const rest = ((ground >>> 24) * (255 - alpha)) / 255;
  const sum = alpha + rest;
  const share = alpha / sum;
  const groundShare = rest / sum;
  const red = (color & 0xff) * share + (ground & 0xff) * groundShare;
  const green = ((color >>> 8) & 0xff) * share + ((ground >>> 8) & 0xff) * groundShare;
  const blue = ((color >>> 16) & 0xff) * share + ((ground >>> 16) & 0xff) * groundShare;
  return (((sum + 0.5) << 24) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | ((red + 0.5) & 0xff)) >>> 0;
}
