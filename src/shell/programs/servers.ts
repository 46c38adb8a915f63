/** Programs that are not tools: servers and what belongs to them. */
import type { Program } from '../wait.ts';
import { agnhost, livenessServer, testWebserver } from './agnhost.ts';
import { defaultServer } from './assumed.ts';
import { nginx, nginxEntrypoint } from './nginx.ts';
import { DATABASE_PROGRAMS } from './databases.ts';
import { INTERPRETERS, runsOwnProgram } from './interpreters.ts';
import { SMALL_PROGRAMS } from './small.ts';
import { WEB_PROGRAMS } from './web-servers.ts';

export const SERVER_PROGRAMS: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...Object.entries({ ...DATABASE_PROGRAMS, ...INTERPRETERS, ...SMALL_PROGRAMS, ...WEB_PROGRAMS }),
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
  ...Object.keys(INTERPRETERS).map((name): [string, (argv: readonly string[]) => boolean] => [name, runsOwnProgram]),
]);
