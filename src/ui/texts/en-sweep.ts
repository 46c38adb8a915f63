/** The words of the sweep, which comes in a chunk of its own. */
import { clockSeconds, plural } from '../format.ts';
import { catalogue } from './language.ts';

export const sweepTexts = catalogue('sweep', {
  title: 'Sweep',
  close: 'Close',
  lead: 'Vary one or two numbers of the Pod or of what happens to it; each combination is a run of its own.',
  first: 'Vary',
  second: 'and',
  none: 'nothing else',
  range: (field: string) => `Values of ${field}`,
  rangeHint: '1..10/1, 5s..60s/5s or 1,3,10',
  start: 'Run',
  stop: 'Cancel',
  nothing: 'The text has no number that decides how a run goes: no probe, no grace period, no behaviour.',
  tooMany: (count: number, most: number) => `${count} runs are more than the ${most} that fit on a page. podloupe sweep makes as many as you like.`,
  progress: (done: number, count: number) => (done < count ? `${done} of ${plural(count, 'run')}` : plural(count, 'run')),
  results: 'What becomes of each run',
  shows: { map: 'Heat map', strips: 'Small multiples' },
  kinds: { refused: 'refused', neverReady: 'never ready', killed: 'killed', crashes: 'crashes', survives: 'survives', error: 'no run' },
  outage: (ms: number) => `${clockSeconds(ms)} down`,
  cell: (values: string, outcome: string, outage: string) => `${values}: ${outcome}${outage === '' ? '' : `, ${outage}`}. Open this run`,
  opened: (values: string) => `values of a sweep: ${values}`,
  hint: 'A cell opens its run; one undo takes it back.',
});
