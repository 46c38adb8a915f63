/** `podloupe link FILE`: the share link of a scenario. */
import { encodeLink, TooLargeForLinkError } from '../link/encode.ts';
import { type Call, UsageError } from './arguments.ts';
import type { Status } from './commands.ts';
import { InputError, inputsOf } from './input.ts';
import { settle } from './report.ts';
import type { Terminal } from './terminal.ts';

/** Where `npm start` serves the app. */
const DEFAULT_BASE = 'http://127.0.0.1:4173/';

export async function link(call: Call, terminal: Terminal): Promise<Status> {
  const [input, ...more] = inputsOf(call.operands, terminal);
  if (input === undefined || more.length > 0) throw new UsageError('link needs one FILE: a scenario or - for standard input');
  const base = baseOf(call.options.base ?? DEFAULT_BASE);
  return settle(input.label, terminal, async (): Promise<Status> => {
    const { text } = await input.read();
    terminal.out(`${base}#${fragmentOf(text)}\n`);
    return 0;
  });
}

function baseOf(base: string): string {
  if (!URL.canParse(base)) throw new UsageError(`--base is the address of an app, like ${DEFAULT_BASE}, not ${base}`);
  return base.replace(/#.*$/s, '');
}

function fragmentOf(text: string): string {
  try {
    return encodeLink(text);
  } catch (error) {
    throw error instanceof TooLargeForLinkError ? new InputError(error.message) : error;
  }
}
