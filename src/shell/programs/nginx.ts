/** nginx: a master with two workers. SIGQUIT leaves gracefully, SIGTERM and SIGINT fast, both with code 0. */
import { SystemError } from '../errors.ts';
import type { Process } from '../process.ts';
import type { Gen, Program } from '../wait.ts';
import { formatDate } from '../tools/dates.ts';
import type { HttpRequest, SignalName } from '../types.ts';
import { utf8Length } from '../text.ts';
import { serveFile } from './files-server.ts';
import { becomeProgram, closePorts, listen, log, tellPhase } from './serving.ts';

/** Until the master listens: recorded on a real node, 3 to 22 ms. */
const BOOT_MS = 6;
const PID_FILE = '/run/nginx.pid';
const SIGNALS: Readonly<Record<string, SignalName>> = { stop: 'SIGTERM', quit: 'SIGQUIT', reload: 'SIGHUP', reopen: 'SIGUSR1' };

function notice(process: Process, pid: number, text: string, level = 'notice'): string {
  const { kernel } = process;
  return `${formatDate('%Y/%m/%d %H:%M:%S', kernel.options.epochMs + kernel.now())} [${level}] ${pid}#${pid}: ${text}`;
}

function argument(process: Process, option: string): string | undefined {
  const at = process.argv.indexOf(option);
  return at === -1 ? undefined : process.argv[at + 1];
}

interface Configuration {
  ports: number[];
  root: string;
}

/** The `listen` and `root` lines of the configuration: all that matters here. */
function configuration(process: Process): Configuration {
  const main = argument(process, '-c') ?? '/etc/nginx/nginx.conf';
  const texts: string[] = [];
  const add = (path: string) => {
    const node = process.fs.find(path, '/');
    if (node?.kind === 'file') texts.push(node.text);
  };
  add(main);
  const folder = process.fs.find('/etc/nginx/conf.d', '/');
  if (folder?.kind === 'dir') for (const name of folder.names()) if (name.endsWith('.conf')) add(`/etc/nginx/conf.d/${name}`);
  const all = texts.join('\n').replace(/#.*/g, '');
  const ports = [...all.matchAll(/^\s*listen\s+(?:[\d.*]+:)?(\d+)/gm)].map(([, port]) => Number(port));
  return { ports: ports.length > 0 ? [...new Set(ports)] : [80], root: /^\s*root\s+([^;]+);/m.exec(all)?.[1]?.trim() ?? '/usr/share/nginx/html' };
}

export function errorPage(server: string): (status: number) => string {
  const titles: Record<number, string> = {
    301: '301 Moved Permanently',
    400: '400 Bad Request',
    403: '403 Forbidden',
    404: '404 Not Found',
    500: '500 Internal Server Error',
  };
  return (status) => {
    const title = titles[status] ?? String(status);
    return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;
  };
}

export const nginx: Program = function* (process) {
  const command = argument(process, '-s');
  if (command !== undefined) return yield* signalMaster(process, command);
  if (process.argv.includes('-v')) {
    yield* process.err('nginx version: nginx/1.27.4\n');
    return 0;
  }
  if (process.argv.includes('-t')) {
    yield* process.err(
      'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
    );
    return 0;
  }
  if (/daemon\s+off/.test(argument(process, '-g') ?? '') || /^\s*daemon\s+off/m.test(mainFile(process))) return yield* master(process);
  // Without `daemon off` the command returns and the master goes on in the background.
  process.kernel.fork(process, master);
  return 0;
};

function mainFile(process: Process): string {
  const node = process.fs.find(argument(process, '-c') ?? '/etc/nginx/nginx.conf', '/');
  return node?.kind === 'file' ? node.text : '';
}

function* signalMaster(process: Process, command: string): Gen<number> {
  const signal = SIGNALS[command];
  if (!signal) {
    yield* process.err(`nginx: invalid option: "-s ${command}"\n`);
    return 1;
  }
  const file = process.fs.find(PID_FILE, '/');
  const pid = file?.kind === 'file' ? Number(file.text) : undefined;
  const target = pid === undefined ? undefined : process.kernel.pids.find(pid);
  if (!target) {
    const why =
      pid === undefined
        ? `open() "${PID_FILE}" failed (2: No such file or directory)`
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

function* master(process: Process): Gen<number> {
  const { kernel } = process;
  process.argv = [`nginx: master process ${process.argv.join(' ')}`];
  process.catch('SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGWINCH');
  const { ports, root } = configuration(process);
  const page = errorPage('nginx/1.27.4');
  const server = {
    tls: false,
    http: (request: HttpRequest) => {
      const reply = serveFile(process, request, { root, index: ['index.html', 'index.htm'], listing: false, errorPage: page });
      if (reply.kind !== 'answer') return reply;
      const agent = request.headers['User-Agent'] ?? request.headers['user-agent'] ?? '-';
      log(
        process,
        1,
        `10.244.0.1 - - [${formatDate('%d/%b/%Y:%H:%M:%S +0000', kernel.options.epochMs + kernel.now())}] "${request.method} ${request.target} HTTP/1.1" ${reply.status} ${utf8Length(reply.body)} "-" "${agent}" "-"`,
      );
      // Each request leaves a line: none is like the one before.
      return { ...reply, sameUntilMs: kernel.now() };
    },
  };
  yield* process.sleep(BOOT_MS);
  if (!listen(process, ports, server)) {
    yield* process.err(`nginx: [emerg] bind() to 0.0.0.0:${ports[0]} failed (98: Address already in use)\n`);
    return 1;
  }
  try {
    process.fs.open(PID_FILE, '/', { read: false, write: true, append: false, create: true, truncate: true }).put(`${process.pid}\n`);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* process.err(`nginx: [emerg] open() "${PID_FILE}" failed (30: ${error.message})\n`);
    return 1;
  }
  const start = ['using the "epoll" event method', 'nginx/1.27.4', 'OS: Linux 6.12.0', 'getrlimit(RLIMIT_NOFILE): 1048576:1048576', 'start worker processes'];
  for (const line of start) yield* process.err(`${notice(process, process.pid, line)}\n`);
  const workers = [kernel.fork(process, worker), kernel.fork(process, worker)];
  for (const { pid } of workers) yield* process.err(`${notice(process, process.pid, `start worker process ${pid}`)}\n`);
  tellPhase(process, { what: 'serving', ports });
  for (;;) {
    const signal = yield* process.nextSignal();
    if (signal === 'SIGHUP') {
      yield* process.err(`${notice(process, process.pid, 'signal 1 (SIGHUP) received, reconfiguring')}\n`);
      continue;
    }
    if (signal === 'SIGUSR1' || signal === 'SIGWINCH') continue;
    const number = { SIGQUIT: 3, SIGTERM: 15, SIGINT: 2 }[signal as 'SIGQUIT' | 'SIGTERM' | 'SIGINT'];
    closePorts(process);
    tellPhase(process, { what: 'draining', ports });
    yield* process.err(`${notice(process, process.pid, `signal ${number} (${signal}) received, ${signal === 'SIGQUIT' ? 'shutting down' : 'exiting'}`)}\n`);
    for (const child of workers) {
      if (signal === 'SIGQUIT') yield* process.err(`${notice(process, child.pid, 'gracefully shutting down')}\n`);
      yield* process.err(`${notice(process, child.pid, 'exiting')}\n${notice(process, child.pid, 'exit')}\n`);
      kernel.send(child, signal, 'inside');
    }
    while (workers.some((child) => !child.exit)) yield { queue: process.childQueue };
    yield* process.err(`${notice(process, process.pid, `signal 17 (SIGCHLD) received from ${workers[0]?.pid}`)}\n`);
    for (const { pid } of workers) yield* process.err(`${notice(process, process.pid, `worker process ${pid} exited with code 0`)}\n`);
    yield* process.err(`${notice(process, process.pid, 'exit')}\n`);
    removePidFile(process);
    return 0;
  }
}

function removePidFile(process: Process): void {
  if (process.fs.find(PID_FILE, '/')) process.fs.unlink(PID_FILE, '/');
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
