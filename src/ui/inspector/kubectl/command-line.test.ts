import { expect, test } from 'vitest';
import { beyond, wordsAsTyped, wordsOf } from './command-line.ts';

test.each([
  ['get pods  -o wide', ['get', 'pods', '-o', 'wide']],
  [`get pod web -o jsonpath='{.status.phase}{"\\n"}'`, ['get', 'pod', 'web', '-o', 'jsonpath={.status.phase}{"\\n"}']],
  ['get pods -l "app in (a, b)"', ['get', 'pods', '-l', 'app in (a, b)']],
  ['label pod web a=b\\ c d="e \\"f\\""', ['label', 'pod', 'web', 'a=b c', 'd=e "f"']],
  ["get pods -o 'open", ['get', 'pods', '-o', "'open"]],
  ['', []],
])('%s is taken apart as a shell does', (line, words) => {
  expect(wordsOf(line)).toEqual(words);
});

test.each(['kubectl get pods', '$ kubectl get pods', ' get pods ', '$get pods'])('%s asks for get pods', (line) => {
  expect(wordsAsTyped(line)).toBe('get pods');
});

test('what a moment cannot give', () => {
  expect(beyond(['get', 'pods'])).toBeUndefined();
  expect(beyond(['delete', 'pod', 'web'])).toBe('changes');
  expect(beyond(['rollout', 'restart', 'deploy/web'])).toBe('changes');
  expect(beyond(['rollout', 'status', 'deploy/web'])).toBeUndefined();
  expect(beyond(['run', 'web', '--image=nginx', '--dry-run=client', '-o', 'yaml'])).toBeUndefined();
  expect(beyond(['exec', 'web', '--', 'ls'])).toBe('inside');
});
