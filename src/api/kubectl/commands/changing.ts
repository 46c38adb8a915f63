/** The commands that change things, or look at what would change. */
import { apply } from './apply.ts';
import { debug } from './debug.ts';
import { deleteObjects } from './delete.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { run } from './generate.ts';
import type { Commands } from './index.ts';
import { apiResources, apiVersions } from './resources.ts';
import { rollout, scale } from './rollout.ts';
import { set } from './set.ts';
import { version } from './version.ts';
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
  scale,
  rollout,
  diff,
  version,
  run,
  explain,
  'api-resources': apiResources,
  'api-versions': apiVersions,
};
