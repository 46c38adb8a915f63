import { describe, test } from 'vitest';
import { expectVerdicts } from '../testing/claims.ts';
import { action, added, end, event, hook, kubelet, log, pod, probe, signal, start } from '../testing/hand-made.ts';

const running = { state: 'running', ready: true, started: true } as const;
const up = { phase: 'Running', conditions: { Ready: 'True' }, containers: { app: running } } as const;

describe('claims about what else happened', () => {
  test('event counts repeats, filters and stretches', () => {
    const lines = [
      added(0),
      event(1, 'Scheduled', { source: 'default-scheduler' }),
      event(5, 'Unhealthy', { type: 'Warning', message: 'Liveness probe failed: 500' }),
      event(15, 'Unhealthy', { type: 'Warning', message: 'Liveness probe failed: 500', count: 3 }),
      end(60),
    ];
    expectVerdicts(lines, {
      pass: [
        'event: {reason: Unhealthy, op: "==", value: 3}',
        'event: {reason: Unhealthy, messageContains: Liveness, op: ">=", value: 1, within: 6s}',
        'event: {reason: "*", source: default-scheduler, op: "==", value: 1}',
        'event: {reason: Unhealthy, op: "==", value: 2, during: {from: create+10s, for: 10s}}',
        'event: {reason: Killing, op: "==", value: 0}',
        'duration: {from: event.Scheduled, to: event.Unhealthy, min: 4s, max: 4s}',
      ],
      fail: [
        'event: {reason: Unhealthy, op: "<=", value: 2}',
        'event: {reason: Unhealthy, messageContains: Readiness, op: ">=", value: 1}',
        'event: {reason: Unhealthy, op: "==", value: 0, during: {from: create+10s, for: 10s}}',
        'event: {reason: "*", source: kubelet, op: "==", value: 1}',
      ],
    });
  });

  test('hookRuns and hook points', () => {
    const lines = [added(0), action(4, 1, 'delete'), hook(5, 'app', 'preStop', 'start'), hook(9, 'app', 'preStop', 'end', 'ok'), signal(9.1, 'app'), end(60)];
    expectVerdicts(
      lines,
      {
        pass: [
          'hookRuns: {container: app, hook: preStop, op: ">=", value: 1, within: 5s, after: delete}',
          'hookRuns: {container: app, hook: postStart, op: "==", value: 0}',
          'order: [delete < app.prestop.start, app.prestop.end < app.term]',
          'duration: {from: app.prestop.start, to: app.prestop.end, min: 4s, max: 4s}',
        ],
        fail: ['hookRuns: {container: app, hook: preStop, op: "==", value: 0}', 'order: [app.term < app.prestop.end]'],
      },
      { actions: ['delete'] },
    );
  });

  test('probeRuns, with a second of slack at the ends of the stretch', () => {
    const lines = [
      added(0),
      probe(2, 'app', 'liveness', 'success'),
      probe(12, 'app', 'liveness', 'failure'),
      probe(22, 'app', 'readiness', 'success'),
      end(60),
    ];
    expectVerdicts(lines, {
      pass: [
        'probeRuns: {container: app, probe: liveness, op: "==", value: 0, during: {from: create+11500ms, for: 20s}}',
        'probeRuns: {container: app, probe: liveness, op: "==", value: 2}',
        'probeRuns: {container: app, probe: readiness, op: ">=", value: 1, during: {from: create+10s, for: 20s}}',
      ],
      fail: [
        'probeRuns: {container: app, probe: liveness, op: "==", value: 0, during: {from: create+5s, for: 20s}}',
        'probeRuns: {container: app, probe: startup, op: ">=", value: 1}',
      ],
    });
  });

  test('log is the output of the latest run', () => {
    const lines = [added(0), log(2, 'app', 'first'), log(12, 'app', 'Hello World', 2), log(13, 'app', 'bye', 2), end(60)];
    expectVerdicts(lines, {
      pass: [
        'log: {container: app, equals: "Hello World\\nbye\\n"}',
        'log: {container: app, contains: first, within: 5s}',
        'log: {container: app, matches: "^Hello"}',
        'log: {container: app, contains: [Hello, bye]}',
      ],
      fail: [
        'log: {container: app, contains: first}',
        'log: {container: app, equals: Hello}',
        'log: {container: app, contains: Hello, within: 5s}',
        'log: {container: side, contains: Hello}',
      ],
    });
  });

  test('env is what the process saw', () => {
    const env = { POD_NAME: 'web', POD_IP: '10.244.0.5' };
    const lines = [added(0), start(1, 'app', 1, env), pod(2, { ...up, status: { podIP: '10.244.0.5' } }), end(60)];
    expectVerdicts(lines, {
      pass: [
        'env: {container: app, name: POD_NAME, value: $.metadata.name}',
        'env: {container: app, name: POD_IP, value: $.status.podIP}',
        'env: {container: app, name: POD_IP, matches: "^10[.]"}',
        'env: {container: app, name: NOPE, exists: false}',
      ],
      fail: [
        'env: {container: app, name: POD_NAME, value: other}',
        'env: {container: app, name: NOPE, exists: true}',
        'env: {container: app, name: POD_NAME, exists: false}',
      ],
      undecidable: ['env: {container: side, name: POD_NAME, value: web}'],
    });
  });

  test('execResult and apiError', () => {
    const lines = [
      added(0),
      action(5, 1, 'exec', { exitCode: 0, stdout: 'marco\n' }),
      action(6, 2, 'patch', { error: { reason: 'Invalid', code: 422, message: 'spec: Forbidden: pod updates' } }),
      end(60),
    ];
    const actions = ['{at: 5s, do: exec, container: app, command: [echo, marco]}', '{at: 6s, do: patch, type: merge, patch: {}}'];
    expectVerdicts(
      lines,
      {
        pass: [
          'execResult: {action: action.1, exitCode: 0, stdoutContains: marco}',
          'apiError: {action: action.2, status: Invalid, messageContains: [Forbidden, pod updates], messageLacks: sysctl}',
        ],
        fail: [
          'execResult: {action: action.1, exitCode: 1}',
          'execResult: {action: action.1, stdoutContains: polo}',
          'apiError: {action: action.2, status: Forbidden}',
          'apiError: {action: action.2, status: Invalid, messageLacks: pod}',
          'apiError: {action: create, status: Invalid}',
        ],
      },
      { actions },
    );
    const refused = [action(0, 0, 'create', { error: { reason: 'Forbidden', code: 403, message: 'RuntimeClass "x" not found' } }), end(60)];
    expectVerdicts(refused, { pass: ['apiError: {action: create, status: Forbidden}'], fail: ['apiError: {action: create, status: Invalid}'] });
  });

  test('kubelet.healthy is the latest time the kubelet came back', () => {
    const lines = [added(0), pod(2, up), action(10, 1, 'kubelet-restart'), kubelet(14, 'healthy'), end(60)];
    const options = { actions: ['kubelet-restart'] };
    expectVerdicts(
      lines,
      {
        pass: [
          'duration: {from: action.1, to: kubelet.healthy, min: 4s, max: 4s}',
          'always: {what: {containerFlag: {container: app, flag: ready, value: true}}, during: {from: action.1, to: kubelet.healthy+5s}}',
        ],
        fail: ['duration: {from: action.1, to: kubelet.healthy, max: 1s}'],
      },
      options,
    );
  });
});
