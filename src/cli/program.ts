/** What the commands do, as one file, `dist-node/program.cjs`, which `main.ts` takes compiled. A command's code is evaluated only when it is called. */
import type { CommandName, CommandRun } from './commands.ts';

export { parseArguments } from './arguments.ts';

const CODE: Readonly<Record<CommandName, () => Promise<CommandRun>>> = {
  run: async () => (await import('./run.ts')).run,
  check: async () => (await import('./check.ts')).check,
  compare: async () => (await import('./compare.ts')).compare,
  kubectl: async () => (await import('./kubectl.ts')).kubectl,
  explain: async () => (await import('./explain.ts')).explain,
  why: async () => (await import('./why.ts')).why,
  sweep: async () => (await import('./sweep.ts')).sweep,
  link: async () => (await import('./link.ts')).link,
  open: async () => (await import('./open.ts')).open,
};

export const loadCommand = (name: CommandName): Promise<CommandRun> => CODE[name]();

/** Answers as a thread of a sweep. */
export async function serveSweep(): Promise<void> {
  (await import('./sweep-thread.ts')).serveSweep();
}
