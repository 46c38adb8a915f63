/** The builtins of the three shells, by name. */
import type { Gen } from '../wait.ts';
import { ENVIRONMENT_BUILTINS } from './builtins-environment.ts';
import { FLOW_BUILTINS } from './builtins-flow.ts';
import { IO_BUILTINS } from './builtins-io.ts';
import { JOB_BUILTINS } from './builtins-jobs.ts';
import { NAME_BUILTINS } from './builtins-names.ts';
import type { Context } from './control.ts';
import type { Shell } from './shell.ts';
import type { ShellFlavour } from './wording.ts';

export interface Builtin {
  /** Throws ShellError for errors that its caller shall print. `args` are the words after the name. */
  run(shell: Shell, args: string[], context: Context, name: string): Gen<number>;
  /** The shells that have it; all if absent. */
  only?: readonly ShellFlavour[];
}

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({ ...ENVIRONMENT_BUILTINS, ...FLOW_BUILTINS, ...IO_BUILTINS, ...JOB_BUILTINS, ...NAME_BUILTINS }),
);

/** POSIX XCU 2.14: found before functions, and their errors end the shell. */
export const SPECIAL_BUILTINS: ReadonlySet<string> = new Set([
  ':',
  '.',
  'source',
  'break',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'times',
  'trap',
  'unset',
]);
