import { describe, test } from 'vitest';
import type { ContainerState } from '../model/kubernetes.ts';
import { expectVerdicts } from '../testing/claims.ts';
import { type ShortPod, type ShortStatus, added, deleted, end, pod, stamp } from '../testing/hand-made.ts';

const running = { state: 'running', ready: true, started: true } as const;
const up = { phase: 'Running', conditions: { Ready: 'True' }, containers: { app: running } } as const;

describe('a recording of a real kubelet without Process, Hook and Probe lines', () => {
  const ran = (from: number, to: number, exitCode: number) => ({
    startedAt: stamp(from),
    finishedAt: stamp(to),
    exitCode,
    reason: 'Error',
    containerID: `containerd://${from}`,
  });
  const status = (state: ContainerState, more: ShortStatus = {}): ShortPod => ({
    phase: 'Running',
    containers: { app: { state, containerID: 'containerd://x', ...more } },
  });
  const lines = [
    added(0.2),
    pod(2.3, status({ running: { startedAt: stamp(1) } }, { containerID: 'containerd://1' })),
    pod(8.4, status({ terminated: ran(1, 7, 1) })),
    pod(9.1, status({ running: { startedAt: stamp(8) } }, { containerID: 'containerd://8', restartCount: 1, lastState: ran(1, 7, 1) })),
    pod(15.2, status({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 1, lastState: ran(8, 14, 1) })),
    pod(26.3, status({ running: { startedAt: stamp(25) } }, { containerID: 'containerd://25', restartCount: 2, lastState: ran(8, 14, 1) })),
    end(60),
  ];
  const options = { meta: { source: 'kubelet' as const }, actions: ['exec'] };

  test('starts and ends come from the status, in whole seconds', () => {
    expectVerdicts(
      lines,
      {
        pass: [
          'starts: {container: app, op: "==", value: 3}',
          'restartDelay: {container: app, nth: 2, min: 10s, max: 12s}',
          'restartDelay: {container: app, nth: 1, max: 1s}',
          'duration: {from: app.start, to: app.exit, min: 5s, max: 7s}',
          'order: [app.start < app.exit, "app.exit < app#2.start"]',
        ],
        fail: ['starts: {container: app, op: "==", value: 2}', 'restartDelay: {container: app, nth: 2, min: 20s}', 'order: ["app#2.start < app.exit"]'],
      },
      options,
    );
  });

  test('what nobody looked for is undecidable', () => {
    expectVerdicts(
      lines,
      {
        undecidable: [
          'hookRuns: {container: app, hook: preStop, op: "==", value: 0}',
          'probeRuns: {container: app, probe: liveness, op: "==", value: 0}',
          'log: {container: app, contains: x}',
          'order: [app.start < app.poststart.start]',
          'event: {reason: Killing, op: "==", value: 0}',
          'execResult: {action: action.1, exitCode: 0}',
          'phase: {value: Running, at: action.1}',
        ],
      },
      options,
    );
  });

  test('two things in the same second have no order', () => {
    const both = (name: string) => ({ [name]: { state: { running: { startedAt: stamp(3) } }, containerID: name } });
    const tie = [added(0), pod(5, { phase: 'Running', containers: { ...both('app'), ...both('side') } }), end(60)];
    expectVerdicts(tie, { undecidable: ['order: [app.start < side.start]'] }, { meta: { source: 'kubelet' } });
  });

  test('the deletion is read off the Pod', () => {
    const marked = { ...up, metadata: { deletionTimestamp: stamp(40) } };
    const run = [added(0), pod(2, up), pod(10, marked), deleted(15, marked), end(60)];
    expectVerdicts(
      run,
      {
        pass: ['podDeleted: {within: 6s, after: delete}', 'duration: {from: action.1, to: pod.deleted, min: 5s, max: 5s}'],
        fail: ['podDeleted: {within: 3s, after: delete}'],
      },
      {
        meta: { source: 'kubelet' },
        actions: ['delete'],
      },
    );
  });

  test('`records` says that an absence is one', () => {
    const meta = { source: 'kubelet' as const, records: ['Pod', 'Event', 'Hook'] };
    expectVerdicts(
      lines,
      { pass: ['hookRuns: {container: app, hook: preStop, op: "==", value: 0}', 'event: {reason: Killing, op: "==", value: 0}'] },
      { ...options, meta },
    );
  });
});

describe('conditions as points', () => {
  test('False is a turn only after True', () => {
    const ready = (t: number, status: 'True' | 'False') => pod(t, { conditions: { Ready: status } });
    const lines = [added(0), ready(1, 'False'), ready(5, 'True'), ready(9, 'False'), ready(12, 'True'), ready(20, 'False'), end(60)];
    expectVerdicts(lines, {
      pass: [
        'duration: {from: cond.Ready.True, to: cond.Ready.False, min: 4s, max: 4s}',
        'duration: {from: "cond.Ready.True#2", to: "cond.Ready.False#last", min: 8s, max: 8s}',
      ],
      fail: ['duration: {from: create, to: cond.Ready.False, max: 2s}'],
    });
  });
});
