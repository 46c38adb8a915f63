/** Hooks in the upper row of a process lane: postStart hollow, preStop filled. */
import { kindAt } from '../marks.ts';
import type { Track } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import { cross } from './glyphs.ts';
import { type DenseLook, forVisibleSpans } from './dense.ts';
import { centredBaseline, firstThatFits, FOLD_PX, forVisibleApart, isCrowded, knockedOutText, type Painter, sans, snap, spanPx } from './painter.ts';
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
      surface.fillCircle(x + width, y + height / 2, CROSS_PX * unit, palette.canvas);
      cross(surface, x + width, y + height / 2, 3.1 * unit, { color: palette.failLine, width: 1.8 * unit });
    }
    const name = hookName(painter, rows, hooks, mark);
    if (name === undefined) return;
    const lineColor = hasFailed ? palette.failLine : palette.hookLine;
    if (name.place === 'gap') {
      knockedOutText(painter, (name.leftPx + name.rightPx) / 2, y + height / 2, name.form, lineColor, palette.canvas);
      return;
    }
    const color = name.place === 'inside' && isPreStop ? palette.onHook : lineColor;
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
  /** `gap`: the hook is too low for words in it, and is interrupted for them. */
  place: 'inside' | 'gap' | 'beside';
}

/** What stands for the end of a hook that failed. */
const CROSS_PX = 5;
/** A name needs this much height: in an outline, which it must not touch, more than on a ground. */
const LEAST_PX = { hookPreStop: 11.4, hookPostStart: 16 };

/** In the hook, behind it, before it at the edge of a hidden future, or in a gap of it; undefined where there is no room. */
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
  const heightPx = Math.round(rows.hookHeightPx);
  const isPreStop = kindAt(hooks, mark) === 'hookPreStop';
  const freePx = rightPx - (hasFailed ? CROSS_PX * unit : 0);
  const within = (place: 'inside' | 'gap'): HookName | undefined => {
    const found = firstThatFits(painter, forms, font, freePx - leftPx - (place === 'gap' ? 24 : 8) * unit);
    const fromPx = (leftPx + freePx - (found?.widthPx ?? 0)) / 2;
    return found && { form: found.form, leftPx: fromPx, rightPx: fromPx + found.widthPx, place };
  };
  const isHigh = heightPx >= (isPreStop ? LEAST_PX.hookPreStop : LEAST_PX.hookPostStart) * unit;
  const inside = heightPx >= LEAST_PX.hookPreStop * unit ? within(isHigh ? 'inside' : 'gap') : undefined;
  if (inside !== undefined) return inside;
  const afterPx = rightPx + (hasFailed ? 9 : 5) * unit;
  const nextPx = Math.min(scale.xPx(hooks.startMs[mark + 1] ?? Infinity), isCut ? scale.xPx(toMs) : widthPx);
  const behind = firstThatFits(painter, forms, font, nextPx - 6 * unit - afterPx);
  if (behind !== undefined) return { form: behind.form, leftPx: afterPx, rightPx: afterPx + behind.widthPx, place: 'beside' };
  if (!isCut || nextPx < scale.xPx(toMs)) return within('gap');
  const earlierPx = mark === 0 ? 0 : Math.max(scale.xPx(hooks.endMs[mark - 1] as number), hookName(painter, rows, hooks, mark - 1)?.rightPx ?? 0);
  const takenPx = Math.max(0, earlierPx + 6 * unit);
  const before = firstThatFits(painter, forms, font, leftPx - 5 * unit - takenPx);
  if (before === undefined) return within('gap');
  return { form: before.form, leftPx: leftPx - 5 * unit - before.widthPx, rightPx: leftPx - 5 * unit, place: 'beside' };
}
