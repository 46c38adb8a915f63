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
  const { palette, surface, unit } = painter;
  const paint = (mark: number) => {
    const { leftPx, rightPx } = spanPx(painter, hooks, mark);
    const isPreStop = kindAt(hooks, mark) === 'hookPreStop';
    const hasFailed = hasFailedSoFar(painter, hooks, mark, rightPx);
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
    const name = hookName(painter, rows, hooks, mark);
    if (name === undefined) return;
    const color = name.isInside ? (isPreStop ? palette.onHook : palette.hookLine) : hasFailed ? palette.failLine : palette.hookLine;
    surface.text(name.leftPx, centredBaseline(painter, y + height / 2), name.form, { font: sans(painter), color });
  };
  if (!isCrowded(painter, hooks, FOLD_PX)) {
    forVisibleApart(painter, hooks, 1.5, paint);
    return;
  }
  const look: DenseLook = { color: (kind) => (kind === 'hookPreStop' ? palette.hookFill : palette.hookLine), strength: { hookPreStop: 1 } };
  forVisibleSpans(painter, hooks, Math.round(rows.hookTopPx), Math.round(rows.hookHeightPx), look, () => {});
  forVisibleApart(painter, hooks, FOLD_PX, paint);
}

function hasFailedSoFar({ isCut, scale, toMs }: Painter, hooks: Track, mark: number, rightPx: number): boolean {
  const outcome = hooks.value[mark];
  return !(rightPx > scale.xPx(toMs) - 0.5 && isCut) && (outcome === FAILED || outcome === CUT);
}

/** The name of a hook, and the stretch that it takes. */
interface HookName {
  form: string;
  leftPx: number;
  rightPx: number;
  isInside: boolean;
}

/** In the hook, behind it, or before it at the edge of a hidden future; undefined where there is no room. */
export function hookName(painter: Painter, rows: ProcessRows, hooks: Track, mark: number): HookName | undefined {
  const { model, scale, unit, isCut, toMs, widthPx } = painter;
  const span = spanPx(painter, hooks, mark);
  const hasFailed = hasFailedSoFar(painter, hooks, mark, span.rightPx);
  const leftPx = snap(painter, span.leftPx);
  const rightPx = leftPx + Math.max(1, snap(painter, span.rightPx) - leftPx);
  const font = sans(painter);
  const name = model.strings[hooks.text[mark] as number] as string;
  const { hooks: words } = timelineTexts;
  const forms = hasFailed ? [hooks.value[mark] === CUT ? words.cut(name) : words.failed(name), name] : [name];
  const inside = Math.round(rows.hookHeightPx) >= 11.4 * unit ? firstThatFits(painter, forms, font, rightPx - leftPx - 8 * unit) : undefined;
  if (inside !== undefined) {
    const fromPx = (leftPx + rightPx - inside.widthPx) / 2;
    return { form: inside.form, leftPx: fromPx, rightPx: fromPx + inside.widthPx, isInside: true };
  }
  const afterPx = rightPx + (hasFailed ? 9 : 5) * unit;
  const nextPx = Math.min(scale.xPx(hooks.startMs[mark + 1] ?? Infinity), isCut ? scale.xPx(toMs) : widthPx);
  const behind = firstThatFits(painter, forms, font, nextPx - 6 * unit - afterPx);
  if (behind !== undefined) return { form: behind.form, leftPx: afterPx, rightPx: afterPx + behind.widthPx, isInside: false };
  if (!isCut || nextPx < scale.xPx(toMs)) return undefined;
  const earlierPx = mark === 0 ? 0 : Math.max(scale.xPx(hooks.endMs[mark - 1] as number), hookName(painter, rows, hooks, mark - 1)?.rightPx ?? 0);
  const takenPx = Math.max(0, earlierPx + 6 * unit);
  const before = firstThatFits(painter, forms, font, leftPx - 5 * unit - takenPx);
  return before && { form: before.form, leftPx: leftPx - 5 * unit - before.widthPx, rightPx: leftPx - 5 * unit, isInside: false };
}
