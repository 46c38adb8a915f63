/** What the scenario says of commands, for scripts that call them; sketches of Pods, and what their log says. */
import { expect, test } from 'vitest';
import { sketch } from '../testing/sim.ts';
import { simulated } from '../testing/simulated.ts';

function logOf(command: string, exec: string): string[] {
  const { trace } = simulated(
    sketch(
      `restartPolicy: Never\ncontainers: [{name: app, image: "python:3.12-slim", command: [sh, -c, ${JSON.stringify(command)}]}]`,
      `workloads: {app: {exec: ${exec}}}`,
    ),
  );
  const start = trace.records.find((record) => record.kind === 'Process')?.t ?? 0;
  return trace.records.flatMap((record) => (record.kind === 'Log' ? [`${((record.t - start) / 1000).toFixed(1)} ${record.line}`] : []));
}

test('a command that the image lacks is there when the scenario says what it comes to', () => {
  const script = 'migrate --fake && echo migrated || echo failed $?';
  expect(logOf(script, '[]')).toEqual(['0.0 sh: 1: migrate: not found', '0.0 failed 127']);
  expect(logOf(script, '[{command: [migrate], results: [{exitCode: 0, output: "2 steps\\n"}], takes: 3s}]')).toEqual(['3.0 2 steps', '3.0 migrated']);
});

test('a whole command is meant word by word; other calls do what they would have done', () => {
  const script = 'cat /a; cat /dev/null && echo read';
  const exec = '[{command: [cat, /a], results: [{exitCode: 0, output: "from nowhere\\n"}]}]';
  expect(logOf(script, exec)).toEqual(['0.0 from nowhere', '0.0 read']);
  expect(logOf('migrate 2', '[{command: [migrate, "1"]}]')).toEqual(['0.0 migrate: not found']);
});

test('what a command comes to changes with time', () => {
  const exec = '[{command: [check], results: [{for: 4s, exitCode: 1}, {exitCode: 0}]}]';
  expect(logOf('until check; do sleep 3; done; echo up', exec)).toEqual(['6.0 up']);
});
