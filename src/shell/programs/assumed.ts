/** What stands in for programs that nobody knows. */
import type { Program } from '../wait.ts';
import { answer, serve, type ServerPlan } from './serving.ts';

const BOOT_MS = 1000;
const DRAIN_MS = 1000;

/** A server on the default ports. */
export function assumedServer(name: string): Program {
  return function* (process) {
    const { defaultPorts } = process.kernel.options;
    const where = defaultPorts.length === 0 ? 'a program without ports' : `a server on port ${defaultPorts.join(', ')}`;
    process.kernel.assume(
      `Nothing is known about "${name}": it is taken for ${where} that is ready ${BOOT_MS / 1000} s after its start, answers 200 on every path, runs for ever and leaves with code 0 within 1 s of SIGTERM.`,
    );
    return yield* serve(process, { ...defaultPlan(), ports: freePorts(process) });
  };
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
function freePorts(process: Parameters<Program>[0]): number[] {
  const { defaultPorts, network } = process.kernel.options;
  return defaultPorts.filter((port) => !network.server(port));
}

/** A command of a probe or a hook: it is there, and it succeeds. */
export function assumedTool(name: string): Program {
  return function* (process) {
    process.kernel.assume(`Nothing is known about the command "${name}": it is taken to succeed at once.`);
    yield* [];
    return 0;
  };
}
