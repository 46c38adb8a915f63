/** The command line: finds the command, runs it, words what went wrong. */
import { version } from '../../package.json';
import { parseArguments, UsageError } from './arguments.ts';
import { COMMANDS, type Status } from './commands.ts';
import type { Terminal } from './terminal.ts';

/** Runs one call and returns its exit status. */
export async function podloupe(words: readonly string[], terminal: Terminal): Promise<Status> {
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    // Any other error is a fault of the program: its stack says where
    const words = error instanceof UsageError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`podloupe: ${words}\n`);
    return 2;
  }
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<Status> {
  const call = parseArguments(words);
  const { command: name, options } = call;
  if (options.version !== undefined || name === 'version') {
    terminal.out(`${version}\n`);
    return 0;
  }
  if (options.help !== undefined || name === 'help') {
    const { helpOf } = await import('./help.ts');
    const topic = name === 'help' ? call.operands[0] : name;
    if (topic !== undefined && topic !== 'help' && topic !== 'version' && !Object.hasOwn(COMMANDS, topic)) throw noSuchCommand(topic);
    terminal.out(helpOf(topic));
    return 0;
  }
  if (name === undefined) {
    const { helpOf } = await import('./help.ts');
    terminal.err(helpOf(undefined));
    return 2;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw noSuchCommand(name);
  const foreign = Object.keys(options).find((option) => !command.options.some((own) => own === option));
  if (foreign !== undefined) throw new UsageError(`${name} has no option --${foreign}; see podloupe help ${name}`);
  if (call.rest !== undefined && command.keepsRest !== true) call.operands.push(...call.rest);
  const run = await command.load();
  return run(call, terminal);
}

function noSuchCommand(name: string): UsageError {
  return new UsageError(`there is no command ${name}; there is ${Object.keys(COMMANDS).join(', ')}`);
}
