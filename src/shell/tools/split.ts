/** Tools that cut texts up and put them together by fields: `split`, `join`, `strings`; and `install`. */
import type { Gen } from '../wait.ts';
import { compareText, splitLines } from '../text.ts';
import { utf8Bytes } from './digests.ts';
import { parseSize } from './file-trees.ts';
import { readOperands } from './input.ts';
import { parseMode } from './modes.ts';
import { attempt, complain, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

export const SPLIT_TOOLS: Record<string, Tool> = { split, join, strings, install };

/** Pieces of so many lines or bytes in files `xaa`, `xab`, … */
function* split(call: ToolCall): Gen<number> {
  const { process } = call;
  const options = parseOptions(call.args, 'alb', { lines: 'l', bytes: 'b', 'suffix-length': 'a', 'numeric-suffixes': 'd', 'additional-suffix': 'S' });
  const [path = '-', prefix = 'x'] = options.operands;
  const [input] = yield* readOperands(call, [path]);
  if (!input) return 1;
  const bytes = options.value('b');
  const pieces = bytes === undefined ? byLines(input.text, Number(options.value('l') ?? 1000)) : byBytes(input.text, parseSize(bytes));
  const letters = options.has('d') ? '0123456789' : 'abcdefghijklmnopqrstuvwxyz';
  const width = Number(options.value('a') ?? 2);
  for (const [index, piece] of pieces.entries()) {
    if (index >= letters.length ** width) {
      yield* complain(call, call.flavour === 'busybox' ? 'suffixes exhausted' : 'output file suffixes exhausted');
      return 1;
    }
    let suffix = '';
    for (let digit = width - 1; digit >= 0; digit -= 1) suffix += letters[Math.floor(index / letters.length ** digit) % letters.length];
    const name = `${prefix}${suffix}${options.value('S') ?? ''}`;
    const done = yield* attempt(
      call,
      (error) => `${name}: ${error.message}`,
      () => {
        process.fs.open(name, process.cwd, { read: false, write: true, append: false, create: true, truncate: true, umask: process.umask }).put(piece);
        return true;
      },
    );
    if (!done) return 1;
  }
  return 0;
}

function byLines(text: string, count: number): string[] {
  const lines = text.split(/(?<=\n)/);
  const pieces: string[] = [];
  for (let at = 0; at < lines.length && text !== ''; at += count) pieces.push(lines.slice(at, at + count).join(''));
  return pieces;
}

function byBytes(text: string, count: number): string[] {
  const bytes = utf8Bytes(text);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += count) pieces.push(new TextDecoder().decode(bytes.subarray(at, at + count)));
  return pieces;
}

/** Lines of two sorted files with the same field; by default the first, between blanks. */
function* join(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 't12jav');
  const separator = options.value('t');
  const [left, right] = yield* readOperands(call, options.operands);
  if (!left || !right) {
    if (options.operands.length < 2) return yield* usage(call, `missing operand${options.operands.length === 1 ? ` after '${options.operands[0]}'` : ''}`, '');
    return 1;
  }
  const fieldsOf = (line: string) => (separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator));
  const rowsOf = (text: string, field: string | undefined) => {
    const at = Number(options.value('j') ?? field ?? 1) - 1;
    return splitLines(text).map((line) => {
      const fields = fieldsOf(line);
      return { key: fields[at] ?? '', rest: fields.filter((_, index) => index !== at) };
    });
  };
  const [a, b] = [rowsOf(left.text, options.value('1')), rowsOf(right.text, options.value('2'))];
  const alone = new Set([...options.values('a'), ...options.values('v')]);
  const line = (key: string, rest: readonly string[]) => `${[key, ...rest].join(separator ?? ' ')}\n`;
  let [i, k] = [0, 0];
  while (i < a.length || k < b.length) {
    const [one, other] = [a[i], b[k]];
    const order = one && other ? compareText(one.key, other.key) : one ? -1 : 1;
    if (one && order < 0) {
      if (alone.has('1')) yield* call.process.out(line(one.key, one.rest));
      i += 1;
    } else if (other && order > 0) {
      if (alone.has('2')) yield* call.process.out(line(other.key, other.rest));
      k += 1;
    } else if (one) {
      const sameLeft = a.slice(i).filter(({ key }) => key === one.key);
      const sameRight = b.slice(k).filter(({ key }) => key === one.key);
      if (!options.has('v')) for (const x of sameLeft) for (const y of sameRight) yield* call.process.out(line(x.key, [...x.rest, ...y.rest]));
      i += sameLeft.length;
      k += sameRight.length;
    }
  }
  return 0;
}

/** Runs of at least four characters that can be printed. */
function* strings(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'nt', { bytes: 'n' });
  const texts = yield* readOperands(call, options.operands);
  const run = new RegExp(`[\\t -~]{${Number(options.value('n') ?? 4)},}`, 'g');
  for (const { text } of texts) for (const [found] of text.matchAll(run)) yield* call.process.out(`${found}\n`);
  return texts.failed ? 1 : 0;
}

/** Copies with permissions, or makes folders (`-d`). */
function* install(call: ToolCall): Gen<number> {
  const { process } = call;
  const { fs, cwd } = process;
  const options = parseOptions(call.args, 'mogt', { directory: 'd', mode: 'm', owner: 'o', group: 'g', 'target-directory': 't' });
  const mode = parseMode(options.value('m') ?? '755', false)?.(0);
  if (mode === undefined) {
    yield* complain(call, `invalid mode${call.flavour === 'busybox' ? ` '${options.value('m')}'` : ` ‘${options.value('m')}’`}`);
    return 1;
  }
  if (options.has('d')) {
    for (const path of options.operands) {
      const done = yield* attempt(
        call,
        (error) => (call.flavour === 'busybox' ? `can't create directory '${path}': ${error.message}` : `cannot create directory '${path}': ${error.message}`),
        () => {
          fs.mkdirs(path, cwd);
          fs.get(path, cwd).mode = mode;
          return true;
        },
      );
      if (!done) return 1;
    }
    return 0;
  }
  const sources = [...options.operands];
  const target = options.value('t') ?? sources.pop() ?? '';
  const isFolder = fs.find(target, cwd)?.kind === 'dir';
  for (const source of sources) {
    const to = isFolder ? `${target.replace(/\/+$/, '')}/${source.slice(source.lastIndexOf('/') + 1)}` : target;
    const done = yield* attempt(
      call,
      (error) => {
        if (fs.find(source, cwd))
          return call.flavour === 'busybox' ? `can't create '${to}': ${error.message}` : `cannot create regular file '${to}': ${error.message}`;
        return call.flavour === 'busybox' ? `can't stat '${source}': ${error.message}` : `cannot stat '${source}': ${error.message}`;
      },
      () => {
        const text = fs.read(source, cwd);
        const folder = to.slice(0, Math.max(0, to.lastIndexOf('/')));
        if (options.has('D') && folder !== '') fs.mkdirs(folder, cwd);
        fs.open(to, cwd, { read: false, write: true, append: false, create: true, truncate: true, mode: 0o600, umask: 0 }).put(text);
        fs.chmod(to, cwd, () => mode);
        return true;
      },
    );
    if (!done) return 1;
  }
  return 0;
}
