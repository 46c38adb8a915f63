/** The words of crash loops that are folded on the time axis. */
import { timeInWords } from '../../base/time-words.ts';
import { countsOfBoth, loopForms, type LoopSeries } from '../../timeline/index.ts';
import { catalogue } from './language.ts';

/** `every 5 min`. */
const everyOf = ({ count, periodMs, isEven }: LoopSeries) => (loopForms({ count, periodMs, isEven })[0] ?? '').replace(/^.*?, /, '');

/** Of which run, if there are two: ` in A`, ` in A and B each`, ` (A ×20, B ×19)`. */
function inRuns({ count, pair }: LoopSeries): string {
  if (!pair) return '';
  if (pair.others === 0) return ` in ${pair.side.toUpperCase()}`;
  return pair.others === count ? ' in A and B each' : ` (${countsOfBoth(count, pair).join(', ')})`;
}

export const foldTexts = catalogue('fold', {
  /** In its place on the axis, and where that is narrow. */
  label: (series: LoopSeries) => loopForms(series)[0] ?? '',
  short: (series: LoopSeries) => loopForms(series)[1] ?? '',
  /** What the keyboard is on, spoken. */
  name: (series: LoopSeries) =>
    `${series.count} more crash loops of ${series.container}${inRuns(series)} like the one before, ${everyOf(series)}, folded, ${timeInWords(series.fromMs)} to ${timeInWords(series.toMs)}. Enter unfolds them.`,
  what: (series: LoopSeries) => `${series.count} more crash loops${inRuns(series)} like the one before`,
  when: (series: LoopSeries) => `${everyOf(series)}, from ${timeInWords(series.fromMs)} to ${timeInWords(series.toMs)}`,
  how: 'Click to unfold them',
  fold: ({ count }: LoopSeries) => `Fold ×${count}`,
  foldHint: (series: LoopSeries) => `Fold ${series.count} crash loops of ${series.container}${inRuns(series)} that are alike`,
});
