/** Tools that copy, move, link and change files: `cp`, `mv`, `ln`, `chmod`, `chown`, `mktemp`, … */
import { SystemError } from '../errors.ts';
import { FileNode, type Node } from '../files.ts';
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import { eachPath, removeTree } from './files.ts';
import { parseMode } from './modes.ts';
import { attempt, complain, type Options, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

export const FILE_TREE_TOOLS: Record<string, Tool> = {
  *rmdir(call) {
    const { process, flavour } = call;
    const { operands } = parseOptions(call.args);
    if (operands.length === 0) return yield* usage(call, 'missing operand', 'rmdir [-p] DIRECTORY...');
    return yield* eachPath(
      call,
      operands,
      (path, error) => (flavour === 'busybox' ? `'${path}': ${error}` : `failed to remove '${path}': ${error}`),
      (path) => process.fs.rmdir(path, process.cwd),
    );
  },
  cp: (call) => copyOrMove(call, 'cp'),
  mv: (call) => copyOrMove(call, 'mv'),
  *ln(call) {
    const { process } = call;
    const options = parseOptions(call.args, '', { symbolic: 's', force: 'f' });
    const [target, given] = options.operands;
    if (target === undefined) return yield* usage(call, 'missing file operand', 'ln [-sfnbtv] [-S SUF] TARGET... LINK|DIR');
    const link = destination(call, given ?? '.', target, options.has('n'));
    const source = options.has('s') || process.fs.find(target, process.cwd, false);
    if (!source) {
      yield* complain(call, call.flavour === 'busybox' ? `${target}: No such file or directory` : `failed to access '${target}': No such file or directory`);
      return 1;
    }
    const words = (error: SystemError) =>
      call.flavour === 'busybox' ? `${link}: ${error.message}` : `failed to create ${options.has('s') ? 'symbolic' : 'hard'} link '${link}': ${error.message}`;
    return (yield* attempt(call, words, () => {
      if (options.has('f') && process.fs.find(link, process.cwd, false)) process.fs.unlink(link, process.cwd);
      if (options.has('s')) process.fs.symlink(target, link, process.cwd);
      else process.fs.link(target, link, process.cwd);
      return true;
    }))
      ? 0
      : 1;
  },
  *chmod(call) {
    const { process } = call;
    // A mode may begin with a dash (`-x`), so that options are not parsed by letters here.
    const words = call.args.filter((word) => !/^-[Rvcf]+$/.test(word));
    const recursive = call.args.some((word) => /^-\w*R/.test(word));
    const [mode, ...paths] = words;
    const change = parseMode(mode ?? '', false);
    if (mode === undefined || paths.length === 0)
      return yield* usage(call, mode === undefined ? 'missing operand' : `missing operand after '${mode}'`, 'chmod [-Rcvf] MODE[,MODE]... FILE...');
    if (!change) {
      if (call.flavour === 'coreutils') return yield* usage(call, `invalid mode: '${mode}'`, '');
      yield* complain(call, `invalid mode '${mode}'`);
      return 1;
    }
    return yield* eachPath(call, recursive ? paths.flatMap((path) => treePaths(call, path)) : paths, notChanged(call, 'permissions of'), (path) =>
      process.fs.chmod(path, process.cwd, change),
    );
  },
  *chown(call) {
    const { operands, has } = parseOptions(call.args);
    const [owner = '', ...paths] = operands;
    if (paths.length === 0) {
      return yield* usage(call, owner === '' ? 'missing operand' : `missing operand after '${owner}'`, 'chown [-RhLHPcvf]... USER[:[GRP]] FILE...');
    }
    const [user = '', group] = owner.split(/[:.]/);
    const [uid, gid] = [userNumber(call, user), group === undefined ? undefined : groupNumber(call, group)];
    if (uid === undefined || (gid === undefined && group !== undefined)) {
      yield* complain(call, call.flavour === 'busybox' ? `unknown user ${owner}` : `invalid ${uid === undefined ? 'user' : 'group'}: '${owner}'`);
      return 1;
    }
    return yield* give(call, paths, has('R'), 'ownership of', { uid: user === '' ? undefined : uid, gid: group === '' ? undefined : gid });
  },
  *chgrp(call) {
    const { operands, has } = parseOptions(call.args);
    const [group = '', ...paths] = operands;
    const gid = groupNumber(call, group);
    if (gid === undefined) {
      yield* complain(call, call.flavour === 'busybox' ? `unknown group ${group}` : `invalid group: '${group}'`);
      return 1;
    }
    return yield* give(call, paths, has('R'), 'group of', { gid });
  },
  *mktemp(call) {
    const { process } = call;
    const options = parseOptions(call.args, 'p');
    const busybox = call.flavour === 'busybox';
    const template = options.operands[0] ?? (busybox ? 'tmp.XXXXXX' : 'tmp.XXXXXXXXXX');
    const placeholder = /X+(?=[^X/]*$)/.exec(template)?.[0] ?? '';
    if (busybox ? !/X{6}$/.test(template) : placeholder.length < 3) {
      yield* complain(call, busybox ? ': Invalid argument' : `too few X's in template '${template}'`);
      return 1;
    }
    const inTmp = options.operands.length === 0 || options.has('t') || options.has('tmpdir');
    const folder = options.value('p') ?? (inTmp ? process.env.get('TMPDIR') || '/tmp' : '');
    const unique = (xs: string) => String(process.pid).padStart(xs.length, 'abcdefghij').slice(-xs.length);
    const path = `${folder === '' ? '' : `${folder}/`}${template.replace(/X+(?=[^X/]*$)/, unique)}`;
    const made = yield* attempt(
      call,
      (error) => (busybox ? `: ${error.message}` : `failed to create ${options.has('d') ? 'directory' : 'file'} via template '${template}': ${error.message}`),
      () => {
        if (options.has('d')) process.fs.mkdir(path, process.cwd, 0o700);
        else process.fs.open(path, process.cwd, { read: false, write: true, append: false, create: true, truncate: true, mode: 0o600, umask: 0 });
        return true;
      },
    );
    if (!made) return 1;
    yield* process.out(`${path}\n`);
    return 0;
  },
  *truncate(call) {
    const { process } = call;
    const options = parseOptions(call.args, 's', { size: 's' });
    const size = parseSize(options.value('s') ?? '0');
    return yield* eachPath(
      call,
      options.operands,
      (path, error) => `cannot open '${path}' for writing: ${error}`,
      (path) => {
        process.fs.touch(path, process.cwd, process.umask);
        const node = process.fs.get(path, process.cwd);
        if (node.kind !== 'file') throw new SystemError('EINVAL');
        node.resize(size, process.kernel.now());
      },
    );
  },
  *mkfifo(call) {
    const { process } = call;
    return yield* eachPath(
      call,
      parseOptions(call.args, 'm').operands,
      (path, error) => (call.flavour === 'busybox' ? `${path}: ${error}` : `cannot create fifo '${path}': ${error}`),
      (path) => process.fs.mkfifo(path, process.cwd),
    );
  },
};

/** `10M`, `1G`, `512` in bytes. */
export function parseSize(text: string): number {
  const match = /^\+?(\d+)\s*([kKmMgGtT]?)(i?B?)$/.exec(text);
  if (!match) return Number.parseInt(text, 10) || 0;
  const power = ' KMGT'.indexOf((match[2] ?? '').toUpperCase() || ' ');
  return Number(match[1]) * 1024 ** power;
}

function treePaths(call: ToolCall, path: string): string[] {
  const node = call.process.fs.find(path, call.process.cwd, false);
  if (node?.kind !== 'dir') return [path];
  return [path, ...node.names().flatMap((name) => treePaths(call, `${path}/${name}`))];
}

/** Changes whom files belong to. */
function give(
  call: ToolCall,
  paths: readonly string[],
  recursive: boolean,
  what: string,
  to: { uid?: number | undefined; gid?: number | undefined },
): Gen<number> {
  const { fs, cwd } = call.process;
  const all = recursive ? paths.flatMap((path) => treePaths(call, path)) : paths;
  return eachPath(call, all, notChanged(call, what), (path) => fs.chown(path, cwd, to));
}

/** The words of `chmod`, `chown` and `chgrp` for a file that they could not change. */
function notChanged(call: ToolCall, what: string): (path: string, error: string) => string {
  if (call.flavour === 'busybox') return (path, error) => `${path}: ${error}`;
  return (path, error) => `${/^No such file/.test(error) ? 'cannot access' : `changing ${what}`} '${path}': ${error}`;
}

export function userNumber(call: ToolCall, name: string): number | undefined {
  return numberIn(call, '/etc/passwd', name);
}

/** A group that /etc/group does not know is that of the user with its name. */
function groupNumber(call: ToolCall, name: string): number | undefined {
  return numberIn(call, '/etc/group', name) ?? userNumber(call, name);
}

function numberIn(call: ToolCall, path: string, name: string): number | undefined {
  if (/^\d*$/.test(name)) return Number(name);
  const file = call.process.fs.find(path, '/');
  if (file?.kind !== 'file') return undefined;
  const fields = file.text
    .split('\n')
    .map((line) => line.split(':'))
    .find(([first]) => first === name);
  return fields ? Number(fields[2]) : undefined;
}

/** Into a directory: under the source's own name. */
function destination(call: ToolCall, target: string, source: string, asIs: boolean): string {
  const node = call.process.fs.find(target, call.process.cwd);
  if (asIs || node?.kind !== 'dir') return target;
  const name = source.replace(/\/+$/, '');
  return `${target.replace(/\/+$/, '')}/${name.slice(name.lastIndexOf('/') + 1)}`;
}

/** Folders of an image that hold nothing of its own. */
const EMPTY_FOLDERS = /^\/(?:tmp|run|var\/(?:run|tmp|cache|log)|dev|proc|sys|mnt|media|home)\//;

/** A file of an image that nobody knows: init containers are there to copy such into a volume. What is in it nobody knows either. */
function ofTheImage(process: Process, path: string): FileNode | undefined {
  const { fs, kernel, cwd } = process;
  const full = path.startsWith('/') ? path : `${cwd.replace(/\/$/, '')}/${path}`;
  const isMounted = [...fs.mounts.keys()].some((mount) => full === mount || full.startsWith(`${mount}/`));
  if (kernel.options.image.known || kernel.options.image.shell === 'none' || isMounted || EMPTY_FOLDERS.test(full)) return undefined;
  kernel.assume({ what: 'file', command: [full] });
  return new FileNode(fs.tree, 0o755);
}

function* copyOrMove(call: ToolCall, what: 'cp' | 'mv'): Gen<number> {
  const { process, flavour } = call;
  const options: Options = parseOptions(call.args, 't', { recursive: 'r', archive: 'a', force: 'f', verbose: 'v' });
  const operands = [...options.operands];
  const target = options.value('t') ?? operands.pop();
  if (target === undefined || operands.length === 0) {
    return yield* usage(
      call,
      target === undefined ? 'missing file operand' : `missing destination file operand after '${target}'`,
      `${what} [-fi] SOURCE... DEST`,
    );
  }
  const into = process.fs.find(target, process.cwd);
  if (operands.length > 1 && into?.kind !== 'dir') {
    if (flavour === 'coreutils') yield* complain(call, `target '${target}': ${into ? 'Not a directory' : 'No such file or directory'}`);
    else
      for (const source of operands)
        yield* complain(
          call,
          `can't create '${target}/${source.slice(source.lastIndexOf('/') + 1)}': ${into ? 'Not a directory' : 'No such file or directory'}`,
        );
    return 1;
  }
  const recursive = what === 'mv' || options.has('r') || options.has('R') || options.has('a') || options.has('d');
  let status = 0;
  for (const source of operands) {
    const to = destination(call, target, source, options.has('T'));
    const node = process.fs.find(source, process.cwd, what !== 'mv' && !options.has('a')) ?? ofTheImage(process, source);
    if (!node) {
      const verb = flavour === 'busybox' ? (what === 'mv' ? "can't rename" : "can't stat") : 'cannot stat';
      yield* complain(call, `${verb} '${source}': No such file or directory`);
      status = 1;
      continue;
    }
    if (node.kind === 'dir' && !recursive) {
      yield* complain(call, flavour === 'busybox' ? `omitting directory '${source}'` : `-r not specified; omitting directory '${source}'`);
      status = 1;
      continue;
    }
    const words = (error: SystemError) => {
      if (flavour === 'busybox') return what === 'mv' ? `can't rename '${source}': ${error.message}` : `can't create '${to}': ${error.message}`;
      return what === 'mv' ? `cannot move '${source}' to '${to}': ${error.message}` : `cannot create regular file '${to}': ${error.message}`;
    };
    const done = yield* attempt(call, words, () => {
      if (what !== 'mv' && options.has('n') && process.fs.find(to, process.cwd)) return true;
      if (what === 'mv') move(call, source, to, node);
      else copyTree(call, node, source, to);
      return true;
    });
    if (!done) status = 1;
    else if (options.has('v')) yield* process.out(`${what === 'mv' && flavour === 'coreutils' ? 'renamed ' : ''}'${source}' -> '${to}'\n`);
  }
  return status;
}

function move(call: ToolCall, source: string, to: string, node: Node): void {
  const { fs, cwd } = call.process;
  try {
    fs.rename(source, to, cwd);
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EXDEV') throw error;
    copyTree(call, node, source, to);
    removeTree(call, source);
  }
}

function copyTree(call: ToolCall, node: Node, source: string, to: string): void {
  const { fs, cwd, umask } = call.process;
  switch (node.kind) {
    case 'dir':
      if (!fs.find(to, cwd)) fs.mkdir(to, cwd, node.mode);
      for (const name of node.names()) {
        const child = node.get(name);
        if (child) copyTree(call, child, `${source}/${name}`, `${to}/${name}`);
      }
      return;
    case 'link':
      fs.symlink(node.target, to, cwd);
      return;
    case 'device':
    case 'fifo':
      fs.open(to, cwd, { read: false, write: true, append: false, create: true, truncate: true, umask });
      return;
    case 'file': {
      fs.open(to, cwd, { read: false, write: true, append: false, create: true, truncate: true, umask, mode: node.mode }).put(node.text);
      const copy = fs.get(to, cwd);
      if (copy.kind !== 'file') return;
      copy.program = node.program;
      if (node.size !== copy.size) copy.resize(node.size, call.process.kernel.now());
    }
  }
}
