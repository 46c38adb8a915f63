/** Events: filled triangle = Warning, hollow circle = Normal, diamond = Killing. Neighbours with the same reason share one label. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import { MARK_KINDS, type MarkKind, type Track } from '../model.ts';
import { visibleRange } from '../tracks.ts';
import { diamond, triangle } from './glyphs.ts';
import { firstThatFits, type Painter, sans } from './painter.ts';
import { eventRows } from './places.ts';

/** Marks closer than this are one mark; the strongest glyph wins and a count says how many. */
export const FOLD_PX = 6;

interface Cluster {
  atPx: number;
  kind: MarkKind;
  /** Strongest mark: its reason is the label. */
  mark: number;
  /** What it is about: reason and container. */
  subject: number;
  /** False if the marks have several subjects. */
  isUniform: boolean;
  count: number;
}

/** By kind. */
const STRENGTH = Uint8Array.from(MARK_KINDS, (kind) => (kind === 'eventKilling' ? 3 : kind === 'eventWarning' ? 2 : 1));

export function paintEvents(painter: Painter, { lane, yPx, heightPx }: LaneRect): void {
  const rows = eventRows(heightPx, painter.unit);
  const [warnings, normal] = lane.tracks as [Track, Track];
  paintRow(painter, warnings, yPx + rows.warningPx);
  paintRow(painter, normal, yPx + rows.normalPx);
}

function clusters({ fromMs, toMs, scale, unit }: Painter, track: Track): Cluster[] {
  const found: Cluster[] = [];
  const { first, last } = visibleRange(track, fromMs, toMs);
  const originPx = scale.xPx(0);
  let open: Cluster | undefined;
  let openStrength = 0;
  for (let mark = first; mark < last; mark += 1) {
    const atPx = originPx + (track.startMs[mark] as number) * scale.pxPerMs;
    const subject = track.limit[mark] as number;
    const strength = STRENGTH[track.kind[mark] as number] as number;
    if (open === undefined || atPx - open.atPx >= FOLD_PX * unit) {
      open = { atPx, kind: kindAt(track, mark), mark, subject, isUniform: true, count: 1 };
      openStrength = strength;
      found.push(open);
      continue;
    }
    open.count += 1;
    if (open.subject !== subject) open.isUniform = false;
    if (strength > openStrength) {
      openStrength = strength;
      Object.assign(open, { kind: kindAt(track, mark), mark, subject, atPx });
    }
  }
  return found;
}

function paintRow(painter: Painter, track: Track, linePx: number): void {
  const { surface, palette, unit, model } = painter;
  const row = clusters(painter, track);
  for (const { atPx, kind } of row) paintGlyph(painter, kind, atPx, linePx);
  let pending = 0;
  row.forEach((cluster, i) => {
    const next = row[i + 1];
    const x = cluster.atPx + 8 * unit;
    const cutPx = painter.isCut ? painter.scale.xPx(painter.toMs) + 12 * unit : painter.widthPx;
    const roomPx = Math.min(next?.atPx ?? Infinity, cutPx) - 6 * unit - x;
    const total = pending + cluster.count;
    pending = 0;
    // Neighbours about the same thing wait for the last one that has room for the name, and are counted there.
    const goesOn = next !== undefined && next.subject === cluster.subject && next.isUniform && cluster.isUniform;
    const reason = model.strings[track.text[cluster.mark] as number] as string;
    const forms = labelForms(painter, cluster, reason, total);
    const label = firstThatFits(painter, goesOn ? forms.slice(0, 1) : forms, sans(painter), roomPx);
    if (label !== undefined) {
      const color = cluster.kind === 'eventWarning' ? palette.failLine : cluster.kind === 'eventKilling' ? palette.ink : palette.ink3;
      surface.text(x, Math.round(linePx + 3.6 * unit), label.form, { font: sans(painter), color });
    }
    if (goesOn && label === undefined) pending = total;
  });
}

function labelForms({ model }: Painter, { kind, isUniform, count }: Cluster, reason: string, total: number): string[] {
  const times = total > 1 ? `×${total}` : '';
  if (!isUniform) return kind === 'eventNormal' ? [] : [`${reason} +${count - 1}`, `+${count - 1}`];
  // Normal Events are the everyday: their names show where there is room to spare, in the Detail density.
  if (kind === 'eventNormal') return model.density === 'detail' ? [`${reason} ${times}`.trim()] : [];
  return [`${reason} ${times}`.trim(), times];
}

function paintGlyph({ surface, palette, unit }: Painter, kind: MarkKind, x: number, y: number): void {
  switch (kind) {
    case 'eventWarning':
      triangle(surface, x, y, unit, palette.failLine);
      break;
    case 'eventKilling':
      diamond(surface, x, y, 5 * unit, palette.ink);
      break;
    default:
      surface.fillCircle(x, y, 2.6 * unit, palette.canvas);
      surface.strokeCircle(x, y, 2.6 * unit, { color: palette.ink3, width: 1.2 });
  }
}
