import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { zhHans } from '../../explain/texts/zh-hans/index.ts';
import type { Translation } from '../../explain/texts/translation.ts';
import { sketch } from '../../testing/sim.ts';
import { run } from './answer.ts';
import { hintsFor } from './hints.ts';

/** Each hint behind its line of the text. */
function shown(text: string, translation?: Translation): string[] {
  const { kept } = run({ id: 1, text, choices: {} });
  if (!kept) throw new Error('The text has errors');
  const lines = text.split('\n');
  return hintsFor(text, kept, translation).map(
    ({ line, means, did }) => `${lines[line - 1]?.trim()} # ${[means, did].filter((part) => part !== '' && part !== undefined).join(' | ')}`,
  );
}

test('a probe says when failures have their effect, what it did, and what the text leaves to the API server', () => {
  const text = readFileSync(new URL('../../../scenarios/impatient-liveness.yaml', import.meta.url), 'utf8');
  expect(shown(text)).toEqual([
    'livenessProbe: # restarts after 6–10 s of failures | killed at 12.3 s and 51.3 s',
    'failureThreshold: 3 # timeoutSeconds 1',
    'postStart: # ran 4 times, first at 2.0 s for 2.0 s',
    'preStop: # ran 3 times, first at 12.3 s for 5.0 s',
  ]);
});

test('a page in Chinese has them in Chinese, but for names of fields', () => {
  const text = readFileSync(new URL('../../../scenarios/impatient-liveness.yaml', import.meta.url), 'utf8');
  expect(shown(text, zhHans)).toEqual([
    'livenessProbe: # 失败 6–10 s 后重启 | 在 12.3 s 和 51.3 s 终止',
    'failureThreshold: 3 # timeoutSeconds 1',
    'postStart: # 运行 4 次，首次在 2.0 s，用时 2.0 s',
    'preStop: # 运行 3 次，首次在 12.3 s，用时 5.0 s',
  ]);
});

test('what all three probes leave out, in flow style and in a sidecar', () => {
  const text = sketch(`
  initContainers:
  - name: proxy
    image: "nginx:1.27"
    restartPolicy: Always
    startupProbe: {tcpSocket: {port: 80}, failureThreshold: 30, periodSeconds: 1, initialDelaySeconds: 5}
  containers:
  - name: app
    image: "redis:7"
    readinessProbe:
      tcpSocket: {port: 6379}
    livenessProbe:
      tcpSocket: {port: 6379}
      timeoutSeconds: 2
      periodSeconds: 5
      failureThreshold: 1
`);
  const all = shown(text);
  expect(all).toContainEqual(expect.stringMatching(/^startupProbe: .*# gives up 34–36 s after the start \| passed at \d+\.\d s$/));
  expect(all).toContainEqual(expect.stringMatching(/^readinessProbe: # not ready after 20–31 s of failures \| Ready at \d+\.\d s$/));
  expect(all).toContain('tcpSocket: {port: 6379} # periodSeconds 10 · timeoutSeconds 1 · failureThreshold 3');
  expect(all).toContain('livenessProbe: # restarts after 0–7 s of failures | never failed');
  expect(all.filter((hint) => hint.startsWith('failureThreshold'))).toEqual([]);
});

test('a hook that failed is told rather than those that did not; one that never ran says so', () => {
  const text = sketch(`
  containers:
  - name: app
    image: "busybox:1.36"
    command: [sleep, "3600"]
    lifecycle:
      postStart: {exec: {command: [sh, -c, "exit 3"]}}
      preStop: {exec: {command: [sleep, "1"]}}
`);
  const [postStart, preStop] = shown(text);
  expect(postStart).toMatch(/# ran \d+ times, first at \d+\.\d s: failed/);
  expect(preStop).toMatch(/# (did not run|ran )/);
});
