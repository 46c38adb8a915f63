/** `sed`: addresses, s, y, p, d, q, a, i, c, n, =, {}, labels with b and t, the hold space, N, D, P. */
import type { Gen } from '../wait.ts';
import { splitLines } from '../text.ts';
import { readOperands } from './input.ts';
import { posixRegExp } from './regular.ts';
import { attempt, complain, parseOptions, type Tool, type ToolFlavour } from './tool.ts';

type Address = { kind: 'line'; number: number } | { kind: 'last' } | { kind: 'match'; expression: RegExp };

interface SedCommand {
  from: Address | undefined;
  to: Address | undefined;
  negated: boolean;
  name: string;
  text: string;
  expression?: RegExp;
  flags?: string;
  /** Of `{`: where it goes on if its lines are not selected. */
  end?: number;
  /** Whether a range is being passed through. */
  active: boolean;
}

class SedError extends Error {
  /** How many characters had been read. */
  readonly at: number;
  readonly busybox: string | undefined;

  constructor(message: string, at = 0, busybox?: string) {
    super(message);
    this.at = at;
    this.busybox = busybox;
  }
}

export const SED_TOOLS: Record<string, Tool> = {
  *sed(call) {
    const options = parseOptions(call.args, 'ef', { expression: 'e', quiet: 'n', silent: 'n', 'regexp-extended': 'E', 'in-place': 'i' });
    const operands = [...options.operands];
    const scripts = options.has('e') ? [...options.values('e')] : [operands.shift()];
    if (scripts[0] === undefined) {
      yield* call.process.err(
        call.flavour === 'busybox'
          ? 'Usage: sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...\n'
          : 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n',
      );
      return 1;
    }
    let commands: SedCommand[];
    try {
      commands = new SedParser(scripts.join('\n'), options.has('E') || options.has('r')).parse();
    } catch (error) {
      if (error instanceof SyntaxError) {
        yield* complain(call, call.flavour === 'busybox' ? `bad regex '${error.message}'` : `-e expression #1, char 1: ${error.message}`);
        return 1;
      }
      if (!(error instanceof SedError)) throw error;
      yield* complain(
        call,
        call.flavour === 'busybox' ? (error.busybox ?? `unsupported command ${error.message}`) : `-e expression #1, char ${error.at}: ${error.message}`,
      );
      return 1;
    }
    const texts = yield* readOperands(call, operands);
    if (!options.has('i')) {
      const code = yield* run(call, commands, texts.map(({ text }) => text).join(''), options.has('n'), (text) => call.process.out(text));
      if (code !== 0) return code;
      return texts.failed ? (call.flavour === 'busybox' ? 1 : 2) : 0;
    }
    for (const { path, text } of texts) {
      let result = '';
      yield* run(call, commands, text, options.has('n'), function* (piece) {
        result += piece;
        yield* [];
      });
      const { process } = call;
      const done = yield* attempt(
        call,
        (error) => `couldn't open temporary file ${path}: ${error.message}`,
        () => {
          process.fs.open(path, process.cwd, { read: false, write: true, append: false, create: true, truncate: true }).put(result);
          return true;
        },
      );
      if (!done) return 4;
    }
    return texts.failed ? 1 : 0;
  },
};

class SedParser {
  readonly #script: string;
  readonly #extended: boolean;
  #at = 0;

  constructor(script: string, extended: boolean) {
    this.#script = script;
    this.#extended = extended;
  }

  /** One list: a block is left by its number. */
  parse(): SedCommand[] {
    const commands: SedCommand[] = [];
    const open: SedCommand[] = [];
    for (;;) {
      this.#skip(/[\s;]*/y);
      if (this.#at >= this.#script.length) {
        if (open.length > 0) throw new SedError("unmatched `{'");
        const missing = commands.find((command) => 'btT'.includes(command.name) && command.text !== '' && labelIn(commands, command.text) === undefined);
        if (missing) throw new SedError(`can't find label for jump to \`${missing.text}'`);
        return commands;
      }
      if (this.#script[this.#at] === '}') {
        this.#at += 1;
        const block = open.pop();
        if (!block) throw new SedError("unexpected `}'");
        block.end = commands.length;
        continue;
      }
      if (this.#script[this.#at] === '#') {
        this.#skip(/[^\n]*/y);
        continue;
      }
      const command = this.#command();
      commands.push(command);
      if (command.name === '{') open.push(command);
    }
  }

  #command(): SedCommand {
    const from = this.#address();
    let to: Address | undefined;
    if (from && this.#skip(/\s*,\s*/y) !== '') to = this.#address();
    const negated = this.#skip(/\s*!\s*/y) !== '';
    this.#skip(/\s*/y);
    const name = this.#script[this.#at] ?? '';
    this.#at += 1;
    const base: SedCommand = { from, to, negated, name, text: '', active: false };
    switch (name) {
      case '{':
        return base;
      case 's': {
        const [source, replacement] = this.#delimited(2) as [string, string];
        const flags = this.#skip(/[gpiIme0-9]*/y);
        return {
          ...base,
          text: replacement,
          flags,
          expression: posixRegExp(source, this.#extended, `${/g/.test(flags) || /\d/.test(flags) ? 'g' : ''}${/[iI]/.test(flags) ? 'i' : ''}`),
        };
      }
      case 'y': {
        const [source, replacement] = this.#delimited(2) as [string, string];
        return { ...base, text: replacement, flags: source };
      }
      case 'a':
      case 'i':
      case 'c':
        this.#skip(/[ \t]*\\?\n?[ \t]*/y);
        return { ...base, text: this.#skip(/[^\n]*/y) };
      case 'p':
      case 'd':
      case 'q':
      case 'Q':
      case 'n':
      case '=':
      case 'N':
      case 'D':
      case 'P':
      case 'h':
      case 'H':
      case 'g':
      case 'G':
      case 'x':
        return { ...base, text: this.#skip(/[ \t]*\d*/y).trim() };
      case ':':
      case 'b':
      case 't':
      case 'T':
        return { ...base, text: this.#skip(/[^\n;}]*/y).trim() };
      default:
        throw new SedError(
          name === '' ? 'missing command' : `unknown command: \`${name}'`,
          this.#at,
          name === '' ? 'missing command' : `unsupported command ${name}`,
        );
    }
  }

  #address(): Address | undefined {
    const number = this.#skip(/\d+/y);
    if (number !== '') return { kind: 'line', number: Number(number) };
    if (this.#skip(/\$/y) !== '') return { kind: 'last' };
    if (this.#script[this.#at] !== '/') return undefined;
    const [source] = this.#delimited(1) as [string];
    return { kind: 'match', expression: posixRegExp(source, this.#extended, this.#skip(/I/y) === '' ? '' : 'i') };
  }

  #delimited(count: number): string[] {
    const delimiter = this.#script[this.#at] ?? '';
    this.#at += 1;
    const parts: string[] = [];
    let part = '';
    let bracket = false;
    while (parts.length < count) {
      const c = this.#script[this.#at];
      if (c === undefined) throw new SedError("unterminated `s' command", this.#at, `unmatched '${delimiter}'`);
      this.#at += 1;
      if (c === '\\') {
        const next = this.#script[this.#at] ?? '';
        this.#at += 1;
        part += next === delimiter ? next : c + next;
      } else if (c === delimiter && !bracket) {
        parts.push(part);
        part = '';
      } else {
        if (c === '[' && parts.length === 0) bracket = true;
        else if (c === ']') bracket = false;
        part += c;
      }
    }
    return parts;
  }

  #skip(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const text = expression.exec(this.#script)?.[0] ?? '';
    this.#at += text.length;
    return text;
  }
}

function labelIn(commands: readonly SedCommand[], label: string): number | undefined {
  const index = commands.findIndex((command) => command.name === ':' && command.text === label);
  return index === -1 ? undefined : index;
}

interface Cycle {
  pattern: string;
  /** The hold space: stays from one cycle to the next. */
  hold: string;
  /** A substitution was made since the last line was read, or since the last `t`. */
  substituted: boolean;
  /** `D`: the next cycle begins with what is left. */
  again: boolean;
  line: number;
  last: boolean;
  after: string[];
  deleted: boolean;
  quit: number | undefined;
}

/** What a script prints: pattern spaces, and lines of its own. */
interface Printer {
  /** The last one goes without its newline if it came without (GNU `output_missing_newline`). */
  pattern(text: string): Gen<void>;
  line(text: string): Gen<void>;
}

function* run(call: Parameters<Tool>[0], commands: readonly SedCommand[], text: string, quiet: boolean, write: (text: string) => Gen<void>): Gen<number> {
  const lines = splitLines(text);
  const isOpen = text !== '' && !text.endsWith('\n');
  let current = 0;
  let owed = '';
  const print = function* (line: string, open: boolean): Gen<void> {
    yield* write(`${owed}${line}${open ? '' : '\n'}`);
    owed = open ? '\n' : '';
  };
  const out: Printer = { pattern: (line) => print(line, isOpen && current >= lines.length - 1), line: (line) => print(line, false) };
  let hold = '';
  let rest: string | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const cycle: Cycle = {
      pattern: rest ?? (lines[index] as string),
      hold,
      substituted: false,
      again: false,
      line: index + 1,
      last: index === lines.length - 1,
      after: [],
      deleted: false,
      quit: undefined,
    };
    rest = undefined;
    current = index;
    yield* call.process.tick();
    // `n` prints and takes the next line, `N` adds it
    const next = function* (adds: boolean): Gen<boolean> {
      if (index + 1 >= lines.length) return false;
      if (!quiet && !adds) yield* out.pattern(cycle.pattern);
      index += 1;
      current = index;
      const line = lines[index] as string;
      Object.assign(cycle, { pattern: adds ? `${cycle.pattern}\n${line}` : line, line: index + 1, last: index === lines.length - 1 });
      return true;
    };
    yield* apply(commands, cycle, call.flavour, out, next);
    hold = cycle.hold;
    if (!cycle.deleted && !quiet) yield* out.pattern(cycle.pattern);
    for (const line of cycle.after) yield* out.line(line);
    if (cycle.quit !== undefined) return cycle.quit;
    if (cycle.again) {
      rest = cycle.pattern;
      index -= 1;
    }
  }
  return 0;
}

function* apply(commands: readonly SedCommand[], cycle: Cycle, flavour: ToolFlavour, out: Printer, next: (adds: boolean) => Gen<boolean>): Gen<void> {
  // BusyBox's `p` always ends its line.
  const printed = () => (flavour === 'busybox' ? out.line(cycle.pattern) : out.pattern(cycle.pattern));
  for (let at = 0; at < commands.length; at += 1) {
    const command = commands[at] as SedCommand;
    if (cycle.deleted || cycle.quit !== undefined) return;
    if (selects(command, cycle) === command.negated) {
      if (command.end !== undefined) at = command.end - 1;
      continue;
    }
    switch (command.name) {
      case '{':
      case ':':
        break;
      case 'b':
      case 't':
      case 'T': {
        const jumps = command.name === 'b' || cycle.substituted === (command.name === 't');
        if (command.name !== 'b') cycle.substituted = false;
        if (jumps) at = labelIn(commands, command.text) ?? commands.length;
        break;
      }
      case 's': {
        const before = cycle.pattern;
        const isFound = command.expression?.test(before) === true;
        if (command.expression) command.expression.lastIndex = 0;
        cycle.pattern = substitute(command, before);
        if (!isFound) break;
        cycle.substituted = true;
        if (command.flags?.includes('p')) yield* printed();
        break;
      }
      case 'y':
        cycle.pattern = [...cycle.pattern].map((c) => command.text[command.flags?.indexOf(c) ?? -1] ?? c).join('');
        break;
      case 'p':
        yield* printed();
        break;
      case 'P':
        yield* out.line(cycle.pattern.split('\n')[0] ?? '');
        break;
      case 'd':
        cycle.deleted = true;
        break;
      case 'D':
        cycle.deleted = true;
        if (!cycle.pattern.includes('\n')) break;
        cycle.pattern = cycle.pattern.slice(cycle.pattern.indexOf('\n') + 1);
        cycle.again = true;
        break;
      case 'h':
        cycle.hold = cycle.pattern;
        break;
      case 'H':
        cycle.hold += `\n${cycle.pattern}`;
        break;
      case 'g':
        cycle.pattern = cycle.hold;
        break;
      case 'G':
        cycle.pattern += `\n${cycle.hold}`;
        break;
      case 'x':
        [cycle.pattern, cycle.hold] = [cycle.hold, cycle.pattern];
        break;
      case 'q':
      case 'Q':
        cycle.quit = Number(command.text || 0);
        cycle.deleted = command.name === 'Q';
        break;
      case 'n':
      case 'N':
        if (!(yield* next(command.name === 'N'))) cycle.quit = 0;
        break;
      case '=':
        yield* out.line(String(cycle.line));
        break;
      case 'a':
        cycle.after.push(command.text);
        break;
      case 'i':
        yield* out.line(command.text);
        break;
      default:
        if (!command.active) yield* out.line(command.text);
        cycle.deleted = true;
    }
  }
}

function selects(command: SedCommand, cycle: Cycle): boolean {
  if (!command.from) return true;
  if (!command.to) return matches(command.from, cycle);
  if (!command.active) {
    if (!matches(command.from, cycle)) return false;
    command.active = !(command.to.kind === 'line' && command.to.number <= cycle.line);
    return true;
  }
  if (matches(command.to, cycle) || (command.to.kind === 'line' && cycle.line >= command.to.number)) command.active = false;
  return true;
}

function matches(address: Address, cycle: Cycle): boolean {
  if (address.kind === 'last') return cycle.last;
  return address.kind === 'line' ? address.number === cycle.line : address.expression.test(cycle.pattern);
}

function substitute(command: SedCommand, text: string): string {
  const expression = command.expression as RegExp;
  const nth = Number(/\d+/.exec(command.flags ?? '')?.[0] ?? 0);
  let count = 0;
  return text.replace(expression, (...match: unknown[]) => {
    count += 1;
    if (nth > 0 && count !== nth && !(command.flags?.includes('g') && count > nth)) return match[0] as string;
    return command.text.replace(/\\(\d|n|t|&|\\|.)|&/gs, (whole, escape: string | undefined) => {
      if (whole === '&') return match[0] as string;
      if (escape !== undefined && /\d/.test(escape)) return escape === '0' ? (match[0] as string) : ((match[Number(escape)] as string | undefined) ?? '');
      return escape === 'n' ? '\n' : escape === 't' ? '\t' : (escape ?? '');
    });
  });
}
