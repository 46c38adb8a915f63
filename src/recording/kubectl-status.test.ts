import { expect, test } from 'vitest';
import { readFixture, readRecording, recordings } from '../testing/fixtures.ts';
import { type ShortPod, type ShortStatus, pod } from '../testing/hand-made.ts';
import { kubectlRow, kubectlStatus } from './kubectl-status.ts';
import { parseRecording } from './text.ts';

const statusOf = (short: ShortPod) => kubectlStatus(pod(0, short).object);

const running = { state: 'running', ready: true, started: true } as const;
const unready = { state: 'running', started: true } as const;
const completed = { state: 'terminated', reason: 'Completed', exitCode: 0 } as const;
const failed = { state: 'terminated', reason: 'Error', exitCode: 1 } as const;
const waiting = (reason: string): ShortStatus => ({ state: 'waiting', reason });
const initSpec = (...names: string[]): ShortPod => ({ spec: { containers: [], initContainers: names.map((name) => ({ name })) } });
const sidecarSpec: ShortPod = { spec: { containers: [], initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] } };
const initialized: ShortPod = { conditions: { Initialized: 'True' } };
const dying: ShortPod = { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };

test("the phase, or the Pod's own reason", () => {
  expect(statusOf({})).toBe('Pending');
  expect(statusOf({ phase: 'Failed', status: { reason: 'OutOfcpu' } })).toBe('OutOfcpu');
  expect(statusOf({ conditions: { PodScheduled: { status: 'False', reason: 'SchedulingGated' } } })).toBe('SchedulingGated');
});

test('the word of a container beats the phase, the first container beats the others', () => {
  expect(statusOf({ containers: { app: waiting('ContainerCreating') } })).toBe('ContainerCreating');
  expect(statusOf({ phase: 'Running', containers: { app: unready } })).toBe('Running');
  expect(statusOf({ phase: 'Running', containers: { a: waiting('CrashLoopBackOff'), b: failed } })).toBe('CrashLoopBackOff');
  expect(statusOf({ phase: 'Running', containers: { a: running, b: failed } })).toBe('Error');
  expect(statusOf({ phase: 'Failed', containers: { a: { state: 'terminated', exitCode: 3 } } })).toBe('ExitCode:3');
  expect(statusOf({ phase: 'Failed', containers: { a: { state: { terminated: { exitCode: 139, signal: 11, startedAt: null, finishedAt: null } } } } })).toBe(
    'Signal:11',
  );
});

test('Completed gives way to what still runs or what failed', () => {
  expect(statusOf({ phase: 'Succeeded', containers: { a: completed } })).toBe('Completed');
  expect(statusOf({ phase: 'Running', conditions: { Ready: 'True' }, containers: { a: completed, b: running } })).toBe('Running');
  expect(statusOf({ phase: 'Running', containers: { a: completed, b: running } })).toBe('NotReady');
  expect(statusOf({ phase: 'Failed', containers: { a: completed, b: failed } })).toBe('Error');
});

test('init containers count through', () => {
  const two = initSpec('one', 'two');
  expect(statusOf({ ...two, init: { one: waiting('PodInitializing'), two: waiting('PodInitializing') } })).toBe('Init:0/2');
  expect(statusOf({ ...two, init: { one: completed, two: { state: 'running' } } })).toBe('Init:1/2');
  expect(statusOf({ ...two, init: { one: failed, two: waiting('PodInitializing') } })).toBe('Init:Error');
  expect(statusOf({ ...two, init: { one: waiting('CrashLoopBackOff') } })).toBe('Init:CrashLoopBackOff');
  expect(statusOf({ ...two, init: { one: { state: 'terminated', exitCode: 2 } } })).toBe('Init:ExitCode:2');
  expect(statusOf({ ...two, init: { one: completed, two: completed }, containers: { app: waiting('PodInitializing') } })).toBe('PodInitializing');
});

test('a started sidecar holds nothing up', () => {
  expect(statusOf({ ...sidecarSpec, init: { proxy: running }, phase: 'Running', containers: { app: unready } })).toBe('Running');
  expect(statusOf({ ...sidecarSpec, init: { proxy: { state: 'running' } }, containers: { app: waiting('PodInitializing') } })).toBe('Init:0/1');
  expect(statusOf({ ...sidecarSpec, ...initialized, phase: 'Running', init: { proxy: waiting('CrashLoopBackOff') }, containers: { app: running } })).toBe(
    'Init:CrashLoopBackOff',
  );
  expect(statusOf({ ...sidecarSpec, ...initialized, phase: 'Succeeded', init: { proxy: { ...failed, exitCode: 137 } }, containers: { app: completed } })).toBe(
    'Completed',
  );
});

test('a deleted Pod is Terminating unless it is over', () => {
  expect(statusOf({ ...dying, phase: 'Running', containers: { app: running } })).toBe('Terminating');
  expect(statusOf({ ...dying, phase: 'Failed', containers: { app: failed } })).toBe('Error');
  expect(statusOf({ ...dying, phase: 'Running', status: { reason: 'NodeLost' } })).toBe('Unknown');
});

test('READY, STATUS and RESTARTS as kubectl v1.36.2 printed them on a real cluster', () => {
  let compared = 0;
  for (const { name, secondRun } of recordings()) {
    if (secondRun === undefined) continue;
    const pods = parseRecording(readRecording(secondRun)).filter((line) => line.kind === 'Pod');
    for (const { t, row } of kubectlRows(name)) {
      const shown = pods
        .filter((line) => line.t <= t + 50)
        .map(({ object }) => kubectlRow(object))
        .map(({ ready, status, restarts }) => `${ready} ${status} ${restarts}`);
      const [, ready, status, restarts] = row.split(/\s{2,}|\s\(/);
      expect(shown, `${name} at ${t}`).toContain(`${ready} ${status} ${restarts}`);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(100);
});

/** The rows that `kubectl get pods -w` printed. */
function kubectlRows(name: string): { t: number; row: string }[] {
  const lines = readFixture(`${name}.kubectl.jsonl`)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { kind: string; t: number; row?: string });
  return lines.flatMap(({ t, row }) => (row === undefined || row.startsWith('NAME') ? [] : [{ t, row: row.trim() }]));
}
