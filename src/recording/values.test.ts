import { expect, test } from 'vitest';
import { isPath, lookup, resolveReference, same } from './values.ts';
import { briefDuration, flow, stateWords } from './words.ts';

const POD = {
  metadata: { name: 'web', annotations: { 'a.b/c': 'x' } },
  spec: { containers: [{ name: 'app', image: 'i' }] },
  status: { conditions: [{ type: 'Ready', status: 'True' as const }] },
};

test('paths lead to fields, list items by number or by a member, and keys with dots', () => {
  expect(lookup(POD, 'spec.containers[0].image')).toBe('i');
  expect(lookup(POD, 'status.conditions[type=Ready].status')).toBe('True');
  expect(lookup(POD, "metadata.annotations['a.b/c']")).toBe('x');
  expect(lookup(POD, 'status.conditions[type=Nope].status.deeper')).toBeUndefined();
  expect(lookup(POD, 'metadata.name.length')).toBeUndefined();
  expect(lookup(POD, 'metadata.constructor')).toBeUndefined();
  expect(isPath('')).toBe(false);
  expect(isPath('a[')).toBe(false);
});

test('a text that starts with $. is a path in the Pod', () => {
  expect(resolveReference('$.metadata.name', POD)).toBe('web');
  expect(resolveReference('metadata.name', POD)).toBe('metadata.name');
});

test('equal values', () => {
  expect(same({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect(same([1, 2], [1])).toBe(false);
  expect(same({ a: undefined }, { b: undefined })).toBe(true); // as JSON they are the same
  expect(same(null, {})).toBe(false);
});

test('durations as people read them', () => {
  const known: [number, string][] = [
    [0, '0s'],
    [420, '420ms'],
    [16_200, '16.2s'],
    [60_000, '1m'],
    [90_250, '1m30.25s'],
    [86_400_000, '24h'],
    [3_900_000, '1h5m'],
    [3_602_500, '1h2.5s'],
    [-1500, '-1.5s'],
    [Infinity, 'never'],
  ];
  for (const [ms, text] of known) expect(briefDuration(ms)).toBe(text);
});

test('values as YAML writes them in one line', () => {
  expect(flow({ from: 'init-1#2.start', list: ['a', ''], n: 1 })).toBe('{from: init-1#2.start, list: [a, ""], n: 1}');
  expect(flow('a: b')).toBe('"a: b"');
});

test('container states in words', () => {
  expect(stateWords({ waiting: { reason: 'CrashLoopBackOff' } })).toBe('waiting CrashLoopBackOff');
  expect(stateWords({ terminated: { reason: 'Error', exitCode: 137 } })).toBe('terminated Error 137');
  expect(stateWords({ running: {} })).toBe('running');
  expect(stateWords({})).toBe('');
});
