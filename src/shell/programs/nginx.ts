/** nginx: a master with two workers. SIGQUIT leaves gracefully, SIGTERM and SIGINT fast, both with code 0. */
import { SystemError } from '../errors.ts';
import type { Process } from '../process.ts';
import type { Gen, Program } from '../wait.ts';
import { formatDate } from '../tools/dates.ts';
import type { HttpReply, HttpRequest, Server, SignalName } from '../types.ts';
import { resolveHost } from '../tools/http-client.ts';
import { utf8Length } from '../text.ts';
import { answerOf, upstreamOf } from './nginx-answers.ts';
import { ConfigError, type Directive, directivesOf, type Listen, listensOf, parseConfig, valueOf } from './nginx-config.ts';
import { becomeProgram, closePorts, listen, log, tellPhase } from './serving.ts';

/** Until the master listens: recorded on a real node, 3 to 22 ms. */
const BOOT_MS = 6;
const SIGNALS: Readonly<Record<string, SignalName>> = { stop: 'SIGTERM', quit: 'SIGQUIT', reload: 'SIGHUP', reopen: 'SIGUSR1' };

function notice(process: Process, pid: number, text: string, level = 'notice'): string {
  const { kernel } = process;
  return `${formatDate('%Y/%m/%d %H:%M:%S', kernel.options.epochMs + kernel.now())} [${level}] ${pid}#${pid}: ${text}`;
}

function argument(process: Process, option: string): string | undefined {
  const at = process.argv.indexOf(option);
  return at === -1 ? undefined : process.argv[at + 1];
}

/** The ports with the servers that share each of them, and what its processes need on the way. */
interface Configuration {
  main: readonly Directive[];
  http: readonly Directive[];
  listens: readonly (Listen & { server: readonly Directive[] })[];
  pidFile: string;
}

/** @throws ConfigError */
function configurationOf(process: Process): Configuration {
  const { fs } = process;
  const read = (path: string) => {
    const node = fs.find(path, '/');
    return node?.kind === 'file' ? node.text : undefined;
  };
  const main = parseConfig({ read, matching: (pattern) => matching(process, pattern) }, mainPath(process));
  if (!main.some(({ name }) => name === 'events')) throw new ConfigError('no "events" section in configuration');
  const http = main.find(({ name }) => name === 'http')?.block ?? [];
  const servers = directivesOf(http, 'server').map(({ block = [] }) => block);
  for (const block of [http, ...servers]) checkHosts(process, http, block);
  for (const block of [http, ...servers]) checkCertificates(read, block);
  const listens = servers.flatMap((server) => listensOf(server, fs.uid === 0).map((each) => ({ ...each, server })));
  return { main, http, listens, pidFile: valueOf(main, 'pid') ?? '/run/nginx.pid' };
}

function matching({ fs }: Process, pattern: string): string[] {
  const cut = pattern.lastIndexOf('/');
  const folder = fs.find(pattern.slice(0, cut), '/');
  const name = new RegExp(
    `^${pattern
      .slice(cut + 1)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')}$`,
  );
  return folder?.kind === 'dir'
    ? folder
        .names()
        .filter((each) => name.test(each))
        .sort()
        .map((each) => `${pattern.slice(0, cut)}/${each}`)
    : [];
}

/** Names in the configuration are looked up once, before it starts. What is outside the cluster is taken to be there. */
function checkHosts(process: Process, http: readonly Directive[], block: readonly Directive[]): void {
  for (const each of block) {
    if (each.name === 'server') continue;
    const host = /^(?:proxy|grpc|fastcgi|uwsgi)_pass$/.test(each.name) ? upstreamOf({ http }, each)?.host : undefined;
    const isOfCluster = host !== undefined && (!host.includes('.') || /\.svc(?:\.|$)/.test(host));
    if (isOfCluster && resolveHost(process, host) === undefined) throw new ConfigError(`host not found in upstream "${host}" in ${each.place}`);
    if (each.block) checkHosts(process, http, each.block);
  }
}

function checkCertificates(read: (path: string) => string | undefined, block: readonly Directive[]): void {
  const path = valueOf(block, 'ssl_certificate');
  if (path === undefined || path.includes('$') || read(path) !== undefined) return;
  throw new ConfigError(
    `cannot load certificate "${path}": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(${path}, r) error:10000080:BIO routines::no such file)`,
  );
}

const mainPath = (process: Process) => argument(process, '-c') ?? '/etc/nginx/nginx.conf';

const ERRNO: Readonly<Record<string, number>> = { ENOENT: 2, EACCES: 13, ENOTDIR: 20, EROFS: 30 };
const EIO = 5;
const errnoOf = ({ code }: SystemError) => ERRNO[code] ?? EIO;

export const nginx: Program = function* (process) {
  if (process.argv.includes('-v')) {
    yield* process.err('nginx version: nginx/1.27.4\n');
    return 0;
  }
  let config: Configuration;
  try {
    config = configurationOf(process);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield* complain(process, error.message);
    if (process.argv.includes('-t')) yield* process.err(`nginx: configuration file ${mainPath(process)} test failed\n`);
    return 1;
  }
  const command = argument(process, '-s');
  if (command !== undefined) return yield* signalMaster(process, command, config.pidFile);
  if (process.argv.includes('-t')) {
    yield* process.err(`nginx: the configuration file ${mainPath(process)} syntax is ok\nnginx: configuration file ${mainPath(process)} test is successful\n`);
    return 0;
  }
  const master = (each: Process) => serveConfigured(each, config);
  if (/daemon\s+off/.test(argument(process, '-g') ?? '') || valueOf(config.main, 'daemon') === 'off') return yield* master(process);
  // Without `daemon off` the command returns and the master goes on in the background.
  process.kernel.fork(process, master);
  return 0;
};

/** Before it has its log, it says what is wrong on stderr, with the time as of a log. */
function* complain(process: Process, text: string): Gen<void> {
  yield* process.err(`${notice(process, process.pid, text, 'emerg')}\nnginx: [emerg] ${text}\n`);
}

function* signalMaster(process: Process, command: string, pidFile: string): Gen<number> {
  const signal = SIGNALS[command];
  if (!signal) {
    yield* process.err(`nginx: invalid option: "-s ${command}"\n`);
    return 1;
  }
  const file = process.fs.find(pidFile, '/');
  const pid = file?.kind === 'file' ? Number(file.text) : undefined;
  const target = pid === undefined ? undefined : process.kernel.pids.find(pid);
  if (!target) {
    const why =
      pid === undefined
        ? `open() "${pidFile}" failed (2: No such file or directory)`
        : `kill(${pid}, ${command === 'quit' ? 3 : 15}) failed (3: No such process)`;
    yield* process.err(`${notice(process, process.pid, why, pid === undefined ? 'error' : 'alert').replace(/^[^[]+/, 'nginx: ')}\n`);
    return 1;
  }
  yield* process.err(`${notice(process, process.pid, 'signal process started')}\n`);
  process.kernel.send(target, signal, 'inside');
  return 0;
}

function* worker(process: Process): Gen<number> {
  process.argv = ['nginx: worker process'];
  process.catch('SIGTERM', 'SIGINT', 'SIGQUIT');
  yield* process.nextSignal();
  return 0;
}

/** Folders that nginx makes before it listens; the unprivileged image has its own. */
function tempFolders({ http }: Configuration): string[] {
  return [valueOf(http, 'client_body_temp_path') ?? '/var/cache/nginx/client_temp'];
}

/** How often, and how long apart, it tries to bind a port that another has (ngx_open_listening_sockets). */
const BIND_TRIES = 5;
const BIND_WAIT_MS = 500;

/** The ports are all open, or the one that another has. */
function openPorts(process: Process, config: Configuration): Listen | undefined {
  const taken = portsOf(config).find((port) => !listen(process, [port], serverOf(process, config, port)));
  if (taken === undefined) return undefined;
  closePorts(process);
  return config.listens.find(({ port }) => port === taken);
}

function serverOf(process: Process, { http, listens }: Configuration, port: number): Server {
  const here = listens.filter((each) => each.port === port);
  return {
    tls: here.some(({ tls }) => tls),
    http: (request) => {
      const host = request.host.replace(/:\d+$/, '');
      const named = here.find(({ server }) => server.some(({ name, args }) => name === 'server_name' && args.includes(host)));
      const { server = [] } = named ?? here.find(({ isDefault }) => isDefault) ?? here[0] ?? {};
      const { reply, isLogged } = answerOf(process, { http, server }, request);
      return isLogged ? logged(process, request, reply) : reply;
    },
  };
}

function logged(process: Process, request: HttpRequest, reply: HttpReply): HttpReply {
  if (reply.kind !== 'answer') return reply;
  const { kernel } = process;
  const agent = request.headers['User-Agent'] ?? request.headers['user-agent'] ?? '-';
  log(
    process,
    1,
    `10.244.0.1 - - [${formatDate('%d/%b/%Y:%H:%M:%S +0000', kernel.options.epochMs + kernel.now())}] "${request.method} ${request.target} HTTP/1.1" ${reply.status} ${utf8Length(reply.body)} "-" "${agent}" "-"`,
  );
  // Each request leaves a line: none is like the one before.
  return { ...reply, sameUntilMs: kernel.now() };
}

const portsOf = ({ listens }: Configuration) => [...new Set(listens.map(({ port }) => port))];

/** The master: prepares, opens its ports, starts its workers, and does what signals say. */
function* serveConfigured(process: Process, config: Configuration): Gen<number> {
  const { kernel } = process;
  process.argv = [`nginx: master process ${process.argv.join(' ')}`];
  process.catch('SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGWINCH');
  yield* process.sleep(BOOT_MS);
  const wrong = makeFolders(process, config) ?? (yield* bind(process, config)) ?? writePid(process, config);
  if (wrong !== undefined) {
    yield* complain(process, wrong);
    return 1;
  }
  const start = ['using the "epoll" event method', 'nginx/1.27.4', 'OS: Linux 6.12.0', 'getrlimit(RLIMIT_NOFILE): 1048576:1048576', 'start worker processes'];
  for (const line of start) yield* process.err(`${notice(process, process.pid, line)}\n`);
  const workers = [kernel.fork(process, worker), kernel.fork(process, worker)];
  for (const { pid } of workers) yield* process.err(`${notice(process, process.pid, `start worker process ${pid}`)}\n`);
  tellPhase(process, { what: 'serving', ports: portsOf(config) });
  for (;;) {
    const signal = yield* process.nextSignal();
    if (signal === 'SIGHUP') yield* process.err(`${notice(process, process.pid, 'signal 1 (SIGHUP) received, reconfiguring')}\n`);
    else if (signal !== 'SIGUSR1' && signal !== 'SIGWINCH') return yield* leave(process, config, workers, signal as 'SIGQUIT' | 'SIGTERM' | 'SIGINT');
  }
}

/** What is wrong with the folders; undefined if they are there. */
function makeFolders({ fs }: Process, config: Configuration): string | undefined {
  for (const folder of tempFolders(config)) {
    try {
      fs.mkdirs(folder, '/');
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return `mkdir() "${folder}" failed (${errnoOf(error)}: ${error.message})`;
    }
  }
  return undefined;
}

function* bind(process: Process, config: Configuration): Gen<string | undefined> {
  for (let tried = 1; ; tried += 1) {
    const taken = openPorts(process, config);
    if (!taken) return undefined;
    yield* complain(process, `bind() to ${taken.address} failed (98: Address already in use)`);
    yield* process.sleep(BIND_WAIT_MS);
    if (tried >= BIND_TRIES) return 'still could not bind()';
  }
}

function writePid({ fs, pid }: Process, { pidFile }: Configuration): string | undefined {
  try {
    fs.open(pidFile, '/', { read: false, write: true, append: false, create: true, truncate: true }).put(`${pid}\n`);
    return undefined;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return `open() "${pidFile}" failed (${errnoOf(error)}: ${error.message})`;
  }
}

const STOPS = { SIGQUIT: 3, SIGTERM: 15, SIGINT: 2 };

function* leave(process: Process, config: Configuration, workers: readonly Process[], signal: keyof typeof STOPS): Gen<number> {
  const { kernel, fs } = process;
  closePorts(process);
  tellPhase(process, { what: 'draining', ports: portsOf(config) });
  yield* process.err(
    `${notice(process, process.pid, `signal ${STOPS[signal]} (${signal}) received, ${signal === 'SIGQUIT' ? 'shutting down' : 'exiting'}`)}\n`,
  );
  for (const child of workers) {
    if (signal === 'SIGQUIT') yield* process.err(`${notice(process, child.pid, 'gracefully shutting down')}\n`);
    yield* process.err(`${notice(process, child.pid, 'exiting')}\n${notice(process, child.pid, 'exit')}\n`);
    kernel.send(child, signal, 'inside');
  }
  while (workers.some((child) => !child.exit)) yield { queue: process.childQueue };
  yield* process.err(`${notice(process, process.pid, `signal 17 (SIGCHLD) received from ${workers[0]?.pid}`)}\n`);
  for (const { pid } of workers) yield* process.err(`${notice(process, process.pid, `worker process ${pid} exited with code 0`)}\n`);
  yield* process.err(`${notice(process, process.pid, 'exit')}\n`);
  if (fs.find(config.pidFile, '/')) fs.unlink(config.pidFile, '/');
  return 0;
}

/** `/docker-entrypoint.sh`: prepares nothing here, says so, and becomes its arguments. */
export const nginxEntrypoint: Program = function* (process) {
  const words = process.args.slice(process.args[0]?.endsWith('docker-entrypoint.sh') ? 1 : 0);
  if (words[0] === 'nginx') {
    for (const line of [
      '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
      '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
      '/docker-entrypoint.sh: Configuration complete; ready for start up',
    ])
      yield* process.out(`${line}\n`);
  }
  return yield* becomeProgram(process, words);
};
