/** `/proc`: one directory for each process, made when somebody looks. */
import { capabilityMask } from './capabilities.ts';
import { findExecutable } from './executables.ts';
import { Directory, FileNode, newLink, type Node, type Tree } from './files.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import { device } from './rootfs.ts';
import { BUSYBOX_APPLETS } from './tools/lists.ts';

/** A directory whose entries are made on the spot. */
class MadeDirectory extends Directory {
  readonly #find: (name: string) => Node | undefined;
  readonly #list: () => string[];

  constructor(tree: Tree, find: (name: string) => Node | undefined, list: () => string[]) {
    super(tree, 0o555);
    this.#find = find;
    this.#list = list;
  }

  override get(name: string): Node | undefined {
    return this.#find(name);
  }

  override names(): string[] {
    return this.#list();
  }
}

const FILES: Readonly<Record<string, (kernel: Kernel) => string>> = {
  uptime: (kernel) => `${(kernel.now() / 1000).toFixed(2)} ${(kernel.now() / 1000).toFixed(2)}\n`,
  loadavg: (kernel) => `0.00 0.00 0.00 1/${kernel.pids.processes().length} ${kernel.pids.processes().at(-1)?.pid ?? 0}\n`,
  mounts: (kernel) => mountLines(kernel),
  meminfo: () => 'MemTotal:        8388608 kB\nMemFree:         6291456 kB\nMemAvailable:    7340032 kB\n',
  cpuinfo: () => 'processor\t: 0\nmodel name\t: virtual\n\nprocessor\t: 1\nmodel name\t: virtual\n\n',
  version: () => 'Linux version 6.12.0 (podloupe) #1 SMP\n',
};

export function createProc(kernel: () => Kernel, tree: Tree): Directory {
  return new MadeDirectory(
    tree,
    (name) => {
      if (name === 'sys') return parameters(kernel(), tree, '');
      if (name === 'self') return newLink(String(kernel().current?.pid ?? 1));
      const content = FILES[name];
      if (content) return textFile(tree, content(kernel()));
      const process = /^\d+$/.test(name) ? kernel().pids.find(Number(name)) : undefined;
      return process ? processDirectory(process, tree, kernel()) : undefined;
    },
    () =>
      kernel()
        .pids.processes()
        .map(({ pid }) => String(pid))
        .concat('self', 'sys', Object.keys(FILES)),
  );
}

/** In microseconds, as the kubelet sets it (`pkg/kubelet/cm/helpers_linux.go: QuotaPeriod`). */
const CPU_PERIOD_US = 100_000;

const CGROUP_FILES: Readonly<Record<string, (kernel: Kernel) => string>> = {
  'cgroup.procs': (kernel) =>
    kernel.pids
      .processes()
      .map(({ pid }) => `${pid}\n`)
      .join(''),
  'cpu.max': ({ cpuLimitCores }) => `${cpuLimitCores === undefined ? 'max' : Math.round(cpuLimitCores * CPU_PERIOD_US)} ${CPU_PERIOD_US}\n`,
  'memory.max': ({ memoryLimitBytes }) => `${memoryLimitBytes ?? 'max'}\n`,
  'pids.max': () => 'max\n',
};

/** `/sys/fs/cgroup`: the limits that a program reads to know how much it may use (cgroup v2). */
export function createCgroup(kernel: () => Kernel, tree: Tree): Directory {
  return new MadeDirectory(
    tree,
    (name) => {
      const content = CGROUP_FILES[name];
      return content && textFile(tree, content(kernel()));
    },
    () => Object.keys(CGROUP_FILES),
  );
}

function processDirectory(process: Process, tree: Tree, viewer: Kernel): Directory {
  const fds = new MadeDirectory(
    tree,
    (name) => {
      const file = /^\d+$/.test(name) ? process.fds.get(Number(name)) : undefined;
      return file ? device(() => file) : undefined;
    },
    () => [...process.fds.keys()].map(String),
  );
  const { ownUsers, confinement } = process.kernel.options;
  const idMap = ownUsers === true ? '         0     131072      65536\n' : '         0          0 4294967295\n';
  const entries: Record<string, () => Node> = {
    uid_map: () => textFile(tree, idMap),
    gid_map: () => textFile(tree, idMap),
    fd: () => fds,
    cmdline: () => textFile(tree, `${process.argv.join('\0')}\0`),
    comm: () => textFile(tree, `${process.name.slice(0, 15)}\n`),
    environ: () => textFile(tree, [...process.env].map(([name, value]) => `${name}=${value}\0`).join('')),
    status: () => textFile(tree, statusLines(process)),
    stat: () => textFile(tree, statLine(process)),
    oom_score_adj: () => textFile(tree, '0\n'),
    cgroup: () => textFile(tree, '0::/\n'),
    mounts: () => textFile(tree, mountLines(viewer)),
    cwd: () => newLink(process.cwd),
    exe: () => newLink(executableOf(process)),
    ...(confinement !== undefined && {
      attr: () =>
        new MadeDirectory(
          tree,
          (name) => (name === 'current' ? textFile(tree, `${confinement}\n`) : undefined),
          () => ['current'],
        ),
    }),
    // Another container's files are seen through it
    root: () => (process.kernel === viewer ? newLink('/') : process.kernel.fs.tree.root),
  };
  return new MadeDirectory(
    tree,
    (name) => (Object.hasOwn(entries, name) ? entries[name]?.() : undefined),
    () => Object.keys(entries),
  );
}

/** The file that a process runs; its name if it is none of the container's files. */
function executableOf(process: Process): string {
  const [name = ''] = process.argv;
  const found = findExecutable(process, name, process.env);
  if ('error' in found) return name;
  const isApplet = process.kernel.options.image.shell === 'busybox' && BUSYBOX_APPLETS.includes(found.node.program ?? '');
  return isApplet ? '/bin/busybox' : found.path;
}

/** The first fields of `/proc/PID/stat`, and when the process began (the 22nd, in hundredths of a second); nothing else is measured. */
function statLine(process: Process): string {
  const state = process === process.kernel.current ? 'R' : 'S';
  const fields = Array<number>(44).fill(0);
  fields[22 - 9] = Math.floor(process.startMs / 10);
  return `${process.pid} (${process.name.slice(0, 15)}) ${state} ${process.parent?.pid ?? 0} ${process.pid} ${process.pid} 0 -1 ${fields.join(' ')}\n`;
}

/** As proc(5) has them, without what nobody can know here. */
function statusLines(process: Process): string {
  const { capabilities = new Set<string>(), filtersSystemCalls, noNewPrivileges } = process.kernel.options;
  const { uid, gid, groups } = process.fs;
  const filters = filtersSystemCalls === true ? 1 : 0;
  const none = capabilityMask(new Set());
  const held = capabilityMask(capabilities);
  const inUse = uid === 0 ? held : none;
  return Object.entries({
    Name: process.name.slice(0, 15),
    Umask: process.umask.toString(8).padStart(4, '0'),
    State: process === process.kernel.current ? 'R (running)' : 'S (sleeping)',
    Tgid: process.pid,
    Pid: process.pid,
    PPid: process.parent?.pid ?? 0,
    Uid: Array(4).fill(uid).join('\t'),
    Gid: Array(4).fill(gid).join('\t'),
    Groups: `${groups.join(' ')} `,
    Threads: 1,
    CapInh: none,
    CapPrm: inUse,
    CapEff: inUse,
    CapBnd: held,
    CapAmb: none,
    NoNewPrivs: noNewPrivileges === true ? 1 : 0,
    Seccomp: 2 * filters,
    Seccomp_filters: filters,
  })
    .map(([name, value]) => `${name}:\t${value}\n`)
    .join('');
}

/** What a new network and IPC namespace starts with under containerd, for the parameters that a Pod may set. */
const SYSCTL_DEFAULTS: Readonly<Record<string, string>> = {
  'kernel.shm_rmid_forced': '0',
  'net.ipv4.ip_local_port_range': '32768\t60999',
  'net.ipv4.ip_local_reserved_ports': '',
  'net.ipv4.ip_unprivileged_port_start': '0',
  'net.ipv4.ping_group_range': '0\t2147483647',
  'net.ipv4.tcp_fin_timeout': '60',
  'net.ipv4.tcp_keepalive_intvl': '75',
  'net.ipv4.tcp_keepalive_probes': '9',
  'net.ipv4.tcp_keepalive_time': '7200',
  'net.ipv4.tcp_rmem': '4096\t131072\t6291456',
  'net.ipv4.tcp_syncookies': '1',
  'net.ipv4.tcp_wmem': '4096\t16384\t4194304',
};

/** `/proc/sys`, by the parts of the parameters' names. */
function parameters(kernel: Kernel, tree: Tree, prefix: string): Directory {
  const all: Record<string, string> = { 'kernel.hostname': kernel.options.hostname, ...SYSCTL_DEFAULTS, ...printed(kernel.options.sysctls ?? {}) };
  const names = Object.keys(all).filter((name) => name.startsWith(prefix));
  return new MadeDirectory(
    tree,
    (part) => {
      const name = `${prefix}${part}`;
      if (Object.hasOwn(all, name)) return textFile(tree, `${all[name]}\n`);
      return names.some((candidate) => candidate.startsWith(`${name}.`)) ? parameters(kernel, tree, `${name}.`) : undefined;
    },
    () => [...new Set(names.map((name) => name.slice(prefix.length).split('.')[0] ?? ''))],
  );
}

function textFile(tree: Tree, text: string): FileNode {
  const file = new FileNode(tree, 0o444);
  file.show(text);
  return file;
}

/** Mounts that have lines of their own among the first. */
const OF_THE_RUNTIME = new Set(['/proc', '/dev', '/sys/fs/cgroup']);

/** What the runtime mounts over parts of /proc and /sys, of which those that most nodes have (`pkg/securitycontext/util.go`; runc `libcontainer/rootfs_linux.go: readonlyPath, maskPath`). */
const COVERS = [
  ...['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'].map((name) => `proc /proc/${name} proc ro,nosuid,nodev,noexec,relatime 0 0`),
  'tmpfs /proc/acpi tmpfs ro,relatime 0 0',
  ...['interrupts', 'kcore', 'keys', 'timer_list'].map((name) => `tmpfs /proc/${name} tmpfs rw,nosuid,size=65536k,mode=755 0 0`),
  ...['/proc/scsi', '/sys/firmware', '/sys/devices/virtual/powercap'].map((path) => `tmpfs ${path} tmpfs ro,relatime 0 0`),
];

/** The file systems of a container under containerd and cgroup v2. */
function mountLines(kernel: Kernel): string {
  const lines = [
    'overlay / overlay rw,relatime 0 0',
    'proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0',
    'tmpfs /dev tmpfs rw,nosuid,size=65536k,mode=755 0 0',
    'devpts /dev/pts devpts rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666 0 0',
    'mqueue /dev/mqueue mqueue rw,nosuid,nodev,noexec,relatime 0 0',
    'sysfs /sys sysfs ro,nosuid,nodev,noexec,relatime 0 0',
    'cgroup /sys/fs/cgroup cgroup2 ro,nosuid,nodev,noexec,relatime 0 0',
  ];
  for (const [path, { node, readOnly }] of kernel.fs.mounts) {
    if (OF_THE_RUNTIME.has(path)) continue;
    const { inMemory, capacity } = node.tree;
    const [device, type, size] = inMemory ? ['tmpfs', 'tmpfs', `,size=${capacity / 1024}k,noswap`] : ['/dev/vda1', 'ext4', ''];
    lines.push(`${device} ${path} ${type} ${readOnly ? 'ro' : 'rw'},relatime${size} 0 0`);
  }
  lines.push('shm /dev/shm tmpfs rw,nosuid,nodev,noexec,relatime,size=65536k 0 0');
  if (kernel.options.unmaskedProc !== true) lines.push(...COVERS);
  return `${lines.join('\n')}\n`;
}

/** The kernel prints the numbers of a parameter with tabs between them, however they were written (kernel/sysctl.c: do_proc_dointvec). */
function printed(sysctls: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(sysctls).map(([name, value]) => [name, /^[-\d\s]+$/.test(value) ? value.trim().split(/\s+/).join('\t') : value]));
}
