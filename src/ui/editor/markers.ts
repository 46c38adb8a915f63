import type { Diagnostic } from '../../model/diagnostics.ts';
import type { Half } from '../../model/scenario-text.ts';
import { problemsIn } from '../../store/problems.ts';
import type { Problem } from './code-editor.ts';

/** The diagnostics of one tab as marks under its text; the remedy follows the cause. */
export function markersOf(text: string, diagnostics: readonly Diagnostic[], half: Half): Problem[] {
  return problemsIn(text, diagnostics, half).map(({ diagnostic, ...range }) => ({
    ...range,
    severity: diagnostic.severity,
    message: diagnostic.help === undefined ? diagnostic.message : `${diagnostic.message}\n${diagnostic.help}`,
  }));
}
