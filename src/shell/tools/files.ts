/** Tools that every other script uses to make and remove files: `touch`, `rm`, `mkdir`. The others are in {@link ./file-trees.ts}. */
import type { Gen } from '../wait.ts';
import { parseDate } from './dates.ts';
import { parseMode } from './modes.ts';
import { attempt, complain, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

export const FILE_TOOLS: Record<string, Tool> = {
  *touch(call) {
    const { process, flavour } = call;
    const options = parseOptions(call.args, 'dtr');
    const { epochMs } = process.kernel.options;
    const date = options.value('d') ?? options.value('t');
    const reference = options.value('r');
    const dateMs = date === undefined ? undefined : parseDate(date, epochMs + process.kernel.now());
    if (date !== undefined && dateMs === undefined) {
      yield* complain(call, flavour === 'busybox' ? `invalid date '${date}'` : `invalid date format '${date}'`);
      return 1;
    }
    if (options.operands.length === 0) return yield* usage(call, 'missing file operand', 'touch [-cham] [-d DATE] [-t DATE] [-r FILE] FILE...');
    return yield* eachPath(
      call,
      options.operands,
      (path, error) => (flavour === 'busybox' ? `${path}: ${error}` : `cannot touch '${path}': ${error}`),
      (path) => {
        if (options.has('c') && !process.fs.find(path, process.cwd)) return;
        const ofReference = reference === undefined ? undefined : process.fs.get(reference, process.cwd).mtimeMs;
        process.fs.touch(path, process.cwd, process.umask, dateMs === undefined ? ofReference : dateMs - epochMs);
      },
    );
  },
  *rm(call) {
    const { process, flavour } = call;
    const options = parseOptions(call.args, '', { recursive: 'r', force: 'f' });
    const recursive = options.has('r') || options.has('R');
    const force = options.has('f');
    if (options.operands.length === 0) return force ? 0 : yield* usage(call, 'missing operand', 'rm [-irf] FILE...');
    let status = 0;
    for (const path of options.operands) {
      const node = process.fs.find(path, process.cwd, false);
      if (!node && force) continue;
      const quoted = flavour === 'busybox' ? `can't remove '${path}'` : `cannot remove '${path}'`;
      if (node?.kind === 'dir' && !recursive) {
        yield* complain(call, flavour === 'busybox' ? `'${path}' is a directory` : `${quoted}: Is a directory`);
        status = 1;
        continue;
      }
      if (
        !(yield* attempt(
          call,
          (error) => `${quoted}: ${error.message}`,
          () => removeTree(call, path),
        ))
      )
        status = 1;
      else if (options.has('v')) yield* process.out(node?.kind === 'dir' && flavour === 'coreutils' ? `removed directory '${path}'\n` : `removed '${path}'\n`);
    }
    return status;
  },
  *mkdir(call) {
    const { process, flavour } = call;
    const options = parseOptions(call.args, 'm', { parents: 'p', mode: 'm' });
    if (options.operands.length === 0) return yield* usage(call, 'missing operand', 'mkdir [-m MODE] [-p] DIRECTORY...');
    const mode = parseMode(options.value('m') ?? '', true)?.(0o777) ?? 0o777 & ~process.umask;
    const words = (path: string, error: string) =>
      flavour === 'busybox' ? `can't create directory '${path}': ${error}` : `cannot create directory '${path}': ${error}`;
    const made: string[] = [];
    const status = yield* eachPath(call, options.operands, words, (path) => {
      const plain = path.length > 1 ? path.replace(/\/+$/, '') : path;
      if (options.has('v') && !process.fs.find(plain, process.cwd)) made.push(path);
      if (options.has('p')) process.fs.mkdirs(plain, process.cwd);
      else process.fs.mkdir(plain, process.cwd, mode);
    });
    for (const path of made) yield* process.out(flavour === 'busybox' ? `created directory: '${path}'\n` : `mkdir: created directory '${path}'\n`);
    return status;
  },
};

/** Does something for each path; the exit code is 1 if one failed. */
export function* eachPath(call: ToolCall, paths: readonly string[], words: (path: string, error: string) => string, body: (path: string) => void): Gen<number> {
  let status = 0;
  for (const path of paths) {
    const done = yield* attempt(
      call,
      (error) => words(path, error.message),
      () => {
        body(path);
        return true;
      },
    );
    if (!done) status = 1;
  }
  return status;
}

export function removeTree(call: ToolCall, path: string): true {
  const { fs, cwd } = call.process;
  const node = fs.get(path, cwd, false);
  if (node.kind !== 'dir') {
    fs.unlink(path, cwd);
    return true;
  }
  for (const name of node.names()) removeTree(call, `${path}/${name}`);
  fs.rmdir(path, cwd);
  return true;
}
