/** In-place resizes: what a running container gets. */
import type { DecisionRecord } from '../../model/trace.ts';
import type { Said, TellWords } from './said.ts';

export function sayResize(words: TellWords, record: DecisionRecord): Said {
  if (record.decision.what !== 'resize') throw new Error('not a resize decision');
  return words.resize(record.t, record.container, record.decision.changes);
}
