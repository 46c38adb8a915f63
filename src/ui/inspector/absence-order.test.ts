import { expect, test } from 'vitest';
import type { AnsweredAbsence } from '../../store/services.ts';
import { mostAsked, nameOf } from './absence-order.ts';

const ALL: Pick<AnsweredAbsence, 'about'>[] = [
  { about: { what: 'ready', atMs: 4000 } },
  { about: { what: 'traffic' } },
  { about: { what: 'restart', container: 'app' } },
  { about: { what: 'preStop', container: 'proxy' } },
];
const names = (container: string | undefined, hideFuture = false) => mostAsked(ALL, { container, hideFuture }).map(nameOf);

test('questions about the selected container come first, the others keep their order', () => {
  expect(names(undefined)).toEqual(['ready', 'traffic', 'restart app', 'preStop proxy']);
  expect(names('proxy')).toEqual(['preStop proxy', 'ready', 'traffic', 'restart app']);
});

test('while the future is hidden only the present moment is asked about', () => {
  expect(names('app', true)).toEqual(['ready']);
});
