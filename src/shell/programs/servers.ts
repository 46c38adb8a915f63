/** Programs that are not tools: servers and what belongs to them. */
import type { Program } from '../process.ts';
import { defaultServer } from './assumed.ts';

export const SERVER_PROGRAMS: ReadonlyMap<string, Program> = new Map([['default-server', defaultServer]]);

/** Programs that may stand for somebody's own: whether their arguments say so. */
export const GUESSED: ReadonlyMap<string, (argv: readonly string[]) => boolean> = new Map([['default-server', () => true]]);
