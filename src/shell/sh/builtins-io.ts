/** Builtins that read and write: `echo`, `printf`, `read`, `test`. */
import type { Gen } from '../wait.ts';
import { echoText } from '../tools/echo.ts';
import { formatPrintf, PrintfError } from '../tools/printf.ts';
import { parseOptions } from '../tools/tool.ts';
import { SIGNAL_NUMBERS } from '../signals.ts';
import type { Builtin } from './builtins.ts';
import type { Shell } from './shell.ts';
import { TestError, testExpression } from './test.ts';
import { ShellError } from './wording.ts';

export const IO_BUILTINS: Record<string, Builtin> = {
  echo: {
    *run(shell, args) {
      yield* shell.process.out(echoText(args, shell.state.flavour));
      return 0;
    },
  },
  printf: {
    *run(shell, args) {
      const { state, process } = shell;
      let words = args;
      let variable: string | undefined;
      if (state.flavour === 'bash' && words[0] === '-v') {
        variable = words[1];
        words = words.slice(2);
      }
      if (words[0] === '--') words = words.slice(1);
      // BusyBox's printf is an applet: its messages have no line.
      const refuse = function* (message: string, status: number): Gen<number> {
        if (state.flavour !== 'busybox') throw new ShellError(message, status, false);
        yield* shell.tryPrint(2, `${state.arg0}: ${message}\n`);
        return status;
      };
      if (words[0] === undefined)
        return yield* refuse(state.flavour === 'busybox' ? 'usage: printf FORMAT [ARGUMENT...]' : 'usage: printf format [arg ...]', 2);
      let result: { output: string; errors: string[] };
      try {
        result = formatPrintf(words[0], words.slice(1), state.flavour);
      } catch (error) {
        if (!(error instanceof PrintfError)) throw error;
        return yield* refuse(error.message, state.flavour === 'busybox' ? 1 : 2);
      }
      for (const message of result.errors) {
        if (state.flavour === 'busybox') yield* shell.tryPrint(2, `${state.arg0}: ${message}\n`);
        else yield* shell.complain(message);
      }
      if (variable !== undefined) shell.assign(variable, result.output);
      else yield* process.out(result.output);
      return result.errors.length > 0 ? 1 : 0;
    },
  },
  test: { run: (shell, args) => test(shell, args) },
  '[': {
    *run(shell, args) {
      if (args.at(-1) !== ']') {
        if (shell.state.flavour !== 'busybox') throw new ShellError(shell.state.flavour === 'bash' ? "missing `]'" : 'missing ]', 2, false);
        yield* shell.tryPrint(2, `${shell.state.arg0}: missing ]\n`);
        return 2;
      }
      return yield* test(shell, args.slice(0, -1));
    },
  },
  read: { run: read },
  mapfile: { run: mapfile, only: ['bash'] },
  readarray: { run: mapfile, only: ['bash'] },
};

/** Reads lines into an array; `-t` takes their newlines away, `-n` reads no more than so many. */
function* mapfile(shell: Shell, args: string[]): Gen<number> {
  const options = parseOptions(args, 'dnOsuCc');
  const most = Number(options.value('n') ?? 0) || Number.POSITIVE_INFINITY;
  const lines: string[] = [];
  while (lines.length < most) {
    const line = yield* readLine(shell, { ...NO_READ_OPTIONS, raw: true, delimiter: options.value('d')?.slice(0, 1) ?? '\n' });
    if (line === undefined || (line.status !== 0 && line.text === '')) break;
    lines.push(options.has('t') || line.status !== 0 ? line.text : `${line.text}\n`);
    if (line.status !== 0) break;
  }
  shell.state.setElements(options.operands[0] ?? 'MAPFILE', lines);
  return 0;
}

function* test(shell: Shell, args: string[]): Gen<number> {
  try {
    return testExpression(shell.process, args, shell.state.flavour) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    const { state } = shell;
    if (state.flavour === 'busybox') yield* shell.tryPrint(2, `${state.arg0}: ${error.message}\n`);
    else yield* shell.complain(error.message);
    return 2;
  }
}

interface ReadOptions {
  raw: boolean;
  prompt: string | undefined;
  seconds: number | undefined;
  characters: number | undefined;
  delimiter: string;
  /** `-a`: the array that takes all words. */
  array: string | undefined;
  names: string[];
}

const NO_READ_OPTIONS: ReadOptions = {
  raw: false,
  prompt: undefined,
  seconds: undefined,
  characters: undefined,
  delimiter: '\n',
  array: undefined,
  names: [],
};

function* read(shell: Shell, args: string[]): Gen<number> {
  const { state } = shell;
  const options = readOptions(args);
  if (state.flavour === 'dash') {
    const unknown = args.slice(0, args.indexOf(options.names[0] ?? '')).find((word) => /^-[^pr-]/.test(word));
    if (unknown !== undefined) throw new ShellError(`Illegal option ${unknown.slice(0, 2)}`, 2, false);
    if (options.names.length === 0) throw new ShellError('arg count', 2, false);
  }
  if (options.names.length === 0) options.names.push('REPLY');
  const line = yield* readLine(shell, options);
  if (line === undefined) return 1;
  if (options.array !== undefined) {
    const words = splitLine(shell, line.text, line.quoted, Number.POSITIVE_INFINITY);
    shell.state.setElements(options.array, words.at(-1) === '' ? words.slice(0, -1) : words);
    return line.status;
  }
  const fields = splitLine(shell, line.text, line.quoted, options.names.length);
  for (const [index, name] of options.names.entries()) {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new ShellError(`${name}: bad variable name`, 2, false);
    state.set(name, fields[index] ?? '');
  }
  return line.status;
}

function readOptions(args: readonly string[]): ReadOptions {
  const options: ReadOptions = { ...NO_READ_OPTIONS, names: [] };
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] as string;
    if (!/^-\w/.test(word) || options.names.length > 0) {
      if (word !== '--') options.names.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const letter = word[at] as string;
      if (letter === 'r') options.raw = true;
      if (!'ptnNdua'.includes(letter)) continue;
      const value = word.slice(at + 1) || (args[i + 1] ?? '');
      if (at + 1 >= word.length) i += 1;
      if (letter === 'p') options.prompt = value;
      if (letter === 't') options.seconds = Number(value);
      if (letter === 'n' || letter === 'N') options.characters = Number(value);
      if (letter === 'a') options.array = value;
      if (letter === 'd') options.delimiter = value.slice(0, 1) || '\0';
      break;
    }
  }
  return options;
}

interface Line {
  text: string;
  /** Positions of characters that a backslash protects from splitting. */
  quoted: Set<number>;
  status: number;
}

/** One line, character by character: what comes after it belongs to whoever reads next. */
function* readLine(shell: Shell, options: ReadOptions): Gen<Line | undefined> {
  const { process, state } = shell;
  const file = process.fd(0);
  const untilMs = options.seconds === undefined ? Number.POSITIVE_INFINITY : process.kernel.now() + options.seconds * 1000;
  const line: Line = { text: '', quoted: new Set(), status: 0 };
  for (;;) {
    if (options.characters !== undefined && line.text.length >= options.characters) return line;
    const c = file.take(1);
    if (c === undefined) {
      if (process.kernel.now() >= untilMs) return { ...line, status: state.flavour === 'bash' ? 142 : 1 };
      yield { queue: file.queue, interruptible: true, ...(untilMs === Number.POSITIVE_INFINITY ? {} : { untilMs }) };
      const signal = process.pending[0];
      if (signal === undefined) continue;
      // A trapped signal ends the command in dash and BusyBox; Bash runs the trap and reads on.
      if (state.flavour !== 'bash') return { ...line, status: state.flavour === 'dash' ? 1 : 128 + SIGNAL_NUMBERS[signal] };
      yield* shell.runTraps();
      continue;
    }
    if (c === '') {
      line.status = 1;
      return line;
    }
    if (c === options.delimiter) return line;
    if (c === '\\' && !options.raw) {
      const next = yield* process.read(0, 1);
      if (next === '\n' || next === '') continue;
      line.quoted.add(line.text.length);
      line.text += next;
      continue;
    }
    line.text += c;
  }
}

/** Splits a line for `read`: the last variable takes what is left. */
function splitLine(shell: Shell, text: string, quoted: ReadonlySet<number>, count: number): string[] {
  const ifs = shell.state.get('IFS') ?? ' \t\n';
  const isWhite = (i: number) => i < text.length && !quoted.has(i) && ' \t\n'.includes(text[i] as string) && ifs.includes(text[i] as string);
  const isSeparator = (i: number) => i < text.length && !quoted.has(i) && ifs.includes(text[i] as string);
  let at = 0;
  while (isWhite(at)) at += 1;
  const fields: string[] = [];
  while (fields.length < count - 1 && at < text.length) {
    let end = at;
    while (end < text.length && !isSeparator(end)) end += 1;
    fields.push(text.slice(at, end));
    at = end;
    while (isWhite(at)) at += 1;
    if (isSeparator(at)) at += 1;
    while (isWhite(at)) at += 1;
  }
  let end = text.length;
  while (end > at && isWhite(end - 1)) end -= 1;
  let rest = text.slice(at, end);
  // One separator at the very end belongs to the last field's end if it is the only one in it.
  const last = rest.length - 1;
  if (last >= 0 && isSeparator(at + last) && ![...rest.slice(0, -1)].some((_, i) => isSeparator(at + i))) rest = rest.slice(0, -1);
  fields.push(rest);
  return fields;
}
