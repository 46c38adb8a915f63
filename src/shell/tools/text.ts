/** Tools that pass text on: `wc`, `tee`, `cut`, `tr`, `uniq`, `seq`, `yes`, … */
import type { Gen } from '../wait.ts';
import { splitLines, utf8Length } from '../text.ts';
import { LineReader, openInput, readOperands } from './input.ts';
import { expandSet } from './sets.ts';
import type { OpenFile } from '../streams.ts';
import { formatPrintf } from './printf.ts';
import { attempt, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

/** Worked out once for each character. */
function knownOnce<T extends string | boolean>(answer: (c: string) => T): (c: string) => T {
  const known = new Map<string, T>();
  return (c) => {
    const before = known.get(c);
    if (before !== undefined) return before;
    const given = answer(c);
    known.set(c, given);
    return given;
  };
}

export const TEXT_TOOLS: Record<string, Tool> = {
  *wc(call) {
    const { process } = call;
    const options = parseOptions(call.args);
    const texts = yield* readOperands(call, options.operands);
    const wanted = ['l', 'w', 'c', 'm'].filter((letter) => options.has(letter));
    const letters = wanted.length === 0 ? ['l', 'w', 'c'] : wanted;
    const counts = texts.map(({ path, text }) => ({
      path: path === '-' ? '' : path,
      l: text.split('\n').length - 1,
      w: text.split(/\s+/).filter((word) => word !== '').length,
      c: utf8Length(text),
      m: [...text].length,
    }));
    if (counts.length > 1) {
      const total = (key: 'l' | 'w' | 'c' | 'm') => counts.reduce((sum, count) => sum + count[key], 0);
      counts.push({ path: 'total', l: total('l'), w: total('w'), c: total('c'), m: total('m') });
    }
    // coreutils makes columns as wide as the number of all bytes
    const width = Math.max(String(counts.at(-1)?.c ?? 0).length, 1);
    for (const count of counts) {
      const numbers = letters.map((letter) => String(count[letter as 'l' | 'w' | 'c' | 'm']));
      const padded =
        call.flavour === 'busybox' && letters.length > 1
          ? numbers.map((n) => n.padStart(9)).join(' ')
          : letters.length > 1
            ? numbers.map((n) => n.padStart(count.path === '' ? 7 : width)).join(' ')
            : numbers.map((n) => (counts.length > 1 ? n.padStart(call.flavour === 'busybox' ? 9 : width) : n)).join(' ');
      yield* process.out(`${padded}${count.path === '' ? '' : ` ${count.path}`}\n`);
    }
    return texts.failed ? 1 : 0;
  },
  *tee(call) {
    const { process } = call;
    const options = parseOptions(call.args);
    const append = options.has('a');
    const files: OpenFile[] = [];
    let status = 0;
    for (const path of options.operands) {
      const file = yield* attempt(
        call,
        (error) => `${path}: ${error.message}`,
        () => process.fs.open(path, process.cwd, { read: false, write: true, append, create: true, truncate: !append, umask: process.umask }),
      );
      if (file) files.push(file.retain());
      else status = 1;
    }
    for (let text = yield* process.read(0); text !== ''; text = yield* process.read(0)) {
      for (const file of files) file.put(text);
      yield* process.out(text);
      yield* process.tick();
    }
    for (const file of files) file.release();
    return status;
  },
  *cut(call) {
    const options = parseOptions(call.args, 'dfcb', { delimiter: 'd', fields: 'f', characters: 'c', bytes: 'b' });
    const list = options.value('f') ?? options.value('c') ?? options.value('b');
    if (list === undefined) {
      const words = call.flavour === 'busybox' ? 'expected a list of bytes, characters, or fields' : 'you must specify a list of bytes, characters, or fields';
      yield* call.process.err(`${call.name}: ${words}\n${call.flavour === 'busybox' ? '' : `Try 'cut --help' for more information.\n`}`);
      return 1;
    }
    const ranges = list.split(',').map((range): [number, number] => {
      const [from = '', to] = range.split('-') as [string, string?];
      return [Number(from || 1), to === undefined ? Number(from) : Number(to || Number.POSITIVE_INFINITY)];
    });
    const chosen = (index: number) => ranges.some(([from, to]) => index + 1 >= from && index + 1 <= to);
    const delimiter = options.value('d') ?? '\t';
    return yield* eachLine(call, options.operands, (line) => {
      if (options.value('f') === undefined) return [...line].filter((_, index) => chosen(index)).join('');
      if (!line.includes(delimiter)) return options.has('s') ? undefined : line;
      return line
        .split(delimiter)
        .filter((_, index) => chosen(index))
        .join(delimiter);
    });
  },
  *tr(call) {
    const { process } = call;
    const options = parseOptions(call.args);
    const [first, second] = options.operands;
    if (first === undefined) return yield* usage(call, 'missing operand', 'tr [-cds] STRING1 [STRING2]');
    const from = expandSet(first);
    const complement = options.has('c') || options.has('C');
    const to = second === undefined ? undefined : expandSet(second);
    const inFrom = (c: string) => from.includes(c) !== complement;
    const inPlaceOf = knownOnce((c) => {
      if (!inFrom(c)) return c;
      if (options.has('d')) return '';
      if (to === undefined) return c;
      return (complement ? to.at(-1) : to[Math.min(from.indexOf(c), to.length - 1)]) ?? c;
    });
    const isSqueezed = knownOnce((c) => options.has('s') && (to ?? from).includes(c));
    let last = '';
    for (let text = yield* process.read(0); text !== ''; text = yield* process.read(0)) {
      // One character for another, as of megabytes from /dev/zero
      let out = from.length === 1 && !complement && !options.has('s') ? text.replaceAll(from, () => inPlaceOf(from)) : undefined;
      if (out === undefined) {
        out = '';
        for (const c of text) {
          const mapped = inPlaceOf(c);
          if (mapped === '' || (mapped === last && isSqueezed(mapped))) continue;
          out += mapped;
          last = mapped;
        }
      }
      yield* process.out(out);
      yield* process.tick();
    }
    return 0;
  },
  *uniq(call) {
    const options = parseOptions(call.args, 'fsw');
    const texts = yield* readOperands(call, options.operands.slice(0, 1));
    const groups: { line: string; count: number }[] = [];
    for (const line of texts.flatMap(({ text }) => splitLines(text))) {
      const last = groups.at(-1);
      if (last && (options.has('i') ? last.line.toLowerCase() === line.toLowerCase() : last.line === line)) last.count += 1;
      else groups.push({ line, count: 1 });
    }
    for (const { line, count } of groups) {
      if ((options.has('d') && count === 1) || (options.has('u') && count > 1)) continue;
      yield* call.process.out(options.has('c') ? `${String(count).padStart(7)} ${line}\n` : `${line}\n`);
    }
    return texts.failed ? 1 : 0;
  },
  *tac(call) {
    const texts = yield* readOperands(call, call.args);
    for (const { text } of texts) for (const line of splitLines(text).reverse()) yield* call.process.out(`${line}\n`);
    return texts.failed ? 1 : 0;
  },
  *rev(call) {
    return yield* eachLine(call, call.args, (line) => [...line].reverse().join(''));
  },
  *seq(call) {
    const { process } = call;
    const options = parseOptions(
      call.args.map((word) => (/^-\d/.test(word) ? ` ${word}` : word)),
      'sf',
    );
    const numbers = options.operands.map((word) => Number(word.trim()));
    const wrong = options.operands.find((word, index) => word.trim() === '' || Number.isNaN(numbers[index]));
    if (numbers.length === 0 || numbers.length > 3) return yield* usage(call, 'missing operand', 'seq [-w] [-s SEP] [FIRST [INC]] LAST');
    if (wrong !== undefined) return yield* usage(call, `invalid floating point argument: '${wrong.trim()}'`, 'seq [-w] [-s SEP] [FIRST [INC]] LAST');
    const first = numbers.length > 1 ? (numbers[0] as number) : 1;
    const step = numbers.length > 2 ? (numbers[1] as number) : 1;
    const last = numbers.at(-1) as number;
    const digits = Math.max(...options.operands.map((word) => (word.split('.')[1] ?? '').length));
    const format = call.flavour === 'coreutils' ? options.value('f') : undefined;
    const shown = (value: number) =>
      format === undefined ? value.toFixed(digits).padStart(width, '0') : formatPrintf(format, [String(value)], 'coreutils').output;
    const width = options.has('w') ? Math.max(first.toFixed(digits).length, last.toFixed(digits).length) : 0;
    const separator = options.value('s') ?? '\n';
    let out = '';
    for (let i = 0; ; i += 1) {
      const value = first + i * step;
      if (step === 0 || (step > 0 ? value > last + 1e-9 : value < last - 1e-9)) break;
      out += (i > 0 ? separator : '') + shown(value);
      if (out.length > 32_768) {
        yield* process.out(out);
        out = '';
      }
      if (i % 256 === 255) yield* process.tick();
    }
    yield* process.out(out === '' ? '' : `${out}\n`);
    return 0;
  },
  *yes(call) {
    const line = `${call.args.join(' ') || 'y'}\n`;
    // Nobody sees it and it never ends: no need to count the lines.
    if (call.process.fds.get(1)?.sink) for (;;) yield {};
    for (;;) {
      yield* call.process.out(line);
      yield* call.process.tick();
    }
  },
};

/** Maps every line of the operands; undefined drops it. */
export function* eachLine(call: ToolCall, operands: readonly string[], map: (line: string) => string | undefined): Gen<number> {
  let status = 0;
  for (const path of operands.length === 0 ? ['-'] : operands) {
    const file = yield* openInput(call, path);
    if (!file) {
      status = 1;
      continue;
    }
    const reader = new LineReader(call.process, file);
    for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
      const mapped = map(line);
      if (mapped !== undefined) yield* call.process.out(`${mapped}\n`);
    }
    reader.close();
  }
  return status;
}
