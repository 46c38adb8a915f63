/** `podloupe open LINK`: the scenario of a share link, byte for byte. */
import { type Call, UsageError } from './arguments.ts';
import type { Status } from './commands.ts';
import { contentOfLink } from './link-text.ts';
import { settle } from './report.ts';
import type { Terminal } from './terminal.ts';

export async function open({ operands }: Call, terminal: Terminal): Promise<Status> {
  const [link, ...more] = operands;
  if (link === undefined || more.length > 0) throw new UsageError('open needs one LINK; put it in quotes');
  return settle('link', terminal, () => {
    terminal.out(contentOfLink(link).text);
    return 0;
  });
}
