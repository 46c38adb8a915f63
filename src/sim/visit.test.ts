/** `kubectl exec` at a moment of a run. */
import { expect, test } from 'vitest';
import { createWatcher } from '../recording/index.ts';
import { executed } from '../api/kubectl/index.ts';
import { readScenario } from '../scenario/index.ts';
import { sketch } from '../testing/sim.ts';
import { simulate } from './simulate.ts';
import { visited } from './visit.ts';

const POD = `
initContainers:
- {name: side, image: "busybox:1.37", restartPolicy: Always, command: [sleep, "3600"]}
containers:
- {name: app, image: "busybox:1.37", command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.2; date > /tmp/now; done"]}
- {name: crash, image: "busybox:1.37", command: [sh, -c, "exit 3"]}
- {name: pull, image: "busybox:nope", imagePullPolicy: Never}
`;

function runOf(settings = 'duration: 20s') {
  const { scenario } = readScenario(sketch(POD, settings));
  if (!scenario) throw new Error('the sketch has errors');
  return { scenario, trace: simulate(scenario, { watchTrigger: createWatcher }) };
}

const inside = (atMs: number, container: string, command: string[], run = runOf()) => visited(run, { atMs, container, command }, createWatcher);
const NOTHING = { exitCode: 0, stdout: '', stderr: '' };
const printed = (container: string, ...command: string[]) => executed(NOTHING, inside(6000, container, command));

// Answers of kubectl v1.36.2, an API server and a kubelet with containerd 2.3 to this Pod; the id is drawn
test.each<[string, string[], number, string, string]>([
  ['app', ['sh', '-c', 'echo out; echo err >&2; exit 3'], 3, 'out\n', 'err\ncommand terminated with exit code 3\n'],
  ['app', ['sh', '-c', 'printf abc'], 0, 'abc', ''],
  ['app', ['sh', '-c', 'kill -9 $$'], 137, '', 'command terminated with exit code 137\n'],
  ['app', ['cat'], 0, '', ''],
  ['side', ['sh', '-c', 'sleep 1; exit 5'], 5, '', 'command terminated with exit code 5\n'],
  ['app', ['sh', '-c', 'kill -9 1; sleep 3; echo still'], 0, 'still\n', ''],
  ['app', ['sh', '-c', 'kill 1; sleep 3; echo still'], 137, '', 'command terminated with exit code 137\n'],
  ['crash', ['ls'], 1, '', 'error: unable to upgrade connection: container not found ("crash")\n'],
  ['pull', ['ls'], 1, '', 'error: unable to upgrade connection: container not found ("pull")\n'],
  [
    'app',
    ['nosuch'],
    1,
    '',
    'error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "<id>": OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH\n',
  ],
  [
    'app',
    ['/etc/passwd'],
    1,
    '',
    'error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "<id>": OCI runtime exec failed: exec failed: unable to start container process: exec: "/etc/passwd": permission denied\n',
  ],
])('kubectl exec -c %s -- %j', (container, command, exitCode, stdout, stderr) => {
  const outcome = printed(container, ...command);
  expect({ ...outcome, stderr: outcome.stderr.replace(/"[0-9a-f]{64}"/, '"<id>"') }).toEqual({ exitCode, stdout, stderr });
});

test('a visitor finds the container as it is at that moment, and leaves the run as it was', () => {
  const run = runOf(
    'duration: 20s\nactions: [{at: 4s, do: exec, container: app, command: [touch, /tmp/first]}, {at: 15s, do: exec, container: app, command: [touch, /tmp/second]}]',
  );
  const before = JSON.stringify(run.trace);
  const files = (atMs: number) =>
    inside(atMs, 'app', ['ls', '/tmp'], run)
      .stdout?.split('\n')
      .filter((name) => name !== '');
  expect([3000, 6000, 16_000].map(files)).toEqual([['now'], ['first', 'now'], ['first', 'now', 'second']]);
  expect(JSON.stringify(run.trace)).toBe(before);
});

test('until the visit the run is the same, and no action of the scenario waits for the visitor', () => {
  const run = runOf('duration: 20s\nactions: [{at: 5s, do: exec, container: app, command: [sleep, "8"]}, {at: 14s, do: delete}]');
  const visit = { atMs: 7000, container: 'app', command: ['sleep', '10'] };
  const trace = simulate(run.scenario, { watchTrigger: createWatcher, visit });
  const until = (records: typeof trace.records) => records.filter(({ t }) => t < 7000);
  expect(until(trace.records)).toEqual(until(run.trace.records));
  const actions = trace.records.flatMap((record) => (record.kind === 'Action' ? [[Math.round(record.t / 1000), record.index, record.what]] : []));
  expect(actions).toEqual([
    [0, 0, 'create'],
    [5, 1, 'exec'],
    [7, 3, 'exec'],
    [14, 2, 'delete'],
  ]);
});

test('a command that never ends has no exit code; one that takes minutes has', () => {
  expect(inside(6000, 'app', ['tail', '-f', '/dev/null'])).toEqual({});
  expect(inside(6000, 'app', ['sh', '-c', 'sleep 200; echo late'])).toMatchObject({ exitCode: 0, stdout: 'late\n' });
});
