/** Programs of agnhost that serve something which is not simulated, and small ones (test/images/agnhost of Kubernetes). */
import { parseDurationMs } from '../../base/duration.ts';
import { quantity } from '../../base/quantity.ts';
import type { Process } from '../process.ts';
import type { Gen, Program } from '../wait.ts';
import { sha256, utf8Bytes } from '../tools/digests.ts';
import { connect } from '../tools/http-client.ts';
import { flag, inUse, logLine, notFound, open } from './agnhost-common.ts';
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

/** `connect HOST:PORT`: 0 if somebody listens there, or a word of why not (connect/connect.go). */
function* tryConnection(process: Process): Gen<number> {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(process.args[1] ?? '') ?? [];
  if (port === '') {
    yield* process.err(`UNKNOWN: address ${process.args[1] ?? ''}: missing port in address\n`);
    return 1;
  }
  const waitMs = parseDurationMs(flag(process, 'timeout') ?? '0s') || FOREVER;
  const connection = yield* connect(process, host, Number(port), process.kernel.now() + waitMs);
  if (connection.kind === 'open') return 0;
  const why = { 'unknown-host': `DNS: lookup ${host}: no such host`, refused: 'REFUSED', timeout: 'TIMEOUT' }[connection.kind];
  yield* process.err(`${why}\n`);
  return 1;
}

/** `inclusterclient`: asks the API server for its health with the Pod's token, again and again (inclusterclient/main.go). */
function* inClusterClient(process: Process): Gen<number> {
  const everyMs = 1000 * Number(flag(process, 'poll-interval') ?? 30);
  const path = '/var/run/secrets/kubernetes.io/serviceaccount/token';
  logLine(process, '61] started', 'I', 'main.go:');
  if (process.fs.find(path, '/') === undefined) {
    logLine(process, `err: open ${path}: no such file or directory`);
    return 1;
  }
  for (;;) {
    if (!(yield* process.pause(process.kernel.now() + everyMs))) return 2;
    logLine(process, '79] calling /healthz', 'I', 'main.go:');
    // The token may have been renewed meanwhile
    const hash = sha256(utf8Bytes(`salt|Bearer ${process.fs.read(path, '/')}`));
    const bytes = hash.replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)));
    logLine(process, `96] authz_header=${btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`, 'I', 'main.go:');
  }
}

export const OTHER_SUBCOMMANDS: Readonly<Record<string, Program>> = {
  stress,
  connect: tryConnection,
  inclusterclient: inClusterClient,
  *nonewprivs(process) {
    yield* process.out(`Effective uid: ${process.fs.uid}\n`);
    return 0;
  },
  nettest: server(8080),
  'audit-proxy': server(8080),
  'crd-conversion-webhook': server(443, true),
  'external-metrics': server(6443, true),
  *'fake-gitserver'(process) {
    if (!open(process, [[8000, { tls: false, http: () => answer(200, 'I am a fake git server', FOREVER) }]])) return yield* inUse(process, 8000);
    return yield* endAsGoProgram(process);
  },
  'fake-registry-server': server(5000),
  'no-snat-test': server(8080),
  'no-snat-test-proxy': server(31_235),
  'resource-consumer-controller': server(8080),
  'tcp-reset': server(8080),
  webhook: server(443, true),
};
