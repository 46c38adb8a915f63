/** `$x` and `${x…}`. */
import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import type { Gen } from '../wait.ts';
import type { FieldBuilder } from './fields.ts';
import { patternSource, removePattern } from './pattern.ts';
import type { Shell } from './shell.ts';
import { expansionStatus, nullParameter, ShellError } from './wording.ts';

export function* expandParameter(shell: Shell, part: ParameterExpansionPart, builder: FieldBuilder, quoted: boolean): Gen<void> {
  const { state } = shell;
  const { operation } = part;
  if (state.flavour === 'dash' && isBashOnly(part)) throw new ShellError('Bad substitution', 2, true);
  if (part.prefix === '!' && (part.index?.value === '@' || part.index?.value === '*')) {
    addList(shell, builder, shell.indices(part.parameter), part.index.value === '*', quoted);
    return;
  }
  if (part.prefix === '!' && operation?.type !== 'Names') {
    const name = shell.parameter(part.parameter) ?? '';
    yield* expandParameter(shell, { ...part, prefix: undefined, parameter: name }, builder, quoted);
    return;
  }
  const list = listOf(shell, part);
  if (part.prefix === '#') {
    add(builder, String(list ? list.values.length : (required(shell, part, yield* valueOf(shell, part)) ?? '').length), quoted);
    return;
  }
  if (list && (operation === undefined || operation.type === 'Slice')) {
    const values = operation === undefined ? list.values : yield* slice(shell, list.sliced, operation.offset, operation.length);
    addList(shell, builder, values, list.joined, quoted);
    return;
  }
  const value = list ? (list.values.length > 0 ? list.values.join(' ') : undefined) : yield* valueOf(shell, part);
  if (operation?.type === 'Default') {
    yield* withDefault(shell, part, operation, value, builder, quoted, list);
    return;
  }
  const text = required(shell, part, value) ?? '';
  add(builder, operation ? yield* apply(shell, text, operation, part.parameter) : text, quoted);
}

function isBashOnly(part: ParameterExpansionPart): boolean {
  if (part.index !== undefined || part.prefix === '!') return true;
  return part.operation !== undefined && part.operation.type !== 'Default' && part.operation.type !== 'Remove';
}

/** The values of `$@`, `$*` and whole arrays. `sliced`: the list in which `:offset` counts; for parameters that begins with `$0`. */
function listOf(shell: Shell, part: ParameterExpansionPart): { values: string[]; sliced: string[]; joined: boolean } | undefined {
  const { parameters, arg0 } = shell.state;
  if (part.parameter === '@' || part.parameter === '*') return { values: parameters, sliced: [arg0, ...parameters], joined: part.parameter === '*' };
  const index = part.index?.value;
  if (index !== '@' && index !== '*') return undefined;
  const elements = shell.elements(part.parameter);
  return { values: elements, sliced: elements, joined: index === '*' };
}

function* valueOf(shell: Shell, part: ParameterExpansionPart): Gen<string | undefined> {
  if (part.index === undefined) return shell.parameter(part.parameter);
  const index = Number(yield* shell.expansion.arithmetic(shell, yield* shell.expansion.expandText(shell, part.index)));
  const elements = shell.state.variables.get(part.parameter)?.elements;
  if (!elements) return index === 0 ? shell.parameter(part.parameter) : undefined;
  return elements[index < 0 ? elements.length + index : index];
}

function required(shell: Shell, part: ParameterExpansionPart, value: string | undefined): string | undefined {
  if (value === undefined && shell.state.options.nounset && !['@', '*'].includes(part.parameter)) shell.failUnset(part.parameter);
  return value;
}

function addList(shell: Shell, builder: FieldBuilder, values: readonly string[], joined: boolean, quoted: boolean): void {
  if (quoted && (joined || !builder.splits)) {
    const ifs = shell.state.get('IFS');
    builder.quoted(values.join(joined && ifs !== undefined ? ifs.slice(0, 1) : ' '));
    return;
  }
  if (!builder.splits) {
    builder.expanded(values.join(' '));
    return;
  }
  for (const [index, value] of values.entries()) {
    if (index > 0) builder.next();
    add(builder, value, quoted);
  }
}

type DefaultOperation = Extract<ParameterOperation, { type: 'Default' }>;

function* withDefault(
  shell: Shell,
  part: ParameterExpansionPart,
  operation: DefaultOperation,
  value: string | undefined,
  builder: FieldBuilder,
  quoted: boolean,
  list: { values: string[]; joined: boolean } | undefined,
): Gen<void> {
  const { state } = shell;
  const orNull = operation.operator.startsWith(':');
  const missing = value === undefined || (orNull && value === '');
  const addOperand = function* (): Gen<void> {
    if (quoted) yield* shell.expansion.addQuotedWord(shell, operation.operand, builder);
    else yield* shell.expansion.addWord(shell, operation.operand, builder, builder.splits);
  };
  switch (operation.operator.replace(':', '')) {
    case '+':
      if (!missing) yield* addOperand();
      return;
    case '-':
      if (missing) yield* addOperand();
      else if (list) addList(shell, builder, list.values, list.joined, quoted);
      else add(builder, value, quoted);
      return;
    case '=': {
      if (!missing) {
        add(builder, value, quoted);
        return;
      }
      const text = yield* operandText(shell, operation.operand, quoted);
      if (!/^[A-Za-z_]\w*$/.test(part.parameter)) throw new ShellError(`${part.text}: bad substitution`, 2, true);
      shell.assign(part.parameter, text);
      add(builder, text, quoted);
      return;
    }
    default: {
      if (!missing) {
        add(builder, value, quoted);
        return;
      }
      const text = yield* operandText(shell, operation.operand, quoted);
      const words = text === '' ? nullParameter(state.flavour, part.parameter, orNull) : `${part.parameter}: ${text}`;
      throw new ShellError(words, expansionStatus(state.flavour, state.subshell), true);
    }
  }
}

function* operandText(shell: Shell, operand: Word, quoted: boolean): Gen<string> {
  if (!quoted) return yield* shell.expansion.expandText(shell, operand);
  return operand.parts ? yield* shell.expansion.expandText(shell, operand) : operand.value;
}

function add(builder: FieldBuilder, text: string, quoted: boolean): void {
  if (quoted) builder.quoted(text);
  else builder.expanded(text);
}

function* apply(shell: Shell, text: string, operation: ParameterOperation, parameter: string): Gen<string> {
  switch (operation.type) {
    case 'Remove':
      return removePattern(text, yield* shell.expansion.expandPattern(shell, operation.operand), operation.operator);
    case 'Replace': {
      const pattern = yield* shell.expansion.expandPattern(shell, operation.pattern);
      const replacement = yield* shell.expansion.expandText(shell, operation.replacement);
      return replacePattern(text, pattern, replacement, operation.operator);
    }
    case 'Slice':
      return (yield* slice(shell, [...text], operation.offset, operation.length)).join('');
    case 'CaseModification': {
      const upper = operation.operator.startsWith('^');
      const change = (c: string) => (upper ? c.toUpperCase() : c.toLowerCase());
      return operation.operator.length === 2 ? change(text) : change(text.slice(0, 1)) + text.slice(1);
    }
    case 'Names':
      return [...shell.state.variables.keys()]
        .filter((name) => name.startsWith(parameter))
        .sort()
        .join(' ');
    case 'Transform':
      return (yield* shell.expansion.expandText(shell, operation.operand)) === 'Q' ? `'${text.replaceAll("'", "'\\''")}'` : text;
    default:
      throw new ShellError('bad substitution', 1, true);
  }
}

function replacePattern(text: string, pattern: string, replacement: string, operator: '/' | '//' | '/#' | '/%'): string {
  if (pattern === '') return text;
  const source = patternSource(pattern);
  const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source;
  return text.replace(new RegExp(anchored, operator === '//' ? 'gsu' : 'su'), () => replacement);
}

function* slice<T>(shell: Shell, items: readonly T[], offset: Word, length: Word | undefined): Gen<T[]> {
  const start = Number(yield* shell.expansion.arithmetic(shell, yield* shell.expansion.expandText(shell, offset)));
  const from = start < 0 ? items.length + start : start;
  if (length === undefined) return items.slice(from);
  const count = Number(yield* shell.expansion.arithmetic(shell, yield* shell.expansion.expandText(shell, length)));
  return items.slice(from, count < 0 ? items.length + count : from + count);
}
