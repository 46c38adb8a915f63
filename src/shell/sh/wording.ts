/** The words of the three shells: what they call an error, and which status it gives. */
import type { ErrorCode } from '../errors.ts';

/** What gives a shell's script its name: nothing (`sh -c text`), a word behind the text (`sh -c text name`), its file. */
export type ScriptName = 'none' | 'word' | 'file';

export type ShellFlavour = 'dash' | 'busybox' | 'bash';

/** An error of the shell itself. Ends the command; in a non-interactive shell some end the shell (`fatal`). */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly status: number;
  readonly fatal: boolean;

  constructor(message: string, status: number, fatal: boolean) {
    super(message);
    this.status = status;
    this.fatal = fatal;
  }
}

/**
 * Start of every message: `sh: 1: ` (dash), `sh: ` (BusyBox), `bash: line 1: ` (bash). BusyBox names the line only within a builtin, or of a
 * script that has a name of its own (`run`); a string of `-c` begins with line 0.
 */
export function prefix(flavour: ShellFlavour, shellName: string, line: number, command?: string, run: ScriptName = 'none'): string {
  const transparent = flavour === 'bash' && (command === 'eval' || command === '.' || command === 'source');
  const of = command === undefined || transparent ? '' : `${command}: `;
  if (flavour === 'dash') return `${shellName}: ${line}: ${of}`;
  if (flavour === 'busybox') {
    const where = command === undefined && run === 'none' ? '' : `line ${run === 'file' ? line : line - 1}: `;
    return `${shellName}: ${of}${where}`;
  }
  return `${shellName}: line ${line}: ${of}`;
}

export function notFound(flavour: ShellFlavour, name: string): string {
  if (flavour === 'bash') return name.includes('/') ? `${name}: No such file or directory` : `${name}: command not found`;
  return `${name}: not found`;
}

/** A redirection that cannot be opened. */
export function cannotOpen(flavour: ShellFlavour, path: string, code: ErrorCode, strerror: string, writing: boolean): string {
  if (flavour === 'bash') return `${path}: ${strerror}`;
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  if (flavour === 'busybox') {
    const why = missing ? (writing ? 'nonexistent directory' : 'no such file') : strerror;
    return `can't ${writing ? 'create' : 'open'} ${path}: ${why}`;
  }
  const why = missing ? (writing ? 'Directory nonexistent' : 'No such file') : strerror;
  return `cannot ${writing ? 'create' : 'open'} ${path}: ${why}`;
}

/** Status of a command whose redirection failed. */
export function redirectionStatus(flavour: ShellFlavour): number {
  return flavour === 'dash' ? 2 : 1;
}

export function unsetParameter(flavour: ShellFlavour, name: string): string {
  return flavour === 'bash' ? `${name}: unbound variable` : `${name}: parameter not set`;
}

export function nullParameter(flavour: ShellFlavour, name: string, orNull: boolean): string {
  if (flavour === 'bash') return orNull ? `${name}: parameter null or not set` : `${name}: parameter not set`;
  return orNull ? `${name}: parameter not set or null` : `${name}: parameter not set`;
}

/** Status of a shell that gives up because of an expansion. */
export function expansionStatus(flavour: ShellFlavour, subshell: boolean): number {
  if (flavour === 'bash') return subshell ? 1 : 127;
  return 2;
}

export function readOnlyVariable(flavour: ShellFlavour, name: string): string {
  return flavour === 'bash' ? `${name}: readonly variable` : `${name}: is read only`;
}

export function badVariableName(flavour: ShellFlavour, text: string): string {
  return flavour === 'bash' ? `\`${text}': not a valid identifier` : `${text.split('=')[0]}: bad variable name`;
}

export function illegalNumber(flavour: ShellFlavour, text: string): string {
  return flavour === 'bash' ? `${text}: numeric argument required` : `Illegal number: ${text}`;
}

/** What the parser found wrong, in the shell's words and with its prefix. */
export function syntaxError(flavour: ShellFlavour, shellName: string, line: number, source: string, message: string): string {
  const token = /unexpected (?:token )?'([^']*)'/.exec(message)?.[1];
  const closing = /expected '([^']+)' to close/.exec(message)?.[1];
  const expected = /expected '([^']+)'/.exec(message)?.[1] ?? closing;
  const quote = /unterminated/i.test(message);
  if (flavour === 'bash') {
    const head = `${shellName}: -c: line ${line}: `;
    if (quote) {
      const mark = /double/.test(message) ? '"' : /single/.test(message) ? "'" : /backtick|`/.test(message) ? '`' : ')';
      return `${head}unexpected EOF while looking for matching \`${mark}'`;
    }
    if (token !== undefined) {
      return `${head}syntax error near unexpected token \`${token}'\n${head}\`${source.split('\n')[line - 1] ?? ''}'`;
    }
    return `${shellName}: -c: line ${source.split('\n').length + 1}: syntax error: unexpected end of file`;
  }
  const head = flavour === 'dash' ? `${shellName}: ${line}: Syntax error: ` : `${shellName}: syntax error: `;
  if (quote && /quote/.test(message)) return `${head}${flavour === 'dash' ? 'Unterminated' : 'unterminated'} quoted string`;
  const until = expected === undefined ? '' : ` (expecting "${expected}")`;
  if (token !== undefined) return flavour === 'dash' ? `${head}"${token}" unexpected` : `${head}unexpected "${token}"`;
  return flavour === 'dash' ? `${head}end of file unexpected${until}` : `${head}unexpected end of file${until}`;
}

/** Applies one of `"(" unexpected` to what a flavour's grammar does not have. */
export function unsupportedSyntax(flavour: ShellFlavour, shellName: string, line: number, token: string): string {
  if (flavour === 'busybox') {
    return `${shellName}: syntax error: unexpected ${token === 'redirection' ? token : `"${token}"`}`;
  }
  return `${shellName}: ${line}: Syntax error: ${token === 'redirection' ? token : `"${token}"`} unexpected`;
}
