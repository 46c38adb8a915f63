/** Lists, pipelines and compound commands. */
import type { AndOr, Case, CommandNode, CompoundList, If, Pipeline, PipelineNode, Redirection, Statement } from 'unbash';
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import { createPipe, type OpenFile } from '../streams.ts';
import { runArithmetic, runTest } from './conditions.ts';
import { CAPTURED, type Context, LAST, notLast, passing, TESTED } from './control.ts';
import { expandPattern, expandText } from './expand.ts';
import { runArithmeticFor, runFor, runWhile } from './loops.ts';
import { matchesPattern } from './pattern.ts';
import { redirect, withRedirections } from './redirections.ts';
import type { Shell } from './shell.ts';
import { runSimple } from './simple.ts';
import { ShellError } from './wording.ts';

export function* runStatements(shell: Shell, statements: readonly Statement[], context: Context): Gen<number> {
  const end = statements.length - 1;
  const inner = passing(context);
  const serving = context.serves ? lastThatWorks(statements) : end;
  for (const [index, statement] of statements.entries()) {
    yield* runStatement(shell, statement, index === end ? context : index === serving ? notLast(context) : inner);
  }
  return shell.state.status;
}

/** Commands that only tell how it went. */
const TELLERS: ReadonlySet<string> = new Set(['echo', 'printf', 'exit', 'return', 'true', ':']);

/** The last statement after which only words come. */
function lastThatWorks(statements: readonly Statement[]): number {
  return statements.findLastIndex(({ command }) => command.type !== 'Command' || (command.name !== undefined && !TELLERS.has(command.name.text)));
}

export function* runStatement(shell: Shell, statement: Statement, context: Context): Gen<number> {
  const { state } = shell;
  const { command } = statement;
  if (statement.background || isDashBackground(shell, command)) {
    state.position = statement.pos;
    state.positionEnd = statement.end;
    if (shell.process.countCommand()) yield* shell.process.payForCommands();
    shell.background((child) => runDetached(child, command), state.source.slice(command.pos, command.end));
    state.status = 0;
  } else if (!state.options.noexec) {
    state.status = yield* runList(shell, command, context);
  }
  if (shell.process.pending.length > 0) yield* shell.runTraps();
  return state.status;
}

/** What a background process does. Its own redirections need not be put back: it keeps nothing open of what it was started with (dash `eval.c: evalsubshell`). */
function* runDetached(shell: Shell, command: PipelineNode | AndOr): Gen<number> {
  if (command.type !== 'Redirected') return yield* runList(shell, command, LAST);
  return yield* runRedirectedForGood(shell, command.redirects, (context) => runCommand(shell, command.command, context), LAST);
}

/** dash does not know `&>`: it reads `command &` and a redirection without a command. */
function isDashBackground(shell: Shell, command: PipelineNode | AndOr): boolean {
  if (shell.state.flavour !== 'dash' || command.type !== 'Command') return false;
  return command.redirects.some((redirect) => redirect.type === 'Redirect' && redirect.operator.startsWith('&>'));
}

function* runList(shell: Shell, node: PipelineNode | AndOr, context: Context): Gen<number> {
  if (node.type !== 'AndOr') return yield* run(shell, node, context);
  const { state } = shell;
  // What `&&` leads on from has to end, what stands before `||` may be what it is all about
  const lastAnd = node.operators.lastIndexOf('&&');
  for (const [index, command] of node.commands.entries()) {
    const operator = node.operators[index - 1];
    if (operator !== undefined && (operator === '&&') !== (state.status === 0)) continue;
    const tested = index > lastAnd && context.serves ? { ...TESTED, serves: true } : TESTED;
    state.status = yield* run(shell, command, index === node.commands.length - 1 ? context : tested);
    if (shell.process.pending.length > 0) yield* shell.runTraps();
  }
  return state.status;
}

function* run(shell: Shell, node: PipelineNode, context: Context): Gen<number> {
  if (node.type === 'Pipeline') return yield* runPipeline(shell, node, context);
  return yield* runCommand(shell, node, context);
}

function* runPipeline(shell: Shell, node: Pipeline, context: Context): Gen<number> {
  const negated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
  const timed = node.prefixes.some((prefix) => prefix.type === 'Time');
  if (timed && shell.state.flavour === 'dash') {
    // A program that dash would have to find
    yield* shell.complain('time: not found');
    yield* shell.checkStatus(127, negated ? TESTED : context);
    return negated ? 0 : 127;
  }
  const startMs = shell.process.kernel.now();
  const plain = notLast(context);
  const only = node.commands.length === 1 ? node.commands[0] : undefined;
  const inner = negated ? TESTED : timed ? plain : context;
  const status = only ? yield* runCommand(shell, only, inner) : yield* runStages(shell, node, context.serves && !negated, context.tested || negated);
  if (!only && !negated) yield* shell.checkStatus(status, plain);
  if (timed) yield* shell.tryPrint(2, timeReport(shell, shell.process.kernel.now() - startMs));
  return negated ? Number(status === 0) : status;
}

function timeReport(shell: Shell, elapsedMs: number): string {
  const minutes = Math.floor(elapsedMs / 60_000);
  const seconds = (elapsedMs % 60_000) / 1000;
  if (shell.state.flavour === 'bash') return `\nreal\t${minutes}m${seconds.toFixed(3)}s\nuser\t0m0.000s\nsys\t0m0.000s\n`;
  return `real\t${minutes}m ${seconds.toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`;
}

/** Commands that pass on what a server writes, line by line. */
const FORWARDERS: ReadonlySet<string> = new Set(['tee', 'cat', 'ts', 'logger', 'rotatelogs', 'multilog']);

function forwards(command: CommandNode): boolean {
  return command.type === 'While' || (command.type === 'Command' && FORWARDERS.has(command.name?.text ?? ''));
}

/** Every stage is a process of its own; the pipeline is over when all of them are. */
function* runStages(shell: Shell, node: Pipeline, serves: boolean, tested: boolean): Gen<number> {
  const children: Process[] = [];
  let input: OpenFile | undefined;
  for (const [index, command] of node.commands.entries()) {
    if (shell.process.countCommand()) yield* shell.process.payForCommands();
    const context = serves && index === 0 && node.commands.slice(1).every(forwards) ? LAST : CAPTURED;
    const child = shell.fork((stage) => runCommand(stage, command, tested ? { ...context, tested } : context));
    if (input) child.setFd(0, input);
    input = undefined;
    if (index < node.commands.length - 1) {
      const { reader, writer } = createPipe();
      child.setFd(1, writer);
      if (node.operators[index] === '|&') child.setFd(2, writer);
      input = reader;
    }
    children.push(child);
  }
  const statuses: number[] = [];
  for (const child of children) statuses.push(yield* shell.waitFor(child));
  const last = statuses.at(-1) ?? 0;
  if (!shell.state.options.pipefail) return last;
  return statuses.findLast((status) => status !== 0) ?? 0;
}

export function* runCommand(shell: Shell, node: CommandNode | CompoundList, context: Context): Gen<number> {
  const { state } = shell;
  switch (node.type) {
    case 'Command':
      return yield* runSimple(shell, node, context);
    case 'CompoundList':
      return yield* runBody(shell, node, context);
    case 'BraceGroup':
      return yield* runBody(shell, node.body, ofCompound(shell, context));
    case 'Redirected':
      return yield* runRedirected(shell, node.command, node.redirects, context);
    case 'Subshell':
      return yield* runSubshell(shell, context, (inner, inside) => runStatements(inner, node.body.commands, inside));
    case 'If':
      return yield* runIf(shell, node, ofCompound(shell, context));
    case 'While':
      return yield* runWhile(shell, node, context);
    case 'For':
      return yield* runFor(shell, node, context);
    case 'Case':
      return yield* runCase(shell, node, ofCompound(shell, context));
    case 'Function':
      state.functions.set(node.name.value, { body: node.body, source: state.source });
      return 0;
    case 'ArithmeticCommand':
      return yield* runArithmetic(shell, node.body, context);
    case 'ArithmeticFor':
      return yield* runArithmeticFor(shell, node, context);
    case 'TestCommand':
      return yield* runTest(shell, node.expression, state.source.slice(node.pos, node.end), context);
    case 'Select':
    case 'Coproc':
      throw new ShellError(`${node.type.toLowerCase()} is not simulated`, 2, true);
  }
}

/** Bash becomes the last command only where that stands by itself (execute_cmd.c: should_suppress_fork). */
function ofCompound(shell: Shell, context: Context): Context {
  return shell.state.flavour === 'bash' ? notLast(context) : context;
}

export function* runBody(shell: Shell, body: CompoundList, context: Context): Gen<number> {
  if (body.commands.length === 0) return 0;
  return yield* runStatements(shell, body.commands, context);
}

function* runSubshell(shell: Shell, context: Context, body: (shell: Shell, inside: Context) => Gen<number>): Gen<number> {
  const { state } = shell;
  const inside = { ...LAST, tested: context.tested, serves: context.serves };
  if (context.last && state.flavour !== 'bash' && !state.hasTraps()) return yield* body(shell, inside);
  const child = shell.fork((inner) => body(inner, inside));
  const status = yield* shell.waitFor(child);
  yield* shell.checkStatus(status, context);
  return status;
}

/** Runs something in a process that is there for nothing else: its descriptors need not be put back. */
function* runRedirectedForGood(shell: Shell, redirects: readonly Redirection[], body: (context: Context) => Gen<number>, context: Context): Gen<number> {
  try {
    yield* redirect(shell, redirects);
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    yield* shell.complain(error.message);
    return error.status;
  }
  return yield* body(context);
}

/** A subshell redirects itself, so that the shell's own descriptors are left alone; anything else borrows those of the shell. */
function* runRedirected(shell: Shell, command: CommandNode, redirects: readonly Redirection[], context: Context): Gen<number> {
  if (command.type === 'Subshell') {
    return yield* runSubshell(shell, context, (inner, inside) =>
      runRedirectedForGood(inner, redirects, (own) => runStatements(inner, command.body.commands, own), inside),
    );
  }
  try {
    return yield* withRedirections(shell, redirects, () => runCommand(shell, command, notLast(context)));
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    yield* shell.complain(error.message);
    yield* shell.checkStatus(error.status, context);
    return error.status;
  }
}

function* runIf(shell: Shell, node: If, context: Context): Gen<number> {
  if ((yield* runBody(shell, node.clause, TESTED)) === 0) return yield* runBody(shell, node.then, context);
  for (const branch of node.elif) {
    if ((yield* runBody(shell, branch.clause, TESTED)) === 0) return yield* runBody(shell, branch.then, context);
  }
  return node.else ? yield* runBody(shell, node.else, context) : 0;
}

function* runCase(shell: Shell, node: Case, context: Context): Gen<number> {
  const text = yield* expandText(shell, node.word);
  let through = false;
  let status = 0;
  for (const item of node.items) {
    let chosen = through;
    for (const pattern of chosen ? [] : item.pattern) {
      if (!matchesPattern(yield* expandPattern(shell, pattern), text)) continue;
      chosen = true;
      break;
    }
    if (!chosen) continue;
    const more = item.terminator === ';&' || item.terminator === ';;&';
    status = yield* runBody(shell, item.body, more ? notLast(context) : context);
    if (!more) return status;
    through = item.terminator === ';&';
  }
  return status;
}
