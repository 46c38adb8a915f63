/** Events: filled triangle = Warning, hollow circle = Normal, diamond = Killing. Neighbours with the same reason share one label. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { MarkKind, Track } from '../model.ts';
import { diamond, triangle } from './glyphs.ts';
import { firstThatFits, forVisible, type Painter, sans } from './painter.ts';
import { eventRows } from './places.ts';

/** Marks closer than this are one mark; the strongest glyph wins and a count says how many. */
export const FOLD_PX = 6;

interface Cluster {
  atPx: number;
  kind: MarkKind;
  /** Reason of the strongest mark. */
  reason: string;
  /** What it is about: reason and container. */
  subject: number;
  /** False if the marks have several subjects. */
  isUniform: boolean;
  count: number;
}

const STRENGTH: Partial<Record<MarkKind, number>> = { eventKilling: 3, eventWarning: 2, eventNormal: 1 };

export function paintEvents(painter: Painter, { lane, yPx, heightPx }: LaneRect): void {
  const rows = eventRows(heightPx, painter.unit);
  const [warnings, normal] = lane.tracks as [Track, Track];
  paintRow(painter, clusters(painter, warnings), yPx + rows.warningPx);
  paintRow(painter, clusters(painter, normal), yPx + rows.normalPx);
}

function clusters(painter: Painter, track: Track): Cluster[] {
  const { model, scale, unit } = painter;
  const found: Cluster[] = [];
  forVisible(painter, track, (mark) => {
    const atPx = scale.xPx(track.startMs[mark] as number);
    const kind = kindAt(track, mark);
    const subject = track.limit[mark] as number;
    const reason = model.strings[track.text[mark] as number] as string;
    const open = found.at(-1);
    if (open === undefined || atPx - open.atPx >= FOLD_PX * unit) {
      found.push({ atPx, kind, reason, subject, isUniform: true, count: 1 });
      return;
    }
    open.count += 1;
    if (open.subject !== subject) open.isUniform = false;
    if ((STRENGTH[kind] ?? 0) > (STRENGTH[open.kind] ?? 0)) Object.assign(open, { kind, reason, subject, atPx });
  });
  return found;
}

function paintRow(painter: Painter, row: readonly Cluster[], linePx: number): void {
  const { surface, palette, unit } = painter;
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
    const forms = labelForms(painter, cluster, total);
    const label = firstThatFits(painter, goesOn ? forms.slice(0, 1) : forms, sans(painter), roomPx);
    if (label !== undefined) {
      const color = cluster.kind === 'eventWarning' ? palette.failLine : cluster.kind === 'eventKilling' ? palette.ink : palette.ink3;
      surface.text(x, Math.round(linePx + 3.6 * unit), label.form, { font: sans(painter), color });
    }
    if (goesOn && label === undefined) pending = total;
  });
}

function labelForms({ model }: Painter, { kind, reason, isUniform, count }: Cluster, total: number): string[] {
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
