/** What every painter needs: where times lie, how large type is, what is on screen, and how labels find their room. */
import type { LaneLayout, LaneRect } from '../lanes.ts';
import type { TimelineModel, Track } from '../model.ts';
import type { TimeScale } from '../scale.ts';
import type { Palette } from '../tokens.ts';
import { lowerBoundNear, visibleRange } from '../tracks.ts';
import type { View } from './scene.ts';
import type { Font, Surface } from './surface.ts';

export interface Painter {
  readonly surface: Surface;
  readonly palette: Palette;
  readonly model: TimelineModel;
  readonly scale: TimeScale;
  readonly lanes: LaneLayout;
  /** Size of type and glyphs: 1 to 1.12. */
  readonly unit: number;
  /** Size of lane text in pixels. */
  readonly textPx: number;
  /** First time on screen. */
  readonly fromMs: number;
  /** Last time that may be drawn: the edge of the screen, or the playhead while the future is hidden. */
  readonly toMs: number;
  /** True if `toMs` hides what comes after it. */
  readonly isCut: boolean;
  readonly widthPx: number;
  /** How many pixels there are between `fromMs` and the edge: fewer than `widthPx` where a part of the screen is painted. */
  readonly roomPx: number;
}

export function createPainter(surface: Surface, model: TimelineModel, view: View, palette: Palette): Painter {
  const { scale, lanes } = view;
  const { unit } = lanes;
  const edgeMs = scale.timeMs(scale.widthPx);
  const toMs = Math.min(view.hiddenFromMs ?? edgeMs, edgeMs);
  return {
    surface,
    palette,
    model,
    scale,
    lanes,
    unit,
    textPx: 11 * unit,
    fromMs: scale.timeMs(0),
    toMs,
    isCut: view.hiddenFromMs !== undefined && view.hiddenFromMs < edgeMs,
    widthPx: scale.widthPx,
    roomPx: scale.widthPx,
  };
}

/**
 * Horizontal extent of a span on screen, clipped so that borders beyond the edge stay outside. `isOpen`: how it ends is not known,
 * because the future is hidden or the run is over before it.
 */
export function spanPx({ model, scale, toMs, isCut, widthPx }: Painter, track: Track, mark: number): { leftPx: number; rightPx: number; isOpen: boolean } {
  const endMs = track.endMs[mark] as number;
  const isUnfinished = (track.endRecord[mark] as number) < 0 && endMs >= model.endMs;
  return {
    leftPx: Math.max(-20, scale.xPx(track.startMs[mark] as number)),
    rightPx: Math.min(widthPx + 20, scale.xPx(Math.min(endMs, toMs))),
    isOpen: isUnfinished || (isCut && endMs > toMs),
  };
}

/** Calls `each` for the marks of a track that touch the screen and lie before a hidden future. */
export function forVisible({ fromMs, toMs }: Painter, track: Track, each: (mark: number) => void): void {
  const { first, last } = visibleRange(track, fromMs, toMs);
  for (let mark = first; mark < last; mark += 1) each(mark);
}

/**
 * Like `forVisible`, but leaves out marks that lie within `gapPx` of the last one taken: for glyphs that would cover each other. Of
 * marks that share a place the first is taken, so that the picture does not flicker while the user pans.
 */
export function forVisibleApart(painter: Painter, track: Track, gapPx: number, each: (mark: number) => void): void {
  const { fromMs, toMs, scale } = painter;
  const { first, last } = visibleRange(track, fromMs, toMs);
  const gapMs = gapPx / scale.pxPerMs;
  let takenMs = -Infinity;
  for (let mark = first; mark < last; mark += 1) {
    if ((track.endMs[mark] as number) - takenMs < gapMs) {
      // No mark before the first one that reaches this far can be taken
      mark = Math.max(mark, lowerBoundNear(track.reachMs, takenMs + gapMs, mark + 1, last) - 1);
      continue;
    }
    takenMs = Math.max(track.startMs[mark] as number, Math.min(track.endMs[mark] as number, toMs));
    each(mark);
  }
}

/** Marks closer than this are one mark where there is no room: the strongest glyph wins. */
export const FOLD_PX = 6;

/** Whether there are more marks on screen than fit beside each other, with `apartPx` for each. */
export function isCrowded({ fromMs, toMs, roomPx }: Painter, track: Track, apartPx: number): boolean {
  const { first, last } = visibleRange(track, fromMs, toMs);
  return (last - first) * apartPx > roomPx;
}

/** The veil over a hidden future begins this far right of the playhead, so that marks at the playhead stay whole. */
export const VEIL_PX = 9;

export const sans = (painter: Painter, weight = 500): Font => ({ px: painter.textPx, weight });
export const mono = (painter: Painter, weight = 500): Font => ({ px: painter.textPx, mono: true, weight });

/** The first form that fits into the room: labels are shortened by words, never by an ellipsis. */
export function firstThatFits({ surface }: Painter, forms: readonly string[], font: Font, roomPx: number): { form: string; widthPx: number } | undefined {
  // Nothing has to be measured to know that it does not fit
  if (roomPx <= 0) return undefined;
  for (const form of forms) {
    if (form === '') continue;
    const widthPx = surface.textWidth(form, font);
    if (widthPx <= roomPx) return { form, widthPx };
  }
  return undefined;
}

/** Baseline that centres lane text on a line. */
export function centredBaseline({ textPx }: Painter, middlePx: number): number {
  return Math.round(middlePx + textPx * 0.36);
}

/** Middle of the nearest device pixel: where a hairline is sharp. */
export function hair({ surface }: Painter, px: number): number {
  const ratio = surface.pixelRatio;
  return (Math.round(px * ratio - 0.5) + 0.5) / ratio;
}

/** Nearest device pixel: where the edge of a solid is sharp. */
export function snap({ surface }: Painter, px: number): number {
  const ratio = surface.pixelRatio;
  return Math.round(px * ratio) / ratio;
}

/** A dotted hairline, which says that nothing is there. */
export function dottedLine(painter: Painter, fromPx: number, toPx: number, yPx: number): void {
  if (toPx <= fromPx) return;
  // The dots are anchored in time, not in the window: they must not crawl while the user pans
  const originPx = painter.scale.xPx(0);
  const start = fromPx - positiveModulo(fromPx - originPx, 4);
  const y = hair(painter, yPx);
  painter.surface.segments([start, y, toPx, y], { color: painter.palette.edge, dash: [1, 3] });
}

export function positiveModulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** Time up to which lanes of the Pod have a ground: until it is gone, or the end of the run. */
export function groundEndMs({ model, toMs }: Painter): number {
  return Math.min(model.deletedMs ?? model.endMs, toMs);
}

/** A label in a gap of what it describes: ground-coloured box, then text in its middle. */
export function knockedOutText(painter: Painter, middlePx: number, linePx: number, text: string, color: string, ground: string, weight = 500): void {
  const { surface, unit } = painter;
  const font = sans(painter, weight);
  const widthPx = surface.textWidth(text, font) + 8 * unit;
  surface.fillRect(middlePx - widthPx / 2, linePx - 7 * unit, widthPx, 14 * unit, ground);
  surface.text(middlePx, centredBaseline(painter, linePx), text, { font, color, align: 'middle' });
}

/** Middle of a lane. */
export function middleOf({ yPx, heightPx }: LaneRect): number {
  return yPx + heightPx / 2;
}

/** The gaps that are left of `[from, to]` when `blocks` are taken out, those wider than 8 px. */
export function freeStretches(from: number, to: number, blocks: readonly (readonly [number, number])[]): [number, number][] {
  let free: [number, number][] = [[from, to]];
  for (const [blockFrom, blockTo] of blocks) {
    if (blockTo <= from || blockFrom >= to) continue;
    free = free.flatMap(([a, b]): [number, number][] =>
      blockTo <= a || blockFrom >= b
        ? [[a, b]]
        : ([
            [a, blockFrom],
            [blockTo, b],
          ] as [number, number][]),
    );
  }
  return free.filter(([a, b]) => b - a > 8);
}
