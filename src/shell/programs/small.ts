/** Small programs: pause, entrypoint scripts, stress. */
import type { Process } from '../process.ts';
import type { Gen, Program } from '../wait.ts';
import { option } from './known-server.ts';
import { becomeProgram } from './serving.ts';

const FOREVER = Number.POSITIVE_INFINITY;

const pause: Program = function* (process) {
  process.catch('SIGINT', 'SIGTERM', 'SIGCHLD');
  for (;;) {
    const signal = yield* process.nextSignal();
    if (signal === 'SIGCHLD') continue;
    yield* process.err(`Shutting down, got signal: ${signal === 'SIGINT' ? 'Interrupt' : 'Terminated'}\n`);
    return 0;
  }
};

/** An entrypoint script that becomes the command. */
export const runArguments: Program = (process) => {
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
  process.kernel.assume({ what: 'calculation', command: process.argv, isMain: process.isMain });
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
      yield* process.err(
        `stress: FAIL: [${process.pid}] (415) <-- worker ${child.pid} got signal 9\nstress: WARN: [${process.pid}] (417) now reaping child worker processes\nstress: FAIL: [${process.pid}] (451) failed run completed in ${Math.round(process.kernel.now() / 1000)}s\n`,
      );
      return 1;
    }
    return 0;
  }
  if (seconds === FOREVER) for (;;) yield {};
  yield* process.sleep(seconds * 1000);
  return 0;
};

export const SMALL_PROGRAMS: Readonly<Record<string, Program>> = {
  pause,
  'run-arguments': runArguments,
  *nothing() {
    return 0;
  },
  *hello(process): Gen<number> {
    yield* process.out('\nHello from Docker!\nThis message shows that your installation appears to be working correctly.\n\n');
    return 0;
  },
  calculation,
  stress,
  /** A setuid program of root (test/images/nonewprivs). */
  *nnp(process) {
    yield* process.out(`Effective uid: ${process.kernel.options.noNewPrivileges ? process.fs.uid : 0}\n`);
    return 0;
  },
};
