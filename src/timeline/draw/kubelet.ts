/**
 * The kubelet's own lanes, in ink: they are no state of the Pod.
 *
 *     PLEG            ─┴─┴─┴─● app died ─┴─┴─    ticks: relists that found nothing
 *     pod worker      ▭ SyncPod ▭───────────▭    boxes: syncs; below, what they wait for
 *     status manager  ○● v4   ○ ○ × v6 ● v7      hollow: queued, filled: written, cross: never sent
 */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { MarkKind, Track } from '../model.ts';
import { visibleRange } from '../tracks.ts';
import { type DenseLook, forVisibleSpans } from './dense.ts';
import { cross } from './glyphs.ts';
import { centredBaseline, dottedLine, firstThatFits, FOLD_PX, forVisible, hair, type Painter, sans, spanPx } from './painter.ts';
import { kubeletRows } from './places.ts';
import type { Glyph } from './surface.ts';

/** Of marks that share a place the strongest is drawn. */
const STRENGTH: Partial<Record<MarkKind, number>> = { kubeletNothing: 1, kubeletQueued: 2, kubeletDone: 3, kubeletLost: 4 };
/** Relists that are at least this far apart are drawn as single ticks. */
const TICKS_FROM_PX = 4;

export function paintKubelet(painter: Painter, rect: LaneRect): void {
  const { lane, yPx, heightPx } = rect;
  const { model, scale, toMs, unit } = painter;
  const rows = kubeletRows(lane, heightPx, unit);
  const linePx = yPx + rows.notesPx;
  dottedLine(painter, Math.max(0, scale.xPx(0)), scale.xPx(Math.min(model.endMs, toMs)), linePx);
  for (const track of lane.tracks) {
    if (track.name === 'syncs') paintSyncs(painter, track, yPx + rows.syncsPx, rows.barPx);
    else if (track.name === 'waits') paintWaits(painter, track, yPx + rows.waitsPx);
    else paintNotes(painter, track, linePx);
  }
}

function paintSyncs(painter: Painter, track: Track, topPx: number, tallPx: number): void {
  const { palette, surface, model, unit } = painter;
  const look: DenseLook = { color: () => palette.ink2, strength: { syncFailed: 1 } };
  forVisibleSpans(painter, track, topPx, tallPx, look, (mark) => {
    const { leftPx, rightPx } = spanPx(painter, track, mark);
    const x = hair(painter, leftPx);
    const width = Math.max(1, hair(painter, rightPx - 1) - x);
    surface.fillRect(x, topPx + 0.5, width, tallPx - 1, palette.waitTint);
    surface.strokeRect(x, topPx + 0.5, width, tallPx - 1, { color: palette.ink2 });
    if (kindAt(track, mark) === 'syncFailed' && width > 10 * unit) cross(surface, x + width - 6 * unit, topPx + tallPx / 2, 3 * unit, { color: palette.ink });
    const text = model.strings[track.text[mark] as number] as string;
    const label = firstThatFits(painter, [text, text.replace(/^Sync|Pod$/g, '')], sans(painter), width - Math.max(0, -x) - 18 * unit);
    if (label !== undefined)
      surface.text(Math.max(0, x) + 5 * unit, centredBaseline(painter, topPx + tallPx / 2), label.form, { font: sans(painter), color: palette.ink });
  });
}

/** A line as long as the wait, its words on it where there is room. */
function paintWaits(painter: Painter, track: Track, linePx: number): void {
  const { palette, surface, model, unit } = painter;
  const y = hair(painter, linePx);
  const lines: number[] = [];
  const labels: { atPx: number; text: string; widthPx: number }[] = [];
  let freePx = -Infinity;
  forVisible(painter, track, (mark) => {
    const { leftPx, rightPx, isOpen } = spanPx(painter, track, mark);
    if (rightPx - leftPx < 2) return;
    lines.push(leftPx, y, rightPx, y, leftPx, y - 3 * unit, leftPx, y + 3 * unit);
    if (!isOpen) lines.push(rightPx, y - 3 * unit, rightPx, y + 3 * unit);
    const fromPx = Math.max(0, leftPx, freePx) + 8 * unit;
    const text = model.strings[track.text[mark] as number] as string;
    const label = firstThatFits(painter, [text, text.split(' ')[0] as string], sans(painter), rightPx - fromPx - 8 * unit);
    if (label === undefined) return;
    labels.push({ atPx: fromPx, text: label.form, widthPx: label.widthPx });
    freePx = fromPx + label.widthPx + 8 * unit;
  });
  surface.segments(lines, { color: palette.ink3 });
  for (const { atPx, text, widthPx } of labels) {
    surface.fillRect(atPx - 3 * unit, linePx - 6 * unit, widthPx + 6 * unit, 12 * unit, palette.canvas);
    surface.text(atPx, centredBaseline(painter, linePx), text, { font: sans(painter), color: palette.ink2 });
  }
}

interface Cluster {
  atPx: number;
  mark: number;
  kind: MarkKind;
  count: number;
}

function paintNotes(painter: Painter, track: Track, linePx: number): void {
  const { palette, surface, model, unit } = painter;
  paintStretches(painter, track, linePx);
  const row = clusters(painter, track);
  surface.stamps(row.map(({ atPx, kind }) => ({ glyph: glyphOf(painter, kind), x: atPx, y: linePx })));
  row.forEach(({ atPx, kind, mark, count }, index) => {
    if (kind === 'kubeletNothing') return;
    const fromPx = atPx + 7 * unit;
    const roomPx = Math.min(row[index + 1]?.atPx ?? Infinity, painter.isCut ? painter.scale.xPx(painter.toMs) : painter.widthPx) - 7 * unit - fromPx;
    const text = (model.strings[track.text[mark] as number] as string).replace('version ', 'v');
    const label = firstThatFits(painter, count > 1 ? [`${text} +${count - 1}`, text, `+${count - 1}`] : [text], sans(painter), roomPx);
    if (label === undefined) return;
    surface.fillRect(fromPx - unit, linePx - 6 * unit, label.widthPx + 2 * unit, 12 * unit, palette.canvas);
    surface.text(fromPx, centredBaseline(painter, linePx), label.form, { font: sans(painter), color: kind === 'kubeletLost' ? palette.ink : palette.ink2 });
  });
}

/** The stretches in which a part finds nothing again and again, or waits. */
function paintStretches(painter: Painter, track: Track, linePx: number): void {
  const { palette, surface, scale, fromMs, toMs, unit } = painter;
  const y = hair(painter, linePx);
  const solid: number[] = [];
  const waits: number[] = [];
  forVisible(painter, track, (mark) => {
    const kind = kindAt(track, mark);
    if (kind !== 'kubeletIdle' && kind !== 'kubeletWait') return;
    const { leftPx, rightPx } = spanPx(painter, track, mark);
    (kind === 'kubeletIdle' ? solid : waits).push(leftPx, y, rightPx, y);
    const periodMs = track.limit[mark] as number;
    if (!(periodMs * scale.pxPerMs >= TICKS_FROM_PX)) return;
    const startMs = track.startMs[mark] as number;
    const lastMs = Math.min(track.endMs[mark] as number, toMs);
    for (let turn = Math.max(0, Math.ceil((fromMs - startMs) / periodMs)); startMs + turn * periodMs <= lastMs; turn += 1) {
      const x = hair(painter, scale.xPx(startMs + turn * periodMs));
      solid.push(x, y - 3 * unit, x, y);
    }
  });
  surface.segments(solid, { color: palette.edge });
  surface.segments(waits, { color: palette.ink2, width: 3 * unit, dash: [2, 2] });
}

function clusters({ fromMs, toMs, scale, unit }: Painter, track: Track): Cluster[] {
  const found: Cluster[] = [];
  const { first, last } = visibleRange(track, fromMs, toMs);
  for (let mark = first; mark < last; mark += 1) {
    const kind = kindAt(track, mark);
    const strength = STRENGTH[kind];
    if (strength === undefined) continue;
    const atPx = scale.xPx(track.startMs[mark] as number);
    const before = found.at(-1);
    if (before === undefined || atPx - before.atPx >= FOLD_PX * unit) found.push({ atPx, mark, kind, count: 1 });
    else if (strength > (STRENGTH[before.kind] ?? 0)) Object.assign(before, { mark, kind, count: before.count + 1 });
    else before.count += 1;
  }
  return found;
}

function glyphOf({ palette, unit }: Painter, kind: MarkKind): Glyph {
  const key = `${kind} ${palette.ink} ${palette.canvas} ${unit}`;
  switch (kind) {
    case 'kubeletDone':
      return { key, reachPx: 4 * unit, paint: (on, x, y) => on.fillCircle(x, y, 3 * unit, palette.ink) };
    case 'kubeletLost':
      return {
        key,
        reachPx: 6 * unit,
        paint: (on, x, y) => {
          on.fillCircle(x, y, 5 * unit, palette.canvas);
          cross(on, x, y, 3.2 * unit, { color: palette.ink, width: 1.5 });
        },
      };
    default: {
      const color = kind === 'kubeletQueued' ? palette.ink : palette.edge;
      const radius = (kind === 'kubeletQueued' ? 2.8 : 1.8) * unit;
      return {
        key,
        reachPx: 4 * unit,
        paint: (on, x, y) => {
          on.fillCircle(x, y, radius, palette.canvas);
          on.strokeCircle(x, y, radius, { color, width: 1.2 });
        },
      };
    }
  }
}
