import type { Session } from '../session.ts';
import { apply } from './apply.ts';
import { debug } from './debug.ts';
import { deleteObjects } from './delete.ts';
import { describe } from './describe.ts';
import { events } from './events.ts';
import { attach, exec, portForward } from './exec.ts';
import { get } from './get.ts';
import { logs } from './logs.ts';
import { set } from './set.ts';
import { top } from './top.ts';
import { wait } from './wait.ts';
import { create, mark, patch, replace } from './write.ts';

/** The commands of kubectl by name. */
export const COMMANDS: Readonly<Record<string, (session: Session) => void>> = {
  apply,
  create,
  replace,
  patch,
  set,
  label: (session) => mark(session, 'labels'),
  annotate: (session) => mark(session, 'annotations'),
  delete: deleteObjects,
  get,
  describe,
  events,
  logs,
  exec,
  attach,
  'port-forward': portForward,
  debug,
  wait,
  top,
};
