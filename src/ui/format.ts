/** Times and counts as the page prints them. */
import { clockTime, lengthInWords, timeInWords } from '../base/time-words.ts';

/** A moment in a sentence: 45300 → `45.3 s`, 843200 → `14 min 3.2 s`. */
export const seconds = timeInWords;

/** A moment in a column or on a clock, where a changing number of units would jump: 45300 → `45.3 s`, 843200 → `14:03.2`. */
export const clockSeconds = clockTime;

/** 25000 → `25 s`, 8853 → `8.9 s`, 105000 → `1 min 45 s`: a length of time, without a decimal where there is nothing behind it. */
export function shortSeconds(lengthMs: number): string {
  return lengthInWords(lengthMs, 60_000);
}

/** The same sentence, in which no line ends between a number and its unit: `8.9 s`, `20 秒`. */
export function unbroken(sentence: string): string {
  return sentence.replace(/(\d) (?=(?:ms|s|min|h)\b|[秒毫分次])/g, '$1\u00a0');
}

/** `once`, `twice`, `3 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

/** `1 restart`, `2 restarts`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
