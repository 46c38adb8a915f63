/** Builtins for variables and the process's own properties: `export`, `local`, `unset`, `cd`, `umask`, `ulimit`. */
import { SystemError } from '../errors.ts';
import { parseMode } from '../tools/modes.ts';
import type { Gen } from '../wait.ts';
import type { Builtin } from './builtins.ts';
import { evaluate } from './expand.ts';
import type { Shell } from './shell.ts';
import { badVariableName, ShellError } from './wording.ts';

const NAME = /^[A-Za-z_]\w*$/;

export const ENVIRONMENT_BUILTINS: Record<string, Builtin> = {
  export: { run: (shell, args) => declare(shell, args, 'exported', 'export') },
  readonly: { run: (shell, args) => declare(shell, args, 'readOnly', 'readonly') },
  local: { run: local },
  declare: { run: typeset, only: ['bash'] },
  typeset: { run: typeset, only: ['bash'] },
  let: {
    *run(shell, args) {
      let value = 0n;
      for (const text of args) value = evaluate(shell, text);
      return value === 0n ? 1 : 0;
    },
    only: ['bash', 'busybox'],
  },
  unset: {
    *run(shell, args) {
      const { state } = shell;
      let functions = false;
      for (const name of args) {
        if (name === '-f') functions = true;
        else if (name === '-v') functions = false;
        else if (functions) state.functions.delete(name);
        else if (NAME.test(name)) {
          if (state.variables.has(name)) state.unset(name);
          else if (state.flavour === 'bash') state.functions.delete(name);
        } else if (state.flavour !== 'bash') throw new ShellError(badVariableName(state.flavour, name), 2, false);
      }
      return 0;
    },
  },
  cd: { run: cd },
  pwd: {
    *run(shell) {
      yield* shell.process.out(`${shell.process.cwd}\n`);
      return 0;
    },
  },
  umask: {
    *run(shell, args) {
      const { process } = shell;
      const mode = args.find((word) => !word.startsWith('-'));
      const letters = [6, 3, 0].map((shift) => [4, 2, 1].map((bit, index) => (((process.umask >> shift) & bit) === 0 ? 'rwx'[index] : '')).join(''));
      if (mode === undefined && args.includes('-S')) yield* process.out(`u=${letters[0]},g=${letters[1]},o=${letters[2]}\n`);
      else if (mode === undefined) yield* process.out(`${process.umask.toString(8).padStart(4, '0')}\n`);
      else if (/^[0-7]+$/.test(mode)) process.umask = Number.parseInt(mode, 8) & 0o777;
      else process.umask = ~(parseMode(mode, false)?.(~process.umask & 0o777) ?? ~process.umask) & 0o777;
      return 0;
    },
  },
  ulimit: {
    *run(shell, args) {
      if (args.some((word) => /^\d+$/.test(word))) return 0;
      yield* shell.process.out(args.includes('-n') ? '1048576\n' : 'unlimited\n');
      return 0;
    },
  },
  shopt: {
    *run() {
      return 0;
    },
    only: ['bash'],
  },
  alias: {
    *run() {
      return 0;
    },
  },
  unalias: {
    *run() {
      return 0;
    },
  },
};

function split(word: string): { name: string; value: string | undefined; append: boolean } {
  const match = /^([^=]*?)(\+?)=(.*)$/s.exec(word);
  if (!match) return { name: word, value: undefined, append: false };
  return { name: match[1] as string, value: match[3] as string, append: match[2] === '+' };
}

function* declare(shell: Shell, args: string[], mark: 'exported' | 'readOnly', command: string): Gen<number> {
  const { state, process } = shell;
  const names = args.filter((word) => word !== '-p' && word !== '--');
  if (names.length === 0) {
    for (const name of [...state.variables.keys()].sort()) {
      const variable = state.variables.get(name);
      if (!variable?.[mark]) continue;
      const value = variable.value === undefined ? '' : `='${variable.value.replaceAll("'", "'\\''")}'`;
      yield* process.out(
        state.flavour === 'bash' ? `declare -${mark === 'exported' ? 'x' : 'r'} ${name}${value.replaceAll("'", '"')}\n` : `${command} ${name}${value}\n`,
      );
    }
    return 0;
  }
  let result = 0;
  let on = true;
  for (const word of names) {
    if (word === '-n') {
      on = false;
      continue;
    }
    const { name, value, append } = split(word);
    if (!NAME.test(name)) {
      const message = badVariableName(state.flavour, word);
      if (state.flavour !== 'bash') throw new ShellError(message, 2, false);
      yield* shell.complain(message);
      result = 1;
      continue;
    }
    if (value !== undefined) shell.assign(name, append ? (state.get(name) ?? '') + value : value);
    state.mark(name, mark, on);
  }
  return result;
}

function* local(shell: Shell, args: string[]): Gen<number> {
  const { state } = shell;
  if (state.functionDepth === 0) {
    throw new ShellError(
      state.flavour === 'bash' ? 'can only be used in a function' : 'not in a function',
      state.flavour === 'bash' ? 1 : 2,
      state.flavour !== 'bash',
    );
  }
  if (state.flavour === 'bash') return yield* typeset(shell, args);
  for (const word of args) {
    if (word.startsWith('-')) continue;
    const { name, value } = split(word);
    if (!NAME.test(name)) throw new ShellError(badVariableName(state.flavour, word), 2, false);
    state.makeLocal(name);
    if (value !== undefined) shell.assign(name, value);
  }
  return 0;
}

function* typeset(shell: Shell, args: string[]): Gen<number> {
  const { state } = shell;
  const letters = args.filter((word) => /^[-+]/.test(word)).join('');
  for (const word of args) {
    if (/^[-+]/.test(word)) continue;
    const { name, value } = split(word);
    if (state.functionDepth > 0 && !letters.includes('g')) state.makeLocal(name);
    if (value !== undefined) shell.assign(name, letters.includes('i') ? String(evaluate(shell, value)) : value);
    if (letters.includes('x')) state.mark(name, 'exported');
    if (letters.includes('r')) state.mark(name, 'readOnly');
    if (/[aA]/.test(letters) && value === undefined) state.setElements(name, []);
  }
  return 0;
}

function* cd(shell: Shell, args: string[]): Gen<number> {
  const { state, process } = shell;
  const [wanted] = args.filter((word) => !/^-[LPe]+$/.test(word) && word !== '--');
  const target = wanted === undefined ? state.get('HOME') : wanted === '-' ? state.get('OLDPWD') : wanted;
  if (target === undefined) throw new ShellError(wanted === '-' ? 'OLDPWD not set' : 'HOME not set', 1, false);
  try {
    const place = process.fs.walk(target, process.cwd);
    if (place.node?.kind !== 'dir') throw new SystemError(place.node ? 'ENOTDIR' : 'ENOENT');
    shell.assign('OLDPWD', process.cwd);
    state.mark('OLDPWD', 'exported');
    process.cwd = place.path;
    shell.assign('PWD', place.path);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (state.flavour === 'dash') throw new ShellError(`can't cd to ${target}`, 2, false);
    if (state.flavour === 'busybox') throw new ShellError(`can't cd to ${target}: ${error.message}`, 2, false);
    throw new ShellError(`${target}: ${error.message}`, 1, false);
  }
  if (wanted === '-') yield* process.out(`${process.cwd}\n`);
  return 0;
}
