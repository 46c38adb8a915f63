/**
 * The overview: the whole run as a strip in the transport bar, and the scrubber. Its brush with two grips is the zoom window.
 *
 *     |  ▂▂▂▂▂██████  ▂▂▂▂▂ ▂▁▁▁ ▂▂▂████▁|
 *     |    ▲   ▲ ▲        ▲ ▲ ▲           |
 */
import { kindAt } from '../marks.ts';
import type { TimelineModel, Track } from '../model.ts';
import { bitOf } from '../summary.ts';
import { lowerBound } from '../tracks.ts';
import type { Palette } from '../tokens.ts';
import type { OverviewState } from './scene.ts';
import type { Surface } from './surface.ts';

const PAD_PX = 8;
/** How many app containers have a row; the strip has room for no more. */
const MAX_ROWS = 3;

export function overviewXPx(model: TimelineModel, widthPx: number, timeMs: number): number {
  return PAD_PX + (timeMs / wholeMs(model)) * (widthPx - 2 * PAD_PX);
}

/** Inverse of `overviewXPx`, clamped to the run. */
export function overviewTimeMs(model: TimelineModel, widthPx: number, xPx: number): number {
  const timeMs = ((xPx - PAD_PX) / (widthPx - 2 * PAD_PX)) * wholeMs(model);
  return Math.min(wholeMs(model), Math.max(0, timeMs));
}

/** The same stretch as `fitWindow`, so that the brush fills the strip when everything is on screen. */
function wholeMs(model: TimelineModel): number {
  return Math.max(50, model.endMs * 1.02);
}

/** Paints the overview. `paintRun` paints the run, or a kept picture of it (see `paintOverviewRun`). */
export function paintOverview(
  surface: Surface,
  model: TimelineModel,
  palette: Palette,
  widthPx: number,
  heightPx: number,
  state: OverviewState,
  paintRun: () => void,
): void {
  const x = (timeMs: number) => overviewXPx(model, widthPx, timeMs);
  const brushLeft = x(Math.max(0, state.window.fromMs));
  const brushRight = x(Math.min(wholeMs(model), state.window.toMs));
  surface.fillRect(brushLeft, 0.5, brushRight - brushLeft, heightPx - 1, palette.canvas);
  paintRun();
  surface.strokeRect(brushLeft - 0.5, 0.5, brushRight - brushLeft + 1, heightPx - 1, { color: palette.edge });
  for (const grip of [brushLeft - 0.5, brushRight + 0.5]) {
    const middle = (heightPx - 17) / 2;
    surface.fillRect(grip - 3, middle, 6, 17, palette.canvas, 2);
    surface.strokeRect(grip - 3, middle, 6, 17, { color: palette.ink }, 2);
  }
  const playhead = x(state.playheadMs);
  surface.segments([playhead, 0, playhead, heightPx], { color: palette.ink, width: 1.5 });
  surface.fillPolygon([playhead - 4.5, 0, playhead + 4.5, 0, playhead, 6], palette.ink);
}

/** Paints the part that does not change while window and playhead move: the run itself, up to a hidden future. */
export function paintOverviewRun(surface: Surface, model: TimelineModel, palette: Palette, widthPx: number, heightPx: number, hiddenFromMs?: number): void {
  const x = (timeMs: number) => overviewXPx(model, widthPx, timeMs);
  const toMs = hiddenFromMs ?? Infinity;
  const msPerPx = wholeMs(model) / (widthPx - 2 * PAD_PX);
  const strips = model.lanes.filter(({ kind, container, compact }) => kind === 'process' && container !== undefined && !compact).slice(0, MAX_ROWS);
  const roomPx = heightPx - 18;
  strips.forEach((lane, row) => {
    const rowPx = roomPx / strips.length;
    paintStrip(surface, palette, lane.tracks[0] as Track, { x, msPerPx, toMs }, 10 + row * rowPx - (strips.length > 1 ? 3 : 0), Math.min(13, rowPx - 1));
  });
  const warningsMs = model.lanes.find(({ kind }) => kind === 'events')?.tracks[0]?.startMs ?? new Float64Array();
  for (let mark = 0; mark < warningsMs.length && (warningsMs[mark] as number) <= toMs; ) {
    const atPx = x(warningsMs[mark] as number);
    surface.fillPolygon([atPx, heightPx - 11.5, atPx + 3, heightPx - 6, atPx - 3, heightPx - 6], palette.failLine);
    mark = lowerBound(warningsMs, (warningsMs[mark] as number) + 4 * msPerPx, mark + 1);
  }
  const causes: number[] = [];
  for (const timeMs of model.lanes.find(({ kind }) => kind === 'actions')?.tracks[0]?.startMs ?? []) {
    if (timeMs > 0 && timeMs <= toMs) causes.push(Math.round(x(timeMs)) + 0.5, 1, Math.round(x(timeMs)) + 0.5, heightPx - 1);
  }
  surface.segments(causes, { color: palette.edge, dash: [1, 3] });
  if (toMs < wholeMs(model)) surface.fillRect(x(toMs), 1, widthPx - PAD_PX - x(toMs), heightPx - 2, palette.panel);
}

interface StripScale {
  x(timeMs: number): number;
  msPerPx: number;
  toMs: number;
}

/** Serving is tall, everything else a low box: the rhythm of the run at a glance. */
function paintStrip(surface: Surface, palette: Palette, track: Track, { x, msPerPx, toMs }: StripScale, topPx: number, tallPx: number): void {
  const lowPx = tallPx * 0.62;
  let lastPixel = -Infinity;
  /** The kinds that the last pixel shows. */
  let seen = 0;
  for (let mark = 0; mark < track.length; mark += 1) {
    const startMs = track.startMs[mark] as number;
    if (startMs > toMs) break;
    const kind = kindAt(track, mark);
    const left = x(startMs) + 0.5;
    const right = Math.max(left + 1, x(Math.min(toMs, track.endMs[mark] as number)) - 0.5);
    const bit = bitOf(track.kind[mark] as number);
    const pixel = Math.floor(right);
    if (pixel <= lastPixel && (seen & bit) !== 0) {
      // Below a pixel only a mark of another kind makes a difference
      const beyondMs = (lastPixel - 0.5 - x(0)) * msPerPx;
      const beyond = Math.min(lowerBound(track.startMs, beyondMs, mark + 1), lowerBound(track.reachMs, beyondMs + 2 * msPerPx, mark + 1));
      mark = track.summary.next(~seen, mark + 1, beyond) - 1;
      continue;
    }
    if (pixel > lastPixel) seen = 0;
    seen |= bit;
    lastPixel = Math.max(pixel, lastPixel);
    const lowY = topPx + tallPx - lowPx;
    if (kind === 'serving' || kind === 'running') surface.fillRect(left, topPx, right - left, tallPx, palette.serveFill);
    else if (kind === 'booting') box(surface, left, lowY, right, lowPx, palette.bootLine, palette.bootTint);
    else if (kind === 'draining') box(surface, left, lowY, right, lowPx, palette.serveLine, palette.serveTint);
    else if (kind === 'backOff') box(surface, left, lowY, right, lowPx, palette.failLine);
    else box(surface, left, lowY, right, lowPx, kind === 'pullFailed' ? palette.failLine : palette.waitLine, palette.waitTint);
  }
}

function box(surface: Surface, left: number, top: number, right: number, height: number, edge: string, fill?: string): void {
  if (right - left < 2) {
    surface.fillRect(left, top, right - left, height, edge);
    return;
  }
  if (fill !== undefined) surface.fillRect(left, top, right - left, height, fill);
  surface.strokeRect(left + 0.5, top + 0.5, right - left - 1, height - 1, { color: edge });
}
