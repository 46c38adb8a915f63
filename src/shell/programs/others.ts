/** Databases, proxies, interpreters and small programs: what they listen on, answer and do on signals. */
import type { Gen, Process, Program } from '../process.ts';
import type { HttpReply, Server } from '../types.ts';
import { formatDate } from '../tools/dates.ts';
import { connect } from '../tools/http-client.ts';
import { assumedServer } from './assumed.ts';
import { serveFile } from './files-server.ts';
import { errorPage } from './nginx.ts';
import { answer, becomeProgram, endAsGoProgram, listen, parseTarget, serve, type ServerPlan, tellPhase } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const RAW: Server = { tls: false };
type StopSignals = ServerPlan['stopOn'];

function option(process: Process, names: readonly string[]): string | undefined {
  for (const [index, word] of process.argv.entries()) {
    for (const name of names) {
      if (word === name) return process.argv[index + 1];
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
    }
  }
  return undefined;
}

/** A server that is known by its port, its time to boot and what it does on signals. */
function server(port: number, options: { bootMs?: number; stopOn?: StopSignals; exitCode?: number; drainMs?: number; portOptions?: readonly string[]; http?: Server['http']; ready?: string } = {}): Program {
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
function paths(...known: readonly string[]): (request: Parameters<NonNullable<Server['http']>>[0]) => HttpReply {
  return (request) => (known.includes(parseTarget(request).path) ? answer(200, 'ok\n', FOREVER) : answer(404, '404 page not found\n', FOREVER));
}

const redis: Program = (process) => {
  const stamp = () => `${process.pid}:M ${formatDate('%d %b %Y %H:%M:%S', process.kernel.options.epochMs + process.kernel.now())}.000`;
  const port = Number(option(process, ['--port']) ?? 6379);
  return serve(process, {
    ports: [port],
    server: RAW,
    bootMs: 0,
    stopOn: ['SIGTERM', 'SIGINT'],
    exitCode: 0,
    drainMs: 10,
    onServing: () => process.fds.get(1)?.put(`${stamp()} * Ready to accept connections tcp\n`),
    onStop: () => process.fds.get(1)?.put(`${stamp()} * User requested shutdown...\n${stamp()} # Redis is now ready to exit, bye bye...\n`),
  });
};

/** Whether somebody listens: what clients of databases find out first. */
function* isUp(process: Process, hostOptions: readonly string[], portOptions: readonly string[], port: number): Gen<boolean> {
  const host = option(process, hostOptions) ?? '127.0.0.1';
  const connection = yield* connect(process, host, Number(option(process, portOptions) ?? port), process.kernel.now() + 5000);
  return connection.kind === 'open';
}

const redisCli: Program = function* (process) {
  const host = option(process, ['-h']) ?? '127.0.0.1';
  const port = option(process, ['-p']) ?? '6379';
  if (!(yield* isUp(process, ['-h'], ['-p'], 6379))) {
    yield* process.err(`Could not connect to Redis at ${host}:${port}: Connection refused\n`);
    return 1;
  }
  const words = process.args.filter((word, index, all) => !word.startsWith('-') && !['-h', '-p', '-a', '-n'].includes(all[index - 1] ?? ''));
  const command = (words[0] ?? '').toLowerCase();
  if (command === 'shutdown') {
    const target = [...process.kernel.processes.values()].find(({ name }) => name === 'redis-server' || name === 'valkey-server');
    if (target) process.kernel.send(target, 'SIGTERM', 'inside');
    return 0;
  }
  yield* process.out(command === 'ping' ? `${words[1] ?? 'PONG'}\n` : command === 'info' ? '# Server\nredis_version:7.4.2\n' : 'OK\n');
  return 0;
};

const pgIsReady: Program = function* (process) {
  const port = option(process, ['-p', '--port']) ?? '5432';
  const host = option(process, ['-h', '--host']) ?? '/var/run/postgresql';
  const up = yield* isUp(process, host.startsWith('/') ? ['--none'] : ['-h', '--host'], ['-p', '--port'], 5432);
  yield* process.out(`${host}:${port} - ${up ? 'accepting connections' : 'no response'}\n`);
  return up ? 0 : 2;
};

/** Clients whose question is answered with nothing: it succeeds if the server is there. */
function client(port: number, refused: (host: string) => string): Program {
  return function* (process) {
    if (yield* isUp(process, ['-h', '--host'], ['-P', '--port'], port)) return 0;
    yield* process.err(`${refused(option(process, ['-h', '--host']) ?? '127.0.0.1')}\n`);
    return 1;
  };
}

const pause: Program = function* (process) {
  process.catch('SIGINT', 'SIGTERM', 'SIGCHLD');
  for (;;) {
    const signal = yield* process.nextSignal();
    if (signal === 'SIGCHLD') continue;
    yield* process.err(`Shutting down, got signal: ${signal === 'SIGINT' ? 'Interrupt' : 'Terminated'}\n`);
    return 0;
  }
};

/** httpd of Apache: SIGWINCH leaves gracefully, SIGTERM at once. */
const apache: Program = (process) => {
  const root = process.fs.find('/usr/local/apache2/htdocs', '/') ? '/usr/local/apache2/htdocs' : '/var/www/html';
  const note = (text: string) => process.fds.get(2)?.put(`[${formatDate('%a %b %d %H:%M:%S.000000 %Y', process.kernel.options.epochMs + process.kernel.now())}] ${text}\n`);
  return serve(process, {
    ports: [80],
    server: { tls: false, http: (request) => serveFile(process, request, { root, index: ['index.html', 'index.php'], listing: true, errorPage: errorPage('Apache/2.4.62 (Unix)') }) },
    bootMs: 0,
    stopOn: ['SIGTERM', 'SIGINT', 'SIGWINCH'],
    exitCode: 0,
    drainMs: 20,
    onServing: () => {
      note(`[mpm_event:notice] [pid ${process.pid}:tid ${process.pid}] AH00489: Apache/2.4.62 (Unix) configured -- resuming normal operations`);
      note(`[core:notice] [pid ${process.pid}:tid ${process.pid}] AH00094: Command line: 'httpd -D FOREGROUND'`);
    },
    onStop: (signal) => note(`[mpm_event:notice] [pid ${process.pid}:tid ${process.pid}] ${signal === 'SIGWINCH' ? 'AH00492: caught SIGWINCH, shutting down gracefully' : 'AH00491: caught SIGTERM, shutting down'}`),
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
    const http: Server['http'] = (request) => serveFile(daemon, request, { root: root.replace(/\/(\.)?$/, ''), index: ['index.html'], listing: false, errorPage: (status) => (status === 403 ? busyboxPage(404) : busyboxPage(status)) });
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

/** python: `-m http.server`, `-c`, a version; a script of somebody's own is a server that nobody knows. */
const python: Program = function* (process) {
  const [first, second] = process.args;
  if (first === undefined || first === '--version' || first === '-V') {
    if (first !== undefined) yield* process.out('Python 3.13.2\n');
    return 0;
  }
  if (first === '-m' && second === 'http.server') return yield* pythonServer(process);
  if (first === '-c') {
    process.kernel.assume(`Python code is not run: "${second ?? ''}" is taken to succeed at once.`);
    return 0;
  }
  return yield* assumedServer(process.argv.slice(0, 3).join(' '))(process);
};

function* pythonServer(process: Process): Gen<number> {
  const port = Number(process.args.slice(2).find((word) => /^\d+$/.test(word)) ?? 8000);
  const root = option(process, ['--directory', '-d']) ?? process.cwd;
  const http: Server['http'] = (request) => serveFile(process, request, { root, index: ['index.html', 'index.htm'], listing: true, errorPage: (status) => `<p>Error code: ${status}</p>\n` });
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

/** Interpreters and build tools: their own questions are answered, everything else is a server that nobody knows. */
function interpreter(version: string): Program {
  return function* (process) {
    const first = process.args[0];
    if (first === undefined || ['--version', '-version', '-v', '-V', 'version'].includes(first)) {
      if (first !== undefined) yield* process.out(`${version}\n`);
      return 0;
    }
    if (first === '-e' || first === '-p' || first === '-c' || first === '-r') {
      process.kernel.assume(`Code given to "${process.name}" is not run: it is taken to succeed at once.`);
      return 0;
    }
    return yield* assumedServer(process.argv.slice(0, 3).join(' '))(process);
  };
}

/** Arguments that make an interpreter stand for a program of somebody's own. */
export function runsOwnProgram(argv: readonly string[]): boolean {
  const first = argv[1];
  if (first === undefined) return false;
  if (first === '-m') return argv[2] !== 'http.server';
  return !['--version', '-version', '-v', '-V', 'version', '-e', '-p', '-c', '-r', '-a'].includes(first);
}

const runArguments: Program = (process) => {
  const words = process.args;
  if (words[0]?.startsWith('-')) return becomeProgram(process, defaultCommand(process, words));
  return becomeProgram(process, words.length === 0 ? ['sh'] : words);
};

/** Entrypoints of databases take options for their server, `curl`'s for curl. */
function defaultCommand(process: Process, words: readonly string[]): string[] {
  for (const name of ['redis-server', 'valkey-server', 'postgres', 'mysqld', 'mongod', 'memcached', 'traefik', 'haproxy', 'envoy', 'node', 'curl']) {
    for (const folder of (process.env.get('PATH') ?? '').split(':')) if (process.fs.find(`${folder}/${name}`, '/')) return [name, ...words];
  }
  return ['sh', ...words];
}

/** Uses its time and ends: `perl -Mbignum=bpi -wle "print bpi(2000)"`. */
const calculation: Program = function* (process) {
  yield* process.sleep(5000);
  process.kernel.assume(`What "${process.name}" computes is not known: it is taken to succeed after 5 s.`);
  return 0;
};

/** `stress --vm 1 --vm-bytes 250M`: holds memory, and time goes by. */
const stress: Program = function* (process) {
  const bytes = option(process, ['--vm-bytes']);
  const seconds = Number((option(process, ['--timeout', '-t']) ?? '').replace(/s$/, '')) || FOREVER;
  yield* process.out(`stress: info: [${process.pid}] dispatching hogs: 0 cpu, 0 io, ${option(process, ['--vm']) ?? 0} vm, 0 hdd\n`);
  if (bytes !== undefined) {
    const match = /^(\d+)([kKmMgG]?)/.exec(bytes);
    const size = Number(match?.[1] ?? 0) * 1024 ** ' KMG'.indexOf((match?.[2] ?? '').toUpperCase() || ' ');
    const child = process.kernel.fork(process, function* (worker) {
      yield* worker.sleep(100);
      worker.useMemory(size);
      for (;;) yield {};
    });
    const untilMs = process.kernel.now() + seconds * 1000;
    while (!child.exit && process.kernel.now() < untilMs) yield untilMs === FOREVER ? { queue: process.childQueue } : { queue: process.childQueue, untilMs };
    if (child.exit) {
      yield* process.err(`stress: FAIL: [${process.pid}] (415) <-- worker ${child.pid} got signal 9\nstress: WARN: [${process.pid}] (417) now reaping child worker processes\nstress: FAIL: [${process.pid}] (451) failed run completed in ${Math.round(process.kernel.now() / 1000)}s\n`);
      return 1;
    }
    return 0;
  }
  if (seconds === FOREVER) for (;;) yield {};
  yield* process.sleep(seconds * 1000);
  return 0;
};

const etcd: Program = (process) => {
  const url = option(process, ['--listen-client-urls']) ?? 'http://0.0.0.0:2379';
  const ports = [...url.matchAll(/:(\d+)/g)].map(([, port]) => Number(port));
  return serve(process, { ports: ports.length > 0 ? ports : [2379], server: { tls: false, http: (request) => (parseTarget(request).path === '/health' ? answer(200, '{"health":"true","reason":""}', FOREVER) : paths('/version', '/metrics', '/livez', '/readyz')(request)), grpc: () => ({ status: 'SERVING', sameUntilMs: FOREVER }) }, bootMs: 500, stopOn: ['SIGTERM', 'SIGINT'], exitCode: 0, drainMs: 50 });
};

/** A Go server without handlers of its own. */
function goServer(port: number, http: Server['http'] | undefined): Program {
  return function* (process) {
    const own = Number(process.env.get('PORT') ?? port);
    if (!listen(process, [own], http ? { tls: false, http } : RAW)) return 1;
    tellPhase(process, { what: 'serving', ports: [own] });
    return yield* endAsGoProgram(process);
  };
}

export const OTHER_PROGRAMS: Readonly<Record<string, Program>> = {
  pause,
  'run-arguments': runArguments,
  *nothing() {
    return 0;
  },
  *hello(process) {
    yield* process.out('\nHello from Docker!\nThis message shows that your installation appears to be working correctly.\n\n');
    return 0;
  },
  'httpd-apache': apache,
  apachectl,
  httpd: busyboxHttpd,
  'redis-server': redis,
  'redis-cli': redisCli,
  postgres: server(5432, { bootMs: 1000, stopOn: ['SIGTERM', 'SIGINT', 'SIGQUIT'], drainMs: 100, ready: 'LOG:  database system is ready to accept connections' }),
  pg_isready: pgIsReady,
  psql: client(5432, (host) => `psql: error: connection to server at "${host}", port 5432 failed: Connection refused`),
  *pg_ctl(process) {
    const main = [...process.kernel.processes.values()].find(({ name }) => name === 'postgres');
    if (main && process.args.includes('stop')) process.kernel.send(main, 'SIGINT', 'inside');
    yield* [];
    return main ? 0 : 1;
  },
  mysqld: server(3306, { bootMs: 3000, drainMs: 1000, ready: '[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections.' }),
  mysqladmin: client(3306, (host) => `mysqladmin: connect to server at '${host}' failed`),
  mongod: server(27017, { bootMs: 1000, drainMs: 200 }),
  mongosh: client(27017, (host) => `MongoNetworkError: connect ECONNREFUSED ${host}:27017`),
  memcached: server(11211),
  'rabbitmq-server': server(5672, { bootMs: 8000, drainMs: 2000 }),
  'rabbitmq-diagnostics': client(5672, () => 'Error: unable to perform an operation on node. Please see diagnostics information and suggestions below.'),
  etcd,
  traefik: server(80, { http: paths('/ping', '/metrics') }),
  haproxy: server(80, { stopOn: ['SIGTERM', 'SIGINT', 'SIGUSR1'], http: () => answer(503, '<html><body><h1>503 Service Unavailable</h1></body></html>\n', FOREVER) }),
  envoy: server(10000, { http: paths('/', '/ready', '/server_info') }),
  caddy: server(80, { http: () => answer(200, '', FOREVER), portOptions: ['--listen'] }),
  prometheus: server(9090, { bootMs: 500, http: paths('/', '/-/healthy', '/-/ready', '/metrics') }),
  grafana: server(3000, { bootMs: 5000, http: paths('/', '/api/health', '/login') }),
  'php-fpm': server(9000, { stopOn: ['SIGTERM', 'SIGINT', 'SIGQUIT'] }),
  'hello-app': goServer(8080, (request) => answer(200, `Hello, world!\nVersion: 1.0.0\nHostname: ${request.host}\n`, FOREVER)),
  'echo-server': server(8080, { stopOn: ['SIGTERM', 'SIGINT', 'SIGQUIT'], http: (request) => answer(200, `\n\nRequest Information:\n\tmethod=${request.method}\n\treal path=${request.target}\n`, FOREVER) }),
  'raw-server-8080': goServer(8080, undefined),
  python,
  node: interpreter('v22.14.0'),
  npm: interpreter('10.9.2'),
  java: interpreter('openjdk version "21.0.6" 2025-01-21'),
  php: interpreter('PHP 8.4.4 (cli)'),
  go: interpreter('go version go1.24.0 linux/amd64'),
  interpreter: interpreter('ruby 3.4.2'),
  calculation,
  stress,
};
