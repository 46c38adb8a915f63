/** Files of variables: pkg/kubelet/util/env/env_util.go: ParseEnv; env_util_test.go. */
import { expect, test } from 'vitest';
import { envFileValue } from './env-file.ts';

test.each([
  ['a value in single quotes', "KEY='val'", 'val'],
  ['which may be empty', "KEY=''", ''],
  ['blanks before the name', " \t KEY='val'", 'val'],
  ['blanks and a comment behind the value', "KEY='val'  # why", 'val'],
  ['empty lines and comments between', "\n# first\n  # second\nKEY='val'\n", 'val'],
  ['a value over several lines', "KEY='one\ntwo\n\nthree'", 'one\ntwo\n\nthree'],
  ['the first assignment counts', "KEY='one'\nKEY='two'", 'one'],
  ['another key is passed over, its lines too', "OTHER='KEY=\n'\nKEY='val'", 'val'],
  ['double quotes, hashes and equal signs inside', `KEY='"a"=#b'`, '"a"=#b'],
  ['a blank after the equal sign makes it empty', "KEY= 'val'", ''],
  ['no such key', "OTHER='val'", ''],
  ['an empty file', '', ''],
  ['a broken line after the key is not looked at', "KEY='val'\nbroken", 'val'],
])('%s', (_, text, value) => {
  expect(envFileValue(text, 'KEY')).toBe(value);
});

test.each([
  ['no equal sign', 'KEY'],
  ['no name', "='val'"],
  ['a blank after the name', "KEY ='val'"],
  ['no quotes', 'KEY=val'],
  ['no closing quote', "KEY='val\nmore"],
  ['text behind the value', "KEY='val' more"],
  ['a broken line before the key', "broken\nKEY='val'"],
])('cannot be parsed: %s', (_, text) => {
  expect(envFileValue(text, 'KEY')).toBeUndefined();
});
