/** The diagnostics of the text, as the tabs see them. */
import type { Diagnostic } from '../model/diagnostics.ts';
import type { Half } from '../model/scenario-text.ts';
import type { AppState } from './app-store.ts';
import { type HalfLine, tabLines } from './halves.ts';

let known: { text: string; lines: (HalfLine | undefined)[] } | undefined;

function linesOf(text: string): (HalfLine | undefined)[] {
  if (known?.text !== text) known = { text, lines: tabLines(text) };
  return known.lines;
}

/** Where a diagnostic is in the tabs; undefined if it has no place in the text, or its place is in neither tab. */
export function tabPlace({ text }: Pick<AppState, 'text'>, { range }: Diagnostic): HalfLine | undefined {
  return range && linesOf(text)[range.startLine - 1];
}

/** A diagnostic with its range counted in the lines of its tab. */
export interface TabProblem {
  diagnostic: Diagnostic;
  half: Half;
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

/** The diagnostics of one tab. Those without a place are shown on the first line of the tab Pod. */
export function problemsIn(text: string, diagnostics: readonly Diagnostic[], half: Half): TabProblem[] {
  const lines = linesOf(text);
  return diagnostics.flatMap((diagnostic): TabProblem[] => {
    const { range } = diagnostic;
    if (!range) return half === 'pod' ? [{ diagnostic, half, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }] : [];
    const start = lines[range.startLine - 1] ?? lines[range.startLine];
    if (start?.half !== half) return [];
    const end = lines[range.endLine - 1];
    const sameTab = end?.half === half ? end.line : start.line;
    return [{ diagnostic, half, startLine: start.line, startColumn: range.startColumn, endLine: Math.max(start.line, sameTab), endColumn: range.endColumn }];
  });
}

export function firstError({ diagnostics }: Pick<AppState, 'diagnostics'>): Diagnostic | undefined {
  return diagnostics.find(({ severity }) => severity === 'error');
}

/** Lines of the whole text as lines of a tab; undefined if they stand in the other one. */
export function tabRange(text: string, half: Half, fromLine: number, toLine: number): { fromLine: number; toLine: number } | undefined {
  const lines = linesOf(text);
  const from = lines[fromLine - 1];
  if (from?.half !== half) return undefined;
  const to = lines[toLine - 1];
  return { fromLine: from.line, toLine: to?.half === half ? to.line : from.line };
}
