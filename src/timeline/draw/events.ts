/** Events: filled triangle = Warning, hollow circle = Normal, diamond = Killing. Neighbours with the same reason share one label. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import { MARK_KINDS, type MarkKind, type Track } from '../model.ts';
import { bitsOf } from '../summary.ts';
import { lowerBoundNear, visibleRange } from '../tracks.ts';
import { diamond, triangle } from './glyphs.ts';
import { firstThatFits, FOLD_PX, type Painter, sans } from './painter.ts';
import { eventRows } from './places.ts';
import type { Glyph } from './surface.ts';

interface Cluster {
  atPx: number;
  kind: MarkKind;
  /** Strongest mark: its reason is the label. */
  mark: number;
  /** What it is about: reason and container. */
  subject: number;
  /** False if the marks have several subjects. */
  isUniform: boolean;
  /** Its marks: from this one on, so many. */
  first: number;
  count: number;
}

/** A name that is painted, and the stretch that it takes. */
interface Label {
  form: string;
  leftPx: number;
  rightPx: number;
}

/** By kind: the kinds that are stronger, as bits of a summary. */
const STRONGER = Int32Array.from(MARK_KINDS, (kind) =>
  kind === 'eventKilling' ? 0 : kind === 'eventWarning' ? bitsOf('eventKilling') : bitsOf('eventKilling', 'eventWarning'),
);

export function paintEvents(painter: Painter, { lane, yPx, heightPx }: LaneRect): void {
  const rows = eventRows(heightPx, painter.unit);
  const [warnings, normal] = lane.tracks as [Track, Track];
  paintRow(painter, warnings, yPx + rows.warningPx);
  paintRow(painter, normal, yPx + rows.normalPx);
}

function clusters({ fromMs, toMs, scale, unit }: Painter, track: Track): Cluster[] {
  const found: Cluster[] = [];
  const range = visibleRange(track, fromMs, toMs);
  const { last } = range;
  const originPx = scale.xPx(0);
  const atPx = (mark: number) => originPx + (track.startMs[mark] as number) * scale.pxPerMs;
  /** The first mark that is too far from another to be drawn with it. */
  const endOf = (mark: number) => lowerBoundNear(track.startMs, (track.startMs[mark] as number) + (FOLD_PX * unit) / scale.pxPerMs, mark + 1, last);
  for (let first = range.first; first < last; ) {
    let strongest = first;
    let end = endOf(first);
    // The glyph stands at the stronger mark: the cluster goes on from there
    for (let stronger = nextStronger(track, first, end); stronger < end; stronger = nextStronger(track, stronger, end)) {
      strongest = stronger;
      end = endOf(stronger);
    }
    const { lowest, highest } = track.summary.limits(first, end);
    const subject = track.limit[strongest] as number;
    found.push({ atPx: atPx(strongest), kind: kindAt(track, strongest), mark: strongest, subject, isUniform: lowest === highest, first, count: end - first });
    first = end;
  }
  return found;
}

/** The first mark after `mark` and before `end` with a stronger glyph than that of `mark`; `end` if there is none. */
function nextStronger(track: Track, mark: number, end: number): number {
  const strength = STRONGER[track.kind[mark] as number] as number;
  return strength === 0 ? end : track.summary.next(strength, mark + 1, end);
}

function paintRow(painter: Painter, track: Track, linePx: number): void {
  const { surface, palette, unit } = painter;
  const row = clusters(painter, track);
  const glyphs = {
    eventWarning: glyphOf(painter, 'eventWarning'),
    eventKilling: glyphOf(painter, 'eventKilling'),
    eventNormal: glyphOf(painter, 'eventNormal'),
  };
  surface.stamps(row.map(({ atPx, kind }) => ({ glyph: glyphs[kind as keyof typeof glyphs], x: atPx, y: linePx })));
  labelsOf(painter, track, row).forEach((label, i) => {
    const kind = row[i]?.kind;
    if (label === undefined) return;
    const color = kind === 'eventWarning' ? palette.failLine : kind === 'eventKilling' ? palette.ink : palette.ink3;
    surface.text(label.leftPx, Math.round(linePx + 3.6 * unit), label.form, { font: sans(painter), color });
  });
}

/** The name of each cluster: behind it, or before it at the edge of a hidden future; undefined where there is no room. */
function labelsOf(painter: Painter, track: Track, row: readonly Cluster[]): (Label | undefined)[] {
  const { unit, isCut, scale, toMs, widthPx } = painter;
  const font = sans(painter);
  let pending = 0;
  let takenPx = 0;
  return row.map((cluster, i) => {
    const next = row[i + 1];
    const x = cluster.atPx + 8 * unit;
    // Up to the line of the playhead, not over it
    const cutPx = isCut ? scale.xPx(toMs) + 4 * unit : widthPx;
    const roomPx = Math.min(next?.atPx ?? Infinity, cutPx) - 6 * unit - x;
    const total = pending + cluster.count;
    pending = 0;
    // Neighbours about the same thing share one label, with a count: at the last one that has room for it
    const goesOn = next !== undefined && next.subject === cluster.subject && next.isUniform && cluster.isUniform;
    const forms = labelForms(painter, track, cluster, total);
    const behind = firstThatFits(painter, goesOn ? forms.slice(0, 1) : forms, font, roomPx);
    const endPx = cluster.atPx - 8 * unit;
    const before =
      behind === undefined && isCut && next === undefined ? firstThatFits(painter, forms.slice(0, 1), font, endPx - takenPx - 6 * unit) : undefined;
    if (goesOn && behind === undefined) pending = total;
    takenPx = behind === undefined ? x : x + behind.widthPx;
    if (behind !== undefined) return { form: behind.form, leftPx: x, rightPx: takenPx };
    return before && { form: before.form, leftPx: endPx - before.widthPx, rightPx: endPx };
  });
}

/** Half of what must be seen of a mark, so that it can be told that it is there. */
const HEART_PX = 2;

/** What stands in a row of Events: each mark, and its name if it has one. */
export function eventBoxes(painter: Painter, track: Track): { leftPx: number; rightPx: number; isName: boolean }[] {
  const row = clusters(painter, track);
  const marks = row.map(({ atPx }) => ({ leftPx: atPx - HEART_PX * painter.unit, rightPx: atPx + HEART_PX * painter.unit, isName: false }));
  return [...marks, ...labelsOf(painter, track, row).flatMap((label) => (label ? [{ ...label, isName: true }] : []))];
}

/** So many different names are said one by one. */
const MOST_NAMES = 3;

function labelForms({ model }: Painter, track: Track, { kind, isUniform, mark, first, count }: Cluster, total: number): string[] {
  const nameOf = (each: number) => model.strings[track.text[each] as number] as string;
  const reason = nameOf(mark);
  const times = total > 1 ? `×${total}` : '';
  // Normal Events matter least: their names show only where there is room to spare, in the density Detail
  if (kind === 'eventNormal' && model.density !== 'detail') return [];
  if (isUniform) return kind === 'eventNormal' ? [`${reason} ${times}`.trim()] : [`${reason} ${times}`.trim(), times];
  const more = [`${reason} +${count - 1}`, `+${count - 1}`];
  if (kind !== 'eventNormal') return more;
  return count > MOST_NAMES ? more.slice(0, 1) : [Array.from({ length: count }, (_, place) => nameOf(first + place)).join(', '), ...more.slice(0, 1)];
}

function glyphOf({ palette, unit }: Painter, kind: MarkKind): Glyph {
  const key = `${kind} ${palette.failLine} ${palette.canvas} ${unit}`;
  switch (kind) {
    case 'eventWarning':
      return { key, reachPx: 5 * unit, paint: (on, x, y) => triangle(on, x, y, unit, palette.failLine) };
    case 'eventKilling':
      return { key, reachPx: 5 * unit, paint: (on, x, y) => diamond(on, x, y, 5 * unit, palette.ink) };
    default:
      return {
        key,
        reachPx: 4 * unit,
        paint: (on, x, y) => {
          on.fillCircle(x, y, 2.6 * unit, palette.canvas);
          on.strokeCircle(x, y, 2.6 * unit, { color: palette.ink3, width: 1.2 });
        },
      };
  }
}
