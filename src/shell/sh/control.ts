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
}

export const PLAIN: Context = { tested: false, last: false };
export const LAST: Context = { tested: false, last: true };
export const TESTED: Context = { tested: true, last: false };

/** The context of a command that is not the last one of its list. */
export function notLast(context: Context): Context {
  return context.last ? (context.tested ? TESTED : PLAIN) : context;
}
