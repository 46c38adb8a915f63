/** From the name of a command to the program that runs: PATH, permissions, scripts with their interpreter. */
import { type ErrorCode, SystemError } from './errors.ts';
import type { FileNode } from './files.ts';
import type { Process } from './process.ts';
import type { Program } from './wait.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export type Executable = { path: string; node: FileNode } | { error: SystemError };

/** The file that a command name stands for (execvp(3)). */
export function findExecutable(process: Process, name: string, environment: ReadonlyMap<string, string>): Executable {
  const { fs, cwd } = process;
  if (name === '') return { error: new SystemError('ENOENT') };
  const search = environment.get('PATH') ?? DEFAULT_PATH;
  // Where it was found last, as shells remember it too; only looked at, never believed.
  const key = `${search} ${name}`;
  const known = process.kernel.hashedPaths.get(key);
  if (known !== undefined && !name.includes('/')) {
    const node = fs.executable(known, cwd);
    if (typeof node !== 'string') return { path: known, node };
  }
  const candidates = name.includes('/') ? [name] : search.split(':').map((folder) => `${folder === '' ? '.' : folder}/${name}`);
  let code: ErrorCode = 'ENOENT';
  for (const path of candidates) {
    const node = fs.executable(path, cwd);
    if (typeof node !== 'string') {
      process.kernel.hashedPaths.set(key, path);
      return { path, node };
    }
    if (node === 'EACCES' || code === 'ENOENT') code = node;
  }
  return { error: new SystemError(code) };
}

export type FoundProgram = { program: Program } | { error: SystemError };

/** The interpreter that a script names in its first line; the carriage return of a line that ends as in Windows is part of its name (Linux fs/binfmt_script.c). */
const INTERPRETER = /^#![ \t]*([^ \t\n]+)(?:[ \t]+([^\n]*[^ \t\n]))?/;

/** The program behind a command name, as a shell starts it: a text without `#!` is a shell script. */
export function findProgram(process: Process, name: string, environment: ReadonlyMap<string, string>): FoundProgram {
  const found = findOwnProgram(process, name, environment);
  return process.kernel.options.declared?.has(name) ? { program: declaredProgram(name, found) } : found;
}

/** A command whose outcome is given; for calls that nothing is given for, the program that is there. */
function declaredProgram(name: string, found: FoundProgram): Program {
  return function* (process) {
    const answer = process.kernel.options.declared?.answerTo([name, ...process.args]);
    if (answer) {
      if (answer.takesMs > 0) yield* process.sleep(answer.takesMs);
      if (answer.output !== '') yield* process.out(answer.output);
      return answer.exitCode;
    }
    if ('program' in found) return yield* found.program(process);
    yield* process.err(`${name}: ${found.error.code === 'ENOENT' ? 'not found' : found.error.message}\n`);
    return found.error.code === 'ENOENT' ? 127 : 126;
  };
}

function findOwnProgram(process: Process, name: string, environment: ReadonlyMap<string, string>): FoundProgram {
  const found = findExecutable(process, name, environment);
  if ('error' in found) {
    const assumed = found.error.code === 'ENOENT' ? process.kernel.programs.assumed(process, name) : undefined;
    return assumed ? { program: assumed } : found;
  }
  const missing = missingInterpreter(process, found.node, environment);
  if (missing) return { error: missing };
  const program = programOf(process, found.path, found.node);
  if (program) return { program };
  return { program: interpreted(['/bin/sh'], found.path) };
}

/** Why a script's interpreter cannot be run, in the kernel's words; undefined if it can, or if the file is no script. */
export function interpreterError(process: Process, node: FileNode, environment: ReadonlyMap<string, string>): string | undefined {
  return missingInterpreter(process, node, environment)?.message.toLowerCase();
}

/** The kernel does not find what it shall run (execve(2)). */
function missingInterpreter(process: Process, node: FileNode, environment: ReadonlyMap<string, string>): SystemError | undefined {
  const interpreter = node.program === undefined ? INTERPRETER.exec(node.text)?.[1] : undefined;
  const there = interpreter === undefined ? undefined : findExecutable(process, interpreter, environment);
  return there !== undefined && 'error' in there ? there.error : undefined;
}

/** The program that a file is; undefined if the kernel would refuse to run it (ENOEXEC). */
export function programOf(process: Process, path: string, node: FileNode): Program | undefined {
  if (node.program !== undefined) return process.kernel.programs.named(node.program);
  const interpreter = INTERPRETER.exec(node.text);
  if (!interpreter) return undefined;
  const [, command = '', argument] = interpreter;
  return interpreted(argument === undefined ? [command] : [command, argument], path);
}

/** Runs a script: the interpreter with the script's path in front of its arguments. */
function interpreted(interpreter: string[], path: string): Program {
  return function* (process) {
    const argv = [...interpreter, path, ...process.args];
    const found = findExecutable(process, argv[0] as string, process.env);
    const program = 'error' in found ? undefined : programOf(process, found.path, found.node);
    if (!program) {
      yield* process.err(`${path}: ${argv[0]}: bad interpreter: No such file or directory\n`);
      return 127;
    }
    process.argv = argv;
    return yield* program(process);
  };
}
