import type { Renderer } from '../timeline/index.ts';
import { pageZoom } from './theme.ts';

/** Gives a canvas its size on screen and its renderer the device pixels that go with it. Clears the canvas. */
export function sizeCanvas(canvas: HTMLCanvasElement, renderer: Renderer, widthPx: number, heightPx: number): void {
  canvas.style.width = `${widthPx}px`;
  canvas.style.height = `${heightPx}px`;
  renderer.resize(widthPx, heightPx, pixelRatio());
}

/** Device pixels per CSS pixel. */
export function pixelRatio(): number {
  return devicePixelRatio * pageZoom();
}
