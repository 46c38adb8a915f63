/** Web servers and proxies beside nginx: Apache, BusyBox's httpd, Python's, and those that only answer health checks. */
import type { Process } from '../process.ts';
import { formatDate } from '../tools/dates.ts';
import type { HttpReply, Server } from '../types.ts';
import type { Gen, Program } from '../wait.ts';
import { serveFile } from './files-server.ts';
import { option, paths, RAW, server } from './known-server.ts';
import { errorPageOf } from './nginx-answers.ts';
import { answer, endAsGoProgram, listen, serve, tellPhase } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** httpd of Apache: SIGWINCH leaves gracefully, SIGTERM at once. */
const apache: Program = (process) => {
  const root = process.fs.find('/usr/local/apache2/htdocs', '/') ? '/usr/local/apache2/htdocs' : '/var/www/html';
  const note = (text: string) =>
    process.fds.get(2)?.put(`[${formatDate('%a %b %d %H:%M:%S.000000 %Y', process.kernel.options.epochMs + process.kernel.now())}] ${text}\n`);
  return serve(process, {
    ports: [80],
    server: {
      tls: false,
      http: (request) =>
        serveFile(process, request, { root, index: ['index.html', 'index.php'], listing: true, errorPage: errorPageOf('Apache/2.4.62 (Unix)') }),
    },
    bootMs: 0,
    stopOn: ['SIGTERM', 'SIGINT', 'SIGWINCH'],
    exitCode: 0,
    drainMs: 20,
    onServing: () => {
      note(`[mpm_event:notice] [pid ${process.pid}:tid ${process.pid}] AH00489: Apache/2.4.62 (Unix) configured -- resuming normal operations`);
      note(`[core:notice] [pid ${process.pid}:tid ${process.pid}] AH00094: Command line: 'httpd -D FOREGROUND'`);
    },
    onStop: (signal) =>
      note(
        `[mpm_event:notice] [pid ${process.pid}:tid ${process.pid}] ${signal === 'SIGWINCH' ? 'AH00492: caught SIGWINCH, shutting down gracefully' : 'AH00491: caught SIGTERM, shutting down'}`,
      ),
  });
};

const apachectl: Program = function* (process) {
  const command = option(process, ['-k']) ?? process.args[0] ?? 'start';
  const main = [...process.kernel.processes.values()].find(({ name, pid }) => pid !== process.pid && name.startsWith('httpd'));
  const signal = { stop: 'SIGTERM', 'graceful-stop': 'SIGWINCH', restart: 'SIGHUP', graceful: 'SIGUSR1' }[command] as 'SIGTERM' | undefined;
  if (signal) {
    if (main && process.kernel.send(main, signal, 'inside')) return 0;
    return main ? 0 : 1;
  }
  return yield* apache(process);
};

/** BusyBox's httpd: in the background unless -f, no handler for signals. */
const busyboxHttpd: Program = function* (process) {
  const port = Number((option(process, ['-p']) ?? '80').split(':').at(-1));
  const home = option(process, ['-h']) ?? '.';
  const root = home.startsWith('/') ? home : `${process.cwd}/${home}`;
  const run = function* (daemon: Process): Gen<number> {
    const http: Server['http'] = (request) =>
      serveFile(daemon, request, {
        root: root.replace(/\/(\.)?$/, ''),
        index: ['index.html'],
        listing: false,
        errorPage: (status) => (status === 403 ? busyboxPage(404) : busyboxPage(status)),
      });
    if (!listen(daemon, [port], { tls: false, http: (request) => forbiddenIsMissing(http(request)) })) {
      yield* daemon.err('httpd: bind: Address already in use\n');
      return 1;
    }
    tellPhase(daemon, { what: 'serving', ports: [port] });
    for (;;) yield {};
  };
  if (process.args.some((word) => /^-[a-z]*f/.test(word))) return yield* run(process);
  if (process.kernel.options.network.server(port)) {
    yield* process.err('httpd: bind: Address already in use\n');
    return 1;
  }
  process.kernel.fork(process, run);
  // The daemon has its port before the command returns.
  while (!process.kernel.options.network.server(port) && [...process.children].some((child) => !child.exit)) yield { untilMs: process.kernel.now() };
  return 0;
};

/** A directory without index.html is not found, as BusyBox has it. */
function forbiddenIsMissing(reply: HttpReply): HttpReply {
  return reply.kind === 'answer' && reply.status === 403 ? { ...reply, status: 404 } : reply;
}

function busyboxPage(status: number): string {
  const title = status === 404 ? '404 Not Found' : String(status);
  return `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\nThe requested URL was not found\n</BODY></HTML>\n`;
}

/** `python3 -m http.server`. */
export function* pythonServer(process: Process): Gen<number> {
  const port = Number(process.args.slice(2).find((word) => /^\d+$/.test(word)) ?? 8000);
  const root = option(process, ['--directory', '-d']) ?? process.cwd;
  const http: Server['http'] = (request) =>
    serveFile(process, request, { root, index: ['index.html', 'index.htm'], listing: true, errorPage: (status) => `<p>Error code: ${status}</p>\n` });
  // SIGINT raises KeyboardInterrupt; for SIGTERM there is no handler, so that PID 1 ignores it.
  process.catch('SIGINT');
  if (!listen(process, [port], { tls: false, http })) {
    yield* process.err('OSError: [Errno 98] Address already in use\n');
    return 1;
  }
  tellPhase(process, { what: 'serving', ports: [port] });
  yield* process.out(`Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...\n`);
  yield* process.nextSignal();
  yield* process.out('\nKeyboard interrupt received, exiting.\n');
  return 0;
}

/** A Go server without handlers of its own. */
function goServer(port: number, http: Server['http'] | undefined): Program {
  return function* (process) {
    const own = Number(process.env.get('PORT') ?? port);
    if (!listen(process, [own], http ? { tls: false, http } : RAW)) return 1;
    tellPhase(process, { what: 'serving', ports: [own] });
    return yield* endAsGoProgram(process);
  };
}

export const WEB_PROGRAMS: Readonly<Record<string, Program>> = {
  'httpd-apache': apache,
  apachectl,
  httpd: busyboxHttpd,
  traefik: server(80, { http: paths('/ping', '/metrics') }),
  haproxy: server(80, {
    stopOn: ['SIGTERM', 'SIGINT', 'SIGUSR1'],
    http: () => answer(503, '<html><body><h1>503 Service Unavailable</h1></body></html>\n', FOREVER),
  }),
  envoy: server(10000, { http: paths('/', '/ready', '/server_info') }),
  caddy: server(80, { http: () => answer(200, '', FOREVER), portOptions: ['--listen'] }),
  prometheus: server(9090, { bootMs: 500, http: paths('/', '/-/healthy', '/-/ready', '/metrics') }),
  grafana: server(3000, { bootMs: 5000, http: paths('/', '/api/health', '/login') }),
  'php-fpm': server(9000, { stopOn: ['SIGTERM', 'SIGINT', 'SIGQUIT'] }),
  'hello-app': goServer(8080, (request) => answer(200, `Hello, world!\nVersion: 1.0.0\nHostname: ${request.host}\n`, FOREVER)),
  'echo-server': server(8080, {
    stopOn: ['SIGTERM', 'SIGINT', 'SIGQUIT'],
    http: (request) => answer(200, `\n\nRequest Information:\n\tmethod=${request.method}\n\treal path=${request.target}\n`, FOREVER),
  }),
  'raw-server-8080': goServer(8080, undefined),
};
