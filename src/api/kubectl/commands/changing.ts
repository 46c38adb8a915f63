/** The commands that change things. */
import { apply } from './apply.ts';
import { debug } from './debug.ts';
import { deleteObjects } from './delete.ts';
import type { Commands } from './index.ts';
import { set } from './set.ts';
import { create, mark, patch, replace } from './write.ts';

export const CHANGING: Commands = {
  apply,
  create,
  replace,
  patch,
  set,
  label: (session) => mark(session, 'labels'),
  annotate: (session) => mark(session, 'annotations'),
  delete: deleteObjects,
  debug,
};
