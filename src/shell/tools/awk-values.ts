/** Values of awk: numbers, strings, and texts from outside that may be either. */
import { posixRegExp } from './regular.ts';

/** `input`: a text that counts as a number where it looks like one (strnum). */
export type AwkValue = number | string | { input: string };

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;

export function truthOf(value: AwkValue): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  return isNumeric(value) ? Number(value.input) !== 0 : value.input !== '';
}

export function numberOf(value: AwkValue): number {
  if (typeof value === 'number') return value;
  return Number(NUMBER.exec(typeof value === 'string' ? value : value.input)?.[0] ?? 0);
}

export function textOf(value: AwkValue): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value.input;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

export function isNumeric(value: AwkValue): boolean {
  if (typeof value === 'number') return true;
  return typeof value !== 'string' && /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(value.input);
}

export function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return left ** right;
  }
}

/** Fields of a record: by runs of blanks, by one character, or by a regular expression. */
export function splitFields(text: string, separator: string | RegExp): string[] {
  if (text === '') return [];
  if (separator instanceof RegExp) return text.split(separator);
  if (separator === ' ') return text.split(/[ \t\n]+/).filter((field) => field !== '');
  if (separator.length === 1 && separator !== '|') return text.split(separator);
  return text.split(separator.length === 1 ? separator : posixRegExp(separator, true, ''));
}
