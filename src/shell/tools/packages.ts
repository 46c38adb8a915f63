/**
 * Package managers, and git: what they fetch is not known, only that it comes. A command that a package brings is the tool of that name where there is
 * one, and succeeds otherwise.
 */
import { SystemError } from '../errors.ts';
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

/** How long the network and unpacking take; not measured, assumed. */
const TOOK_MS = { apk: 2000, lists: 3000, apt: 4000, rpm: 6000, clone: 2000 };

/** The commands of packages that are not called like them. */
const COMMANDS: Readonly<Record<string, string>> = {
  'ca-certificates': '',
  tzdata: '',
  'build-base': 'gcc make',
  'build-essential': 'gcc make',
  procps: 'ps top free uptime pgrep pkill watch',
  'procps-ng': 'ps top free uptime pgrep pkill watch',
  psmisc: 'killall fuser pstree',
  'net-tools': 'ifconfig netstat route',
  iproute2: 'ip ss',
  iproute: 'ip ss',
  iputils: 'ping',
  'iputils-ping': 'ping',
  dnsutils: 'nslookup dig host',
  'bind9-dnsutils': 'nslookup dig host',
  'bind-utils': 'nslookup dig host',
  'bind-tools': 'nslookup dig host',
  netcat: 'nc',
  'netcat-openbsd': 'nc',
  'netcat-traditional': 'nc',
  'nmap-ncat': 'nc ncat',
  redis: 'redis-server redis-cli',
  'redis-tools': 'redis-cli',
  'redis-server': 'redis-server redis-cli',
  'postgresql-client': 'psql pg_isready pg_dump',
  'default-mysql-client': 'mysql mysqladmin mysqldump',
  'mysql-client': 'mysql mysqladmin mysqldump',
  'mariadb-client': 'mariadb mysql mysqladmin mysqldump',
  python3: 'python3',
  'py3-pip': 'pip3 pip',
  'python3-pip': 'pip3 pip',
  nodejs: 'node',
  'openssh-client': 'ssh scp',
  coreutils: '',
  'apache2-utils': 'ab',
  'util-linux': '',
};

/** Programs of the machine that stand for a command of another name. */
const MODELS: Readonly<Record<string, string>> = {
  mysql: 'psql',
  mariadb: 'psql',
  python3: 'python',
  pip: 'calculation',
  pip3: 'calculation',
};

/** Has the commands of a package in a folder of PATH, if they are not there yet. */
function unpack({ fs, cwd, umask, kernel }: Process, name: string): void {
  const plain = name.replace(/[=<>~@:].*$/, '');
  const commands = (COMMANDS[plain] ?? plain.replace(/^.*\//, '')).split(' ').filter((command) => command !== '');
  for (const command of commands) {
    const folder = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].find((each) => fs.find(`${each}/${command}`, cwd));
    if (folder !== undefined) continue;
    const path = `/usr/bin/${command}`;
    fs.open(path, cwd, { read: false, write: true, append: false, create: true, truncate: true, umask, mode: 0o755 });
    const file = fs.get(path, cwd);
    const model = MODELS[command] ?? command;
    if (file.kind === 'file') file.program = kernel.programs.named(model) ? model : 'installed';
  }
}

/** Whether a package's commands are all there. */
function isThere({ fs, cwd }: Process, name: string): boolean {
  const commands = (COMMANDS[name] ?? name).split(' ').filter((command) => command !== '');
  return (
    commands.length > 0 && commands.every((command) => ['/usr/bin', '/bin', '/usr/local/bin', '/sbin'].some((folder) => fs.find(`${folder}/${command}`, cwd)))
  );
}

/** Tells that the packages are taken to come. */
function assumeComing(process: Process): void {
  process.kernel.assume({ what: 'packages', command: process.argv });
}

/** The folder of a manager's own files; the error if it may not write there. */
function lock({ fs, cwd }: Process, folder: string): SystemError | undefined {
  try {
    fs.mkdirs(folder, cwd);
    fs.touch(`${folder}/lock`, cwd, 0o022);
    return undefined;
  } catch (error) {
    if (error instanceof SystemError) return error;
    throw error;
  }
}

const ALPINE = 'https://dl-cdn.alpinelinux.org/alpine/v3.21';

const apk: Tool = function* ({ process, args }) {
  const { operands, has } = parseOptions(args, 'tXp', { virtual: 't', repository: 'X', root: 'p' });
  const [command = '', ...packages] = operands;
  if (command === '' || has('version') || has('h')) {
    yield* process.out('apk-tools 2.14.6, compiled for x86_64.\n');
    return command === '' && !has('version') ? 1 : 0;
  }
  if (!['add', 'update', 'upgrade', 'del', 'fix'].includes(command)) return 0;
  const error = lock(process, '/lib/apk/db');
  if (error) {
    yield* process.err(`ERROR: Unable to lock database: ${error.message}\nERROR: Failed to open apk database: ${error.message}\n`);
    return 99;
  }
  if (command === 'add' || command === 'update' || command === 'upgrade') {
    assumeComing(process);
    if (!has('q')) yield* process.out(['main', 'community'].map((each) => `fetch ${ALPINE}/${each}/x86_64/APKINDEX.tar.gz\n`).join(''));
    yield* process.sleep(TOOK_MS.apk);
  }
  const fresh = command === 'add' ? packages.filter((name) => !isThere(process, name)) : [];
  for (const [index, name] of fresh.entries()) {
    unpack(process, name);
    if (!has('q')) yield* process.out(`(${index + 1}/${fresh.length}) Installing ${name}\n`);
  }
  if (!has('q')) yield* process.out(`OK: ${8 + fresh.length} MiB in ${15 + fresh.length} packages\n`);
  return 0;
};

/** What `apt-get update` leaves behind; images are made without it. */
const LISTS = '/var/lib/apt/lists';
const INDEX = `${LISTS}/deb.debian.org_debian_dists_bookworm_InRelease`;

const apt: Tool = function* ({ process, args, name }) {
  const { operands, has } = parseOptions(args, 'ot', { yes: 'y', 'assume-yes': 'y', quiet: 'q', option: 'o', 'target-release': 't' });
  const [command = '', ...packages] = operands;
  if (name === 'apt') yield* process.err('\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n');
  if (command === '' || has('version') || has('v')) {
    yield* process.out('apt 2.6.1 (amd64)\n');
    return 0;
  }
  if (command === 'clean' || command === 'autoclean') return 0;
  if (command === 'update') return yield* aptUpdate(process);
  const error = lock(process, '/var/lib/dpkg');
  if (error) {
    yield* process.err(
      `E: Could not open lock file /var/lib/dpkg/lock-frontend - open (${errnoOf(error)}: ${error.message})\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n`,
    );
    return APT_FAILED;
  }
  yield* process.out('Reading package lists...\nBuilding dependency tree...\nReading state information...\n');
  // Nobody is there to say yes
  return command === 'install' ? yield* aptInstall(process, packages, has('y') || has('qq')) : 0;
};

const APT_FAILED = 100;
const errnoOf = ({ code }: SystemError) => (code === 'EROFS' ? 30 : 13);

function* aptUpdate(process: Process): Gen<number> {
  const error = lock(process, `${LISTS}/partial`);
  if (error) {
    yield* process.out('Reading package lists...\n');
    yield* process.err(`E: List directory ${LISTS}/partial is missing. - Acquire (${errnoOf(error)}: ${error.message})\n`);
    return APT_FAILED;
  }
  assumeComing(process);
  yield* process.sleep(TOOK_MS.lists);
  process.fs.touch(INDEX, '/', 0o022);
  yield* process.out('Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]\nFetched 9318 kB in 3s (3106 kB/s)\nReading package lists...\n');
  return 0;
}

function* aptInstall(process: Process, packages: readonly string[], agreed: boolean): Gen<number> {
  const fresh = packages.filter((each) => !isThere(process, each.replace(/=.*$/, '')));
  const unknown = process.fs.find(INDEX, '/') ? undefined : fresh[0];
  if (unknown !== undefined) {
    yield* process.err(`E: Unable to locate package ${unknown}\n`);
    return APT_FAILED;
  }
  if (fresh.length > 0) yield* process.out(`The following NEW packages will be installed:\n  ${fresh.join(' ')}\n`);
  yield* process.out(`0 upgraded, ${fresh.length} newly installed, 0 to remove and 0 not upgraded.\n`);
  if (fresh.length === 0) return 0;
  if (!agreed) {
    yield* process.out('Do you want to continue? [Y/n] Abort.\n');
    return 1;
  }
  assumeComing(process);
  yield* process.sleep(TOOK_MS.apt);
  for (const each of fresh) {
    unpack(process, each);
    yield* process.out(`Setting up ${each} ...\n`);
  }
  return 0;
}

/** yum, dnf and microdnf. */
const rpm: Tool = function* (call) {
  const { process, args } = call;
  const { operands, has } = parseOptions(args, 'c', { assumeyes: 'y' });
  const [command = '', ...packages] = operands;
  if (!['install', 'update', 'upgrade', 'makecache', 'reinstall'].includes(command)) return 0;
  const error = lock(process, '/var/lib/rpm');
  if (error) {
    yield* process.err('Error: This command has to be run with superuser privileges (under the root user on most systems).\n');
    return 1;
  }
  const fresh = command === 'install' ? packages.filter((each) => !isThere(process, each)) : [];
  if (fresh.length > 0 && !has('y')) {
    yield* process.out('Is this ok [y/N]: Operation aborted.\n');
    return 1;
  }
  assumeComing(process);
  yield* process.sleep(TOOK_MS.rpm);
  for (const each of fresh) unpack(process, each);
  yield* process.out(fresh.length > 0 ? `Installed:\n  ${fresh.join('\n  ')}\nComplete!\n` : 'Nothing to do.\nComplete!\n');
  return 0;
};

/** git: a clone makes its folder, the rest succeeds. */
const git: Tool = function* (call) {
  const { process, args } = call;
  const { operands, has } = parseOptions(args, 'bcCo', { branch: 'b', depth: 'b', origin: 'o' });
  const [command = '', url = '', folder] = operands;
  if (command === '') {
    yield* process.out('git version 2.39.5\n');
    return has('version') ? 0 : 1;
  }
  process.kernel.assume({ what: 'tool', command: process.argv });
  if (command !== 'clone') return 0;
  const { fs, cwd } = process;
  const name =
    folder ??
    url
      .replace(/\/+$/, '')
      .replace(/^.*[/:]/, '')
      .replace(/\.git$/, '');
  const there = fs.find(name, cwd);
  if (there && (there.kind !== 'dir' || there.names().length > 0)) {
    yield* process.err(`fatal: destination path '${name}' already exists and is not an empty directory.\n`);
    return 128;
  }
  yield* process.err(`Cloning into '${name}'...\n`);
  try {
    fs.mkdirs(`${name}/.git`, cwd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* process.err(`fatal: could not create work tree dir '${name}': ${error.message}\n`);
    return 128;
  }
  yield* process.sleep(TOOK_MS.clone);
  return 0;
};

/** A command that a package brought, and that has no model. */
function* installed({ process }: ToolCall): Gen<number> {
  process.kernel.assume({ what: 'tool', command: process.argv });
  yield* [];
  return 0;
}

const dpkg: Tool = function* (call) {
  const { operands } = parseOptions(call.args);
  if (!call.args.includes('-s') || operands.every((name) => isThere(call.process, name))) return 0;
  yield* complain(call, `package '${operands[0]}' is not installed and no information is available`);
  return 1;
};

export const PACKAGE_TOOLS: Record<string, Tool> = { apk, apt, 'apt-get': apt, yum: rpm, dnf: rpm, microdnf: rpm, dpkg, git, installed };
