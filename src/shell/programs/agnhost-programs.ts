/** agnhost, the e2e tests' image of many programs (test/images/agnhost of Kubernetes). */
import { parseDurationMs } from '../../base/duration.ts';
import { SystemError } from '../errors.ts';
import { findProgram } from '../executables.ts';
import type { Process } from '../process.ts';
import type { Gen, Program } from '../wait.ts';
import { createPipe } from '../streams.ts';
import { compareText } from '../text.ts';
import { formatDate } from '../tools/dates.ts';
import type { HttpReply, HttpRequest, Server } from '../types.ts';
import { flag, inUse, logLine, notFound, open } from './agnhost-common.ts';
import { commandLineFault } from './agnhost-flags.ts';
import { mounttest } from './agnhost-mounttest.ts';
import { OTHER_SUBCOMMANDS } from './agnhost-others.ts';
import { serveFile } from './files-server.ts';
import { answer, endAsGoProgram, parseTarget } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** From the start of its process to the first thing it does: recorded on a real node, 24 to 83 ms. */
const BOOT_MS = 35;
/** From the start of its process to the handlers that Go's runtime installs: more than 11 ms and at most 25, as recorded. */
const RUNTIME_MS = 16;

/** Go's `http.Redirect`: with a body for those who do not follow. What does not say where it is counts from the folder of what was asked for. */
function redirect(status: number, to: string, path: string): HttpReply {
  const location = /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(to) ? to : `${path.slice(0, path.lastIndexOf('/') + 1)}${to}`;
  const href = location.replace(/[&<>"']/g, (character) => `&${HTML_ENTITIES[character] ?? ''};`);
  return answer(status, `<a href="${href}">${REDIRECTS[status] ?? ''}</a>.\n\n`, FOREVER, { location });
}

const HTML_ENTITIES: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': '#34', "'": '#39' };
const REDIRECTS: Record<number, string> = { 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 307: 'Temporary Redirect', 308: 'Permanent Redirect' };

/** `liveness`: well for 10 s, then 500 (test/images/agnhost/liveness/server.go). */
function* liveness(process: Process): Gen<number> {
  const startMs = process.kernel.now();
  const server: Server = {
    tls: false,
    http(request) {
      const now = process.kernel.now();
      const { path, query } = parseTarget(request);
      switch (path) {
        case '/healthz':
          if (now - startMs > 10_000) return answer(500, `error: ${((now - startMs) / 1000).toFixed(9)}`, FOREVER);
          return answer(200, 'ok', startMs + 10_000);
        case '/started':
          return answer(200, `${((now - startMs) / 1000).toFixed(9)}s`, now);
        case '/redirect':
          return redirect(302, query.get('loc') ?? '', path);
        default:
          return notFound();
      }
    },
  };
  if (!open(process, [[8080, server]])) return yield* inUse(process, 8080);
  return yield* endAsGoProgram(process);
}

/** `netexec` (test/images/agnhost/netexec/netexec.go): `delay-shutdown` seconds after SIGTERM it leaves with 0. */
function* netexec(process: Process): Gen<number> {
  const port = Number(flag(process, 'http-port') ?? 8080);
  const tls = (flag(process, 'tls-cert-file') ?? '') !== '';
  const delayMs = Number(flag(process, 'delay-shutdown') ?? 0) * 1000;
  const leaving: Leaving = [];
  let terminating = false;
  const override = flag(process, 'http-override');
  const http = (asked: HttpRequest): HttpReply => {
    const request = override === undefined ? asked : { ...asked, method: 'GET', target: override };
    return netexecState(process, request, port, terminating) ?? netexecReply(process, request, leaving);
  };
  if (!open(process, [[port, { tls, http }]])) return yield* inUse(process, port);
  logLine(process, `Started HTTP server on port ${port}`);
  process.catch('SIGTERM');
  for (;;) {
    const exit = leaving[0];
    if (exit && process.kernel.now() >= exit.atMs) return exit.code;
    if (process.pending.shift()) {
      terminating = true;
      if (delayMs > 0) logLine(process, `Sleeping ${delayMs / 1000} seconds before terminating...`);
      yield* process.sleep(delayMs);
      return 0;
    }
    yield exit ? { untilMs: exit.atMs, interruptible: true } : { interruptible: true };
  }
}

type Leaving = { code: number; atMs: number }[];

/** What netexec says of itself and of the request; undefined where it is asked for something else. */
function netexecState(process: Process, request: HttpRequest, port: number, terminating: boolean): HttpReply | undefined {
  const nowMs = process.kernel.now();
  const { path, query } = parseTarget(request);
  // It is its UDP server that makes it ready
  const isReady = flag(process, 'udp-port') !== '-1';
  switch (path) {
    case '/healthz':
      logLine(process, 'GET /healthz');
      return answer(isReady ? 200 : 412, '', nowMs);
    case '/readyz':
      logLine(process, 'GET /readyz');
      if (terminating) return answer(503, 'shutting down', nowMs);
      return isReady ? answer(200, 'ok', nowMs) : answer(412, '', nowMs);
    case '/serverport':
      logLine(process, 'GET /serverport');
      return answer(200, String(port), nowMs);
    case '/header': {
      const key = query.get('key') ?? '';
      logLine(process, key === '' ? 'GET /header' : `GET /header?key=${key}`);
      const headers = Object.entries(request.headers).sort(([a], [b]) => compareText(a, b));
      if (key !== '') return answer(200, headers.find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1] ?? '', nowMs);
      return answer(200, JSON.stringify(Object.fromEntries(headers.map(([name, value]) => [name, [value]]))), nowMs);
    }
    default:
      return undefined;
  }
}

function netexecReply(process: Process, request: HttpRequest, leaving: Leaving): HttpReply {
  const { kernel } = process;
  // A request that is logged is never the same again: each one leaves a line.
  const loggedMs = kernel.now();
  const { path, query } = parseTarget(request);
  const value = (name: string) => query.get(name) ?? '';
  switch (path) {
    case '/hostname':
    case '/hostName':
      logLine(process, `GET ${path}`);
      return answer(200, kernel.options.hostname, loggedMs);
    case '/clientip':
      logLine(process, 'GET /clientip');
      return answer(200, '10.244.0.1:40000', loggedMs);
    case '/echo': {
      logLine(process, `GET /echo?msg=${value('msg')}&code=${value('code')}`);
      const code = value('code');
      if (code !== '' && !/^-?\d+$/.test(code)) return answer(200, `argument 'code' must be an integer or empty, got "${code}"\n`, loggedMs);
      return answer(code === '' ? 200 : Number(code), value('msg'), loggedMs);
    }
    case '/exit': {
      logLine(process, `GET /exit?code=${value('code')}&timeout=${value('timeout')}&wait=${value('wait')}`);
      const waitMs = parseDurationMs(value('wait') || '0') ?? 0;
      const timeoutMs = parseDurationMs(value('timeout') || '0') ?? 0;
      logLine(
        process,
        `Will begin shutdown in ${value('wait') || '0s'}, allowing ${value('timeout') || '0s'} for connections to close, then will exit with ${Number(value('code') || 0)}`,
      );
      leaving.push({ code: Number(value('code') || 0), atMs: kernel.now() + waitMs });
      process.wake();
      // Without a timeout the process is gone before it has answered: the connection breaks off with it.
      if (timeoutMs === 0) return { kind: waitMs > 0 ? 'hang' : 'close', sameUntilMs: kernel.now() };
      return answer(200, '', kernel.now(), { latencyMs: waitMs });
    }
    case '/shutdown':
      logLine(process, 'GET /shutdown');
      leaving.push({ code: 0, atMs: kernel.now() });
      process.wake();
      return { kind: 'close', sameUntilMs: kernel.now() };
    case '/redirect':
      logLine(process, `GET /redirect?location=${value('location')}&code=${value('code')}`);
      return { ...redirect(Number(value('code') || 302), value('location'), path), sameUntilMs: loggedMs };
    case '/shell':
      return shellReply(process, query.get('shellCommand') || value('cmd'));
    case '/dial':
    case '/upload':
      return answer(400, '', FOREVER);
    default:
      logLine(process, 'GET /');
      return answer(
        200,
        `NOW: ${formatDate('%Y-%m-%d %H:%M:%S', kernel.options.epochMs + kernel.now())}.000000000 +0000 UTC m=+${(kernel.now() / 1000).toFixed(9)}`,
        loggedMs,
      );
  }
}

/** Runs a command while the request waits; one that takes time does not get to answer. */
function shellReply(process: Process, command: string): HttpReply {
  const { kernel } = process;
  logLine(process, `GET /shell?cmd=${command}`);
  const found = findProgram(process, '/bin/sh', process.env);
  if ('error' in found) return answer(200, '{"error":"fork/exec /bin/sh: no such file or directory"}', kernel.now());
  const child = kernel.fork(process, found.program, ['/bin/sh', '-c', command]);
  const { reader, writer } = createPipe();
  reader.retain();
  child.setFd(1, writer);
  child.setFd(2, writer);
  if (!kernel.settle(child)) return { kind: 'hang', sameUntilMs: kernel.now() };
  const output = reader.take(FOREVER) ?? '';
  const result: Record<string, string> = {};
  if ((child.exit?.code ?? 0) !== 0) result['error'] = `exit status ${child.exit?.code}`;
  if (output !== '') result['output'] = output;
  return answer(200, JSON.stringify(result), kernel.now());
}

/** `test-webserver`: the whole root directory over HTTP. */
export function* testWebserver(process: Process): Gen<number> {
  const port = Number(flag(process, 'port') ?? 80);
  const http = (request: HttpRequest) =>
    serveFile(process, request, {
      root: '',
      index: ['index.html'],
      listing: true,
      errorPage: (status) => `${status === 404 ? '404 page not found' : status}\n`,
    });
  if (!open(process, [[port, { tls: false, http }]])) return yield* inUse(process, port);
  return yield* endAsGoProgram(process);
}

function* grpcHealthChecking(process: Process): Gen<number> {
  const startMs = process.kernel.now();
  const port = Number(flag(process, 'port') ?? 5000);
  const httpPort = Number(flag(process, 'http-port') ?? 8080);
  const delay = Number(flag(process, 'delay-unhealthy-sec') ?? -1);
  const service = flag(process, 'service') ?? '';
  let forced: 'SERVING' | 'NOT_SERVING' | undefined;
  const grpc = (asked: string) => {
    if (asked !== service) return undefined;
    const { kernel } = process;
    const unhealthyMs = delay >= 0 ? startMs + delay * 1000 : FOREVER;
    const well = forced ? forced === 'SERVING' : kernel.now() < unhealthyMs;
    return { status: well ? 'SERVING' : 'NOT_SERVING', sameUntilMs: forced || !well ? FOREVER : unhealthyMs };
  };
  const http = (request: HttpRequest): HttpReply => {
    const { path } = parseTarget(request);
    if (path !== '/make-serving' && path !== '/make-not-serving') return notFound();
    forced = path === '/make-serving' ? 'SERVING' : 'NOT_SERVING';
    logLine(process, forced === 'SERVING' ? 'Mark as healthy' : 'Mark as unhealthy');
    return answer(200, `${((process.kernel.now() - startMs) / 1000).toFixed(9)}s`, process.kernel.now());
  };
  logLine(process, `Http server starting to listen on :${httpPort}`);
  logLine(process, `gRPC server starting to listen on :${port}`);
  if (
    !open(process, [
      [port, { tls: false, grpc }],
      [httpPort, { tls: false, http }],
    ])
  )
    return yield* inUse(process, port);
  return yield* endAsGoProgram(process);
}

/** `serve-hostname`: after SIGTERM it waits a minute for its Pod to be deleted (serve_hostname.go). */
function* serveHostname(process: Process): Gen<number> {
  const port = Number(flag(process, 'port') ?? 9376);
  const http = (): HttpReply => {
    logLine(process, 'HTTP request from 10.244.0.1:40000');
    return answer(200, process.kernel.options.hostname, process.kernel.now());
  };
  if (!open(process, [[port, { tls: false, http }]])) return yield* inUse(process, port);
  logLine(process, `Serving on port ${port}.`);
  process.catch('SIGTERM');
  yield* process.nextSignal();
  logLine(process, 'Shutting down after receiving signal: terminated.');
  logLine(process, 'Awaiting pod deletion.');
  yield* process.sleep(60_000);
  return 0;
}

/** `pause`: 1 for SIGINT, 2 for SIGTERM; what it says last is its termination message, too (test/images/agnhost/pause/pause.go). */
function* pause(process: Process): Gen<number> {
  yield* process.out('Paused\nSignals registered\n');
  process.catch('SIGINT', 'SIGTERM');
  const signal = yield* process.nextSignal();
  const message = `exiting because of signal "${signal === 'SIGINT' ? 'interrupt' : 'terminated'}"\n`;
  writeIfAllowed(process, process.env.get('TERMINATION_MESSAGE_PATH') || '/dev/termination-log', message);
  yield* process.out(message);
  return signal === 'SIGINT' ? 1 : 2;
}

/** Go's `os.WriteFile` whose error nobody looks at. */
function writeIfAllowed(process: Process, path: string, text: string): void {
  try {
    process.fs.open(path, process.cwd, { read: false, write: true, append: false, create: true, truncate: true, mode: 0o644, umask: 0o022 }).put(text);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}

/** `logs-generator`: its lines, the same time between them (test/images/agnhost/logs-generator/logs_generator.go). */
function* logsGenerator(process: Process): Gen<number> {
  const total = Number(flag(process, 'log-lines-total') ?? flag(process, 't', '-') ?? 0);
  const duration = flag(process, 'run-duration') ?? flag(process, 'd', '-') ?? '0s';
  const durationMs = parseDurationMs(duration) ?? 0;
  const refusal = total <= 0 ? `64] Invalid total number of lines: ${total}` : durationMs <= 0 ? `68] Invalid duration: ${duration}` : undefined;
  if (refusal !== undefined) {
    logLine(process, refusal, 'F', 'logs_generator.go:');
    return 255;
  }
  for (let line = 0; line < total; line += 1) {
    logLine(process, `76] ${line} POST /api/v1/namespaces/default/pods/${line} ${200 + (line % 300)}`, 'I', 'logs_generator.go:');
    yield* process.sleep(Math.floor(durationMs / total));
  }
  return 0;
}

/** `porter` serves the ports that its environment names. */
function* porter(process: Process): Gen<number> {
  const servers: [number, Server][] = [];
  for (const [name, value] of process.env) {
    const port = /^SERVE(?:_TLS|_TCP)?_PORT_(\d+)$/.exec(name);
    if (port) servers.push([Number(port[1]), { tls: name.includes('_TLS_'), http: () => answer(200, value, FOREVER) }]);
  }
  if (!open(process, servers)) return yield* inUse(process, servers[0]?.[0] ?? 0);
  return yield* endAsGoProgram(process);
}

/** Prints what the first line of /etc/resolv.conf of that kind lists (test/images/agnhost/dns/dns_linux.go). */
function resolverSetting(kind: string): Program {
  return function* (process) {
    const line = process.fs
      .read('/etc/resolv.conf', '/')
      .split('\n')
      .find((each) => each.startsWith(kind));
    if (line === undefined) {
      yield* process.err('panic: Could not find DNS search list!\n');
      return 2;
    }
    yield* process.out(`${line.split(' ').slice(1).join(',')}\n`);
    return 0;
  };
}

const SUBCOMMANDS: Readonly<Record<string, Program>> = {
  ...OTHER_SUBCOMMANDS,
  mounttest,
  pause,
  netexec,
  liveness,
  porter,
  'test-webserver': testWebserver,
  'grpc-health-checking': grpcHealthChecking,
  'serve-hostname': serveHostname,
  *'etc-hosts'(process) {
    yield* process.out(`${process.fs.read('/etc/hosts', '/')}\n`);
    return 0;
  },
  *'entrypoint-tester'(process) {
    yield* process.out(`[${process.argv.join(' ')}]\n`);
    return 0;
  },
  'dns-suffix': resolverSetting('search'),
  'dns-server-list': resolverSetting('nameserver'),
  'logs-generator': logsGenerator,
  *guestbook(process) {
    const port = Number(flag(process, 'http-port') ?? 80);
    if (!open(process, [[port, { tls: false, http: () => answer(200, '{}', FOREVER) }]])) return yield* inUse(process, port);
    return yield* endAsGoProgram(process);
  },
};

export const livenessServer: Program = (process) => liveness(process);

export const agnhost: Program = function* (process) {
  yield* process.sleep(RUNTIME_MS);
  // Until the program says otherwise, a signal meets the handler of Go's runtime
  if (process.pid === 1) process.catch('SIGTERM', 'SIGINT');
  if (!(yield* process.pause(process.kernel.now() + BOOT_MS - RUNTIME_MS))) return 2;
  const name = process.args[0];
  if (name === undefined || name === '--help' || name === 'help') {
    yield* process.out(
      `agnhost is a collection of programs for Kubernetes' e2e tests\n\nUsage:\n  app [command]\n\nAvailable Commands:\n  ${Object.keys(SUBCOMMANDS).sort().join('\n  ')}\n`,
    );
    return 0;
  }
  if (name === '--version') {
    yield* process.out('app version 2.63.0\n');
    return 0;
  }
  const run = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  const fault = run ? commandLineFault(name, process.args.slice(1)) : `unknown command "${name}" for "app"`;
  if (fault === 'help') {
    yield* process.out(`Usage:\n  app ${name} [flags]\n`);
    return 0;
  }
  if (run && fault === undefined) return yield* run(process);
  // The hint at --help is cobra's, which k8s.io/component-base/cli/run.go keeps silent
  yield* process.err(`Error: ${fault}\n`);
  return 1;
};
