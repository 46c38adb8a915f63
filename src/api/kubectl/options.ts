/** Command lines as kubectl reads them (spf13/pflag): options anywhere, `--` ends them. */
import { UsageError } from './outcome.ts';

/** Options that take a value, by their long name. */
const VALUED = new Set(
  'filename output namespace selector dry-run validate patch patch-file image-pull-policy type subresource grace-period timeout container image target profile for field-selector label-columns sort-by tail since field-manager types template raw cascade env resource-version limit-bytes since-time pod-running-timeout chunk-size limits requests containers max-log-requests overwrite-by context'.split(
    ' ',
  ),
);
const SHORT: Record<string, string> = {
  f: 'filename',
  o: 'output',
  n: 'namespace',
  l: 'selector',
  p: 'patch',
  c: 'container',
  A: 'all-namespaces',
  L: 'label-columns',
  w: 'watch',
  R: 'recursive',
  i: 'stdin',
  t: 'tty',
  q: 'quiet',
  k: 'kustomize',
};
/** Where a command gives a letter another meaning. */
const SHORT_OF_COMMAND: Record<string, Record<string, string>> = { logs: { p: 'previous', f: 'follow' }, set: { c: 'containers' } };
const VALUED_SHORT_BOOLEANS = new Set(['previous', 'follow', 'watch', 'stdin', 'tty', 'all-namespaces', 'quiet', 'recursive']);

export interface CommandLine {
  words: string[];
  /** What follows `--`. */
  rest: string[];
  options: Map<string, string[]>;
}

export function parseCommandLine(args: readonly string[]): CommandLine {
  const line: CommandLine = { words: [], rest: [], options: new Map() };
  const add = (name: string, value: string) => line.options.set(name, [...(line.options.get(name) ?? []), value]);
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      line.rest = args.slice(i + 1);
      break;
    }
    if (arg === '-' || !arg.startsWith('-')) {
      line.words.push(arg);
      continue;
    }
    const long = /^--([^=]+)(?:=(.*))?$/s.exec(arg);
    const short = /^-(\w)(?:=?(.+))?$/s.exec(arg);
    const name = long?.[1] ?? SHORT_OF_COMMAND[command]?.[short?.[1] ?? ''] ?? SHORT[short?.[1] ?? ''] ?? '';
    if (name === '') throw new UsageError(`unknown shorthand flag: ${JSON.stringify(short?.[1] ?? '').replaceAll('"', "'")} in ${arg}`);
    const inline = long === null ? short?.[2] : long[2];
    if (inline !== undefined && !(long === null && VALUED_SHORT_BOOLEANS.has(name))) add(name, inline);
    else if (!VALUED.has(name) || VALUED_SHORT_BOOLEANS.has(name)) {
      add(name, 'true');
      // Several letters behind one dash: `-it`.
      for (const letter of long === null ? (inline ?? '') : '') add(SHORT[letter] ?? letter, 'true');
    } else {
      const value = args[i + 1];
      if (name === 'dry-run' || value === undefined) {
        if (value === undefined && name !== 'dry-run') throw new UsageError(`flag needs an argument: ${arg}`);
        add(name, 'client');
      } else {
        add(name, value);
        i += 1;
      }
    }
  }
  return line;
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
    return this.text(name) === 'true' || this.text(name) === '';
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : Number(value);
  }
}
