import { beforeEach, expect, test } from 'vitest';
import { TypedLines } from './typed-lines.ts';

let lines: TypedLines;
let field: string;

beforeEach(() => {
  lines = new TypedLines();
  field = '';
});

const send = (line: string) => {
  field = line;
  lines.add(line);
};
const up = () => (field = lines.older(field) ?? field);
const down = () => (field = lines.newer() ?? field);

test('up goes back through what was sent, down comes back to what was being typed', () => {
  send('get pods');
  send('get events');
  field = 'describe po';
  expect([up(), up(), up()]).toEqual(['get events', 'get pods', 'get pods']);
  expect([down(), down(), down()]).toEqual(['get events', 'describe po', 'describe po']);
});

test('what was sent last and stands in the field still is passed over, both ways', () => {
  send('get pods');
  send('get events');
  expect(up()).toBe('get pods');
  expect([down(), down()]).toEqual(['get events', 'get events']);
  expect(up()).toBe('get pods');
});

test('an empty field is a draft, too', () => {
  send('get pods');
  field = '';
  expect([up(), down()]).toEqual(['get pods', '']);
});

test('the same line twice in a row is kept once', () => {
  send('get pods');
  send('get events');
  send('get events');
  expect(up()).toBe('get pods');
});

test('where nothing was sent there is nothing to go to', () => {
  expect(lines.older('get')).toBeUndefined();
  expect(lines.newer()).toBeUndefined();
});

test('a line that was looked up and sent again is the last one, and the way goes on from there', () => {
  send('get pods');
  send('get events');
  send('get all');
  up();
  send(up());
  expect(up()).toBe('get all');
});
