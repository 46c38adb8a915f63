import type { Session } from '../session.ts';
import { apply } from './apply.ts';
import { deleteObjects } from './delete.ts';
import { create, mark, patch, replace, set } from './write.ts';

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
};
