/** sh, bash, dash, ash: command lines and scripts. */
import { SystemError } from '../errors.ts';
import type { Program } from '../wait.ts';
import { applyOptions } from '../sh/builtins-flow.ts';
import { parseScript } from '../sh/parse.ts';
import { Shell } from '../sh/shell.ts';
import { ShellError, type ShellFlavour } from '../sh/wording.ts';

export const SHELLS: ReadonlyMap<string, Program> = new Map([
  ['dash', shell('dash')],
  ['bash', shell('bash')],
  ['sh', shell('busybox')],
  ['ash', shell('busybox')],
]);

/** `sh [-eux…] [-o option] -c script [name [args…]]`, `sh file [args…]`, or a script on stdin. */
function shell(flavour: ShellFlavour): Program {
  return function* (process) {
    const name = process.argv[0] ?? 'sh';
    const state = Shell.start(process, flavour, name);
    let words = process.args;
    let isCommand = false;
    let readsStdin = false;
    try {
      while (/^[-+]./.test(words[0] ?? '') && words[0] !== '--') {
        const word = words[0] as string;
        if (word.startsWith('--')) {
          words = words.slice(word === '--rcfile' || word === '--init-file' ? 2 : 1);
          continue;
        }
        const takesName = /o$/.test(word);
        if (!word.startsWith('+') && word.includes('c')) isCommand = true;
        if (!word.startsWith('+') && word.includes('s')) readsStdin = true;
        const options = word.replace('c', '');
        if (options.length > 1) applyOptions(state, takesName ? [options, words[1] ?? ''] : [options]);
        words = words.slice(takesName ? 2 : 1);
      }
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      yield* process.err(`${name}: ${flavour === 'dash' ? '0: ' : ''}${error.message}\n`);
      return 2;
    }
    if (words[0] === '--') words = words.slice(1);
    if (isCommand) {
      const [text, zero, ...parameters] = words;
      if (text === undefined) {
        yield* process.err(
          flavour === 'dash'
            ? `${name}: 0: -c requires an argument\n`
            : `${name}: ${flavour === 'bash' ? '-c: option requires an argument' : '-c requires an argument'}\n`,
        );
        return 2;
      }
      if (zero !== undefined) {
        state.state.arg0 = zero;
        state.state.named = 'word';
      }
      state.state.parameters = parameters;
      // dash waits for its last command, the others become it; in a file nobody looks ahead whether it is the last
      return yield* state.main(parseScript(text, flavour), flavour !== 'dash');
    }
    const [file, ...rest] = words;
    const parameters = readsStdin ? words : rest;
    if (file === undefined || readsStdin) {
      state.state.parameters = parameters;
      return yield* state.main(parseScript(yield* process.readAll(0), flavour), false);
    }
    state.state.arg0 = file;
    state.state.named = 'file';
    state.state.parameters = parameters;
    let text: string;
    try {
      text = process.fs.read(file, process.cwd);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      const words127 =
        flavour === 'busybox'
          ? `can't open '${file}': ${error.message}`
          : flavour === 'dash'
            ? `0: cannot open ${file}: No such file`
            : `${file}: ${error.message}`;
      yield* process.err(`${name}: ${words127}\n`);
      return flavour === 'bash' ? 127 : 2;
    }
    return yield* state.main(parseScript(text, flavour), false);
  };
}
