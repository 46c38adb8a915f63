/** What goes to standard error: findings about an input, as `FILE:LINE:COLUMN: message`. */
import type { Diagnostic, TextRange } from '../model/diagnostics.ts';
import { UsageError } from './arguments.ts';
import type { Status } from './commands.ts';
import { InputError } from './input.ts';
import type { Terminal } from './terminal.ts';

/** Writes one line per finding, and what to do about it indented below. */
export function reportDiagnostics(label: string, diagnostics: readonly Diagnostic[], terminal: Terminal): void {
  for (const diagnostic of diagnostics) terminal.err(`${formatDiagnostic(label, diagnostic)}\n`);
}

/** An error at a place that the text may not have. */
export function errorAt(message: string, range: TextRange | undefined, help?: string): Diagnostic {
  return { severity: 'error', message, ...(help !== undefined && { help }), ...(range && { range }) };
}

function formatDiagnostic(label: string, { severity, message, help, range }: Diagnostic): string {
  const place = `${label}:${range?.startLine ?? 1}:${range?.startColumn ?? 1}`;
  const kind = severity === 'error' ? '' : `${severity}: `;
  return `${place}: ${kind}${message}${help === undefined ? '' : `\n    ${help}`}`;
}

/** Does the work on one input. An error of its own is reported and ends the work on this input alone, with status 2. */
export async function settle(label: string, terminal: Terminal, work: () => Status | Promise<Status>): Promise<Status> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    terminal.err(`${label}:1:1: ${wordsOf(error)}\n`);
    return 2;
  }
}

/** An error nobody expected is a fault of the program: its stack says where. */
function wordsOf(error: unknown): string {
  if (error instanceof InputError) return error.message;
  return `the simulation failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
