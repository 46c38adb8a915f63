/** Programs of agnhost that serve something which is not simulated, and small ones (test/images/agnhost of Kubernetes). */
import { parseDurationMs } from '../../base/duration.ts';
import { quantity } from '../../base/quantity.ts';
import type { Process } from '../process.ts';
import type { Gen, Program } from '../wait.ts';
import { flag, inUse, notFound, open } from './agnhost-common.ts';
import { answer, endAsGoProgram, parseTarget } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** A server of which only the port is known, and that it is ready. */
function server(port: number, tls = false): Program {
  return function* (process) {
    const at = Number(flag(process, 'port') ?? port);
    const http = (request: Parameters<typeof parseTarget>[0]) =>
      /^\/(?:readyz|healthz|status|read)?$/.test(parseTarget(request).path) ? answer(200, 'ok', FOREVER) : notFound();
    if (!open(process, [[at, { tls, http }]])) return yield* inUse(process, at);
    return yield* endAsGoProgram(process);
  };
}

/** Moves in which {@link stress} takes its memory; the original takes 4 KiB each millisecond. */
const MOVES = 100;

/** `stress --mem-total 100Mi`: takes memory little by little and keeps it (third_party/forked/vishhstress/stress.go). */
function* stress(process: Process): Gen<number> {
  const total = quantity(flag(process, 'mem-total') ?? '0') || 0;
  const steps = total / (quantity(flag(process, 'mem-alloc-size') ?? '4Ki') || 4096);
  const pauseMs = parseDurationMs(flag(process, 'mem-alloc-sleep') ?? '1ms') ?? 1;
  for (let move = 1; move <= MOVES && total > 0; move += 1) {
    process.useMemory((total * move) / MOVES);
    yield* process.sleep(Math.round((steps * pauseMs) / MOVES));
  }
  return yield* endAsGoProgram(process);
}

export const OTHER_SUBCOMMANDS: Readonly<Record<string, Program>> = {
  stress,
  *nonewprivs(process) {
    yield* process.out(`Effective uid: ${process.fs.uid}\n`);
    return 0;
  },
  nettest: server(8080),
  'audit-proxy': server(8080),
  'crd-conversion-webhook': server(443, true),
  'external-metrics': server(6443, true),
  'fake-gitserver': server(8000),
  'fake-registry-server': server(5000),
  'no-snat-test': server(8080),
  'no-snat-test-proxy': server(31_235),
  'resource-consumer-controller': server(8080),
  'tcp-reset': server(8080),
  webhook: server(443, true),
};
