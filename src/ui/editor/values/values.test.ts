import { describe, expect, it } from 'vitest';
import type { Half } from '../../../model/scenario-text.ts';
import { stepped, stepOf, valueAt, withValue } from './values.ts';

/** The value at the `^` below a line of the text. */
function pointed(half: Half, text: string) {
  const lines = text.split('\n');
  const mark = lines.findIndex((line) => /^\s*\^$/.test(line));
  const column = (lines[mark] ?? '').indexOf('^');
  const rest = lines.filter((_, index) => index !== mark);
  return { value: valueAt(half, (line) => rest[line - 1] ?? '', mark, column), text: rest.join('\n') };
}

const POD = `kind: Pod
spec:
  terminationGracePeriodSeconds: 30 # half a minute
                                  ^
  containers:
  - name: app
    livenessProbe:
      periodSeconds: 10
      httpGet: {path: /, port: 8080}
`;

describe('the value at a place', () => {
  it('is a number behind its key, with what the schema says about it', () => {
    const { value } = pointed('pod', POD);
    expect(value).toMatchObject({ name: 'terminationGracePeriodSeconds', amount: 30, least: 0, path: ['spec', 'terminationGracePeriodSeconds'] });
  });

  it.each([
    ['a list under the column of its key', `spec:\n  containers:\n  - name: app\n    livenessProbe:\n      periodSeconds: 10\n                     ^`, 1],
    ['an indented list', `spec:\n  containers:\n    - livenessProbe:\n        failureThreshold: 3\n                          ^`, 1],
    [
      'the line of a dash',
      `spec:\n  containers:\n    - name: app\n      lifecycle:\n        preStop: {sleep: {seconds: 5}}\n                                   ^`,
      0,
    ],
    [
      'brackets over lines',
      `{\n  spec: {\n    containers: [{\n      name: "app",\n      readinessProbe: {\n        timeoutSeconds: 2,\n                        ^`,
      1,
    ],
    ['a template', `spec:\n  template:\n    spec:\n      containers:\n      - startupProbe:\n          failureThreshold: 3\n                            ^`, 1],
    ['a List', `items:\n- spec:\n    terminationGracePeriodSeconds: 3\n                                   ^`, 0],
  ])('is found in %s', (_, text, least) => {
    expect(pointed('pod', text).value).toMatchObject({ kind: 'number', least });
  });

  it.each([
    ['seconds', 'spec:\n  actions:\n    - at: 12s\n          ^', 'at', 12_000],
    ['brackets', 'spec:\n  actions:\n    - { at: 12s, do: delete }\n              ^', 'at', 12_000],
    ['a behaviour', 'spec:\n  workloads:\n    app:\n      boot: 1.5s # slow\n            ^', 'boot', 1500],
    ['a field inside', 'spec:\n  workloads:\n    app:\n      onTerm: { exitAfter: 1500ms, code: 0 }\n                             ^', 'exitAfter', 1500],
    ['quotes', 'spec:\n  duration: "1m30s"\n                 ^', 'duration', 90_000],
  ])('is a duration, in %s', (_, text, name, amount) => {
    expect(pointed('scenario', text).value).toMatchObject({ kind: 'duration', name, amount });
  });

  it.each([
    ['a comment', 'pod', 'spec:\n  terminationGracePeriodSeconds: 30 # 10\n                                       ^'],
    ['a port', 'pod', 'spec:\n  containers:\n  - ports:\n    - containerPort: 8080\n                      ^'],
    ['a text', 'pod', 'metadata:\n  annotations:\n    build: 15\n           ^'],
    ['a block of text', 'pod', 'spec:\n  containers:\n  - livenessProbe: |\n      periodSeconds: 10\n                     ^'],
    ['no field of the API', 'pod', 'spec:\n  restartLimit: 3\n                ^'],
    ['the key itself', 'pod', 'spec:\n  terminationGracePeriodSeconds: 30\n      ^'],
    ['a point', 'scenario', 'spec:\n  actions:\n    - at: app.ready\n          ^'],
    ['a script in one line', 'pod', 'spec:\n  containers:\n  - command: [sh, -c, "echo {periodSeconds: 5}"]\n                                            ^'],
  ] as const)('is none in %s', (_, half, text) => {
    expect(pointed(half, text).value).toBeUndefined();
  });

  it('is not looked for beyond the document', () => {
    expect(pointed('pod', 'spec:\n---\n  terminationGracePeriodSeconds: 30\n                                 ^').value).toBeUndefined();
  });
});

describe('a step', () => {
  const number = (amount: number, least = 0, most = 1000) => ({
    ...at(String(amount)),
    kind: 'number' as const,
    amount,
    least,
    most,
  });
  const duration = (text: string, amount: number) => ({ ...at(text), kind: 'duration' as const, amount, least: 0, most: 1e9 });
  const at = (text: string) => ({ text, line: 1, name: 'x', path: ['x'], fromColumn: 3, toColumn: 3 + text.length });

  it('grows with the value', () => {
    expect([3, 30, 300, 3600, 86_400].map((amount) => stepOf(number(amount)))).toEqual([1, 1, 5, 50, 500]);
    expect([500, 3000, 12_000, 60_000, 600_000, 7_200_000].map((ms) => stepOf(duration('', ms)))).toEqual([50, 100, 500, 1000, 5000, 60_000]);
  });

  it('keeps to what the schema allows', () => {
    expect(stepped(number(2, 1), -5)).toBe('1');
    expect(stepped(number(1, 1), -1)).toBe('1');
    expect(stepped(number(998, 0, 999), 3)).toBe('999');
  });

  it('goes to round values first', () => {
    expect(stepped(number(303), 1)).toBe('305');
    expect(stepped(number(303), -1)).toBe('300');
    expect(stepped(number(303), 0)).toBe('303');
  });

  it('writes a duration in the unit that is there', () => {
    expect(stepped(duration('1500ms', 1500), 1)).toBe('1600ms');
    expect(stepped(duration('1.5s', 1500), 1)).toBe('1.6s');
    expect(stepped(duration('90s', 90_000), 1)).toBe('91s');
    expect(stepped(duration('1m30s', 90_000), 1)).toBe('1m31s');
    expect(stepped(duration('2m', 120_000), 1)).toBe('2m5s');
    expect(stepped(duration('12s', 12_000), -100)).toBe('0s');
  });

  it('changes nothing of the text but the value', () => {
    const { value, text } = pointed('pod', POD);
    expect(value && withValue(text, value, stepped(value, -1))).toBe(text.replace('Seconds: 30', 'Seconds: 29'));
  });
});
