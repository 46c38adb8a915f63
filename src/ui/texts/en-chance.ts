/** The words about chance, which come in a chunk of their own. */
import { clockSeconds, plural } from '../format.ts';
import { catalogue } from './language.ts';

export const chanceTexts = catalogue('chance', {
  bar: 'What is chance',
  close: 'Close',
  running: (done: number) => `Running other seeds, ${done} so far`,
  summary: (moments: number, seeds: number) =>
    moments === 0
      ? `No moment moves over ${plural(seeds, 'seed')}`
      : `${plural(moments, 'moment')} ${moments === 1 ? 'moves' : 'move'} over ${plural(seeds, 'seed')}`,
  moment: (name: string, earliestMs: number, latestMs: number) => `${name}: ${clockSeconds(earliestMs)} to ${clockSeconds(latestMs)}`,
  seen: (seen: number, runs: number) => (seen === runs ? '' : `, in ${seen} of ${runs} runs`),
  kinds: { lucky: 'Lucky', typical: 'Typical', unlucky: 'Unlucky' },
  hints: {
    lucky: 'The seed with which the Pod fares best',
    typical: 'The middle of every jitter',
    unlucky: 'The seed with which the Pod fares worst',
  },
} as const);
