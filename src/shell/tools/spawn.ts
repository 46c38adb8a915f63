import { findProgram } from '../executables.ts';
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import { complain, type ToolCall } from './tool.ts';

/** Starts a command as a child; undefined (and a message) if there is no such program. */
export function* startCommand(call: ToolCall, argv: readonly string[], environment = call.process.env): Gen<Process | undefined> {
  const { process } = call;
  const found = findProgram(process, argv[0] ?? '', environment);
  if ('error' in found) {
    yield* complain(call, commandMessage(call, argv[0] ?? '', found.error.message));
    return undefined;
  }
  return process.kernel.fork(process, found.program, [...argv], environment);
}

/** Runs a command and waits for it; 127 if there is none. */
export function* runCommand(call: ToolCall, argv: readonly string[], environment = call.process.env): Gen<number> {
  call.process.mayServe = false;
  const child = yield* startCommand(call, argv, environment);
  if (!child) return 127;
  while (!child.exit) yield { queue: call.process.childQueue };
  return child.exit.code;
}

/** Becomes the command: execvp(3). */
export function* becomeCommand(call: ToolCall, argv: readonly string[], environment = call.process.env): Gen<number> {
  const { process } = call;
  const found = findProgram(process, argv[0] ?? '', environment);
  if ('error' in found) {
    yield* complain(call, commandMessage(call, argv[0] ?? '', found.error.message));
    return found.error.code === 'ENOENT' ? 127 : 126;
  }
  process.argv = [...argv];
  process.env = environment;
  return yield* found.program(process);
}

function commandMessage(call: ToolCall, name: string, error: string): string {
  if (call.name === 'xargs') return `${name}: ${error}`;
  if (call.flavour === 'busybox') return `can't execute '${name}': ${error}`;
  return call.name === 'env' ? `'${name}': ${error}` : call.name === 'find' ? `'${name}': ${error}` : `failed to run command '${name}': ${error}`;
}
