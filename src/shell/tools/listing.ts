/** Tools that look at files: `ls`, `stat`, `readlink`, `realpath`. */
import { SystemError } from '../errors.ts';
import type { Node } from '../files.ts';
import type { Gen } from '../wait.ts';
import { compareText } from '../text.ts';
import { listingTime, stampText } from './dates.ts';
import { modeText } from './modes.ts';
import { attempt, complain, type Options, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

export const LISTING_TOOLS: Record<string, Tool> = {
  ls,
  stat,
  *readlink(call) {
    const { process } = call;
    const options = parseOptions(call.args);
    const [path = ''] = options.operands;
    if (options.has('f') || options.has('e')) return yield* realpath(call, options.operands, options.has('e'));
    const node = process.fs.find(path, process.cwd, false);
    if (node?.kind !== 'link') return 1;
    yield* process.out(`${node.target}\n`);
    return 0;
  },
  *realpath(call) {
    const options = parseOptions(call.args);
    if (options.operands.length === 0) return yield* usage(call, 'missing operand', 'realpath FILE...');
    return yield* realpath(call, options.operands, options.has('e') || call.flavour === 'busybox');
  },
};

function* realpath(call: ToolCall, paths: readonly string[], mustExist: boolean): Gen<number> {
  let status = 0;
  for (const path of paths) {
    const place = yield* attempt(
      call,
      (error) => `${path}: ${error.message}`,
      () => {
        const there = call.process.fs.walk(path, call.process.cwd);
        if (mustExist && !there.node) throw new SystemError('ENOENT');
        return there;
      },
    );
    if (place) yield* call.process.out(`${place.path}\n`);
    else status = 1;
  }
  return status;
}

export function sizeOf(node: Node): number {
  if (node.kind === 'file') return node.size;
  if (node.kind !== 'dir') return 0;
  return node.names().reduce((sum, name) => {
    const child = node.get(name);
    return sum + (child ? sizeOf(child) : 0);
  }, 4096);
}

export function human(bytes: number): string {
  let value = bytes;
  for (const unit of ['', 'K', 'M', 'G']) {
    if (value < 1024) return unit === '' ? String(value) : `${value.toFixed(1)}${unit}`;
    value /= 1024;
  }
  return `${value.toFixed(1)}T`;
}

function* ls(call: ToolCall): Gen<number> {
  const { process, flavour } = call;
  const options = parseOptions(call.args, 'w', { all: 'a' });
  const targets = options.operands.length === 0 ? ['.'] : options.operands;
  let status = 0;
  const files: [string, Node][] = [];
  const folders: [string, Node][] = [];
  for (const path of [...targets].sort(compareText)) {
    const follows = !options.has('l') || options.has('L') || path.endsWith('/');
    // A link that leads nowhere is a file of its own to coreutils, and missing to BusyBox
    const node = process.fs.find(path, process.cwd, follows) ?? (flavour === 'coreutils' ? process.fs.find(path, process.cwd, false) : undefined);
    if (!node) {
      const why = new SystemError(process.fs.whyMissing(path, process.cwd)).message;
      yield* complain(call, flavour === 'busybox' ? `${path}: ${why}` : `cannot access '${path}': ${why}`);
      status = flavour === 'busybox' ? 1 : 2;
    } else (node.kind === 'dir' && !options.has('d') ? folders : files).push([path, node]);
  }
  yield* printEntries(call, files, options);
  const headed = targets.length > 1 || options.has('R');
  let isFirst = files.length === 0;
  for (let next = folders.shift(); next; next = folders.shift()) {
    const [path, node] = next;
    if (node.kind !== 'dir') continue;
    if (!process.fs.permitted(node, READ)) {
      const why = new SystemError('EACCES').message;
      yield* complain(call, flavour === 'busybox' ? `can't open '${path}': ${why}` : `cannot open directory '${path}': ${why}`);
      status = flavour === 'busybox' ? 1 : 2;
      continue;
    }
    if (headed) yield* process.out(`${isFirst ? '' : '\n'}${path}:\n`);
    isFirst = false;
    const names = node.names().sort(compareText);
    const shown = options.has('a') ? ['.', '..', ...names] : options.has('A') ? names : names.filter((name) => !name.startsWith('.'));
    const entries = shown.map((name): [string, Node] => [name, process.fs.find(`${path}/${name}`, process.cwd, options.has('L')) ?? node]);
    if (options.has('l') || options.has('n')) {
      const bytes = entries.reduce((sum, [, child]) => sum + bytesOnDisk(child), 0);
      yield* process.out(`total ${options.has('h') && flavour === 'coreutils' ? human(bytes) : bytes / 1024}\n`);
    }
    yield* printEntries(call, entries, options);
    if (options.has('R')) {
      const inside = entries.filter(([name, child]) => child.kind === 'dir' && name !== '.' && name !== '..');
      folders.unshift(...inside.map(([name, child]): [string, Node] => [`${path.replace(/\/$/, '')}/${name}`, child]));
    }
  }
  return status;
}

const READ = 4;

function* printEntries(call: ToolCall, entries: [string, Node][], options: Options): Gen<void> {
  if (options.has('t')) entries.sort((a, b) => b[1].mtimeMs - a[1].mtimeMs || compareText(a[0], b[0]));
  if (options.has('S')) entries.sort((a, b) => sizeOf(b[1]) - sizeOf(a[1]));
  if (options.has('r')) entries.reverse();
  const labels = entries.map(([name, node]) => `${name}${options.has('F') ? classMark(node) : options.has('p') && node.kind === 'dir' ? '/' : ''}`);
  if (options.has('m') && call.flavour === 'coreutils') {
    if (labels.length > 0) yield* call.process.out(`${labels.join(', ')}\n`);
    return;
  }
  const printed = options.has('l') || options.has('n') ? longLines(call, entries, labels, options) : labels;
  for (const line of printed) yield* call.process.out(`${line}\n`);
}

/** What `-F` puts behind a name. */
function classMark(node: Node): string {
  if (node.kind === 'file') return (node.mode & 0o111) === 0 ? '' : '*';
  return { dir: '/', link: '@', fifo: '|', device: '' }[node.kind];
}

/** Columns as wide as what stands in them; BusyBox does not look and has widths of its own. */
function longLines(call: ToolCall, entries: readonly [string, Node][], labels: readonly string[], options: Options): string[] {
  const numbers = options.has('n');
  const rows = entries.map(([, node]) => [
    String(linksOf(node)),
    numbers ? String(node.uid) : userName(call, node.uid),
    numbers ? String(node.gid) : groupName(call, node.gid),
    options.has('h') ? human(sizeShown(node)) : String(sizeShown(node)),
  ]);
  const { epochMs } = call.process.kernel.options;
  const widths = call.flavour === 'busybox' ? [4, 8, 8, 9] : [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return entries.map(([, node], index) => {
    const [links = '', owner = '', group = '', size = ''] = (rows[index] ?? []).map((text, column) =>
      column === 1 || column === 2 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
    );
    const time = listingTime(epochMs + node.mtimeMs, epochMs + call.process.kernel.now());
    const target = node.kind === 'link' ? ` -> ${node.target}` : '';
    return `${modeText(node.kind, node.mode)} ${links} ${owner} ${group} ${size} ${time} ${labels[index]}${target}`;
  });
}

/** What `ls` and `stat` call the size. */
export function sizeShown(node: Node): number {
  return node.kind === 'file' ? node.size : node.kind === 'dir' ? BLOCK : node.kind === 'link' ? node.target.length : 0;
}

/** Of the disk's blocks: a short link has none. */
const bytesOnDisk = (node: Node): number => (node.kind === 'file' || node.kind === 'dir' ? Math.ceil(sizeShown(node) / BLOCK) * BLOCK : 0);

const BLOCK = 4096;

/** A folder is named by its parent, by itself and by each folder in it. */
function linksOf(node: Node): number {
  if (node.kind !== 'dir') return 1;
  return node.names().reduce((links, name) => links + (node.get(name)?.kind === 'dir' ? 1 : 0), 2);
}

export function userName(call: ToolCall, uid: number): string {
  return nameIn(call, '/etc/passwd', uid) ?? String(uid);
}

/** A group that /etc/group does not name has the name of the user with its number: images have a group for each user. */
export function groupName(call: ToolCall, gid: number): string {
  return nameIn(call, '/etc/group', gid) ?? userName(call, gid);
}

function nameIn(call: ToolCall, path: string, id: number): string | undefined {
  const file = call.process.fs.find(path, '/');
  if (file?.kind !== 'file') return undefined;
  return file.text
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[2] === String(id))?.[0];
}

function* stat(call: ToolCall): Gen<number> {
  const { process } = call;
  const options = parseOptions(call.args, 'c', { format: 'c', printf: 'c' });
  let status = 0;
  if (options.operands.length === 0) return yield* usage(call, 'missing operand', 'stat [-ltf] [-c FMT] FILE...');
  for (const path of options.operands) {
    const node = process.fs.find(path, process.cwd, options.has('L'));
    if (!node) {
      yield* complain(
        call,
        call.flavour === 'busybox' ? `can't stat '${path}': No such file or directory` : `cannot statx '${path}': No such file or directory`,
      );
      status = 1;
      continue;
    }
    const size = sizeShown(node);
    const seconds = Math.floor((process.kernel.options.epochMs + node.mtimeMs) / 1000);
    const type = {
      dir: 'directory',
      file: size === 0 ? 'regular empty file' : 'regular file',
      link: 'symbolic link',
      device: 'character special file',
      fifo: 'fifo',
    }[node.kind];
    const format = options.value('c');
    const fields: Record<string, string> = {
      n: path,
      s: String(size),
      F: type,
      a: (node.mode & 0o7777).toString(8),
      A: modeText(node.kind, node.mode),
      u: String(node.uid),
      g: String(node.gid),
      U: userName(call, node.uid),
      G: groupName(call, node.gid),
      Y: String(seconds),
      X: String(seconds),
      Z: String(seconds),
      y: stampText(seconds * 1000),
      h: String(linksOf(node)),
    };
    if (format !== undefined) yield* process.out(`${format.replace(/%([a-zA-Z])/g, (whole, letter: string) => fields[letter] ?? whole)}\n`);
    else {
      yield* process.out(
        `  File: ${path}\n  Size: ${size}\t\tBlocks: ${bytesOnDisk(node) / 512}\tIO Block: 4096   ${type}\nAccess: (${(node.mode & 0o7777).toString(8).padStart(4, '0')}/${fields['A']})  Uid: (${node.uid}/${fields['U']})   Gid: (${node.gid}/${fields['G']})\nModify: ${fields['y']}\n`,
      );
    }
  }
  return status;
}
