/** Canvases that are never shown. */

/** Undefined where there is none to be had. */
export function hiddenCanvas(width: number, height: number): OffscreenCanvas | undefined {
  return typeof OffscreenCanvas === 'undefined' ? undefined : new OffscreenCanvas(width, height);
}

/** A canvas and pixels that are used again and again: making new ones for each picture would take longer than the picture. */
export class Scratch {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;
  #pixels = new Uint32Array(0);

  private constructor(canvas: OffscreenCanvas, context: OffscreenCanvasRenderingContext2D) {
    this.#canvas = canvas;
    this.#context = context;
  }

  static create(): Scratch | undefined {
    const canvas = hiddenCanvas(1, 1);
    const context = canvas?.getContext('2d');
    return canvas && context ? new Scratch(canvas, context) : undefined;
  }

  /** So many transparent pixels, until the next call. */
  pixels(length: number): Uint32Array {
    if (this.#pixels.length < length) this.#pixels = new Uint32Array(length);
    return this.#pixels.subarray(0, length).fill(0);
  }

  /** A canvas with these pixels in its upper left corner, until the next call. */
  show(colors: Uint32Array, width: number, height: number): OffscreenCanvas {
    if (this.#canvas.width < width) this.#canvas.width = width;
    if (this.#canvas.height < height) this.#canvas.height = height;
    const bytes = new Uint8ClampedArray(colors.buffer as ArrayBuffer, colors.byteOffset, colors.byteLength);
    this.#context.putImageData(new ImageData(bytes, width, height), 0, 0);
    return this.#canvas;
  }
}
