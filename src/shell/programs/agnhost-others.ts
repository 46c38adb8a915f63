/** Programs of agnhost that serve something which is not simulated, and small ones (test/images/agnhost of Kubernetes). */
import { parseDurationMs } from '../../base/duration.ts';
import { quantity } from '../../base/quantity.ts';
import type { Process } from '../process.ts';
import { connect } from '../tools/http-client.ts';
import type { Server } from '../types.ts';
import type { Gen, Program } from '../wait.ts';
import { flag, inUse, logLine, notFound, open } from './agnhost-common.ts';
import { answer, endAsGoProgram, parseTarget } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** Answers 200 where its tests ask whether it is ready, and 404 elsewhere. */
function http(paths: readonly string[], tls = false): Server {
  return { tls, http: (request) => (paths.includes(parseTarget(request).path) ? answer(200, 'ok', FOREVER) : notFound()) };
}

/** A server that only its port is known of; with `--port` unless the flag is fixed. */
function server(port: number, protocol: Server, fixed = false): Program {
  return function* (process) {
    const at = fixed ? port : Number(flag(process, 'port') ?? port);
    if (!open(process, [[at, protocol]])) return yield* inUse(process, at);
    return yield* endAsGoProgram(process);
  };
}

/** `connect HOST:PORT`: whether a TCP connection comes about (connect/connect.go). */
function* connectTo(process: Process): Gen<number> {
  const [, destination = ''] = process.args.filter((word, index) => !word.startsWith('--') && !/^--(?:timeout|protocol)$/.test(process.args[index - 1] ?? ''));
  const match = /^(.+):(\d+)$/.exec(destination);
  if (!match) {
    yield* process.err(`UNKNOWN: address ${destination}: missing port in address\n`);
    return 1;
  }
  const timeoutMs = parseDurationMs(flag(process, 'timeout') ?? '0') ?? 0;
  const connection = yield* connect(process, match[1] as string, Number(match[2]), timeoutMs === 0 ? FOREVER : process.kernel.now() + timeoutMs);
  if (connection.kind === 'open') return 0;
  const words = { 'unknown-host': `DNS: lookup ${match[1]}: no such host`, refused: 'REFUSED', timeout: 'TIMEOUT' };
  yield* process.err(`${words[connection.kind]}\n`);
  return 1;
}

/** Moves in which {@link stress} takes its memory at most, however small its steps. */
const MOST_MOVES = 1000;

/** `stress --mem-total 100Mi`: takes memory step by step and keeps it (third_party/forked/vishhstress/stress.go). */
function* stress(process: Process): Gen<number> {
  const wanted = flag(process, 'mem-total') ?? '0';
  const step = quantity(flag(process, 'mem-alloc-size') ?? '4Ki');
  const steps = step > 0 ? Math.floor(quantity(wanted) / step) || 0 : 0;
  const together = Math.max(1, Math.ceil(steps / MOST_MOVES));
  const sleepMs = (parseDurationMs(flag(process, 'mem-alloc-sleep') ?? '1ms') ?? 1) * together;
  logLine(process, `Allocating "${wanted}" memory, in "${flag(process, 'mem-alloc-size') ?? '4Ki'}" chunks`);
  for (let taken = together; taken < steps + together; taken += together) {
    process.useMemory(step * Math.min(taken, steps));
    yield* process.sleep(sleepMs);
  }
  logLine(process, `Allocated "${wanted}" memory`);
  return yield* endAsGoProgram(process);
}

export const OTHER_SUBCOMMANDS: Readonly<Record<string, Program>> = {
  connect: connectTo,
  stress,
  *nonewprivs(process) {
    yield* process.out(`Effective uid: ${process.fs.uid}\n`);
    return 0;
  },
  nettest: server(8080, http(['/status', '/read', '/write'])),
  'audit-proxy': server(8080, http(['/']), true),
  'crd-conversion-webhook': server(443, http(['/readyz'], true)),
  'external-metrics': server(6443, http(['/healthz', '/readyz'], true)),
  'fake-gitserver': server(8000, http(['/']), true),
  'fake-registry-server': server(5000, http(['/v2/'])),
  'no-snat-test': server(8080, http(['/whoami', '/checknosnat'])),
  'no-snat-test-proxy': server(31_235, http(['/checknosnat'])),
  'resource-consumer-controller': server(8080, http([])),
  'tcp-reset': server(8080, { tls: false }),
  webhook: server(443, http(['/readyz'], true)),
};
