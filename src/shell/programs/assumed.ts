/** What stands in for programs that nobody knows. */
import type { Process } from '../process.ts';
import type { Gen, Program } from '../wait.ts';
import { answer, serve, type ServerPlan } from './serving.ts';

const BOOT_MS = 1000;
const DRAIN_MS = 1000;
const WORK_MS = 1000;

/** What a command stands for that nobody knows: what its container is there for, or a step on the way (of a script, a probe, a hook), which succeeds. */
export function assumedProgram(command: readonly string[], as: 'the main program' | 'a step'): Program {
  return (process) => {
    if (as === 'a step') return assumedTool(process, command);
    return process.kernel.options.finishes === true ? assumedWork(process, command) : assumedServer(process, command);
  };
}

/** A server on the default ports. */
function assumedServer(process: Process, command: readonly string[]): Gen<number> {
  process.kernel.assume({ what: 'server', command, ports: process.kernel.options.defaultPorts });
  return serve(process, { ...defaultPlan(), ports: freePorts(process) });
}

function* assumedWork(process: Process, command: readonly string[]): Gen<number> {
  process.kernel.assume({ what: 'work', command, isMain: process.isMain });
  yield* process.sleep(WORK_MS);
  return 0;
}

function* assumedTool(process: Process, command: readonly string[]): Gen<number> {
  process.kernel.assume({ what: 'tool', command });
  yield* [];
  return 0;
}

export const defaultServer: Program = (process) => serve(process, { ...defaultPlan(), ports: freePorts(process) });

function defaultPlan(): Omit<ServerPlan, 'ports'> {
  return {
    server: { tls: false, http: () => answer(200, 'ok', Number.POSITIVE_INFINITY), grpc: () => ({ status: 'SERVING', sameUntilMs: Number.POSITIVE_INFINITY }) },
    bootMs: BOOT_MS,
    stopOn: ['SIGTERM', 'SIGINT', 'SIGQUIT'],
    exitCode: 0,
    drainMs: DRAIN_MS,
  };
}

/** Several containers of a Pod may be guessed to want the same port: the first one has it. */
function freePorts(process: Process): number[] {
  const { defaultPorts, network } = process.kernel.options;
  return defaultPorts.filter((port) => !network.server(port));
}
