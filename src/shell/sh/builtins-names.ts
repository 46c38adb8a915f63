/** Builtins that find commands and options: `command`, `type`, `which`-like look-ups, `getopts`. */
import { findExecutable } from '../executables.ts';
import type { Gen } from '../wait.ts';
import type { Builtin } from './builtins.ts';
import type { Shell } from './shell.ts';
import { ShellError } from './wording.ts';

const KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'fi', 'for', 'do', 'done', 'while', 'until', 'case', 'esac', '{', '}', '!', 'in']);

export const NAME_BUILTINS: Record<string, Builtin> = {
  command: { run: command },
  type: {
    *run(shell, args) {
      let status = 0;
      for (const name of shell.state.flavour === 'dash' ? args : args.filter((word) => !/^-\w/.test(word))) {
        const found = describe(shell, name, shell.state.flavour !== 'dash' && args.includes('-t'), shell.state.flavour !== 'dash' && args.includes('-p'));
        if (found !== undefined) yield* shell.process.out(`${found}\n`);
        else {
          status = shell.state.flavour === 'bash' ? 1 : 127;
          if (shell.state.flavour === 'bash') yield* shell.complain(`${name}: not found`);
          else yield* shell.process.out(`${name}: not found\n`);
        }
      }
      return status;
    },
  },
  getopts: { run: getopts },
  hash: {
    *run(shell, args) {
      let status = 0;
      for (const name of args.filter((word) => !word.startsWith('-'))) {
        if (plainName(shell, name) !== undefined) continue;
        yield* shell.complain(`${name}: not found`);
        status = 1;
      }
      return status;
    },
  },
};

/** Only `-v` and `-V` come here; without them the words run as a command of their own. */
function* command(shell: Shell, args: string[]): Gen<number> {
  const names = args.filter((word) => !/^-[pvV]+$/.test(word));
  return yield* lookUp(
    shell,
    // dash and BusyBox look up one name
    shell.state.flavour === 'bash' ? names : names.slice(0, 1),
    args.some((word) => /^-[pvV]*V/.test(word)),
  );
}

function* lookUp(shell: Shell, names: readonly string[], verbose: boolean): Gen<number> {
  let status = 0;
  for (const name of names) {
    const text = verbose ? describe(shell, name, false, false) : plainName(shell, name);
    if (text !== undefined) yield* shell.process.out(`${text}\n`);
    else {
      status = shell.state.flavour === 'bash' ? 1 : 127;
      if (verbose) yield* shell.tryPrint(2, `${shell.state.flavour === 'bash' ? shell.prefix() : ''}${name}: not found\n`);
    }
  }
  return status;
}

function plainName(shell: Shell, name: string): string | undefined {
  if (KEYWORDS.has(name) || shell.state.functions.has(name) || shell.isBuiltin(name)) return name;
  const found = findExecutable(shell.process, name, shell.state.environment());
  return 'path' in found ? found.path : undefined;
}

function describe(shell: Shell, name: string, brief: boolean, pathOnly: boolean): string | undefined {
  if (!pathOnly) {
    if (KEYWORDS.has(name)) return brief ? 'keyword' : `${name} is a shell keyword`;
    if (shell.state.functions.has(name)) return brief ? 'function' : `${name} is a ${shell.state.flavour === 'dash' ? 'shell ' : ''}function`;
    if (shell.isBuiltin(name)) return brief ? 'builtin' : `${name} is a shell builtin`;
  }
  const found = findExecutable(shell.process, name, shell.state.environment());
  if (!('path' in found)) return undefined;
  return pathOnly ? found.path : brief ? 'file' : `${name} is ${found.path}`;
}

/** Position inside of a word like `-abc`, by shell. */
const positions = new WeakMap<Shell, { index: number; letter: number }>();

function* getopts(shell: Shell, args: string[]): Gen<number> {
  const { state } = shell;
  const [spec, variable, ...given] = args;
  if (spec === undefined || variable === undefined) throw new ShellError('Usage: getopts optstring var [arg...]', 2, false);
  const words = given.length > 0 ? given : state.parameters;
  const index = Number(state.get('OPTIND') ?? '1');
  const known = positions.get(shell);
  let letter = known?.index === index ? known.letter : 1;
  const word = words[index - 1];
  const finish = (next: number, at: number) => {
    state.set('OPTIND', String(next));
    positions.set(shell, { index: next, letter: at });
  };
  if (word === undefined || word === '--' || !/^-./.test(word)) {
    state.set(variable, '?');
    finish(word === '--' ? index + 1 : index, 1);
    return 1;
  }
  const option = word[letter] as string;
  letter += 1;
  const at = spec.replace(/^:/, '').indexOf(option);
  const silent = spec.startsWith(':');
  const next = letter < word.length ? index : index + 1;
  if (at === -1 || option === ':') {
    finish(next, letter < word.length ? letter : 1);
    state.set(variable, '?');
    state.unset('OPTARG');
    if (silent) state.set('OPTARG', option);
    else yield* shell.tryPrint(2, state.flavour === 'bash' ? `${state.arg0}: illegal option -- ${option}\n` : `Illegal option -${option}\n`);
    return 0;
  }
  if (spec.replace(/^:/, '')[at + 1] !== ':') {
    finish(next, letter < word.length ? letter : 1);
    state.unset('OPTARG');
    state.set(variable, option);
    return 0;
  }
  const attached = word.slice(letter);
  const value = attached === '' ? words[index] : attached;
  finish(attached === '' && value !== undefined ? index + 2 : index + 1, 1);
  if (value === undefined) {
    state.set(variable, silent ? ':' : '?');
    state.unset('OPTARG');
    if (silent) state.set('OPTARG', option);
    else yield* shell.tryPrint(2, state.flavour === 'bash' ? `${state.arg0}: option requires an argument -- ${option}\n` : `No arg for -${option} option\n`);
    return 0;
  }
  state.set('OPTARG', value);
  state.set(variable, option);
  return 0;
}
