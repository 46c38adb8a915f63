/** Interpreters: what they say about themselves; a script of somebody's own is a program that nobody knows. */
import type { Program } from '../wait.ts';
import { assumedProgram } from './assumed.ts';
import { pythonServer } from './web-servers.ts';

/** A script of somebody's own. */
const ownProgram: Program = (process) => {
  return assumedProgram(process.argv.slice(0, 3), process.mayServe ? 'the main program' : 'a step')(process);
};

/** python: `-m http.server`, `-c`, a version; a script of somebody's own is a server that nobody knows. */
const python: Program = function* (process) {
  const [first, second] = process.args;
  if (first === undefined || first === '--version' || first === '-V') {
    if (first !== undefined) yield* process.out('Python 3.13.2\n');
    return 0;
  }
  if (first === '-m' && second === 'http.server') return yield* pythonServer(process);
  if (first === '-c') {
    process.kernel.assume({ what: 'code', command: process.argv.slice(0, 2), isMain: process.isMain });
    return 0;
  }
  return yield* ownProgram(process);
};

/** Interpreters and build tools: their own questions are answered, everything else is a server that nobody knows. */
function interpreter(version: string): Program {
  return function* (process) {
    const first = process.args[0];
    if (first === undefined || ['--version', '-version', '-v', '-V', 'version'].includes(first)) {
      if (first !== undefined) yield* process.out(`${version}\n`);
      return 0;
    }
    if (first === '-e' || first === '-p' || first === '-c' || first === '-r') {
      process.kernel.assume({ what: 'code', command: process.argv.slice(0, 2), isMain: process.isMain });
      return 0;
    }
    return yield* ownProgram(process);
  };
}

/** Arguments that make an interpreter stand for a program of somebody's own. */
export function runsOwnProgram(argv: readonly string[]): boolean {
  const first = argv[1];
  if (first === undefined) return false;
  if (first === '-m') return argv[2] !== 'http.server';
  return !['--version', '-version', '-v', '-V', 'version', '-e', '-p', '-c', '-r', '-a'].includes(first);
}

export const INTERPRETERS: Readonly<Record<string, Program>> = {
  python,
  node: interpreter('v22.14.0'),
  npm: interpreter('10.9.2'),
  java: interpreter('openjdk version "21.0.6" 2025-01-21'),
  php: interpreter('PHP 8.4.4 (cli)'),
  go: interpreter('go version go1.24.0 linux/amd64'),
  interpreter: interpreter('ruby 3.4.2'),
};
