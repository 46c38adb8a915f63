/** Behind the lines of the editor: what a probe or hook means, and what it did in the run. */
import type { ProbeType } from '../../../model/kubernetes.ts';
import { at } from './words.ts';

/** How a run of a hook ended, with its message if that is short. */
export type HookOutcome =
  | { what: 'unended' }
  | { what: 'ok'; tookMs: number }
  | { what: 'cut'; tookMs: number; message: string }
  | { what: 'failed'; message: string };

export const hintTexts = {
  /** Seconds after the start. */
  givesUp: (leastSeconds: number, mostSeconds: number) => `gives up ${leastSeconds}–${mostSeconds} s after the start`,
  /** Seconds of failures in a row. */
  effect: (type: Exclude<ProbeType, 'startup'>, leastSeconds: number, mostSeconds: number) =>
    `${type === 'liveness' ? 'restarts' : 'not ready'} after ${leastSeconds}–${mostSeconds} s of failures`,
  /** `timesMs` has one or two moments, `more` is how many follow. */
  killed: (timesMs: readonly number[], more: number) =>
    more > 0 ? `killed at ${at(timesMs[0] ?? 0)} and ${more} times more` : `killed at ${timesMs.map(at).join(' and ')}`,
  passed: (atMs: number) => `passed at ${at(atMs)}`,
  ready: (atMs: number) => `Ready at ${at(atMs)}`,
  failedFirst: (atMs: number) => `failed first at ${at(atMs)}`,
  neverFailed: 'never failed',
  didNotRun: 'did not run',
  /** `isFirst`: the run that is told of is the first of several. */
  ran: (times: number, isFirst: boolean, atMs: number, outcome: HookOutcome) =>
    `${times === 1 ? 'ran' : `ran ${times} times, ${isFirst ? 'first' : 'once'}`} at ${at(atMs)}${outcomeWords(outcome)}`,
};

function outcomeWords(outcome: HookOutcome): string {
  switch (outcome.what) {
    case 'unended':
      return ', and did not end';
    case 'ok':
      return ` for ${at(outcome.tookMs)}`;
    case 'cut':
      return `: cut after ${at(outcome.tookMs)}${behind(outcome.message)}`;
    case 'failed':
      return `: failed${behind(outcome.message)}`;
  }
}

function behind(message: string): string {
  return message === '' ? '' : `, ${message}`;
}
