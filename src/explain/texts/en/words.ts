/** Numbers, times and lists in English: the one place where the texts of this room get their look. */
import type { AttemptFailure } from '../../tell/facts.ts';
import { isShortTime, lengthInWords, timeInWords } from '../../../base/time-words.ts';
import type { PullFault } from '../../messages.ts';

export { stateWord as stateWords } from '../../pods.ts';

const HOUR_MS = 3_600_000;

/** A moment: `15.2 s`, `14 min 3.2 s`. */
export const at = timeInWords;

/** A stretch of time: `from 15.2 to 45.3 s`, `from 14 min 3.2 s to 19 min`. */
export function stretch(fromMs: number, toMs: number): string {
  return `from ${isShortTime(toMs) ? (fromMs / 1000).toFixed(1) : at(fromMs)} to ${at(toMs)}`;
}

/**
 * A length of time: `30 s`, `5.7 s`, `0.4 s`; without a decimal where there is nothing behind it. It is held against the seconds of a manifest, so it
 * counts in them for an hour: `618.8 s`, but `2 h`.
 */
export function span(ms: number): string {
  if (ms > 0 && ms < 50) return 'less than 0.1 s';
  return lengthInWords(ms, HOUR_MS);
}

/** What lasted several times over, together: `0.4 s`, `12 min 11.5 s`, `23 h 50 min`. */
export function total(ms: number): string {
  return lengthInWords(ms);
}

/** `at 9.2, 12.2 and 15.2 s`; many moments are told by the first and the last. */
export function moments(list: readonly number[]): string {
  const [firstMs = 0, lastMs = 0] = [list[0], list.at(-1)];
  if (list.length > 4) return `${list.length} times ${stretch(firstMs, lastMs)}`;
  return isShortTime(lastMs) ? `at ${listed(list.map((ms) => (ms / 1000).toFixed(1)))} s` : `at ${listed(list.map(at))}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `third`, `12th`, `21st`. */
export function nth(n: number): string {
  const word = ORDINALS[n];
  if (word !== undefined && word !== '') return word;
  const isTeen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}

/** `once`, `twice`, `three times`, `14 times`. */
export function times(n: number): string {
  if (n === 1) return 'once';
  if (n === 2) return 'twice';
  return `${counted(n)} times`;
}

/** Behind a number: ` five times`, `, 290 times`. Two numbers side by side would read as one. */
export function often(n: number): string {
  return NUMBERS[n] === undefined ? `, ${times(n)}` : ` ${times(n)}`;
}

/** `no`, `one`, `ten`, `11`. */
export function counted(n: number): string {
  return NUMBERS[n] ?? String(n);
}

/** `1 restart`, `3 restarts`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `title · detail` parts that are there, joined as sentences go: `a; b`. */
export function joined(...parts: (string | undefined | false)[]): string {
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join('; ');
}

/** What went wrong in an attempt, as a predicate of its handler: `refused`, `answered 500`. */
export function failureWords(failure: AttemptFailure): string {
  switch (failure.what) {
    case 'timeout':
      return `had no answer within timeoutSeconds ${failure.seconds}`;
    case 'refused':
      return 'refused';
    case 'answered':
      return `answered ${failure.status}`;
    case 'failed':
      return 'failed';
    case 'command':
      return `failed (${failure.output})`;
    case 'other':
      return `failed: ${failure.message}`;
  }
}

/** Why an image was not pulled. */
export function pullFault(fault: PullFault): string {
  switch (fault.what) {
    case 'absent':
      return 'the registry does not have it';
    case 'unauthorized':
      return 'the registry refuses without credentials';
    case 'unreachable':
      return 'the registry cannot be reached';
    case 'other':
      return fault.message;
  }
}

/** A message as a sentence. Names of images and hosts keep their letters. */
export function sentence(text: string): string {
  const isName = /^\S*[/:@.]/.test(text);
  return text === '' ? '' : `${(isName ? text : capital(text)).replace(/[.;]$/, '')}.`;
}
