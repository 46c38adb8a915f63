/**
 * What the page begins before its own code is there: a script of its own, of a few hundred bytes, so that the simulation is fetched and made ready
 * beside React and the frame instead of after them.
 */
import { pageOf } from './link/fragment.ts';
import { startWorker } from './simulation.ts';

/** Whether the address asked for a beat of a story when the page began. */
export const atBeat = /&beat=\d/.test(location.hash);

if (pageOf(location.hash) === undefined) {
  startWorker(atBeat ? { kind: 'expect', question: 'present' } : undefined);
  // What the address says is read before the first run
  if (location.hash.includes('&')) void import('./link/view.ts');
}
