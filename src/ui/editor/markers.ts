import type { Diagnostic } from '../../model/diagnostics.ts';
import type { Half } from '../../model/scenario-text.ts';
import { problemsIn } from '../../store/problems.ts';
import type { Problem } from './code-editor.ts';

/** The diagnostics of one tab as marks under its text; the remedy follows the cause. */
export function markersOf(text: string, diagnostics: readonly Diagnostic[], half: Half, mend: (diagnostic: Diagnostic, title: string) => void): Problem[] {
  return problemsIn(text, diagnostics, half).map(({ diagnostic, ...range }) => ({
    ...range,
    ...(diagnostic.fix && { remedy: { fix: diagnostic.fix, apply: (title: string) => mend(diagnostic, title) } }),
    severity: diagnostic.severity,
    message: diagnostic.help === undefined ? diagnostic.message : `${diagnostic.message}\n${diagnostic.help}`,
  }));
}
