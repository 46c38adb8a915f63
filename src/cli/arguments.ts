/** The words of a call: command, operands, options. Options may stand anywhere before `--`. */

/** Wrong usage. The message says what is wrong and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** All options of all commands; the same name means the same everywhere. `value` is absent for a flag. */
export const OPTIONS = {
  output: { short: 'o', value: 'FORMAT', does: 'what to print' },
  out: { value: 'DIR', does: 'write one file per run into DIR instead of printing' },
  duration: { value: 'D', does: 'how long to simulate, e.g. 90s or 5m' },
  seed: { value: 'N|typical', does: 'a whole number that chance is drawn from; typical: the middle of every range' },
  at: { value: 'D', does: "one value of the scenario's sweep, as written there" },
  pod: { value: '[KIND/]NAME', does: 'of a text with several Pods the one that is meant, or the object that makes it' },
  with: { value: 'FILE', does: 'objects that the cluster has beforehand' },
  mark: { value: 'TEXT', does: 'what to explain, by its words or its lane, e.g. Killing or app.liveness; default: what happened last' },
  width: { value: 'COLUMNS', does: 'width of the timeline' },
  unfold: { does: 'draw every crash loop (svg); default: of many that are alike only the first is drawn, the others are folded' },
  vary: {
    value: 'PATH=FROM..TO/STEP',
    does: 'a number or duration to vary, in the Pod or, after scenario:, in the Scenario document; several options make all combinations',
  },
  shard: { value: 'I/N', does: 'run only the Ith of N parts' },
  base: { value: 'URL', does: 'address of the app that the link opens' },
  help: { short: 'h', does: 'this help' },
  version: { short: 'V', does: 'the version' },
} as const satisfies Record<string, OptionSpec>;

interface OptionSpec {
  short?: string;
  value?: string;
  does: string;
}

export type OptionName = keyof typeof OPTIONS;

export interface Call {
  /** The first operand. */
  command: string | undefined;
  operands: string[];
  /** The last value given; the empty text for a flag. */
  options: Partial<Record<OptionName, string>>;
  /** Every value given, in order. */
  lists: Partial<Record<OptionName, string[]>>;
  /** What follows `--`; undefined without it. */
  rest: string[] | undefined;
}

const isOption = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name);
const specOf = (name: OptionName): OptionSpec => OPTIONS[name];

/** @throws {UsageError} for an unknown option, or one that lacks or does not take a value. */
export function parseArguments(words: readonly string[]): Call {
  const end = words.indexOf('--');
  const before = end < 0 ? [...words] : words.slice(0, end);
  const operands: string[] = [];
  const options: Call['options'] = {};
  const lists: Call['lists'] = {};
  for (let word = before.shift(); word !== undefined; word = before.shift()) {
    if (word === '-' || !word.startsWith('-')) {
      operands.push(word);
      continue;
    }
    const { name, written, value } = splitOption(word);
    const takesValue = specOf(name).value !== undefined;
    if (!takesValue && value !== undefined) throw new UsageError(`${written} takes no value`);
    const given = takesValue ? (value ?? before.shift()) : '';
    if (given === undefined) throw new UsageError(`${written} needs a value: ${written} ${specOf(name).value}`);
    options[name] = given;
    (lists[name] ??= []).push(given);
  }
  const [command, ...rest] = operands;
  return { command, operands: rest, options, lists, rest: end < 0 ? undefined : words.slice(end + 1) };
}

/** `--out=DIR`, `--out`, `-oFORMAT`, `-o=FORMAT`, `-o`. */
function splitOption(word: string): { name: OptionName; written: string; value: string | undefined } {
  const long = /^--([^=]+)(?:=([^]*))?$/.exec(word);
  if (long) {
    const [, name = '', value] = long;
    if (!isOption(name)) throw new UsageError(`there is no option --${name}`);
    return { name, written: `--${name}`, value };
  }
  const letter = word.charAt(1);
  const name = Object.keys(OPTIONS)
    .filter(isOption)
    .find((option) => specOf(option).short === letter);
  if (name === undefined) throw new UsageError(`there is no option -${letter}`);
  const value = word.slice(2).replace(/^=/, '');
  return { name, written: `-${letter}`, value: value === '' ? undefined : value };
}
