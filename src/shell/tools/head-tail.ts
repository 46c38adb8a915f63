/** `head` and `tail`. */
import { splitLines } from '../text.ts';
import type { Gen } from '../wait.ts';
import { LineReader, openInput, readWhole } from './input.ts';
import { parseOptions, type Tool, type ToolCall } from './tool.ts';

export const HEAD_TAIL_TOOLS: Record<string, Tool> = { head, tail };

/** Writes the old `-5` and `+5` as `-n5` and `-n+5`; a number that an option waits for stays. */
function countOptions(args: readonly string[]): string[] {
  return args.map((word, index) => {
    if (/^(-[nc]|--lines|--bytes)$/.test(args[index - 1] ?? '')) return word;
    return /^-\d+$/.test(word) ? `-n${word.slice(1)}` : /^\+\d+$/.test(word) ? `-n${word}` : word;
  });
}

function* head(call: ToolCall): Gen<number> {
  const { process } = call;
  const options = parseOptions(countOptions(call.args), 'nc', { lines: 'n', bytes: 'c' });
  const bytes = options.value('c');
  const count = Number(bytes ?? options.value('n') ?? 10);
  let status = 0;
  for (const [index, path] of (options.operands.length === 0 ? ['-'] : options.operands).entries()) {
    const file = yield* openInput(call, path);
    if (!file) {
      status = 1;
      continue;
    }
    if (options.operands.length > 1 && !options.has('q')) yield* process.out(`${index > 0 ? '\n' : ''}==> ${path} <==\n`);
    if (bytes !== undefined) {
      let left = count;
      file.retain();
      try {
        while (left > 0) {
          const text = file.take(left);
          if (text === '') break;
          if (text === undefined) yield { queue: file.queue };
          else {
            left -= text.length;
            yield* process.out(text);
          }
        }
      } finally {
        file.release();
      }
      continue;
    }
    if (count < 0) {
      for (const line of splitLines(yield* readWhole(process, file)).slice(0, count)) yield* process.out(`${line}\n`);
      continue;
    }
    const reader = new LineReader(process, file);
    for (let i = 0; i < count; i += 1) {
      const line = yield* reader.next();
      if (line === undefined) break;
      yield* process.out(`${line}\n`);
    }
    reader.close();
  }
  return status;
}

/** How often `tail -f` looks for more. */
const FOLLOW_MS = 1000;

function* tail(call: ToolCall): Gen<number> {
  const { process } = call;
  const options = parseOptions(countOptions(call.args), 'ncs', { lines: 'n', bytes: 'c', follow: 'f' });
  const bytes = options.value('c');
  const given = bytes ?? options.value('n') ?? '10';
  const fromStart = given.startsWith('+');
  const count = Math.abs(Number(given));
  const follow = options.has('f') || options.has('F');
  let status = 0;
  let followed: { path: string; length: number } | undefined;
  for (const [index, path] of (options.operands.length === 0 ? ['-'] : options.operands).entries()) {
    const file = yield* openInput(call, path);
    if (!file) {
      status = 1;
      if (options.has('F')) followed = { path, length: 0 };
      continue;
    }
    if (options.operands.length > 1 && !options.has('q')) yield* process.out(`${index > 0 ? '\n' : ''}==> ${path} <==\n`);
    const text = yield* readWhole(process, file);
    followed = { path, length: text.length };
    if (bytes !== undefined) yield* process.out(fromStart ? text.slice(count - 1) : text.slice(Math.max(0, text.length - count)));
    else {
      const lines = text.split(/(?<=\n)/);
      yield* process.out((fromStart ? lines.slice(Math.max(0, count - 1)) : count === 0 ? [] : lines.slice(-count)).join(''));
    }
  }
  if (!followed && status !== 0) {
    if (call.flavour === 'busybox') yield* process.err('tail: no files\n');
    return status;
  }
  if (!follow || !followed) return status;
  for (;;) {
    const node = process.fs.find(followed.path, process.cwd);
    // Nothing can come from /dev/null: what keeps containers alive need not be looked at every second.
    if (node?.kind === 'device') for (;;) yield {};
    yield* process.sleep(FOLLOW_MS);
    if (node?.kind !== 'file') continue;
    if (node.text.length < followed.length) followed.length = 0;
    yield* process.out(node.text.slice(followed.length));
    followed.length = node.text.length;
  }
}
