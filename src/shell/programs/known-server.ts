/** Servers that are known by their port, their time to boot and what they do on signals. */
import type { Process } from '../process.ts';
import type { HttpReply, HttpRequest, Server } from '../types.ts';
import type { Program } from '../wait.ts';
import { answer, parseTarget, serve, type ServerPlan } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;
/** An open port that speaks no protocol that is known here. */
export const RAW: Server = { tls: false };

/** Value of an option, as the next word or after `=`. */
export function option(process: Process, names: readonly string[]): string | undefined {
  for (const [index, word] of process.argv.entries()) {
    for (const name of names) {
      if (word === name) return process.argv[index + 1];
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
    }
  }
  return undefined;
}

/** A server that is known by its port, its time to boot and what it does on signals. */
export function server(
  port: number,
  options: {
    bootMs?: number;
    stopOn?: ServerPlan['stopOn'];
    exitCode?: number;
    drainMs?: number;
    portOptions?: readonly string[];
    http?: Server['http'];
    ready?: string;
  } = {},
): Program {
  return (process) => {
    const given = Number(option(process, options.portOptions ?? ['--port', '-p']));
    return serve(process, {
      ports: [given > 0 ? given : port],
      server: options.http ? { tls: false, http: options.http } : RAW,
      bootMs: options.bootMs ?? 0,
      stopOn: options.stopOn ?? ['SIGTERM', 'SIGINT'],
      exitCode: options.exitCode ?? 0,
      drainMs: options.drainMs ?? 50,
      ...(options.ready === undefined ? {} : { onServing: () => process.fds.get(1)?.put(`${options.ready}\n`) }),
    });
  };
}

/** Paths that answer 200; everything else is 404. */
export function paths(...known: readonly string[]): (request: HttpRequest) => HttpReply {
  return (request) => (known.includes(parseTarget(request).path) ? answer(200, 'ok\n', FOREVER) : answer(404, '404 page not found\n', FOREVER));
}
