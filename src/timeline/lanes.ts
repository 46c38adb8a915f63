/** Where each lane lies: heights by kind and density; spare height goes first to the lanes, then to the type. */
import type { Density, Lane, TimelineModel } from './model.ts';

export interface LaneRect {
  readonly lane: Lane;
  readonly yPx: number;
  readonly heightPx: number;
}

export interface LaneLayout {
  /** From top to bottom, without what is hidden. */
  readonly rects: readonly LaneRect[];
  readonly totalPx: number;
  /** Type and glyphs are drawn this much larger than at their normal size: 1 to 1.12. */
  readonly unit: number;
}

export interface LaneRoom {
  /** Height that the lanes may fill without scrolling, below the axis. 0 takes the smallest heights. */
  heightPx: number;
  /** Lanes that get no place. */
  hidden?: (lane: Lane) => boolean;
}

const MAX_UNIT = 1.12;
const MAX_STRETCH = 1.22;
/** With at least this much room, the lanes take the tall heights of the density Detail. */
const ROOMY_PX = 540;

/** The rectangles of the visible lanes. Never shorter than legible: the sum may exceed the room, then the pane scrolls. */
export function laneRects(model: TimelineModel, room: LaneRoom): LaneLayout {
  const lanes = model.lanes.filter((lane) => !room.hidden?.(lane));
  const heights = baseHeights(lanes, model.density, room.heightPx);
  const sumPx = heights.reduce((sum, height) => sum + height, 0);
  const unit = clamp((room.heightPx / sumPx) * 0.998, 1, MAX_UNIT);
  const stretch = model.density === 'overview' ? 1 : clamp((room.heightPx / (sumPx * unit)) * 0.998, 1, MAX_STRETCH);
  let yPx = 0;
  const rects = lanes.map((lane, i): LaneRect => {
    const heightPx = Math.round((heights[i] as number) * unit * stretch);
    const rect = { lane, yPx, heightPx };
    yPx += heightPx;
    return rect;
  });
  return { rects, totalPx: yPx, unit };
}

function baseHeights(lanes: readonly Lane[], density: Density, roomPx: number): number[] {
  const normal = lanes.map((lane) => laneHeight(lane, density === 'detail' ? 'detail' : density));
  if (density !== 'normal') return normal;
  const roomy = lanes.map((lane) => laneHeight(lane, 'detail'));
  const roomyPx = roomy.reduce((sum, height) => sum + height, 0);
  return roomPx >= ROOMY_PX && roomyPx <= roomPx ? roomy : normal;
}

/** Room for the signs of disagreements between Warnings and other Events. */
const SIGNS_PX = 5;

/** Heights of the design at unit 1, in CSS pixels. */
function laneHeight(lane: Lane, density: Density): number {
  const detail = density === 'detail';
  switch (lane.kind) {
    case 'group':
      return density === 'overview' ? 26 : 24;
    case 'actions':
      return detail ? 28 : 26;
    case 'phase':
    case 'status':
      return detail ? 24 : 23;
    case 'conditions': {
      const rows = lane.tracks.length;
      return detail ? 16 * rows : Math.max(30, 6 * rows);
    }
    case 'kubelet':
      return lane.tracks.length > 1 ? 34 : 22;
    case 'traffic':
      return detail || density === 'overview' ? 26 : 24;
    case 'events': {
      const spare = lane.tracks.some(({ name }) => name === 'truths') ? SIGNS_PX : 0;
      return (detail ? 34 : 32) + spare;
    }
    case 'process':
      if (density === 'overview') return lane.compact ? 24 : 28;
      return lane.compact ? 24 : detail ? 78 : 66;
    case 'probe':
      return lane.compact ? (detail ? 30 : 24) : detail ? 58 : 50;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
