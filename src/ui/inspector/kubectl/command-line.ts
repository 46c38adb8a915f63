/** What somebody types for kubectl: its words, and what it would do. */

/** Without what stands before a command in a terminal. */
export const wordsAsTyped = (line: string): string => line.trim().replace(/^(?:\$\s*)?(?:k(?:ubectl)?(?:\s+|$))?/, '');

/** What a shell would hand to kubectl, of a line that goes on with a pipe, a redirection or another command; and whether it does. */
export function withoutShell(line: string): { line: string; hasShell: boolean } {
  const [own = ''] = /^(?:[^\s"'\\|<>;&]|\s|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|["'\\])*/s.exec(line) ?? [];
  return { line: own.trimEnd(), hasShell: own.length < line.length };
}

/** `get -h` and the like: there are no pages of help here, but a list of what there is. */
export const asksForHelp = ([command, ...more]: readonly string[]): boolean =>
  command === 'help' || command === '-h' || command === '--help' || more.includes('-h') || more.includes('--help');

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
const INSIDE: ReadonlySet<string> = new Set(['attach', 'port-forward']);

/** What a pane that shows a moment cannot give: changes that last, and what goes on in a container; undefined of a command that looks. */
export function beyond(words: readonly string[]): 'changes' | 'inside' | undefined {
  const [command = '', what = ''] = words.filter((word) => !word.startsWith('-'));
  if (INSIDE.has(command)) return 'inside';
  const changes = CHANGES.has(command) || (command === 'rollout' && !['', 'history', 'status'].includes(what));
  return changes && !words.some((word) => word.startsWith('--dry-run')) ? 'changes' : undefined;
}
