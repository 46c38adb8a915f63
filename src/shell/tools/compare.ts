/** Tools that hold files against each other: `cmp`, `diff`, `comm`, `paste`. */
import type { Gen } from '../wait.ts';
import { compareText, splitLines } from '../text.ts';
import { stampText } from './dates.ts';
import { readOperands } from './input.ts';
import { complain, type Options, parseOptions, type Tool, type ToolCall } from './tool.ts';

export const COMPARE_TOOLS: Record<string, Tool> = { cmp, diff, comm, paste };

/** Both texts; undefined if one cannot be read. */
function* pair(call: ToolCall, operands: readonly string[]): Gen<readonly [string, string] | undefined> {
  const texts = yield* readOperands(call, operands);
  const [a, b] = texts;
  return a === undefined || b === undefined ? undefined : [a.text, b.text];
}

function* cmp(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'n', { silent: 's', quiet: 's' });
  const [first = '-', second = '-'] = options.operands;
  const texts = yield* pair(call, [first, second]);
  if (!texts) return 2;
  const [a, b] = texts;
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at += 1;
  if (at === end && a.length === b.length) return 0;
  if (options.has('s')) return 1;
  const line = a.slice(0, at).split('\n').length;
  if (at < end) {
    yield* call.process.out(`${first} ${second} differ: char ${at + 1}, line ${line}\n`);
    return 1;
  }
  const shorter = a.length < b.length ? first : second;
  const where = at === 0 ? ' which is empty' : ` after byte ${at}, ${a[at - 1] === '\n' ? `line ${line - 1}` : `in line ${line}`}`;
  yield* complain(call, `EOF on ${shorter}${call.flavour === 'busybox' ? '' : where}`);
  return 1;
}

interface Change {
  /** Lines of the first file that go, and those of the second that come in their place. */
  from: number;
  to: number;
  intoFrom: number;
  intoTo: number;
}

function* diff(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'UL', { brief: 'q', unified: 'u', 'report-identical-files': 's', label: 'L' });
  const [first = '-', second = '-'] = options.operands;
  const texts = yield* pair(call, [first, second]);
  if (!texts) return 2;
  const same = texts[0] === texts[1];
  if (same || options.has('q')) {
    if (!same) yield* call.process.out(`Files ${first} and ${second} differ\n`);
    else if (options.has('s')) yield* call.process.out(`Files ${first} and ${second} are identical\n`);
    return same ? 0 : 1;
  }
  const [a, b] = texts.map(linesOf) as [string[], string[]];
  const changes = changesBetween(comparable(a, options), comparable(b, options));
  if (changes.length === 0) return 0;
  const unified = call.flavour === 'busybox' || options.has('u') || options.has('U');
  const output = unified ? unifiedText(a, b, changes, Number(options.value('U') || 3)) : normalText(a, b, changes);
  const names = options.values('L');
  const heads = [first, second].map((path, index) => names[index] ?? `${path}${call.flavour === 'busybox' ? '' : `\t${stampOf(call, path)}`}`);
  yield* call.process.out(`${unified ? `--- ${heads[0]}\n+++ ${heads[1]}\n` : ''}${output}`);
  return 1;
}

/** What is compared of lines, with their differences in white space left out where that is asked for. */
function comparable(lines: readonly string[], options: Options): string[] {
  const all = options.has('w');
  const runs = options.has('b');
  const cased = options.has('i') ? lines.map((line) => line.toLowerCase()) : [...lines];
  if (all) return cased.map((line) => line.replace(/\s+/g, ''));
  return runs ? cased.map((line) => line.replace(/[ \t]+/g, ' ').replace(/\s+$/, '')) : cased;
}

const NO_NEWLINE = '\n\\ No newline at end of file';

/** The lines; a last one without a newline says so, as it is printed. */
function linesOf(text: string): string[] {
  const lines = splitLines(text);
  const last = lines.at(-1);
  if (last !== undefined && !text.endsWith('\n')) lines[lines.length - 1] = `${last}${NO_NEWLINE}`;
  return lines;
}

function stampOf(call: ToolCall, path: string): string {
  const { process } = call;
  const mtimeMs = process.fs.find(path, process.cwd)?.mtimeMs ?? process.kernel.now();
  return stampText(process.kernel.options.epochMs + mtimeMs);
}

/** The shortest way from the one to the other (the longest common subsequence). */
function changesBetween(a: readonly string[], b: readonly string[]): Change[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const [height, width] = [a.length - head - tail, b.length - head - tail];
  const common = Array.from({ length: height + 1 }, () => new Uint32Array(width + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = height - 1; i >= 0; i -= 1) {
    const row = common[i];
    for (let j = width - 1; row && j >= 0; j -= 1) row[j] = a[head + i] === b[head + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const changes: Change[] = [];
  for (let i = 0, j = 0; i < height || j < width; ) {
    if (i < height && j < width && a[head + i] === b[head + j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [from, intoFrom] = [i, j];
    while ((i < height || j < width) && !(i < height && j < width && a[head + i] === b[head + j])) {
      if (i < height && (j === width || at(i + 1, j) >= at(i, j + 1))) i += 1;
      else j += 1;
    }
    changes.push({ from: head + from, to: head + i, intoFrom: head + intoFrom, intoTo: head + j });
  }
  return changes;
}

function normalText(a: readonly string[], b: readonly string[], changes: readonly Change[]): string {
  const range = (from: number, to: number) => (to - from > 1 ? `${from + 1},${to}` : String(to === from ? from : from + 1));
  return changes
    .map(({ from, to, intoFrom, intoTo }) => {
      const kind = from === to ? 'a' : intoFrom === intoTo ? 'd' : 'c';
      const gone = a.slice(from, to).map((line) => `< ${line}\n`);
      const come = b.slice(intoFrom, intoTo).map((line) => `> ${line}\n`);
      return `${range(from, to)}${kind}${range(intoFrom, intoTo)}\n${gone.join('')}${kind === 'c' ? '---\n' : ''}${come.join('')}`;
    })
    .join('');
}

function unifiedText(a: readonly string[], b: readonly string[], changes: readonly Change[], context: number): string {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    if (last && change.from - (last.at(-1)?.to ?? 0) <= 2 * context) last.push(change);
    else hunks.push([change]);
  }
  const range = (from: number, to: number) => (to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`);
  return hunks
    .map((hunk) => {
      const [first, last] = [hunk[0], hunk.at(-1)] as [Change, Change];
      const lead = Math.min(context, first.from);
      const trail = Math.min(context, a.length - last.to);
      let text = `@@ -${range(first.from - lead, last.to + trail)} +${range(first.intoFrom - lead, last.intoTo + trail)} @@\n`;
      let at = first.from - lead;
      const keep = (to: number) => {
        text += a
          .slice(at, to)
          .map((line) => ` ${line}\n`)
          .join('');
      };
      for (const { from, to, intoFrom, intoTo } of hunk) {
        keep(from);
        for (const line of a.slice(from, to)) text += `-${line}\n`;
        for (const line of b.slice(intoFrom, intoTo)) text += `+${line}\n`;
        at = to;
      }
      keep(last.to + trail);
      return text;
    })
    .join('');
}

function* comm(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args);
  const texts = yield* pair(call, options.operands);
  if (!texts) return 1;
  const [a, b] = texts.map(splitLines) as [string[], string[]];
  const [hides1, hides2, hides3] = ['1', '2', '3'].map((column) => options.has(column)) as [boolean, boolean, boolean];
  const second = hides1 ? '' : '\t';
  const third = `${second}${hides2 ? '' : '\t'}`;
  let output = '';
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [left, right] = [a[i], b[j]];
    const order = left === undefined ? 1 : right === undefined ? -1 : compareText(left, right);
    if (order < 0 && !hides1) output += `${left}\n`;
    if (order > 0 && !hides2) output += `${second}${right}\n`;
    if (order === 0 && !hides3) output += `${third}${left}\n`;
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
  yield* call.process.out(output);
  return 0;
}

function* paste(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'd', { delimiters: 'd', serial: 's' });
  const texts = yield* readOperands(call, options.operands);
  const separators = (options.value('d') ?? '\t').replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\0/g, '\0').replace(/\\\\/g, '\\');
  const joined = (words: readonly string[]) =>
    words.map((word, index) => `${index === 0 ? '' : (separators[(index - 1) % separators.length] ?? '').replace('\0', '')}${word}`).join('');
  const files = texts.map(({ text }) => splitLines(text));
  const height = Math.max(0, ...files.map((lines) => lines.length));
  // BusyBox leaves a file out that is over
  const row = (index: number) => files.flatMap((lines) => lines[index] ?? (call.flavour === 'busybox' ? [] : ''));
  const rows = options.has('s') ? files : Array.from({ length: height }, (_, index) => row(index));
  for (const words of rows) yield* call.process.out(`${joined(words)}\n`);
  return texts.failed ? 1 : 0;
}
