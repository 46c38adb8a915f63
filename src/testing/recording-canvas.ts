/**
 * A canvas that writes down what is painted on it, one line a shape, colours by the name of their token:
 *
 *     fill serveFill 320,40 120x24
 *     stroke ink w1.5 448,30 448,80
 *     text onServe "serving 14.2 s" 326,56
 *
 * Texts are 0.6 em a character wide, so that pictures are the same on every machine.
 */
import type { Canvas2D } from '../timeline/draw/canvas-surface.ts';
import { type CanvasLike, createCanvasRenderer, type Renderer } from '../timeline/draw/renderer.ts';
import { unpackColor } from '../timeline/draw/surface.ts';
import { COLOR_TOKENS, paletteOf } from '../timeline/tokens.ts';

/** Every token has a colour of its own, so that a recorded colour names its token. */
export const NAMED_PALETTE = paletteOf((_token, index) => `#0000${(index + 1).toString(16).padStart(2, '0').toUpperCase()}`);

function tokenOf(color: string): string {
  return COLOR_TOKENS[Number.parseInt(color.slice(1), 16) - 1] ?? color;
}

export interface RecordedText {
  text: string;
  color: string;
  x: number;
  y: number;
}

export interface RecordingCanvas {
  canvas: CanvasLike;
  renderer: Renderer;
  /** Everything painted since the last `clear`. */
  lines(): string[];
  texts(): RecordedText[];
  clear(): void;
}

export function recordingCanvas(widthPx: number, heightPx: number, devicePixelRatio = 1): RecordingCanvas {
  const recorder = new Recorder();
  const canvas: CanvasLike = { width: 0, height: 0, getContext: () => recorder as unknown as Canvas2D };
  const renderer = createCanvasRenderer(canvas);
  renderer.resize(widthPx, heightPx, devicePixelRatio);
  return { canvas, renderer, lines: () => [...recorder.lines], texts: () => [...recorder.texts], clear: () => recorder.forget() };
}

/** The properties and methods of `Canvas2D` that leave a trace. */
class Recorder {
  readonly lines: string[] = [];
  readonly texts: RecordedText[] = [];
  fillStyle = '';
  strokeStyle = '';
  font = '';
  lineWidth = 1;
  globalAlpha = 1;
  textAlign = 'left';
  textBaseline = 'alphabetic';
  lineCap = 'butt';
  lineJoin = 'miter';
  fontKerning = 'auto';
  imageSmoothingEnabled = true;
  #path: string[] = [];
  #dash: number[] = [];

  forget(): void {
    this.lines.length = 0;
    this.texts.length = 0;
  }

  beginPath(): void {
    this.#path = [];
  }

  moveTo(x: number, y: number): void {
    this.#path.push(`${this.#path.length > 0 ? '| ' : ''}${point(x, y)}`);
  }

  lineTo(x: number, y: number): void {
    this.#path.push(point(x, y));
  }

  closePath(): void {
    this.#path.push('z');
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path.push(`${point(x, y)} ${size(width, height)}`);
  }

  /** Throws as a browser does: a picture that asks for it would not be painted. */
  roundRect(x: number, y: number, width: number, height: number, radius = 0): void {
    if (radius < 0) throw new RangeError(`Radius value ${radius} is negative`);
    this.rect(x, y, width, height);
  }

  arc(x: number, y: number, radius: number): void {
    this.#path.push(`(${point(x, y)} r${round(radius)})`);
  }

  fill(): void {
    this.lines.push(`fill ${tokenOf(this.fillStyle)} ${this.#path.join(' ')}`);
  }

  stroke(): void {
    if (this.#path.length === 0) return;
    const dash = this.#dash.length > 0 ? ` dash${this.#dash.map(round).join('-')}` : '';
    this.lines.push(`stroke ${tokenOf(this.strokeStyle)} w${round(this.lineWidth)}${dash} ${this.#path.join(' ')}`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.lines.push(`fill ${tokenOf(this.fillStyle)} ${point(x, y)} ${size(width, height)}`);
  }

  fillText(text: string, x: number, y: number): void {
    const color = tokenOf(this.fillStyle);
    this.lines.push(`text ${color} "${text}" ${point(x, y)}`);
    this.texts.push({ text, color, x, y });
  }

  strokeText(): void {
    // A halo: the text itself follows.
  }

  measureText(text: string): { width: number } {
    const px = Number(/([\d.]+)px/.exec(this.font)?.[1] ?? 11);
    return { width: text.length * px * 0.6 };
  }

  setLineDash(dash: number[]): void {
    this.#dash = dash;
  }

  clip(): void {
    this.lines.push(`clip ${this.#path.join(' ')}`);
  }

  createImageData(width: number, height: number): { width: number; height: number; data: Uint8ClampedArray } {
    return { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }

  putImageData(image: { width: number; height: number; data: Uint8ClampedArray }, x: number, y: number): void {
    const colors = new Set([...new Uint32Array(image.data.buffer, 0, image.width)].map((packed) => tokenOf(unpackColor(packed))));
    this.lines.push(`pixels ${[...colors].sort().join('+')} ${point(x, y)} ${size(image.width, image.height)}`);
  }

  drawImage(
    _picture: unknown,
    left: number,
    top: number,
    width: number,
    height: number,
    toLeft: number,
    toTop: number,
    toWidth: number,
    toHeight: number,
  ): void {
    this.lines.push(`picture ${point(left, top)} ${size(width, height)} to ${point(toLeft, toTop)} ${size(toWidth, toHeight)}`);
  }

  save(): void {
    this.#dash = [];
  }

  restore(): void {
    this.#dash = [];
  }

  clearRect(): void {}
  setTransform(): void {}
  translate(): void {}
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function point(x: number, y: number): string {
  return `${round(x)},${round(y)}`;
}

function size(width: number, height: number): string {
  return `${round(width)}x${round(height)}`;
}
