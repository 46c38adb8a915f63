/** What the programs of agnhost have in common: flags, log lines, ports. */
import type { Process } from '../process.ts';
import { formatDate } from '../tools/dates.ts';
import type { HttpReply, Server } from '../types.ts';
import type { Gen } from '../wait.ts';
import { answer, listen, log, tellPhase } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** klog's line; through the standard logger if nothing else is said of where it comes from. */
export function logLine(process: Process, text: string, level = 'I', place = 'log.go:245] '): void {
  const { kernel } = process;
  log(
    process,
    2,
    `${level}${formatDate('%m%d %H:%M:%S', kernel.options.epochMs + kernel.now())}.${String(kernel.now() % 1000).padStart(3, '0')}000       ${process.pid} ${place}${text}`,
  );
}

/** Value of `--name value` or `--name=value`. */
export function flag(process: Process, name: string, dashes = '--'): string | undefined {
  const option = dashes + name;
  for (const [index, word] of process.argv.entries()) {
    if (word === option) return process.argv[index + 1];
    if (word.startsWith(`${option}=`)) return word.slice(option.length + 1);
  }
  return undefined;
}

/** Go's text/plain 404. */
export function notFound(): HttpReply {
  return answer(404, '404 page not found\n', FOREVER);
}

/** Listens, tells about it and stays; false if a port is in use. */
export function open(process: Process, servers: readonly (readonly [number, Server])[]): boolean {
  const ports = servers.map(([port]) => port);
  for (const [port, server] of servers) if (!listen(process, [port], server)) return false;
  tellPhase(process, { what: 'serving', ports });
  return true;
}

/** The end of a server whose port is taken. */
export function* inUse(process: Process, port: number): Gen<number> {
  logLine(process, `listen tcp :${port}: bind: address already in use`);
  yield* [];
  return 1;
}
