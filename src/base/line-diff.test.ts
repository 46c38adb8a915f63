import { expect, it } from 'vitest';
import { lineDiff, editCount } from './line-diff.ts';

const SIGNS = { same: ' ', added: '+', removed: '-', gap: '…' };
const picture = (before: string, after: string) =>
  lineDiff(before.replaceAll(' ', '\n'), after.replaceAll(' ', '\n')).map(({ kind, text }) => SIGNS[kind] + text);

it('shows what was added and taken away with a line around it', () => {
  expect(picture('a b c d', 'a b x c d')).toEqual([' b', '+x', ' c']);
  expect(picture('a b c d', 'a b d')).toEqual([' b', '-c', ' d']);
  expect(picture('a b c', 'a x c')).toEqual([' a', '-b', '+x', ' c']);
});

it('leaves out what is the same between two changes', () => {
  expect(picture('a b c d e f', 'x b c d e y')).toEqual(['-a', '+x', ' b', '…', ' e', '-f', '+y']);
});

it('has nothing to say of equal texts', () => {
  expect(picture('a b', 'a b')).toEqual([]);
});

it('a line that was replaced is one edit', () => {
  expect(editCount('a\nb\nc', 'a\nx\nc')).toBe(1);
  expect(editCount('a\nb\nc', 'a\nx\ny\nc\nd')).toBe(3);
  expect(editCount('a\nb\nc', 'a')).toBe(2);
  expect(editCount('a', 'a')).toBe(0);
});
