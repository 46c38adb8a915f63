/** What moves: veil of the hidden future, crosshair, hovered, focused and selected mark, causal path, measurement, playhead. */
import { timeOfMark } from '../marks.ts';
import type { MarkRef } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import { lengthText, timeText } from '../words.ts';
import { paintBands } from './bands.ts';
import { paintClaimLines } from './claims.ts';
import { paintFork } from './fork.ts';
import { paintPath } from './path.ts';
import { markBox } from './mark-box.ts';
import { centredBaseline, hair, type Painter, sans, VEIL_PX } from './painter.ts';
import type { OverlayState } from './scene.ts';

export function paintOverlay(painter: Painter, topPx: number, bottomPx: number, state: OverlayState): void {
  const { palette, scale, surface } = painter;
  if (painter.isCut) paintVeil(painter, topPx, bottomPx, state.veilText ?? '');
  if (state.measure !== undefined) paintMeasure(painter, topPx, bottomPx, state.measure);
  if (state.hoverMs !== undefined) {
    const x = hair(painter, scale.xPx(state.hoverMs));
    surface.segments([x, topPx, x, bottomPx], { color: palette.ink3, dash: [3, 3] });
  }
  if (state.bands !== undefined && !painter.isCut) paintBands(painter, state.bands);
  if (state.claims !== undefined) paintClaimLines(painter, state.claims);
  if (state.fork !== undefined) paintFork(painter, topPx, bottomPx, state.fork);
  // Above bars, below what is pointed at
  const x = scale.xPx(state.playheadMs);
  if (isOnScreen(painter, x)) surface.segments([x, topPx, x, bottomPx], { color: palette.ink, width: 1.5 });
  if (state.path !== undefined) paintPath(painter, state.path, state.pathHot, state.pathGaps);
  if (state.hovered !== undefined) outlineMark(painter, state.hovered, 1);
  if (state.selected !== undefined) outlineMark(painter, state.selected, 2);
  if (state.counterpart !== undefined) outlineMark(painter, state.counterpart, 2);
  if (state.focused !== undefined) outlineMark(painter, state.focused, 2);
}

/** What there is to see of the state beside the playhead; the rest says how it looks. */
const SHOWN: Record<Exclude<keyof OverlayState, 'playheadMs' | 'veilText' | 'pathGaps' | 'pathHot'>, true> = {
  hoverMs: true,
  hovered: true,
  selected: true,
  counterpart: true,
  fork: true,
  bands: true,
  claims: true,
  focused: true,
  path: true,
  measure: true,
};
const SHOWN_PARTS = Object.keys(SHOWN) as (keyof typeof SHOWN)[];

/** Whether nothing of the overlay is on screen. */
export function isBlankOverlay(painter: Painter, state: OverlayState): boolean {
  return !painter.isCut && !isOnScreen(painter, painter.scale.xPx(state.playheadMs)) && SHOWN_PARTS.every((part) => state[part] === undefined);
}

const isOnScreen = ({ scale }: Painter, x: number): boolean => x >= 0 && x <= scale.widthPx;

/** The veil over the hidden future. */
function paintVeil(painter: Painter, topPx: number, bottomPx: number, text: string): void {
  const { palette, scale, surface, widthPx, toMs } = painter;
  const x = scale.xPx(toMs) + VEIL_PX;
  if (x >= widthPx) return;
  surface.fillRect(x, topPx, widthPx - x, bottomPx - topPx, palette.panel);
  const font = { px: 14 };
  if (text !== '' && widthPx - x > surface.textWidth(text, font) + 40) {
    surface.text((x + widthPx) / 2, (topPx + Math.min(bottomPx, painter.lanes.totalPx)) / 2, text, { font, color: palette.ink2, align: 'middle' });
  }
}

/** A bracket with its duration, on a light ground. */
function paintMeasure(painter: Painter, topPx: number, bottomPx: number, { fromMs, toMs }: { fromMs: number; toMs: number }): void {
  const { palette, scale, surface, unit } = painter;
  const left = scale.xPx(Math.min(fromMs, toMs));
  const right = scale.xPx(Math.max(fromMs, toMs));
  const y = topPx + 14 * unit;
  surface.segments([left, topPx, left, bottomPx, right, topPx, right, bottomPx], { color: palette.ink, dash: [2, 2] });
  surface.segments([left, y, right, y, left, y - 4 * unit, left, y + 4 * unit, right, y - 4 * unit, right, y + 4 * unit], { color: palette.ink, width: 1.5 });
  const durationMs = Math.abs(toMs - fromMs);
  // How many there will be in a hidden future, nobody is told
  const probes = probesBetween(painter, Math.min(fromMs, toMs), Math.min(Math.max(fromMs, toMs), painter.isCut ? painter.toMs : Infinity));
  const duration = durationMs < 10_000 ? timeText(durationMs) : lengthText(durationMs);
  const text = probes > 0 ? `${duration} · ${timelineTexts.probesBetween(probes)}` : duration;
  const font = sans(painter, 600);
  const widthPx = surface.textWidth(text, font) + 12 * unit;
  const middle = Math.min(Math.max((left + right) / 2, widthPx / 2), painter.widthPx - widthPx / 2);
  surface.fillRect(middle - widthPx / 2, y - 9 * unit, widthPx, 18 * unit, palette.ink, 2);
  surface.text(middle, centredBaseline(painter, y), text, { font, color: palette.canvas, align: 'middle' });
}

function probesBetween({ model }: Painter, fromMs: number, toMs: number): number {
  let count = 0;
  for (const { kind, tracks } of model.lanes) {
    const track = kind === 'probe' ? tracks[1] : undefined;
    if (track === undefined) continue;
    for (let mark = 0; mark < track.length; mark += 1) {
      const periodMs = track.periodMs[mark] as number;
      const startMs = track.startMs[mark] as number;
      const last = (track.repeat[mark] as number) - 1;
      if (periodMs === 0) count += startMs >= fromMs && startMs <= toMs ? 1 : 0;
      else count += Math.max(0, Math.min(last, Math.floor((toMs - startMs) / periodMs)) - Math.max(0, Math.ceil((fromMs - startMs) / periodMs)) + 1);
    }
  }
  return count;
}

/** An ink outline with a gap of ground, so that it reads on every fill. */
function outlineMark(painter: Painter, ref: MarkRef, width: number): void {
  const { lanes, model, palette, scale, surface, toMs } = painter;
  const box = timeOfMark(model, ref) > toMs ? undefined : markBox(model, scale, lanes, ref);
  if (box === undefined) return;
  const right = Math.min(box.xPx + box.widthPx, painter.isCut ? scale.xPx(toMs) + 8 : painter.widthPx);
  surface.strokeRect(box.xPx - 2, box.yPx - 2, right - box.xPx + 4, box.heightPx + 4, { color: palette.canvas, width: width + 2 }, 4);
  surface.strokeRect(box.xPx - 2.5, box.yPx - 2.5, right - box.xPx + 5, box.heightPx + 5, { color: palette.ink, width }, 4);
}
