/** Outlined pills: what the API server reports. Phase and API status. */
import type { LaneRect } from '../lanes.ts';
import { kindAt } from '../marks.ts';
import type { MarkKind, Track } from '../model.ts';
import { type DenseLook, forVisibleSpans } from './dense.ts';
import { hatch } from './hatch.ts';
import { centredBaseline, firstThatFits, hair, type Painter, sans, spanPx } from './painter.ts';
import type { Stroke } from './surface.ts';

const STRENGTH: Partial<Record<MarkKind, number>> = { pillFailed: 4, pillBackOff: 3, pillDone: 2, pillWaiting: 1 };

export function paintPills(painter: Painter, { lane, yPx, heightPx }: LaneRect): void {
  const { model, palette, surface, unit } = painter;
  const track = lane.tracks[0] as Track;
  const topPx = Math.round(yPx + 3 * unit);
  const tallPx = Math.round(heightPx - 6 * unit);
  const look: DenseLook = { color: (kind) => style(painter, kind).stroke.color, strength: STRENGTH };
  forVisibleSpans(painter, track, topPx, tallPx, look, (mark) => {
    const kind = kindAt(track, mark);
    const { leftPx, rightPx } = spanPx(painter, track, mark);
    const { stroke, fill, text } = style(painter, kind);
    const x = hair(painter, leftPx);
    // One pixel between neighbours, so that two pills never share an edge.
    const width = Math.max(1, hair(painter, rightPx - 1) - x);
    const y = topPx + 0.5;
    const height = tallPx - 1;
    if (fill !== undefined) surface.fillRect(x, y, width, height, fill, 3);
    if (kind === 'pillBackOff') hatch(painter, x, y, width, height, false);
    surface.strokeRect(x, y, width, height, stroke, 3);
    const font = sans(painter);
    const forms = pillForms(kind, model.strings[track.text[mark] as number] as string, track.value[mark] as number);
    const label = firstThatFits(painter, forms, font, width - Math.max(0, -x) - 9 * unit);
    if (label === undefined) return;
    const halo = kind === 'pillBackOff' ? { halo: { color: palette.canvas, width: 5 * unit } } : {};
    surface.text(Math.max(x, 0) + 6 * unit, centredBaseline(painter, y + height / 2), label.form, { font, color: text, ...halo });
  });
}

function style({ palette }: Painter, kind: MarkKind): { stroke: Stroke; fill?: string; text: string } {
  const { ink, canvas } = palette;
  switch (kind) {
    case 'pillRunning':
      return { stroke: { color: palette.serveLine }, fill: palette.serveTint, text: ink };
    case 'pillBackOff':
      return { stroke: { color: palette.failLine }, fill: canvas, text: ink };
    case 'pillFailed':
      return { stroke: { color: palette.failLine }, fill: canvas, text: palette.failLine };
    case 'pillDone':
      return { stroke: { color: ink }, fill: canvas, text: ink };
    case 'pillUnknown':
      return { stroke: { color: palette.edge, dash: [1, 2] }, text: ink };
    default:
      return { stroke: { color: palette.waitLine, dash: [4, 3] }, text: ink };
  }
}

/** The forms of a pill's label, longest first: `Waiting · PodInitializing`, `Waiting`, `Wait`; `Running ↻2`, `↻2`; `CrashLoopBackOff`, `CrashLoop`. */
function pillForms(kind: MarkKind, text: string, restarts: number): string[] {
  const counter = restarts > 0 ? `↻${restarts}` : '';
  const withCounter = (form: string) => (counter === '' ? form : `${form} ${counter}`);
  switch (kind) {
    case 'pillRunning':
      return [withCounter(text), ...(counter === '' ? [] : [counter])];
    case 'pillWaiting':
      return text === 'Waiting' || text === 'Pending' ? [text, 'Wait'] : [`Waiting · ${text}`, text, 'Waiting', 'Wait'];
    case 'pillBackOff':
      return [withCounter(text), text, text.replace(/BackOff$/, ''), counter];
    case 'pillFailed':
    case 'pillDone':
      return [withCounter(text), text];
    default:
      return [text];
  }
}
