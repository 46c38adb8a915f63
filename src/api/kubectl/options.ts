/** Command lines as kubectl reads them (spf13/pflag): options anywhere, `--` ends them. */
import { checkFlagValue, createCommand, type Flag, flagsOf, GLOBAL_FLAGS, NOT_MADE } from './flags.ts';
import { UsageError } from './outcome.ts';

export interface CommandLine {
  words: string[];
  /** What follows `--`. */
  rest: string[];
  options: Map<string, string[]>;
}

export function parseCommandLine(args: readonly string[]): CommandLine {
  return new Parser(commandOf(args)).parse(args);
}

/** The first word that is no flag, and no value of a flag that may stand before the command; behind `create` also what is created. */
function commandOf(args: readonly string[]): string {
  const command = firstWord(args);
  if (command !== 'create') return command;
  const words = wordsOf(args.slice(args.indexOf(command) + 1), flagsOf(command) ?? []);
  const made = createCommand(words) || (NOT_MADE.has(words[0] ?? '') ? words[0] : '');
  return made ? `${command} ${made}` : command;
}

/** What is left without flags, where each that is not known takes a value (spf13/cobra: stripFlags). */
function wordsOf(args: readonly string[], flags: readonly Flag[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < args.length && args[i] !== '--'; i += 1) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('-')) words.push(arg);
    else if (!arg.includes('=')) {
      const flag = flags.find(({ name, short }) => arg === `--${name}` || arg === `-${short ?? ''}`);
      const isAlone = flag ? flag.kind === 'truth' || flag.alone !== undefined : !/^--|^-.$/.test(arg);
      if (!isAlone) i += 1;
    }
  }
  return words;
}

function firstWord(args: readonly string[]): string {
  for (let i = 0; i < args.length && args[i] !== '--'; i += 1) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('-')) return arg;
    const flag = GLOBAL_FLAGS.find(({ name, short }) => arg === `--${name}` || arg === `-${short ?? ''}`);
    if (flag !== undefined && flag.kind !== 'truth') i += 1;
  }
  return '';
}

class Parser {
  readonly #line: CommandLine = { words: [], rest: [], options: new Map() };
  readonly #flags: readonly Flag[] | undefined;
  /** Where help on the command is to be found. */
  readonly #usage: string;

  constructor(command: string) {
    this.#flags = command === '' ? GLOBAL_FLAGS : flagsOf(command);
    this.#usage = `\nSee 'kubectl ${command === '' ? '' : `${command} `}--help' for usage.`;
  }

  parse(args: readonly string[]): CommandLine {
    for (let i = 0; i < args.length; i += 1) {
      const arg = args[i] ?? '';
      if (arg === '--') {
        this.#line.rest = args.slice(i + 1);
        break;
      }
      const next = args[i + 1];
      if (arg === '-' || !arg.startsWith('-')) this.#line.words.push(arg);
      else if (arg.startsWith('--') ? this.#long(arg, next) : this.#short(arg, next)) i += 1;
    }
    return this.#line;
  }

  #add({ name }: Flag, value: string): void {
    this.#line.options.set(name, [...(this.#line.options.get(name) ?? []), value]);
  }

  /** True if the next argument was the flag's value. */
  #long(arg: string, next: string | undefined): boolean {
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    // Commands that are not carried out here may have any flag.
    const flag =
      this.#flags === undefined ? { name, kind: 'text' as const, short: undefined, alone: 'true' } : this.#flags.find((known) => known.name === name);
    if (flag === undefined) throw new UsageError(`unknown flag: --${name}${this.#usage}`);
    if (value !== undefined) this.#set(flag, value);
    else if (flag.kind === 'truth' || flag.alone !== undefined) this.#add(flag, flag.alone ?? 'true');
    else return this.#setNext(flag, next, arg);
    return false;
  }

  /** `-o json`, `-ojson`, `-o=json`, `-it`. */
  #short(arg: string, next: string | undefined): boolean {
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg.charAt(at);
      const rest = arg.slice(at + 1);
      const flag =
        this.#flags === undefined
          ? { name: letter, kind: 'truth' as const, short: letter, alone: undefined }
          : this.#flags.find(({ short }) => short === letter);
      if (flag === undefined) throw new UsageError(`unknown shorthand flag: '${letter}' in ${arg}${this.#usage}`);
      if (rest.startsWith('=')) {
        this.#set(flag, rest.slice(1));
        return false;
      }
      if (flag.kind === 'truth') this.#add(flag, 'true');
      else if (rest === '') return this.#setNext(flag, next, `'${letter}' in ${arg}`);
      else {
        this.#set(flag, rest);
        return false;
      }
    }
    return false;
  }

  #set(flag: Flag, value: string): void {
    checkFlagValue(flag, value, this.#usage);
    this.#add(flag, value);
  }

  #setNext(flag: Flag, next: string | undefined, written: string): boolean {
    if (next === undefined) throw new UsageError(`flag needs an argument: ${written}${this.#usage}`);
    this.#set(flag, next);
    return true;
  }
}

export class Options {
  readonly #values: Map<string, string[]>;

  constructor(values: Map<string, string[]>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** Every value, comma lists taken apart. */
  list(name: string): string[] {
    return (this.#values.get(name) ?? []).flatMap((value) => value.split(','));
  }

  /** Every value as it is written. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  flag(name: string): boolean {
    return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(this.text(name) ?? '');
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : Number(value);
  }
}
