import type { Session } from '../session.ts';
import { describe } from './describe.ts';
import { events } from './events.ts';
import { attach, exec, portForward } from './exec.ts';
import { get } from './get.ts';
import { logs } from './logs.ts';
import { top } from './top.ts';
import { wait } from './wait.ts';

export type Commands = Readonly<Record<string, (session: Session) => void>>;

const looking: Commands = { get, describe, events, logs, exec, attach, 'port-forward': portForward, wait, top };

let known: Commands = looking;

/** The commands of kubectl by name: those that look, and what has been added. */
export const commands = (): Commands => known;

/** Adds commands, so that a page which only looks need not load them. */
export function addCommands(more: Commands): void {
  known = { ...more, ...known };
}
