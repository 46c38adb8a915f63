/** How commands leave the place where they stand. */
import type { SignalName } from '../types.ts';

/** `exit` */
export class ExitShell {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

/** A signal that ends Bash after its EXIT trap. */
export class TerminatedBy {
  readonly signal: SignalName;

  constructor(signal: SignalName) {
    this.signal = signal;
  }
}

/** `return` */
export class ReturnFromFunction {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

/** `break` and `continue`; `levels` loops are still to be left. */
export class LeaveLoop {
  levels: number;
  readonly again: boolean;

  constructor(levels: number, again: boolean) {
    this.levels = levels;
    this.again = again;
  }
}

/** Circumstances of a command. */
export interface Context {
  /** Its status is looked at, so that `set -e` does not count. */
  tested: boolean;
  /** Nothing comes after it: a program may take the shell's process. */
  last: boolean;
  /** It may be what the script is there for: of a program that nobody knows this decides whether it is taken for a server. */
  serves: boolean;
}

export const PLAIN: Context = { tested: false, last: false, serves: false };
export const LAST: Context = { tested: false, last: true, serves: true };
export const TESTED: Context = { tested: true, last: false, serves: false };
/** Of a script whose output somebody waits for. */
export const CAPTURED: Context = { tested: false, last: true, serves: false };

/** The context of a command whose process goes on after it. */
export function notLast(context: Context): Context {
  return context.last ? { ...context, last: false } : context;
}

/** The context of a command that others wait for. */
export function passing(context: Context): Context {
  return context.tested ? TESTED : PLAIN;
}
