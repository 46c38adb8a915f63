/** Word expansion (POSIX XCU 2.6): parameters, commands, arithmetic, then splitting, file names, quotes. */
import type { DoubleQuotedChild, HereDoc, ParameterExpansionPart, Word, WordPart } from 'unbash';
import { parse } from 'unbash';
import type { Gen } from '../wait.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { braceWords } from './braces.ts';
import { FieldBuilder } from './fields.ts';
import { expandFileNames } from './glob.ts';
import { expandParameter } from './parameters.ts';
import { hasPattern } from './pattern.ts';
import type { Shell } from './shell.ts';
import { ShellError } from './wording.ts';

/** Words as arguments: split, with file names. */
export function* expandWords(shell: Shell, words: readonly Word[]): Gen<string[]> {
  const out: string[] = [];
  for (const word of words) yield* expandWord(shell, word, out);
  return out;
}

export function* expandWord(shell: Shell, word: Word, out: string[]): Gen<void> {
  if (!word.parts && word.text === word.value && !word.text.startsWith('~')) {
    out.push(word.value);
    return;
  }
  if (shell.state.flavour === 'bash' && word.parts?.some((part) => part.type === 'BraceExpansion')) {
    for (const piece of braceWords(word.text)) yield* expandOne(shell, piece, out);
    return;
  }
  yield* expandOne(shell, word, out);
}

function* expandOne(shell: Shell, word: Word, out: string[]): Gen<void> {
  const builder = new FieldBuilder(shell.state.get('IFS') ?? ' \t\n', true);
  yield* addWord(shell, word, builder, false);
  for (const field of builder.finish()) {
    if (!shell.state.options.noglob && hasPattern(field.pattern)) out.push(...expandFileNames(shell.state.process, field, shell.state.flavour !== 'bash'));
    else out.push(field.text);
  }
}

/** A word as one text, not split: assignments, `case`, targets of redirections. */
export function* expandText(shell: Shell, word: Word): Gen<string> {
  if (!word.parts && word.text === word.value && !word.text.includes('~')) return word.value;
  const builder = new FieldBuilder(shell.state.get('IFS') ?? ' \t\n', false);
  yield* addWord(shell, word, builder, false);
  return builder.finish()[0]?.text ?? '';
}

/** The value of an assignment: a text, where `~` counts after every colon too. */
export function* expandAssignment(shell: Shell, word: Word): Gen<string> {
  if (!word.parts && word.text === word.value && word.text.includes('~')) {
    return word.text
      .split(':')
      .map((piece) => expandTilde(shell, piece))
      .join(':');
  }
  return yield* expandText(shell, word);
}

/** A word as a pattern: what is quoted in it matches itself. */
export function* expandPattern(shell: Shell, word: Word): Gen<string> {
  const builder = new FieldBuilder(' \t\n', false);
  yield* addWord(shell, word, builder, false);
  return builder.finish()[0]?.pattern ?? '';
}

/** The text of a here-document. */
export function* expandHereDocument(shell: Shell, document: HereDoc): Gen<string> {
  const { body, delimiter, operator } = document;
  let text = body.text;
  if (!delimiter?.quoted && body.parts) {
    const builder = new FieldBuilder('', false);
    for (const part of body.parts) yield* addPart(shell, part, builder, true, false);
    text = builder.finish()[0]?.text ?? '';
  } else if (!delimiter?.quoted) text = text.replace(/\\([\\$`\n])/g, (_, c: string) => (c === '\n' ? '' : c));
  return operator === '<<-' ? text.replace(/^\t+/gm, '') : text;
}

/** Adds a word's pieces. `splitLiterals`: also the script's own text is split (the words in `${x:-a b}`). */
export function* addWord(shell: Shell, word: Word, builder: FieldBuilder, splitLiterals: boolean): Gen<void> {
  const { parts } = word;
  if (!parts) {
    addLiteral(builder, expandTilde(shell, word.text), splitLiterals);
    return;
  }
  for (const [index, part] of parts.entries()) {
    if (index === 0 && part.type === 'Literal' && part.text.startsWith('~')) {
      const closed = part.text.includes('/') || parts.length === 1;
      addLiteral(builder, closed ? expandTilde(shell, part.text) : part.text, splitLiterals);
    } else yield* addPart(shell, part, builder, false, splitLiterals);
  }
}

/** Adds the pieces of a word that stands within double quotes. */
export function* addQuotedWord(shell: Shell, word: Word, builder: FieldBuilder): Gen<void> {
  if (!word.parts) {
    builder.quoted(word.value);
    return;
  }
  for (const part of word.parts) yield* addPart(shell, part, builder, true, false);
}

function* addPart(shell: Shell, part: WordPart, builder: FieldBuilder, quoted: boolean, splitLiterals: boolean): Gen<void> {
  switch (part.type) {
    case 'Literal':
      if (quoted) builder.quoted(part.value);
      else addLiteral(builder, part.text, splitLiterals);
      return;
    case 'Glob':
      if (part.kind !== 'bracket') {
        builder.literal(part.text);
        return;
      }
      builder.literal('[');
      for (const piece of part.parts) yield* addPart(shell, piece, builder, quoted, false);
      builder.literal(']');
      return;
    case 'ExtendedGlob':
    case 'BraceExpansion':
      if (quoted) builder.quoted(part.text);
      else builder.literal(part.text);
      return;
    case 'SingleQuoted':
      builder.quoted(part.value);
      return;
    case 'AnsiCQuoted':
      builder.quoted(shell.state.flavour === 'dash' ? `$${part.text.slice(2, -1)}` : part.value);
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      // "$@" without parameters is no word at all, "" is an empty one.
      if (!part.parts.length || !part.parts.every(isAllParameters)) builder.ensure();
      for (const child of part.parts) yield* addPart(shell, child, builder, true, false);
      return;
    case 'SimpleExpansion':
      yield* expandParameter(shell, simpleParameter(part.text), builder, quoted);
      return;
    case 'ParameterExpansion':
      yield* expandParameter(shell, part, builder, quoted);
      return;
    case 'CommandExpansion':
      add(builder, part.script ? yield* shell.capture(part.script, part.text) : '', quoted);
      return;
    case 'ArithmeticExpansion':
      add(builder, yield* arithmetic(shell, arithmeticText(part.text)), quoted);
      return;
    case 'ProcessSubstitution':
      builder.quoted(part.script ? yield* shell.substituteProcess(part.script, part.operator) : '/dev/null');
  }
}

/** Value of an arithmetic expression in which `$x` and `$(…)` may stand. */
export function* arithmetic(shell: Shell, text: string): Gen<string> {
  const expanded = yield* expandQuotedText(shell, text);
  return String(evaluate(shell, expanded.replace(/["']/g, '')));
}

export function evaluate(shell: Shell, text: string): bigint {
  const { state } = shell;
  try {
    return evaluateArithmetic(
      text,
      {
        get: (name) => {
          const value = shell.variable(name);
          if (value === undefined && state.options.nounset) shell.failUnset(name);
          return value;
        },
        set: (name, value) => shell.assign(name, value),
      },
      state.flavour,
    );
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    throw new ShellError(error.message, state.flavour === 'bash' ? 1 : 2, true);
  }
}

/** Expands a text as if it stood in double quotes, whatever quotes are in it. */
export function* expandQuotedText(shell: Shell, text: string): Gen<string> {
  if (!/[$`\\]/.test(text)) return text;
  const script = parse(`: <<PODLOUPE_END\n${text}\nPODLOUPE_END\n`);
  const command = script.commands[0]?.command;
  const document = command?.type === 'Command' ? command.redirects[0] : undefined;
  if (document?.type !== 'HereDoc') return text;
  return (yield* expandHereDocument(shell, document)).slice(0, -1);
}

function arithmeticText(text: string): string {
  return text.startsWith('$[') ? text.slice(2, -1) : text.slice(3, -2);
}

function add(builder: FieldBuilder, text: string, quoted: boolean): void {
  if (quoted) builder.quoted(text);
  else builder.expanded(text);
}

/** The script's own text with backslashes in it. */
function addLiteral(builder: FieldBuilder, text: string, split: boolean): void {
  let start = 0;
  const flush = (end: number) => {
    const run = text.slice(start, end);
    if (split) builder.expanded(run);
    else builder.literal(run);
  };
  for (let i = text.indexOf('\\'); i !== -1; i = text.indexOf('\\', start)) {
    flush(i);
    const next = text[i + 1];
    if (next === undefined) builder.quoted('\\');
    else if (next !== '\n') builder.quoted(next);
    start = i + 2;
  }
  flush(text.length);
}

/** `~`, `~/x`, `~user` at the beginning of a text. */
export function expandTilde(shell: Shell, text: string): string {
  const match = /^~([\w-]*)(?=\/|$)/.exec(text);
  if (!match) return text;
  const user = match[1] ?? '';
  const home = user === '' ? shell.state.get('HOME') : homeOf(shell, user);
  return home === undefined ? text : home + text.slice(match[0].length);
}

function homeOf(shell: Shell, user: string): string | undefined {
  const file = shell.state.process.fs.find('/etc/passwd', '/');
  if (file?.kind !== 'file') return undefined;
  return file.text
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === user)?.[5];
}

function isAllParameters(part: DoubleQuotedChild): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@';
  return (
    part.type === 'ParameterExpansion' && part.operation === undefined && part.prefix === undefined && (part.parameter === '@' || part.index?.value === '@')
  );
}

const simple = new Map<string, ParameterExpansionPart>();

/** `$x` as `${x}`. */
function simpleParameter(text: string): ParameterExpansionPart {
  let part = simple.get(text);
  if (!part) {
    part = {
      type: 'ParameterExpansion',
      pos: 0,
      end: text.length,
      text,
      parameter: text.slice(1),
      parameterPos: 1,
      parameterEnd: text.length,
      prefix: undefined,
      index: undefined,
      operation: undefined,
    };
    simple.set(text, part);
  }
  return part;
}
