/** Tools that make, move and remove files: `touch`, `rm`, `mkdir`, `cp`, `mv`, `ln`, `cat`. */
import { SystemError } from '../errors.ts';
import type { Gen } from '../process.ts';
import { attempt, complain, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

export const FILE_TOOLS: Record<string, Tool> = {
  *cat(call) {
    const { process, flavour } = call;
    const { operands } = parseOptions(call.args);
    let status = 0;
    for (const path of operands.length === 0 ? ['-'] : operands) {
      const file = path === '-' ? process.fd(0) : yield* openForReading(call, path);
      if (!file) {
        status = 1;
        continue;
      }
      file.retain();
      for (;;) {
        const text = file.take(65_536);
        if (text === '') break;
        if (text === undefined) yield { queue: file.queue };
        else {
          yield* process.out(text);
          yield* process.tick();
        }
      }
      file.release();
    }
    void flavour;
    return status;
  },
  *touch(call) {
    const { process, flavour } = call;
    const options = parseOptions(call.args, 'dtr');
    if (options.operands.length === 0) return yield* usage(call, 'missing file operand', 'touch [-cham] [-d DATE] [-t DATE] [-r FILE] FILE...');
    let status = 0;
    for (const path of options.operands) {
      if (options.has('c') && !process.fs.find(path, process.cwd)) continue;
      const words = (error: SystemError) => (flavour === 'busybox' ? `${path}: ${error.message}` : `cannot touch '${path}': ${error.message}`);
      const done = yield* attempt(call, words, () => {
        process.fs.touch(path, process.cwd, process.umask);
        return true;
      });
      if (!done) status = 1;
    }
    return status;
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
      const done = yield* attempt(call, (error) => `${quoted}: ${error.message}`, () => {
        removeTree(call, path);
        return true;
      });
      if (!done) status = 1;
    }
    return status;
  },
};

/** Opens a file to read it all; says so if that cannot be done. */
export function* openForReading(call: ToolCall, path: string): Gen<ReturnType<ToolCall['process']['fs']['open']> | undefined> {
  const { process, flavour } = call;
  const words = (error: SystemError) => (flavour === 'busybox' ? `can't open '${path}': ${error.message}` : `${path}: ${error.message}`);
  if (process.fs.find(path, process.cwd)?.kind === 'dir') {
    yield* complain(call, flavour === 'busybox' ? 'read error: Is a directory' : `${path}: Is a directory`);
    return undefined;
  }
  return yield* attempt(call, words, () => process.fs.open(path, process.cwd, { read: true, write: false, append: false, create: false, truncate: false }));
}

function removeTree(call: ToolCall, path: string): void {
  const { fs, cwd } = call.process;
  const node = fs.get(path, cwd, false);
  if (node.kind !== 'dir') {
    fs.unlink(path, cwd);
    return;
  }
  for (const name of node.names()) removeTree(call, `${path}/${name}`);
  fs.rmdir(path, cwd);
}
