/** Small shapes that several lanes share; the page's list of marks draws the same ones. */
import type { Stroke, Surface } from './surface.ts';

export function triangle(surface: Surface, x: number, y: number, unit: number, color: string): void {
  surface.fillPolygon([x, y - 5 * unit, x + 5 * unit, y + 3.6 * unit, x - 5 * unit, y + 3.6 * unit], color);
}

export function diamond(surface: Surface, x: number, y: number, radius: number, color: string): void {
  surface.fillPolygon([x, y - radius, x + radius, y, x, y + radius, x - radius, y], color);
}

export function hollowDiamond(surface: Surface, x: number, y: number, radius: number, ground: string, stroke: Stroke): void {
  diamond(surface, x, y, radius, ground);
  surface.strokePath([x, y - radius, x + radius, y, x, y + radius, x - radius, y], stroke, true);
}

export function cross(surface: Surface, x: number, y: number, radius: number, stroke: Stroke): void {
  surface.segments([x - radius, y - radius, x + radius, y + radius, x + radius, y - radius, x - radius, y + radius], stroke);
}

/** A pennant on its tip: an action. Filled = kubectl, hollow = the world. */
export function pennant(surface: Surface, x: number, y: number, radius: number, fill: string, stroke?: Stroke): void {
  const points = [x - radius, y - radius, x + radius, y - radius, x + radius, y - radius * 0.1, x, y + radius, x - radius, y - radius * 0.1];
  surface.fillPolygon(points, fill);
  if (stroke !== undefined) surface.strokePath(points, stroke, true);
}

/** A small arrow head that points up or down, its tip at `y`. */
export function arrowHead(surface: Surface, x: number, y: number, size: number, direction: 'up' | 'down', color: string): void {
  const back = direction === 'up' ? size : -size;
  surface.fillPolygon([x, y, x + size * 0.55, y + back, x - size * 0.55, y + back], color);
}
