/** Tools that number, wrap and shuffle lines, and small ones for files: `nl`, `fold`, `shuf`, `flock`, `mountpoint`, `unlink`, `usleep`. */
import type { Gen } from '../wait.ts';
import { splitLines } from '../text.ts';
import { readOperands } from './input.ts';
import { runCommand } from './spawn.ts';
import { attempt, complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

export const LINE_TOOLS: Record<string, Tool> = {
  nl,
  fold,
  shuf,
  flock,
  *mountpoint(call) {
    const options = parseOptions(call.args);
    const { process } = call;
    const [path = ''] = options.operands;
    const node = yield* attempt(
      call,
      (error) => `${path}: ${error.message}`,
      () => process.fs.get(path, process.cwd),
    );
    if (!node) return 1;
    const full = path.startsWith('/') ? path : `${process.cwd}/${path}`;
    const is = [...process.fs.mounts.keys(), '/'].includes(full.replace(/\/+$/, '') || '/');
    if (!options.has('q')) yield* process.out(`${path} is ${is ? '' : 'not '}a mountpoint\n`);
    return is ? 0 : call.flavour === 'busybox' ? 1 : 32;
  },
  *unlink(call) {
    const [path = ''] = call.args;
    const { process } = call;
    const done = yield* attempt(
      call,
      (error) => (call.flavour === 'busybox' ? `can't remove file '${path}': ${error.message}` : `cannot unlink '${path}': ${error.message}`),
      () => {
        process.fs.unlink(path, process.cwd);
        return true;
      },
    );
    return done ? 0 : 1;
  },
  *usleep(call) {
    yield* call.process.sleep(Math.round(Number(call.args[0] ?? 0) / 1000));
    return 0;
  },
};

function* nl(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'bwsvin');
  const texts = yield* readOperands(call, options.operands);
  const width = Number(options.value('w') || 6);
  const separator = options.value('s') ?? '\t';
  let number = Number(options.value('v') || 1);
  for (const line of texts.flatMap(({ text }) => splitLines(text))) {
    const counts = options.value('b') === 'a' || (options.value('b') !== 'n' && line !== '');
    yield* call.process.out(counts ? `${String(number).padStart(width)}${separator}${line}\n` : `${' '.repeat(width + separator.length)}${line}\n`);
    if (counts) number += Number(options.value('i') || 1);
  }
  return texts.failed ? 1 : 0;
}

function* fold(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'w', { width: 'w', spaces: 's' });
  const width = Number(options.value('w') || 80);
  const texts = yield* readOperands(call, options.operands);
  for (const { text } of texts) {
    let output = '';
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) output += '\n';
      let rest = line;
      while (rest.length > width) {
        const space = options.has('s') ? rest.lastIndexOf(' ', width - 1) : -1;
        const cut = space === -1 ? width : space + 1;
        output += `${rest.slice(0, cut)}\n`;
        rest = rest.slice(cut);
      }
      output += rest;
    }
    yield* call.process.out(output);
  }
  return texts.failed ? 1 : 0;
}

/** In an order that looks random and is the same in every run. */
function* shuf(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'nie', { 'head-count': 'n', 'input-range': 'i', echo: 'e' });
  const range = /^(\d+)-(\d+)$/.exec(options.value('i') ?? '');
  let lines: string[];
  if (range) lines = Array.from({ length: Math.max(0, Number(range[2]) - Number(range[1]) + 1) }, (_, index) => String(Number(range[1]) + index));
  else if (options.has('e')) lines = [...options.values('e'), ...options.operands];
  else lines = (yield* readOperands(call, options.operands)).flatMap(({ text }) => splitLines(text));
  let state = (call.process.pid * 7919 + call.process.kernel.now()) | 0;
  for (let left = lines.length; left > 1; left -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    const other = (state >>> 8) % left;
    [lines[left - 1], lines[other]] = [lines[other] ?? '', lines[left - 1] ?? ''];
  }
  const count = options.has('n') ? Number(options.value('n')) : lines.length;
  yield* call.process.out(
    lines
      .slice(0, count)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return 0;
}

/** Who holds the lock of a file, by its node. */
const holders = new WeakMap<object, number>();
const RETRY_MS = 10;

/** `flock FILE COMMAND…` or `-c SCRIPT`; with a descriptor (`flock 9`) the lock is taken as long as the process lives. */
function* flock(call: ToolCall): Gen<number> {
  const { process } = call;
  const words = [...call.args];
  let waitMs = Number.POSITIVE_INFINITY;
  while (/^-/.test(words[0] ?? '')) {
    const word = words.shift() as string;
    if (word === '-n' || word === '--nonblock') waitMs = 0;
    if (word === '-w' || word === '--timeout') waitMs = Number(words.shift()) * 1000;
  }
  const [target = '', ...command] = words;
  if (command.length === 0) {
    if (/^\d+$/.test(target)) return 0;
    yield* complain(call, 'requires file descriptor, file or directory');
    return 1;
  }
  process.fs.open(target, process.cwd, { read: true, write: true, append: true, create: true, truncate: false, umask: process.umask });
  const node = process.fs.get(target, process.cwd);
  const untilMs = process.kernel.now() + waitMs;
  while ((holders.get(node) ?? 0) > 0) {
    if (process.kernel.now() >= untilMs) return 1;
    yield* process.sleep(RETRY_MS);
  }
  holders.set(node, 1);
  const free = () => void holders.delete(node);
  process.cleanups.push(free);
  const status = yield* runCommand(call, command[0] === '-c' ? ['sh', '-c', command[1] ?? ''] : command);
  free();
  return status;
}
