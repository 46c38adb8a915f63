/** Which lines of a tab carry a bar in the gutter, and which are highlighted with the selected lane. */
import type { Half } from '../../model/scenario-text.ts';
import { tabRange } from '../../store/problems.ts';
import type { GoverningLines } from '../../store/app-store.ts';
import type { GutterBar } from './code-editor.ts';

export function gutterBars(text: string, governing: readonly GoverningLines[], half: Half): GutterBar[] {
  return governing.flatMap(({ role, fromLine, toLine }): GutterBar[] => {
    const lines = role && tabRange(text, half, fromLine, toLine);
    return lines ? [{ ...lines, role }] : [];
  });
}

/** The lines that govern a lane: its own, else those of its container. */
export function highlightedLines(
  text: string,
  governing: readonly GoverningLines[],
  lane: string | undefined,
  half: Half,
): { fromLine: number; toLine: number } | undefined {
  if (lane === undefined) return undefined;
  const container = lane.slice(0, lane.lastIndexOf('.'));
  const candidates = [lane, container].map((name) => governing.filter((each) => each.lane === name)).find((found) => found.length > 0);
  for (const { fromLine, toLine } of candidates ?? []) {
    const lines = tabRange(text, half, fromLine, toLine);
    if (lines) return lines;
  }
  return undefined;
}
