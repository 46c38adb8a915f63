/** Tools that show the machine, and those that need a terminal: `ps`, `sysctl`, `free`, `uptime`, `top`, … */
import type { Process } from '../process.ts';
import { formatDate } from './dates.ts';
import { groupName, userName } from './listing.ts';
import { becomeCommand } from './spawn.ts';
import type { Identity } from '../types.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

export const MACHINE_TOOLS: Record<string, Tool> = {
  *ps(call) {
    const { process, flavour } = call;
    const busybox = flavour === 'busybox';
    yield* process.out(busybox ? 'PID   USER     TIME  COMMAND\n' : '    PID TTY          TIME CMD\n');
    for (const other of process.kernel.pids.processes()) {
      // A script has many lines: BusyBox shows characters that control a terminal as blanks (libbb/procps.c: read_cmdline)
      const command = Array.from(other.argv.join(' '), (character) => (character < ' ' ? ' ' : character)).join('');
      yield* process.out(
        busybox
          ? `${String(other.pid).padStart(5)} ${userOf(process, other).padEnd(8).slice(0, 8)}  0:00 ${command}\n`
          : `${String(other.pid).padStart(7)} ?        00:00:00 ${other.name}\n`,
      );
    }
    return 0;
  },
  /** Of what it measures, the time (`%3t`: with milliseconds): the e2e tests of the kubelet stamp their lines with it. */
  *nmeter(call) {
    const { process } = call;
    const options = parseOptions(call.args, 'd');
    const everyMs = Number(options.value('d') ?? 1000);
    for (;;) {
      const timeMs = process.kernel.options.epochMs + process.kernel.now();
      const stamp = (_: string, digits: string) =>
        formatDate('%H:%M:%S', timeMs) +
        (digits === ''
          ? ''
          : `.${String(timeMs % 1000)
              .padStart(3, '0')
              .slice(0, Number(digits))}`);
      yield* process.out(`${(options.operands[0] ?? '').replace(/%(\d?)t/g, stamp)}\n`);
      yield* process.sleep(Math.max(1, everyMs));
    }
  },
  *groups(call) {
    const { gid, groups } = call.process.fs;
    yield* call.process.out(`${[gid, ...groups.filter((group) => group !== gid)].map((id) => userName(call, id)).join(' ')}\n`);
    return 0;
  },
  *id(call) {
    const { process, flavour } = call;
    const options = parseOptions(call.args);
    const [name] = options.operands;
    const account = name === undefined ? process.fs : accountOf(call, name);
    if (account === undefined) {
      yield* complain(call, flavour === 'busybox' ? `unknown user ${name}` : `'${name}': no such user`);
      return 1;
    }
    const { uid, gid, groups } = account;
    const mainFirst = [gid, ...groups.filter((group) => group !== gid)];
    const named = (id: number) => (options.has('n') ? groupName(call, id) : String(id));
    if (options.has('u')) yield* process.out(`${options.has('n') ? userName(call, uid) : uid}\n`);
    else if (options.has('g')) yield* process.out(`${named(gid)}\n`);
    else if (options.has('G')) yield* process.out(`${mainFirst.map(named).join(' ')}\n`);
    else {
      const label = (id: number, text: string) => (text === String(id) ? text : `${id}(${text})`);
      const group = (id: number) => label(id, groupName(call, id));
      const listed = (flavour === 'busybox' ? groups : mainFirst).map(group).join(',');
      yield* process.out(`uid=${label(uid, userName(call, uid))} gid=${group(gid)} groups=${listed}\n`);
    }
    return 0;
  },
  *whoami(call) {
    const name = userName(call, call.process.fs.uid);
    if (name === String(call.process.fs.uid)) {
      yield* complain(call, call.flavour === 'busybox' ? `unknown uid ${name}` : `cannot find name for user ID ${name}`);
      return 1;
    }
    yield* call.process.out(`${name}\n`);
    return 0;
  },
  *sysctl(call) {
    const { process } = call;
    const options = parseOptions(call.args);
    let status = 0;
    for (const name of options.operands) {
      const path = `/proc/sys/${name.replaceAll('.', '/')}`;
      const file = process.fs.find(path, '/');
      if (file?.kind === 'file') yield* process.out(`${options.has('n') ? '' : `${name.replaceAll('/', '.')} = `}${file.text}`);
      else {
        yield* complain(call, `error: '${name}' is an unknown key`);
        status = 1;
      }
    }
    return status;
  },
  *uptime(call) {
    const minutes = Math.floor(call.process.kernel.now() / 60_000);
    yield* call.process.out(
      ` ${formatDate('%H:%M:%S', call.process.kernel.options.epochMs + call.process.kernel.now())} up ${minutes} min,  load average: 0.00, 0.00, 0.00\n`,
    );
    return 0;
  },
  *free({ process, args }) {
    const shift = args.includes('-g') ? 20 : args.includes('-m') ? 10 : 0;
    const row = (name: string, ...kib: number[]) =>
      `${name.padEnd(7)}${kib.map((each) => String(args.includes('-b') ? each * 1024 : each >> shift).padStart(12)).join('')}\n`;
    yield* process.out(
      `              total        used        free      shared  buff/cache   available\n${row('Mem:', 8388608, 1048576, 6291456, 0, 1048576, 7340032)}${row('Swap:', 0, 0, 0)}`,
    );
    return 0;
  },
  *mount(call) {
    const file = call.process.fs.find('/proc/mounts', '/');
    const lines = file?.kind === 'file' ? file.text.split('\n').filter((line) => line !== '') : [];
    for (const line of lines) {
      const [device, path, type, options] = line.split(' ');
      yield* call.process.out(`${device} on ${path} type ${type} (${options})\n`);
    }
    return 0;
  },
  *stty() {
    return 1;
  },
  *who() {
    return 0;
  },
  *dmesg() {
    return 0;
  },
  *ldconfig() {
    return 0;
  },
  *nologin({ process }) {
    yield* process.out('This account is currently not available.\n');
    return 1;
  },
  *top(call) {
    const options = parseOptions(call.args, 'ndp');
    const times = Number(options.value('n') ?? Number.POSITIVE_INFINITY);
    for (let time = 0; time < times; time += 1) {
      if (time > 0) yield* call.process.sleep(1000 * Number(options.value('d') ?? 5));
      yield* call.process.out('Mem: 1048576K used, 7340032K free\nCPU:   0% usr   0% sys   0% nic 100% idle\n');
    }
    return 0;
  },
  *vi(call) {
    yield* complain(call, 'there is no terminal here');
    return 1;
  },
  *more(call) {
    return yield* becomeCommand(call, ['cat', ...call.args]);
  },
};

/** As whom a process runs: the name that the accounts of the container where somebody asks have for it, or its number. */
function userOf({ fs }: Process, other: Process): string {
  const { uid } = other.kernel.fs;
  const passwd = fs.find('/etc/passwd', '/');
  const line = passwd?.kind === 'file' ? passwd.text.split('\n').find((each) => each.split(':')[2] === String(uid)) : undefined;
  return line?.split(':')[0] ?? String(uid);
}

/** A user of /etc/passwd, by name or number; the groups are the main one and those of /etc/group that name the user. */
function accountOf(call: ToolCall, name: string): Identity | undefined {
  const lines = (path: string) => {
    const file = call.process.fs.find(path, '/');
    return file?.kind === 'file' ? file.text.split('\n').map((line) => line.split(':')) : [];
  };
  const fields = lines('/etc/passwd').find(([user, , uid]) => user !== '' && (user === name || uid === name));
  if (!fields) return undefined;
  const gid = Number(fields[3]);
  const others = lines('/etc/group').filter(([, , , members]) => members?.split(',').includes(fields[0] ?? ''));
  return { uid: Number(fields[2]), gid, groups: [...new Set([gid, ...others.map((group) => Number(group[2]))])] };
}
