/** Builtins that decide what runs next: `exit`, `return`, `break`, `eval`, `.`, `set`, `shift`. */
import { SystemError } from '../errors.ts';
import type { Builtin } from './builtins.ts';
import { type Context, ExitShell, LeaveLoop, PLAIN, ReturnFromFunction } from './control.ts';
import { OPTION_LETTERS, type ShellOptions } from './state.ts';
import { illegalNumber, ShellError } from './wording.ts';
import type { Shell } from './shell.ts';

const LONG_OPTIONS = new Set<string>([...Object.values(OPTION_LETTERS), 'pipefail']);
/** Options that change nothing here. */
const SILENT_LETTERS = 'mbhHBkptETiIVslo';
const SILENT_OPTIONS = new Set(['monitor', 'vi', 'emacs', 'ignoreeof', 'notify', 'nolog', 'posix', 'errtrace', 'functrace', 'history', 'braceexpand']);

export const FLOW_BUILTINS: Record<string, Builtin> = {
  ':': {
    *run() {
      return 0;
    },
  },
  true: {
    *run() {
      return 0;
    },
  },
  false: {
    *run() {
      return 1;
    },
  },
  exit: {
    *run(shell, args) {
      throw new ExitShell(status(shell, args[0], shell.state.trapStatus ?? shell.state.status));
    },
  },
  return: {
    *run(shell, args) {
      const { state } = shell;
      if (state.flavour === 'bash' && state.functionDepth === 0 && state.sourceDepth === 0) {
        throw new ShellError("can only `return' from a function or sourced script", 2, false);
      }
      throw new ReturnFromFunction(status(shell, args[0], state.status));
    },
  },
  break: { run: (shell, args) => leave(shell, args, false) },
  continue: { run: (shell, args) => leave(shell, args, true) },
  // Carried out where simple commands are: its redirections last.
  exec: {
    *run() {
      return 0;
    },
  },
  eval: {
    *run(shell, args, context) {
      const text = args.join(' ');
      if (text.trim() === '') return 0;
      const { source, position } = shell.state;
      const result = yield* shell.runText(text, { ...context, last: false });
      Object.assign(shell.state, { source, position });
      return result;
    },
  },
  '.': { run: source },
  source: { run: source, only: ['busybox', 'bash'] },
  shift: {
    *run(shell, args) {
      const { state } = shell;
      const count = args[0] === undefined ? 1 : status(shell, args[0], 1);
      if (count > state.parameters.length) {
        if (state.flavour === 'dash') throw new ShellError("can't shift that many", 2, false);
        return 1;
      }
      state.parameters = state.parameters.slice(count);
      return 0;
    },
  },
  set: { run: set },
  times: {
    *run(shell) {
      const zero = shell.state.flavour === 'dash' ? '0m0.000000s' : '0m0.000s';
      yield* shell.process.out(`${zero} ${zero}\n${zero} ${zero}\n`);
      return 0;
    },
  },
};

function status(shell: Shell, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^\d+$/.test(text) || (shell.state.flavour === 'bash' && /^-?\d+$/.test(text))) return Number(text) & 0xff;
  throw new ShellError(illegalNumber(shell.state.flavour, text), 2, false);
}

function* leave(shell: Shell, args: string[], again: boolean): Generator<never, number, void> {
  const levels = args[0] === undefined ? 1 : status(shell, args[0], 1);
  if (shell.state.loopDepth === 0) return 0;
  throw new LeaveLoop(Math.max(1, levels), again);
}

function* source(shell: Shell, args: string[], context: Context): ReturnType<Builtin['run']> {
  const { state, process } = shell;
  const [path, ...parameters] = args;
  if (path === undefined) {
    if (state.flavour === 'dash') return 0;
    throw new ShellError('filename argument required', 2, false);
  }
  const text = readScript(shell, path);
  const saved = { source: state.source, position: state.position, parameters: state.parameters };
  if (parameters.length > 0 && state.flavour !== 'dash') state.parameters = parameters;
  state.sourceDepth += 1;
  try {
    return yield* shell.runText(text, { ...PLAIN, serves: context.serves });
  } catch (error) {
    if (error instanceof ReturnFromFunction) return error.code;
    throw error;
  } finally {
    state.sourceDepth -= 1;
    if (!process.exit) Object.assign(state, saved);
  }
}

function readScript(shell: Shell, path: string): string {
  const { state, process } = shell;
  const folders = path.includes('/') ? [''] : [...(state.get('PATH') ?? '').split(':').map((folder) => `${folder}/`), ''];
  let problem: SystemError | undefined;
  for (const folder of folders) {
    try {
      return process.fs.read(folder + path, process.cwd);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      problem = error;
    }
  }
  const why = problem?.message ?? '';
  if (state.flavour === 'dash')
    throw new ShellError(path.includes('/') ? `cannot open ${path}: No such file` : `${path}: not found`, path.includes('/') ? 2 : 127, false);
  if (state.flavour === 'busybox') throw new ShellError(path.includes('/') ? `can't open '${path}': ${why}` : `${path}: not found`, 2, false);
  throw new ShellError(`${path}: ${why}`, 1, false);
}

function* set(shell: Shell, args: string[]): ReturnType<Builtin['run']> {
  const { state, process } = shell;
  if (args.length === 0) {
    for (const name of [...state.variables.keys()].sort()) {
      const value = state.variables.get(name)?.value;
      if (value !== undefined) yield* process.out(`${name}='${value.replaceAll("'", "'\\''")}'\n`);
    }
    return 0;
  }
  try {
    const rest = applyOptions(shell, args);
    if (rest) state.parameters = rest;
    if (state.flavour !== 'bash' && args.some((word, index) => /^-[a-z]*m/.test(word) || (word === 'monitor' && args[index - 1] === '-o')))
      yield* shell.complain("can't access tty; job control turned off");
  } catch (error) {
    // BusyBox says so and goes on, although `set` is a special builtin.
    if (!(error instanceof UnknownOption) || state.flavour !== 'busybox') throw error;
    yield* shell.complain(error.message);
    return error.status;
  }
  return 0;
}

/**
 * Takes the options of `set` (and of the shell's own command line) from the front. The words after them, or undefined if
 * there are none and the parameters stay as they are.
 */
export function applyOptions(shell: Shell, args: readonly string[]): string[] | undefined {
  const { options, flavour } = shell.state;
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] as string;
    if (word === '--' || word === '-') return word === '--' || i + 1 < args.length ? args.slice(i + 1) : undefined;
    if (!/^[-+]./.test(word)) return args.slice(i);
    const on = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        i += 1;
        const name = args[i];
        if (name === undefined) return undefined;
        setLong(shell, name, on);
        continue;
      }
      const option = OPTION_LETTERS[letter];
      if (option) options[option] = on;
      else if (!SILENT_LETTERS.includes(letter)) {
        throw new ShellError(
          flavour === 'bash' ? `${word}: invalid option` : flavour === 'dash' ? `Illegal option ${word}` : `illegal option ${word}`,
          2,
          false,
        );
      }
    }
  }
  return undefined;
}

class UnknownOption extends ShellError {}

function setLong(shell: Shell, name: string, on: boolean): void {
  const { options, flavour } = shell.state;
  if (LONG_OPTIONS.has(name) && !(name === 'pipefail' && flavour === 'dash')) options[name as keyof ShellOptions] = on;
  else if (!SILENT_OPTIONS.has(name)) {
    if (flavour === 'bash') throw new ShellError(`${name}: invalid option name`, 2, false);
    throw new UnknownOption(`${flavour === 'dash' ? 'Illegal' : 'illegal'} option ${on ? '-' : '+'}o ${name}`, flavour === 'dash' ? 2 : 1, false);
  }
}
