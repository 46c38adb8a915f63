/** What a shell knows: variables, parameters, options, traps, jobs. */
import type { CompoundList, Function as FunctionNode } from 'unbash';
import type { Process } from '../process.ts';
import type { SignalName } from '../types.ts';
import { readOnlyVariable, type ScriptName, ShellError, type ShellFlavour } from './wording.ts';

export interface Variable {
  /** Undefined: declared (exported, read only) but not set. */
  value: string | undefined;
  /** Elements of a Bash array; `value` is then element 0. */
  elements?: (string | undefined)[];
  exported: boolean;
  readOnly: boolean;
}

export interface ShellFunction {
  body: FunctionNode['body'] | CompoundList;
  source: string;
}

export type TrapName = SignalName | 'EXIT' | 'ERR';

/** A background command. */
export interface Job {
  number: number;
  processes: Process[];
  text: string;
  /** `wait` has seen its end. */
  waited?: boolean;
}

export interface ShellOptions {
  errexit: boolean;
  nounset: boolean;
  xtrace: boolean;
  noglob: boolean;
  noexec: boolean;
  noclobber: boolean;
  allexport: boolean;
  pipefail: boolean;
  verbose: boolean;
}

/** From here on the length of a variable's value counts as memory. */
const BIG_TEXT = 1 << 20;

/** Letters of `set`. */
export const OPTION_LETTERS: Readonly<Record<string, keyof ShellOptions>> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  f: 'noglob',
  n: 'noexec',
  C: 'noclobber',
  a: 'allexport',
  v: 'verbose',
};

export class ShellState {
  process: Process;
  readonly flavour: ShellFlavour;
  /** `$0`. */
  arg0: string;
  named: ScriptName = 'none';
  parameters: string[] = [];
  readonly variables = new Map<string, Variable>();
  readonly functions = new Map<string, ShellFunction>();
  options: ShellOptions = {
    errexit: false,
    nounset: false,
    xtrace: false,
    noglob: false,
    noexec: false,
    noclobber: false,
    allexport: false,
    pipefail: false,
    verbose: false,
  };
  /** `$?` */
  status = 0;
  /** `$!` */
  lastBackground: number | undefined;
  /** `$$`: of the shell that was started, not of a subshell. */
  readonly shellPid: number;
  /** Actions by signal; an empty action ignores. */
  readonly traps = new Map<TrapName, string>();
  jobs: Job[] = [];
  loopDepth = 0;
  functionDepth = 0;
  sourceDepth = 0;
  subshell = false;
  /** Name of the builtin that runs, for messages. */
  builtin: string | undefined;
  /** Status of the last command substitution of a command. */
  captured: number | undefined;
  /** `$?` at the moment a trap began: what `exit` without a number means in it. */
  trapStatus: number | undefined;
  source = '';
  position = 0;
  positionEnd = 0;
  /** Traps of the shell that a subshell of Bash was made from: it lists them until it sets its own. */
  listedTraps: ReadonlyMap<TrapName, string> | undefined;
  /** Jobs of the shell that a subshell was made from: BusyBox and Bash still list them in `$(jobs -p)`. */
  listedJobs: readonly Job[] = [];
  #scopes: Map<string, Variable | undefined>[] = [];
  #environment: Map<string, string> | undefined;
  /** Inherited under names that no variable can have (`data-1`); they are passed on. */
  #foreign: ReadonlyMap<string, string>;
  #random: number;
  /** `$SECONDS` counts from here. */
  #secondsBase = 0;
  #secondsSinceMs: number;

  /** A new shell, or the state of a subshell of `from`. */
  constructor(process: Process, flavour: ShellFlavour, arg0: string, from?: ShellState) {
    this.process = process;
    this.flavour = flavour;
    this.arg0 = arg0;
    this.named = from?.named ?? 'none';
    this.shellPid = from?.shellPid ?? process.pid;
    this.#random = process.pid;
    this.#secondsSinceMs = process.startMs;
    // dash drops them (shell/var.c: init); BusyBox and Bash do not.
    this.#foreign = from ? from.#foreign : new Map(flavour === 'dash' ? [] : [...process.env].filter(([name]) => !isName(name)));
    if (from) {
      this.#secondsBase = from.#secondsBase;
      this.#secondsSinceMs = from.#secondsSinceMs;
      from.#copyTo(this);
      return;
    }
    for (const [name, value] of process.env) {
      if (isName(name)) this.variables.set(name, { value, exported: true, readOnly: false });
    }
    this.variables.set('IFS', { value: ' \t\n', exported: false, readOnly: false });
    this.variables.set('OPTIND', { value: '1', exported: false, readOnly: false });
    // dash: var.c INIT, cd.c setpwd; BusyBox and Bash do the same
    if (!this.variables.has('PWD')) this.variables.set('PWD', { value: process.cwd, exported: true, readOnly: false });
    if (flavour !== 'dash') this.variables.set('SHLVL', { value: String((Number(process.env.get('SHLVL')) || 0) + 1), exported: true, readOnly: false });
    this.variables.set('PPID', { value: String(process.parent?.pid ?? 0), exported: false, readOnly: false });
  }

  /** Copies everything into the state of a subshell; traps that are not ignored are reset. */
  #copyTo(other: ShellState): void {
    other.parameters = this.parameters;
    other.variables.clear();
    for (const [name, variable] of this.variables) other.variables.set(name, { ...variable });
    for (const [name, body] of this.functions) other.functions.set(name, body);
    other.options = { ...this.options };
    other.status = this.status;
    other.lastBackground = this.lastBackground;
    for (const [signal, action] of this.traps) if (action === '' && signal !== 'EXIT' && signal !== 'ERR') other.traps.set(signal, '');
    other.loopDepth = 0;
    other.functionDepth = this.functionDepth;
    other.sourceDepth = this.sourceDepth;
    other.subshell = true;
    other.source = this.source;
    other.position = this.position;
    other.positionEnd = this.positionEnd;
    if (this.flavour === 'bash') other.listedTraps = this.listedTraps ?? new Map(this.traps);
    if (this.flavour !== 'dash') other.listedJobs = this.jobs.filter(({ waited }) => waited !== true);
  }

  /** Value of a named variable. */
  get(name: string): string | undefined {
    const variable = this.variables.get(name);
    if (variable) return variable.value;
    return this.flavour === 'dash' ? undefined : this.#dynamic(name);
  }

  #dynamic(name: string): string | undefined {
    switch (name) {
      case 'RANDOM':
        this.#random = (Math.imul(this.#random, 1_103_515_245) + 12_345) & 0x7fffffff;
        return String((this.#random >> 16) & 0x7fff);
      case 'SECONDS':
        return this.flavour === 'bash' ? String(this.#secondsBase + Math.floor((this.process.kernel.now() - this.#secondsSinceMs) / 1000)) : undefined;
      case 'HOSTNAME':
        return this.process.kernel.options.hostname;
      case 'UID':
      case 'EUID':
        return this.flavour === 'bash' ? String(this.process.fs.uid) : undefined;
      case 'BASH_VERSION':
        return this.flavour === 'bash' ? '5.2.15(1)-release' : undefined;
      case 'BASH_VERSINFO':
        return this.flavour === 'bash' ? '5' : undefined;
      case 'BASHPID':
        return this.flavour === 'bash' ? String(this.process.pid) : undefined;
      case 'EPOCHSECONDS':
        return String(Math.floor((this.process.kernel.options.epochMs + this.process.kernel.now()) / 1000));
      default:
        return undefined;
    }
  }

  set(name: string, value: string): void {
    if (name === 'SECONDS' && this.flavour === 'bash') {
      this.#secondsBase = Number(value) || 0;
      this.#secondsSinceMs = this.process.kernel.now();
      return;
    }
    const variable = this.#writable(name);
    variable.value = value;
    if (value.length > BIG_TEXT) this.process.useMemory(value.length);
    if (variable.elements) variable.elements[0] = value;
    if (this.options.allexport) variable.exported = true;
    if (variable.exported) this.#environment = undefined;
  }

  setElements(name: string, elements: (string | undefined)[]): void {
    const variable = this.#writable(name);
    variable.elements = elements;
    variable.value = elements[0];
  }

  #writable(name: string): Variable {
    let variable = this.variables.get(name);
    if (!variable) {
      variable = { value: undefined, exported: false, readOnly: false };
      this.variables.set(name, variable);
    }
    if (variable.readOnly) throw new ShellError(readOnlyVariable(this.flavour, name), this.flavour === 'bash' ? 1 : 2, true);
    return variable;
  }

  mark(name: string, what: 'exported' | 'readOnly', value = true): void {
    const variable = this.variables.get(name);
    if (variable) variable[what] = value;
    else if (value) this.variables.set(name, { value: undefined, exported: what === 'exported', readOnly: what === 'readOnly' });
    this.#environment = undefined;
  }

  unset(name: string): void {
    if (!this.variables.has(name)) return;
    this.#writable(name);
    this.variables.delete(name);
    this.#environment = undefined;
  }

  /** The exported variables, as the next program gets them. */
  environment(): Map<string, string> {
    if (!this.#environment) {
      this.#environment = new Map(this.#foreign);
      for (const [name, { value, exported }] of this.variables) if (exported && value !== undefined) this.#environment.set(name, value);
    }
    return this.#environment;
  }

  enterScope(): void {
    this.#scopes.push(new Map());
  }

  leaveScope(): void {
    for (const [name, old] of this.#scopes.pop() ?? []) {
      if (old) this.variables.set(name, old);
      else this.variables.delete(name);
    }
    this.#environment = undefined;
  }

  /** `local`: the variable is put back when the function returns. False outside of functions. */
  makeLocal(name: string): boolean {
    const scope = this.#scopes.at(-1);
    if (!scope || this.functionDepth === 0) return false;
    const old = this.variables.get(name);
    if (!scope.has(name)) scope.set(name, old);
    // dash and BusyBox keep the outer value, Bash starts with nothing.
    const value = this.flavour === 'bash' ? undefined : old?.value;
    this.variables.set(name, { value, exported: old?.exported ?? false, readOnly: false });
    return true;
  }

  /** Sets variables for the time of one command; the result puts them back. */
  override(assignments: readonly (readonly [string, string])[]): () => void {
    const saved = assignments.map(([name]) => [name, this.variables.get(name)] as const);
    for (const [name, value] of assignments) {
      this.#writable(name);
      this.variables.set(name, { value, exported: true, readOnly: false });
    }
    this.#environment = undefined;
    return () => {
      for (const [name, old] of saved) {
        if (old) this.variables.set(name, old);
        else this.variables.delete(name);
      }
      this.#environment = undefined;
    };
  }

  /** `$-` */
  optionLetters(): string {
    let letters = '';
    for (const [letter, name] of Object.entries(OPTION_LETTERS)) if (this.options[name]) letters += letter;
    return this.flavour === 'bash' ? `${letters}hBc` : this.flavour === 'busybox' ? `${letters}c` : letters;
  }

  /** Whether some signal has an action: then the last command of a script does not replace the shell. */
  hasTraps(): boolean {
    for (const action of this.traps.values()) if (action !== '') return true;
    return false;
  }
}

/** What may stand before `=` in an assignment. */
function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

export function isDone(job: Job): boolean {
  return job.processes.every((process) => process.exit !== undefined);
}
