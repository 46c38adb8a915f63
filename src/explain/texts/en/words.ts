/** Numbers, times and lists in English: the one place where the texts of this room get their look. */
import type { PullFault } from '../../messages.ts';

export { stateWord as stateWords } from '../../pods.ts';

/** A moment: `15.2 s`. Always one decimal, as on the axis. */
export function at(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A stretch of time: `from 15.2 to 45.3 s`. */
export function stretch(fromMs: number, toMs: number): string {
  return `from ${(fromMs / 1000).toFixed(1)} to ${at(toMs)}`;
}

/** A length of time: `30 s`, `5.7 s`, `0.4 s`; without a decimal where there is nothing behind it. */
export function span(ms: number): string {
  if (ms > 0 && ms < 50) return 'less than 0.1 s';
  return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`;
}

/** `at 9.2, 12.2 and 15.2 s`; many moments are told by the first and the last. */
export function moments(list: readonly number[]): string {
  const numbers = list.map((ms) => (ms / 1000).toFixed(1));
  if (numbers.length > 4) return `${numbers.length} times from ${numbers[0]} to ${numbers.at(-1)} s`;
  return `at ${listed(numbers)} s`;
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
