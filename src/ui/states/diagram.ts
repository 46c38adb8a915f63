/**
 * A machine as a drawing: places of states, ways of arrows, in the units of its view box (which are CSS pixels at the
 * design's size). Says nothing about a moment: `MachineView` draws a diagram and a machine at a moment together.
 */
import { arrowKey } from '../../timeline/states/index.ts';

/** Colours of a state while the machine is in it: names of custom properties. */
export type Role = 'plain' | 'serve' | 'serveTint' | 'boot' | 'hook' | 'hookTint' | 'fail' | 'failTint' | 'wait' | 'ink';

export interface NodeShape {
  state: string;
  x: number;
  y: number;
  width: number;
  height: number;
  label: string;
  /** Second line, longest form first: the first that fits is drawn, none if none does. */
  forms: readonly string[];
  role: Role;
  /** Dashed: nothing runs. */
  isWaiting?: boolean;
  /** The ink diamond of a decision; its label stands above it. */
  isDiamond?: boolean;
}

export interface ArrowShape {
  from: string;
  to: string;
  /** Absolute moves and lines along the axes: `M176 97H284V120`. */
  path: string;
  /** Drawn before it was ever taken. The others are the exception, and are drawn once they happen. */
  isUsual: boolean;
  /** Arrows of one group share a label and are counted together. Default: the arrow alone. */
  group?: string;
}

export interface LabelShape {
  /** `arrowKey` of its arrow, or a group. */
  group: string;
  text: string;
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  /** Where the countdown goes: under a line that the label stands on, right below the label, above it, or behind it. */
  countdown: 'under-line' | 'below' | 'above' | 'behind';
}

export interface ZoneShape {
  id: string;
  title: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Diagram {
  viewBox: { x: number; y: number; width: number; height: number };
  zones: readonly ZoneShape[];
  nodes: readonly NodeShape[];
  arrows: readonly ArrowShape[];
  labels: readonly LabelShape[];
}

export function groupOf({ from, to, group }: ArrowShape): string {
  return group ?? arrowKey(from, to);
}

/** An arrow that is always drawn. */
export function usual(from: string, to: string, path: string, group?: string): ArrowShape {
  return { from, to, path, isUsual: true, ...(group !== undefined && { group }) };
}

/** An arrow that is drawn once it was taken. */
export function rare(from: string, to: string, path: string, group?: string): ArrowShape {
  return { from, to, path, isUsual: false, ...(group !== undefined && { group }) };
}

/** A label on a horizontal line, its countdown under the line. */
export function onLine(group: string, text: string, x: number, y: number): LabelShape {
  return { group, text, x, y, anchor: 'middle', countdown: 'under-line' };
}

/** A label of a long line, its countdown behind it. */
export function alongLine(group: string, text: string, x: number, y: number): LabelShape {
  return { group, text, x, y, anchor: 'middle', countdown: 'behind' };
}

/** A label beside a vertical line, to its left (`end`) or right (`start`). */
export function beside(group: string, text: string, x: number, y: number, anchor: 'start' | 'end'): LabelShape {
  return { group, text, x, y, anchor, countdown: 'below' };
}

export interface Point {
  x: number;
  y: number;
}

/** The corners of a path of `M`, `H` and `V`. */
export function cornersOf(path: string): Point[] {
  const corners: Point[] = [];
  for (const [, command, first, second] of path.matchAll(/([MHV])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    const last = corners.at(-1) ?? { x: 0, y: 0 };
    if (command === 'H') corners.push({ x: Number(first), y: last.y });
    else if (command === 'V') corners.push({ x: last.x, y: Number(first) });
    else corners.push({ x: Number(first), y: Number(second) });
  }
  return corners;
}

/** A place for the count of an arrow that has no label of its own: at the middle of its longest stretch. */
export function placeOnPath(group: string, path: string): LabelShape {
  const corners = cornersOf(path);
  let best: [Point, Point] = [corners[0] ?? { x: 0, y: 0 }, corners[1] ?? { x: 0, y: 0 }];
  let bestLength = 0;
  for (let i = 0; i + 1 < corners.length; i += 1) {
    const [a, b] = [corners[i] as Point, corners[i + 1] as Point];
    const length = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    if (length > bestLength) [best, bestLength] = [[a, b], length];
  }
  const middle = { x: (best[0].x + best[1].x) / 2, y: (best[0].y + best[1].y) / 2 };
  return best[0].y === best[1].y ? onLine(group, '', middle.x, middle.y - 6) : beside(group, '', middle.x + 6, middle.y + 4, 'start');
}

/** A way between two states that the drawing did not foresee: out at one side, in at the other, with one bend in between. */
export function detour(from: NodeShape, to: NodeShape): ArrowShape {
  const middle = (node: NodeShape) => node.y + node.height / 2;
  const isRightward = to.x > from.x + from.width;
  const startX = isRightward ? from.x + from.width : from.x;
  const endX = isRightward ? to.x : to.x + to.width;
  if (isRightward || to.x + to.width < from.x) {
    const bendX = Math.round((startX + endX) / 2);
    return rare(from.state, to.state, `M${startX} ${middle(from) + 8}H${bendX}V${middle(to) + 8}H${endX}`);
  }
  const x = Math.round((Math.max(from.x, to.x) + Math.min(from.x + from.width, to.x + to.width)) / 2) + 10;
  return to.y > from.y
    ? rare(from.state, to.state, `M${x} ${from.y + from.height}V${to.y}`)
    : rare(from.state, to.state, `M${x} ${from.y}V${to.y + to.height}`);
}
