/** What somebody types for kubectl: its words, and what it would do. */

/** Without what stands before a command in a terminal. */
export const wordsAsTyped = (line: string): string => line.trim().replace(/^(?:\$\s*)?(?:kubectl(?:\s+|$))?/, '');

/** As a shell takes them apart: quotes and backslashes, no variables. */
export function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|["'\\])+/gs), ([written]) =>
    written.replaceAll(
      /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs,
      (_, escaped?: string, double?: string, single?: string) => single ?? escaped ?? (double ?? '').replaceAll(/\\(["\\$`])/g, '$1'),
    ),
  );
}

const CHANGES: ReadonlySet<string> = new Set('annotate apply create debug delete label patch replace run scale set'.split(' '));
const INSIDE: ReadonlySet<string> = new Set(['attach', 'exec', 'port-forward']);

/** What a pane that shows a moment cannot give: changes that last, and what goes on in a container; undefined of a command that looks. */
export function beyond(words: readonly string[]): 'changes' | 'inside' | undefined {
  const [command = '', what = ''] = words.filter((word) => !word.startsWith('-'));
  if (INSIDE.has(command)) return 'inside';
  const changes = CHANGES.has(command) || (command === 'rollout' && !['', 'history', 'status'].includes(what));
  return changes && !words.some((word) => word.startsWith('--dry-run')) ? 'changes' : undefined;
}
