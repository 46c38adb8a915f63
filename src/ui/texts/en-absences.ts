/** The words about what did not happen, which come in a chunk of their own. */
import { catalogue } from './language.ts';

export const absenceTexts = catalogue('absence', {
  list: 'Questions about what did not happen',
  none: 'Nothing that one could miss: what this Pod is set up for did happen.',
  future: 'Show the future (H) to ask about the rest of the run.',
} as const);
