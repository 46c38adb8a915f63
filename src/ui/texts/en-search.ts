/** The words of the search over marks, which comes in a chunk of its own. */
import { plural } from '../format.ts';
import { catalogue } from './language.ts';

export const searchTexts = catalogue('search', {
  title: 'Find a mark',
  close: 'Close',
  field: 'Words of the mark, its reason or its container',
  placeholder: 'liveness failed',
  results: 'Marks found',
  none: 'No mark says that.',
  hint: 'Up and down look at a mark, Enter goes there.',
  count: (total: number, shown: number) => (shown < total ? `${plural(total, 'mark')}, the first ${shown} shown` : plural(total, 'mark')),
} as const);
