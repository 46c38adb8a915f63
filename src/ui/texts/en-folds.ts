/** The words of crash loops that are folded on the time axis. */
import { timeInWords } from '../../base/time-words.ts';
import { loopForms, type LoopSeries } from '../../timeline/index.ts';
import { catalogue } from './language.ts';

/** `every 5 min`. */
const everyOf = (series: LoopSeries) => (loopForms(series)[0] ?? '').replace(/^.*?, /, '');

export const foldTexts = catalogue('fold', {
  /** In its place on the axis, and where that is narrow. */
  label: (series: LoopSeries) => loopForms(series)[0] ?? '',
  short: (series: LoopSeries) => loopForms(series)[1] ?? '',
  /** What the keyboard is on, spoken. */
  name: (series: LoopSeries) =>
    `${series.count} more crash loops of ${series.container} like the one before, ${everyOf(series)}, folded, ${timeInWords(series.fromMs)} to ${timeInWords(series.toMs)}. Enter unfolds them.`,
  what: ({ count }: LoopSeries) => `${count} more crash loops like the one before`,
  when: (series: LoopSeries) => `${everyOf(series)}, from ${timeInWords(series.fromMs)} to ${timeInWords(series.toMs)}`,
  how: 'Click to unfold them',
  fold: ({ count }: LoopSeries) => `Fold ×${count}`,
  foldHint: ({ count, container }: LoopSeries) => `Fold ${count} crash loops of ${container} that are alike`,
});
