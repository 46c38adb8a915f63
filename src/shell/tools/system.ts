/** Tools that tell about the machine: `date`, `id`, `hostname`, `uname`, `which`, `mount`, … */
import type { Gen } from '../wait.ts';
import { findExecutable } from '../executables.ts';
import { formatPrintf, PrintfError } from './printf.ts';
import { echoText } from './echo.ts';
import { TestError, testExpression } from '../sh/test.ts';
import { formatDate, parseDate } from './dates.ts';
import { becomeCommand } from './spawn.ts';
import { complain, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

export const SYSTEM_TOOLS: Record<string, Tool> = {
  *true() {
    return 0;
  },
  *false() {
    return 1;
  },
  *echo({ process, args, flavour }) {
    yield* process.out(echoText(args, flavour));
    return 0;
  },
  *printf(call) {
    const [format = '', ...values] = call.args;
    try {
      const { output, errors } = formatPrintf(format, values, call.flavour);
      for (const error of errors) yield* complain(call, error);
      yield* call.process.out(output);
      return errors.length > 0 ? 1 : 0;
    } catch (error) {
      if (!(error instanceof PrintfError)) throw error;
      yield* complain(call, error.message);
      return 1;
    }
  },
  test: (call) => test(call, call.args),
  *'['(call) {
    if (call.args.at(-1) !== ']') {
      yield* complain(call, call.flavour === 'busybox' ? 'missing ]' : "missing ']'");
      return 2;
    }
    return yield* test(call, call.args.slice(0, -1));
  },
  *pwd({ process }) {
    yield* process.out(`${process.cwd}\n`);
    return 0;
  },
  *date(call) {
    const { process } = call;
    const options = parseOptions(call.args, 'dsr', { date: 'd', utc: 'u' });
    const nowMs = process.kernel.options.epochMs + process.kernel.now();
    const given = options.value('d');
    const reference = options.value('r');
    let timeMs: number | undefined = nowMs;
    if (given !== undefined) timeMs = parseDate(given, nowMs);
    if (reference !== undefined) timeMs = process.kernel.options.epochMs + process.fs.get(reference, process.cwd).mtimeMs;
    if (timeMs === undefined) {
      yield* complain(call, call.flavour === 'busybox' ? `invalid date '${given}'` : `invalid date '${given}'`);
      return 1;
    }
    const format = options.operands.find((word) => word.startsWith('+'));
    const iso = options.values('I').length > 0 ? options.value('I') : undefined;
    if (format !== undefined) yield* process.out(`${formatDate(format.slice(1), timeMs)}\n`);
    else if (iso !== undefined || options.has('iso-8601')) yield* process.out(`${formatDate('%Y-%m-%d', timeMs)}\n`);
    else if (options.has('R')) yield* process.out(`${formatDate('%a, %d %b %Y %H:%M:%S +0000', timeMs)}\n`);
    else yield* process.out(`${formatDate(call.flavour === 'busybox' ? '%a %b %e %H:%M:%S UTC %Y' : '%a %b %e %H:%M:%S UTC %Y', timeMs)}\n`);
    return 0;
  },
  *hostname(call) {
    const { process } = call;
    const options = parseOptions(call.args);
    const { hostname, network } = process.kernel.options;
    if (options.has('f')) {
      yield* process.out(`${canonicalName(call, hostname)}\n`);
      return 0;
    }
    yield* process.out(
      `${options.has('i') || options.has('I') ? `${network.address}${options.has('I') ? ' ' : ''}` : options.has('s') ? hostname.split('.')[0] : hostname}\n`,
    );
    return 0;
  },
  *uname(call) {
    const { process } = call;
    const options = parseOptions(call.args);
    const fields: Record<string, string> = { s: 'Linux', n: process.kernel.options.hostname, r: '6.12.0', v: '#1 SMP', m: 'x86_64', o: 'GNU/Linux' };
    const wanted = options.has('a') ? Object.keys(fields) : Object.keys(fields).filter((letter) => options.has(letter));
    yield* process.out(`${(wanted.length === 0 ? ['s'] : wanted).map((letter) => fields[letter]).join(' ')}\n`);
    return 0;
  },
  *arch({ process }) {
    yield* process.out('x86_64\n');
    return 0;
  },
  *nproc({ process }) {
    yield* process.out('2\n');
    return 0;
  },
  *which(call) {
    let status = 0;
    for (const name of parseOptions(call.args).operands) {
      const found = findExecutable(call.process, name, call.process.env);
      if ('path' in found) yield* call.process.out(`${found.path}\n`);
      else status = 1;
    }
    return status;
  },
  *basename(call) {
    const options = parseOptions(call.args, 's');
    if (options.operands.length === 0) return yield* usage(call, 'missing operand', 'basename FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...');
    const [path = '', suffix = options.value('s') ?? ''] = options.operands;
    const plain = path.replace(/\/+$/, '') || '/';
    const name = plain === '/' ? '/' : plain.slice(plain.lastIndexOf('/') + 1);
    yield* call.process.out(`${suffix !== '' && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`);
    return 0;
  },
  *dirname(call) {
    if (call.args.length === 0 || (call.flavour === 'busybox' && call.args.length > 1)) return yield* usage(call, 'missing operand', 'dirname FILENAME');
    for (const path of call.args) {
      const plain = path.replace(/\/+$/, '');
      const cut = plain.lastIndexOf('/');
      yield* call.process.out(`${plain === '' ? '/' : cut === -1 ? '.' : plain.slice(0, cut).replace(/\/+$/, '') || '/'}\n`);
    }
    return 0;
  },
  *tty({ process }) {
    yield* process.out('not a tty\n');
    return 1;
  },
  *busybox(call) {
    const [name, ...args] = call.args;
    if (name === undefined) {
      yield* call.process.out('BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n');
      return 0;
    }
    return yield* becomeCommand(call, [name, ...args]);
  },
  *sync() {
    return 0;
  },
  *clear() {
    return 0;
  },
};

function* test(call: ToolCall, words: readonly string[]): Gen<number> {
  try {
    return testExpression(call.process, words, call.flavour) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    yield* complain(call, error.message);
    return 2;
  }
}

/** The first name on the host's line of /etc/hosts: what `hostname -f` asks the resolver for. */
function canonicalName(call: ToolCall, hostname: string): string {
  const hosts = call.process.fs.find('/etc/hosts', '/');
  if (hosts?.kind !== 'file') return hostname;
  const line = hosts.text.split('\n').find((text) => !text.startsWith('#') && text.split(/\s+/).slice(1).includes(hostname));
  return line?.split(/\s+/)[1] ?? hostname;
}
