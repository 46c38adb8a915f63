/** In-place resizes: what a running container gets. */
import type { DecisionRecord, ResizeChange } from '../../model/trace.ts';
import { at, joined } from '../texts/en/words.ts';
import type { Said } from './said.ts';

export function sayResize(record: DecisionRecord, changes: readonly ResizeChange[]): Said {
  return {
    question: `Why does ${record.container} get other resources at ${at(record.t)}?`,
    title: `kubelet resizes ${record.container} in place`,
    detail: joined(changes.map(changeWords).join(', '), 'the process runs on: no resizePolicy asks for a restart'),
  };
}

/** `cpu limit 500m → 1`, `memory request none → 64Mi`. */
function changeWords({ field, from = 'none', to = 'none' }: ResizeChange): string {
  const [list, resource] = field.split('.');
  return `${resource} ${list === 'limits' ? 'limit' : 'request'} ${from} → ${to}`;
}
