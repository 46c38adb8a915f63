/** The command line: finds the command, runs it, words what went wrong. */
import { version } from '../../package.json';
import { parseArguments, UsageError } from './arguments.ts';
import { COMMANDS, type CommandName, type CommandRun, isCommand, type Status } from './commands.ts';
import type { Terminal } from './terminal.ts';

export type LoadCommand = (name: CommandName) => Promise<CommandRun>;

/** Runs one call and returns its exit status. */
export async function podloupe(words: readonly string[], terminal: Terminal, load: LoadCommand): Promise<Status> {
  try {
    return await dispatch(words, terminal, load);
  } catch (error) {
    // By its name, as the class is there twice once built. Any other error is a fault of the program: its stack says where
    const isUsage = error instanceof Error && error.name === UsageError.name;
    const words = isUsage ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`podloupe: ${words}\n`);
    return 2;
  }
}

async function dispatch(words: readonly string[], terminal: Terminal, load: LoadCommand): Promise<Status> {
  const call = parseArguments(words);
  const { command: name, options } = call;
  if (options.version !== undefined || name === 'version') {
    terminal.out(`${version}\n`);
    return 0;
  }
  if (options.help !== undefined || name === 'help') {
    const { helpOf } = await import('./help.ts');
    const topic = name === 'help' ? call.operands[0] : name;
    if (topic !== undefined && topic !== 'help' && topic !== 'version' && !isCommand(topic)) throw noSuchCommand(topic);
    terminal.out(helpOf(topic));
    return 0;
  }
  if (name === undefined) {
    const { helpOf } = await import('./help.ts');
    terminal.err(helpOf(undefined));
    return 2;
  }
  if (!isCommand(name)) throw noSuchCommand(name);
  const command = COMMANDS[name];
  const foreign = Object.keys(options).find((option) => !command.options.some((own) => own === option));
  if (foreign !== undefined) throw new UsageError(`${name} has no option --${foreign}; see podloupe help ${name}`);
  if (call.rest !== undefined && command.keepsRest !== true) call.operands.push(...call.rest);
  const run = await load(name);
  return run(call, terminal);
}

function noSuchCommand(name: string): UsageError {
  return new UsageError(`there is no command ${name}; there is ${Object.keys(COMMANDS).join(', ')}`);
}
