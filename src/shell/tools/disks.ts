/** Tools that say how much room files take: `du`, `df`. */
import type { Tree } from '../files.ts';
import type { Process } from '../process.ts';
import { human, sizeOf } from './listing.ts';
import { complain, parseOptions, type Tool } from './tool.ts';

export const DISK_TOOLS: Record<string, Tool> = {
  *du(call) {
    const { process } = call;
    const options = parseOptions(call.args, 'd');
    let status = 0;
    for (const path of options.operands.length === 0 ? ['.'] : options.operands) {
      const node = process.fs.find(path, process.cwd, false);
      if (!node) {
        yield* complain(call, call.flavour === 'busybox' ? `${path}: No such file or directory` : `cannot access '${path}': No such file or directory`);
        status = 1;
        continue;
      }
      const kilobytes = Math.ceil(sizeOf(node) / 1024);
      const size = options.has('h') ? human(kilobytes * 1024) : options.has('m') ? Math.ceil(kilobytes / 1024) : options.has('b') ? sizeOf(node) : kilobytes;
      yield* process.out(`${size}\t${path}\n`);
    }
    return status;
  },
  *df(call) {
    const { process, args } = call;
    const options = parseOptions(args);
    const mounts = shownMounts(process);
    const shown: MountPath[] = [];
    let status = 0;
    for (const path of options.operands) {
      const place = process.fs.find(path, process.cwd) && process.fs.walk(path, process.cwd).path;
      if (place !== undefined) shown.push(mountOf(mounts, place));
      else {
        yield* complain(call, `${path}: ${call.flavour === 'busybox' ? "can't find mount point" : 'No such file or directory'}`);
        status = 1;
      }
    }
    const rows = (options.operands.length > 0 ? shown : mounts).map((mount) => rowOf(mount, process));
    const lines = call.flavour === 'busybox' ? busyboxTable(rows, options.has('h')) : coreutilsTable(rows, options.has('h'));
    if (rows.length > 0) yield* process.out(`${lines.join('\n')}\n`);
    return status;
  },
};

/** A mount point and its file system; the root has none of its own. */
type MountPath = readonly [path: string, tree: Tree | undefined];

interface Row {
  path: string;
  name: string;
  totalKb: number;
  usedKb: number;
}

const WITHOUT_BLOCKS = new Set(['/proc', '/dev', '/sys/fs/cgroup']);

function shownMounts({ fs }: Process): MountPath[] {
  const mounts = [...fs.mounts].filter(([path]) => !WITHOUT_BLOCKS.has(path));
  return [['/', undefined], ...mounts.map(([path, { node }]) => [path, node.tree] as const)];
}

/** The mount that a path is on: the longest one above it. */
function mountOf(mounts: readonly MountPath[], path: string): MountPath {
  const above = mounts.filter(([mount]) => mount === '/' || path === mount || path.startsWith(`${mount}/`));
  return above.reduce((best, each) => (each[0].length > best[0].length ? each : best), ['/', undefined]);
}

function rowOf([path, tree]: MountPath, { fs }: Process): Row {
  if (tree?.inMemory) return { path, ...memory(tree) };
  return { path, name: path === '/' ? 'overlay' : '/dev/vda1', totalKb: 41_152_736, usedKb: 8_230_912 + Math.ceil(fs.tree.bytes / 1024) };
}

const percent = ({ usedKb, totalKb }: Row) => `${Math.ceil((usedKb * 100) / totalKb)}%`;

/** `coreutils/df.c` of BusyBox. */
function busyboxTable(rows: readonly Row[], isHuman: boolean): string[] {
  const size = (kb: number) => (isHuman ? human(kb * 1024) : String(kb)).padStart(9);
  return [
    `Filesystem           ${isHuman ? '     Size' : '1K-blocks'}      Used Available Use% Mounted on`,
    ...rows.map(
      (row) => `${row.name.padEnd(20)} ${size(row.totalKb)} ${size(row.usedKb)} ${size(row.totalKb - row.usedKb)} ${percent(row).padStart(4)} ${row.path}`,
    ),
  ];
}

/** `src/df.c` of GNU coreutils: each column as wide as its widest cell, the first one 14 at least, numbers 5. */
function coreutilsTable(rows: readonly Row[], isHuman: boolean): string[] {
  const size = (kb: number) => (isHuman ? rounded(kb) : String(kb));
  const cells = [
    ['Filesystem', isHuman ? 'Size' : '1K-blocks', 'Used', isHuman ? 'Avail' : 'Available', 'Use%', 'Mounted on'],
    ...rows.map((row) => [row.name, size(row.totalKb), size(row.usedKb), size(row.totalKb - row.usedKb), percent(row), row.path]),
  ];
  const least = [14, 5, 5, 5, 4, 0];
  const widths = least.map((width, column) => Math.max(width, ...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : column === 5 ? cell : cell.padStart(widths[column] ?? 0))).join(' '),
  );
}

/** As `-h` of GNU coreutils rounds: up, and with one digit behind the point below ten. */
function rounded(kb: number): string {
  let value = kb;
  for (const unit of ['K', 'M', 'G', 'T']) {
    if (value < 1024) return kb === 0 ? '0' : value < 10 && unit !== 'K' ? `${(Math.ceil(value * 10) / 10).toFixed(1)}${unit}` : `${Math.ceil(value)}${unit}`;
    value /= 1024;
  }
  return `${Math.ceil(value)}P`;
}

/** What `df` says of a file system in memory. */
function memory({ capacity, bytes }: Tree): { name: string; totalKb: number; usedKb: number } {
  return { name: 'tmpfs', totalKb: Math.floor(capacity / 1024), usedKb: Math.ceil(bytes / 1024) };
}
