/** The words about claims, which come in a chunk of their own. */
import { plural } from '../format.ts';
import { catalogue } from './language.ts';

export const claimTexts = catalogue('claim', {
  list: 'Claims about this run',
  predict: 'Predict first',
  predictHint: 'Hide the run and answer questions made of these claims before it is shown',
  judging: 'Judging the claims.',
  none: 'None of the claims can be evaluated; the problems in the text say why.',
  hidden: 'What is decided later is hidden. Show the future (H) to see it.',
  verdicts: { pass: 'Holds', fail: 'Fails', undecidable: 'Cannot be told' },
  summary: ({ pass, fail, undecidable }: Record<'pass' | 'fail' | 'undecidable', number>) =>
    `${[
      `${pass} of ${plural(pass + fail + undecidable, 'claim')} under expect ${pass === 1 ? 'holds' : 'hold'}`,
      ...(fail > 0 ? [`${fail} ${fail === 1 ? 'fails' : 'fail'}`] : []),
      ...(undecidable > 0 ? [`${undecidable} cannot be told`] : []),
    ].join(', ')}.`,
  wholeRun: 'the run',
} as const);
