/** A shell process: runs scripts, forks, waits, runs traps. */
import type { CommandNode, CompoundList, ParsedScript, Statement } from 'unbash';
import { SystemError } from '../errors.ts';
import { findProgram } from '../executables.ts';
import type { Process } from '../process.ts';
import { ExitProgram, type Gen, ProcessGone } from '../wait.ts';
import { killedBy, SIGNAL_DESCRIPTIONS } from '../signals.ts';
import type { ExitStatus, SignalName } from '../types.ts';
import { runBody, runCommand, runStatements } from './commands.ts';
import { type Context, ExitShell, LAST, LeaveLoop, notLast, PLAIN, ReturnFromFunction, TerminatedBy } from './control.ts';
import * as expansion from './expand.ts';
import { lineAt, parseScript, type Script } from './parse.ts';
import { isDone, ShellState, type TrapName } from './state.ts';
import { findBuiltin } from './simple.ts';
import { capture, substituteProcess } from './substitution.ts';
import { expansionStatus, notFound, prefix, ShellError, type ShellFlavour, unsetParameter } from './wording.ts';

export class Shell {
  readonly state: ShellState;
  /** Descriptors of process substitutions, closed when their command is over. */
  readonly substitutions: number[] = [];

  constructor(state: ShellState) {
    this.state = state;
  }

  static start(process: Process, flavour: ShellFlavour, arg0: string): Shell {
    // dash and BusyBox catch SIGINT, trap or not (trap.c: setsignal): as PID 1 they end by it, too
    if (flavour !== 'bash' && process.dispositions.get('SIGINT') !== 'ignore') process.dispositions.set('SIGINT', 'catch');
    return new Shell(new ShellState(process, flavour, arg0));
  }

  get process(): Process {
    return this.state.process;
  }

  /** Word expansion, for what is called by it and needs it again. */
  get expansion(): typeof expansion {
    return expansion;
  }

  runBody(body: CompoundList, context: Context): Gen<number> {
    return runBody(this, body, context);
  }

  runStatements(statements: readonly Statement[], context: Context): Gen<number> {
    return runStatements(this, statements, context);
  }

  runCommand(node: CommandNode | CompoundList, context: Context): Gen<number> {
    return runCommand(this, node, context);
  }

  isBuiltin(name: string): boolean {
    return findBuiltin(this, name) !== undefined;
  }

  /** Runs a whole script and its EXIT trap; the shell's exit code. `isReplaced`: the last command may take the shell's process. */
  *main(script: Script, isReplaced: boolean): Gen<number> {
    return yield* this.guard((shell) => shell.runScript(script, isReplaced ? LAST : notLast(LAST)));
  }

  /** Runs something to the shell's end: errors that end a shell, `exit`, the EXIT trap. */
  *guard(body: (shell: Shell) => Gen<number>): Gen<number> {
    let killer: SignalName | undefined;
    try {
      this.state.status = yield* this.#contained(body);
    } catch (error) {
      if (!(error instanceof TerminatedBy)) throw error;
      killer = error.signal;
      this.process.pending.length = 0;
      if (this.state.flavour !== 'bash') {
        // dash and BusyBox give themselves the signal again at once, which only PID 1 survives (error.c: onint)
        if (this.process.pid !== 1) this.#dieOf(killer);
        this.state.status = killedBy(killer).code;
      }
    }
    const action = this.state.traps.get('EXIT');
    if (action) {
      this.state.traps.delete('EXIT');
      this.state.trapStatus = this.state.status;
      const status = this.state.status;
      this.state.status = yield* this.#contained(function* (shell) {
        yield* shell.runScript(parseScript(action, shell.state.flavour), PLAIN);
        return status;
      });
    }
    if (killer !== undefined) this.#dieOf(killer);
    return this.state.status;
  }

  /** Bash gives itself the signal again once its trap has run; PID 1 survives that and leaves with the same code. */
  #dieOf(signal: SignalName): never {
    this.process.dispositions.delete(signal);
    this.process.kernel.send(this.process, signal, 'inside');
    if (this.process.exit) throw new ProcessGone();
    throw new ExitProgram(killedBy(signal).code);
  }

  *#contained(body: (shell: Shell) => Gen<number>): Gen<number> {
    try {
      return yield* body(this);
    } catch (error) {
      if (error instanceof ExitShell || error instanceof ReturnFromFunction) return error.code;
      if (error instanceof LeaveLoop) return this.state.status;
      if (error instanceof ShellError) {
        yield* this.complain(error.message);
        return error.status;
      }
      throw error;
    }
  }

  *runScript(script: Script, context: Context): Gen<number> {
    const { state } = this;
    const saved = state.source;
    state.source = script.source;
    if (script.statements.length === 0 && !script.error) state.status = 0;
    yield* runStatements(this, script.statements, script.endsWithCommand && !script.error ? context : notLast(context));
    if (script.error) {
      yield* this.process.err(`${script.error(state.arg0)}\n`);
      throw new ExitShell(2);
    }
    state.source = saved;
    return state.status;
  }

  /** Runs the text as `eval`, `.` and traps do. */
  *runText(text: string, context: Context): Gen<number> {
    return yield* this.runScript(parseScript(text, this.state.flavour), context);
  }

  /** Actions of the signals that came in. */
  *runTraps(): Gen<void> {
    const { pending } = this.process;
    for (let signal = pending.shift(); signal; signal = pending.shift()) {
      if (!this.state.traps.has(signal)) throw new TerminatedBy(signal);
      yield* this.runTrap(signal);
    }
  }

  *runTrap(name: TrapName): Gen<void> {
    const { state } = this;
    const action = state.traps.get(name);
    if (!action) return;
    const { status, trapStatus, source, position } = state;
    state.trapStatus = status;
    yield* this.runText(action, PLAIN);
    Object.assign(state, { status, trapStatus, source, position });
  }

  /** A child that is a shell like this one, as `( )`, `&` and `$( )` make it. */
  fork(body: (shell: Shell) => Gen<number>): Process {
    const state = new ShellState(this.process, this.state.flavour, this.state.arg0, this.state);
    const shell = new Shell(state);
    const child = this.process.kernel.fork(this.process, () => shell.guard(body));
    state.process = child;
    if (state.flavour !== 'bash' && !child.dispositions.has('SIGINT')) child.dispositions.set('SIGINT', 'catch');
    return child;
  }

  /** Waits for a child that runs in the foreground: traps have to wait too. */
  *waitFor(child: Process): Gen<number> {
    yield* this.until(() => child.exit !== undefined);
    if (!child.exit) return 0;
    yield* this.reportDeath(child, child.exit, this.state.source.slice(this.state.position, this.state.positionEnd));
    return child.exit.code;
  }

  /** Waits for children; only what ends Bash (see `trap … EXIT`) does not wait with them. */
  *until(done: () => boolean): Gen<void> {
    const { pending, childQueue } = this.process;
    const interruptible = this.state.flavour === 'bash' && this.state.traps.has('EXIT');
    while (!done()) {
      const fatal = interruptible ? pending.find((signal) => signal !== 'SIGINT' && !this.state.traps.has(signal)) : undefined;
      if (fatal !== undefined) throw new TerminatedBy(fatal);
      // A signal with a trap waits for the child: it must not wake the shell again and again.
      yield { queue: childQueue, interruptible: interruptible && pending.length === 0 };
    }
    // A child that has not died of Ctrl-C has dealt with it (jobs.c: wait_sigint_handler)
    if (interruptible && pending.includes('SIGINT') && !this.state.traps.has('SIGINT')) pending.splice(pending.indexOf('SIGINT'), 1);
  }

  /** Shells say so when a child died of a signal, except of a pipe that nobody reads or of Ctrl-C. */
  *reportDeath(child: Process, status: ExitStatus, text: string): Gen<void> {
    const { signal } = status;
    if (signal === undefined || signal === 'SIGINT' || signal === 'SIGPIPE') return;
    const { flavour } = this.state;
    if (flavour !== 'bash') {
      yield* this.tryPrint(2, `${SIGNAL_DESCRIPTIONS[signal]}\n`);
    } else if (signal !== 'SIGTERM') {
      const what = `${String(child.pid).padStart(5)} ${SIGNAL_DESCRIPTIONS[signal].padEnd(24)}${text}`;
      yield* this.tryPrint(2, `${prefix(flavour, this.state.arg0, this.line())}${what}\n`);
    }
  }

  capture(script: ParsedScript, text: string): Gen<string> {
    return capture(this, script, text);
  }

  substituteProcess(script: ParsedScript, operator: '<' | '>'): Gen<string> {
    return substituteProcess(this, script, operator);
  }

  /** Replaces this process by a program: `exec`. Returns only if there is no such program. */
  *become(argv: string[], environment: Map<string, string>, serves: boolean): Gen<number> {
    const { process } = this;
    process.mayServe = serves;
    const found = findProgram(process, argv[0] ?? '', environment);
    if ('error' in found) return yield* this.reportMissing(argv[0] ?? '', found.error);
    process.argv = argv;
    process.env = environment;
    for (const [signal, disposition] of process.dispositions) if (disposition === 'catch') process.dispositions.delete(signal);
    process.pending.length = 0;
    process.memoryBytes = 0;
    throw new ExitProgram(yield* found.program(process));
  }

  /** Runs a program in a child and waits for it. */
  *runProgram(argv: string[], context: Context): Gen<number> {
    const environment = this.state.environment();
    if (context.last && !this.state.hasTraps()) return yield* this.become(argv, environment, context.serves);
    this.process.mayServe = context.serves;
    const found = findProgram(this.process, argv[0] ?? '', environment);
    if ('error' in found) return yield* this.reportMissing(argv[0] ?? '', found.error);
    return yield* this.waitFor(this.process.kernel.fork(this.process, found.program, argv, environment));
  }

  *reportMissing(name: string, error: SystemError): Gen<number> {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      yield* this.complain(this.state.builtin === 'exec' && this.state.flavour === 'bash' ? `${name}: not found` : notFound(this.state.flavour, name));
      return 127;
    }
    const isFolder = this.state.flavour === 'bash' && this.process.fs.find(name, this.process.cwd)?.kind === 'dir';
    yield* this.complain(`${name}: ${isFolder ? 'Is a directory' : error.message}`);
    return 126;
  }

  /** Starts a list in the background. */
  background(body: (shell: Shell) => Gen<number>, processText: string): void {
    const child = this.fork(body);
    child.setFd(0, this.process.kernel.nullFile());
    child.dispositions.set('SIGINT', 'ignore');
    child.dispositions.set('SIGQUIT', 'ignore');
    this.state.lastBackground = child.pid;
    this.addJob([child], processText);
  }

  addJob(processes: Process[], text: string): void {
    const { state } = this;
    // dash and ash forget what was waited for when its place is needed (jobs.c: makejob)
    state.jobs = state.jobs.filter((job) => job.waited !== true);
    if (state.jobs.length > 1000) state.jobs = state.jobs.filter((job) => !isDone(job));
    const number = (state.jobs.at(-1)?.number ?? 0) + 1;
    state.jobs.push({ number, processes, text });
  }

  /** Value of a parameter or variable; undefined if it is not set. */
  parameter(name: string): string | undefined {
    const { state } = this;
    switch (name) {
      case '?':
        return String(state.status);
      case '$':
        return String(state.shellPid);
      case '!':
        return state.lastBackground === undefined ? '' : String(state.lastBackground);
      case '#':
        return String(state.parameters.length);
      case '-':
        return state.optionLetters();
      case '@':
      case '*':
        return state.parameters.join(' ');
      case '0':
        return state.arg0;
      case 'LINENO':
        return String(this.line());
      default:
        return /^\d+$/.test(name) ? state.parameters[Number(name) - 1] : state.get(name);
    }
  }

  /** Value of a name in an arithmetic expression, `a[1]` and positional parameters included. */
  variable(name: string): string | undefined {
    const element = /^(\w+)\[(.*)\]$/.exec(name);
    if (!element) return this.parameter(name);
    return this.elements(element[1] as string)[Number(element[2])];
  }

  elements(name: string): string[] {
    const variable = this.state.variables.get(name);
    if (!variable) return [];
    if (!variable.elements) return variable.value === undefined ? [] : [variable.value];
    return variable.elements.filter((value) => value !== undefined);
  }

  /** The numbers under which an array has elements. */
  indices(name: string): string[] {
    const variable = this.state.variables.get(name);
    if (!variable?.elements) return variable?.value === undefined ? [] : ['0'];
    return variable.elements.flatMap((value, index) => (value === undefined ? [] : [String(index)]));
  }

  assign(name: string, value: string): void {
    this.state.set(name, value);
  }

  failUnset(name: string): never {
    const { flavour, subshell } = this.state;
    throw new ShellError(unsetParameter(flavour, name), expansionStatus(flavour, subshell), true);
  }

  line(): number {
    return lineAt(this.state.source, this.state.position);
  }

  prefix(): string {
    return prefix(this.state.flavour, this.state.arg0, this.line(), this.state.builtin, this.state.named);
  }

  /** Prints an error message of the shell. */
  *complain(message: string): Gen<void> {
    yield* this.tryPrint(2, `${this.prefix()}${message}\n`);
  }

  /** Prints, unless the descriptor is closed. */
  *tryPrint(fd: number, text: string): Gen<void> {
    try {
      yield* this.process.write(fd, text);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
  }

  /** `set -e`: ends the shell when a command failed that nobody asked about. */
  *checkStatus(status: number, context: Context): Gen<void> {
    if (status === 0 || context.tested) return;
    // What a signal asks for comes before that: `wait` fails when it is interrupted
    if (this.process.pending.length > 0) {
      this.state.status = status;
      yield* this.runTraps();
    }
    if (this.state.traps.has('ERR')) yield* this.runTrap('ERR');
    if (this.state.options.errexit) throw new ExitShell(status);
  }
}
