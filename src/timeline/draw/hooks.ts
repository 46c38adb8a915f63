/** Hooks in the upper row of a process lane: postStart hollow, preStop filled. */
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import { cross } from './glyphs.ts';
import { type DenseLook, forVisibleSpans } from './dense.ts';
import { centredBaseline, firstThatFits, FOLD_PX, forVisibleApart, isCrowded, type Painter, sans, snap, spanPx } from './painter.ts';
import type { ProcessRows } from './places.ts';

const FAILED = 1;
const CUT = 2;

export function paintHooks(painter: Painter, rows: ProcessRows, hooks: Track): void {
  const { model, palette, scale, surface, unit } = painter;
  const paint = (mark: number) => {
    const { leftPx, rightPx } = spanPx(painter, hooks, mark);
    const isPreStop = kindAt(hooks, mark) === 'hookPreStop';
    const outcome = hooks.value[mark];
    const hasFailed = !(rightPx > scale.xPx(painter.toMs) - 0.5 && painter.isCut) && (outcome === FAILED || outcome === CUT);
    const x = snap(painter, leftPx);
    const width = Math.max(1, snap(painter, rightPx) - x);
    const y = Math.round(rows.hookTopPx);
    const height = Math.round(rows.hookHeightPx);
    if (isPreStop) {
      surface.fillRect(x, y, width, height, palette.hookFill, 1.5);
      if (hasFailed && width > 3)
        surface.strokeRect(x + 0.75 * unit, y + 0.75 * unit, width - 1.5 * unit, height - 1.5 * unit, { color: palette.failLine, width: 1.5 * unit }, 1.5);
    } else {
      const edge = 0.75 * unit;
      surface.fillRect(x, y, width, height, palette.hookTint, 1.5);
      if (width > 3)
        surface.strokeRect(
          x + edge,
          y + edge,
          width - 2 * edge,
          height - 2 * edge,
          { color: hasFailed ? palette.failLine : palette.hookLine, width: 1.5 * unit },
          1.5,
        );
    }
    if (hasFailed) {
      surface.fillCircle(x + width, y + height / 2, 5 * unit, palette.canvas);
      cross(surface, x + width, y + height / 2, 3.1 * unit, { color: palette.failLine, width: 1.8 * unit });
    }
    const font = sans(painter);
    const name = model.strings[hooks.text[mark] as number] as string;
    const forms = outcome === CUT ? [timelineTexts.hooks.cut(name), name] : outcome === FAILED ? [timelineTexts.hooks.failed(name), name] : [name];
    const afterPx = x + width + (hasFailed ? 9 : 5) * unit;
    const nextPx = Math.min(scale.xPx(hooks.startMs[mark + 1] ?? Infinity), painter.isCut ? scale.xPx(painter.toMs) : painter.widthPx);
    const inside = height >= 11.4 * unit ? firstThatFits(painter, hasFailed ? forms : [name], font, width - 8 * unit) : undefined;
    if (inside !== undefined) {
      surface.text(x + width / 2, centredBaseline(painter, y + height / 2), inside.form, {
        font,
        color: isPreStop ? palette.onHook : palette.hookLine,
        align: 'middle',
      });
      return;
    }
    const outside = firstThatFits(painter, hasFailed ? forms : [name], font, nextPx - 6 * unit - afterPx);
    if (outside !== undefined)
      surface.text(afterPx, centredBaseline(painter, y + height / 2), outside.form, { font, color: hasFailed ? palette.failLine : palette.hookLine });
  };
  if (!isCrowded(painter, hooks, FOLD_PX)) {
    forVisibleApart(painter, hooks, 1.5, paint);
    return;
  }
  const look: DenseLook = { color: (kind) => (kind === 'hookPreStop' ? palette.hookFill : palette.hookLine), strength: { hookPreStop: 1 } };
  forVisibleSpans(painter, hooks, Math.round(rows.hookTopPx), Math.round(rows.hookHeightPx), look, () => {});
  forVisibleApart(painter, hooks, FOLD_PX, paint);
}
