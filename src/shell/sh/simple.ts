/** Simple commands: expansion, redirection, then a function, a builtin or a program. */
import type { Assignment, Command, CommandArgument, Word, WordPart } from 'unbash';
import { SystemError } from '../errors.ts';
import { ExitProgram, type Gen } from '../wait.ts';
import { BUILTINS, type Builtin, SPECIAL_BUILTINS } from './builtins.ts';
import { type Context, ExitShell, notLast, ReturnFromFunction } from './control.ts';
import { expandAssignment, expandText, expandWord } from './expand.ts';
import { redirect, withRedirections } from './redirections.ts';
import type { Shell } from './shell.ts';
import type { ShellFunction } from './state.ts';
import { ShellError, type ShellFlavour } from './wording.ts';

/** Builtins whose arguments of the form `name=value` are assignments: not split. */
const DECLARATIONS = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);

export function* runSimple(shell: Shell, command: Command, context: Context): Gen<number> {
  const { state } = shell;
  state.position = command.pos;
  state.positionEnd = command.end;
  if (shell.process.countCommand()) yield* shell.process.payForCommands();
  let status: number;
  try {
    status = yield* expandAndRun(shell, command, context);
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    yield* shell.complain(error.message);
    status = error.status;
  }
  while (shell.substitutions.length > 0) shell.process.closeFd(shell.substitutions.pop() as number);
  if (status !== 0 && !context.tested) yield* shell.checkStatus(status, context);
  return status;
}

function* expandAndRun(shell: Shell, command: Command, context: Context): Gen<number> {
  const { state } = shell;
  state.captured = undefined;
  const argv: string[] = [];
  if (command.name) yield* expandWord(shell, command.name, argv);
  const declares = argv.length > 0 && DECLARATIONS.has(argv[0] as string);
  for (const argument of command.args) yield* expandArgument(shell, argument, declares, argv);
  if (argv.length === 0) return yield* runWithoutCommand(shell, command);

  const assignments: [string, string][] = [];
  for (const prefix of command.prefix) {
    if (prefix.type === 'Assignment') assignments.push([prefix.name, yield* assignedValue(shell, prefix)]);
  }
  if (state.options.xtrace)
    yield* trace(shell, [...assignments.map(([name, value]) => tracedAssignment(shell, name, value)), tracedWords(shell, argv)].join(' '));
  if (assignments.length === 0) return yield* dispatch(shell, command, argv, context);
  if (SPECIAL_BUILTINS.has(argv[0] as string) && state.flavour !== 'bash') {
    for (const [name, value] of assignments) shell.assign(name, value);
    return yield* dispatch(shell, command, argv, context);
  }
  const restore = state.override(assignments);
  try {
    return yield* dispatch(shell, command, argv, context);
  } finally {
    restore();
  }
}

function* runWithoutCommand(shell: Shell, command: Command): Gen<number> {
  const { state } = shell;
  for (const prefix of command.prefix) {
    if (prefix.type === 'Assignment') yield* assign(shell, prefix);
  }
  if (command.redirects.length > 0) {
    yield* withRedirections(shell, command.redirects, function* () {
      yield* [];
    });
  }
  return state.captured ?? 0;
}

function* assign(shell: Shell, assignment: Assignment): Gen<void> {
  const { state } = shell;
  if (assignment.value.type === 'ArrayValue') {
    const elements: string[] = assignment.append ? shell.elements(assignment.name) : [];
    for (const element of assignment.value.elements) yield* expandWord(shell, element, elements);
    state.setElements(assignment.name, elements);
    return;
  }
  const value = yield* assignedValue(shell, assignment);
  if (assignment.index) {
    const elements = [...(state.variables.get(assignment.name)?.elements ?? shell.elements(assignment.name))];
    elements[Number(yield* expandText(shell, assignment.index)) || 0] = value;
    state.setElements(assignment.name, elements);
    return;
  }
  if (state.options.xtrace) yield* trace(shell, tracedAssignment(shell, assignment.name, value));
  shell.assign(assignment.name, value);
}

function* assignedValue(shell: Shell, assignment: Assignment): Gen<string> {
  if (assignment.value.type === 'ArrayValue') return assignment.text.slice(assignment.name.length + 1);
  const value = yield* expandAssignment(shell, assignment.value);
  return assignment.append ? (shell.state.get(assignment.name) ?? '') + value : value;
}

function* expandArgument(shell: Shell, argument: CommandArgument, declares: boolean, argv: string[]): Gen<void> {
  if (argument.type === 'Word') {
    yield* expandWord(shell, argument, argv);
    return;
  }
  if (argument.value.type === 'ArrayValue') {
    argv.push(argument.text);
    return;
  }
  if (declares) {
    argv.push(`${argument.name}${argument.append ? '+' : ''}=${yield* expandAssignment(shell, argument.value)}`);
    return;
  }
  yield* expandWord(shell, assignmentAsWord(argument, argument.value), argv);
}

/** `name=$x` among the arguments of a command is a word like any other. */
function assignmentAsWord(assignment: Assignment, value: Word): Word {
  const head = assignment.text.slice(0, assignment.text.length - value.text.length);
  const literal = (text: string, pos: number): WordPart => ({ type: 'Literal', text, value: text, pos, end: pos + text.length });
  const parts: readonly WordPart[] = value.parts ?? [literal(value.text, value.pos)];
  return {
    type: 'Word',
    text: assignment.text,
    value: assignment.text,
    pos: assignment.pos,
    end: assignment.end,
    parts: [literal(head, assignment.pos), ...parts],
  };
}

function* dispatch(shell: Shell, command: Command, words: string[], context: Context): Gen<number> {
  const { state } = shell;
  const argv = plainCommand(words, state.flavour);
  const name = argv[0] as string;
  const special = argv === words && SPECIAL_BUILTINS.has(name);
  const called = special || argv !== words ? undefined : state.functions.get(name);
  const builtin = called ? undefined : findBuiltin(shell, name);
  if (name === 'exec' && builtin) return yield* runExec(shell, command, argv, context);
  const body = (inner: Context) => {
    if (called) return callFunction(shell, called, argv, inner);
    if (builtin) return runBuiltin(shell, builtin, argv, inner);
    return shell.runProgram(argv, inner);
  };
  if (command.redirects.length === 0) return yield* body(context);
  if (!called && !builtin && context.last && state.flavour !== 'bash' && !state.hasTraps()) {
    // The process becomes the program: its descriptors need not be put back.
    yield* redirect(shell, command.redirects);
    return yield* shell.runProgram(argv, context);
  }
  try {
    return yield* withRedirections(shell, command.redirects, () => body(notLast(context)));
  } catch (error) {
    if (error instanceof ShellError && !error.fatal && special && state.flavour !== 'bash') throw new ShellError(error.message, error.status, true);
    throw error;
  }
}

/** `command x` and `builtin x`: x, but not a function of that name. Questions (`command -v`) stay as they are. */
function plainCommand(words: string[], flavour: ShellFlavour): string[] {
  if (words[0] !== 'command' && (words[0] !== 'builtin' || flavour !== 'bash')) return words;
  const first = words.findIndex((word, index) => index > 0 && word !== '-p' && word !== '--');
  if (first === -1 || /^-[pvV]+$/.test(words[first] as string)) return words;
  return words.slice(first);
}

export function findBuiltin(shell: Shell, name: string): Builtin | undefined {
  const builtin = BUILTINS.get(name);
  return builtin && (builtin.only === undefined || builtin.only.includes(shell.state.flavour)) ? builtin : undefined;
}

function* runExec(shell: Shell, command: Command, argv: string[], context: Context): Gen<number> {
  let words = argv.slice(1);
  if (words[0] === '--') words = words.slice(1);
  if (words[0] === '-a' && shell.state.flavour !== 'dash') words = words.slice(2);
  try {
    yield* redirect(shell, command.redirects);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    throw new ShellError(error.message, error.status, shell.state.flavour !== 'bash');
  }
  if (words.length === 0) return 0;
  shell.state.builtin = 'exec';
  const status = yield* shell.become(words, shell.state.environment(), context.serves || !shell.state.subshell);
  shell.state.builtin = undefined;
  throw new ExitProgram(status);
}

function* runBuiltin(shell: Shell, builtin: Builtin, argv: string[], context: Context): Gen<number> {
  const { state } = shell;
  const outer = state.builtin;
  state.builtin = argv[0];
  try {
    return yield* builtin.run(shell, argv.slice(1), context, argv[0] as string);
  } catch (error) {
    if (error instanceof SystemError) {
      // Only writing fails in a builtin without having been looked after.
      yield* shell.complain(state.flavour === 'dash' ? `${argv[0] ?? ''}: I/O error` : `write error: ${error.message}`);
      return 1;
    }
    if (error instanceof ShellError) {
      yield* shell.complain(error.message);
      if (error.fatal) throw new ExitShell(error.status);
      // POSIX XCU 2.8.1: an error in a special builtin ends a shell that is not interactive.
      if (state.flavour !== 'bash' && SPECIAL_BUILTINS.has(argv[0] as string)) throw new ExitShell(error.status);
      return error.status;
    }
    throw error;
  } finally {
    state.builtin = outer;
  }
}

function* callFunction(shell: Shell, called: ShellFunction, argv: string[], context: Context): Gen<number> {
  const { state } = shell;
  const { parameters, source, position, loopDepth } = state;
  state.parameters = argv.slice(1);
  state.source = called.source;
  state.functionDepth += 1;
  state.loopDepth = 0;
  state.enterScope();
  if (state.functionDepth > 1000) throw new ShellError(`${argv[0]}: maximum function nesting level exceeded`, 2, true);
  try {
    return yield* shell.runCommand(called.body, notLast(context));
  } catch (error) {
    if (error instanceof ReturnFromFunction) return error.code;
    throw error;
  } finally {
    state.leaveScope();
    state.functionDepth -= 1;
    Object.assign(state, { parameters, source, position, loopDepth });
  }
}

function trace(shell: Shell, text: string): Gen<void> {
  return shell.tryPrint(2, `${shell.state.get('PS4') ?? '+ '}${text}\n`);
}

function tracedAssignment(shell: Shell, name: string, value: string): string {
  return `${name}=${shell.state.flavour === 'dash' ? value : traceQuote(shell, value, false)}`;
}

function tracedWords(shell: Shell, words: readonly string[]): string {
  if (shell.state.flavour === 'dash') return words.join(' ');
  return words.map((word) => traceQuote(shell, word, true)).join(' ');
}

function traceQuote(shell: Shell, word: string, argument: boolean): string {
  if (word === '') return argument && shell.state.flavour === 'bash' ? "''" : '';
  const special = shell.state.flavour === 'busybox' ? /[^\w\]:./,+@%-]/ : /[^\w:./,+@%=-]/;
  return special.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word;
}
