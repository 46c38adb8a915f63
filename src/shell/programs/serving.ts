/** What servers have in common: ports, phases, ends. */
import { findProgram } from '../executables.ts';
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import type { HttpReply, HttpRequest, ProgramPhase, Server } from '../types.ts';

/** Milliseconds a server takes for an answer. */
export const ANSWER_MS = 1;

/** Opens ports until the process ends; false (and none of them open) if one is in use. */
export function listen(process: Process, ports: readonly number[], server: Server): boolean {
  const closers: (() => void)[] = [];
  for (const port of ports) {
    const close = process.kernel.options.network.listen(port, server);
    if (!close) {
      for (const undo of closers) undo();
      return false;
    }
    closers.push(close);
  }
  process.cleanups.push(...closers);
  return true;
}

/** Closes all ports of the process. */
export function closePorts(process: Process): void {
  for (const close of process.cleanups.splice(0)) close();
}

export function tellPhase(process: Process, phase: ProgramPhase): void {
  // Processes of an exec have no phases of their own.
  if (process.root.isMain) process.kernel.onPhase?.(phase);
}

export function answer(status: number, body: string, sameUntilMs: number, more: { location?: string; latencyMs?: number } = {}): HttpReply {
  return { kind: 'answer', status, body, latencyMs: ANSWER_MS, sameUntilMs, ...more };
}

/** Writes to the process's own stdout or stderr from within a request: there is nothing to wait for. */
export function log(process: Process, fd: 1 | 2, line: string): void {
  process.fds.get(fd)?.put(`${line}\n`);
}

export interface Target {
  path: string;
  query: ReadonlyMap<string, string>;
}

export function parseTarget(request: HttpRequest): Target {
  const question = request.target.indexOf('?');
  const path = question === -1 ? request.target : request.target.slice(0, question);
  const query = new Map<string, string>();
  if (question !== -1) {
    for (const pair of request.target.slice(question + 1).split('&')) {
      const [name = '', value = ''] = pair.split('=', 2) as [string, string?];
      if (name !== '' && !query.has(decode(name))) query.set(decode(name), decode(value));
    }
  }
  return { path: decode(path), query };
}

function decode(text: string): string {
  const plain = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

export interface ServerPlan {
  ports: readonly number[];
  server: Server;
  bootMs: number;
  /** Signals that end it, with the exit code. */
  stopOn: readonly ('SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGWINCH' | 'SIGUSR1' | 'SIGHUP')[];
  exitCode: number;
  /** How long it takes to leave. */
  drainMs: number;
  onServing?(): void;
  onStop?(signal: string): void;
}

/** A server's life: boots, listens, gets a stop signal, closes its ports, leaves. */
export function* serve(process: Process, plan: ServerPlan): Gen<number> {
  process.catch(...plan.stopOn);
  const ports = [...plan.ports];
  if (plan.bootMs > 0) {
    tellPhase(process, { what: 'booting', ports, untilMs: process.kernel.now() + plan.bootMs });
    if (!(yield* process.pause(process.kernel.now() + plan.bootMs))) return yield* drain(process, plan, process.pending.shift() ?? '');
  }
  if (!listen(process, ports, plan.server)) {
    yield* process.err(`${process.name}: bind: Address already in use\n`);
    return 1;
  }
  tellPhase(process, { what: 'serving', ports });
  plan.onServing?.();
  return yield* drain(process, plan, yield* process.nextSignal());
}

function* drain(process: Process, plan: ServerPlan, signal: string): Gen<number> {
  closePorts(process);
  tellPhase(process, { what: 'draining', ports: [...plan.ports] });
  plan.onStop?.(signal);
  yield* process.sleep(plan.drainMs);
  return plan.exitCode;
}

/** execvp(3): becomes another program. */
export function* becomeProgram(process: Process, argv: readonly string[]): Gen<number> {
  const found = findProgram(process, argv[0] ?? '', process.env);
  if ('error' in found) {
    yield* process.err(`${process.argv[0]}: exec: ${argv[0] ?? ''}: not found\n`);
    return 127;
  }
  process.argv = [...argv];
  return yield* found.program(process);
}

/** Go's runtime installs a handler for every signal: as PID 1 such a program leaves with 2, elsewhere the signal kills it. */
export function* endAsGoProgram(process: Process): Gen<number> {
  if (process.pid === 1) process.catch('SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP');
  yield* process.nextSignal();
  return 2;
}
