/** Programs that are not tools: servers and what belongs to them. */
import type { Program } from '../process.ts';
import { agnhost, livenessServer, testWebserver } from './agnhost.ts';
import { defaultServer } from './assumed.ts';
import { nginx, nginxEntrypoint } from './nginx.ts';
import { OTHER_PROGRAMS, runsOwnProgram } from './others.ts';

export const SERVER_PROGRAMS: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...Object.entries(OTHER_PROGRAMS),
  ['default-server', defaultServer],
  ['nginx', nginx],
  ['nginx-entrypoint', nginxEntrypoint],
  ['agnhost', agnhost],
  ['liveness', livenessServer],
  ['test-webserver', testWebserver],
]);

/** Programs that may stand for somebody's own: whether their arguments say so. */
export const GUESSED: ReadonlyMap<string, (argv: readonly string[]) => boolean> = new Map([
  ['default-server', () => true],
  ...['python', 'node', 'npm', 'java', 'php', 'go', 'interpreter'].map((name): [string, (argv: readonly string[]) => boolean] => [name, runsOwnProgram]),
]);
