/** Tools that say how much room files take: `du`, `df`. */
import type { Tree } from '../files.ts';
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
    const { process } = call;
    const options = parseOptions(call.args);
    const disk = { name: '/dev/vda1', totalKb: 41_152_736, usedKb: 8_230_912 + Math.ceil(process.fs.tree.bytes / 1024) };
    const size = (kb: number) => (options.has('h') ? human(kb * 1024) : String(kb));
    const head = options.has('h')
      ? 'Filesystem                Size      Used Available Use% Mounted on'
      : 'Filesystem           1K-blocks      Used Available Use% Mounted on';
    yield* process.out(`${head}\n`);
    const mounts = [...process.fs.mounts].filter(([path]) => path !== '/proc' && path !== '/dev');
    for (const [path, tree] of [['/', undefined] as const, ...mounts.map(([mount, { node }]) => [mount, node.tree] as const)]) {
      const { name, totalKb, usedKb } = tree?.inMemory ? memory(tree) : path === '/' ? { ...disk, name: 'overlay' } : disk;
      yield* process.out(
        `${name.padEnd(20)} ${size(totalKb).padStart(9)} ${size(usedKb).padStart(9)} ${size(totalKb - usedKb).padStart(9)} ${String(Math.ceil((usedKb * 100) / totalKb)).padStart(3)}% ${path}\n`,
      );
    }
    return 0;
  },
};

/** What `df` says of a file system in memory. */
function memory({ capacity, bytes }: Tree): { name: string; totalKb: number; usedKb: number } {
  return { name: 'tmpfs', totalKb: Math.floor(capacity / 1024), usedKb: Math.ceil(bytes / 1024) };
}
