/** A surface that is a part of another one, further right: what is painted on it at 0 appears there. */
import type { Crowd, Font, Stamp, Stroke, Surface, TextStyle } from './surface.ts';

const shiftedStamps = (stamps: readonly Stamp[], byPx: number) => stamps.map((stamp) => ({ ...stamp, x: stamp.x + byPx }));
const shiftedPoints = (points: readonly number[], byPx: number) => points.map((value, index) => (index % 2 === 0 ? value + byPx : value));

export class ShiftedSurface implements Surface {
  readonly #on: Surface;
  readonly #byPx: number;

  /** `byPx` is a whole number of device pixels, so that what is sharp stays sharp. */
  constructor(on: Surface, byPx: number) {
    this.#on = on;
    this.#byPx = byPx;
  }

  get pixelRatio(): number {
    return this.#on.pixelRatio;
  }

  fillRect(x: number, y: number, width: number, height: number, color: string, radius?: number): void {
    this.#on.fillRect(x + this.#byPx, y, width, height, color, radius);
  }

  strokeRect(x: number, y: number, width: number, height: number, stroke: Stroke, radius?: number): void {
    this.#on.strokeRect(x + this.#byPx, y, width, height, stroke, radius);
  }

  fillPolygon(points: readonly number[], color: string): void {
    this.#on.fillPolygon(shiftedPoints(points, this.#byPx), color);
  }

  fillPolygons(polygons: readonly (readonly number[])[], color: string): void {
    this.#on.fillPolygons(
      polygons.map((points) => shiftedPoints(points, this.#byPx)),
      color,
    );
  }

  strokePath(points: readonly number[], stroke: Stroke, closed?: boolean): void {
    this.#on.strokePath(shiftedPoints(points, this.#byPx), stroke, closed);
  }

  segments(points: readonly number[], stroke: Stroke): void {
    this.#on.segments(shiftedPoints(points, this.#byPx), stroke);
  }

  fillCircle(x: number, y: number, radius: number, color: string): void {
    this.#on.fillCircle(x + this.#byPx, y, radius, color);
  }

  strokeCircle(x: number, y: number, radius: number, stroke: Stroke): void {
    this.#on.strokeCircle(x + this.#byPx, y, radius, stroke);
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    this.#on.text(x + this.#byPx, y, text, style);
  }

  textWidth(text: string, font: Font): number {
    return this.#on.textWidth(text, font);
  }

  stamps(stamps: readonly Stamp[]): void {
    this.#on.stamps(shiftedStamps(stamps, this.#byPx));
  }

  crowd(paint: (crowd: Crowd) => void): void {
    this.#on.crowd((crowd) =>
      paint({
        fillRect: (x, y, width, height, color, radius) => crowd.fillRect(x + this.#byPx, y, width, height, color, radius),
        segments: (points, stroke) => crowd.segments(shiftedPoints(points, this.#byPx), stroke),
        stamps: (stamps) => crowd.stamps(shiftedStamps(stamps, this.#byPx)),
      }),
    );
  }

  clipped(x: number, y: number, width: number, height: number, paint: () => void): void {
    this.#on.clipped(x + this.#byPx, y, width, height, paint);
  }

  pixelRow(x: number, y: number, height: number, colors: Uint32Array): void {
    this.#on.pixelRow(x + this.#byPx, y, height, colors);
  }
}
