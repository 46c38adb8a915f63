import { expect, test } from 'vitest';
import { asksForHelp, beyond, withoutShell, wordsAsTyped, wordsOf } from './command-line.ts';

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

test.each(['kubectl get pods', '$ kubectl get pods', ' get pods ', '$get pods', 'k get pods'])('%s asks for get pods', (line) => {
  expect(wordsAsTyped(line)).toBe('get pods');
});

test('what a moment cannot give', () => {
  expect(beyond(['get', 'pods'])).toBeUndefined();
  expect(beyond(['delete', 'pod', 'web'])).toBe('changes');
  expect(beyond(['rollout', 'restart', 'deploy/web'])).toBe('changes');
  expect(beyond(['rollout', 'status', 'deploy/web'])).toBeUndefined();
  expect(beyond(['run', 'web', '--image=nginx', '--dry-run=client', '-o', 'yaml'])).toBeUndefined();
  expect(beyond(['exec', 'web', '--', 'ls'])).toBeUndefined();
  expect(beyond(['port-forward', 'web', '8080'])).toBe('inside');
});

test.each([
  ['get pods | grep web', 'get pods'],
  ['get pod web -o yaml > web.yaml', 'get pod web -o yaml'],
  ['get pods; get events', 'get pods'],
  ['get pods && get events', 'get pods'],
])('of %s only kubectl’s own part is asked', (line, own) => {
  expect(withoutShell(line)).toEqual({ line: own, hasShell: true });
});

test.each(["get pods -o jsonpath='{.items[?(@.status.phase > 1)]}'", 'get pods -o wide', 'get pods -l "a|b"'])('%s goes to kubectl as it is', (line) => {
  expect(withoutShell(line)).toEqual({ line, hasShell: false });
});

test('help is asked for in kubectl’s ways', () => {
  expect([['help'], ['get', '--help'], ['-h'], ['get', 'pods', '-h']].map(asksForHelp)).toEqual([true, true, true, true]);
  expect(asksForHelp(['get', 'pods'])).toBe(false);
});
