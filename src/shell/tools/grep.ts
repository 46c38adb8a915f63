import type { Gen } from '../wait.ts';
import { splitLines } from '../text.ts';
import { LineReader, openInput } from './input.ts';
import { escapeRegExp, posixRegExp } from './regular.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

export const GREP_TOOLS: Record<string, Tool> = {
  grep: (call) => grep(call, false),
  egrep: (call) => grep(call, true),
  fgrep: (call) => grep({ ...call, args: ['-F', ...call.args] }, false),
};

function* grep(call: ToolCall, extended: boolean): Gen<number> {
  const { process, flavour } = call;
  const options = parseOptions(call.args, 'efmABC', {
    quiet: 'q',
    silent: 'q',
    count: 'c',
    invert: 'v',
    'invert-match': 'v',
    'ignore-case': 'i',
    'line-number': 'n',
    regexp: 'e',
  });
  const operands = [...options.operands];
  const patterns = options.has('e') ? options.values('e') : [operands.shift()];
  if (patterns[0] === undefined) {
    yield* process.err(
      flavour === 'busybox'
        ? 'BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...\n'
        : "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n",
    );
    return 2;
  }
  let expression: RegExp;
  try {
    expression = compile(patterns as string[], extended || options.has('E') || options.has('P'), options);
  } catch {
    yield* complain(call, flavour === 'busybox' ? `bad regex '${patterns[0]}'` : 'Invalid regular expression');
    return 2;
  }
  const recursive = options.has('r') || options.has('R');
  const paths = recursive ? (operands.length === 0 ? ['.'] : operands).flatMap((path) => filesIn(call, path, options.has('R'))) : operands;
  const named = options.has('H') || (!options.has('h') && (recursive || paths.length > 1));
  const limit = Number(options.value('m') ?? Number.POSITIVE_INFINITY);
  const after = Number(options.value('A') ?? options.value('C') ?? 0);
  const before = Number(options.value('B') ?? options.value('C') ?? 0);
  const only = options.has('o') ? new RegExp(expression.source, `${expression.flags.replace('g', '')}g`) : undefined;
  let found = false;
  let failed = false;
  for (const path of paths.length === 0 ? ['-'] : paths) {
    const file = yield* openInput({ ...call, name: options.has('s') ? '' : call.name }, path, (_, name, error) => `${name}: ${error.message}`);
    if (!file) {
      failed = true;
      continue;
    }
    const label = (mark: string) => (named ? `${path === '-' ? '(standard input)' : path}${mark}` : '');
    const reader = new LineReader(process, file);
    let count = 0;
    let number = 0;
    let shown = 0;
    const earlier: string[] = [];
    const print = function* (text: string, at: number, mark: string): Gen<void> {
      yield* process.out(`${label(mark)}${options.has('n') ? `${at}${mark}` : ''}${text}\n`);
    };
    for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
      number += 1;
      const isMatch = count < limit && expression.test(line) !== options.has('v');
      if (!isMatch) {
        if (shown > 0 && number <= shown + after) yield* print(line, number, '-');
        else if (before > 0 && earlier.push(line) > before) earlier.shift();
        if (count >= limit && number >= shown + after) break;
        continue;
      }
      count += 1;
      found = true;
      if (options.has('q')) return 0;
      if (options.has('c') || options.has('l') || options.has('L')) {
        if (count >= limit) break;
        continue;
      }
      const last = shown === 0 ? 0 : shown + after;
      const from = Math.max(number - earlier.length, 1);
      if (before + after > 0 && shown > 0 && from > last + 1) yield* process.out('--\n');
      for (const [index, text] of earlier.entries()) yield* print(text, from + index, '-');
      earlier.length = 0;
      shown = number;
      for (const text of only ? (line.match(only) ?? []) : [line]) yield* print(text, number, ':');
      if (count >= limit && after === 0) break;
    }
    reader.close();
    if (options.has('c')) yield* process.out(`${label(':')}${count}\n`);
    if (options.has('l') ? count > 0 : options.has('L') && count === 0) yield* process.out(`${path}\n`);
  }
  if (failed) return options.has('q') && found ? 0 : 2;
  return found ? 0 : 1;
}

function compile(patterns: readonly string[], extended: boolean, options: ReturnType<typeof parseOptions>): RegExp {
  const flags = options.has('i') || options.has('y') ? 'i' : '';
  const sources = patterns.flatMap(splitLinesOrEmpty).map((pattern) => {
    const source = options.has('F') ? escapeRegExp(pattern) : posixRegExp(pattern, extended, '').source;
    if (options.has('x')) return `^(?:${source})$`;
    return options.has('w') ? `\\b(?:${source})\\b` : `(?:${source})`;
  });
  return new RegExp(sources.join('|'), flags);
}

function splitLinesOrEmpty(text: string): string[] {
  return text === '' ? [''] : splitLines(text);
}

/** Links in folders are followed by -R alone; BusyBox reads those that lead to a file. */
function filesIn(call: ToolCall, path: string, followsLinks: boolean): string[] {
  const { fs, cwd } = call.process;
  const node = fs.find(path, cwd);
  if (node?.kind !== 'dir') return [path];
  return node.names().flatMap((name) => {
    const below = `${path}/${name}`;
    if (followsLinks || node.get(name)?.kind !== 'link') return filesIn(call, below, followsLinks);
    return call.flavour === 'busybox' && fs.find(below, cwd)?.kind === 'file' ? [below] : [];
  });
}
