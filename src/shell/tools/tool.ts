/** What tools have in common. */
import { SystemError } from '../errors.ts';
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';

export type ToolFlavour = 'busybox' | 'coreutils';

export interface ToolCall {
  process: Process;
  /** The name it was registered by. */
  name: string;
  flavour: ToolFlavour;
  args: readonly string[];
}

export type Tool = (call: ToolCall) => Gen<number>;

/** Splits options from operands: letters (those in `valued` take a value), long options as written. */
export interface Options {
  has(letter: string): boolean;
  value(letter: string): string | undefined;
  values(letter: string): readonly string[];
  operands: string[];
}

/**
 * `-n 5 -r file`: letters in `valued` take a value, attached or as the next word. `long` says which letter a long option
 * stands for.
 */
export function parseOptions(args: readonly string[], valued = '', long: Readonly<Record<string, string>> = {}): Options {
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  const put = (letter: string, value: string) => values.set(letter, [...(values.get(letter) ?? []), value]);
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] as string;
    if (word === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split(/=(.*)/s, 2) as [string, string?];
      const letter = long[name] ?? name;
      if (value === undefined && letter.length === 1 && valued.includes(letter)) {
        i += 1;
        put(letter, args[i] ?? '');
      } else put(letter, value ?? '');
      continue;
    }
    if (!/^-./.test(word)) {
      operands.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at += 1) {
      const letter = word[at] as string;
      if (!valued.includes(letter)) {
        put(letter, '');
        continue;
      }
      const attached = word.slice(at + 1);
      if (attached === '') i += 1;
      put(letter, attached === '' ? (args[i] ?? '') : attached);
      break;
    }
  }
  return {
    has: (letter) => values.has(letter),
    value: (letter) => values.get(letter)?.at(-1),
    values: (letter) => values.get(letter) ?? [],
    operands,
  };
}

/** Prints `name: message` to stderr. */
export function* complain(call: ToolCall, message: string): Gen<void> {
  yield* call.process.err(`${call.name}: ${message}\n`);
}

/** Runs something that may fail in the system; its message goes to `words`, the result is undefined then. */
export function* attempt<T>(call: ToolCall, words: (error: SystemError) => string, body: () => T): Gen<T | undefined> {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* complain(call, words(error));
    return undefined;
  }
}

/** Usage text of a tool that was called wrongly. */
export function* usage(call: ToolCall, coreutils: string, busybox: string): Gen<number> {
  if (call.flavour === 'busybox') yield* call.process.err(`BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: ${busybox}\n`);
  else yield* call.process.err(`${call.name}: ${coreutils}\nTry '${call.name} --help' for more information.\n`);
  return 1;
}
